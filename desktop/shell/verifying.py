"""Verifying the journal: progress in rows, then whether everything is as it was written, or what isn't."""

from __future__ import annotations

from threading import Event

from peewee import DatabaseError
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.desk import Desk
from desktop.theme import set_class
from desktop.tr import plural, tr
from desktop.widgets import Banner, Dialog, Label, PlainButton, PrimaryButton, ProgressRow
from models import journal
from models.journal import Verified


class _Cancelled(Exception):
    """The person does not want to know any more."""


class Verifying(Dialog):
    """Runs the check in a job; shows its outcome and the head hash to keep elsewhere."""

    _progressed = Signal(int)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        subtitle = tr("Each change carries the hash of the one before; the contents are compared with them.")
        super().__init__(parent, tr("Verify the journal"), subtitle, width=560)
        self._desk = desk
        self._stopped = Event()
        self._total = journal.head()[0]
        self.progress = ProgressRow(tr("Checking"))
        self.progress.cancelled.connect(self.reject)
        self.progress.set_progress(0, self._total)
        self.body.addWidget(self.progress)
        self.rejected.connect(self._stopped.set)
        self._progressed.connect(self._show_progress)

    def open(self) -> None:
        """Show the dialog and begin."""
        super().open()
        self._desk.jobs.run(self._verify, self._show, self._fail, owner=self)

    def _verify(self) -> Verified:
        """In a thread: stops where the dialog was closed."""

        def tell(row: int) -> None:
            if self._stopped.is_set():
                raise _Cancelled
            self._progressed.emit(row)

        return journal.verify(tell)

    def _show_progress(self, row: int) -> None:
        self.progress.set_progress(row, self._total)

    def _show(self, found: Verified) -> None:
        self.progress.hide()
        if found.ok:
            words = plural(found.rows, "The one row of the journal holds.", "All {n:,} rows of the journal hold.")
            self.body.addWidget(Banner("success", words, tr("Nothing was changed, removed or put in from outside.")))
        else:
            count = len(found.problems)
            words = plural(count, "One thing is not as it was written.", "{n:,} things are not as they were written.")
            self.body.addWidget(
                Banner("error", words, tr("Compare with a backup, and ask who had access to the folder."))
            )
            self.body.addWidget(_copyable("\n".join(found.problems), tr("Problems"), height=160))
        self.body.addWidget(
            Label(tr("Head hash: keep it elsewhere, and no earlier change can go unnoticed"), "secondary")
        )
        self.body.addWidget(_copyable(found.head, tr("Head hash"), height=58))
        self._add_foot(found)

    def _add_foot(self, found: Verified) -> None:
        copy = self.add_button(PlainButton(tr("Copy"), "copy"), start=True)
        text = "\n".join((*found.problems, f"{found.rows} {found.head}"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = self.add_button(PrimaryButton(tr("Close")))
        close.clicked.connect(self.accept)
        close.setFocus()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, _Cancelled):
            return
        self.progress.hide()
        words = tr("{error}. Restore a backup.", error=error)
        self.body.addWidget(Banner("error", tr("The database can't be read"), words))
        if not isinstance(error, DatabaseError):
            raise error


def _copyable(text: str, label: str, *, height: int) -> QPlainTextEdit:
    """Text to be selected and copied."""
    field = QPlainTextEdit(text)
    field.setReadOnly(True)
    field.setAccessibleName(label)
    field.setFixedHeight(height)
    set_class(field, "sunken")
    return field
