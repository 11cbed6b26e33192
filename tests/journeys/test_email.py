"""A journey by e-mail at the terminal: sent, answered into the thread, bounced, and a stranger who waits unsorted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.fakes import mail
from tests.fakes.mail import MailServer

ANA = "ana@herrera.example"


class Terminal:
    """Somebody at a terminal with a workspace."""

    def __init__(self, folder: Path) -> None:
        secret = {"CHATTERDESK_SECRET_EMAIL_SECRET": mail.PASSWORD}
        self.environment = {**os.environ, "CHATTERDESK_WORKSPACE": str(folder), **secret}

    def __call__(self, *words: object) -> Any:
        command = [sys.executable, "-m", "desktop", *map(str, words), "--json"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.mark.skipif(not mail.available(), reason="no Dovecot on this computer (a test extra)")
def test_from_the_first_mail_to_the_bounce(tmp_path: Path) -> None:
    with MailServer() as server:
        desk = Terminal(tmp_path / "w")
        desk("new", tmp_path / "w", "--name", "Marta Oliveira", "--email", "marta@northwind.example")
        for name, value in server.settings.items():
            if name != "secret":
                desk("settings", "set", f"email.{name}", value)
        desk("plugins", "enable", "email")
        ana = desk("add", "contact", "name=Ana Herrera", f"email={ANA}")["id"]
        barrels = desk("add", "opportunity", "title=Oak barrels", f"contact={ana}")["id"]

        # It goes out, she answers, and the answer of another mail program finds the record by its address.
        desk("send", barrels, "Could you confirm the date?", "--channel", "email")
        assert desk("sync")["sent"] == 1
        sent = server.sent[-1]
        server.receive("Thursday.", sender=f"Ana <{ANA}>", In_Reply_To=str(sent["Message-ID"]).strip())
        signed = str(sent["Reply-To"]).partition("<")[2].rstrip(">")
        server.receive("And Friday.", sender=f"Ana <{ANA}>", Delivered_To=signed)
        server.receive("Who are you?", sender="Stranger <who@elsewhere.example>")
        assert desk("sync")["received"] == 2
        said = [one["body"] for one in desk("thread", barrels) if one["direction"] == "in"]
        assert sorted(said) == ["And Friday.", "Thursday."]

        # The answer to the answer refers to it; then it comes back.
        desk("send", barrels, "Perfect.", "--channel", "email")
        assert desk("sync")["sent"] == 1
        second = server.sent[-1]
        assert str(sent["Message-ID"]).strip() in str(second["References"])
        server.bounce(str(second["Message-ID"]).strip(), recipient=ANA)
        assert desk("sync")["failed"] == 1
        (failed,) = desk("outbox", "--state", "failed")
        assert "mailbox unavailable" in failed["reason"]

        # The stranger waits until somebody says who that is.
        (waiting,) = desk("unsorted")
        assert (waiting["from"], waiting["body"]) == ("who@elsewhere.example", "Who are you?")
        card = desk("unsorted", "contact", waiting["id"])["record"]
        assert "Who are you?" in [one["body"] for one in desk("thread", card)]
        assert desk("unsorted") == []
        assert desk("verify")["ok"]
