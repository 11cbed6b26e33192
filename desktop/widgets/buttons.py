"""Buttons, drawn from the tokens: filled, plain, quiet, as a link, as an icon, with a menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets.labels import set_tooltip
from desktop.widgets.paint import KeyboardFocus, draw_text, elided, focus_ring, rounded, text_width

_RADIUS = 6
_GAP = 7


@dataclass(frozen=True)
class _Look:
    """Tokens of a button's parts; "" means nothing is drawn."""

    text: str
    ground: str = ""
    line: str = ""
    hover: str = "hover"
    pressed: str = "line"
    role: str = "medium"
    padding: int = 12
    ring: str = "accent"


_PRIMARY = _Look("on_accent", "accent", hover="accent_hover", pressed="accent_hover", role="strong", ring="on_accent")
_DANGER = _Look("on_accent", "red", hover="red", pressed="red", role="strong", ring="on_accent")
_PLAIN = _Look("text", "raised", "line2")
_QUIET = _Look("text2", padding=9)
_LINK = _Look("accent", hover="", pressed="", padding=4)
_SMALL = {"medium": "secondary_medium", "strong": "secondary_strong"}


class Button(KeyboardFocus, QPushButton):
    """What the buttons below share: text and icon side by side, hover, pressed, disabled, focus by keyboard."""

    look = _PLAIN
    narrow = False  # only its short words are seen just now

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        icon_colour: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._icon_colour = icon_colour
        self._small = small
        self._short: str | None = None
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Set the words; "&" is a letter like any other."""
        super().setText(text.replace("&", "&&"))

    def caption(self) -> str:
        """The words as they are seen."""
        return self.text().replace("&&", "&")

    def set_short(self, words: str) -> None:
        """What is seen of it in a `YieldingRow` without room for its words; nothing leaves its icon."""
        self._short = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def saves(self) -> int:
        """Pixels that are won by its short words."""
        if self._short is None or self.isHidden():
            return 0
        return max(0, self._content_width(self.caption()) - self._content_width(self._short))

    def set_narrow(self, narrow: bool) -> None:
        """Show its short words, or all of them."""
        self.narrow = narrow
        self.updateGeometry()
        self.update()

    def _seen(self) -> str:
        return self._short if self.narrow and self._short is not None else self.caption()

    def set_icon(self, name: str, colour: str = "") -> None:
        """Change the icon, and its colour where it differs from the words'."""
        self._icon = name
        self._icon_colour = colour
        self.updateGeometry()
        self.update()

    def set_ink(self, token: str, *, hover: str) -> None:
        """Other colours for words and hovering, on a ground that is not the usual one."""
        self.look = replace(self.look, text=token, ring=token, hover=hover, pressed=hover)
        self.update()

    def sizeHint(self) -> QSize:
        """30 px high at 100 % of text size (26 px small), as wide as icon, words and padding."""
        height = QFontMetrics(font(self._role())).height() + (10 if self._small else 14)
        return QSize(self._content_width(self._seen()) + 2 * self._padding(), height + height % 2)

    def minimumSizeHint(self) -> QSize:
        """Words are not cut unless the layout has no other way."""
        size = self.sizeHint()
        if self._short is not None and not self.narrow:
            size.setWidth(size.width() - max(0, self._content_width(self.caption()) - self._content_width(self._short)))
        return size

    def changeEvent(self, event: QEvent) -> None:
        """Another text size means another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, content and ring."""
        painter = QPainter(self)
        look = self._shown_look()
        self._paint_ground(painter, look)
        self._paint_content(painter, look)
        if self.ring:
            inset = 2 if look.ring == "on_accent" else 0
            ring = self.rect().adjusted(inset, inset, -inset, -inset)
            focus_ring(painter, ring, _RADIUS - inset / 2, tokens().colour(look.ring))

    def _shown_look(self) -> _Look:
        return self.look

    def _font(self) -> QFont:
        return font(self._role())

    def _role(self) -> str:
        role = self._shown_look().role
        return _SMALL[role] if self._small else role

    def _padding(self) -> int:
        padding = self._shown_look().padding
        return padding - 3 if self._small and padding > 9 else padding

    def _icon_size(self) -> int:
        return QFontMetrics(font(self._role())).height() - (1 if self._small else 0)

    def _content_width(self, words: str) -> int:
        icon = self._icon_size() if self._icon else 0
        text = text_width(words, font(self._role())) if words else 0
        return icon + text + (_GAP if icon and text else 0)

    def _paint_ground(self, painter: QPainter, look: _Look) -> None:
        now = tokens()
        ground, line = look.ground, look.line
        if not self.isEnabled():
            ground, line = ("sunken", "line") if ground else ("", "")
        elif self.isDown():
            ground = look.pressed
        elif self.underMouse():
            ground = look.hover
        if ground or line:
            fill = now.colour(ground) if ground else None
            rounded(painter, self.rect(), _RADIUS, fill=fill, line=now.colour(line) if line else None)

    def _paint_content(self, painter: QPainter, look: _Look) -> None:
        ink = look.text if self.isEnabled() else "faint"
        painter.setFont(self._font())
        width = min(self._content_width(self._seen()), self.width() - min(8, 2 * self._padding()))
        left = (self.width() - width) // 2
        if self._icon:
            size = self._icon_size()
            where = self._mirrored(QRect(left, 0, size, self.height()))
            colour = (self._icon_colour or ink) if self.isEnabled() else "faint"
            paint_icon(painter, self._icon, where, colour=colour, size=size)
            left, width = left + size + _GAP, width - size - _GAP
        if width <= 0:
            return
        painter.setPen(tokens().colour(ink))
        shown = elided(self._seen(), font(self._role()), width)
        draw_text(painter, self._mirrored(QRect(left, 0, width, self.height())), shown, Qt.AlignmentFlag.AlignCenter)

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(self.width() - rect.right() - 1, rect.y(), rect.width(), rect.height())


class PrimaryButton(Button):
    """The one filled button of a place: what one most likely wants to do there."""

    look = _PRIMARY


class DangerButton(Button):
    """The filled button that takes something away; only in a question that says what."""

    look = _DANGER


class PlainButton(Button):
    """A button with a border: everything else one can do."""

    look = _PLAIN


class QuietButton(Button):
    """Words without a border, for rows of tools; filled like a primary button while it is checked, or `filled`.

    Filled says what one is at, and the button stays one to press: checkable ones are check boxes to a screen reader.
    """

    look = _QUIET
    filled = False

    def set_filled(self, filled: bool) -> None:
        """Show it as what one is at, or not."""
        self.filled = filled
        self.updateGeometry()
        self.update()

    def _shown_look(self) -> _Look:
        return _PRIMARY if self.filled or self.isChecked() else self.look


class LinkButton(Button):
    """Words in the accent, for what is said more than done ("Show all fields"); underlined under the pointer."""

    look = _LINK

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        height = QFontMetrics(font(self._role())).height() + 6
        return QSize(self._content_width(self._seen()) + 2 * self._padding(), height + height % 2)

    def _font(self) -> QFont:
        used = QFont(super()._font())
        used.setUnderline(self.isEnabled() and (self.underMouse() or self.isDown()))
        return used


class IconButton(Button):
    """An icon alone; its label is the tooltip (with the shortcut) and the accessible name."""

    look = _QUIET

    def __init__(
        self,
        icon: str,
        label: str,
        *,
        shortcut: str = "",
        icon_colour: str = "",
        icon_size: int = 0,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", icon, icon_colour=icon_colour, small=small, parent=parent)
        self._fixed_icon = icon_size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label, shortcut)

    def set_label(self, label: str, shortcut: str = "") -> None:
        """Change what it is called, and the keys that do the same."""
        self.setAccessibleName(label)
        set_tooltip(self, label, shortcut)

    def sizeHint(self) -> QSize:
        """A square."""
        height = super().sizeHint().height()
        return QSize(height, height)

    def _icon_size(self) -> int:
        return self._fixed_icon or QFontMetrics(font("body")).height() + (0 if self._small else 2)

    def _shown_look(self) -> _Look:
        return _Look("accent", "accent_soft", hover="accent_soft", padding=9) if self.isChecked() else self.look


class Menu(QMenu):
    """A menu with round corners on every platform, with or without a compositor."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)  # as QMenu: (parent) or (title, parent)
        # X11 may have no compositor, and a see-through corner would be black; everywhere else there is one.
        self._cut = QGuiApplication.platformName() == "xcb"
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, not self._cut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners off."""
        super().resizeEvent(event)
        if self._cut:
            path = QPainterPath()
            path.addRoundedRect(self.rect(), 8, 8)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))


class MenuButton(PlainButton):
    """A plain button that opens a menu, with a chevron at its end; fill `menu()` with actions."""

    def __init__(self, text: str = "", icon: str = "", *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, icon, small=small, parent=parent)
        self.setMenu(Menu(self))

    def sizeHint(self) -> QSize:
        """Room for the chevron."""
        size = super().sizeHint()
        return QSize(size.width() + self._chevron(), size.height())

    def _chevron(self) -> int:
        return self._icon_size() + 2

    def _paint_content(self, painter: QPainter, look: _Look) -> None:
        room = self._chevron() + self._padding() // 2
        towards_start = -1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else 1
        painter.save()
        painter.translate(towards_start * self._chevron() / 2, 0)
        super()._paint_content(painter, look)
        painter.restore()
        where = self._mirrored(QRect(self.width() - room - 2, 0, room, self.height()))
        colour = "text2" if self.isEnabled() else "faint"
        paint_icon(painter, "chevron-down", where, colour=colour, size=self._icon_size())
