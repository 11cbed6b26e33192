"""One of a few: the segmented control and the bar of tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QTabBar, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets.labels import set_tooltip
from desktop.widgets.paint import KeyboardFocus, draw_text, elided, focus_ring, rounded, text_width

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_INSET = 11
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)


def arrow_step(event: QKeyEvent, direction: Qt.LayoutDirection) -> int:
    """-1 or 1 for an arrow key in the direction of reading, 0 for any other key."""
    step = -1 if event.key() in _BACK else 1 if event.key() in _ON else 0
    sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    return -step if sideways and direction == Qt.LayoutDirection.RightToLeft else step


class Choice(KeyboardFocus, QAbstractButton):
    """One of several buttons of which one is chosen; to a screen reader a radio button."""

    stepped = Signal(int)

    def __init__(self, key: str, label: str, icon: str = "", *, words: bool = True, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.icon_name = icon
        self.words = label if words else ""
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(label)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour."""
        step = arrow_step(event, self.layoutDirection())
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class _Segment(Choice):
    """One word or icon of a segmented control."""

    def sizeHint(self) -> QSize:
        """Room for icon and word."""
        height = QFontMetrics(font("medium")).height() + 12
        text = text_width(self.words, font("strong")) if self.words else 0
        icon = height - 12 if self.icon_name else 0
        return QSize(text + icon + (7 if text and icon else 0) + 22, height + height % 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen one lies raised on the track."""
        painter = QPainter(self)
        now = tokens()
        if self.isChecked():
            rounded(painter, self.rect(), 6, fill=now.colour("raised"), line=now.colour("line2"))
        strong = self.isChecked() or (self.underMouse() and self.isEnabled())
        ink = "faint" if not self.isEnabled() else "text" if strong else "text2"
        used = font("strong" if self.isChecked() else "medium")
        self._paint_content(painter, ink, used)
        if self.ring:
            focus_ring(painter, self.rect(), 6, now.colour("accent"))

    def _paint_content(self, painter: QPainter, ink: str, used: QFont) -> None:
        size = self.height() - 12 if self.icon_name else 0
        gap = 7 if size and self.words else 0
        width = min(size + gap + text_width(self.words, used), self.width() - 6)
        left = (self.width() - width) // 2
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if size:
            x = left + width - size if rtl else left
            paint_icon(painter, self.icon_name, QRect(x, 0, size, self.height()), colour=ink, size=size)
        room = width - size - gap
        painter.setFont(used)
        painter.setPen(tokens().colour(ink))
        where = QRect(left if rtl else left + size + gap, 0, room, self.height())
        draw_text(painter, where, elided(self.words, used, room), Qt.AlignmentFlag.AlignCenter)


class SegmentedControl(QWidget):
    """A few choices side by side on a track: (key, label) or (key, label, icon); `chosen` carries the key."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, ...]],
        current: str = "",
        *,
        label: str = "",
        icons_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._segments: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, text, *icon in options:
            row.addWidget(self._segment(key, text, icon[0] if icon else "", words=not icons_only))
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_current(current or options[0][0])

    def current(self) -> str:
        """The key of what is chosen."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def set_current(self, key: str) -> None:
        """Choose without telling; KeyError for an unknown key."""
        self._segments[key].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track."""
        rounded(QPainter(self), self.rect(), 8, fill=tokens().colour("sunken"))

    def _segment(self, key: str, text: str, icon: str, *, words: bool) -> _Segment:
        made = _Segment(key, text, icon, words=words, parent=self)
        if not words:
            set_tooltip(made, text)
        made.clicked.connect(self._clicked)
        made.stepped.connect(self._stepped)
        self._segments[key] = made
        return made

    def _clicked(self) -> None:
        self.chosen.emit(self.current())

    def _stepped(self, step: int) -> None:
        keys = list(self._segments)
        there = keys.index(self.current()) + step
        if not 0 <= there < len(keys):
            return
        target = self._segments[keys[there]]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()


class TabBar(QTabBar):
    """Words over a line, the chosen one underlined: (key, label); `chosen` carries the key."""

    chosen = Signal(str)

    def __init__(
        self, tabs: Sequence[tuple[str, str]] = (), *, label: str = "", line: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._counts: dict[str, str] = {}
        self._ring = False
        self._hovered = -1
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self.setAccessibleName(label)
        for key, text in tabs:
            self.add(key, text)
        self.currentChanged.connect(self._changed)

    def add(self, key: str, text: str) -> None:
        """Add a tab at the end."""
        self.setTabData(self.addTab(text.replace("&", "&&")), key)

    def current(self) -> str:
        """The key of the chosen tab; "" without tabs."""
        return self.tabData(self.currentIndex()) or ""

    def set_current(self, key: str) -> None:
        """Choose without telling; ValueError for an unknown key."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self._keys().index(key))
        self.blockSignals(blocked)
        self.update()

    def set_count(self, key: str, count: int | None) -> None:
        """Show a number behind a tab's word; None takes it away."""
        self._counts[key] = "" if count is None else self.locale().toString(count)
        index = self._keys().index(key)
        self.setTabText(index, self.tabText(index))  # Qt measures a tab anew when its text is set

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the bold word, so that nothing moves when it is chosen."""
        count = self._counts.get(self.tabData(index) or "", "")
        width = text_width(self._text(index), font("strong")) + (text_width(count, font("medium")) + 7 if count else 0)
        return QSize(width + self._inset(index) + _INSET, QFontMetrics(font("body")).height() + 20)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are scrolled rather than squeezed."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and lines."""
        painter = QPainter(self)
        if self._line:
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens().colour("line"))
        for index in range(self.count()):
            self._paint_tab(painter, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Brighten what is under the pointer."""
        self._hovered = self.tabAt(event.position().toPoint())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def _keys(self) -> list[str]:
        return [self.tabData(index) for index in range(self.count())]

    def _inset(self, index: int) -> int:
        """Air before a tab's word; the first one's line begins flush with what stands below."""
        return _INSET if index else 2

    def _text(self, index: int) -> str:
        return self.tabText(index).replace("&&", "&")

    def _changed(self, index: int) -> None:
        self.chosen.emit(self.tabData(index) or "")

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        now = tokens()
        chosen = index == self.currentIndex()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        before, after = (_INSET, self._inset(index)) if rtl else (self._inset(index), _INSET)
        where = self.tabRect(index).adjusted(before, 0, -after, 0)
        used = font("strong" if chosen else "medium")
        painter.setFont(used)
        ink = "text" if chosen or index == self._hovered else "text2"
        painter.setPen(now.colour(ink if self.isEnabled() and self.isTabEnabled(index) else "faint"))
        draw_text(painter, where, self._text(index))
        self._paint_count(painter, index, where, text_width(self._text(index), used) + 7)
        if chosen:
            painter.fillRect(where.left() - 2, self.height() - 2, where.width() + 4, 2, now.colour("accent"))
        if chosen and self._ring and self.hasFocus():
            focus_ring(painter, self.tabRect(index).adjusted(2, 4, -2, -6), 5, now.colour("accent"))

    def _paint_count(self, painter: QPainter, index: int, where: QRect, offset: int) -> None:
        count = self._counts.get(self.tabData(index) or "", "")
        if not count:
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setPen(tokens().colour("text3"))
        painter.setFont(font("medium"))
        box = where.adjusted(0, 0, -offset, 0) if rtl else where.adjusted(offset, 0, 0, 0)
        draw_text(painter, box, count)
