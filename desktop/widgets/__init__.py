"""The small parts every window is made of; import them from here."""

from desktop.widgets.avatar import Avatar, AvatarStack, initials, paint_avatar
from desktop.widgets.banner import Banner, Notice, announce
from desktop.widgets.buttons import (
    Button,
    DangerButton,
    IconButton,
    LinkButton,
    Menu,
    MenuButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)
from desktop.widgets.choices import SegmentedControl, TabBar
from desktop.widgets.computed_list import ComputedList
from desktop.widgets.dialog import Dialog, Question
from desktop.widgets.fields import Calendar, Chip, SearchField, Switch, indent
from desktop.widgets.frames import Card, Popover, line, paint_shadow
from desktop.widgets.labels import ElidedLabel, IconLabel, Label, Separator, paint_separator, plain_tooltip, set_tooltip
from desktop.widgets.list_card import ListCard, listed_row
from desktop.widgets.marked import draw_marked, elided_marks, paint_marked
from desktop.widgets.page import WIDEST, Page, PageHead
from desktop.widgets.paint import (
    LEADING,
    KeyboardFocus,
    draw_text,
    elided,
    focus_ring,
    paint_ground,
    rounded,
    text_direction,
    text_width,
)
from desktop.widgets.pill import CountBadge, KeyCap, Pill, key_cap_size, paint_key_cap, paint_pill, pill_size
from desktop.widgets.rows import RowButton, StatButton
from desktop.widgets.stage_bar import StageBar
from desktop.widgets.states import EmptyState, ProgressRow, SkeletonRows
from desktop.widgets.yielding import YieldingRow

__all__ = [
    "LEADING",
    "WIDEST",
    "Avatar",
    "AvatarStack",
    "Banner",
    "Button",
    "Calendar",
    "Card",
    "Chip",
    "ComputedList",
    "CountBadge",
    "DangerButton",
    "Dialog",
    "ElidedLabel",
    "EmptyState",
    "IconButton",
    "IconLabel",
    "KeyCap",
    "KeyboardFocus",
    "Label",
    "LinkButton",
    "ListCard",
    "Menu",
    "MenuButton",
    "Notice",
    "Page",
    "PageHead",
    "Pill",
    "PlainButton",
    "Popover",
    "PrimaryButton",
    "ProgressRow",
    "Question",
    "QuietButton",
    "RowButton",
    "SearchField",
    "SegmentedControl",
    "Separator",
    "SkeletonRows",
    "StageBar",
    "StatButton",
    "Switch",
    "TabBar",
    "YieldingRow",
    "announce",
    "draw_marked",
    "draw_text",
    "elided",
    "elided_marks",
    "focus_ring",
    "indent",
    "initials",
    "key_cap_size",
    "line",
    "listed_row",
    "paint_avatar",
    "paint_ground",
    "paint_key_cap",
    "paint_marked",
    "paint_pill",
    "paint_separator",
    "paint_shadow",
    "pill_size",
    "plain_tooltip",
    "rounded",
    "set_tooltip",
    "text_direction",
    "text_width",
]
