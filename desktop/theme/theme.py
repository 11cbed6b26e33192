"""The theme in force: which column of tokens, which text size, and the way they reach the application."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from desktop.theme.fonts import font, set_scale
from desktop.theme.images import put_images
from desktop.theme.palette import palette_of
from desktop.theme.style import style_sheet
from desktop.theme.tokens import DARK, LIGHT, Tokens

SCHEMES = ("system", "light", "dark")
_in_force = LIGHT  # asked for thousands of times while a window is painted
SCALES = (90, 100, 110, 125, 150)


class Theme(QObject):
    """Light or dark (as the system, or fixed) and the text size; `changed` is emitted once both are in force."""

    changed = Signal()

    def __init__(self, scheme: str = "system", scale: int = 100) -> None:
        super().__init__()
        self._scheme = _known_scheme(scheme)
        self._scale = _known_scale(scale)
        self._tokens = LIGHT
        self._app: QApplication | None = None

    @property
    def tokens(self) -> Tokens:
        """The column in force."""
        return self._tokens

    @property
    def scheme(self) -> str:
        """What was chosen: "system", "light" or "dark"."""
        return self._scheme

    @property
    def scale(self) -> int:
        """Text size in percent, 90 to 150."""
        return self._scale

    def apply(self, app: QApplication) -> None:
        """Put style, palette, font and style sheet on the application and follow the system from now on."""
        self._app = app
        self.setParent(app)  # a property holds a QObject without owning it: the theme lives as long as the application
        app.setProperty("theme", self)
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self.system_changed)
        self._put()

    def set_scheme(self, scheme: str) -> None:
        """Follow the system or stay "light" or "dark"; at once, without a restart."""
        if scheme == self._scheme:
            return
        self._scheme = _known_scheme(scheme)
        self._put()

    def set_scale(self, scale: int) -> None:
        """Set the text size in percent; at once, without a restart."""
        if scale == self._scale:
            return
        self._scale = _known_scale(scale)
        self._put()

    def system_changed(self) -> None:
        """The system's choice of light or dark changed: follow it, unless one is fixed."""
        if self._scheme == "system" and self._wanted() is not self._tokens:
            self._put()

    def _wanted(self) -> Tokens:
        if self._scheme != "system" or self._app is None:
            return DARK if self._scheme == "dark" else LIGHT
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _put(self) -> None:
        if self._app is None:
            return
        self._tell_system()
        global _in_force
        self._tokens = _in_force = self._wanted()
        set_scale(self._scale)
        put_images(self._tokens)
        self._app.setFont(font("body"))
        self._app.setPalette(palette_of(self._tokens))
        self._app.setStyleSheet(style_sheet(self._tokens, self._scale))
        self.changed.emit()

    def _tell_system(self) -> None:
        """Title bars and file dialogs of the platform follow a fixed choice too."""
        assert self._app is not None
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._scheme, Qt.ColorScheme.Unknown)
        self._app.styleHints().setColorScheme(wanted)


def theme() -> Theme | None:
    """The theme applied to the application; None before `Theme.apply`."""
    app = QApplication.instance()
    return app.property("theme") if app else None


def tokens() -> Tokens:
    """The colours in force now; the light ones before `Theme.apply`. Ask while painting, keep nothing."""
    return _in_force


def motion(milliseconds: int = 120) -> int:
    """How long a motion may last: as asked, or 0 when the system wants less of it."""
    style = QApplication.style()
    return milliseconds if style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) else 0


def _known_scheme(scheme: str) -> str:
    if scheme not in SCHEMES:
        raise ValueError(f"no such colour scheme: {scheme}")
    return scheme


def _known_scale(scale: int) -> int:
    if not 90 <= scale <= 150:
        raise ValueError(f"text size out of 90 to 150 %: {scale}")
    return scale
