"""The menu "…" of a form: copy a link, export, archive, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.chatter.links import link
from desktop.records.export import ask_where
from desktop.records.form_questions import ask_to_delete
from desktop.tr import tr
from desktop.widgets import Menu
from models import thread
from models.listing import Chosen

if TYPE_CHECKING:
    from desktop.records.form_view import RecordForm


def fill_menu(form: RecordForm, menu: Menu) -> None:
    """Fill the menu for the record that is shown."""
    menu.clear()
    id = form.record_id()
    if not id:
        return
    archived = thread.head(id).archived
    menu.addAction(tr("Copy link"), lambda: QGuiApplication.clipboard().setText(link(id)))
    name, kind = form.form.title.editor.text(), form.form.cls.kind
    menu.addAction(
        tr("Export as CSV…"), lambda: ask_where(form, form.desk, kind, Chosen(archived=archived, only=(id,)), name=name)
    )
    menu.addSeparator()
    words = tr("Restore") if archived else tr("Archive")
    menu.addAction(words, lambda: form.set_archived(not archived))
    menu.addAction(tr("Delete…"), lambda: ask_to_delete(form))
