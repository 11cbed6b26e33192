"""News: what journal rows mean for the thread in view, so that only what was touched is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.chatter.loaded import WINDOW, Loaded
from models import translation
from models.entries import Entry
from models.journal import Change

_OF_A_RECORD = ("follower", "message", "delivery", "message_version", "activity", "file", "translation")


@dataclass(slots=True)
class News:
    """Entries to read again; whether followers, recipients or users may differ; `reload` where it is too much.

    `created` is how many entries others wrote.
    """

    messages: set[int] = field(default_factory=set)
    created: int = 0
    followers: bool = False
    recipients: bool = False
    users: bool = False
    reload: bool = False


def touched(changes: Sequence[Change], loaded: Loaded, me: int) -> News:
    """What these changes touch of a thread that `me` looks at."""
    news = News()
    for change in changes:
        if change.thread == loaded.thread:
            _of_thread(change, loaded, news)
            news.created += change.what == "message" and change.action == "create" and change.who != me
        if change.what == "person":
            news.messages |= {
                entry.id for entry in loaded.entries if change.entity in (entry.author.id, *_recipients(entry))
            }
            news.followers = news.recipients = True
        elif change.what == "user":
            news.users = news.followers = news.recipients = True
    news.reload = len(news.messages) > WINDOW
    return news


def _of_thread(change: Change, loaded: Loaded, news: News) -> None:
    if change.what == "message":
        news.messages.add(change.entity)
    elif change.what == "delivery":
        message = loaded.message_of(change.entity)
        news.messages |= {message} if message else {entry.id for entry in loaded.entries if entry.direction == "out"}
    elif change.what == "translation":
        news.messages |= translation.messages_of([change.entity])
    elif change.what == "follower":
        news.followers = news.recipients = True
    elif change.what not in _OF_A_RECORD:
        news.recipients = True  # the record itself: its contact, an address, whether it is archived


def _recipients(entry: Entry) -> tuple[int | None, ...]:
    return tuple(one.person for one in entry.deliveries)
