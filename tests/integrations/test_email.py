"""E-mail against a real SMTP and IMAP server: sending, answers, bounces, refusals, and the channels' contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.api import File, Later, Misconfigured, Offline, Outgoing, Rejected, Uncertain
from integrations.inbox import Inbox
from integrations.outbox import Outbox
from integrations.plugins.email import Email
from integrations.plugins.email_parsing import bounce_of, incoming_of, parsed
from integrations.registry import Registry
from models import delivery, entries, journal, notification, posting, sending, setting, sorting, unsorted
from tests.fakes import mail
from tests.fakes.mail import MailServer, free_port

needs_dovecot = pytest.mark.skipif(not mail.available(), reason="no Dovecot on this computer (a test extra)")
ANA = "ana@herrera.example"


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.refusal, running.cut, running.slow = None, False, 0.0
    running.sent.clear()
    return running


def channel(server: MailServer, **changed: str) -> Email:
    return Email({**server.settings, **changed})


def outgoing(text: str = "Hello", key: str = "abc-1", **more: Any) -> Outgoing:
    return Outgoing(key=key, address=ANA, name="Ana Herrera", text=text, sender_name="Marta Oliveira", **more)


@needs_dovecot
def test_both_servers_are_checked(server: MailServer) -> None:
    assert channel(server).check().endswith(".")
    with pytest.raises(Misconfigured, match="refuses user name or password"):
        channel(server, secret="wrong").check()


@needs_dovecot
def test_a_message_goes_out_whole(server: MailServer, tmp_path: Path) -> None:
    made = outgoing("Hola Ana, ñ 👍", html="<p>Hola <b>Ana</b></p>", subject="Barricas", references=["<a@x>", "<b@x>"])
    accepted = channel(server).send(made)
    sent = server.sent[-1]
    assert sent["To"] == f"Ana Herrera <{ANA}>"
    assert (sent["Subject"], sent["In-Reply-To"], sent["References"]) == ("Barricas", "<b@x>", "<a@x> <b@x>")
    assert str(sent["Message-ID"]).strip() == accepted.provider_id
    assert sent.get_body(("plain",)).get_content().strip() == "Hola Ana, ñ 👍"  # type: ignore[union-attr]
    assert "<b>Ana</b>" in sent.get_body(("html",)).get_content()  # type: ignore[union-attr]


@needs_dovecot
@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (("rcpt", "550 no such user"), Rejected),
        (("rcpt", "451 try later"), Later),
        (("data", "554 spam"), Rejected),
        (("data", "452 full"), Later),
    ],
)
def test_refusals_are_told_apart(server: MailServer, refusal: tuple[str, str], error: type[Exception]) -> None:
    server.refusal = refusal
    with pytest.raises(error, match=refusal[1].split(" ", 1)[1]):
        channel(server).send(outgoing())
    assert server.sent == []


@needs_dovecot
def test_what_was_cut_after_it_was_taken_is_found(server: MailServer) -> None:
    server.cut = True
    with pytest.raises(Uncertain):
        channel(server).send(outgoing(key="abc-77"))
    found = channel(server).find(outgoing(key="abc-77"), [])
    assert found is not None
    assert channel(server).find(outgoing(key="abc-78"), []) is None
    assert channel(server).find(outgoing(key="abc-77"), [found.provider_id]) is None


@pytest.fixture
def at_work(filled: Any, server: MailServer) -> Iterator[tuple[Any, Registry, Outbox, Inbox]]:
    registry = Registry(filled.workspace.id, discover=False)
    registry.put("email", server.settings, by=filled.marta)
    registry.enable("email", by=filled.marta)
    outbox, inbox = Outbox(filled.workspace, registry), Inbox(filled.workspace, registry)
    inbox.fetch()  # what other tests left in the mailbox is not of this one
    for one in unsorted.waiting():
        sorting.delete(one.id, by=filled.marta)
    yield filled, registry, outbox, inbox
    outbox.close()
    inbox.close()
    registry.close()


@needs_dovecot
def test_a_journey_with_an_answer_and_a_bounce(
    at_work: tuple[Any, Registry, Outbox, Inbox], server: MailServer
) -> None:
    filled, _, outbox, inbox = at_work
    posted = sending.send(filled.barrels, "Could you confirm the date?", by=filled.marta, channel="email")
    while outbox.step():
        pass
    (state,) = {one.state for one in entries.one(posted.message).deliveries}
    assert state == "sent"
    id = str(server.sent[-1]["Message-ID"]).strip()
    to = str(server.sent[-1]["To"]).partition("<")[2].rstrip(">")
    server.receive("Yes, Thursday.", sender=f"Ana <{to}>", In_Reply_To=id)
    inbox.fetch()
    newest = entries.page(filled.barrels)[0]
    assert (newest.kind, newest.direction, newest.body) == ("email", "in", "Yes, Thursday.")
    server.bounce(id, recipient=to)
    inbox.fetch()
    inbox.fetch()
    came_back = entries.one(posted.message).deliveries[0]
    assert came_back.state == "failed"
    assert "mailbox unavailable" in str(came_back.reason)
    assert (
        len([one for one in entries.page(filled.barrels) if one.kind == "email" and one.body == "Yes, Thursday."]) == 1
    )
    assert journal.verify().ok


@needs_dovecot
def test_a_wrong_password_stops_the_channel_and_keeps_the_message(
    at_work: tuple[Any, Registry, Outbox, Inbox], server: MailServer
) -> None:
    filled, registry, outbox, _ = at_work
    registry.put("email", {"secret": "wrong"}, by=filled.marta)
    sending.send(filled.barrels, "Hello", by=filled.marta, channel="email")
    while outbox.step():
        pass
    assert "password" in str(delivery.paused("email"))
    waiting = sending.send(filled.barrels, "Hello again", by=filled.marta, channel="email").message
    assert entries.one(waiting).deliveries[0].state == "waiting"
    registry.put("email", {"secret": mail.PASSWORD}, by=filled.marta)
    while outbox.step():
        pass
    assert entries.one(waiting).deliveries[0].state == "sent"


def test_nobody_there_is_said(server_settings: dict[str, str]) -> None:
    with pytest.raises(Offline, match="can't be reached"):
        Email({**server_settings, "smtp_port": str(free_port())}).send(outgoing())


@pytest.fixture
def server_settings() -> dict[str, str]:
    return {"address": mail.ADDRESS, "smtp_host": "127.0.0.1", "smtp_security": "none"}


def test_every_mail_of_the_parsers_suites_is_read(test_data: Path) -> None:
    read = 0
    for path in sorted((test_data / "email").rglob("*")):
        if path.suffix in (".eml", ".txt", ".msg"):
            message = parsed(path.read_bytes())
            found = incoming_of(message, fallback="<none>")
            read += 1
            if found is not None:
                assert "@" in found.address
                assert found.date <= dt.datetime.now(dt.UTC)
                assert "\0" not in found.text
    assert read > 100


def test_bounces_of_many_servers_are_told(test_data: Path) -> None:
    folder = test_data / "email" / "flanker" / "bounce"
    told = {path.name for path in folder.glob("*.eml") if bounce_of(parsed(path.read_bytes())) is not None}
    assert {"mailbox-full.eml", "no-mx.eml"} & told
    assert "delayed.eml" not in told


@needs_dovecot
def test_an_answer_without_references_finds_its_record_by_the_signed_address(
    at_work: tuple[Any, Registry, Outbox, Inbox], server: MailServer
) -> None:
    filled, _, outbox, inbox = at_work
    sending.send(filled.barrels, "Could you confirm?", by=filled.marta, channel="email")
    sending.send(filled.ana, "Another matter", by=filled.marta, channel="email")
    while outbox.step():
        pass
    asked = next(one for one in server.sent if "confirm" in str(one.get_body(("plain",))))
    signed = str(asked["Reply-To"]).partition("<")[2].rstrip(">")
    assert signed.startswith(f"marta+r{filled.barrels}-")
    server.receive("Yes.", sender=f"Ana <{ANA}>", X_Original_To=signed)
    server.receive("From my wife's account", sender="Luis <luis@elsewhere.example>", Delivered_To=signed)
    forged = signed.replace(f"+r{filled.barrels}-", f"+r{filled.wall}-")
    server.receive("Let me in", sender="Eve <eve@elsewhere.example>", Delivered_To=forged)
    inbox.fetch()
    said = {one.body: one.author.name for one in entries.page(filled.barrels)}
    assert (said["Yes."], said["From my wife's account"]) == ("Ana Herrera", "Luis")
    assert [one.body for one in unsorted.waiting()] == ["Let me in"]
    assert entries.page(filled.wall)[0].kind != "email"


@needs_dovecot
def test_unknown_senders_wait_and_automatic_answers_end_nothing(
    at_work: tuple[Any, Registry, Outbox, Inbox], server: MailServer
) -> None:
    filled, _, outbox, inbox = at_work
    sending.send(filled.barrels, "Are you there?", by=filled.marta, channel="email")
    while outbox.step():
        pass
    id = str(server.sent[-1]["Message-ID"]).strip()
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    more = {"send_after": tomorrow, "unless_answered": True}
    reminder = sending.send(filled.barrels, "A reminder", by=filled.marta, channel="email", **more).message
    sent = len(server.sent)
    server.receive("Buy now", sender="Spam <spam@elsewhere.example>", subject="Offer")
    server.receive("I am away", sender=f"Ana <{ANA}>", In_Reply_To=id, Auto_Submitted="auto-replied")
    server.receive("I am a robot", sender="robot@elsewhere.example", Precedence="bulk")
    for _ in range(3):
        inbox.fetch()
        while outbox.step():
            pass
    assert len(server.sent) == sent, "nothing that came in is answered by the program"
    assert {one.body: one.automatic for one in unsorted.waiting()} == {"Buy now": False, "I am a robot": True}
    assert entries.page(filled.barrels)[0].body == "I am away"
    assert entries.one(reminder).deliveries[0].state == "waiting"
    server.receive("Here I am", sender=f"Ana <{ANA}>", In_Reply_To=id)
    inbox.fetch()
    assert entries.one(reminder).deliveries[0].state == "cancelled"
    assert journal.verify().ok


@needs_dovecot
def test_a_picture_goes_inline_and_comes_back_with_its_id(server: MailServer, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG")
    files = [File("logo.png", str(picture), "image/png", "logo@here"), File("a.txt", str(picture), "text/plain")]
    made = outgoing("Look", html='<p>Look</p><img src="cid:logo@here">', files=files, key="abc-inline")
    channel(server).send(made)
    read = incoming_of(server.sent[-1], fallback="x")
    assert read is not None
    assert [(one.name, one.cid) for one in read.files] == [("logo.png", "logo@here"), ("a.txt", None)]
    assert "cid:logo@here" in str(read.html)
    assert server.sent[-1].get_content_type() == "multipart/mixed"


@needs_dovecot
def test_news_come_by_email_and_the_answer_comes_back_to_its_record(
    at_work: tuple[Any, Registry, Outbox, Inbox], server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled, _, outbox, inbox = at_work
    monkeypatch.setattr(notification, "HOLD", dt.timedelta(0))
    setting.put("news.mention", "email", by=filled.jonas, person=filled.jonas)
    posting.note(filled.wall, "@Jonas the gate is 2.40 m wide", by=filled.marta)
    while outbox.step():
        pass
    told = next(one for one in server.sent if one["To"] == "Jonas Lind <jonas@northwind.example>")
    assert told["Subject"] == "Storage wall: Marta Oliveira mentioned you" and told["References"] is None
    assert "@Jonas the gate is 2.40 m wide" in told.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    server.receive(
        "I know",
        sender="jonas@northwind.example",
        subject=f"Re: {told['Subject']}",
        **{"In-Reply-To": told["Message-ID"]},
    )
    inbox.fetch()
    newest = entries.page(filled.wall, limit=1)[0]
    assert (newest.body.strip(), newest.author.name) == ("I know", "Jonas Lind")
    assert newest.direction == "in" and len(server.sent) == len({one["Message-ID"] for one in server.sent})
