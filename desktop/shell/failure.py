"""A fault of the program, told once: what to do, and the report to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.theme import set_class
from desktop.tr import tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton


class Failure(Dialog):
    """Shows a report with a button that copies it; a further report joins the one that is open."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent, tr("Something went wrong in Chatterdesk"), width=640)
        words = tr(
            "What was saved is safe. You can go on working; if something looks odd, open the window again. "
            "The report below tells those who maintain the program what happened."
        )
        self.body.addWidget(Label(words, tone="text2", wrap=True))
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(tr("Report"))
        self._report.setFixedHeight(220)
        set_class(self._report, "sunken")
        self.body.addWidget(self._report)
        copy = self.add_button(PlainButton(tr("Copy the report"), "copy"), start=True)
        copy.clicked.connect(self._copy)
        close = self.add_button(PrimaryButton(tr("Go on")))
        close.clicked.connect(self.accept)

    @classmethod
    def open_over(cls, window: QWidget | None, report: str) -> None:
        """Show a report over a window, in the dialog that is open there already or in a new one."""
        there = window.findChild(cls) if window is not None else None
        if there is not None and there.isVisible():
            there.add(report)
            return
        cls(window, report).open()

    def add(self, report: str) -> None:
        """Put one more report under the ones shown."""
        self._report.appendPlainText("\n" + report)

    def text(self) -> str:
        """All that is shown."""
        return self._report.toPlainText()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
