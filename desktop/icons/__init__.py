"""Icons of our own, tinted from the tokens: `icon()` for Qt's widgets, `pixmap()` and `paint_icon()` for painters.

`icon("send", "accent")` is a QIcon of no fixed size that asks for the colours each time it is drawn, so it follows the
theme and the text size by itself. Names are the keys of `desktop.icons.drawings`; colours are names of tokens.
"""

from desktop.icons.application import application_icon, application_pixmap
from desktop.icons.drawings import NAMES
from desktop.icons.icon import icon, paint_icon, pixmap

__all__ = ["NAMES", "application_icon", "application_pixmap", "icon", "paint_icon", "pixmap"]
