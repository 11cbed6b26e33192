"""The command line: what its commands do and the JSON they answer with (product.md §12)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import program


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Said]
NO_SIDE_KEYS = {"id", "name"}


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Cli]:
    """Run the command line in this process: on a workspace of Marta's, answering in JSON."""

    def run(*words: str | int, human: bool = False) -> Said:
        capsys.readouterr()
        status = program.run([str(word) for word in words] + ([] if human else ["--json"]))
        assert isinstance(status, int)
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    made = run(
        "new", tmp_path / "w", "--name", "Marta Oliveira", "--email", "marta@northwind.example", "--currency", "EUR"
    )
    assert (made.status, made.json) == (0, {"workspace": str(tmp_path / "w"), "user": "Marta Oliveira"})
    yield run


def add(cli: Cli, kind: str, *given: str) -> int:
    said = cli("add", kind, *given)
    assert said.status == 0, said.err
    assert said.json["kind"] == kind
    return int(said.json["id"])


def test_a_record_is_added_changed_and_shown(cli: Cli) -> None:
    acme = add(cli, "contact", "name=Acme", "is_company=yes")
    ana = add(
        cli, "contact", "name=Ana Herrera", "email=ana@x.example", "country=ES", "mobile=656 555 014", "tags=a, b"
    )
    assert cli("set", ana, "email=ana@y.example", "company=Acme", "name=Ana Herrera").json == {
        "changes": [
            {"field": "company", "label": "Company", "old": None, "new": "Acme"},
            {"field": "email", "label": "Email", "old": "ana@x.example", "new": "ana@y.example"},
        ]
    }
    shown = cli("show", ana).json
    assert (shown["id"], shown["kind"], shown["title"]) == (ana, "contact", "Ana Herrera")
    assert shown["values"]["company"] == {"id": acme, "title": "Acme"}
    assert shown["values"]["mobile"] == "+34656555014"
    assert shown["values"]["tags"] == ["a", "b"]
    assert shown["values"]["is_company"] is False
    assert shown["followers"] == [{"id": None, "name": "Marta Oliveira"}]
    assert (shown["files"], shown["activities"]) == ([], [])
    assert cli("set", ana, "company=").json["changes"][0]["new"] is None


def test_money_dates_and_lines_are_plain_values(cli: Cli) -> None:
    add(cli, "contact", "name=Cooperage")
    order = add(cli, "purchase_order", "vendor=Cooperage", "line=Barrel; 2; 540", "line=Bung; 4; 38.50", "currency=USD")
    values = cli("show", order).json["values"]
    assert values["total"] == {"amount": "1234.00", "currency": "USD"}
    assert [line["product"] for line in values["lines"]] == ["Barrel", "Bung"]
    changed = cli("set", order, "line=Barrel; 3; 540", "line=Bung; 4; 38.50").json["changes"]
    assert [one["field"] for one in changed] == ["lines", "total"]
    assert (changed[0]["old"], changed[0]["new"]) == ("Barrel: 2 × $540.00", "Barrel: 3 × $540.00")
    deal = add(cli, "opportunity", "title=Deal", "expected_revenue=1200", "expected_closing=2026-12-24")
    values = cli("show", deal).json["values"]
    assert values["expected_revenue"] == {"amount": "1200.00", "currency": "EUR"}
    assert values["expected_closing"] == "2026-12-24"
    assert next(iter(values)) == "stage"


def test_lists_are_filtered_and_limited(cli: Cli) -> None:
    for name, country in (("Ana", "ES"), ("Karl", "DE"), ("Eva", "DE")):
        add(cli, "contact", f"name={name}", f"country={country}")
    rows = cli("list", "contact", "--where", "country=DE").json
    assert [row["name"] for row in rows] == ["Karl", "Eva"]
    assert rows[0]["id"] == 2
    assert len(cli("list", "contact", "--limit", 2).json) == 2
    assert len(cli("list", "contact", "--where", "country=ES", "--where", "country=DE").json) == 3
    assert cli("list", "task").json == []


def test_archiving_hides_and_undo_brings_back(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana")
    assert cli("archive", ana).json == {"id": ana, "archived": True}
    assert cli("list", "contact").json == []
    assert len(cli("list", "contact", "--archived").json) == 1
    assert cli("note", ana, "x").status == 1
    cli("archive", ana, "--undo")
    assert len(cli("list", "contact").json) == 1
    assert [one["kind"] for one in cli("thread", ana).json] == ["log", "log", "created"]


def test_removing_needs_a_yes_and_an_administrator(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana")
    refused = cli("remove", ana)
    assert (refused.status, refused.out) == (1, "")
    assert "--yes" in refused.err
    cli("user", "add", "--name", "Jonas Lind", "--email", "jonas@northwind.example")
    assert cli("--as", "Jonas Lind", "remove", ana, "--yes").status == 1
    assert cli("remove", ana, "--yes").status == 0
    assert cli("show", ana).err == f"There is no record {ana}.\n"
    assert cli("verify").json["ok"]


def test_a_thread_is_read_newest_first_and_page_by_page(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana", "email=ana@x.example")
    note = cli("note", ana, "first <b>note</b>\nsecond line").json
    assert note["deliveries"] == []
    sent = cli("send", ana, "Dear Ana").json
    assert len(sent["deliveries"]) == 1
    message, written, created = cli("thread", ana).json
    assert (created["kind"], created["body"], created["author"]) == ("created", "Contact created", "Marta Oliveira")
    assert (written["kind"], written["direction"], written["channel"]) == ("note", "internal", None)
    assert (written["body"], written["html"]) == (
        "first <b>note</b>\nsecond line",
        "first &lt;b&gt;note&lt;/b&gt;<br>second line",
    )
    assert written["date"].endswith("Z")
    assert set(message) >= {"id", "kind", "direction", "channel", "author", "date", "body", "html", "edited", "deleted"}
    assert (message["changes"], message["files"], message["translations"]) == ([], [], {})
    (delivery,) = message["deliveries"]
    assert delivery == {
        "id": sent["deliveries"][0],
        "to": "ana@x.example",
        "person": ana,
        "name": "Ana",
        "channel": "email",
        "state": "waiting",
        "reason": delivery["reason"],
    }
    assert [one["id"] for one in cli("thread", ana, "--limit", 1).json] == [message["id"]]
    older = cli("thread", ana, "--before", message["id"]).json
    assert [one["id"] for one in older] == [written["id"], created["id"]]
    other = add(cli, "contact", "name=Karl")
    assert cli("thread", other, "--before", message["id"]).status == 1


def test_messages_go_to_whom_they_are_sent(cli: Cli) -> None:
    add(cli, "contact", "name=Ana", "email=ana@x.example", "mobile=+34656555014")
    add(cli, "contact", "name=Karl", "email=karl@x.example")
    deal = add(cli, "opportunity", "title=Deal", "contact=Ana")

    def reached(*words: str | int) -> list[tuple[str, str]]:
        said = cli("send", deal, "Hello", *words)
        assert said.status == 0, said.err
        newest = cli("thread", deal, "--limit", 1).json[0]
        return [(one["channel"], one["to"]) for one in newest["deliveries"]]

    assert reached() == [("email", "ana@x.example")]
    assert "24 hours" in cli("send", deal, "Hello", "--channel", "whatsapp").err
    assert reached("--to", 2, "--to", "ana@x.example") == [("email", "karl@x.example"), ("email", "ana@x.example")]
    for words in (["--channel", "fax"], ["--to", "nobody"], ["--to", "99"]):
        assert cli("send", deal, "Hello", *words).status == 1
    lonely = add(cli, "task", "title=T")
    assert "nobody to send" in cli("send", lonely, "Hello").err


def test_editing_keeps_versions_and_deleting_leaves_a_tombstone(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana")
    note = cli("note", ana, "one").json["message"]
    edited = cli("edit", note, "two").json
    assert (edited["id"], edited["body"], edited["edited"]) == (note, "two", True)
    versions = cli("history", note).json
    assert [(one["version"], one["body"], one["by"]) for one in versions] == [
        (1, "one", "Marta Oliveira"),
        (2, "two", "Marta Oliveira"),
    ]
    assert all(one["date"].endswith("Z") for one in versions)
    cli("user", "add", "--name", "Jonas Lind", "--email", "jonas@northwind.example")
    theirs = cli("--as", "jonas@northwind.example", "edit", note, "three")
    assert (theirs.status, theirs.out) == (1, "")
    assert "author or an administrator" in theirs.err
    deleted = cli("delete", note).json
    assert (deleted["deleted"], deleted["body"]) == (True, "")
    assert cli("edit", note, "x").status == 1
    created = cli("thread", ana).json[-1]
    assert cli("edit", created["id"], "x").status == 1


def test_following_answers_with_the_followers(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana", "email=ana@x.example")
    deal = add(cli, "opportunity", "title=Deal")
    expected = [{"id": None, "name": "Marta Oliveira"}, {"id": ana, "name": "Ana"}]
    assert cli("follow", deal, ana).json == expected
    assert cli("follow", deal, "ana@x.example").json == expected
    assert cli("unfollow", deal, "Ana").json == expected[:1]
    assert cli("unfollow", deal, "Ana").status == 1
    assert cli("follow", deal, "Deskbot").status == 1


def test_users_are_added_listed_and_archived(cli: Cli) -> None:
    jonas = {"name": "Jonas Lind", "email": "jonas@northwind.example", "administrator": False, "archived": False}
    assert cli("user", "add", "--name", "Jonas Lind", "--email", "jonas@northwind.example").json == jonas
    assert [one["administrator"] for one in cli("user", "list").json] == [True, False]
    assert cli("user", "archive", "Jonas Lind").json["archived"] is True
    assert cli("--as", "Jonas Lind", "user", "list").status == 1
    assert cli("user", "archive", "Marta Oliveira").status == 1


def test_what_one_does_is_done_as_whom_one_says(cli: Cli) -> None:
    cli("user", "add", "--name", "Jonas Lind", "--email", "jonas@northwind.example")
    ana = add(cli, "contact", "name=Ana")
    cli("note", ana, "x", "--as", "jonas@northwind.example")
    assert cli("thread", ana).json[0]["author"] == "Jonas Lind"
    assert cli("--as", "Nobody", "show", ana).err == "There is no user “Nobody”.\n"


def test_import_and_export(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Customer,email\nAna,ana@x.example\nBad,nonsense\n", encoding="utf-8")
    words = ["import", "contact", tmp_path / "in.csv", "--map", "Customer=name"]
    dry = cli(*words, "--dry-run").json
    assert (dry["created"], dry["import"]) == (1, None)
    assert cli("list", "contact").json == []
    done = cli(*words).json
    assert done == {
        "import": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "errors": [{"row": 3, "column": "email", "reason": done["errors"][0]["reason"]}],
    }
    assert cli("thread", 1).json[0]["author"] == "Deskbot"
    assert cli("export", "contact", tmp_path / "out.csv").json["rows"] == 1
    again = cli("import", "contact", tmp_path / "out.csv", "--key", "email").json
    assert (again["unchanged"], again["failed"]) == (1, 0)
    assert cli("import", "contact", tmp_path / "in.csv", "--map", "nonsense").status == 1


def test_backup_restore_verify_and_doctor(cli: Cli, tmp_path: Path) -> None:
    add(cli, "contact", "name=Ana")
    assert cli("backup", tmp_path / "b.zip").status == 0
    assert cli("restore-backup", tmp_path / "b.zip", tmp_path / "r").json == {"workspace": str(tmp_path / "r")}
    assert cli("restore-backup", tmp_path / "b.zip", tmp_path / "r").status == 1
    kept, restored = cli("verify").json, cli("--workspace", tmp_path / "r", "verify").json
    assert (kept["ok"], kept["problems"], len(kept["head"])) == (True, [], 64)
    assert restored == kept
    checked = cli("doctor").json
    assert checked["ok"]
    assert {one["name"] for one in checked["checks"]} >= {
        "folder",
        "database",
        "journal",
        "schema",
        "disk",
        "libraries",
    }
    assert all(set(one) == {"name", "ok", "detail"} for one in checked["checks"])


def test_what_was_changed_behind_the_programs_back_is_named(cli: Cli, tmp_path: Path) -> None:
    import sqlite3

    ana = add(cli, "contact", "name=Ana")
    cli("note", ana, "true words")
    connection = sqlite3.connect(tmp_path / "w" / "workspace.sqlite")
    connection.execute("UPDATE message SET body = 'false words' WHERE kind = 'note'")
    connection.commit()
    connection.close()
    said = cli("verify")
    assert (said.status, said.json["ok"]) == (1, False)
    assert "Message 2" in said.json["problems"][0]
    assert cli("doctor").status == 1


def test_people_get_short_and_readable_answers(cli: Cli) -> None:
    add(cli, "contact", "name=Ana Herrera", "city=Jerez", "email=ana@x.example")
    listed = cli("list", "contact", human=True).out.splitlines()
    assert listed[0].split() == ["ID", "Name", "Company", "Email", "Mobile", "City", "Country"]
    assert "Ana Herrera" in listed[1]
    cli("set", 1, "city=Cádiz")
    assert "Jerez → Cádiz" in cli("thread", 1, human=True).out
    assert "City" in cli("show", 1, human=True).out
    assert "No tasks here." in cli("list", "task", human=True).out


def test_control_characters_never_reach_the_terminal(cli: Cli) -> None:
    ana = add(cli, "contact", "name=Ana")
    cli("note", ana, "before\x1b[31mafter")
    assert "\x1b" not in cli("thread", ana, human=True).out
    assert "\x1b" not in cli("show", "\x1b[31m", human=True).err


def test_the_bin_is_listed_and_gives_back(cli: Cli, tmp_path: Path) -> None:
    from models import attachment, user, workspace

    id = add(cli, "contact", "name=Ana")
    (tmp_path / "a.txt").write_text("a")
    (file,) = cli("attach", id, tmp_path / "a.txt").json
    assert cli("files", id, "--bin").json == []
    opened = workspace.open(tmp_path / "w")
    attachment.delete(file["id"], by=user.first_administrator().id)
    workspace.close(opened)
    (deleted,) = cli("files", id, "--bin").json
    assert (deleted["id"], deleted["name"], deleted["deleted_by"]) == (file["id"], "a.txt", "Marta Oliveira")
    assert "Marta Oliveira" in cli("files", id, "--bin", human=True).out
    assert cli("files", id, "--take-back", file["id"]).json == [file]
    assert cli("files", id, "--take-back", file["id"]).status == 1


def test_stages_are_listed_named_and_ordered(cli: Cli) -> None:
    names = ("New", "Qualified", "Proposition", "Won", "Lost")
    assert cli("stages", "opportunity").json == [{"value": one, "name": one} for one in names]
    said = cli("stages", "opportunity", "New", "Talks", "proposition=Offer", "Won", "Lost").json
    assert [one["name"] for one in said] == ["New", "Talks", "Offer", "Won", "Lost"]
    deal = add(cli, "opportunity", "title=Barrels", "stage=offer")
    assert cli("show", deal).json["values"]["stage"] == "Proposition"
    refused = cli("stages", "opportunity", "New", "Talks", "Won", "Lost")
    assert refused.status == 1 and "1 opportunity stands at “Offer”" in refused.err
    assert cli("stages", "contact").status == 1


def test_a_search_names_the_records_that_are_called_so(cli: Cli) -> None:
    id = add(cli, "contact", "name=Litware, Inc.", "is_company=yes")
    said = cli("search", "litware", human=True)
    assert said.out == f"Nothing found.\n\nRecords of that name:\n#{id} · Litware, Inc. · Contact\n"
    assert cli("search", "litware").json == {"total": 0, "exact": True, "hits": []}
    assert cli("search", "nobody", human=True).out == "Nothing found.\n"
    assert cli("search", "litware", "--record", id, human=True).out == "Nothing found.\n"
