"""Writes into a workspace without end: says before each act what it tries, and after it that it is done.

Run by kill_posting.py as `python -m tests.torture.writer WORKSPACE SEED`; each line it says is one JSON value.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from models import importing, message, posting, record, sending, user, workspace

ROWS = 450  # of an imported file: three batches, so that a kill falls between two of them now and then


def say(**words: Any) -> None:
    """One line, out of the process before the next act begins."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Writer:
    """One who posts, edits, saves and imports, in random order."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance, self.seed, self.folder = random.Random(seed), seed, folder
        self.me = user.first_administrator().id
        self.count = itertools.count()
        self.written: list[int] = []
        self.card = self.create()

    def token(self) -> str:
        return f"t{self.seed}x{next(self.count)}"

    def create(self) -> int:
        token = self.token()
        say(act="create", tries=token)
        saved = record.create("contact", {"name": token, "email": f"{token}@x.example"}, by=self.me)
        say(act="create", done=token, id=saved.id)
        return saved.id

    def note(self) -> None:
        token = self.token()
        say(act="note", tries=token)
        id = posting.note(self.card, token, by=self.me)
        self.written.append(id)
        say(act="note", done=token, id=id)

    def send(self) -> None:
        token = self.token()
        say(act="send", tries=token)
        posted = sending.send(self.card, token, by=self.me)
        self.written.append(posted.message)
        say(act="send", done=token, id=posted.message, deliveries=posted.deliveries)

    def edit(self) -> None:
        if self.written:
            token, id = self.token(), self.chance.choice(self.written)
            say(act="edit", tries=token, id=id)
            message.edit(id, token, by=self.me)
            say(act="edit", done=token, id=id)

    def save(self) -> None:
        token = self.token()
        say(act="save", tries=token, id=self.card)
        saved = record.save(self.card, {"city": token, "street": token}, by=self.me)
        say(act="save", done=token, id=self.card, entry=saved.message)

    def bring_in(self) -> None:
        """Import a file of new contacts, all in a city of its own."""
        token = self.token()
        path = self.folder / f"{token}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["name", "email", "city"])
            rows.writerows([f"{token} {row}", f"{token}.{row}@x.example", token] for row in range(ROWS))
        say(act="import", tries=token, rows=ROWS)
        outcome = importing.run("contact", path, by=self.me)
        say(act="import", done=token, rows=outcome.created)

    def write(self) -> None:
        acts = [self.note] * 6 + [self.send] * 3 + [self.edit] * 3 + [self.save] * 4 + [self.create] + [self.bring_in]
        while True:
            self.chance.choice(acts)()


def main(path: Path, seed: int) -> None:
    workspace.open(path)
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer(seed, Path(folder))
        say(act="ready")
        writer.write()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
