"""The look: colours, type and the one style sheet, held by the application and asked for by the widgets.

`desktop/app.py` makes one `Theme` and applies it to the QApplication. Qt keeps the application for everybody, and the
application keeps the theme (dynamic property "theme"), so there is no global of ours: a widget calls `tokens()` while
it paints and `font(role)` when it measures, and always gets what holds now. Without an applied theme (a single widget
in a test) they answer with the light column at 100 %.

A change of theme reaches widgets the way Qt tells them of any change of style: they repaint, and get
`QEvent.StyleChange`. Icons made by `desktop.icons.icon()` follow by themselves. Who keeps rendered HTML or other
colours of the past connects `theme().changed`.
"""

from desktop.theme.fonts import ROLES, font
from desktop.theme.style import set_class
from desktop.theme.theme import SCALES, Theme, motion, theme, tokens
from desktop.theme.tokens import DARK, LIGHT, Tokens, avatar_hue, contrast

__all__ = [
    "DARK",
    "LIGHT",
    "ROLES",
    "SCALES",
    "Theme",
    "Tokens",
    "avatar_hue",
    "contrast",
    "font",
    "motion",
    "set_class",
    "theme",
    "tokens",
]
