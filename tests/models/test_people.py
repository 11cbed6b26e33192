"""Persons are found by card, name or address; users are administrators or not, and the last one stays."""

from __future__ import annotations

import pytest

from models import database, journal, person, record, user
from models.errors import Invalid, NotFound, Refused
from tests.models.conftest import Make

# Finding


def test_a_person_is_found_by_card_name_or_address(make: Make, ana: int, marta: int) -> None:
    who = person.of_card(ana)
    for named in (str(ana), "ana herrera", " ANA  Herrera", "Ana@Herrera.example"):
        assert person.find(named) == who
    assert person.find("Marta Oliveira").id == marta
    assert person.find("marta@northwind.example").card is None
    assert person.find("Deskbot").bot


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("4711", "There is no contact 4711."),
        ("99999999999999999999999", "There is no contact 99999999999999999999999."),
        ("Nobody", "Nobody is called “Nobody” here."),
        ("nobody@x.example", "Nobody here has the address nobody@x.example."),
        ("", "Nobody is called “” here."),
        ("Twin", "“Twin” fits more than one person; name them by e-mail address or by the id of their contact."),
        ("twin@x.example", "“twin@x.example” fits more than one person"),
    ],
)
def test_who_cannot_be_found(make: Make, named: str, told: str) -> None:
    for _ in range(2):
        make("contact", name="Twin", email="twin@x.example")
    with pytest.raises(Refused) as refused:
        person.find(named)
    assert told in str(refused.value)


def test_one_who_is_here_comes_before_archived_namesakes(make: Make, marta: int) -> None:
    for _ in range(4):
        record.archive(make("contact", name="Ana"), by=marta)
    here = make("contact", name="Ana")
    assert person.find("ana").card == here
    record.archive(here, by=marta)
    with pytest.raises(Refused, match="fits more than one"):
        person.find("ana")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("an", ["Ana Herrera", "Zoe Anders"]),
        ("HERR", ["Ana Herrera"]),
        ("ana h", ["Ana Herrera"]),
        ("erre", []),
        ("zo", ["Zoe Anders"]),
        ("z@", ["Zoe Anders"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("desk", []),
    ],
)
def test_matching_what_is_typed(make: Make, ana: int, typed: str, found: list[str]) -> None:
    make("contact", name="Zoe Anders", email="z@x.example")
    assert [one.name for one in person.matching(typed)] == found


def test_matching_stops_at_the_limit(make: Make) -> None:
    for number in range(12):
        make("contact", name=f"Ana {number:02}")
    assert [one.name for one in person.matching("ana", limit=3)] == ["Ana 00", "Ana 01", "Ana 02"]


def test_persons_come_together(marta: int, jonas: int) -> None:
    assert person.some([marta, jonas, None, 4711, 2**70]).keys() == {marta, jonas}
    assert person.some([]) == {}
    with pytest.raises(NotFound, match="There is no person 4711"):
        person.one(4711)


def test_a_person_who_is_not_there_cannot_be_changed(marta: int) -> None:
    with pytest.raises(NotFound), database.transaction():
        person.change(4711, by=marta, name="x")


# Users


def test_users_are_added_by_administrators(marta: int, jonas: int) -> None:
    assert [(one.name, one.administrator) for one in user.members()] == [
        ("Marta Oliveira", True),
        ("Jonas Lind", False),
    ]
    with pytest.raises(Refused, match="Only an administrator can add users"):
        user.add("Lea", "lea@northwind.example", by=jonas)
    lea = user.add(" Lea \n Roth ", "lea@northwind.example", administrator=True, by=marta)
    assert user.member(lea) == user.Member(lea, "Lea Roth", "lea@northwind.example", True, False)
    user.add("Ben", "ben@northwind.example", by=lea)


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "lea@x.example", "A user needs a name."),
        ("Lea", "lea", "is not an e-mail address"),
        ("Lea", "MARTA@northwind.example", "is a user already"),
    ],
)
def test_who_cannot_be_added(marta: int, name: str, email: str, told: str) -> None:
    last = journal.head()
    with pytest.raises(Refused) as refused:
        user.add(name, email, by=marta)
    assert told in str(refused.value)
    assert isinstance(refused.value, Invalid) == ("already" not in told)
    assert journal.head() == last


def test_users_are_archived_and_the_last_administrator_stays(marta: int, jonas: int) -> None:
    with pytest.raises(Refused, match="Only an administrator can archive users"):
        user.archive(marta, by=jonas)
    with pytest.raises(Refused, match="last administrator can't be archived"):
        user.archive(marta, by=marta)
    user.archive(jonas, by=marta)
    with pytest.raises(Refused, match="Jonas Lind is archived already"):
        user.archive(jonas, by=marta)
    with pytest.raises(Refused, match="Jonas Lind is archived and can't act any more"):
        user.find("Jonas Lind")
    assert [one.name for one in user.members(archived=False)] == ["Marta Oliveira"]
    assert journal.verify().ok


def test_only_users_are_archived_as_users(make: Make, ana: int, marta: int) -> None:
    someone = person.of_card(ana)
    assert someone is not None
    with pytest.raises(NotFound, match="Ana Herrera is not a user"):
        user.archive(someone.id, by=marta)
    with pytest.raises(NotFound, match="There is no person 4711"):
        user.archive(4711, by=marta)
    assert journal.verify().ok


@pytest.mark.parametrize("named", ["jonas lind", "JONAS@northwind.example", "  Jonas   Lind "])
def test_users_are_found_by_name_or_address(jonas: int, named: str) -> None:
    assert user.find(named).id == jonas


def test_users_of_one_name_are_told_apart_by_address(marta: int, jonas: int) -> None:
    user.add("Jonas Lind", "other@northwind.example", by=marta)
    with pytest.raises(Refused, match="fits more than one user; use the e-mail address"):
        user.find("Jonas Lind")
    assert user.find("jonas@northwind.example").id == jonas
    with pytest.raises(NotFound, match="There is no user “Nobody”"):
        user.find("Nobody")


def test_an_archived_contact_who_becomes_a_user_is_here_again(make: Make, ana: int, marta: int) -> None:
    record.archive(ana, by=marta)
    id = user.add("Ana Herrera", "ana@herrera.example", by=marta)
    assert not person.one(id).archived
