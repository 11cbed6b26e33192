"""Exporting: CSV files that spreadsheets can't be harmed by and that an import takes for the same values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from models import exporting, importing, journal, record
from models.cells import guarded, unguarded
from models.errors import NotFound, Refused
from tests.conftest import Filled

KINDS = ("contact", "opportunity", "purchase_order", "task")


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_changes_nothing_when_imported(filled: Filled, tmp_path: Path, kind: str) -> None:
    record.save(
        filled.ana,
        {"tags": "vip, wine", "notes": 'two\nlines; one, quoted "x"', "salesperson": "Jonas Lind"},
        by=filled.marta,
    )
    record.save(
        filled.order, {"expected_arrival": "2027-01-02 10:00+00:00", "order_date": "2026-12-01"}, by=filled.marta
    )
    count = exporting.write(kind, tmp_path / "out.csv")
    before = journal.head()
    outcome = importing.run(kind, tmp_path / "out.csv", by=filled.marta, key="id")
    assert (outcome.unchanged, outcome.errors) == (count, [])
    assert count > 0
    assert journal.head() == before


def test_what_was_exported_makes_the_same_records_elsewhere(filled: Filled, tmp_path: Path) -> None:
    exporting.write("opportunity", tmp_path / "out.csv")
    importing.run("opportunity", tmp_path / "out.csv", by=filled.marta)
    kept, copy = record.read(filled.barrels), record.read(filled.task + 1)
    assert copy.values == kept.values


@pytest.mark.parametrize(
    "text", ["=1+1", "+34 656", "-5", "@SUM(A1)", "\tx", "'=x", "''=x", "＝1", "\r=x", "'quoted'", "x=1", ""]
)
def test_no_cell_begins_like_a_formula_and_each_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert unguarded(guarded(text)) == text


def test_formulas_and_numbers_with_a_plus_are_made_harmless(filled: Filled, tmp_path: Path) -> None:
    record.save(filled.ana, {"notes": '=HYPERLINK("http://x.example")'}, by=filled.marta)
    exporting.write("contact", tmp_path / "out.csv")
    ana = next(row for row in rows_of(tmp_path / "out.csv") if row["id"] == str(filled.ana))
    assert (ana["notes"], ana["mobile"]) == ('\'=HYPERLINK("http://x.example")', "'+34656555014")


def test_a_link_is_written_by_name_only_where_that_is_unmistakable(filled: Filled, tmp_path: Path) -> None:
    exporting.write("task", tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[0]["about"] == "Oak barrels, harvest 2027"
    record.create("opportunity", {"title": "OAK barrels, harvest 2027"}, by=filled.marta)
    exporting.write("task", tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[0]["about"] == str(filled.barrels)


def test_only_the_wanted_records_are_written(filled: Filled, tmp_path: Path) -> None:
    assert exporting.write("contact", tmp_path / "out.csv", where={"country": "DE"}) == 1
    record.archive(filled.wall, by=filled.marta)
    assert exporting.write("opportunity", tmp_path / "out.csv", archived=True) == 1
    assert [row["title"] for row in rows_of(tmp_path / "out.csv")] == ["Storage wall"]


def test_what_cannot_be_written_is_refused_and_leaves_the_old_file(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(NotFound):
        exporting.write("contact", tmp_path / "out.csv", where={"nonsense": "x"})
    assert (tmp_path / "out.csv").read_text() == "old"
    assert [path.name for path in tmp_path.glob(".export*")] == []
    with pytest.raises(Refused, match="No such file or directory"):
        exporting.write("contact", tmp_path / "nowhere" / "out.csv")
    with pytest.raises(Refused, match="is a folder"):
        exporting.write("contact", tmp_path)
