"""The colours of the window: one table with a light and a dark column, and which text may stand on which ground."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Tokens:
    """Every colour the window may use, as `#RRGGBB`; `name` is "light" or "dark".

    `x_soft` is the ground of a pill or banner, `x_line` its border, `x` the text and the icon on it.
    """

    name: str
    bg: str  # the window behind cards
    surface: str  # lists, forms, chatter, cards
    raised: str  # buttons, menus, popovers, fields
    sunken: str  # quoted boxes, tracks, read-only
    side: str  # navigation, feet of dialogs
    chip: str  # neutral pills and count badges
    hover: str  # under the pointer, on surface
    row: str  # a row that is unread or under the pointer
    sel: str  # the selected row
    line: str  # separators, borders of cards
    line2: str  # borders of buttons and fields
    text: str
    text2: str
    text3: str  # the faintest that is still read
    faint: str  # disabled text and decoration, never something that must be read
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    note: str
    note_line: str
    mark: str  # ground of a search hit
    red: str
    red_soft: str
    red_line: str
    amber: str
    amber_soft: str
    amber_line: str
    green: str
    green_soft: str
    green_line: str
    blue: str
    blue_soft: str
    blue_line: str
    whatsapp: str  # icon only
    presence: str  # the dot of somebody who is here
    tooltip: str
    on_tooltip: str
    tooltip_accent: str

    @property
    def dark(self) -> bool:
        """Whether this is the dark column."""
        return self.name == "dark"

    def colour(self, token: str) -> QColor:
        """The colour of a token by its name; a plain `#RRGGBB` is taken as it is."""
        return QColor(token if token.startswith("#") else getattr(self, token))


LIGHT = Tokens(
    name="light",
    bg="#F6F6F8", surface="#FFFFFF", raised="#FFFFFF", sunken="#F1F1F4", side="#FAFAFB", chip="#EFEFF3",
    hover="#F1F1F4", row="#F8F7FA", sel="#F1EBF6", line="#E6E6EB", line2="#D6D6DE",
    text="#1C1B22", text2="#5B5966", text3="#6A6875", faint="#A6A4B0",
    accent="#6B4A86", accent_hover="#5C3E75", accent_soft="#F1EBF6", on_accent="#FFFFFF",
    note="#FFF8E6", note_line="#F2E3B3", mark="#FFE8A3",
    red="#C2332A", red_soft="#FDECEA", red_line="#F3C6C2",
    amber="#9C5D00", amber_soft="#FFF3DC", amber_line="#F1DBAB",
    green="#1F7A4D", green_soft="#E6F5EC", green_line="#BDE2CC",
    blue="#2563B8", blue_soft="#E8F0FC", blue_line="#C0D5F4",
    whatsapp="#1D8F55", presence="#2BA566", tooltip="#2A2831", on_tooltip="#FFFFFF",
    tooltip_accent="#CDB3E2",
)  # fmt: skip

DARK = Tokens(
    name="dark",
    bg="#141318", surface="#1B1A20", raised="#24232B", sunken="#16151A", side="#17161B", chip="#2A2932",
    hover="#24232B", row="#211F28", sel="#2A2433", line="#2C2A34", line2="#3B3945",
    text="#EDECF2", text2="#ABA8B8", text3="#9A97A7", faint="#65626F",
    accent="#B894D6", accent_hover="#C7A9E0", accent_soft="#2E2638", on_accent="#1A1220",
    note="#28241A", note_line="#463C22", mark="#5B4715",
    red="#F2837B", red_soft="#3A201F", red_line="#5F302D",
    amber="#E3AE55", amber_soft="#352A17", amber_line="#584623",
    green="#6CC795", green_soft="#1A3226", green_line="#2B563F",
    blue="#86B3F2", blue_soft="#1C2A40", blue_line="#2D4569",
    whatsapp="#5FCB94", presence="#3DBE7B", tooltip="#35333E", on_tooltip="#EDECF2",
    tooltip_accent="#CDB3E2",
)  # fmt: skip

# White initials stand on these in both themes. Picked by the sum of a name's code points, so a name keeps its hue.
AVATAR_HUES = ("#7C5CA8", "#2C7A80", "#A85E38", "#4A6FB5", "#A04668", "#587638", "#846829", "#5A6475")

_PLAIN = ("bg", "surface", "raised", "sunken", "side", "chip", "hover", "row", "sel", "accent_soft", "note")

# Text token -> the grounds it is used on. The test of contrast goes through all of them, in both themes.
USED_ON: dict[str, tuple[str, ...]] = {
    "text": (*_PLAIN, "mark", "red_soft", "amber_soft", "green_soft", "blue_soft"),
    "text2": (*_PLAIN, "red_soft", "amber_soft", "green_soft", "blue_soft"),
    "text3": (*_PLAIN, "red_soft", "amber_soft", "green_soft", "blue_soft"),
    "accent": (*_PLAIN, "blue_soft"),
    "red": (*_PLAIN, "red_soft"),
    "amber": (*_PLAIN, "amber_soft"),
    "green": (*_PLAIN, "green_soft"),
    "blue": (*_PLAIN, "blue_soft"),
    "on_accent": ("accent", "accent_hover"),
    "on_tooltip": ("tooltip",),
    "tooltip_accent": ("tooltip",),
}


def avatar_hue(name: str) -> str:
    """The colour behind a person's initials: the same name has the same hue everywhere."""
    return AVATAR_HUES[sum(map(ord, name)) % len(AVATAR_HUES)]


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1 (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)
