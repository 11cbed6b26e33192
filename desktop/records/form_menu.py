"""The menu "…" of a form: copy a link, export, archive, delete."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.links import link
from desktop.records.export import ask_where
from desktop.tr import tr
from desktop.widgets import Menu
from models.listing import Chosen
from models.record import View


def fill_menu(
    menu: Menu,
    view: View,
    *,
    owner: QWidget,
    desk: Desk,
    set_archived: Callable[[bool], object],
    delete: Callable[[], object],
) -> None:
    """Fill the menu for the record that is shown; `set_archived` and `delete` do what their actions say."""
    menu.clear()
    menu.addAction(tr("Copy link"), lambda: QGuiApplication.clipboard().setText(link(view.id)))
    alone = Chosen(archived=view.archived, only=(view.id,))
    menu.addAction(tr("Export as CSV…"), lambda: ask_where(owner, desk, view.kind, alone, name=view.title))
    menu.addSeparator()
    words = tr("Restore") if view.archived else tr("Archive")
    menu.addAction(words, lambda: set_archived(not view.archived))
    menu.addAction(tr("Delete…"), delete)
