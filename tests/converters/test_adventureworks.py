"""AdventureWorks' orders come in as they are: vendors by name, lines that add up, all of them readable."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from models import entries, importing, journal, listing, person, record, user
from models.fields import Lines
from models.workspace import Workspace
from tests.converters import adventureworks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def source(test_data: Path) -> Path:
    folder = test_data / "records" / "adventureworks"
    if not folder.is_dir():
        pytest.skip(f"no AdventureWorks at {folder}")
    return folder


def test_the_lines_of_every_order_add_up(source: Path) -> None:
    """The sums of the lines against the header's own SubTotal; whatever differs is named."""
    field, given = Lines("Lines", currency="currency"), adventureworks.subtotals(source)
    differing = []
    for order in adventureworks.orders(source):
        lines = field.parse(order["lines"], {})
        total = sum((line.quantity * line.price for line in lines), Decimal(0))
        if total != Decimal(given[order["reference"]]):
            differing.append((order["reference"], total, given[order["reference"]]))
    assert len(given) == 4012
    assert differing == []


def test_every_row_has_its_header(source: Path, tmp_path: Path) -> None:
    assert adventureworks.convert(source, tmp_path / "out") == {"vendors.csv": 104, "purchase_orders.csv": 4012}
    for name, kind in (("vendors.csv", "contact"), ("purchase_orders.csv", "purchase_order")):
        with (tmp_path / "out" / name).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            assert set(reader.fieldnames or ()) <= record.kind(kind).fields.keys()
            assert all(None not in row and None not in row.values() for row in reader)


def test_each_vendor_is_one_of_a_kind(source: Path) -> None:
    names = [row["name"] for row in adventureworks.vendors(source)]
    assert len({name.casefold() for name in names}) == len(names) == 104
    assert {row["vendor"] for row in adventureworks.orders(source)} <= set(names)
    statuses = {row["status"] for row in adventureworks.orders(source)}
    assert statuses == {"RFQ", "Purchase order", "Cancelled", "Received"}


def test_the_command_writes_both_files(source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.converters.adventureworks"]
    done = subprocess.run([*command, tmp_path], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{tmp_path}/vendors.csv: 104 rows",
        f"{tmp_path}/purchase_orders.csv: 4,012 rows",
    ]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60).returncode == 2


def test_vendors_and_orders_are_imported(source: Path, workspace: Workspace, tmp_path: Path) -> None:
    adventureworks.convert(source, tmp_path)
    me = user.first_administrator().id
    first = importing.run("contact", tmp_path / "vendors.csv", by=me)
    assert (first.created, first.failed, first.errors) == (104, 0, [])
    second = importing.run("purchase_order", tmp_path / "purchase_orders.csv", by=me)
    assert (second.created, second.failed, second.errors) == (4012, 0, [])
    [row] = listing.rows("purchase_order", where={"reference": "PO2"})
    assert record.read(row.values["vendor"]).title == "Advanced Bicycles"
    assert row.values["total"].amount == Decimal("272.10")
    [entry] = entries.page(row.id)
    assert entry.author.id == person.deskbot()
    assert "purchase_orders.csv" in entry.body and "Marta Oliveira" in entry.body
    assert journal.verify().ok
