"""How users are told of news: inbox, e-mail or both, by kind; snoozed news; quiet hours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from integrations.conversation import outgoing
from models import (
    activity,
    delivery,
    dispatch,
    entries,
    follower,
    message,
    notification,
    outbox,
    pending,
    person,
    posting,
    preference,
    quiet,
    record,
    sending,
    setting,
    user,
)
from models.database import now, transaction
from models.delivery import Delivery
from models.errors import Invalid
from tests.models.conftest import Make, told

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def task(make: Make) -> int:
    return make("task", title="Move the barrels")


@pytest.fixture
def with_email(marta: int) -> None:
    """E-mail is set up."""
    setting.put("channel.email", "email", by=marta)


def choose(who: int, reason: str, way: str) -> None:
    one = next(one for one in preference.of(preference.NEWS) if one.name == notification.setting_of(reason))
    preference.put(one, way, by=who)


def written_to(who: int) -> list[str]:
    """The kinds of news of which e-mails to a user wait."""
    return [one.notice for one in Delivery.select().where(Delivery.person == who).order_by(Delivery.id)]


def deeds(task: int, marta: int, jonas: int) -> None:
    """What Marta does that Jonas, who follows and hears of everything, is told of: each kind of news once."""
    posting.note(task, "@Jonas look", by=marta)
    posting.note(task, "look", by=marta)
    posting.post(task, "sent", by=marta)
    activity.schedule(task, "call", by=marta, assignee=jonas)
    activity.mark_done(activity.schedule(task, "call", by=marta), by=marta)
    record.save(task, {"stage": "In progress"}, by=marta)
    record.save(task, {"assignee": "Jonas Lind"}, by=marta)
    with transaction():
        outsider = person.create("Ana", by=marta, email="ana@herrera.example")
    posting.receive(task, "hello", author=outsider, channel="email", address="ana@herrera.example")


KINDS = ["mention", "note", "message", "given", "activity", "stage", "assigned", "answer"]

# way, what is set up: kinds in the inbox, kinds by e-mail
WAYS = [
    ("inbox", True, KINDS, []),
    ("email", True, [], KINDS),
    ("both", True, KINDS, KINDS),
    ("email", False, KINDS, []),  # else news would be lost
]


@pytest.mark.parametrize(("way", "set_up", "inbox", "by_email"), WAYS)
def test_each_kind_comes_the_way_that_was_chosen(
    task: int, marta: int, jonas: int, way: str, set_up: bool, inbox: list[str], by_email: list[str]
) -> None:
    if set_up:
        setting.put("channel.email", "email", by=marta)
    follower.follow(task, jonas, by=jonas)
    follower.choose(task, jonas, set(follower.CHOICES), by=jonas)
    for kind in KINDS:
        choose(jonas, kind, way)
    deeds(task, marta, jonas)
    assert sorted(reason for _, reason in told(jonas)) == sorted(inbox)
    assert sorted(written_to(jonas)) == sorted(by_email)
    assert written_to(marta) == [] and [kind for _, kind in told(marta)] == ["answer"], "others' ways are their own"


def test_one_kind_by_email_leaves_the_others_in_the_inbox(with_email, task: int, marta: int, jonas: int) -> None:
    choose(jonas, "mention", "email")
    posting.note(task, "@Jonas look", by=marta)
    activity.schedule(task, "call", by=marta, assignee=jonas)
    assert [reason for _, reason in told(jonas)] == ["given"] and written_to(jonas) == ["mention"]


def test_the_email_says_who_did_what_where_and_answers_nothing(
    with_email, task: int, marta: int, jonas: int, tmp_path: Path
) -> None:
    choose(jonas, "mention", "both")
    posting.note(task, "@Jonas the gate is 2.40 m", by=marta)
    due = dispatch.claim(["email"], when=now() + HOUR)
    assert due is not None
    made = outgoing(due, tmp_path)
    assert (made.address, made.sender_name, made.references, made.files) == (
        *("jonas@northwind.example", "Marta Oliveira"),
        *((), ()),
    )
    assert made.subject == "Move the barrels: Marta Oliveira mentioned you"
    assert made.text == (
        "Marta Oliveira mentioned you on “Move the barrels”:\n\n@Jonas the gate is 2.40 m\n\n"
        f"Open it: chatterdesk:{task}\n"
    )
    assert dispatch.claim(["email"], when=now() + HOUR) is None, "once"


def test_an_email_about_news_is_no_recipient_of_the_message(
    with_email, ana: int, make: Make, marta: int, jonas: int
) -> None:
    """Neither shown as one, nor in the way of taking the message back, nor written to as one the next time."""
    deal = make("opportunity", title="Barrels", contact=str(ana))
    follower.follow(deal, jonas, by=jonas)
    choose(jonas, "message", "email")
    sent = sending.send(deal, "The offer", by=marta, send_after=now() + 24 * HOUR)
    assert written_to(jonas) == ["message"]
    assert [one.name for one in entries.one(sent.message).deliveries] == ["Ana Herrera"]
    assert [one.to for one in pending.scheduled(deal)] == [("Ana Herrera",)]
    assert [one.name for one in sending.recipients(deal)] == ["Ana Herrera"]
    assert {row.sent.name for row in outbox.rows()} == {"Ana Herrera", "Jonas Lind"}, "the outbox shows both"
    dispatch.accepted(dispatch.claim(["email"], when=now() + HOUR).id, "<1@x>", state="sent")
    assert pending.withdraw(sent.message, by=marta).to == (person.of_card(ana).id,)


def test_what_is_taken_back_in_time_is_not_told(with_email, task: int, marta: int, jonas: int) -> None:
    choose(jonas, "mention", "email")
    note = posting.note(task, "@Jonas look", by=marta)
    assert dispatch.claim(["email"]) is None, "it waits as long as it can be taken back"
    message.delete(note, by=marta)
    assert dispatch.claim(["email"], when=now() + HOUR) is None


def test_an_archived_user_and_one_without_address_get_no_email(with_email, task: int, marta: int, jonas: int) -> None:
    choose(jonas, "mention", "email")
    with transaction():
        person.change(jonas, by=marta, email=None)
    posting.note(task, "@Jonas look", by=marta)
    assert [reason for _, reason in told(jonas)] == ["mention"] and written_to(jonas) == []
    user.archive(jonas, by=marta)
    posting.note(task, "@Jonas look", by=marta)
    assert len(told(jonas)) == 1


def test_one_entry_is_one_email(with_email, task: int, marta: int, jonas: int) -> None:
    for kind in KINDS:
        choose(jonas, kind, "email")
    message_id = posting.note(task, "@Jonas look", by=marta)
    with transaction():
        notification.tell([jonas], message_id, task, "note")
    assert written_to(jonas) == ["mention"]


def test_an_unknown_way_is_refused(jonas: int) -> None:
    with pytest.raises(Invalid, match="There is no way “pigeon”; there are inbox, email, both"):
        choose(jonas, "mention", "pigeon")


# Snoozed


def test_snoozed_news_come_back_by_themselves(task: int, marta: int, jonas: int) -> None:
    posting.note(task, "@Jonas look", by=marta)
    until = now() + HOUR
    notification.snooze(task, jonas, until)
    before, after = until - dt.timedelta(minutes=1), until + dt.timedelta(minutes=1)
    assert notification.inbox(jonas, when=before) == [] and notification.unread_count(jonas, when=before) == 0
    assert [one.thread for one in notification.inbox(jonas, snoozed=True, when=before)] == [task]
    assert notification.unread_records(jonas) == [] and notification.unread_threads(jonas, [task]) == set()
    [back] = notification.inbox(jonas, when=after)
    assert not back.read and notification.unread_count(jonas, when=after) == 1
    assert notification.inbox(jonas, snoozed=True, when=after) == []


def test_something_newer_comes_through_and_opening_reads_all(task: int, marta: int, jonas: int) -> None:
    posting.note(task, "@Jonas look", by=marta)
    notification.snooze(task, jonas, now() + HOUR)
    posting.note(task, "@Jonas it is urgent", by=marta)
    assert notification.unread_count(jonas) == 1 and len(notification.inbox(jonas)) == 1
    notification.mark_read(task, jonas)
    assert notification.inbox(jonas, unread_only=True) == []
    assert notification.inbox(jonas, snoozed=True) == [], "what is read is not snoozed any more"
    notification.put_back(task, jonas)
    assert notification.unread_count(jonas) == 1


# Quiet hours: from, to, the moment in UTC, quiet in Madrid. On 2026-10-25 the hour from 2:00 to 3:00 comes twice, on
# 2026-03-29 it is left out.
QUIET = [
    ("", "", "2026-01-15T02:00Z", False),
    ("22:00", "", "2026-01-15T22:00Z", False),
    ("22:00", "07:00", "2026-01-15T20:59Z", False),
    ("22:00", "07:00", "2026-01-15T21:00Z", True),
    ("22:00", "07:00", "2026-01-15T05:59Z", True),
    ("22:00", "07:00", "2026-01-15T06:00Z", False),
    ("12:00", "13:00", "2026-01-15T11:30Z", True),
    ("12:00", "13:00", "2026-01-15T12:00Z", False),
    ("02:00", "03:00", "2026-10-25T00:30Z", True),
    ("02:00", "03:00", "2026-10-25T01:30Z", True),
    ("02:00", "03:00", "2026-10-25T02:00Z", False),
    ("02:00", "03:00", "2026-03-29T00:59Z", False),
    ("02:00", "03:00", "2026-03-29T01:00Z", False),
]


@pytest.mark.parametrize(("first", "last", "when", "is_it"), QUIET)
def test_quiet_hours_go_by_the_clock_where_one_is(marta: int, first: str, last: str, when: str, is_it: bool) -> None:
    with transaction():
        person.change(marta, by=marta, time_zone="Europe/Madrid")
    for name, typed in ((quiet.FROM, first), (quiet.TO, last)):
        preference.put(next(one for one in preference.PREFERENCES if one.name == name), typed, by=marta)
    assert quiet.is_quiet(marta, when=dt.datetime.fromisoformat(when)) is is_it


@pytest.mark.parametrize("typed", ["25:00", "late", "-1", "10:75"])
def test_what_is_no_time_of_day_is_refused(marta: int, typed: str) -> None:
    one = next(one for one in preference.PREFERENCES if one.name == quiet.FROM)
    with pytest.raises(Invalid, match="is no time of day; write it like 22:00"):
        preference.put(one, typed, by=marta)
    assert preference.put(one, " 7.30 ", by=marta) == "07:30"
    assert delivery.served("email") is None
