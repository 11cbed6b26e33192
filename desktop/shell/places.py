"""The places of the navigation, in sections."""

from __future__ import annotations

from desktop.shell.navigation import Place, Section
from desktop.shell.pages import OUT, TOP, pages
from desktop.tr import tr
from models.record import kinds


def sections() -> list[Section]:
    """What waits for one, each kind of record, and what is on its way out."""
    records = tuple(
        Place(kind, cls.plural, cls.icon, f"Ctrl+{number}" if number <= 9 else "")
        for number, (kind, cls) in enumerate(kinds.items(), start=1)
    )
    return [
        Section("", _pages(TOP)),
        Section(tr("Records"), records),
        Section(tr("Messages out"), _pages(OUT)),
    ]


def _pages(where: str) -> tuple[Place, ...]:
    return tuple(Place(page.key, page.title, page.icon, page.shortcut) for page in pages() if page.where == where)
