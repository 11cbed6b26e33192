"""Records are made, archived and removed with what belongs to them, and nothing else."""

from __future__ import annotations

import pytest

from models import (
    database,
    delivery,
    entries,
    follower,
    journal,
    listing,
    message,
    notification,
    person,
    posting,
    record,
    sending,
    thread,
    user,
)
from models.errors import NotFound, Refused
from models.message import Message
from models.person import Person
from tests.models.conftest import Make, kinds_of, newest


def person_of(card: int) -> int:
    someone = person.of_card(card)
    assert someone is not None
    return someone.id


# Contact and person


def test_a_contact_is_the_card_of_a_person(make: Make, marta: int) -> None:
    id = make("contact", name="Ana", email="Ana@X.example", mobile="+34 656 555 014", language="es")
    someone = person.of_card(id)
    assert someone is not None
    assert (someone.name, someone.email, someone.number, someone.card) == ("Ana", "Ana@X.example", "+34656555014", id)
    record.save(id, {"name": "Ana Herrera", "mobile": "", "phone": "+34 956 34 00 00"}, by=marta)
    assert (person.one(someone.id).name, person.one(someone.id).number) == ("Ana Herrera", "+34956340000")


def test_the_card_of_a_user_is_theirs(make: Make, marta: int, jonas: int) -> None:
    id = make("contact", name="Jonas Lind", email="JONAS@northwind.example")
    assert person.of_card(id) == person.one(jonas)
    other = make("contact", name="Jonas Lind", email="jonas@northwind.example")
    assert person_of(other) != jonas, "he has a card already"


def test_a_contact_becomes_a_user(make: Make, marta: int, ana: int) -> None:
    id = user.add("Ana Herrera", "ana@herrera.example", by=marta)
    assert id == person_of(ana)
    assert user.find("ana herrera").id == id


def test_untracked_and_unmirrored_changes_leave_the_person_alone(make: Make, marta: int, ana: int) -> None:
    last = journal.head()[0]
    record.save(ana, {"city": "Jerez"}, by=marta)
    assert {one.what for one in journal.since(last)} == {"contact", "message"}


# Archiving


def test_archiving_is_logged_and_taken_back(make: Make, ana: int, marta: int, jonas: int) -> None:
    record.archive(ana, by=jonas)
    assert (record.read(ana).archived, newest(ana).kind, newest(ana).body) == (
        True,
        "log",
        "Jonas Lind archived this record",
    )
    assert [row.id for row in listing.rows("contact")] == []
    assert [row.id for row in listing.rows("contact", archived=True)] == [ana]
    with pytest.raises(Refused, match="This record is archived already"):
        record.archive(ana, by=marta)
    with pytest.raises(Refused, match="This record is archived; restore it before changing it"):
        record.save(ana, {"city": "Jerez"}, by=marta)
    record.archive(ana, by=marta, archived=False)
    assert (record.read(ana).archived, newest(ana).body) == (False, "Marta Oliveira restored this record")
    with pytest.raises(Refused, match="This record isn't archived"):
        record.archive(ana, by=marta, archived=False)
    assert journal.verify().ok


def test_an_archived_contact_is_out_of_sight(make: Make, ana: int, marta: int) -> None:
    who = person_of(ana)
    record.archive(ana, by=marta)
    assert person.one(who).archived
    assert person.matching("ana") == []
    record.archive(ana, by=marta, archived=False)
    assert [one.id for one in person.matching("ana")] == [who]


def test_a_user_works_on_when_their_card_is_archived(make: Make, marta: int, jonas: int) -> None:
    card = make("contact", name="Jonas Lind", email="jonas@northwind.example")
    record.archive(card, by=marta)
    assert not person.one(jonas).archived
    posting.note(card if not record.read(card).archived else make("task", title="x"), "still here", by=jonas)


# Removing


def test_removing_takes_everything_on_the_thread(make: Make, ana: int, marta: int, jonas: int) -> None:
    id = make("opportunity", title="Barrels", contact=str(ana))
    posted = sending.send(id, "Hello @Jonas", by=marta)
    message.edit(posted.message, "Hello there @Jonas", by=marta)
    follower.follow(id, jonas, by=marta)
    assert record.goes_with(id) == {"entries": 3, "followers": 2, "links": 0}
    record.remove(id, by=marta)
    with pytest.raises(NotFound):
        record.read(id)
    with pytest.raises(NotFound):
        entries.one(posted.message)
    assert delivery.of_messages([posted.message]) == {}
    assert follower.followers(id) == []
    assert notification.inbox(jonas) == []
    assert journal.verify().ok
    assert database.soundness() == []


def test_links_to_a_removed_record_are_emptied_and_tracked(make: Make, ana: int, marta: int) -> None:
    deal = make("opportunity", title="Barrels", contact=str(ana), company=str(ana))
    task = make("task", title="Call", about=str(deal))
    other = make("task", title="Other", about=str(deal))
    record.archive(other, by=marta)
    assert record.goes_with(deal)["links"] == 2
    record.remove(deal, by=marta)
    for id in (task, other):
        assert record.read(id).values["about"] is None
        [change] = newest(id).changes
        assert (change.label, change.old, change.new) == ("About", {"id": deal, "title": "Barrels"}, None)
    assert journal.verify().ok


def test_an_untracked_link_is_emptied_without_an_entry(make: Make, marta: int) -> None:
    company = make("contact", name="Herrera S.L.")
    deal = make("opportunity", title="Barrels", company=str(company))
    record.remove(company, by=marta)
    assert record.read(deal).values["company"] is None
    assert kinds_of(deal) == ["created"]
    assert journal.verify().ok


def test_a_person_who_never_wrote_goes_with_the_card(make: Make, ana: int, marta: int) -> None:
    who, deal = person_of(ana), make("opportunity", title="Barrels", contact=str(ana))
    follower.follow(deal, who, by=marta)
    record.remove(ana, by=marta)
    assert Person.get_or_none(Person.id == who) is None
    assert [one.name for one in follower.followers(deal)] == ["Marta Oliveira"]
    assert journal.verify().ok


def test_other_persons_without_a_card_stay(make: Make, ana: int, marta: int) -> None:
    with database.transaction():
        stranger = person.create("Stranger", by=marta, email="stranger@x.example")
    record.remove(ana, by=marta)
    assert person.one(stranger).name == "Stranger"


def test_persons_who_wrote_or_received_stay(make: Make, ana: int, marta: int, jonas: int) -> None:
    ben = make("contact", name="Ben", email="ben@x.example")
    sending.send(ben, "Hello", by=marta)
    posting.receive(ana, "Hello", author=person_of(ana), channel="email")
    card = make("contact", name="Jonas Lind", email="jonas@northwind.example")
    for id, told in [
        (ana, "Ana Herrera has written or received"),
        (ben, "Ben has written or"),
        (card, "Jonas Lind is a user"),
    ]:
        with pytest.raises(Refused, match=f"{told}.*archive the contact instead"):
            record.remove(id, by=marta)
        assert record.read(id)
    assert journal.verify().ok


def test_only_administrators_remove(ana: int, jonas: int) -> None:
    with pytest.raises(Refused, match="Only an administrator can remove records for good; archive it instead"):
        record.remove(ana, by=jonas)


def test_a_refused_removal_leaves_everything(make: Make, ana: int, marta: int) -> None:
    deal = make("opportunity", title="Barrels", contact=str(ana))
    posting.receive(ana, "Hello", author=person_of(ana), channel="email")
    last = journal.head()
    with pytest.raises(Refused):
        record.remove(ana, by=marta)
    assert journal.head() == last
    assert record.read(deal).values["contact"] == ana


# Threads


def test_a_thread_carries_kind_title_and_newest_entry(make: Make, ana: int, marta: int) -> None:
    assert thread.head(ana) == thread.Head(ana, "contact", "Ana Herrera", False)
    record.save(ana, {"name": "Ana H."}, by=marta)
    assert thread.head(ana).title == "Ana H."
    note = posting.note(ana, "newest", by=marta)
    [row] = listing.rows("contact")
    assert (row.last, row.last_date) == ("Marta: newest", entries.one(note).date)
    assert thread.heads([ana, 4711, 2**63, -1]).keys() == {ana}


def test_a_back_dated_entry_is_not_the_newest(ana: int, marta: int) -> None:
    import datetime as dt

    posting.note(ana, "old", by=marta, when=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    [row] = listing.rows("contact")
    assert row.last == "Contact created"


def test_messages_are_of_one_thread(make: Make, ana: int, marta: int) -> None:
    other = make("task", title="Call")
    posting.note(other, "there", by=marta)
    assert [entry.body for entry in entries.page(ana)] == ["Contact created"]
    assert Message.select().count() == 3
