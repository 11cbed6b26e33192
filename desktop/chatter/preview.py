"""The preview of a file: pictures, the pages of a PDF, text; facts of sound and film; of all else name and size."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QStackedLayout, QWidget

from desktop.chatter import dates
from desktop.chatter.file_card import kind_icon, size_words
from desktop.chatter.media_words import facts_words
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Dialog, EmptyState, IconButton, Label, PlainButton, PrimaryButton
from models import media, storage
from models.attachment import Kept

_PICTURES = ("png", "jpeg", "gif", "webp", "bmp")
_TEXTS = ("txt", "md", "csv", "log", "json", "xml", "html", "htm", "ics", "vcf", "py", "ini", "toml", "yaml", "yml")
_LONGEST = 300_000  # bytes of a text that are shown
_WIDE, _HIGH = 860, 560


@dataclass(frozen=True, slots=True)
class Look:
    """What a job found in a content: a picture (page `page` of `pages`), a text, facts of sound or film; or nothing."""

    picture: QImage | None = None
    text: str | None = None
    page: int = 0
    pages: int = 0
    facts: media.Facts | None = None


def look(path: Path, name: str, *, page: int = 0, width: int = _WIDE) -> Look:
    """Read what can be shown of a content; slow, so for a job. Nothing in it runs or loads anything else."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        return _page(path, page, width)
    if media.is_media(name):
        return Look(facts=media.facts(path, name))
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() in _PICTURES:
        size = reader.size()
        if size.width() * size.height() <= 150_000_000:
            if size.width() > 2 * width:
                reader.setScaledSize(size.scaled(QSize(2 * width, 4 * width), Qt.AspectRatioMode.KeepAspectRatio))
            return Look(picture=reader.read())
    if ending in _TEXTS:
        with path.open("rb") as content:
            return Look(text=content.read(_LONGEST).decode("utf-8", "replace").replace("\0", ""))
    return Look()


def _page(path: Path, page: int, width: int) -> Look:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return Look()  # damaged, or locked by a password: its facts are shown
    with contextlib.closing(document):
        at = document[page]
        bitmap = at.render(scale=min(2 * width / max(at.get_width(), 1.0), 4.0), rev_byteorder=True)
        image = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGBA8888 if bitmap.n_channels == 4 else QImage.Format.Format_RGB888,
        ).copy()
        return Look(picture=image, page=page, pages=len(document))


class Preview(Dialog):
    """`open_wanted(Kept)` and `save_wanted(Kept)`. Left and right go through the files, Page up and down pages."""

    open_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, desk: Desk, files: list[Kept], first: Kept, parent: QWidget) -> None:
        super().__init__(parent, first.name, " ", width=_WIDE + 50)
        self._desk, self._files = desk, files
        self._at = next((place for place, one in enumerate(files) if one.id == first.id), 0)
        self._page = self._pages = 0
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._picture)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("cls", "sunken")
        self._text.setAccessibleName(tr("Text of the file"))
        self._facts = EmptyState("file", "", "")
        self._wait = Label(tr("Reading…"), "secondary")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for one in (area, self._text, self._facts, self._wait):
            self._stack.addWidget(one)
        self.body.addWidget(holder, 1)
        self._build_foot()
        self.set_height(_HIGH + 170)
        self._show()

    def _build_foot(self) -> None:
        self._steps = QWidget()
        row = QHBoxLayout(self._steps)
        row.setContentsMargins(0, 0, 0, 0)
        self._back = IconButton("chevron-left", tr("Previous page"))
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on = IconButton("chevron-right", tr("Next page"))
        self._on.clicked.connect(lambda: self._turn(1))
        self._where = Label("", "secondary")
        for one in (self._back, self._where, self._on):
            row.addWidget(one)
        self._start.addWidget(self._steps)
        save = self.add_button(PlainButton(tr("Save as…"), "download"))
        save.clicked.connect(lambda: self.save_wanted.emit(self.file()))
        self._open_button = self.add_button(PrimaryButton(tr("Open"), "external"))
        self._open_button.clicked.connect(lambda: self.open_wanted.emit(self.file()))

    def file(self) -> Kept:
        """The file that is seen."""
        return self._files[self._at]

    def _show(self) -> None:
        file = self.file()
        when = dates.moment(file.added_at, dates.today(self._desk.reader), self._desk.reader)
        facts = [size_words(file.size), tr("added by {name}, {when}", name=file.added_by, when=when)]
        if len(self._files) > 1:
            facts.append(tr("{n} of {all}", n=self._at + 1, all=len(self._files)))
        self.set_title(file.name, " · ".join(facts))
        self._page = 0
        self._read()

    def _read(self) -> None:
        file, page = self.file(), self._page
        path = storage.path_of(self._desk.workspace.files, file.sha256)
        self._stack.setCurrentIndex(3)
        self._desk.jobs.run(
            lambda: look(path, file.name, page=page), self._done, self._failed, owner=self, replacing="look"
        )

    def _done(self, found: Look) -> None:
        self._pages = found.pages
        self._steps.setVisible(found.pages > 1)
        self._where.setText(tr("Page {n} of {all}", n=found.page + 1, all=found.pages))
        self._back.setEnabled(found.page > 0)
        self._on.setEnabled(found.page + 1 < found.pages)
        if found.picture is not None and not found.picture.isNull():
            self._show_picture(found.picture)
        elif found.text is not None:
            self._text.setPlainText(found.text)
            self._stack.setCurrentIndex(1)
        elif found.facts:
            self._show_facts(facts_words(found.facts))
        else:
            self._show_facts(tr("There is no preview of this kind of file."))

    def _show_picture(self, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(image)
        width = min(round(_WIDE * ratio), shown.width())
        scaled = shown.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        if not self._pages and scaled.height() > _HIGH * ratio:
            scaled = shown.scaledToHeight(round(_HIGH * ratio), Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)
        self._picture.setAccessibleName(self.file().name)
        self._stack.setCurrentIndex(0)

    def _show_facts(self, words: str) -> None:
        old, file = self._facts, self.file()
        self._facts = EmptyState(kind_icon(file.name, file.content_type)[0], file.name, words)
        self._stack.insertWidget(2, self._facts)
        self._stack.removeWidget(old)
        old.deleteLater()
        self._stack.setCurrentIndex(2)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        self._show_facts(tr("The content of this file is missing from the workspace's files."))

    def _turn(self, by: int) -> None:
        if 0 <= self._page + by < self._pages:
            self._page += by
            self._read()

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._files):
            self._at += by
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: the files; Page up and down: the pages."""
        steps = {Qt.Key.Key_Left: lambda: self._step(-1), Qt.Key.Key_Right: lambda: self._step(1)}
        steps |= {Qt.Key.Key_PageUp: lambda: self._turn(-1), Qt.Key.Key_PageDown: lambda: self._turn(1)}
        if event.key() in steps:
            steps[event.key()]()
        else:
            super().keyPressEvent(event)
