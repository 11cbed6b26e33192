"""The dialog in which one finds the record that something is meant for, by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStackedLayout, QWidget

from desktop.desk import Desk
from desktop.shell.finding import Found, find_records, understood, visited
from desktop.shell.palette_rows import PaletteRows, RowPainter
from desktop.theme import font
from desktop.tr import tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton

_ROWS = 6  # seen at once
_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class RecordDialog(Dialog):
    """`chosen(record)`: one was found. `suggested` gives, in a job, records to offer under the caption `offer` while
    nothing is typed; `verb` is what is done with the chosen one.
    """

    chosen = Signal(int)
    field: QLineEdit | None = None  # looked at by the event filter, which is there before

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        suggested: Callable[[], list[int]],
        *,
        title: str,
        subtitle: str,
        verb: str,
        offer: str,
    ) -> None:
        super().__init__(parent, title, subtitle, width=600)
        self._desk, self._suggested, self._offer = desk, suggested, offer
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find a record or contact"))
        self.field.setAccessibleName(tr("Record"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.body.addWidget(self.field)
        self.rows = PaletteRows(self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setAccessibleName(tr("Records found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._clicked)
        self.nothing = Label("", tone="text2")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(2, 8, 2, 0)
        line = QFontMetrics(font("body")).height()
        under = QWidget()
        under.setFixedHeight((line + 14) + _ROWS * (line + 22))  # a caption, and rows that are not cut
        self._under = QStackedLayout(under)
        self._under.addWidget(self.list)
        self._under.addWidget(self.nothing)
        self.body.addWidget(under)
        self.add_button(PlainButton(tr("Cancel"))).clicked.connect(self.reject)
        self.verb = self.add_button(PrimaryButton(verb))
        self.verb.clicked.connect(self.take)
        self.verb.setEnabled(False)
        self._find("")

    def _find(self, text: str) -> None:
        """Show what is found; it comes from a job, and only for what was typed last."""
        typed, reader = understood(text), self._desk.reader
        suggested, offer = self._suggested, self._offer

        def find() -> list[Found]:
            if not typed.words:
                return [replace(one, section=offer) for one in visited(suggested(), reader)]
            return [one for one in find_records(typed, reader) if one.record]

        def show(found: list[Found]) -> None:
            self._show(found, typed.words)

        self._desk.jobs.run(find, show, self._fail, owner=self, replacing="find")

    def _show(self, found: list[Found], words: tuple[str, ...]) -> None:
        self.rows.put(found, words)
        self._under.setCurrentIndex(0 if found else 1)
        self.nothing.setText("" if found else tr("Nothing found") if words else tr("Type a few letters of its name."))
        self._choose(self.rows.beside(-1, 1))

    def _fail(self, error: BaseException) -> None:
        raise error

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.rows.index(row) if row >= 0 else QModelIndex())
        self.verb.setEnabled(row >= 0)

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self.rows.item(index.row()), Found):
            self.list.setCurrentIndex(index)
            self.take()

    def take(self) -> None:
        """Take the marked record."""
        found = self.rows.item(self.list.currentIndex().row())
        if isinstance(found, Found):
            self.accept()
            self.chosen.emit(found.record)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the list while one types."""
        typed = (
            self.field is not None
            and watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        )
        if typed and Qt.Key(event.key()) in _KEYS:
            self._choose(self.rows.beside(self.list.currentIndex().row(), _KEYS[Qt.Key(event.key())]))
            return True
        return super().eventFilter(watched, event)
