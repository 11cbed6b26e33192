"""What runs on the UI thread asks the database little, however much there is: statements are counted, not seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from models import database, entries, follower, notification, person, posting, record, sending
from tests.models.conftest import Make


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []
    connection = database.database.connection()
    connection.set_trace_callback(lambda sql: asked.append(" ".join(sql.split())))
    yield asked
    connection.set_trace_callback(None)


@pytest.fixture
def deal(make: Make, ana: int, jonas: int, marta: int) -> int:
    id = make("opportunity", title="Barrels", contact=str(ana))
    follower.follow(id, jonas, by=marta)
    return id


@pytest.mark.parametrize(
    ("act", "most"),
    [
        (lambda id, by: posting.note(id, "x", by=by), 10),
        (lambda id, by: posting.note(id, "x @Jonas", by=by), 13),
        (lambda id, by: sending.send(id, "x", by=by), 26),
        (lambda id, by: record.save(id, {"probability": "7"}, by=by), 10),
        (lambda id, by: record.save(id, {"stage": "Won"}, by=by), 13),
        (lambda id, by: notification.mark_read(id, by), 4),
        (lambda id, by: follower.followers(id), 1),
        (lambda id, by: record.read(id), 2),
        (lambda id, by: entries.page(id), 8),
    ],
)
def test_how_much_is_asked(deal: int, marta: int, act: Callable[[int, int], object], most: int) -> None:
    act(deal, marta)  # statements are made once; the workspace's settings may be read
    with counted() as asked:
        act(deal, marta)
    assert len(asked) <= most, "\n".join(asked)


def test_many_followers_ask_no_more(deal: int, marta: int, make: Make) -> None:
    with counted() as few:
        follower.followers(deal)
    for number in range(10):
        someone = person.of_card(make("contact", name=f"Follower {number}", email=f"f{number}@x.example"))
        assert someone is not None
        follower.follow(deal, someone.id, by=marta)
    with counted() as many:
        assert len(follower.followers(deal)) == 12
    assert len(many) == len(few) == 1


def test_each_act_is_committed_once(deal: int, marta: int) -> None:
    """Each commit is a wait for the disk; everything is written between its two ends."""
    for act in (
        lambda: sending.send(deal, "x @Jonas", by=marta),
        lambda: record.save(deal, {"stage": "Lost", "lost_reason": "x"}, by=marta),
        lambda: record.create("task", {"title": "x", "assignee": "Jonas Lind"}, by=marta),
    ):
        with counted() as asked:
            act()
        assert [sql for sql in asked if sql.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
        begun, ended = asked.index("BEGIN IMMEDIATE"), asked.index("COMMIT")
        writes = [place for place, sql in enumerate(asked) if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
        assert writes and begun < writes[0] <= writes[-1] < ended == len(asked) - 1
