"""The form: a record to read and edit, of any kind; saved as one tracked change, refreshed when others change it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from desktop.desk import Desk
from desktop.records.form_menu import fill_menu
from desktop.records.form_questions import ask_for, ask_to_delete
from desktop.records.kind_form import KindForm
from desktop.records.writing import write
from desktop.tr import tr
from desktop.widgets import announce
from models import declaration, record
from models.declaration import Action, Values
from models.errors import Invalid, NotFound, Refused
from models.journal import Change
from models.record import Saved

NARROW = 1100  # pixels of the window below which few fields are shown


class RecordForm(QFrame):
    """Shows one record at a time, or an empty form for a new one.

    `saved(id)`; `title_changed(title)` when the record is called otherwise; `opened(id)` of a link that was clicked;
    `new_wanted(kind, given)`: a record of a kind that links to this one is asked for.
    """

    saved = Signal(int)
    title_changed = Signal(str)
    opened = Signal(int)
    new_wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("cls", "bg")
        self._forms: dict[str, KindForm] = {}
        self._form: KindForm | None = None
        self._id = 0
        self._given: dict[str, Any] = {}  # what a new record starts with
        self._guest: tuple[str, QWidget] | None = None
        self._saving = False
        self._stack = QStackedLayout(self)
        self._stack.addWidget(QWidget())
        desk.journal.changed.connect(self._changed)

    # Showing

    def show_record(self, id: int) -> None:
        """Show a record; `NotFound` where there is none. What was typed before is dropped."""
        view = record.read(id)
        self._put(view.kind)
        self._id, self._given = id, {}
        self.form.show_record(view)

    def new_record(self, kind: str, given: Mapping[str, Any] | None = None) -> None:
        """Show an empty form for a new record, starting with some values."""
        self._put(kind)
        self._id, self._given = 0, dict(given or {})
        self.form.show_new(self._start())
        self.form.title.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self) -> Values:
        cls = self.form.cls
        values = declaration.defaults(cls)
        values |= declaration.checked(cls, self._given, values)
        cls.derive(values, set(self._given))
        return values

    @property
    def form(self) -> KindForm:
        """The form of the kind that is shown."""
        assert self._form is not None
        return self._form

    def record_id(self) -> int:
        """The record that is shown; 0 for a new one or none."""
        return self._id

    def _put(self, kind: str) -> None:
        if kind not in self._forms:
            self._forms[kind] = self._made(kind)
        form = self._forms[kind]
        if form is not self._form:
            if self._guest and self._form is not None:
                self._form.put_first_tab("", None)
            self._form = form
            if self._guest:
                form.put_first_tab(*self._guest)
            self._stack.setCurrentWidget(form)
        form.set_compact(self._is_narrow())

    def _made(self, kind: str) -> KindForm:
        form = KindForm(self.desk, declaration.kind(kind))
        form.edited.connect(form.show_state)
        form.opened.connect(self.opened)
        form.new_wanted.connect(self._new_linked)
        form.actions.save.clicked.connect(self.save)
        form.actions.discard.clicked.connect(self.discard)
        form.actions.acted.connect(self._act)
        form.actions.stage_wanted.connect(self._choose_stage)
        form.actions.menu.aboutToShow.connect(self._fill_menu)
        form.restore.clicked.connect(self.restore)
        self._stack.addWidget(form)
        return form

    def put_first_tab(self, title: str, guest: QWidget | None) -> None:
        """In a narrow window: let a pane (the chatter) stand as the first tab under the fields; None takes it away."""
        self._guest = (title, guest) if guest is not None else None
        if self._form is not None:
            self._form.put_first_tab(title, guest)
            self._form.set_compact(self._is_narrow())

    def _is_narrow(self) -> bool:
        return self._guest is not None or self.window().width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer fields in a narrow window."""
        super().resizeEvent(event)
        if self._form is not None:
            self._form.set_compact(self._is_narrow())

    # Saving

    def is_dirty(self) -> bool:
        """Whether anything is edited and not saved."""
        return self._form is not None and self._form.is_dirty()

    def save(self) -> bool:
        """Save what was edited as one change; False where that is refused, with the words at the fields."""
        if self._form is None or self._saving:
            return False
        if self._id and not self.is_dirty():
            return True
        return self._save(self.form.given())

    def _save(self, given: dict[str, Any]) -> bool:
        if not self._id:
            given = {**self._given, **given}
        return write(
            self,
            self.desk,
            lambda: self._write(given),
            done=self._done,
            refused=self._refuse,
            waiting=self._show_saving,
        )

    def _write(self, given: dict[str, Any]) -> Saved:
        if self._id:
            return record.save(self._id, given, by=self.desk.me)
        return record.create(self.form.cls.kind, given, by=self.desk.me)

    def _show_saving(self, on: bool) -> None:
        """Another program is writing: the save goes on in a job, and the button says so."""
        self._saving = on
        save = self.form.actions.save
        save.setEnabled(not on)
        save.setText(tr("Saving…") if on else tr("Save"))

    def _refuse(self, refused: Refused) -> None:
        if isinstance(refused, Invalid):
            self.form.judge(refused.fields)
        else:
            self.form.complain(str(refused))

    def _done(self, saved: Saved) -> None:
        was = self.form.view.title if self.form.view else None
        self.show_record_anew(saved.id)
        title = self.form.view.title if self.form.view else ""
        announce(self, tr("Saved"))
        for words in saved.warnings:
            self.desk.notice.emit(words)
        self.saved.emit(saved.id)
        if title != was:
            self.title_changed.emit(title)

    def show_record_anew(self, id: int) -> None:
        """Show a record as it stands now, at the place scrolled to."""
        bar = self.form.area.verticalScrollBar()
        place = bar.value()
        self.show_record(id)
        bar.setValue(place)

    def discard(self) -> None:
        """Take back what was typed."""
        if self._form is not None:
            self._form.discard()

    # Doing

    def _choose_stage(self, stage: str) -> None:
        """Alone, a stage is saved at once; with other edits, or for a new record, together with them."""
        if not self._id or self.is_dirty():
            self.form.staged = stage if stage != self.form.values.get(str(self.form.cls.stage_field)) else None
            self.form.show_state()
            return
        self._save({str(self.form.cls.stage_field): stage})

    def _act(self, action: Action) -> None:
        if action.asks is None:
            self._save(dict(action.values))
            return
        ask_for(self.form, action, lambda given: self._save({**action.values, **given}))

    def _fill_menu(self) -> None:
        view = self.form.view
        if view is not None:
            delete = partial(ask_to_delete, self.form, view)
            menu = self.form.actions.menu
            fill_menu(menu, view, owner=self, desk=self.desk, set_archived=self.set_archived, delete=delete)

    def restore(self) -> None:
        """Take the record out of the archive."""
        self.set_archived(False)

    def set_archived(self, archived: bool) -> None:
        """Archive the record, or restore it."""
        id, by = self._id, self.desk.me

        def done(_: None) -> None:
            self.show_record_anew(id)
            self.saved.emit(id)

        write(
            self,
            self.desk,
            lambda: record.archive(id, by=by, archived=archived),
            done=done,
            refused=lambda words: self.form.complain(str(words)),
        )

    def _new_linked(self, kind: str) -> None:
        """A record of a kind that links to this one: by its first field that can."""
        here = self.form.cls.kind
        link = next(one for one in declaration.kind(kind).fields.values() if getattr(one, "to", "-") in (None, here))
        self.new_wanted.emit(kind, {link.name: self._id})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_dirty():
            self.save()
            return
        super().keyPressEvent(event)

    # News

    def _changed(self, changes: list[Change]) -> None:
        """Somebody wrote: show what became of this record, and how many link to it."""
        if self._form is None or not self._id or self._saving:
            return
        if any(change.thread == self._id and change.what == self.form.cls.kind for change in changes):
            self._refresh()
        elif any(change.what in declaration.kinds for change in changes):
            self.form.show_counts()

    def _refresh(self) -> None:
        try:
            view = record.read(self._id)
        except NotFound:
            self._id = 0
            self._stack.setCurrentIndex(0)
            self._form = None
            return
        was = self.form.view.title if self.form.view else ""
        self.form.refresh(view)
        if view.title != was:
            self.title_changed.emit(view.title)
