"""Importing: what a CSV file creates and updates, what it refuses, and that many records are written as one by one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import database, entries, importing, journal, listing, person, record, setting, user
from models.errors import NotFound, Refused
from models.importing import Outcome
from models.workspace import Workspace

pytestmark = pytest.mark.usefixtures("workspace")

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[[str], Path]


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    """Write a file of the given text, in UTF-8."""

    def write(text: str, name: str = "contacts.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(text.encode())
        return file

    return write


def run(file: Path, kind: str = "contact", **more: object) -> Outcome:
    return importing.run(kind, file, by=user.first_administrator().id, **more)  # type: ignore[arg-type]


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.created, outcome.updated, outcome.unchanged, outcome.failed


def values(kind: str, field: str) -> list[object]:
    return [row.values[field] for row in listing.rows(kind, limit=1000)]


def reasons(outcome: Outcome) -> list[tuple[int, str | None]]:
    return [(one.row, one.column) for one in outcome.errors]


def test_each_row_makes_a_record_and_deskbot_says_from_which_file_and_for_whom(csv: Write) -> None:
    outcome = run(
        csv("Name,E-mail,City\nAna,ana@x.example,Jerez\nKarl,karl@x.example,Köln\n"), mapping=[("e-mail", "email")]
    )
    assert counts(outcome) == (2, 0, 0, 0)
    assert values("contact", "email") == ["ana@x.example", "karl@x.example"]
    (first,) = entries.page(listing.rows("contact")[0].id)
    assert (first.kind, first.author.name) == ("created", "Deskbot")
    assert first.body == f"Contact created\nImported from contacts.csv by Marta Oliveira (import {outcome.number})"
    assert journal.verify().ok


def test_columns_are_known_by_name_and_label_in_any_case(csv: Write) -> None:
    run(csv("NAME,Is Company,whatsapp,E-Mail,Time-Zone\nAcme,yes,Opted in,a@x.example,Europe/Madrid\n"))
    (row,) = listing.rows("contact")
    assert (row.values["is_company"], row.values["whatsapp_consent"], row.values["time_zone"]) == (
        True,
        "yes",
        "Europe/Madrid",
    )


def test_updating_by_key_writes_one_change_by_deskbot_and_nothing_for_unchanged_rows(csv: Write) -> None:
    run(csv("name,email,city\nAna,ana@x.example,Jerez\nKarl,karl@x.example,Köln\n"))
    before = journal.head()[0]
    outcome = run(csv("email,city\nANA@x.example,Cádiz\nkarl@x.example,Köln\n", "new.csv"), key="Email")
    assert counts(outcome) == (0, 1, 1, 0)
    ana, karl = (row.id for row in listing.rows("contact"))
    assert [one.kind for one in entries.page(karl)] == ["created"]
    change = entries.page(ana)[0]
    assert (change.kind, change.author.name) == ("change", "Deskbot")
    assert change.body == f"Imported from new.csv by Marta Oliveira (import {outcome.number})"
    assert [(one.field, one.old, one.new) for one in change.changes] == [
        ("email", "ana@x.example", "ANA@x.example"),
        ("city", "Jerez", "Cádiz"),
    ]
    assert journal.head()[0] > before
    again = journal.head()[0]
    outcome = run(csv("email,city\nANA@x.example,Cádiz\nkarl@x.example,Köln\n", "new.csv"), key="email")
    assert (counts(outcome), outcome.number) == ((0, 0, 2, 0), None)
    assert journal.head()[0] == again


def test_an_update_of_what_is_not_tracked_still_says_where_it_came_from(csv: Write) -> None:
    run(csv("name,email,notes\nAna,ana@x.example,old\n"))
    run(csv("email,notes\nana@x.example,new\n", "notes.csv"), key="email")
    newest = entries.page(listing.rows("contact")[0].id)[0]
    assert (newest.kind, newest.changes) == ("change", ())
    assert newest.body.startswith("Imported from notes.csv")


def test_records_are_found_by_id_and_those_of_another_kind_are_not(csv: Write) -> None:
    by = user.first_administrator().id
    ana, task = record.create("contact", {"name": "Ana"}, by=by).id, record.create("task", {"title": "T"}, by=by).id
    outcome = run(csv(f"id,name\n{ana},Ana Herrera\n{task},X\n99,Y\nabc,Z\n,New\n"), key="id")
    assert counts(outcome) == (1, 1, 0, 3)
    assert values("contact", "name") == ["Ana Herrera", "New"]


def test_bad_rows_are_refused_by_column_and_the_good_ones_come_in(csv: Write) -> None:
    outcome = run(
        csv(
            "name,Mail,country\nAna,nonsense,ES\n,karl@x.example,DE\nEva,eva@x.example,Atlantis\n\nGood,good@x.example,FR\n"
        ),
        mapping=[("Mail", "email")],
    )
    assert counts(outcome) == (1, 0, 0, 3)
    assert reasons(outcome) == [(2, "Mail"), (3, "name"), (4, "country")]
    assert outcome.errors[0].reason == "“nonsense” is not an e-mail address; it should look like name@example.com."
    assert values("contact", "name") == ["Good"]


def test_rows_with_more_cells_than_the_first_are_refused_and_shorter_ones_taken(csv: Write) -> None:
    outcome = run(csv("name,city\nAna,Jerez,surplus\nKarl\nEva,Lyon,\n"))
    assert (counts(outcome), reasons(outcome)) == ((2, 0, 0, 1), [(2, None)])


def test_quotes_newlines_and_row_numbers_as_a_spreadsheet_counts_them(csv: Write) -> None:
    outcome = run(csv('name,notes\n"Ana ""the"" H","first\nsecond"\nKarl,"x\n'))
    assert values("contact", "notes") == ["first\nsecond", "x"]
    assert values("contact", "name")[0] == 'Ana "the" H'
    assert counts(outcome) == (2, 0, 0, 0)


def test_a_file_without_a_known_column_is_refused_whole(csv: Write) -> None:
    with pytest.raises(Refused, match="No column of the file is a field of contact"):
        run(csv("first,second\nAna,Herrera\n"))
    assert listing.rows("contact") == []


@pytest.mark.parametrize(
    ("text", "more", "words"),
    [
        ("", {}, "is empty"),
        (" \n,\n", {}, "is empty"),
        ("name,Name\nA,B\n", {}, "both mean name"),
        ("name\nA\n", {"key": "email"}, "No column of the file is email"),
        ("name\nA\n", {"key": "nonsense"}, "has no field “nonsense”"),
        ("name\nA\n", {"mapping": [("mail", "email")]}, "The file has no column “mail”"),
        ("name,x\nA,B\n", {"mapping": [("x", "nonsense")]}, "has no field “nonsense”"),
        ("PK\x03\x04xx", {}, "packed file"),
        ("name\0\nA\n", {}, "not a text file"),
    ],
)
def test_what_is_refused_whole(csv: Write, text: str, more: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        run(csv(text), **more)


def test_unknown_kinds_and_missing_files_are_refused(csv: Write, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no kind of record “nonsense”"):
        run(csv("name\nA\n"), kind="nonsense")
    with pytest.raises(Refused, match="There is no file"):
        run(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "cp1250", "shift_jis"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    names = {"cp1250": ["Łukasz Żak", "Bożena Śliwa"], "shift_jis": ["山田太郎", "鈴木花子"]}.get(
        encoding, ["José Núñez", "Zoë"]
    )
    file = tmp_path / "names.csv"
    file.write_bytes(f"name;city\r\n{names[0]};Gdynia\r\n{names[1]};Sopot\r\n".encode(encoding))
    run(file)
    assert values("contact", "name") == names


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_even_where_cells_are_full_of_others(csv: Write, separator: str) -> None:
    others = "".join({",", ";", "|"} - {separator})
    run(csv(f"name{separator}notes\nAna{separator}a{others}b{others}c\n"))
    assert values("contact", "notes") == [f"a{others}b{others}c"]


def test_a_separator_can_be_said_in_the_first_line(csv: Write) -> None:
    run(csv("sep=;\nname;city\nAna;Jerez\n"))
    assert values("contact", "city") == ["Jerez"]


def test_links_are_found_by_name_address_and_id_also_of_rows_just_read(csv: Write) -> None:
    run(csv("name,company,email\nAcme,,acme@x.example\nAna,Acme,\nKarl,acme@x.example,\n"))
    run(csv("name,company\nEva,1\nPia,acme\nMia,Acme@x.example\n"))
    acme, *others = listing.rows("contact")
    assert [one.values["company"] for one in others] == [acme.id] * 5


def test_an_ambiguous_name_is_refused_whether_the_records_are_old_or_new(csv: Write) -> None:
    for text, row in (("Acme,\nacme,\nAna,ACME\n", 4), ("Ana,Acme\n", 2), ("Acme,\nAna,acme\n", 3)):
        for dry_run in (True, False):
            outcome = run(csv(f"name,company\n{text}"), dry_run=dry_run)
            assert reasons(outcome) == [(row, "company")]
            assert "fits more than one record" in outcome.errors[0].reason


def test_the_same_key_twice_in_a_file_creates_then_updates(csv: Write) -> None:
    text = "email,name,city\na@x.example,Ana,Jerez\nA@x.example,Ana,Cádiz\n"
    assert counts(run(csv(text), key="email", dry_run=True)) == (1, 1, 0, 0)
    assert counts(run(csv(text), key="email")) == (1, 1, 0, 0)
    assert values("contact", "city") == ["Cádiz"]


def test_a_key_that_fits_two_records_is_refused(csv: Write) -> None:
    run(csv("name,city\nAna,A\nana,B\n"))
    outcome = run(csv("name,city\nAna,C\n"), key="name")
    assert (counts(outcome), reasons(outcome)) == ((0, 0, 0, 1), [(2, "name")])


def test_archived_records_are_not_changed(csv: Write) -> None:
    run(csv("name,city\nAna,A\n"))
    record.archive(1, by=user.first_administrator().id)
    for dry_run in (True, False):
        outcome = run(csv("name,city\nAna,B\n"), key="name", dry_run=dry_run)
        assert counts(outcome) == (0, 0, 0, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(csv: Write) -> None:
    run(csv("name,email\nAna,ana@x.example\n"))
    before = journal.head()
    text = "name,email,company\nAnna,ana@x.example,\nNew,new@x.example,\nOther,o@x.example,New\nBad,bad,\n"
    dry = run(csv(text), key="email", dry_run=True)
    assert (counts(dry), dry.number, journal.head()) == ((2, 1, 0, 1), None, before)
    assert counts(run(csv(text), key="email")) == counts(dry)


def test_order_lines_stand_one_below_the_other_in_a_cell(csv: Write) -> None:
    run(csv("name\nCooperage\n"))
    run(csv('vendor,lines,status\nCooperage,"Barrel; 2; 540\nBung; 4; 38.50",RFQ sent\n'), kind="purchase_order")
    (order,) = listing.rows("purchase_order")
    assert str(order.values["total"].amount) == "1234.0000" or order.values["total"].amount == 1234
    assert order.title.startswith("P0")
    assert len(order.values["lines"]) == 2


def _written(origin: str | None = None) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables an import writes, without what is random or a time."""
    skipped = {"salt", "date", "created", "last_date", "at", "digest", "hash", "seq"}
    kept: dict[str, list[tuple[object, ...]]] = {}
    for table in ("thread", "contact", "person", "message", "follower", "notification", "journal"):
        cursor = database.database.execute_sql(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        wanted = [place for place, name in enumerate(names) if name not in skipped]
        kept[table] = sorted((tuple(row[place] for place in wanted) for row in cursor), key=repr)
    return kept


def test_many_records_are_written_as_one_by_one(csv: Write, workspace: Workspace, tmp_path: Path) -> None:
    by = user.first_administrator().id
    jonas = user.add("Jonas Lind", "jonas@northwind.example", by=by)
    gone = user.add("Gone", "gone@northwind.example", by=by)
    user.archive(gone, by=by)
    setting.put("imports", 1, by=by)
    start = tmp_path / "start.sqlite"
    database.copy_to(start)
    given = [
        {"name": "Acme", "email": "", "is_company": "yes", "tags": "a, b", "salesperson": "jonas@northwind.example"},
        {
            "name": "Jonas",
            "email": "JONAS@northwind.example",
            "is_company": "",
            "tags": "",
            "salesperson": "Marta Oliveira",
        },
        {"name": "Ana", "email": "ana@x.example", "is_company": "no", "tags": "", "salesperson": ""},
    ]
    header = "name,email,is_company,tags,salesperson"
    lines = [",".join(f'"{one[name]}"' for name in header.split(",")) for one in given]
    outcome = run(csv("\n".join([header, *lines])))
    assert outcome.number == 2
    together = _written()
    _reopen(workspace, start)
    with database.transaction():
        setting.put("imports", 2, by=by)
        for one in given:
            record.create("contact", one, by=by, origin="Imported from contacts.csv by Marta Oliveira (import 2)")
    assert person.of_card(2).id == jonas  # type: ignore[union-attr]
    assert _written() == together
    assert journal.verify().ok


def _reopen(opened: Workspace, copy: Path) -> None:
    """Put the copied database in the place of the open one."""
    database.close()
    for file in opened.path.glob("workspace.sqlite*"):
        file.unlink()
    (opened.path / "workspace.sqlite").write_bytes(copy.read_bytes())
    database.open_file(opened.path / "workspace.sqlite")


def test_an_import_that_is_killed_leaves_whole_batches_and_a_journal_that_holds(
    workspace: Workspace, csv: Write
) -> None:
    file = csv("name,email\n" + "".join(f"Contact {n},c{n}@x.example\n" for n in range(50_000)))
    command = [sys.executable, "-m", "desktop", "--workspace", str(workspace.path), "import", "contact", str(file)]
    for kill in range(1, 4):
        child = subprocess.Popen([*command, "--progress"], cwd=ROOT, stderr=subprocess.PIPE)
        assert child.stderr is not None
        child.stderr.readline()
        time.sleep(0.06 * kill)
        child.kill()
        child.communicate()
        assert database.soundness() == []
        assert journal.verify().ok
        count = listing.count("contact")
        assert 0 < count < 50_000 * kill
        assert count % importing.BATCH == 0


def test_what_others_write_meanwhile_is_found_by_its_key(csv: Write, elsewhere: Callable[[str], str]) -> None:
    seen: list[int] = []

    def meanwhile(outcome: Outcome) -> None:
        if not seen:
            elsewhere(
                "by = user.first_administrator().id\n"
                "record.create('contact', {'name': 'Late', 'email': 'late@x.example'}, by=by)"
            )
        seen.append(outcome.rows)

    rows = "".join(f"c{n}@x.example,Contact {n}\n" for n in range(importing.BATCH))
    outcome = run(csv(f"email,name\n{rows}late@x.example,Latest\n"), key="email", progress=meanwhile)
    assert (counts(outcome), seen) == ((200, 1, 0, 0), [200, 201])
    assert listing.count("contact", where={"name": "Latest"}) == 1


def test_a_users_new_card_by_import_is_theirs(csv: Write) -> None:
    run(csv("name,email\nMarta Oliveira,marta@northwind.example\n"))
    someone = person.of_card(1)
    assert someone is not None and someone.id == user.first_administrator().id


WORDS = "name email company tags mobile , ; | \" ' a@b.example =1+1 +34656555014 sep=; 1 2 é 山".encode().split(b" ")
BYTES = [b"\n", b"\r", b"\t", b"\0", b"\xe9", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"9" * 30]
PIECES = st.sampled_from([*WORDS, *BYTES])


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(PIECES, max_size=40), st.sampled_from([None, "name", "email", "id"]))
def test_no_file_whatever_is_in_it_is_an_error_of_ours(
    tmp_path: Path, named: bool, pieces: list[bytes], key: str | None
) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes((b"name,email\n" if named else b"") + b"".join(pieces))
    try:
        outcome = run(file, key=key)
    except Refused as refused:
        assert str(refused)
    else:
        assert all(one.reason for one in outcome.errors)
    assert journal.verify().ok
