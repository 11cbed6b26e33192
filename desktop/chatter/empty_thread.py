"""What stands where a filter leaves nothing: what would be here, and the button that makes the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.chatter.thread_view import ThreadView
from desktop.tr import tr
from desktop.widgets import EmptyState, PlainButton


class EmptyThread(QWidget):
    """Lies over the thread while that is empty. `compose(mode)` asks for the composer."""

    compose = Signal(str)

    def __init__(self, view: ThreadView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._states = {
            "all": EmptyState(
                "message", tr("Nothing here yet"), tr("What is written and changed on this record stands here.")
            ),
            "conversation": EmptyState(
                "message", tr("No messages yet"), tr("What is said with people outside stands here.")
            ),
            "notes": EmptyState("note", tr("No notes yet"), tr("Notes are internal: nobody outside sees them.")),
            "files": EmptyState(
                "paperclip", tr("No files yet"), tr("Messages with files stand here; the record's own are under Files.")
            ),
            "changes": EmptyState("history", tr("No changes yet"), tr("Who changed what, and when, stands here.")),
        }
        self._add("conversation", tr("Send message"), "message")
        self._add("notes", tr("Log note"), "note")
        for state in self._states.values():
            state.setParent(self)
        view.viewport().installEventFilter(self)
        view.shown.connect(self.look)
        self.look()

    def _add(self, show: str, words: str, mode: str) -> None:
        button = PlainButton(words)
        button.clicked.connect(lambda: self.compose.emit(mode))
        self._states[show].add_button(button)

    def look(self) -> None:
        """Show the state that fits, or none."""
        loaded = self._view.loaded
        empty = bool(loaded.thread) and not loaded.entries and not self._view.pending
        for show, state in self._states.items():
            state.setVisible(show == loaded.show)
        self.setVisible(empty)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fill the view."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._view.viewport().rect())
        for state in self._states.values():
            state.setGeometry(0, 0, self.width(), min(self.height(), 320))
