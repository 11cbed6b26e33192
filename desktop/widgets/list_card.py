"""A card that lists things one has, each with what one can do to it, and a button that adds one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, line
from desktop.widgets.labels import ElidedLabel, Label


class ListCard(Card):
    """A heading, a sentence, the rows that `listed` gives, and `foot` under them; `renew` shows the rows anew."""

    def __init__(self, heading: str, words: str, foot: Button | None = None, *, lines: bool = True) -> None:
        super().__init__(heading, margin=20)
        self._lines = lines
        self.body.addWidget(Label(words, "secondary", wrap=True))
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 4, 0, 4)
        self.rows.setSpacing(0)
        self.body.addWidget(holder)
        if foot is not None:
            below = QHBoxLayout()
            below.addWidget(foot)
            below.addStretch(1)
            self.body.addLayout(below)

    def listed(self) -> Iterable[QWidget]:
        """The rows, as they are now."""
        return ()

    def renew(self) -> None:
        """Show the list again."""
        while (item := self.rows.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        for number, row in enumerate(self.listed()):
            if number and self._lines:
                self.rows.addWidget(line())
            self.rows.addWidget(row)


def listed_row(title: str, text: str, *, start: QWidget | None = None, end: Sequence[QWidget] = ()) -> QWidget:
    """A row of such a card: a sign or face, what it is called over what it is, and what one can do."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 5, 0, 5)
    row.setSpacing(10 if start is not None else 6)
    if start is not None:
        row.addWidget(start)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(title, "medium"))
    words.addWidget(ElidedLabel(text, "secondary"))
    row.addLayout(words, 1)
    for part in end:
        row.addWidget(part)
    return made
