"""The card of a file: its kind as an icon or a small picture, name and size; with a cross where it can be taken off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import (
    IconButton,
    KeyboardFocus,
    draw_marked,
    elided_marks,
    focus_ring,
    plain_tooltip,
    rounded,
    text_width,
)
from models.media import is_media

WIDEST = 260
_PICTURE = 34
_CHIP = 14  # pixels of a word found in the file besides its letters


def size_words(size: int) -> str:
    """A size as people say it: 840 KB, 1.2 MB."""
    if size < 1000:
        return tr("{n} bytes", n=size)
    for unit, step in (("KB", 1e3), ("MB", 1e6), ("GB", 1e9)):
        amount = size / step
        if amount < 999.5 or unit == "GB":
            break
    shown = f"{amount:.1f}" if amount < 9.95 and unit != "KB" else f"{amount:.0f}"
    return f"{shown} {unit}"


def kind_icon(name: str, content_type: str = "") -> tuple[str, str]:
    """The icon of a file's kind and its colour."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        return "file-pdf", "red"
    if content_type.startswith("image/") or ending in ("png", "jpg", "jpeg", "gif", "webp", "bmp", "svg"):
        return "image", "blue"
    if content_type.startswith("video/") or ending in ("mp4", "mov", "mkv", "webm"):
        return "video", "accent"
    if content_type.startswith("audio/") or ending in ("mp3", "ogg", "opus", "wav", "m4a", "flac"):
        return "audio", "accent"
    if ending in ("xlsx", "xls", "ods", "csv"):
        return "file-sheet", "green"
    if ending in ("txt", "md", "doc", "docx", "odt", "rtf"):
        return "file-text", "blue"
    if ending in ("zip", "gz", "7z", "rar", "tar"):
        return "archive", "amber"
    return "file", "text2"


class FileCard(KeyboardFocus, QAbstractButton):
    """A click opens it; `removed` where it has a cross; `menu_wanted(where)`."""

    removed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self, name: str, size: int, content_type: str = "", *, removable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.size_bytes, self.content_type = name, size, content_type
        self._picture: QPixmap | None = None
        self._done = -1.0
        self._length = ""
        self._marks: Sequence[tuple[int, int]] = ()
        self._words: Sequence[str] = ()
        self._cross: IconButton | None = None
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if removable:
            self._cross = IconButton("x", tr("Remove {name}", name=name), icon_size=12, parent=self)
            self._cross.setFixedSize(22, 22)
            self._cross.clicked.connect(self.removed)
        self._tell()

    def set_progress(self, done: float) -> None:
        """How much of it is there, 0 to 1; below nought for all."""
        if done != self._done:
            self._done = done
            self._tell()
            self.update()

    def set_picture(self, picture: QPixmap) -> None:
        """Show a small picture in place of the icon."""
        self._picture = picture
        self.update()

    def set_length(self, words: str) -> None:
        """How long a sound or film plays."""
        self._length = words
        self._tell()
        self.update()

    def set_found(self, marks: Sequence[tuple[int, int]], words: Sequence[str]) -> None:
        """Mark these places (start, end) of the name, and name these words that were found in the file."""
        if (tuple(marks), tuple(words)) != (self._marks, self._words):
            self._marks, self._words = tuple(marks), tuple(words)
            self._tell()
            self.updateGeometry()
            self.update()

    def _tell(self) -> None:
        found = tr("found in it: {words}", words=", ".join(self._words)) if self._words else ""
        self.setAccessibleDescription(" · ".join(filter(None, (self._second_line(), found))))

    def _second_line(self) -> str:
        if self._done >= 0:
            return tr("{percent} % of {size}", percent=int(self._done * 100), size=size_words(self.size_bytes))
        ending = self.name.rpartition(".")[2].upper() if "." in self.name else ""
        return " · ".join(part for part in (ending[:6], size_words(self.size_bytes), self._length) if part)

    def sizeHint(self) -> QSize:
        """Two lines, as wide as the name up to a limit."""
        second = self._second_line() + (" · 00:00" if is_media(self.name) and not self._length else "")
        found = sum(text_width(word, font("secondary")) + _CHIP for word in self._words)
        words = max(text_width(self.name, font("medium")), text_width(second, font("secondary")) + found)
        high = QFontMetrics(font("medium")).height() + QFontMetrics(font("secondary")).height() + 14
        most = WIDEST + 80 if self._words else WIDEST
        return QSize(min(words + 54 + (24 if self._cross else 8), most), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the end."""
        super().resizeEvent(event)
        if self._cross:
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._cross.move(3 if rtl else self.width() - 25, (self.height() - 22) // 2)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it."""
        self.menu_wanted.emit(event.globalPos())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter, now = QPainter(self), tokens()
        fill = "hover" if self.underMouse() and self.isEnabled() else "raised"
        rounded(painter, self.rect(), 7, fill=now.colour(fill), line=now.colour("line2"))
        side = self.height() - 10
        box = self._flipped(QRect(6, 5, side, side))
        if self._picture is not None:
            self._paint_picture(painter, box)
        else:
            icon, colour = kind_icon(self.name, self.content_type)
            paint_icon(painter, icon, box, colour=colour, size=20)
        left = 6 + side + 8
        room = self.width() - left - (28 if self._cross else 8)
        top = QFontMetrics(font("medium")).height()
        self._write_name(painter, QRect(left, 6, room, top))
        small = QFontMetrics(font("secondary")).height()
        second = QRect(left, 7 + top, room, small)
        self._write(painter, second, self._second_line(), "secondary", "text2")
        self._write_words(painter, second)
        if self._done >= 0:
            done = QRect(2, self.height() - 4, round((self.width() - 4) * min(self._done, 1.0)), 2)
            painter.fillRect(self._flipped(done), now.colour("accent"))
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 7, now.colour("accent"))

    def _paint_picture(self, painter: QPainter, box: QRect) -> None:
        assert self._picture is not None
        ratio = self._picture.devicePixelRatio()
        shown = QRect(0, 0, round(self._picture.width() / ratio), round(self._picture.height() / ratio))
        shown.moveCenter(box.center())
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(box.toRectF(), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.drawPixmap(shown, self._picture)
        painter.restore()

    def _write(self, painter: QPainter, where: QRect, words: str, role: str, colour: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, where.width())
        painter.drawText(self._flipped(where), flags, shown)

    def _write_name(self, painter: QPainter, where: QRect) -> None:
        if not self._marks:
            self._write(painter, where, self.name, "medium", "text")
            return
        shown, marks = elided_marks(self.name, self._marks, "medium", where.width())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where.setLeft(max(where.left(), where.right() - text_width(shown, font("medium"))))
        draw_marked(painter, self._flipped(where), shown, marks, role="medium")

    def _write_words(self, painter: QPainter, line: QRect) -> None:
        """Behind the size, on the ground that marks them, the words found in the file, as far as there is room."""
        used = font("secondary")
        left = line.left() + text_width(self._second_line(), used)
        for word in self._words:
            wide = min(text_width(word, used) + 6, line.right() - left - _CHIP + 6)
            if wide < 24:
                return
            box = QRect(left + _CHIP - 6, line.top(), wide, line.height())
            rounded(painter, self._flipped(box), 3, fill=tokens().colour("mark"))
            self._write(painter, box.adjusted(3, 0, -2, 0), word, "secondary", "text")
            left = box.right() + 1

    def _flipped(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())


def flow(widgets: list[QWidget], width: int, *, gap: int = 6, rtl: bool = False) -> int:
    """Place widgets one after another in lines of this width; the height they need, in pixels."""
    x = y = high = 0
    for one in widgets:
        size = one.sizeHint()
        wide = min(size.width(), width)
        if x and x + wide > width:
            x, y, high = 0, y + high + gap, 0
        one.setGeometry(width - x - wide if rtl else x, y, wide, size.height())
        x, high = x + wide + gap, max(high, size.height())
    return y + high


class Flow(QWidget):
    """Widgets that flow over as many lines as they need."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self.parts: list[QWidget] = []
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_parts(self, parts: list[QWidget]) -> None:
        """Show these in place of what was there."""
        for old in self.parts:
            if old not in parts:
                old.hide()
                old.deleteLater()
        self.parts = parts
        for one in parts:
            one.setParent(self)
            one.show()
        self.arrange()

    def arrange(self) -> None:
        """Place them anew."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        flow(self.parts, max(self.width(), 60), gap=self._gap, rtl=rtl)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """They flow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as they need."""
        x = y = high = 0
        for one in self.parts:
            size = one.sizeHint()
            wide = min(size.width(), width)
            if x and x + wide > width:
                x, y, high = 0, y + high + self._gap, 0
            x, high = x + wide + self._gap, max(high, size.height())
        return y + high

    def sizeHint(self) -> QSize:
        """At the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any pane."""
        return QSize(60, self.heightForWidth(max(self.width(), 60)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow anew."""
        super().resizeEvent(event)
        self.arrange()
