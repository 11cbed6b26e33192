"""The sizes and weights of type, in roles, scaled by the setting "text size"."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

# Role -> (pixels at 100 %, weight, in capitals).
ROLES: dict[str, tuple[int, int, bool]] = {
    "display": (28, 600, False),
    "title": (24, 600, False),
    "subtitle": (19, 600, False),
    "heading": (15, 600, False),
    "body": (13, 400, False),
    "medium": (13, 500, False),
    "strong": (13, 600, False),
    "secondary": (12, 400, False),
    "secondary_medium": (12, 500, False),
    "secondary_strong": (12, 600, False),
    "pill": (11, 600, False),
    "small": (11, 400, False),
    "caps": (11, 600, True),
}
_scale = 100  # asked for thousands of times while a window is painted
_PREFERRED = "Inter"
_FALLBACKS = ("Noto Sans", "Noto Color Emoji")


def font(role: str = "body", *, tabular: bool = False) -> QFont:
    """The font of a role at the current text size; `tabular` gives figures of one width, for columns of numbers.

    It is everybody's: whoever wants it otherwise makes a `QFont` of it first.
    """
    return _font(role, _scale, tabular)


def set_scale(scale: int) -> None:
    """Put another text size in force, in percent; for the theme, which tells everybody."""
    global _scale
    _scale = scale


@cache
def _font(role: str, scale: int, tabular: bool) -> QFont:
    size, weight, capitals = ROLES[role]
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(max(1, round(size * scale / 100)))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if capitals:
        made.setCapitalization(QFont.Capitalization.AllUppercase)
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def families() -> list[str]:
    """Inter where it is installed, else the system's own interface font, with Noto behind for scripts and emoji."""
    installed = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    first = _PREFERRED if _PREFERRED in installed else system
    return [first, *(name for name in _FALLBACKS if name in installed and name != first)]
