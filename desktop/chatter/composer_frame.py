"""The parts of the open composer: who gets it, the text, its files, what is wrong, and the buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.chatter.addressing import Addressing
from desktop.chatter.draft_files import DraftFiles
from desktop.chatter.error_line import ErrorLine
from desktop.chatter.format_bar import FormatBar
from desktop.chatter.rich_field import RichField
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Button, IconButton, Label, PrimaryButton, YieldingRow


class ComposerFrame(QFrame):
    """Knows where its parts stand, and nothing of records or sending."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "composer")
        self.head = Addressing(desk)
        self.field = RichField(tr("Message"))
        self.files = DraftFiles(desk)
        self.field.files_given.connect(self.files.add)
        self.field.picture_given.connect(self.files.add_picture)
        self.error = ErrorLine()
        for part in (self.files, self.head):
            part.refused.connect(self.error.say)
        self.hint = Label("", "small", wrap=True)
        self.hint.set_tone("amber")
        self.hint.hide()
        self.button = PrimaryButton(tr("Send"), "send")
        self.later = IconButton("clock", tr("Send later"), small=True)
        self.formats = FormatBar(self.field)
        self.formats.files_wanted.connect(self.files.choose)
        self.under_field = QVBoxLayout()
        self.foot = YieldingRow()
        self._arrange()

    def _arrange(self) -> None:
        foot = self.foot
        foot.setSpacing(4)
        foot.addWidget(self.formats)
        self.formats.give_way_in(foot)
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.field)
        column.addLayout(self.under_field)
        for part in (self.files, self.hint, self.error):
            column.addWidget(part)
        column.addLayout(foot)

    def add_tools(self, tools: Sequence[Button]) -> None:
        """Put buttons beside those of the formats; they give way by their short words."""
        for place, tool in enumerate(tools, 1):
            self.foot.insertWidget(place, tool)
        self.foot.shortens(*tools)
