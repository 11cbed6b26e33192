"""What the inbox holds: the news of a user by record, the record with the newest unread one first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.chatter.header import kind_words
from models import entries, notification, record, thread
from models.notification import REASONS, News
from models.text import shortened


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news as shown: who did what, when, and how the entry begins. `kind` is a key of REASONS."""

    message: int
    kind: str
    who: str
    bot: bool
    reason: str
    pill: tuple[str, str]  # words and colour of what kind of entry it is
    date: dt.datetime
    text: str
    read: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A record with its news, newest first; `until` is when they come back, where they are snoozed."""

    thread: int
    title: str
    label: str
    icon: str
    items: tuple[Item, ...]
    until: dt.datetime | None = None

    @property
    def unread(self) -> int:
        """How much of it was not read yet."""
        return sum(not item.read for item in self.items)

    @property
    def urgent(self) -> bool:
        """Whether something unread is meant for the reader."""
        return any(not item.read and item.kind in URGENT for item in self.items)


Rank = tuple[bool, bool, float]
TABS: dict[str, tuple[str, ...]] = {
    "all": tuple(REASONS),
    "mentions": ("mention", "assigned", "given"),
    "answers": ("answer", "message"),
    "snoozed": tuple(REASONS),
}
URGENT = TABS["mentions"]  # what is meant for oneself comes before the rest


def groups(person: int, *, limit: int = 200, tab: str = "all") -> list[Group]:
    """The news of a person by record: those with unread mentions or assignments first, other unread ones, read ones.

    `tab`, a key of TABS, leaves out news of other kinds; what is snoozed stands under "snoozed" alone.
    """
    news = [one for one in notification.inbox(person, limit=limit, snoozed=tab == "snoozed") if one.reason in TABS[tab]]
    heads = thread.heads({one.thread for one in news})
    items = _items(news)
    found = [
        Group(
            *(id, head.title, record.kinds[head.kind].label, record.kinds[head.kind].icon, tuple(items[id])),
            until=max((one.until for one in news if one.thread == id and one.until is not None), default=None),
        )
        for id, head in heads.items()
        if id in items
    ]
    return sorted(found, key=rank)


def rank(group: Group) -> Rank:
    """Where a record stands: what is meant for oneself first, then what else is unread, the newest first."""
    return not group.urgent, group.unread == 0, -group.items[0].date.timestamp()


def _items(news: Sequence[News]) -> dict[int, list[Item]]:
    written = {entry.id: entry for entry in entries.some([one.message for one in news])}
    found: dict[int, list[Item]] = {}
    for one in news:
        entry = written[one.message]
        found.setdefault(one.thread, []).append(
            Item(
                *(one.message, one.reason, entry.author.name, entry.author.bot, REASONS[one.reason], kind_words(entry)),
                *(one.date, _beginning(entry), one.read),
            )
        )
    return found


def _beginning(entry: entries.Entry) -> str:
    if entry.deleted_at is not None:
        return ""
    if entry.changes:
        return ", ".join(change.label for change in entry.changes)
    return shortened(entry.body)
