"""The one style sheet of the application, filled from the tokens; widgets choose a look by the property `cls`."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtWidgets import QWidget

from desktop.theme.images import image_path
from desktop.theme.tokens import Tokens

_SIZES = (8, 10, 11, 12, 13, 15, 16, 19, 20, 24, 28)
_IMAGES = ("check", "check-off", "partly", "tick", "down", "down-off", "up", "right", "left", "cross")


def style_sheet(tokens: Tokens, scale: int = 100) -> str:
    """The style sheet for a column of tokens; `$p13` in it is 13 px at 100 %, scaled by `scale` percent."""
    values = {name: str(value) for name, value in asdict(tokens).items()}
    values |= {f"p{size}": f"{round(size * scale / 100)}px" for size in _SIZES}
    values |= {f"image_{name.replace('-', '_')}": f"url({image_path(tokens, name)})" for name in _IMAGES}
    return _template().substitute(values)


def set_class(widget: QWidget, cls: str, *, tone: str | None = None, state: str | None = None) -> None:
    """Give a widget its look: `cls` (role or frame), `tone` (colour of text), `state` ("error"); Qt redraws it."""
    widget.setProperty("cls", cls)
    if tone is not None:
        widget.setProperty("tone", tone)
    if state is not None:
        widget.setProperty("state", state)
    # Qt looks at a property in a selector only when it polishes, so a change after that has to be told.
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("style.qss").read_text(encoding="utf-8"))
