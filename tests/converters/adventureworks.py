"""Turns AdventureWorks' vendors and purchase orders into CSV files that the program imports: one for each kind.

`python -m tests.converters.adventureworks OUTDIR` reads records/adventureworks of the public data
(CHATTERDESK_TEST_DATA says where they lie) and writes vendors.csv, then purchase_orders.csv.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]
STATUSES = {
    "1": "RFQ",
    "2": "Purchase order",
    "3": "Cancelled",
    "4": "Received",
}  # pending, approved, rejected, complete
VENDOR_FIELDS = ("name", "is_company", "email", "phone", "country", "tags", "notes")
ORDER_FIELDS = ("reference", "vendor", "status", "order_date", "expected_arrival", "currency", "lines")


def data_folder() -> Path:
    """Where the public data lie (the same setting as the tests')."""
    shared = os.environ.get("CHATTERDESK_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data"
    return Path(shared) / "records" / "adventureworks"


def rows(folder: Path, table: str) -> Iterator[Row]:
    """The rows of a table, by the names of columns.json; cells are parted by tabs, or by "+|" with "&|" at the end."""
    declared = json.loads((folder / "columns.json").read_text(encoding="utf-8"))[f"{table}.csv"]
    names = [column.split()[0] for column in declared]
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as lines:
        for line in lines:
            plain = line.rstrip("\r\n")
            cells = plain.removesuffix("&|").split("+|") if plain.endswith("&|") else plain.split("\t")
            yield dict(zip(names, (cell.strip() for cell in cells), strict=True))


def vendors(folder: Path) -> Iterator[Row]:
    """Each vendor as a contact, with the address and number of the first person there."""
    persons: dict[str, str] = {}
    for row in rows(folder, "BusinessEntityContact"):
        persons.setdefault(row["BusinessEntityID"], row["PersonID"])
    mails = {row["BusinessEntityID"]: row["EmailAddress"] for row in rows(folder, "EmailAddress")}
    phones = {row["BusinessEntityID"]: row["PhoneNumber"] for row in rows(folder, "PersonPhone")}
    for row in rows(folder, "Vendor"):
        person = persons.get(row["BusinessEntityID"], "")
        web = row["PurchasingWebServiceURL"]
        yield {
            "name": row["Name"],
            "is_company": "yes",
            "email": mails.get(person, ""),
            "phone": american(phones.get(person, "")),
            "country": "US",
            "tags": ", ".join(tags(row)),
            "notes": f"Account {row['AccountNumber']}" + (f"\n{web}" if web else ""),
        }


def american(number: str) -> str:
    """A number with its country code; empty for what is no number of the United States."""
    return f"+1 {number}" if re.fullmatch(r"\d{3}-\d{3}-\d{4}", number) else ""


def tags(vendor: Row) -> Iterator[str]:
    yield "Vendor"
    if vendor["PreferredVendorStatus"] == "1":
        yield "Preferred"
    if vendor["ActiveFlag"] == "0":
        yield "Inactive"


def orders(folder: Path) -> Iterator[Row]:
    """Each purchase order, its lines in one cell as product.md §2 writes them."""
    names = {row["BusinessEntityID"]: row["Name"] for row in rows(folder, "Vendor")}
    products = {row["ProductID"]: row["Name"] for row in rows(folder, "Product")}
    details: dict[str, list[Row]] = defaultdict(list)
    for row in rows(folder, "PurchaseOrderDetail"):
        details[row["PurchaseOrderID"]].append(row)
    for row in rows(folder, "PurchaseOrderHeader"):
        lines = details[row["PurchaseOrderID"]]
        yield {
            "reference": f"PO{row['PurchaseOrderID']}",
            "vendor": names[row["VendorID"]],
            "status": STATUSES[row["Status"]],
            "order_date": row["OrderDate"][:10],
            "expected_arrival": max((line["DueDate"][:10] for line in lines), default=""),
            "currency": "USD",
            "lines": "\n".join(f"{products[one['ProductID']]}; {one['OrderQty']}; {one['UnitPrice']}" for one in lines),
        }


def subtotals(folder: Path) -> dict[str, str]:
    """What AdventureWorks itself says that the lines of each order come to."""
    return {f"PO{row['PurchaseOrderID']}": row["SubTotal"] for row in rows(folder, "PurchaseOrderHeader")}


def write(path: Path, fields: tuple[str, ...], kept: Iterable[Row]) -> int:
    """Write rows as CSV; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fields)
        writer.writeheader()
        for row in kept:
            writer.writerow(row)
            count += 1
    return count


def convert(folder: Path, target: Path) -> dict[str, int]:
    """Write both files into `target`; returns how many rows each has."""
    target.mkdir(parents=True, exist_ok=True)
    return {
        "vendors.csv": write(target / "vendors.csv", VENDOR_FIELDS, vendors(folder)),
        "purchase_orders.csv": write(target / "purchase_orders.csv", ORDER_FIELDS, orders(folder)),
    }


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if not data_folder().is_dir():
        sys.stderr.write(f"There is no folder {data_folder()}; set CHATTERDESK_TEST_DATA.\n")
        return 1
    for name, count in convert(data_folder(), Path(arguments[0])).items():
        sys.stdout.write(f"{Path(arguments[0]) / name}: {count:,} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
