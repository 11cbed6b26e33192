"""Writing records to a CSV file from the window: where to, then in a job, then a word about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.desk import Desk
from desktop.tr import plural, tr
from desktop.widgets import Notice
from models import exporting
from models.listing import Chosen


def ask_where(owner: QWidget, desk: Desk, kind: str, chosen: Chosen, *, name: str) -> QFileDialog:
    """Ask for a file, `name` being offered, and write the chosen records to it."""
    dialog = QFileDialog(owner.window(), tr("Export as CSV"), str(Path.home() / f"{name}.csv"), tr("CSV files (*.csv)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: export(owner, desk, kind, chosen, file=Path(file)))
    dialog.open()
    return dialog


def export(owner: QWidget, desk: Desk, kind: str, chosen: Chosen, *, file: Path) -> None:
    """Write records to a file in a job, and say how many there are, or why it can't be done."""

    def done(count: int) -> None:
        words = plural(count, "{n} record written to {file}", "{n} records written to {file}", file=file.name)
        Notice.tell(owner, words)

    def failed(error: BaseException) -> None:
        desk.failed.emit(str(error))

    desk.jobs.run(lambda: exporting.write(kind, file, chosen=chosen), done, failed, owner=owner)
