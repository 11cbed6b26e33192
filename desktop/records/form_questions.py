"""What a form asks before it does something: a reason on the way, and whether to delete, with all that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.records.field_editors import editor_of
from desktop.records.kind_form import KindForm
from desktop.records.writing import write
from desktop.tr import plural, tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton, Question
from models import listing, record
from models.declaration import Action
from models.record import View


def ask_for(form: KindForm, action: Action, done: Callable[[dict[str, Any]], object]) -> Dialog:
    """Ask for the field an action wants, then go on with it; it may stay empty."""
    name = str(action.asks)
    field = form.cls.fields[name]
    dialog = Dialog(form, action.label, width=440)
    editor = editor_of(form.cls, field, form.desk)
    editor.boxed = True
    editor.show_value(form.values, listing.names_for(form.cls.kind, [form.values]))
    label = Label(field.label, "secondary_medium")
    label.setBuddy(editor)
    dialog.body.addWidget(label)
    dialog.body.addWidget(editor)
    dialog.add_button(PlainButton(tr("Cancel"))).clicked.connect(dialog.reject)
    dialog.add_button(PrimaryButton(action.label)).clicked.connect(dialog.accept)
    dialog.accepted.connect(lambda: done({name: editor.given()} if editor.is_edited() else {}))
    dialog.open()
    return dialog


def ask_to_delete(form: KindForm, view: View) -> Dialog:
    """Ask whether to delete a record for good, saying what goes with it."""
    title = tr("Delete “{title}”?", title=view.title)
    dialog = Question(form, title, what_goes(record.goes_with(view.id)), do=tr("Delete"), danger=True)
    dialog.accepted.connect(lambda: _delete(form, view.id))
    dialog.open()
    return dialog


def what_goes(numbers: Mapping[str, int]) -> str:
    """In words, what deleting a record takes with it; `record.goes_with` has the numbers."""
    parts = []
    if numbers.get("entries"):
        parts.append(plural(numbers["entries"], "{n} entry", "{n} entries"))
    if numbers.get("followers"):
        parts.append(plural(numbers["followers"], "{n} follower", "{n} followers"))
    together = tr(" and ").join(parts)
    count = sum(numbers.get(name, 0) for name in ("entries", "followers"))
    goes = plural(count, "{what} goes with it.", "{what} go with it.", what=together) if parts else ""
    links = numbers.get("links", 0)
    emptied = (
        plural(links, "{n} link to it in another record is emptied.", "{n} links to it in other records are emptied.")
        if links
        else ""
    )
    never = tr("This can't be undone; archiving keeps everything and only puts it out of sight.")
    return " ".join(part for part in (goes, emptied, never) if part)


def _delete(form: KindForm, id: int) -> None:
    """What becomes of the form afterwards follows from the journal, as for a record that somebody else deletes."""
    by = form.desk.me
    write(
        form,
        form.desk,
        lambda: record.remove(id, by=by),
        done=bool,
        refused=lambda words: form.complain(str(words)),
    )
