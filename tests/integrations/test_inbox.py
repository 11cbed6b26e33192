"""The inbox: answers, files, opt-outs and strangers, each once and in its place, whatever the provider does."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import pytest

from integrations.api import Incoming, Polled
from integrations.arrival import SUBJECT, accept
from integrations.inbox import Inbox
from integrations.plugins.email import Email
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import attachment, conversation, cursor, delivery, entries, notification, person, record, storage, window
from models.database import now
from models.message import Message
from tests.fakes.twilio.faults import Fault

ANA = "+34656555014"


def newest(record_id: int) -> Any:
    return entries.page(record_id)[0]


def test_a_first_message_lands_in_the_contacts_thread(connected: Any) -> None:
    connected.hear("Buenos *días*")
    entry = newest(connected.filled.ana)
    assert (entry.kind, entry.direction, entry.channel, entry.author.name) == (
        "whatsapp",
        "in",
        "whatsapp",
        "Ana Herrera",
    )
    assert entry.body == "Buenos días"
    assert entry.html == "Buenos <b>días</b>"


def test_an_answer_lands_in_the_record_that_wrote_last(talking: Any) -> None:
    talking.write("About the barrels")
    talking.work()
    talking.hear("Gracias")
    assert newest(talking.filled.barrels).body == "Gracias"
    talking.write("About the task", record=talking.filled.task)
    talking.work()
    talking.hear("De acuerdo")
    assert newest(talking.filled.task).body == "De acuerdo"


def test_an_answer_to_an_archived_record_lands_in_the_contacts_thread(talking: Any) -> None:
    talking.write("About the barrels")
    talking.work()
    record.archive(talking.filled.barrels, by=talking.filled.marta)
    talking.hear("Todavía estoy")
    assert newest(talking.filled.ana).body == "Todavía estoy"


def test_nothing_is_taken_in_twice(connected: Any) -> None:
    connected.hear("Once")
    connected.fetch()
    cursor.put("whatsapp_twilio", None)
    assert [one.received for one in connected.fetch()] == [()]
    assert Message.select().where(Message.direction == "in").count() == 1


def test_several_are_taken_in_the_order_they_were_written(connected: Any) -> None:
    for number in range(7):
        connected.twilio.account.inbound(ANA, f"Line {number}")
    connected.fetch()
    bodies = [entry.body for entry in entries.page(connected.filled.ana) if entry.direction == "in"]
    assert bodies == [f"Line {number}" for number in reversed(range(7))]


def test_more_than_a_page_is_read_whole(connected: Any) -> None:
    for number in range(230):
        connected.twilio.account.inbound(ANA, f"Line {number}")
    assert [len(one.received) for one in connected.fetch()] == [230]


def test_the_first_look_reaches_back_24_hours(connected: Any) -> None:
    now = connected.twilio.account.now()
    connected.twilio.account.inbound(ANA, "Yesterday", when=now - dt.timedelta(hours=23))
    connected.twilio.account.inbound(ANA, "Before that", when=now - dt.timedelta(hours=25))
    connected.fetch()
    assert [entry.body for entry in entries.page(connected.filled.ana) if entry.direction == "in"] == ["Yesterday"]


def test_what_is_listed_late_is_still_found(connected: Any) -> None:
    connected.hear("First")
    connected.twilio.account.inbound(ANA, "Listed late", when=connected.twilio.account.now() - dt.timedelta(minutes=5))
    connected.fetch()
    assert "Listed late" in [entry.body for entry in entries.page(connected.filled.ana)]


def test_a_stranger_becomes_a_contact_and_the_administrators_are_told(connected: Any) -> None:
    connected.twilio.account.inbound("+4915112345678", "Moin")
    connected.fetch()
    stranger = person.find("+4915112345678")
    assert stranger.number == "+4915112345678"
    news = notification.inbox(connected.filled.marta)[0]
    assert (news.thread, news.reason) == (stranger.card, "answer")
    connected.twilio.account.inbound("+4915112345678", "Noch da?")
    connected.fetch()
    assert [entry.body for entry in entries.page(stranger.card or 0)][:2] == ["Noch da?", "Moin"]


def test_a_number_that_no_contact_can_have_loses_nothing(connected: Any) -> None:
    connected.twilio.account.inbound("+99912345", "From nowhere")
    connected.fetch()
    assert Message.select().where(Message.body == "From nowhere").count() == 1


@pytest.mark.parametrize(
    ("kept", "writes"),
    [
        ("+52 55 1234 5678", "+5215512345678"),
        ("+55 11 96123-4567", "+551161234567"),
        ("+54 11 2345-6789", "+5491123456789"),
    ],
)
def test_a_number_is_recognised_in_whatsapps_own_form(connected: Any, kept: str, writes: str) -> None:
    contact = record.create("contact", {"name": "Lupe", "phone": kept}, by=connected.filled.marta).id
    connected.twilio.account.inbound(writes, "Hola")
    connected.fetch()
    assert newest(contact).body == "Hola"
    reach = window.of_record(contact)
    assert reach is not None
    assert reach.open(connected.clock())


def test_files_are_kept_with_their_message(connected: Any) -> None:
    picture, pdf = b"\x89PNG\r\n\x1a\n" + bytes(500), b"%PDF-1.7 " + bytes(300)
    connected.hear("", media=[("image/png", picture), ("application/pdf", pdf)])
    entry = newest(connected.filled.ana)
    kept = attachment.of_messages([entry.id])[entry.id]
    assert [(one.content_type, one.size) for one in kept] == [
        ("image/png", len(picture)),
        ("application/pdf", len(pdf)),
    ]
    assert [one.name.rpartition(".")[2] for one in kept] == ["png", "pdf"]
    assert storage.path_of(connected.filled.workspace.files, kept[0].sha256).read_bytes() == picture


def test_a_file_is_not_fetched_again_by_the_next_look(connected: Any) -> None:
    connected.hear("", media=[("image/png", b"png")])
    before = len(connected.twilio.requests)
    connected.fetch()
    assert not [path for _, path in connected.twilio.requests[before:] if "edia" in path]


def test_a_file_that_is_too_large_is_named_instead(connected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integrations.plugins.whatsapp_twilio.FILE_LIMIT", 1 << 20)
    connected.hear("Look", media=[("video/mp4", bytes(2 << 20))])
    entry = newest(connected.filled.ana)
    assert entry.body == "Look"
    assert [one.name for one in attachment.of_messages([entry.id])[entry.id]] == ["too-large.txt"]


def test_a_file_that_can_not_be_fetched_holds_nothing_up_and_is_named_after_three_tries(
    connected: Any,
) -> None:
    connected.twilio.account.inbound(ANA, "With a file", media=[("image/png", b"png")])
    connected.twilio.account.inbound(ANA, "Without")
    connected.twilio.account.lost_files.add(connected.twilio.account.messages[0].files[0].sid)
    connected.fetch()
    assert newest(connected.filled.ana).body == "Without"
    connected.fetch()
    connected.fetch()
    bodies = [entry.body for entry in entries.page(connected.filled.ana)]
    assert any(body.startswith("With a file\n[A file could not be fetched") for body in bodies)


@pytest.mark.parametrize("word", ["STOP", "stop", " Unsubscribe ", "Baja", "BAJA.", "Opt out", "arrêt"])
def test_words_of_opting_out_are_kept_and_said(connected: Any, word: str) -> None:
    connected.hear(word)
    assert record.read(connected.filled.ana).values["whatsapp_consent"] == "no"
    logs = [entry for entry in entries.page(connected.filled.ana) if entry.kind == "log"]
    assert "Ana Herrera asked not to be written to by WhatsApp any more" in [entry.body for entry in logs]
    assert {entry.author.name for entry in logs if "asked not" in entry.body} == {"Deskbot"}
    connected.hear("start")
    assert record.read(connected.filled.ana).values["whatsapp_consent"] == "yes"


def test_an_opt_out_of_an_archived_contact_is_kept_too(connected: Any) -> None:
    record.archive(connected.filled.ana, by=connected.filled.marta)
    connected.hear("STOP")
    ana = record.read(connected.filled.ana)
    assert (ana.archived, ana.values["whatsapp_consent"]) == (True, "no")


@pytest.mark.parametrize("text", ["Please don't stop", "cancel the order", "Baja California", "the end", "No", "yes"])
def test_other_words_change_no_consent(connected: Any, text: str) -> None:
    connected.hear(text)
    assert record.read(connected.filled.ana).values["whatsapp_consent"] == "unknown"


def test_one_message_that_can_not_be_taken_spoils_no_other(
    connected: Any, monkeypatch: pytest.MonkeyPatch, allowed_warnings: list[str]
) -> None:
    allowed_warnings.append("can't be taken in")
    from integrations import inbox

    accept = inbox.accept

    def choosy(workspace: Any, plugin: Any, incoming: Incoming) -> int | None:
        if incoming.text == "poison":
            raise RuntimeError("broken")
        return accept(workspace, plugin, incoming)

    monkeypatch.setattr(inbox, "accept", choosy)
    for text in ("before", "poison", "after"):
        connected.twilio.account.inbound(ANA, text)
    connected.fetch()
    bodies = [entry.body for entry in entries.page(connected.filled.ana) if entry.direction == "in"]
    assert bodies == ["after", "before"]
    monkeypatch.setattr(inbox, "accept", accept)
    connected.fetch()
    bodies = [entry.body for entry in entries.page(connected.filled.ana) if entry.direction == "in"]
    assert sorted(bodies) == ["after", "before", "poison"]


@pytest.mark.parametrize("kind", ["503", "429", "500", "502 html", "html", "cut"])
def test_trouble_while_fetching_is_told_and_loses_nothing(connected: Any, kind: str) -> None:
    connected.twilio.account.inbound(ANA, "Here")
    connected.twilio.list_faults.append(Fault(kind, seconds=1))
    trouble = connected.fetch()[0].trouble
    assert trouble
    assert connected.fetch()[0].received


def test_a_server_that_hangs_is_given_up(connected: Any) -> None:
    connected.twilio.list_faults.append(Fault("drip", seconds=20))
    began = time.monotonic()
    assert connected.fetch()[0].trouble
    assert time.monotonic() - began < 6


def test_wrong_credentials_are_told_and_stop_the_channel(connected: Any) -> None:
    connected.registry.put("whatsapp_twilio", {"secret": "wrong"}, by=connected.filled.marta)
    assert "credentials" in (connected.fetch()[0].trouble or "")
    assert "credentials" in (delivery.paused("whatsapp") or "")


def test_states_of_messages_that_left_the_list_are_asked_one_by_one(talking: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("integrations.plugins.whatsapp_twilio.PAGES", 1)
    monkeypatch.setattr("integrations.plugins.whatsapp_twilio.PAGE", 5)
    sent = talking.write("Old")
    talking.work()
    for number in range(12):
        talking.write(f"Newer {number}")
    talking.work()
    talking.twilio.account.advance(4)
    for _ in range(3):
        talking.fetch()
    assert talking.sent(sent).state == "read"
    assert talking.states().count("read") >= 13


def test_a_plugin_that_never_ends_is_stopped(connected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(
        WhatsAppTwilio, "poll", lambda self, place, pending: (looks.append(1), Polled(more=True, cursor={}))[1]
    )
    connected.fetch()
    assert len(looks) == 50


def test_a_plugin_that_breaks_is_told_of(
    connected: Any, monkeypatch: pytest.MonkeyPatch, allowed_warnings: list[str]
) -> None:
    allowed_warnings.append("failed while fetching")

    def broken(self: Any, place: Any, pending: Any) -> Any:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(WhatsAppTwilio, "poll", broken)
    assert "by nothing" in (connected.fetch()[0].trouble or "")


def test_all_that_was_said_with_one_person_is_one_thread(talking: Any) -> None:
    talking.write("On the opportunity")
    talking.write("On the task", record=talking.filled.task)
    talking.work()
    talking.hear("Both read")
    ana = person.find("Ana Herrera").id
    bodies = [entry.body for entry in conversation.page(ana)]
    assert bodies == ["Both read", "On the task", "On the opportunity", "Hola, ¿cuándo llegan las barricas?"]
    first = conversation.page(ana, limit=2)
    assert [entry.body for entry in conversation.page(ana, before=first[-1].place)] == bodies[2:]


def test_it_looks_more_often_while_somebody_watches(connected: Any) -> None:
    assert connected.inbox.seconds_between("whatsapp") == 60
    connected.inbox.watched = frozenset({"whatsapp"})
    assert connected.inbox.seconds_between("whatsapp") == 5
    assert connected.inbox.seconds_between("email") == 60
    connected.registry.put("whatsapp_twilio", {"poll_seconds": "3"}, by=connected.filled.marta)
    assert connected.inbox.seconds_between("whatsapp") == 3


def test_only_what_is_due_is_looked_at_unless_all_is_asked_for(connected: Any) -> None:
    inbox = connected.inbox
    assert len(inbox.fetch(due=True)) == 1
    assert inbox.fetch(due=True) == []
    assert 50 < inbox.seconds_until_due() <= 60
    assert len(inbox.fetch()) == 1
    inbox.watched = frozenset({"whatsapp"})
    assert inbox.seconds_until_due() <= 5


def test_only_one_process_fetches(connected: Any) -> None:
    assert connected.inbox.take_over()
    other = Inbox(connected.filled.workspace, connected.registry)
    assert not other.take_over()
    assert other.fetch() == []
    other.close()


def test_the_worker_fetches_in_a_thread_until_told_to_stop(connected: Any) -> None:
    connected.inbox.close()
    worker = Inbox(connected.filled.workspace, connected.registry)
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop, wake))
    connected.twilio.account.inbound(ANA, "To a thread")
    thread.start()
    end = time.monotonic() + 10
    while not Message.select().where(Message.body == "To a thread").exists() and time.monotonic() < end:
        time.sleep(0.02)
    stop.set()
    wake.set()
    thread.join(5)
    assert not thread.is_alive()
    assert newest(connected.filled.ana).body == "To a thread"
    worker.close()


def test_a_subject_that_nobody_wrote_by_hand_is_cut(filled: Any) -> None:
    """As some mail has it: a whole book in its subject."""
    named = Incoming(
        "<1@x>", "ana@herrera.example", "Hola", now(), name="Ana " * 900, subject="Die heiße Zypernsonne " * 6000
    )
    plugin = Email({"address": "marta@northwind.example", "smtp_host": "127.0.0.1"})
    id = accept(filled.workspace, plugin, named)
    assert id is not None
    subject = entries.one(id).subject
    assert subject is not None and len(subject) <= SUBJECT and subject.endswith("…")
