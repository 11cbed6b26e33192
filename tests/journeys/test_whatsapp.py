"""A journey: a record, a WhatsApp message, read, answered; the 24 hours pass, and a template goes instead.

Every command is a process of its own, as for somebody at a terminal; the provider is the fake Twilio.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.fakes.twilio.server import Twilio

ANA = "+34656555014"
DAY = dt.timedelta(hours=24)


class Terminal:
    """Somebody at a terminal with a workspace."""

    def __init__(self, folder: Path, twilio: Twilio) -> None:
        self.environment = {
            **os.environ,
            "CHATTERDESK_WORKSPACE": str(folder),
            "CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET": twilio.account.token,
        }

    def refused(self, *words: object) -> str:
        done = self._run(words)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def __call__(self, *words: object) -> Any:
        done = self._run(words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _run(self, words: tuple[object, ...]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "desktop", *map(str, words), "--json"]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60)

    def states(self, record: int) -> list[str]:
        """The states of what was sent on a record, newest first."""
        return [one["deliveries"][0]["state"] for one in self("thread", record) if one["direction"] == "out"]


def test_from_the_first_word_to_the_template_a_day_later(tmp_path: Path) -> None:
    with Twilio() as twilio:
        desk = Terminal(tmp_path / "w", twilio)
        desk("new", tmp_path / "w", "--name", "Marta Oliveira", "--email", "marta@northwind.example")
        for name, value in twilio.settings.items():
            if value and name != "secret":
                desk("settings", "set", f"whatsapp_twilio.{name}", value)
        desk("plugins", "enable", "whatsapp_twilio")
        ana = desk("add", "contact", "name=Ana Herrera", f"mobile={ANA}")["id"]
        barrels = desk("add", "opportunity", "title=Oak barrels", f"contact={ana}")["id"]

        # Nothing but a template before she writes; she wrote almost a day ago.
        assert "24 hours" in desk.refused("send", barrels, "Hello", "--channel", "whatsapp")
        ready = twilio.account.template("ready", "Hello {{1}}, {{2}} are ready.", variables={"1": "a", "2": "b"})
        patience = 12.0
        shuts = time.monotonic() + patience
        twilio.account.inbound(ANA, "¿Barricas?", when=twilio.account.now() - DAY + dt.timedelta(seconds=patience))
        assert desk("sync")["received"] == 1

        # Free text, delivered and read; her answer lands where we wrote.
        desk("send", barrels, "They are *here*", "--channel", "whatsapp")
        late = desk(
            "send", barrels, "One more thing", "--channel", "whatsapp", "--at", _in(shuts - time.monotonic() + 1)
        )
        assert desk("sync")["sent"] == 1
        for expected in ("queued", "sent", "delivered", "read"):
            twilio.account.advance()
            desk("sync")
            assert desk.states(barrels)[1] == expected

        # A day has passed: free text is refused, and what was written in time for later does not go out.
        time.sleep(max(0.0, shuts - time.monotonic()) + 1.5)
        assert "24 hours" in desk.refused("send", barrels, "Too late", "--channel", "whatsapp")
        assert desk("sync")["failed"] == 1
        (failed,) = desk("outbox", "--state", "failed")
        assert failed["id"] == late["deliveries"][0]
        assert "24 hours" in failed["reason"]

        # A template goes, she answers, and the window is open again.
        desk("send", barrels, "", "--template", ready.sid, "--var", "1=Ana", "--var", "2=the barrels")
        assert desk("sync")["sent"] == 1
        twilio.account.inbound(ANA, "¡Gracias!")
        assert desk("sync")["received"] == 1
        newest = desk("thread", barrels)[0]
        assert (newest["body"], newest["direction"]) == ("¡Gracias!", "in")
        desk("send", barrels, "Until tomorrow", "--channel", "whatsapp")
        assert desk("sync")["sent"] == 1
        bodies = ["They are *here*", "Hello Ana, the barrels are ready.", "Until tomorrow"]
        assert [one.body for one in twilio.account.outgoing()] == bodies
        assert desk("verify")["ok"]
        assert twilio.violations == []


def _in(seconds: float) -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).isoformat()
