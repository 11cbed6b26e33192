"""The palette over the window: type a few letters, and do a command, open a record or a contact."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.search.kept import saved
from desktop.shell.actions import Actions
from desktop.shell.finding import (
    Found,
    Typed,
    everywhere,
    find_commands,
    find_records,
    find_saved,
    first_commands,
    understood,
    visited,
)
from desktop.shell.palette_rows import PaletteRows, RowPainter
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import IconLabel, KeyCap, Label, paint_shadow

_WIDTH, _TOP, _MOST_HIGH = 640, 136, 520
_OFFERED = ("write.message", "write.note", "record.new", "go.inbox", "help.keys")
_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}


class Palette(QWidget):
    """Lies over its window as a child and takes all keys until it closes; Esc or a click beside it closes it."""

    def __init__(self, window: QWidget, desk: Desk, actions: Actions, lately: list[int]) -> None:
        super().__init__(window)
        self._desk, self._actions, self._lately = desk, actions, lately
        self._before = QApplication.focusWidget()
        self._typed = Typed("", "", ())
        self._commands: list[Found] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Find or do anything"))
        self.sheet = QFrame(self)
        self.sheet.setProperty("cls", "dialog")
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.rows = PaletteRows(self)
        self.list = self._list()
        column.addWidget(self.list, 1)
        column.addWidget(self._foot())
        window.installEventFilter(self)
        self._place()

    @classmethod
    def open_over(cls, window: QWidget, desk: Desk, actions: Actions, *, typed: str = "", lately: list[int]) -> Palette:
        """Show it over a window, or give the one that is open what was typed."""
        there = next((one for one in window.findChildren(cls) if one.isVisible()), None)
        palette = there or cls(window, desk, actions, lately)
        palette.show()
        palette.raise_()
        palette.field.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        palette.field.setText(typed or palette.field.text())
        palette._find(palette.field.text())
        return palette

    def close(self) -> bool:
        """Close, and give the focus back."""
        self.parentWidget().removeEventFilter(self)
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        return super().close()

    def chosen(self) -> Found | None:
        """The row that Enter would take."""
        item = self.rows.item(self.list.currentIndex().row())
        return item if isinstance(item, Found) else None

    def take(self) -> None:
        """Do what the chosen row says."""
        found = self.chosen()
        if found is None:
            return
        self.close()
        if found.command:
            self._actions.run(found.command)
        elif found.search:
            self._desk.search_wanted.emit(found.search)
        else:
            self._desk.open_record.emit(found.record, 0)

    # Parts

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(18, 12, 16, 12)
        row.setSpacing(10)
        row.addWidget(IconLabel("search", "accent", 18))
        self.field = QLineEdit()
        self.field.setProperty("cls", "bare")
        self.field.setPlaceholderText(tr("Find a record, a person, a command"))
        self.field.setAccessibleName(tr("Find or do anything"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap("Esc"))
        return row

    def _list(self) -> QListView:
        made = QListView()
        made.setModel(self.rows)
        made.setItemDelegate(RowPainter(made))
        made.setAccessibleName(tr("Found"))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setMouseTracking(True)
        made.entered.connect(self._hover)
        made.clicked.connect(self._click)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return made

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("cls", "dialog-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(18, 9, 18, 9)
        row.setSpacing(6)
        for keys, words in (("↑ ↓", tr("choose")), ("Enter", tr("open"))):
            for key in keys.split():
                row.addWidget(KeyCap(key))
            row.addWidget(Label(words, "secondary"))
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(Label(tr("> commands   @ people   # records"), "secondary"))
        return foot

    # Finding

    def _find(self, text: str) -> None:
        """Show what is found at once; records come from a job, and only for what was typed last."""
        self._typed = typed = understood(text)
        possible = [one.id for one in self._actions.commands if self._actions.possible(one)]
        self._commands = find_commands(self._actions.commands, typed, possible)
        reader, lately = self._desk.reader, list(self._lately)
        if not typed.words and not typed.where:
            self._commands = first_commands(self._actions.commands, [id for id in _OFFERED if id in possible])

        def find() -> list[Found]:
            return find_records(typed, reader) if typed.words else visited(lately, reader)

        if typed.words or not typed.where:
            self._desk.jobs.run(find, self._show_records, self._fail, owner=self, replacing="palette")
            return
        self._show([])

    def _show_records(self, found: list[Found]) -> None:
        self._show(found)

    def _fail(self, error: BaseException) -> None:
        self._show([])
        raise error

    def _show(self, records: list[Found]) -> None:
        # What was typed is most often a record's name; commands come first only where nothing or ">" was typed.
        named = bool(self._typed.words) and not self._typed.where
        rows = [*records, *self._commands] if named else [*self._commands, *records]
        searches = find_saved(self._typed, saved(self._desk.memory, self._desk.me))
        self.rows.put([*rows, *searches, *everywhere(self._typed)], self._typed.words)
        self._choose(self.rows.beside(-1, 1))
        self._place()

    def _choose(self, row: int) -> None:
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row == 1:
            self.list.scrollToTop()

    def _hover(self, index: QModelIndex) -> None:
        if isinstance(self.rows.item(index.row()), Found):
            self.list.setCurrentIndex(index)

    def _click(self, index: QModelIndex) -> None:
        if isinstance(self.rows.item(index.row()), Found):
            self.list.setCurrentIndex(index)
            self.take()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; arrows walk the list while one types."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._walk(event)
        return False

    def _walk(self, event: QKeyEvent) -> bool:
        if event.key() in _KEYS:
            self._choose(self.rows.beside(self.list.currentIndex().row(), _KEYS[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts from acting."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event) -> None:
        """A click beside the sheet closes it."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close()

    def wheelEvent(self, event) -> None:
        """Nothing behind is scrolled."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window; draw the sheet's shadow."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(8, 6, 14, 150 if tokens().dark else 76))
        paint_shadow(painter, self.sheet.geometry(), 12)

    def _place(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        wide = min(_WIDTH * self._desk.theme.scale // 100, self.width() - 48)
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.rows.rowCount()))
        self.list.setFixedHeight(max(60, min(rows + 16, _MOST_HIGH, self.height() - 260)))
        high = self.sheet.sizeHint().height()
        top = min(_TOP, max(24, (self.height() - high) // 3))
        self.sheet.setGeometry(QRect((self.width() - wide) // 2, top, wide, high))
        self.update()
