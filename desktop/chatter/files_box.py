"""The files of a record: a button with their number, and the box that lists, adds, saves and deletes them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.chatter.bin_dialog import BinDialog
from desktop.chatter.file_actions import FileActions
from desktop.chatter.file_card import FileCard, Flow
from desktop.chatter.intake import Intake, local_paths
from desktop.chatter.thumbnails import Pictures
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import IconButton, Label, PlainButton, Popover, QuietButton, plain_tooltip
from models import attachment, thread
from models.attachment import Kept
from models.draft import File

_WIDE, _HIGH = 380, 360


class FilesButton(QuietButton):
    """Opens the box. Its name is "Files", the number is its description."""

    def __init__(self, desk: Desk, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__("", "paperclip", parent=parent)
        self._desk, self._pictures = desk, pictures
        self.record = 0
        self.count = 0
        self.actions = FileActions(desk, self)
        self.intake = Intake(desk, self)
        self.intake.kept.connect(self._kept)
        self.intake.refused.connect(desk.notice)
        self.intake.changed.connect(self._show)
        self.box: FilesBox | None = None
        self.setAccessibleName(tr("Files"))
        self.clicked.connect(self.open)

    def show_record(self, record: int) -> None:
        """Count the files of a record."""
        if record != self.record and self.box is not None:
            self.box.close_popover()
        self.record = record
        self.renew()

    def renew(self) -> None:
        """Count the files again."""
        self.count = attachment.count_of_thread(self.record) if self.record else 0
        self._show()

    def files(self) -> list[Kept]:
        """The files, newest first. Read when they are looked at: a long thread has thousands."""
        return attachment.of_thread(self.record) if self.record else []

    def _show(self) -> None:
        coming = len(self.intake.of(self.record))
        self.setText(f"{self.count}+{coming}" if coming else str(self.count))
        self.setAccessibleName(tr("Files"))
        words = plural(self.count, "{n} file", "{n} files")
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tooltip(tr("Files: {words}", words=words)))
        self.updateGeometry()
        if self.box is not None:
            self.box.show_files()

    def open(self) -> None:
        """Show the box under the button."""
        if self.box is None:
            self.box = FilesBox(self, self._pictures)
            self.box.closed.connect(self._closed)
        self.box.show_files()
        self.box.open_at(self, end=True)

    def show_bin(self) -> None:
        """List the files in the bin."""
        if self.box is not None:
            self.box.close_popover()
        if self.record:
            dialog = BinDialog(self._desk, self.record, self)
            dialog.changed.connect(self.renew)
            dialog.open()

    def _closed(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
            self.box = None

    def add(self, urls: list[QUrl]) -> None:
        """Attach files to the record itself."""
        self.intake.take(local_paths(urls), self.record)

    def choose(self) -> None:
        """Ask for files to attach to the record."""
        names, _ = QFileDialog.getOpenFileNames(self.window(), tr("Attach files"))
        self.add([QUrl.fromLocalFile(name) for name in names])

    def save_all(self) -> None:
        """Save all as one zip."""
        self.actions.save_all(self.files(), name=thread.head(self.record).title)

    def _kept(self, record: int, file: File) -> None:
        write(
            self._desk,
            lambda: attachment.attach(record, file.stored, file.name, by=self._desk.me),
            owner=self,
            done=lambda _: self.renew(),
            refused=self._desk.notice.emit,
        )


class FilesBox(Popover):
    """The list, newest first."""

    add_wanted = Signal()

    def __init__(self, button: FilesButton, pictures: Pictures) -> None:
        super().__init__(button, label=tr("Files of the record"))
        self._button, self._pictures = button, pictures
        self.cards: list[FileCard] = []
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 6, 8, 6)
        inner.setSpacing(8)
        head = QHBoxLayout()
        self._count = Label("", "strong")
        head.addWidget(self._count)
        head.addStretch(1)
        self.all = PlainButton(tr("Download all"), "download", small=True)
        self.all.clicked.connect(button.save_all)
        self.attach = PlainButton(tr("Attach files"), "paperclip", small=True)
        self.attach.clicked.connect(button.choose)
        self.bin = IconButton("trash", tr("Deleted files"), small=True)
        self.bin.clicked.connect(button.show_bin)
        head.addWidget(self.bin)
        head.addWidget(self.all)
        head.addWidget(self.attach)
        inner.addLayout(head)
        self._flow = Flow()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._flow)
        self._area = area
        inner.addWidget(area)
        self._none = Label(tr("No files yet. Attach one, or drop it on the thread."), "secondary", wrap=True)
        inner.addWidget(self._none)
        self.body.addLayout(inner)

    def show_files(self) -> None:
        """Show the record's files, and those on their way."""
        files = self._button.files()
        self.cards = [self._card(one, files) for one in files]
        coming: list[QWidget] = []
        for one in self._button.intake.of(self._button.record):
            card = FileCard(one.name, one.size, removable=True)
            card.set_progress(one.done / one.size if one.size else 0.0)
            card.removed.connect(lambda number=one.number: self._button.intake.stop(number))
            coming.append(card)
        self._flow.set_parts([*coming, *self.cards])
        count = len(self.cards)
        self._count.setText(plural(count, "{n} file", "{n} files"))
        self.all.setEnabled(bool(count))
        self._none.setVisible(not count and not coming)
        self._area.setVisible(bool(count or coming))
        high = self._flow.heightForWidth(_WIDE - 20)
        self._area.setFixedSize(_WIDE, min(high + 4, _HIGH))
        if self.isVisible():
            self.adjustSize()

    def _card(self, one: Kept, files: list[Kept]) -> FileCard:
        actions = self._button.actions
        card = FileCard(one.name, one.size, one.content_type)
        card.clicked.connect(lambda _=False: actions.preview(one, files))
        card.menu_wanted.connect(lambda at: actions.menu(one, at, files, changed=self._button.renew))
        self._pictures.want(one, card, card.set_picture)
        self._pictures.want_length(one, card, card.set_length)
        return card
