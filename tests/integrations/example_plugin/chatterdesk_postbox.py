"""Postbox: a channel whose provider is a folder. What goes out is a file in `out/`, what comes in a file in `in/`.

A complete plugin, as short as one can be. Each file is a JSON object: in `out/` {"to", "text", "template", "created",
"state"}, in `in/` {"from", "text", "date"}. Whoever changes "state" to sent, delivered, read or failed is the provider.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from integrations.api import (
    Accepted,
    Channel,
    Field,
    Incoming,
    Misconfigured,
    Offline,
    Outgoing,
    Polled,
    Rejected,
    Status,
    Template,
    Uncertain,
)


class Postbox(Channel):
    """Sends and receives through a folder."""

    name = "postbox"
    label = "Postbox"
    channel = "whatsapp"
    limit = 1600
    poll_seconds = 10
    settings = (
        Field("folder", "Folder", required=True, help="A folder that the other side can read and write."),
        Field("token", "Token", "secret", help="Must be in the folder's file “token”, if there is one."),
        Field("shout", "In capitals", "yes_no", default=False),
    )

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.folder = Path(str(values["folder"]))

    def check(self) -> str:
        self._reach()
        return f"The folder {self.folder} can be read and written."

    def _reach(self) -> None:
        """Say in words why the provider can't be used, if it can't."""
        if not self.folder.is_dir():
            raise Offline(f"The folder {self.folder} is not there.")
        token = self.folder / "token"
        if token.exists() and token.read_text().strip() != (self.values.get("token") or ""):
            raise Misconfigured("The folder asks for another token. Correct it in the settings.")

    def send(self, message: Outgoing) -> Accepted:
        self._reach()
        if (self.folder / "blocked" / message.address).exists():
            raise Rejected("The recipient has opted out.", code="blocked", opt_out=True)
        text = message.text.upper() if self.values.get("shout") else message.text
        created = dt.datetime.now(dt.UTC).isoformat()
        letter = {"to": message.address, "text": text, "template": message.template, "created": created}
        id = uuid.uuid4().hex
        try:
            (self.folder / "out").mkdir(exist_ok=True)
            (self.folder / "out" / f"{id}.json").write_text(json.dumps({**letter, "state": "queued"}), "utf-8")
        except OSError as error:  # it may lie there all the same
            raise Uncertain(f"The folder broke off: {error.strerror}.") from error
        return Accepted(id)

    def find(self, message: Outgoing, known: Sequence[str]) -> Accepted | None:
        self._reach()
        assert message.started is not None
        text = message.text.upper() if self.values.get("shout") else message.text
        for id, letter in self._letters("out"):
            created = dt.datetime.fromisoformat(letter["created"])
            if (letter["to"], letter["text"]) == (message.address, text) and created >= message.started:
                if id not in known:
                    return Accepted(id)
        return None

    def poll(self, cursor: Any, pending: Sequence[str]) -> Polled:
        self._reach()
        seen = set(cursor or ())
        came = [(id, letter) for id, letter in self._letters("in") if id not in seen]
        incoming = [
            Incoming(id, letter["from"], letter["text"], dt.datetime.fromisoformat(letter["date"]))
            for id, letter in came
        ]
        going = dict(self._letters("out"))
        statuses = [Status(id, going[id]["state"], going[id].get("reason")) for id in pending if id in going]
        return Polled(incoming, statuses, cursor=[*seen, *(id for id, _ in came)])

    def _letters(self, box: str) -> list[tuple[str, dict[str, Any]]]:
        files = sorted((self.folder / box).glob("*.json"), key=lambda file: file.stat().st_mtime)
        return [(file.stem, json.loads(file.read_text("utf-8"))) for file in files]

    def templates(self) -> Sequence[Template]:
        file = self.folder / "templates.json"
        return [Template(**one) for one in json.loads(file.read_text("utf-8"))] if file.exists() else []
