"""What a form asks before it does something: a reason on the way, and whether to delete, with all that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from desktop.records.field_editors import editor_of
from desktop.tr import plural, tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton, Question
from models import listing, record
from models.declaration import Action
from models.errors import Refused

if TYPE_CHECKING:
    from desktop.records.form_view import RecordForm


def ask_for(form: RecordForm, action: Action, done: Callable[[dict[str, Any]], bool]) -> Dialog:
    """Ask for the field an action wants, then go on with it; it may stay empty."""
    kind_form = form.form
    name = str(action.asks)
    field = kind_form.cls.fields[name]
    dialog = Dialog(form, action.label, width=440)
    editor = editor_of(kind_form.cls, field, form.desk)
    editor.boxed = True
    editor.show_value(kind_form.values, listing.names_for(kind_form.cls.kind, [kind_form.values]))
    label = Label(field.label, "secondary_medium")
    label.setBuddy(editor)
    dialog.body.addWidget(label)
    dialog.body.addWidget(editor)
    dialog.add_button(PlainButton(tr("Cancel"))).clicked.connect(dialog.reject)
    dialog.add_button(PrimaryButton(action.label)).clicked.connect(dialog.accept)
    dialog.accepted.connect(lambda: done({name: editor.given()} if editor.is_edited() else {}))
    dialog.open()
    return dialog


def ask_to_delete(form: RecordForm) -> Dialog:
    """Ask whether to delete the record for good, saying what goes with it."""
    id, title = form.record_id(), form.form.view.title if form.form.view else ""
    dialog = Question(
        form, tr("Delete “{title}”?", title=title), what_goes(record.goes_with(id)), do=tr("Delete"), danger=True
    )
    dialog.accepted.connect(lambda: _delete(form, id))
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


def _delete(form: RecordForm, id: int) -> None:
    try:
        record.remove(id, by=form.desk.me)
    except Refused as refused:
        form.form.complain(str(refused))
