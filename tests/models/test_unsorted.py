"""Mail that belongs nowhere: kept once, filed, made a contact, thrown away; and the signed address of answers."""

from __future__ import annotations

import pytest

from models import attachment, entries, journal, person, record, reply_address, routing, sorting, storage, unsorted
from models.errors import NotFound, Refused
from models.unsorted import Brought

NEW = "irene@novak.example"


def keep(number: int = 1, **more) -> int:
    return unsorted.keep("email", f"<{number}@novak.example>", **{"address": NEW, "text": "Hello", **more})


def test_it_is_kept_once_and_clean(filled) -> None:
    id = keep(html="<p onclick='x'>Hello <b>you</b><script>1</script></p>", name=" Irene\nNovák ")
    assert keep() is None
    (one,) = unsorted.waiting()
    assert (one.id, one.name, one.body, one.html) == (id, "Irene Novák", "Hello you", "<p>Hello <b>you</b></p>")
    assert unsorted.count() == 1
    assert journal.verify().ok


def test_filed_it_is_an_entry_with_its_files_and_its_writer_is_known(filled) -> None:
    stored = storage.keep_bytes(filled.workspace.files, b"plan", limit=attachment.limit())
    id = keep(name="Irene", files=[Brought(stored.sha256, stored.size, "plan.txt", "text/plain", "c1")])
    written = sorting.file(id, filled.wall, by=filled.marta)
    entry = entries.one(written)
    assert (entry.thread, entry.direction, entry.author.email) == (filled.wall, "in", NEW)
    assert [file.name for file in entry.files] == ["plan.txt"]
    assert unsorted.count() == 0
    assert keep() is not None or unsorted.known("email", "<1@novak.example>")
    assert routing.place("email", NEW, references=["<1@novak.example>"]).thread == filled.wall
    assert journal.verify().ok


def test_an_archived_record_takes_nothing(filled) -> None:
    record.archive(filled.wall, by=filled.marta)
    with pytest.raises(Refused, match="archived"):
        sorting.file(keep(), filled.wall, by=filled.marta)
    assert unsorted.count() == 1


def test_a_contact_is_made_and_the_next_mail_goes_there(filled) -> None:
    card, _ = sorting.introduce(keep(name="Irene Novák"), by=filled.jonas)
    assert record.read(card).values["email"] == NEW
    assert routing.place("email", NEW.upper()).thread == card
    assert sorting.introduce(keep(2), by=filled.jonas)[0] == card


def test_what_was_thrown_away_leaves_nothing_and_never_comes_again(filled) -> None:
    id = keep(name="Irene")
    sorting.delete(id, by=filled.marta)
    assert unsorted.waiting() == []
    assert keep() is None
    kept = unsorted.Unsorted.get_by_id(id)
    assert (kept.address, kept.name, kept.body) == ("", "", "")
    with pytest.raises(NotFound):
        sorting.delete(id, by=filled.marta)
    assert journal.verify().ok


def test_the_same_subject_suggests_records(filled) -> None:
    assert sorting.likely(keep(subject="AW: Re: storage WALL")) == [filled.wall]
    assert sorting.likely(keep(2)) == []


# The signed address


def test_an_answer_finds_its_thread_by_the_signed_address(filled) -> None:
    signed = reply_address.of("office@northwind.example", filled.barrels)
    assert signed is not None
    assert signed.startswith(f"office+r{filled.barrels}-")
    assert len(signed.partition("@")[0]) <= 64
    assert reply_address.thread_of(["x@y.example", signed.upper()]) == filled.barrels
    placed = routing.place("email", "new@elsewhere.example", name="New", recipients=[signed])
    assert placed.thread == filled.barrels
    assert person.one(placed.author).email == "new@elsewhere.example"


def test_a_forged_one_is_not_believed(filled) -> None:
    signed = reply_address.of("office@northwind.example", filled.barrels)
    other = signed.replace(f"+r{filled.barrels}-", f"+r{filled.wall}-")
    altered = signed.replace("@", "0@")
    flipped = signed[: signed.index("@") - 1] + ("0" if signed[signed.index("@") - 1] != "0" else "1") + "@x.example"
    for forged in (other, altered, flipped, "office+r1-@x", "office+r99999999999999999999-0123456789abcdef@x.example"):
        assert reply_address.thread_of([forged]) is None
        assert routing.place("email", "new@elsewhere.example", recipients=[forged]) is None


def test_a_signature_of_a_record_that_is_gone_leads_nowhere(filled) -> None:
    signed = reply_address.of("office@northwind.example", filled.task)
    record.remove(filled.task, by=filled.marta)
    assert reply_address.thread_of([signed]) is None


def test_an_address_without_room_is_left_as_it_is(filled) -> None:
    assert reply_address.of("a" * 60 + "@northwind.example", filled.barrels) is None
    assert reply_address.of("nonsense", filled.barrels) is None
