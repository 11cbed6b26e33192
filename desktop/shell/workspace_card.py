"""The card of the settings about the workspace as a whole: another one, its journal, backups."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.shell.care import Care
from desktop.shell.setting_rows import deed_button, setting_row
from desktop.tr import tr
from desktop.widgets import Card, line


class WorkspaceCard(Card):
    """One row a deed."""

    def __init__(self, desk: Desk, care: Care, parent: QWidget | None = None) -> None:
        super().__init__(margin=20, parent=parent)
        path = desk.workspace.path
        rows = (
            (
                path.name,
                str(path.parent),
                deed_button(tr("Open another"), "folder", lambda: care.workspace_wanted.emit(None)),
            ),
            (
                *(
                    tr("Journal"),
                    tr("Each change carries the hash of the one before, so nothing can be altered unseen."),
                ),
                deed_button(tr("Verify"), "shield", care.verify),
            ),
            (
                *(tr("Backup"), tr("Database and files in one file, read back and checked.")),
                deed_button(tr("Back up"), "database", care.back_up),
            ),
            (
                *(tr("Restore"), tr("A backup becomes a workspace in a new folder; this one stays as it is.")),
                deed_button(tr("Restore a backup"), "history", care.restore_backup),
            ),
        )
        for number, (title, text, button) in enumerate(rows):
            if number:
                self.body.addWidget(line())
            self.body.addLayout(setting_row(title, text, button))
