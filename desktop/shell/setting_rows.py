"""A row of a settings card: what a setting is, what it does, its control at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets import Button, Label, PlainButton


def setting_row(title: str, text: str, control: QWidget) -> QHBoxLayout:
    """A setting: what it is, what it does, and its control at the end."""
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(title, "medium"))
    words.addWidget(Label(text, "secondary", wrap=True))
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(16)
    row.addLayout(words, 1)
    row.addWidget(control)
    return row


def deed_button(text: str, icon: str, act: Callable[[], object], *, small: bool = False) -> Button:
    """A button that does something at once."""
    made = PlainButton(text, icon, small=small)
    made.clicked.connect(lambda: act())
    return made
