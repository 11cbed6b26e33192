"""The small parts every window is made of; import them from here."""

from desktop.widgets.avatar import Avatar, AvatarStack, initials, paint_avatar
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
from desktop.widgets.labels import ElidedLabel, Label, Separator, paint_separator, plain_tooltip, set_tooltip
from desktop.widgets.pill import CountBadge, KeyCap, Pill, paint_key_cap, paint_pill, pill_size

__all__ = [
    "Avatar",
    "AvatarStack",
    "Button",
    "CountBadge",
    "DangerButton",
    "ElidedLabel",
    "IconButton",
    "KeyCap",
    "Label",
    "LinkButton",
    "Menu",
    "MenuButton",
    "Pill",
    "PlainButton",
    "PrimaryButton",
    "QuietButton",
    "Separator",
    "initials",
    "paint_avatar",
    "paint_key_cap",
    "paint_pill",
    "paint_separator",
    "pill_size",
    "plain_tooltip",
    "set_tooltip",
]
