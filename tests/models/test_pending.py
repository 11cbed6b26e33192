"""What waits for its time: taken back without trace in the thread, sent now, moved, cancelled by an answer."""

from __future__ import annotations

import datetime as dt

import pytest

from models import (
    attachment,
    delivery,
    dispatch,
    entries,
    journal,
    message,
    notification,
    pending,
    person,
    posting,
    reaction,
    sending,
    storage,
    thread,
)
from models.database import now
from models.draft import File
from models.errors import Refused

LATER = dt.timedelta(hours=3)


def send(filled, **more) -> int:
    after = more.pop("after", dt.timedelta(seconds=10))
    return sending.send(filled.barrels, "On Thursday", by=filled.marta, send_after=now() + after, **more).message


def test_taken_back_it_was_never_in_the_thread(filled) -> None:
    before = entries.page(filled.barrels)
    id = send(filled, html="<b>On</b> Thursday", subject="Barrels")
    content = pending.withdraw(id, by=filled.marta)
    assert (content.text, content.html, content.subject) == ("On Thursday", "<b>On</b> Thursday", "Barrels")
    assert content.to == (person.of_card(filled.ana).id,)
    assert [one.id for one in entries.page(filled.barrels)] == [one.id for one in before]
    newest = thread.Thread.get_by_id(filled.barrels)
    assert (newest.last_message, newest.last_date) == (before[0].id, before[0].date)
    assert id not in [one.message for one in notification.inbox(filled.jonas)]
    assert journal.verify().ok
    assert {(one.what, one.action) for one in journal.since(0) if one.entity == id and one.what == "message"} == {
        ("message", "create"),
        ("message", "erase"),
    }


def test_its_files_come_back_too(filled, tmp_path) -> None:
    stored = storage.keep_bytes(tmp_path, b"plan", limit=100)
    file = File(stored.sha256, stored.size, "plan.txt")
    id = send(filled, files=[file])
    assert [one.name for one in entries.one(id).files] == ["plan.txt"]
    assert pending.withdraw(id, by=filled.marta).files == (file,)
    assert attachment.of_thread(filled.barrels) == [] and journal.verify().ok


def test_what_was_handed_over_stays(filled) -> None:
    id = send(filled, after=dt.timedelta())
    while (due := dispatch.claim(["email"])) is not None:
        dispatch.accepted(due.id, f"id-{due.id}")
    with pytest.raises(Refused, match="on its way"):
        pending.withdraw(id, by=filled.marta)
    assert entries.one(id).body == "On Thursday"


def test_only_its_author_or_an_administrator_takes_it_back(filled) -> None:
    id = send(filled)
    with pytest.raises(Refused, match="author"):
        pending.withdraw(id, by=filled.jonas)


def test_sent_now_and_moved(filled) -> None:
    id = send(filled, after=LATER)
    assert [one.message for one in pending.scheduled(filled.barrels)] == [id]
    with pytest.raises(Refused, match="passed"):
        pending.reschedule(id, now() - LATER, by=filled.marta)
    pending.reschedule(id, now() + 2 * LATER, by=filled.marta)
    assert entries.one(id).deliveries[0].send_after > now() + LATER
    pending.send_now(id, by=filled.marta)
    assert entries.one(id).deliveries[0].send_after <= now()
    assert pending.scheduled() == [] and journal.verify().ok


def test_undo_time_is_no_schedule(filled) -> None:
    send(filled)
    assert pending.scheduled() == []


def test_an_answer_cancels_what_was_to_go_only_without_one(filled) -> None:
    asked = send(filled, after=LATER, unless_answered=True)
    sure = send(filled, after=LATER)
    ana = person.of_card(filled.ana).id
    posting.receive(filled.barrels, "Sí", author=ana, channel="email", address="ana@herrera.example")
    states = [entries.one(id).deliveries[0].state for id in (asked, sure)]
    assert states == ["cancelled", "waiting"]
    assert delivery.Delivery.get(delivery.Delivery.message == asked).reason == "They answered first."


def test_a_message_of_files_alone_and_their_end_with_it(filled, tmp_path) -> None:
    stored = storage.keep_bytes(tmp_path, b"plan", limit=100)
    id = posting.note(filled.barrels, "", by=filled.marta, files=[File(stored.sha256, 4, "../../plan.txt")])
    assert [one.name for one in entries.one(id).files] == ["plan.txt"]
    reaction.react(id, "👍", by=filled.jonas)
    message.delete(id, by=filled.marta)
    assert entries.one(id).files == () and entries.one(id).reactions == ()
    assert [one.name for one in attachment.of_thread(filled.barrels, deleted=True)] == ["plan.txt"]
    assert journal.verify().ok


def test_an_edit_keeps_files_and_reactions(filled, tmp_path) -> None:
    stored = storage.keep_bytes(tmp_path, b"plan", limit=100)
    id = posting.note(filled.barrels, "See", by=filled.marta, files=[File(stored.sha256, 4, "plan.txt")])
    reaction.react(id, "👍", by=filled.jonas)
    message.edit(id, "Look", by=filled.marta)
    assert len(entries.one(id).files) == 1 and entries.one(id).reactions[0].names == ("Jonas Lind",)


def test_reactions_and_stars(filled) -> None:
    id = entries.page(filled.barrels)[0].id
    assert reaction.react(id, "🎉", by=filled.jonas) and reaction.react(id, "🎉", by=filled.marta)
    assert entries.one(id).reactions[0].persons == (filled.jonas, filled.marta)
    assert not reaction.react(id, "🎉", by=filled.jonas)
    with pytest.raises(Refused, match="emoji"):
        reaction.react(id, "hello there", by=filled.jonas)
    reaction.star(id, by=filled.marta)
    assert entries.one(id).starred_by == {filled.marta} and reaction.starred(filled.marta) == [id]
    reaction.star(id, by=filled.marta, on=False)
    assert not entries.one(id).starred_by and journal.verify().ok
