"""Editing keeps every version, deleting leaves a tombstone, and each is allowed to whom product.md §3 says."""

from __future__ import annotations

import pytest

from models import entries, journal, message, posting, record, sending, user
from models.errors import NotFound, Refused
from models.message import MessageVersion
from tests.models.conftest import Make, newest


@pytest.fixture
def note(ana: int, jonas: int) -> int:
    return posting.note(ana, "first", by=jonas)


def test_an_edit_keeps_the_version_before(note: int, jonas: int, marta: int) -> None:
    assert message.edit(note, "second", by=jonas)
    assert message.edit(note, "", by=marta, html="<p><b>third</b></p>")
    entry = entries.one(note)
    assert (entry.body, entry.html, entry.edits, entry.edited_by) == (
        "third",
        "<p><b>third</b></p>",
        2,
        "Marta Oliveira",
    )
    assert entry.author.name == "Jonas Lind"
    kept = message.versions(note)
    assert [(one.number, one.body, one.html, one.by) for one in kept] == [
        (1, "first", None, "Jonas Lind"),
        (2, "second", None, "Jonas Lind"),
        (3, "third", "<p><b>third</b></p>", "Marta Oliveira"),
    ]
    assert kept[0].date == entry.date < kept[1].date < kept[2].date == entry.edited_at
    assert journal.verify().ok


def test_the_same_text_is_no_edit(note: int, jonas: int) -> None:
    last = journal.head()
    assert not message.edit(note, " first\r\n", by=jonas)
    assert journal.head() == last
    assert entries.one(note).edits == 0


def test_an_unedited_message_has_one_version(note: int) -> None:
    [only] = message.versions(note)
    assert (only.number, only.body, only.by, only.date) == (1, "first", "Jonas Lind", entries.one(note).date)


def test_an_edit_changes_how_the_entry_looks(note: int, jonas: int) -> None:
    before = entries.one(note).revision
    message.edit(note, "second", by=jonas)
    assert entries.one(note).revision > before


def test_an_edit_never_sends_again(ana: int, marta: int) -> None:
    posted = sending.send(ana, "Hello", by=marta)
    message.edit(posted.message, "Hello again", by=marta)
    assert [one.id for one in entries.one(posted.message).deliveries] == list(posted.deliveries)


def test_an_edit_tells_nobody(note: int, jonas: int, marta: int) -> None:
    from tests.models.conftest import told

    message.edit(note, "first @Marta", by=jonas)
    assert told(marta) == []


@pytest.mark.parametrize("text", ["", " \n", "\0"])
def test_an_edit_to_nothing_is_refused(note: int, jonas: int, text: str) -> None:
    with pytest.raises(Refused, match="can't be empty; delete it instead"):
        message.edit(note, text, by=jonas)
    assert entries.one(note).body == "first"


def test_deleting_leaves_a_tombstone(note: int, jonas: int) -> None:
    message.edit(note, "second", by=jonas)
    message.delete(note, by=jonas)
    entry = entries.one(note)
    assert (entry.body, entry.html, entry.subject, entry.author.name, entry.deleted_by) == (
        "",
        None,
        None,
        "Jonas Lind",
        "Jonas Lind",
    )
    assert entry.deleted_at is not None
    assert not MessageVersion.select().where(MessageVersion.message == note).exists()
    with pytest.raises(Refused, match="its text is gone"):
        message.versions(note)
    for verb in (lambda: message.edit(note, "x", by=jonas), lambda: message.delete(note, by=jonas)):
        with pytest.raises(Refused, match="This message was deleted"):
            verb()
    assert journal.verify().ok


def test_what_was_sent_stays_sent(ana: int, marta: int) -> None:
    from models.database import transaction
    from models.delivery import Delivery

    posted = sending.send(ana, "Hello", by=marta)
    with transaction():
        Delivery.update_row(posted.deliveries[0], state="sent")
        journal.note("delivery", posted.deliveries[0], "change", by=marta, thread=ana)
    message.delete(posted.message, by=marta)
    assert [one.state for one in entries.one(posted.message).deliveries] == ["sent"]


# Who may


def test_others_may_not(note: int, jonas: int, marta: int) -> None:
    lea = user.add("Lea Roth", "lea@northwind.example", by=marta)
    with pytest.raises(Refused, match="Only its author or an administrator can have a message edited"):
        message.edit(note, "x", by=lea)
    with pytest.raises(Refused, match="Only its author or an administrator can have a message deleted"):
        message.delete(note, by=lea)
    message.edit(note, "by an administrator", by=marta)
    message.delete(note, by=marta)
    assert entries.one(note).deleted_by == "Marta Oliveira"


def test_an_archived_user_may_not(note: int, jonas: int, marta: int) -> None:
    user.archive(jonas, by=marta)
    for verb in (lambda: message.edit(note, "x", by=jonas), lambda: message.delete(note, by=jonas)):
        with pytest.raises(Refused, match="Jonas Lind is archived"):
            verb()


def test_what_was_received_or_written_by_the_program_is_never_edited(make: Make, ana: int, marta: int) -> None:
    from models import person

    someone = person.of_card(ana)
    assert someone is not None
    mail = posting.receive(ana, "Hello", author=someone.id, channel="email")
    chat = posting.receive(ana, "Hello", author=someone.id, channel="whatsapp")
    record.save(ana, {"city": "Jerez"}, by=marta)
    change = newest(ana).id
    record.archive(ana, by=marta)
    log = newest(ana).id
    created = entries.page(ana)[-1].id
    for id, told in [
        (mail, "received"),
        (chat, "received"),
        (change, "the program"),
        (log, "the program"),
        (created, "the program"),
    ]:
        for verb in (lambda id=id: message.edit(id, "x", by=marta), lambda id=id: message.delete(id, by=marta)):
            with pytest.raises(Refused, match=told):
                verb()


@pytest.mark.parametrize("id", [0, -5, 4711, 2**63, 10**40])
def test_messages_that_do_not_exist_are_refused(marta: int, id: int) -> None:
    for verb in (
        lambda: message.edit(id, "x", by=marta),
        lambda: message.delete(id, by=marta),
        lambda: message.versions(id),
    ):
        with pytest.raises(NotFound, match=f"There is no message {id}"):
            verb()


def test_a_log_is_on_one_line(ana: int, marta: int) -> None:
    message.log(ana, "Marta\n  did   this", by=marta)
    assert (newest(ana).kind, newest(ana).body) == ("log", "Marta did this")


def test_replies_to_a_removed_thread_are_loosened(make: Make, ana: int, marta: int) -> None:
    other = make("task", title="Call")
    asked = posting.note(other, "Who?", by=marta)
    answer = posting.note(ana, "Me.", by=marta, reply_to=asked)
    record.remove(other, by=marta)
    assert entries.one(answer).reply_to is None
    assert journal.verify().ok
