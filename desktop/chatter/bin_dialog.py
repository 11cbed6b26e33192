"""The bin of a record: the files deleted within the last 30 days, who deleted each and when, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.chatter import dates
from desktop.chatter.error_line import ErrorLine
from desktop.chatter.file_card import kind_icon, size_words
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import Dialog, ElidedLabel, EmptyState, IconLabel, PlainButton, PrimaryButton
from models import attachment, thread
from models.attachment import BIN, Kept

_HIGH = 420


class BinDialog(Dialog):
    """`changed`: a file was taken back."""

    changed = Signal()

    def __init__(self, desk: Desk, record: int, parent: QWidget) -> None:
        super().__init__(parent, tr("Deleted files"), thread.head(record).title, width=620)
        self._desk, self._record = desk, record
        self.error = ErrorLine()
        self.buttons: list[PlainButton] = []
        self._holder = QWidget()
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._holder)
        self.body.addWidget(self.error)
        self.body.addWidget(area, 1)
        self.add_button(PrimaryButton(tr("Close"))).clicked.connect(self.accept)
        self.set_height(_HIGH)
        self._show()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        files = attachment.of_thread(self._record, deleted=True)
        self.buttons = []
        for one in sorted(files, key=lambda one: one.deleted_at or one.added_at, reverse=True):
            self._list.addWidget(self._row(one))
        if not files:
            words = tr("What is deleted here can be taken back for {n} days.", n=BIN.days)
            self._list.addWidget(EmptyState("trash", tr("The bin is empty"), words))
        self._list.addStretch(1)

    def _row(self, one: Kept) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(kind_icon(one.name, one.content_type)[0], "text2", 20))
        said = self._words(one)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(one.name, "medium"))
        words.addWidget(ElidedLabel(said, "secondary"))
        row.addLayout(words, 1)
        made.setAccessibleName(f"{one.name}, {said}")
        button = PlainButton(tr("Take back"), "undo", small=True)
        button.setAccessibleDescription(one.name)
        button.clicked.connect(lambda: self._take_back(one))
        row.addWidget(button)
        self.buttons.append(button)
        return made

    def _words(self, one: Kept) -> str:
        """Size, who deleted it and when, and how long it stays."""
        assert one.deleted_at is not None
        reader = self._desk.reader
        when = dates.moment(one.deleted_at, dates.today(reader), reader)
        left = max(0, (reader.local(one.deleted_at + BIN).date() - dates.today(reader)).days)
        return " · ".join(
            (
                size_words(one.size),
                tr("deleted by {name}, {when}", name=one.deleted_by or tr("somebody"), when=when),
                plural(left, "1 day left", "{n} days left"),
            )
        )

    def _take_back(self, one: Kept) -> None:
        def done(_: object) -> None:
            self._show()
            self.changed.emit()
            first = self.buttons[0] if self.buttons else self
            first.setFocus()

        write(
            self._desk,
            lambda: attachment.take_back(one.id, by=self._desk.me),
            owner=self,
            done=done,
            refused=self.error.say,
        )
