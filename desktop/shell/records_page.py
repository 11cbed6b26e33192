"""The records page: the list or board of a kind, and the record that is open with its form and its chatter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop import memory
from desktop.desk import Desk
from desktop.shell.header import Header
from desktop.shell.layout import Arrangement
from desktop.shell.panes import Panes
from desktop.shell.unsaved import Unsaved
from desktop.tr import tr
from models import database, notification, record, thread
from models.errors import NotFound

LAYOUTS = ("list", "board")


class RecordsPage(QWidget):
    """Signals: `moved()` after another record or kind is shown; `read(id)` after a record's news were marked read.

    `kind` is the kind shown; `record` the id of the open record, 0 for none or a new one.
    """

    moved = Signal()
    read = Signal(int)

    def __init__(self, desk: Desk, unsaved: Unsaved, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._unsaved = desk, unsaved
        self.kind, self.record = "", 0
        self.title = ""
        self._new = self._asked_for = False
        self._views: dict[tuple[str, str], Any] = {}
        self._arrangement = Arrangement(True, False, "right")
        self.form: Any = None
        self.chatter: Any = None
        self.activities: Any = None
        self._waiting: list[Callable[[], object]] = []
        self.header = Header()
        self.header.list_asked.connect(self.close_record)
        self.header.step_asked.connect(self.step)
        self.panes = Panes(desk.memory)
        self.panes.top.addWidget(self.header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        desk.journal.changed.connect(self._changed)

    # Where one goes

    def show_kind(self, kind: str) -> None:
        """Show the list or board of a kind, without a record open."""
        self._leave(lambda: self._go_to_kind(kind))

    def show_record(self, id: int, message: int = 0) -> None:
        """Open a record, at a message if one is named; `NotFound` where there is none."""
        head = thread.head(id)
        if id == self.record and not self._new:
            self._show_message(message)
            return
        self._leave(lambda: self._go_to_record(head, message))

    def new_record(self, kind: str, given: Mapping[str, Any] | None = None) -> None:
        """Open an empty form for a new record, starting with some values."""
        self._leave(lambda: self._begin(kind, given))

    def close_record(self) -> None:
        """Go back to the list alone."""
        self._leave(self._close)

    def step(self, by: int) -> None:
        """Open the record before or after this one in the order of the list."""
        there = self._list().beside(self.record, by) if self.record else None
        if there is not None:
            self.show_record(there)

    def can_step(self, by: int) -> bool:
        """Whether there is a record before or after this one."""
        return bool(self.record) and self._list().beside(self.record, by) is not None

    def apply(self, arrangement: Arrangement, *, list_asked_for: bool = False) -> None:
        """Arrange the panes for the width of the window; a list that was asked for can be folded in the header."""
        self._arrangement, self._asked_for = arrangement, list_asked_for
        self._arrange()

    def set_layout(self, layout: str) -> None:
        """Show the kind as a "list" or a "board"; remembered for each kind."""
        self._desk.memory.setValue(f"layout/{self.kind}", layout)
        self._leave(self._close)

    def show_bin(self) -> None:
        """List the deleted files of the record."""
        self.build_chatter()
        self.chatter.files.show_bin()

    def next_pane(self) -> None:
        """Take the keyboard to the next pane that is seen: list, form, thread."""
        seen = [
            pane for pane in (self.panes.list_pane, self.panes.form_pane, self.panes.chatter_pane) if pane.isVisible()
        ]
        now = QApplication.focusWidget()
        at = next((number for number, pane in enumerate(reversed(seen)) if now and pane.isAncestorOf(now)), 0)
        following = seen[(len(seen) - at) % len(seen)]
        self._target(following).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus(self) -> None:
        """Let the keyboard begin in the list where that is seen, else in the thread, else in the form."""
        panes = [self.panes.list_pane] + ([self.panes.chatter_pane] if self.chatter is not None else [])
        pane = next((one for one in panes if one.isVisible()), self.panes.form_pane)
        self._target(pane).setFocus(Qt.FocusReason.OtherFocusReason)

    def _target(self, pane: QWidget) -> QWidget:
        """What takes the keyboard in a pane."""
        if pane is self.panes.chatter_pane and self.chatter is not None:
            return self.chatter.view
        if pane is self.panes.list_pane:
            return getattr(self._view(), "rows", self._view())
        return next(
            (
                child
                for child in pane.findChildren(QWidget)
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled()
            ),
            pane,
        )

    def is_open(self) -> bool:
        """Whether a form is seen: of a record, or for a new one."""
        return bool(self.record) or self._new

    def is_dirty(self) -> bool:
        """Whether the form has changes that are not saved."""
        return self.form is not None and self.is_open() and self.form.is_dirty()

    def build_chatter(self) -> None:
        """Make the chatter pane, where it is not made yet: after the window's first paint, or when it is needed."""
        if self.chatter is not None:
            return
        from desktop.shell.whole_chatter import WholeChatter

        self.chatter = WholeChatter(self._desk)
        self.activities = self.chatter.activities
        self.chatter.read.connect(self.read)
        self.panes.chatter_pane.layout().addWidget(self.chatter)
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one()

    # What happens there

    def _leave(self, go: Callable[[], None]) -> None:
        form = self.form if self.is_open() else None
        self._unsaved.leave(form, go, title=self.title, stay=self._mark_in_list)

    def _go_to_kind(self, kind: str) -> None:
        self.kind = kind
        self._close()

    def _close(self) -> None:
        was, self.record, self._new, self.title = self.record, 0, False, ""
        self._show_view()
        if self.chatter is not None:
            self.chatter.clear()
        if was:
            self._view().select(was)
        self._arrange()
        self.moved.emit()

    def _go_to_record(self, head: thread.Head, message: int) -> None:
        self._build_form()
        self.kind, self.record, self._new, self.title = head.kind, head.id, False, head.title
        self._show_view()
        self._mark_in_list()
        self.form.show_record(head.id)
        self._arrange()
        self._show_message(message, anew=True)
        self._tell_path()
        self.moved.emit()

    def _begin(self, kind: str, given: Mapping[str, Any] | None) -> None:
        self._build_form()
        self.kind, self.record, self._new = kind, 0, True
        self.title = tr("New {kind}", kind=record.kind(kind).label.lower())
        self._show_view()
        self.form.new_record(kind, given)
        if self.chatter is not None:
            self.chatter.clear()
        self._arrange()
        self._tell_path()
        self.moved.emit()

    def _show_message(self, message: int, *, anew: bool = False) -> None:
        """Show the thread, in a moment where the pane isn't there yet; then the record's news are read."""
        if not anew and not message:
            return
        wanted = self.record

        def show() -> None:
            if self.record == wanted:
                self.chatter.show_record(wanted, message)
                QTimer.singleShot(0, self, self._mark_read)

        if self.chatter is not None:
            show()
        else:
            self._waiting = [show]

    def _mark_read(self) -> None:
        with database.transaction():
            if self.record not in thread.heads([self.record]):  # removed by somebody meanwhile
                return
            notification.mark_read(self.record, self._desk.me)
        self.read.emit(self.record)

    # Parts

    def _build_form(self) -> None:
        if self.form is not None:
            return
        from desktop.records.form_view import RecordForm

        self.form = RecordForm(self._desk)
        self.form.saved.connect(self._saved)
        self.form.title_changed.connect(self._retitled)
        self.form.opened.connect(self.show_record)
        self.form.new_wanted.connect(self.new_record)
        self.panes.form_pane.layout().addWidget(self.form)

    def _layout(self) -> str:
        if record.kind(self.kind).stage_field is None:
            return "list"
        return memory.one_of(self._desk.memory, f"layout/{self.kind}", LAYOUTS)

    def _view(self) -> Any:
        return self._made(self.kind, self._layout())

    def _list(self) -> Any:
        """The list of the kind: it knows the order also while the board is shown."""
        return self._made(self.kind, "list")

    def _made(self, kind: str, layout: str) -> Any:
        if (kind, layout) in self._views:
            return self._views[kind, layout]
        if layout == "board":
            from desktop.records.board_view import Board as View
        else:
            from desktop.records.list_view import RecordList as View
        view = View(self._desk, kind)
        view.opened.connect(self.show_record)
        view.new_requested.connect(lambda: self.new_record(kind, view.starting_values()))
        view.layout_wanted.connect(self.set_layout)
        if layout == "list":
            view.arranged.connect(self._tell_position)
        self._views[kind, layout] = view
        self.panes.list_pane.addWidget(view)
        return view

    def _show_view(self) -> None:
        self.panes.list_pane.setCurrentWidget(self._view())

    def _mark_in_list(self) -> None:
        if self.record:
            self._view().select(self.record)

    def _arrange(self) -> None:
        if not self.kind:
            return
        board = self._layout() == "board"
        as_tab = self._arrangement.chatter == "tab" and bool(self.record)
        if self.form is not None and not as_tab:
            self.form.put_first_tab("", None)
        now = QApplication.focusWidget()
        in_list = now is not None and self.panes.list_pane.isAncestorOf(now)
        if in_list:
            now.clearFocus()  # else Qt hands the focus of what is hidden on as by Tab, and a ring appears somewhere
        arrangement = self._arrangement if self.record else replace(self._arrangement, chatter="hidden")
        self.panes.apply(arrangement, record=self.is_open(), wide_list=board)
        if self.form is not None and as_tab:
            self.form.put_first_tab(tr("Chatter"), self.panes.chatter_pane)
        if in_list:
            self.take_focus()
        folded = not self.panes.shows()[0]
        self.header.set_fold(shown=self.is_open() and not board and (folded or self._asked_for), folded=folded)

    def _tell_path(self) -> None:
        self.header.set_path(record.kind(self.kind).plural, self.title)
        self._tell_position()

    def _tell_position(self) -> None:
        place = self._list().place_of(self.record) if self.record else None
        self.header.set_position(*(place or (0, 0)))

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is kept at once: it may be gone on with elsewhere."""
        super().hideEvent(event)
        if self.chatter is not None:
            self.chatter.composer.drafts.flush()

    # News

    def _saved(self, id: int) -> None:
        """The form was saved: a new record is open from now on, and the list marks it."""
        if self._new or id != self.record:
            self._new, self.record = False, id
            self.title = thread.head(id).title
            self._show_message(0, anew=True)
            self._arrange()
            self._tell_path()
            self.moved.emit()
        self._mark_in_list()

    def _retitled(self, title: str) -> None:
        self.title = title
        self._tell_path()
        self.moved.emit()

    def _changed(self, changes: list[Any]) -> None:
        """The open record was removed by somebody: go back to the list, and say so."""
        if not self.record or not any(one.thread == self.record and one.action == "remove" for one in changes):
            return
        try:
            thread.head(self.record)
        except NotFound:
            title = self.title
            self._close()
            self._desk.notice.emit(tr("“{title}” was removed by somebody else.", title=title))
