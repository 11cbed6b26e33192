"""What is typed is read as meant or refused in words, field by field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models import database, listing, record, setting, shown, user
from models.errors import Invalid, NotFound, Refused
from models.fields import Choice, Country, Currency, Date, DateTime, Language, Number, Tags, Text, TimeZone, YesNo
from models.shown import Reader
from models.workspace import Workspace
from tests.models.conftest import Make

PERCENT = Number("Probability", least=0, most=100, percent=True)
CONSENT = Choice("WhatsApp", (("unknown", "Not asked"), ("yes", "Opted in")), default="unknown")
STAGE = Choice("Stage", (("New", "New"), ("Won", "Won")), default="New", required=True)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (Text("Name"), "  Ana \n Herrera\t", "Ana Herrera"),
        (Text("Name"), " \n ", None),
        (Text("Name"), "0", "0"),
        (YesNo("Done"), "YES", True),
        (YesNo("Done"), "x", True),
        (YesNo("Done"), "1", True),
        (YesNo("Done"), "off", False),
        (YesNo("Done"), "", False),
        (PERCENT, "0", 0),
        (PERCENT, "100 %", 100),
        (PERCENT, "40.0", 40),
        (PERCENT, "", None),
        (Date("Deadline"), "2026-11-26", dt.date(2026, 11, 26)),
        (Date("Deadline"), "20261126", dt.date(2026, 11, 26)),
        (Date("Deadline"), " ", None),
        (CONSENT, "opted IN", "yes"),
        (CONSENT, "yes", "yes"),
        (CONSENT, "", "unknown"),
        (STAGE, "wón", "Won"),
        (STAGE, "", None),
        (Country("Country"), "es", "ES"),
        (Country("Country"), "España", None),
        (Country("Country"), "germany", "DE"),
        (Country("Country"), "Côte d’Ivoire", "CI"),
        (Language("Language"), "ES", "es"),
        (Language("Language"), "japanese", "ja"),
        (Language("Language"), "spa", None),
        (Country("Country"), "EU", None),
        (TimeZone("Time zone"), "Europe/Madrid", "Europe/Madrid"),
        (TimeZone("Time zone"), "", None),
        (Tags("Tags"), "Wine, VIP ,wine,, Oak", ("Oak", "VIP", "Wine")),
        (Tags("Tags"), "", ()),
    ],
)
def test_typed_texts_are_read(workspace: Workspace, field: Any, typed: str, value: Any) -> None:
    if value is None and typed.strip() and not isinstance(field, Number):
        with pytest.raises(Invalid) as refused:
            field.parse(typed, {})
        assert typed.strip() in str(refused.value)
    else:
        assert field.parse(typed, {}) == value


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (YesNo("Done"), "perhaps", "“perhaps” is neither yes nor no."),
        (PERCENT, "101", "Probability is a whole number from 0 to 100."),
        (PERCENT, "-1", "Probability is a whole number from 0 to 100."),
        (PERCENT, "2.5", "Probability is a whole number from 0 to 100."),
        (PERCENT, "NaN", "Probability is a whole number from 0 to 100."),
        (PERCENT, "Infinity", "Probability is a whole number from 0 to 100."),
        (PERCENT, "1e999999", "Probability is a whole number from 0 to 100."),
        (PERCENT, "ten", "Probability is a whole number from 0 to 100."),
        (Date("Deadline"), "2026-02-30", "“2026-02-30” is not a date; write it as 2026-11-26."),
        (Date("Deadline"), "tomorrow", "“tomorrow” is not a date; write it as 2026-11-26."),
        (
            DateTime("At"),
            "2026-11-26 25:00",
            "“2026-11-26 25:00” is not a date and time; write it as 2026-11-26 14:30.",
        ),
        (DateTime("At"), "9999-12-31T23:59-12:00", "is not a date and time"),
        (CONSENT, "perhaps", "“perhaps” can't be chosen for WhatsApp; choose one of Not asked, Opted in."),
        (
            Country("Country"),
            "Atlantis",
            "“Atlantis” is not a country that is known; use a code such as ES, or the name.",
        ),
        (Language("Language"), "Klingon?", "is not a language that is known"),
        (Currency("Currency"), "Taler", "“Taler” is not a currency that is known; use a code such as EUR."),
        (TimeZone("Time zone"), "Madrid", "“Madrid” is not a time zone; use a name such as Europe/Madrid."),
        (TimeZone("Time zone"), "../../etc/passwd", "is not a time zone"),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(workspace: Workspace, field: Any, typed: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        field.parse(typed, {})
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "zone", "meant"),
    [
        ("2026-11-26 14:30", "Europe/Madrid", "2026-11-26T13:30:00Z"),
        ("2026-07-26 14:30", "Europe/Madrid", "2026-07-26T12:30:00Z"),
        ("2026-11-26T14:30Z", "Europe/Madrid", "2026-11-26T14:30:00Z"),
        ("2026-11-26T14:30+09:00", "Europe/Madrid", "2026-11-26T05:30:00Z"),
        ("2026-11-26", "Asia/Tokyo", "2026-11-25T15:00:00Z"),
        ("2026-11-26 14:30:15.5", "UTC", "2026-11-26T14:30:15.500000Z"),
    ],
)
def test_moments_without_a_zone_are_the_users(
    monkeypatch: pytest.MonkeyPatch, typed: str, zone: str, meant: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    field = DateTime("At")
    value = field.parse(typed, {})
    assert value is not None
    assert field.snapshot(value, None, {}) == meant  # type: ignore[arg-type]


# Records


@pytest.mark.parametrize("kind", ["contact", "opportunity", "purchase_order", "task"])
def test_a_new_record_starts_with_its_defaults(make: Make, kind: str) -> None:
    cls = record.kind(kind)
    id = make(kind, **{cls.title_field: "x"})
    values = record.read(id).values
    expected = {
        "contact": {"is_company": False, "whatsapp_consent": "unknown", "tags": ()},
        "opportunity": {"stage": "New", "tags": (), "outcome": None, "probability": None},
        "purchase_order": {"status": "RFQ", "currency": "EUR", "lines": ()},
        "task": {"stage": "To do", "done": False},
    }[kind]
    assert {name: values[name] for name in expected} == expected
    assert values.keys() == cls.fields.keys() == record.empty(cls).keys()


def test_everything_wrong_is_told_at_once(make: Make, marta: int) -> None:
    given = {"name": "", "email": "nonsense", "country": "Atlantis", "mobile": "12", "city": "Jerez"}
    with pytest.raises(Invalid) as refused:
        record.create("contact", given, by=marta)
    assert refused.value.fields.keys() == {"email", "country", "mobile"}
    with pytest.raises(Invalid) as refused:
        record.create("contact", {"name": " ", "city": "Jerez"}, by=marta)
    assert refused.value.fields == {"name": "Name can't be empty."}
    assert listing.count("contact") == 0


def test_unknown_fields_and_kinds_are_refused_with_the_list(make: Make, marta: int, ana: int) -> None:
    with pytest.raises(NotFound, match=r"no field “mail”; its fields are name, is_company, company, email"):
        record.save(ana, {"mail": "x"}, by=marta)
    with pytest.raises(
        NotFound, match=r"no kind of record “contacts”; there are contact, opportunity, purchase_order, task"
    ):
        record.create("contacts", {}, by=marta)


@pytest.mark.parametrize("id", [0, -1, 4711, 2**63, 10**30])
def test_records_that_do_not_exist_are_refused(marta: int, id: int) -> None:
    for verb in (record.read, record.goes_with, record.correspondent):
        with pytest.raises(NotFound, match=f"There is no record {id}"):
            verb(id)
    with pytest.raises(NotFound):
        record.save(id, {}, by=marta)
    with pytest.raises(NotFound):
        record.archive(id, by=marta)
    with pytest.raises(NotFound):
        record.remove(id, by=marta)


def test_computed_fields_cannot_be_set(make: Make, marta: int) -> None:
    id = make("purchase_order")
    with pytest.raises(Invalid, match="Total is computed and can't be set"):
        record.save(id, {"total": "5"}, by=marta)


def test_a_stage_cannot_be_emptied(make: Make, marta: int) -> None:
    id = make("opportunity", title="x", stage="Won")
    with pytest.raises(Invalid, match="Stage can't be empty"):
        record.save(id, {"stage": ""}, by=marta)
    assert record.read(id).values["stage"] == "Won"


def test_an_empty_cell_gives_a_new_record_its_default(make: Make) -> None:
    assert record.read(make("opportunity", title="x", stage=" ")).values["stage"] == "New"
    assert record.read(make("opportunity", title="x", stage=None)).values["stage"] == "New"


def test_the_outcome_follows_the_stage(make: Make, marta: int) -> None:
    id = make("opportunity", title="x", stage="Won")
    with pytest.raises(Invalid, match="follows from the stage Won"):
        record.save(id, {"outcome": ""}, by=marta)
    record.save(id, {"outcome": "lost"}, by=marta)
    values = record.read(id).values
    assert (values["stage"], values["outcome"], values["probability"]) == ("Lost", "lost", 0)


def test_a_task_is_done_at_done(make: Make, marta: int) -> None:
    id = make("task", title="x")
    record.save(id, {"done": "yes"}, by=marta)
    assert record.read(id).values["stage"] == "Done"
    record.save(id, {"stage": "In progress"}, by=marta)
    assert record.read(id).values["done"] is False
    record.save(id, {"done": True}, by=marta)
    record.save(id, {"done": False}, by=marta)
    assert record.read(id).values["stage"] == "To do"


def test_stages_of_the_workspace_replace_the_usual_ones(make: Make, marta: int) -> None:
    setting.put("stages.task", ["Offen", "Fertig"], by=marta)
    id = make("task", title="x")
    assert record.read(id).values["stage"] == "Offen"
    with pytest.raises(Invalid, match="choose one of Offen, Fertig"):
        record.save(id, {"stage": "To do"}, by=marta)
    record.save(id, {"stage": "fertig"}, by=marta)
    assert record.read(id).values["stage"] == "Fertig"


def test_an_order_without_a_reference_gets_a_number(make: Make, marta: int) -> None:
    id = make("purchase_order")
    assert record.read(id).title == f"P{id:05d}" == record.read(id).values["reference"]
    record.save(id, {"reference": "PO/2026/7"}, by=marta)
    assert record.read(id).title == "PO/2026/7"
    record.save(id, {"reference": ""}, by=marta)
    assert record.read(id).title == f"P{id:05d}"


def test_the_company_of_a_contact_comes_with_it(make: Make, marta: int) -> None:
    company = make("contact", name="Herrera S.L.", is_company="yes")
    person = make("contact", name="Ana", company=str(company))
    id = make("opportunity", title="x", contact=str(person))
    assert record.read(id).values["company"] == company


# Links and members


def test_links_take_an_id_a_name_or_an_address(make: Make, marta: int, ana: int) -> None:
    id = make("opportunity", title="Barrels")
    for typed in (str(ana), "ana herrera", "  ANA  HERRERA ", "ana@herrera.example", "Ana@Herrera.Example"):
        record.save(id, {"contact": typed}, by=marta)
        assert record.read(id).values["contact"] == ana
        record.save(id, {"contact": ""}, by=marta)
        assert record.read(id).values["contact"] is None
    record.save(id, {"contact": ana}, by=marta)
    assert record.read(id).values["contact"] == ana


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Nobody", "Contact: There is no contact called “Nobody”."),
        ("4711", "Contact: There is no record 4711."),
        ("99999999999999999999", "Contact: There is no record 99999999999999999999."),
        ("nobody@x.example", "Contact: Nobody here has the address nobody@x.example."),
        ("Twin", "Contact: “Twin” fits more than one record; use the id."),
        ("Marta Oliveira", "Contact: There is no contact called “Marta Oliveira”."),
        ("marta@northwind.example", "Contact: marta@northwind.example has no contact record."),
        ("Put away", "Contact: There is no contact called “Put away”."),
    ],
)
def test_links_that_lead_nowhere_are_refused(make: Make, marta: int, typed: str, told: str) -> None:
    make("contact", name="Twin")
    make("contact", name="TWIN")
    record.archive(make("contact", name="Put away"), by=marta)
    id = make("opportunity", title="Barrels")
    with pytest.raises(Invalid) as refused:
        record.save(id, {"contact": typed}, by=marta)
    assert refused.value.fields == {"contact": told}


def test_links_are_to_their_kind(make: Make, marta: int, ana: int) -> None:
    task, id = make("task", title="Call"), make("opportunity", title="Barrels")
    with pytest.raises(Invalid, match="is not a contact"):
        record.save(id, {"contact": str(task)}, by=marta)
    with pytest.raises(Invalid, match="is not a contact"):
        record.save(id, {"contact": task}, by=marta)
    record.save(task, {"about": "Barrels"}, by=marta)
    assert record.read(task).values["about"] == id


def test_a_record_is_not_its_own_company(make: Make, marta: int, ana: int) -> None:
    with pytest.raises(Invalid, match="Company can't be the record itself"):
        record.save(ana, {"company": str(ana)}, by=marta)


def test_tasks_about_each_other_have_no_correspondent(make: Make, marta: int, ana: int) -> None:
    one, two = make("task", title="One"), make("task", title="Two")
    record.save(one, {"about": str(two)}, by=marta)
    record.save(two, {"about": str(one)}, by=marta)
    assert record.correspondent(one) is None
    record.save(two, {"about": str(ana)}, by=marta)
    assert record.correspondent(one) == record.correspondent(two) == record.correspondent(ana) is not None


def test_members_are_named_by_name_address_or_card(make: Make, marta: int, jonas: int) -> None:
    card = make("contact", name="Jonas Lind", email="jonas@northwind.example")
    id = make("task", title="Call")
    for typed in ("jonas lind", "JONAS@northwind.example", str(card)):
        record.save(id, {"assignee": typed}, by=marta)
        assert record.read(id).values["assignee"] == jonas
        record.save(id, {"assignee": None}, by=marta)


def test_only_users_who_are_here_are_put_in_charge(make: Make, marta: int, jonas: int, ana: int) -> None:
    id = make("task", title="Call", assignee="Jonas Lind")
    for typed, told in [
        ("Nobody", "Assignee: There is no user “Nobody”."),
        ("Ana Herrera", "Assignee: There is no user “Ana Herrera”."),
        (str(ana), "Assignee: Ana Herrera is not a user."),
        ("Deskbot", "Assignee: There is no user “Deskbot”."),
    ]:
        with pytest.raises(Invalid) as refused:
            record.save(id, {"assignee": typed}, by=marta)
        assert refused.value.fields == {"assignee": told}
    user.archive(jonas, by=marta)
    record.save(id, {"title": "Call back", "assignee": jonas}, by=marta)  # a form hands over what it had
    other = make("task", title="Write")
    with pytest.raises(Invalid, match="Jonas Lind is archived"):
        record.save(other, {"assignee": "Jonas Lind"}, by=marta)
    with pytest.raises(Invalid, match="Jonas Lind is archived"):
        record.save(other, {"assignee": jonas}, by=marta)


def test_values_for_scripts(make: Make, marta: int, jonas: int, ana: int) -> None:
    """Links {"id", "title"}, money {"amount", "currency"}, dates ISO (product.md §12)."""
    id = make(
        "opportunity", title="Barrels", contact=str(ana), expected_revenue="1200.5 USD", probability="40",
        expected_closing="2026-11-26", salesperson="Jonas Lind", tags="Wine, Oak",
    )  # fmt: skip
    values = record.read(id).values
    plain = listing.plain("opportunity", values, listing.names_for("opportunity", [values]))
    assert plain == {
        "stage": "New",
        "title": "Barrels",
        "contact": {"id": ana, "title": "Ana Herrera"},
        "company": None,
        "expected_revenue": {"amount": "1200.50", "currency": "USD"},
        "probability": 40,
        "expected_closing": "2026-11-26",
        "salesperson": {"id": None, "title": "Jonas Lind"},
        "tags": ["Oak", "Wine"],
        "outcome": None,
        "lost_reason": None,
        "notes": None,
    }


def test_order_values_for_scripts(make: Make) -> None:
    id = make("purchase_order", lines="Barrel; 2; 500\nBung; 0.5; 1.25", expected_arrival="2026-11-26T08:00Z")
    values = record.read(id).values
    plain = listing.plain("purchase_order", values, listing.names_for("purchase_order", [values]))
    assert plain["lines"] == [
        {"product": "Barrel", "quantity": "2", "price": "500", "currency": "EUR"},
        {"product": "Bung", "quantity": "0.5", "price": "1.25", "currency": "EUR"},
    ]
    assert plain["total"] == {"amount": "1000.63", "currency": "EUR"}
    assert plain["expected_arrival"] == "2026-11-26T08:00:00Z"


@given(some.dictionaries(some.sampled_from(sorted(record.kind("contact").fields)), some.text(max_size=40), max_size=4))
def test_no_typed_text_breaks_a_contact(given: dict[str, str]) -> None:
    """Whatever is typed is read or refused in words; nothing else is raised."""
    cls = record.kind("contact")
    offline = {name: text for name, text in given.items() if name not in ("company", "salesperson", "phone", "mobile")}
    try:
        values = record.checked(cls, offline, {})
    except Refused as refused:
        assert str(refused)
        return
    for name, value in values.items():
        field = cls.fields[name]
        snapshot = field.snapshot(value, None, values)  # type: ignore[arg-type]
        assert isinstance(shown.text(field.type, snapshot, Reader("de_DE")), str | None)
        assert database.canonical(snapshot)


def test_every_field_has_a_name_a_label_and_a_place() -> None:
    for cls in record.kinds.values():
        for name, field in cls.fields.items():
            assert (field.name, bool(field.label)) == (name, True)
            assert field.place in ("head", "main", "tab", None)
        assert cls.title_field in cls.fields
        assert cls.stage_field is None or cls.fields[cls.stage_field].required
        assert all(set(action.values) <= cls.fields.keys() for action in cls.actions)


def test_the_declared_fields_are_those_of_the_product() -> None:
    """product.md §2: which fields each kind has, and which of them are tracked (marked *)."""
    told = {
        "contact": "name* is_company company* email* phone* mobile* whatsapp_consent* street* city* postcode* country* "
        "language* time_zone tags* salesperson* notes",
        "opportunity": "stage* title* contact* company expected_revenue* probability* expected_closing* salesperson* "
        "tags* outcome* lost_reason* notes",
        "purchase_order": "reference vendor* status* order_date* expected_arrival* currency* lines* total* buyer* "
        "notes",
        "task": "title* about* assignee* deadline* stage* done* notes",
    }
    declared = {
        kind: " ".join(f"{name}{'*' if field.tracked else ''}" for name, field in cls.fields.items())
        for kind, cls in record.kinds.items()
    }
    assert declared == told


def test_amounts_are_exact(make: Make) -> None:
    id = make("opportunity", title="x", expected_revenue="0.1")
    assert record.read(id).values["expected_revenue"].amount == Decimal("0.1")
