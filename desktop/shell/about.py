"""About the program: version, licence, and where the workspace and the log lie."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.errors import log_file
from desktop.icons import application_pixmap
from desktop.tr import tr
from desktop.widgets import Dialog, Label, PrimaryButton


class About(Dialog):
    """A few lines, each to be selected and copied."""

    def __init__(self, parent: QWidget | None, workspace: Path) -> None:
        super().__init__(parent, tr("Chatterdesk"), tr("Everything about a customer, in one thread"), width=520)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        sign = QLabel()
        sign.setPixmap(application_pixmap(56, ratio=self.devicePixelRatioF()))
        grid.addWidget(sign, 0, 0, 5, 1, Qt.AlignmentFlag.AlignTop)
        rows = (
            (tr("Version"), _version()),
            (tr("Licence"), tr("MIT, without any warranty")),
            (tr("Workspace"), str(workspace)),
            (tr("Log"), str(log_file())),
            (tr("Qt"), qVersion()),
        )
        for row, (name, value) in enumerate(rows):
            grid.addWidget(Label(name, "secondary"), row, 1)
            words = Label(value, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 2)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        close = self.add_button(PrimaryButton(tr("Close")))
        close.clicked.connect(self.accept)


def _version() -> str:
    try:
        return version("chatterdesk")
    except PackageNotFoundError:
        return tr("from its source, not installed")
