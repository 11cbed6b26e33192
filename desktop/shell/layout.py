"""Which panes stand where at which width: the rules of the window's arrangement, without any widget."""

from __future__ import annotations

from dataclasses import dataclass

# Widths of the window in logical pixels (look.md).
LIST_FROM = 1700  # from here on the list stands beside an open record
CHATTER_FROM = 1250  # from here on the chatter stands beside the form, below it is a tab under the form

FULL, RAIL = 220, 56  # the navigation with words, and as icons
LIST_WIDTH, LIST_LEAST, LIST_MOST = 320, 260, 520
CHATTER_WIDTH, CHATTER_LEAST, CHATTER_MOST = 464, 380, 640
CHATTER_HEIGHT, CHATTER_LOWEST = 340, 220
FORM_LEAST = 420

PLACES = ("right", "below", "hidden")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for. `navigation` and `list_pane` are None where they leave it to the width."""

    navigation: bool | None = None  # True: with words
    list_pane: bool | None = None  # True: beside an open record
    chatter: str = "right"
    list_width: int = LIST_WIDTH


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is shown: the navigation with words or as icons, the list beside the record, and the chatter's place."""

    words: bool
    list_pane: bool
    chatter: str  # "right", "below", "tab" or "hidden"


def arrange(width: int, wishes: Wishes, *, scale: int = 100) -> Arrangement:
    """The arrangement for a window of this width; larger text (`scale` percent) needs wider panes."""
    wide = width * 100 // scale
    words = wide >= CHATTER_FROM if wishes.navigation is None else wishes.navigation
    list_pane = wide >= LIST_FROM if wishes.list_pane is None else wishes.list_pane
    room = wide - (FULL if words else RAIL)
    if list_pane and room - wishes.list_width < FORM_LEAST:
        list_pane = False
    room -= wishes.list_width if list_pane else 0
    return Arrangement(words, list_pane, _chatter(wide, room, wishes.chatter))


def _chatter(wide: int, room: int, wished: str) -> str:
    if wished != "right":
        return wished
    fits = wide >= CHATTER_FROM and room >= FORM_LEAST + CHATTER_LEAST
    return "right" if fits else "tab"


def chatter_width(width: int) -> int:
    """How wide the chatter is at first: lines stay easy to read on a very wide window."""
    return max(CHATTER_WIDTH, min(width // 5, CHATTER_MOST))


def first_size(width: int, height: int) -> tuple[int, int]:
    """The size of a window opened for the first time on a screen with this much room (look.md)."""
    return min(width * 9 // 10, 1800), min(height * 9 // 10, 1100)
