"""Makes the workspace of the benchmarks: a million messages, one thread of a hundred thousand, sound and journaled.

Texts are real chat messages where the public data lie (tests/conftest.py says where), else words drawn by Zipf's law.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import itertools
import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models import database, journal, message, migrations, person, thread, user, workspace
from models.kinds import Contact

BIG = 100_000  # messages of the big thread, or a tenth of all where there are fewer
EACH = 100  # messages of every other thread
NEWEST = """
UPDATE thread SET
    last_message = (SELECT m.id FROM message m WHERE m.thread_id = thread.id ORDER BY m.date DESC, m.id DESC LIMIT 1),
    last_date = (SELECT max(m.date) FROM message m WHERE m.thread_id = thread.id)
WHERE EXISTS (SELECT 1 FROM message m WHERE m.thread_id = thread.id)
"""
VOCABULARY = (
    "order delivery oak barrel invoice price thanks please confirm date truck pallet stock warehouse colour sample "
    "payment customer vendor transport Thursday week morning floor plan drawing quote discount quantity shelf table"
)
WORDS = VOCABULARY.split()


def data_folder() -> Path:
    """Where the public data lie (the same setting as the tests')."""
    return Path(os.environ.get("CHATTERDESK_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


def texts() -> Iterator[str]:
    """Message texts without end."""
    real = data_folder() / "messages" / "ubuntu_irc.jsonl.gz"
    if real.exists():
        with gzip.open(real, "rt", encoding="utf-8") as lines:
            kept = [body for line in lines if (body := json.loads(line)["text"].replace("\0", "").strip())]
        yield from itertools.cycle(kept)
    chance = random.Random(7)
    weights = [1 / (place + 1) for place in range(len(WORDS))]
    while True:
        yield " ".join(chance.choices(WORDS, weights, k=max(3, int(chance.lognormvariate(3, 0.6)))))


def _put(table: Any, rows: list[dict[str, Any]], what: str | None = None, *, by: int) -> None:
    """Put rows into a table by executemany and note them for the journal (inside a transaction)."""
    marks = ", ".join("?" * len(rows[0]))
    columns = ", ".join(f'"{name}"' for name in rows[0])
    values = [tuple(row.values()) for row in rows]
    database.executemany(f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({marks})', values)
    for row in rows if what is not None else ():
        thread_id = row["id"] if what == "contact" else row.get("thread_id")
        journal.note(str(what), row["id"], "create", by=by, thread=thread_id)


def make(folder: Path, *, messages: int) -> Path:
    """Make the workspace in `folder` unless one of that size stands there; returns its path."""
    path = folder / f"workspace-{messages}"
    done, form = path / "made", _form()
    if done.exists() and done.read_text() == form:
        return path
    shutil.rmtree(path, ignore_errors=True)
    opened = workspace.create(path, name="Marta Oliveira", email="marta@northwind.example", currency="EUR")
    me = user.first_administrator().id
    _fill(me, messages)
    workspace.close(opened)
    done.write_text(form)
    return path


def _form() -> str:
    """What the workspace's tables look like: a workspace of another form is made anew."""
    steps = sorted(migrations.FOLDER.glob("[0-9]*.py"))
    return hashlib.sha256(b"".join(step.read_bytes() for step in steps)).hexdigest()


def _fill(me: int, messages: int) -> None:
    big = min(BIG, messages // 10)
    contacts = 1 + (messages - big) // EACH
    begin = database.now() - dt.timedelta(days=900)
    first_person, first_message = person.Person.select().count() + 1, message.Message.select().count() + 1
    _contacts(me, contacts, first_person, begin)
    bodies, step = texts(), dt.timedelta(days=890) / messages
    for start in range(0, messages, 20_000):
        batch = []
        for number in range(start, min(start + 20_000, messages)):
            # every tenth goes to the big thread while it lasts, so that threads lie interleaved in the table
            other = 2 + (number * 7919) % (contacts - 1) if contacts > 1 else 1
            thread_id = 1 if number % 10 == 0 else other
            batch.append(
                _message(
                    first_message + number, thread_id, number, me, first_person, next(bodies), begin + step * number
                )
            )
        with database.transaction():
            _put(message.Message, batch, "message", by=me)
    with database.transaction():
        database.database.execute_sql(NEWEST)


def _contacts(me: int, count: int, first_person: int, begin: dt.datetime) -> None:
    created = database.moment_text(begin)
    columns = {name for field in Contact.fields.values() for name in field.columns()}
    names = {name: Contact.table._meta.fields[name].column_name for name in columns}
    for start in range(0, count, 5_000):
        ids = range(start + 1, min(start + 5_000, count) + 1)
        called = {
            id: f"{WORDS[id % len(WORDS)].capitalize()} {WORDS[id // len(WORDS) % len(WORDS)].capitalize()} {id}"
            for id in ids
        }
        threads = [
            {
                "id": id,
                "kind": "contact",
                "title": called[id],
                "folded": called[id].lower(),
                "created": created,
                "archived": 0,
                "last_date": created,
            }
            for id in ids
        ]
        mails = {id: f"c{id}@example.com" for id in ids}
        persons = [
            {
                "id": first_person + id - 1,
                "name": called[id],
                "folded": called[id].lower(),
                "email": mails[id],
                "folded_email": mails[id],
                "mobile": None,
                "phone": None,
                "language": None,
                "consent": "unknown",
                "card_id": id,
                "bot": 0,
                "archived": 0,
                "salt": journal.salt(),
            }
            for id in ids
        ]
        blank = dict.fromkeys(names.values()) | {"is_company": 0, "tags": "[]", "whatsapp_consent": "unknown"}
        cards = [{**blank, "id": id, "name": called[id], "email": mails[id], "salt": journal.salt()} for id in ids]
        with database.transaction():
            _put(thread.Thread, threads, by=me)
            _put(person.Person, persons, "person", by=me)
            _put(Contact.table, cards, "contact", by=me)


def _message(
    id: int, thread_id: int, number: int, me: int, first_person: int, body: str, date: dt.datetime
) -> dict[str, Any]:
    received, noted = number % 3 == 1, number % 7 == 3
    kind = "note" if noted else ("email" if received else "message")
    return {
        "id": id,
        "thread_id": thread_id,
        "kind": kind,
        "direction": "internal" if noted else ("in" if received else "out"),
        "channel": None if noted else "email",
        "author_id": me if noted or not received else first_person + thread_id - 1,
        "date": database.moment_text(date),
        "subject": None,
        "body": body,
        "html": None,
        "changes": None,
        "edits": 0,
        "edited_by_id": None,
        "edited_at": None,
        "deleted_by_id": None,
        "deleted_at": None,
        "reply_to_id": None,
        "provider_id": None,
        "revision": 0,
        "salt": journal.salt(),
    }
