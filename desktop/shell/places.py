"""The places of the navigation, in sections."""

from __future__ import annotations

from desktop.shell.navigation import Place, Section
from desktop.tr import tr
from models.record import kinds


def sections() -> list[Section]:
    """The inbox, each kind of record, and what is on its way out."""
    places = tuple(
        Place(kind, cls.plural, cls.icon, f"Ctrl+{number}" if number <= 9 else "")
        for number, (kind, cls) in enumerate(kinds.items(), start=1)
    )
    out = (Place("drafts", tr("Drafts"), "pencil", "Ctrl+Shift+R"),)
    return [
        Section("", (Place("inbox", tr("Inbox"), "inbox", "Ctrl+Shift+I"),)),
        Section(tr("Records"), places),
        Section(tr("Messages out"), out),
    ]
