"""Sending from the command line: templates, times, files, outbox, inbox, plugins and settings (product.md §12)."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest

from desktop.cli import program
from integrations import secrets
from tests.fakes.twilio.faults import Fault
from tests.fakes.twilio.server import Twilio

ANA = "+34656555014"
SECRET = "CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET"
Cli = Callable[..., Any]


class Failed(Exception):
    """A command that was refused: its status and its one line."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)
    secrets._memory.clear()
    secrets._read.clear()


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    with Twilio() as fake:
        yield fake
    assert fake.violations == []


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run the command line on a workspace of Marta's that has one contact, Ana; what it answers, or `Failed`."""

    def run(*words: str | int, human: bool = False) -> Any:
        capsys.readouterr()
        status = program.run([str(word) for word in words] + ([] if human else ["--json"]))
        said = capsys.readouterr()
        if status != 0:
            assert said.out == ""
            (line,) = said.err.splitlines()
            raise Failed(int(str(status)), line)
        return said.out if human else json.loads(said.out)

    run("new", tmp_path / "w", "--name", "Marta Oliveira", "--email", "marta@northwind.example", "--currency", "EUR")
    assert run("add", "contact", "name=Ana Herrera", f"mobile={ANA}")["id"] == 1
    return run


@pytest.fixture
def on(cli: Cli, twilio: Twilio, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The same, with WhatsApp by Twilio switched on."""
    monkeypatch.setenv(SECRET, twilio.account.token)
    for name, value in twilio.settings.items():
        if value and name != "secret":
            cli("settings", "set", f"whatsapp_twilio.{name}", value)
    cli("plugins", "enable", "whatsapp_twilio")
    return cli


def test_free_text_is_refused_until_they_write(on: Cli, twilio: Twilio) -> None:
    with pytest.raises(Failed, match="24 hours") as refused:
        on("send", 1, "Hello", "--channel", "whatsapp")
    assert refused.value.status == 1
    twilio.account.inbound(ANA, "Hola")
    assert on("sync") == {"sent": 0, "failed": 0, "uncertain": 0, "received": 1, "waiting": 0}
    sent = on("send", 1, "Hello <b>Ana</b>", "--channel", "whatsapp")
    assert set(sent) == {"message", "deliveries"}
    assert on("sync") == {"sent": 1, "failed": 0, "uncertain": 0, "received": 0, "waiting": 0}
    assert [one.body for one in twilio.account.outgoing()] == ["Hello <b>Ana</b>"]


def test_whatsapp_is_chosen_where_there_is_no_address(on: Cli, twilio: Twilio) -> None:
    twilio.account.inbound(ANA, "Hola")
    on("sync")
    on("send", 1, "Hello")
    entry = on("thread", 1)[0]
    assert (entry["kind"], entry["direction"], entry["channel"]) == ("whatsapp", "out", "whatsapp")
    (delivery,) = entry["deliveries"]
    assert (delivery["to"], delivery["person"], delivery["state"]) == (ANA, 1, "waiting")


def test_a_template_is_fetched_and_its_text_becomes_the_message(on: Cli, twilio: Twilio) -> None:
    ready = twilio.account.template("ready", "Hello {{1}}, {{2}} is ready.", variables={"1": "name", "2": "order"})
    with pytest.raises(Failed, match="missing variable 2"):
        on("send", 1, "", "--template", ready.sid, "--var", "1=Ana")
    assert [entry["kind"] for entry in on("thread", 1)] == ["created"]
    on("send", 1, "", "--template", ready.sid, "--var", "1=Ana", "--var", "2=order=7")
    assert on("thread", 1)[0]["body"] == "Hello Ana, order=7 is ready."
    assert on("sync")["sent"] == 1
    (there,) = twilio.account.outgoing()
    assert (there.template, there.body) == (True, "Hello Ana, order=7 is ready.")


def test_a_template_needs_no_text_at_all(on: Cli, twilio: Twilio) -> None:
    plain = twilio.account.template("plain", "Good morning!")
    assert on("send", 1, "--template", plain.sid)["deliveries"]
    with pytest.raises(Failed) as refused:
        on("send", 1)
    assert refused.value.status == 2


def test_a_template_that_was_not_approved_may_be_meanwhile(on: Cli, twilio: Twilio) -> None:
    slow = twilio.account.template("slow", "Good morning!", status="pending")
    with pytest.raises(Failed, match=r"not approved \(pending\)"):
        on("send", 1, "", "--template", slow.sid)
    slow.status = "approved"
    assert on("send", 1, "", "--template", slow.sid)["deliveries"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--template", "HX" + "0" * 32], "no template HX0"),
        (["--template", "nonsense"], "no template nonsense"),
        (["--var", "1=x"], "--var fills a template"),
        (["--at", "tomorrow"], "“tomorrow” is not a date and time"),
        (["--channel", "fax"], "no channel “fax”"),
        (["--channel", "email"], "no e-mail address"),
        (["--to", "Nobody"], "Nobody is called “Nobody” here"),
        (["--channel", "whatsapp", "--file", "/no/such/file"], "file"),
    ],
)
def test_bad_values_are_refused_in_one_line(on: Cli, words: list[str], said: str) -> None:
    with pytest.raises(Failed, match=said) as refused:
        on("send", 1, "" if "--template" in words else "text", *words)
    assert refused.value.status == 1
    assert [entry["kind"] for entry in on("thread", 1)] == ["created"]


def test_a_text_of_1601_characters_is_refused(on: Cli, twilio: Twilio) -> None:
    twilio.account.inbound(ANA, "Hola")
    on("sync")
    with pytest.raises(Failed, match="1,600 characters"):
        on("send", 1, "x" * 1601, "--channel", "whatsapp")
    assert on("send", 1, "x" * 1600, "--channel", "whatsapp")["deliveries"]


def test_files_by_whatsapp_say_why_not(on: Cli, twilio: Twilio, tmp_path: Path) -> None:
    twilio.account.inbound(ANA, "Hola")
    on("sync")
    file = tmp_path / "offer.pdf"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(Failed, match="file-sharing address"):
        on("send", 1, "Our offer", "--channel", "whatsapp", "--file", file)


def test_a_message_for_later_waits_and_can_be_taken_back(on: Cli, twilio: Twilio) -> None:
    twilio.account.inbound(ANA, "Hola")
    on("sync")
    at = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat(timespec="seconds")
    (number,) = on("send", 1, "Later", "--channel", "whatsapp", "--at", at)["deliveries"]
    assert on("sync") == {"sent": 0, "failed": 0, "uncertain": 0, "received": 0, "waiting": 0}
    (row,) = on("outbox")
    assert (row["id"], row["record"], row["state"], row["reason"]) == (number, 1, "waiting", "It is scheduled.")
    assert row["send_after"].startswith(at[:19])
    assert on("outbox", "cancel", number)["state"] == "cancelled"
    assert on("outbox") == []
    assert [one["id"] for one in on("outbox", "--state", "cancelled")] == [number]
    assert on("outbox", "retry", number)["state"] == "waiting"
    assert on("sync")["sent"] == 1


def test_the_outbox_refuses_what_can_not_be(on: Cli) -> None:
    with pytest.raises(Failed, match="no state “lost”; there are waiting, "):
        on("outbox", "--state", "lost")
    for act in ("retry", "cancel"):
        with pytest.raises(Failed, match="no delivery 99") as refused:
            on("outbox", act, 99)
        assert refused.value.status == 1
        with pytest.raises(Failed, match="“x” is not the id of a delivery"):
            on("outbox", act, "x")


def test_wrong_credentials_wait_and_a_mended_secret_sends(
    on: Cli, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = twilio.account.template("plain", "Good morning!")
    on("send", 1, "", "--template", plain.sid)
    monkeypatch.setenv(SECRET, "wrong")
    with pytest.raises(Failed, match="credentials"):
        on("plugins", "check", "whatsapp_twilio")
    assert on("sync")["waiting"] == 1
    assert "credentials" in on("outbox")[0]["reason"]
    monkeypatch.setenv(SECRET, twilio.account.token)
    assert on("sync") == {"sent": 1, "failed": 0, "uncertain": 0, "received": 0, "waiting": 0}


def test_without_a_connection_it_waits_for_the_next_sync(on: Cli, twilio: Twilio) -> None:
    plain = twilio.account.template("plain", "Good morning!")
    on("send", 1, "", "--template", plain.sid)
    on("settings", "set", "whatsapp_twilio.api_url", "http://127.0.0.1:9")
    assert on("sync") == {"sent": 0, "failed": 0, "uncertain": 0, "received": 0, "waiting": 1}
    assert "can't be reached" in on("outbox")[0]["reason"]
    on("settings", "set", "whatsapp_twilio.api_url", twilio.url)
    assert on("sync")["sent"] == 1


def test_an_uncertain_end_is_counted_until_it_is_settled(on: Cli, twilio: Twilio) -> None:
    plain = twilio.account.template("plain", "Good morning!")
    on("send", 1, "", "--template", plain.sid)
    twilio.faults.append(Fault("cut"))
    assert on("sync") == {"sent": 0, "failed": 0, "uncertain": 1, "received": 0, "waiting": 0}
    assert on("sync")["uncertain"] == 1
    with pytest.raises(Failed, match="uncertain"):
        on("outbox", "retry", 1)
    assert on("outbox", "retry", 1, "--anyway")["state"] == "waiting"
    assert on("sync")["sent"] == 1


def test_a_failure_is_counted_when_it_becomes_known(on: Cli, twilio: Twilio) -> None:
    twilio.account.not_on_whatsapp.add(ANA)
    plain = twilio.account.template("plain", "Good morning!")
    on("send", 1, "", "--template", plain.sid)
    on("sync")
    twilio.account.advance()
    assert on("sync")["failed"] == 1
    (row,) = on("outbox", "--state", "failed")
    assert (row["code"], row["reason"]) == (
        "63003",
        "The number is not on WhatsApp. Check it, or write by e-mail. (63003)",
    )


def test_the_inbox_lists_news(on: Cli, twilio: Twilio) -> None:
    assert on("inbox") == []
    twilio.account.inbound(ANA, "Hola")
    on("sync")
    (news,) = on("inbox")
    assert news == {"message": on("thread", 1)[0]["id"], "record": 1, "reason": "answer", "read": False}


def test_settings_are_listed_read_and_set_and_secrets_never_printed(on: Cli, twilio: Twilio) -> None:
    secret = twilio.account.token
    listed = on("settings", "list", "whatsapp_twilio")
    assert [one["name"] for one in listed] == [
        f"whatsapp_twilio.{name}"
        for name in (
            *("account_sid", "api_key_sid", "secret", "sender", "messaging_service_sid"),
            *("poll_seconds", "share_url", "api_url", "content_url"),
        )
    ]
    assert on("settings", "get", "whatsapp_twilio.sender")["value"] == "+14155238886"
    assert on("settings", "get", "whatsapp_twilio.poll_seconds")["value"] == 60
    shown = on("settings", "get", "whatsapp_twilio.secret")
    assert (shown["value"], shown["secret"], shown["set"]) == (None, True, True)
    assert secret not in json.dumps(listed) + json.dumps(shown) + on("settings", "list", human=True)
    on("settings", "set", "whatsapp_twilio.poll_seconds", "30")
    assert on("settings", "get", "whatsapp_twilio.poll_seconds")["value"] == 30
    on("settings", "set", "whatsapp_twilio.poll_seconds", "")
    assert on("settings", "get", "whatsapp_twilio.poll_seconds")["value"] == 60


def test_a_secret_that_could_not_last_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("hush\n"))
    for value in ("hush", "-"):
        with pytest.raises(Failed, match=SECRET) as refused:
            cli("settings", "set", "whatsapp_twilio.secret", value)
        assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (["settings", "get", "sender"], "write it as PLUGIN.FIELD", 1),
        (["settings", "get", "fax.number"], "no plugin “fax”", 1),
        (["settings", "set", "whatsapp_twilio.colour", "red"], "no setting “colour”", 1),
        (["settings", "set", "whatsapp_twilio.api_url", "nonsense"], "begins with https://", 1),
        (["settings", "set", "whatsapp_twilio.sender"], "[Mm]issing argument", 2),
        (["plugins", "enable", "fax"], "no plugin “fax”", 1),
        (["plugins", "enable"], "[Mm]issing argument", 2),
        (["plugins", "check", "whatsapp_twilio"], "missing", 1),
        (["outbox", "nonsense"], "nonsense", 2),
        (["sync", "--nonsense"], "nonsense", 2),
    ],
)
def test_what_is_not_understood_is_told(cli: Cli, words: list[str], said: str, status: int) -> None:
    with pytest.raises(Failed, match=said) as refused:
        cli(*words)
    assert refused.value.status == status


def test_plugins_are_switched_on_and_off(on: Cli) -> None:
    assert on("plugins", "check", "whatsapp_twilio")["ok"]
    listed = {one["name"]: one for one in on("plugins", "list")}
    assert listed["whatsapp_twilio"] == {
        "name": "whatsapp_twilio", "label": "WhatsApp by Twilio", "enabled": True, "failure": None
    }  # fmt: skip
    assert not on("plugins", "disable", "whatsapp_twilio")["enabled"]
    assert on("sync") == {"sent": 0, "failed": 0, "uncertain": 0, "received": 0, "waiting": 0}


def test_people_can_read_all_of_it(on: Cli, twilio: Twilio) -> None:
    twilio.account.inbound(ANA, "Hola")
    assert on("sync", human=True) == "0 sent, 0 failed, 0 uncertain, 1 received, 0 waiting.\n"
    assert "answered" in on("inbox", human=True)
    on("send", 1, "Hello", "--channel", "whatsapp")
    assert "It is about to be sent." in on("outbox", human=True)
    assert "WhatsApp by Twilio" in on("plugins", "list", human=True)
