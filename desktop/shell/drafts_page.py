"""The drafts as a page: everything the acting user typed and has not sent; a click goes on with one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from desktop.desk import Desk
from desktop.records.texts import time_text
from desktop.shell.page_row import Line, PageRow, RowsCard, focus_first
from desktop.tr import plural, tr
from desktop.widgets import EmptyState, IconButton, Page
from models import draft
from models.draft import Row
from models.record import kinds


def mode_words(mode: str) -> tuple[str, str]:
    """What a mode of writing is called, and the colour of its pill."""
    return {
        "note": (tr("Internal note"), "amber"),
        "whatsapp": (tr("WhatsApp"), "green"),
    }.get(mode, (tr("Message"), "accent"))


class DraftsPage(Page):
    """Signals: `opened(record, mode)` asks to go on with a draft; `dropped(Row, Content)` after one was discarded."""

    opened = Signal(int, str)
    dropped = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        words = tr("What you begin to write on a record and don't send waits here.")
        super().__init__(tr("Drafts"), EmptyState("pencil", tr("No drafts"), words))
        self._desk = desk
        self.rows: list[PageRow] = []
        desk.drafts_changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """The arrows begin at the first row."""
        super().showEvent(event)
        focus_first(self.rows)

    def _changed(self) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the drafts again."""
        found = draft.all_of(self._desk.me)
        self.head.set_count(str(len(found)) if found else "")
        self.rows = [self._row(row) for row in found]
        self.put([RowsCard(self.rows, [self._drop_button(row) for row in found])], some=bool(found))

    def _row(self, row: Row) -> PageRow:
        files = plural(row.files, "{n} file", "{n} files") if row.files else ""
        text, when = " · ".join(part for part in (row.text, files) if part), time_text(row.changed, self._desk.reader)
        shown = PageRow(Line(row.thread, row.title, text, when, mode_words(row.mode), icon="pencil"))
        shown.setToolTip(kinds[row.kind].label if row.kind in kinds else "")
        shown.clicked.connect(lambda: self.opened.emit(row.thread, row.mode))
        return shown

    def _drop_button(self, row: Row) -> IconButton:
        made = IconButton("trash", tr("Discard draft"))
        made.setAccessibleDescription(row.title)
        made.clicked.connect(lambda: self._drop(row))
        return made

    def _drop(self, row: Row) -> None:
        content = draft.read(row.thread, row.mode, by=self._desk.me)
        draft.drop(row.thread, row.mode, by=self._desk.me)
        self._desk.drafts_changed.emit()
        self.dropped.emit(row, content)
