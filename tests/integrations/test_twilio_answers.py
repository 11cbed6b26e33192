"""What Twilio may answer: every error number in words with what to do, wrong certificates, large and odd answers."""

from __future__ import annotations

import csv
import datetime as dt
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from integrations.api import Later, Misconfigured, Offline, Outgoing, PluginError, Rejected, Uncertain
from integrations.plugins.twilio_errors import LATER, OPT_OUT, REASONS, SETTINGS, reason, refusal
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from models import record, window
from tests.fakes.twilio.server import Twilio

# Those of the reference, with what has to happen (integrations.md, "Errors").
EXPECTED = {
    **dict.fromkeys([20003, 20404, 63007, 63051], Misconfigured),
    20429: Later,
    **dict.fromkeys([21211, 21610, 21614, 21617, 21619, 21658, 63003, 63005, 63013, 63014, 63016], Rejected),
    **dict.fromkeys([63018, 63019, 63024, 63027, 63028], Rejected),
}
ADVICE = re.compile(
    r"\b(check|correct|enter|write|send|try|tried|shorten|fill|fetch|choose|allow|verify|use|add|change|word|register"
    r"|finish|accept|see|ask|upgrade|raise|have to)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("code", "kind"), EXPECTED.items())
def test_each_number_means_what_the_reference_says(code: int, kind: type[PluginError]) -> None:
    error = refusal(400, code, "Twilio's own words", sending=True)
    assert type(error) is kind
    assert error.code == str(code)
    assert str(error) == reason(code)
    assert f"({code})" in str(error)


@pytest.mark.parametrize("code", [*SETTINGS, *LATER, *REASONS])
def test_every_number_says_what_happened_and_what_to_do(code: int) -> None:
    words = reason(code).removesuffix(f" ({code})")
    assert words.endswith(".")
    assert ADVICE.search(words), words
    assert len(words) <= 160
    assert "error" not in words.lower() or code == 63009


def test_numbers_are_not_in_two_tables() -> None:
    tables = (set(SETTINGS), set(LATER), set(REASONS))
    assert len(set().union(*tables)) == sum(map(len, tables))
    assert set(REASONS) >= OPT_OUT


@pytest.mark.parametrize(
    ("status", "code", "sending", "kind"),
    [
        (401, None, True, Misconfigured),
        (403, None, False, Misconfigured),
        (404, None, True, Misconfigured),
        (429, None, True, Later),
        (500, None, True, Uncertain),
        (503, 20503, True, Uncertain),
        (503, None, False, Later),
        (400, 99999, True, Rejected),
        (422, None, False, Rejected),
    ],
)
def test_numbers_that_are_new_go_by_the_status(
    status: int, code: int | None, sending: bool, kind: type[PluginError]
) -> None:
    assert type(refusal(status, code, "Something new", sending=sending)) is kind


def test_new_numbers_come_with_twilios_own_words() -> None:
    assert reason(99999, "Something new.") == "Twilio refused it: Something new. (99999)"
    assert reason(None, None) == "Twilio doesn't say why."


def test_a_block_that_becomes_known_later_is_an_opt_out(talking: Any) -> None:
    sent = talking.write()
    talking.work()
    talking.twilio.account.fail(talking.twilio.account.outgoing()[0], 63014, "Blocked by user")
    talking.fetch()
    assert talking.sent(sent).state == "failed"
    assert "opted out" in (talking.sent(sent).reason or "")
    assert record.read(talking.filled.ana).values["whatsapp_consent"] == "no"


def outgoing(address: str) -> Outgoing:
    return Outgoing("1", address, "Somebody", "Hello", started=dt.datetime.now(dt.UTC))


def test_numbers_of_all_regions_are_taken(twilio: Twilio, test_data: Path) -> None:
    channel = WhatsAppTwilio(twilio.settings)
    file = test_data / "records" / "phones_libphonenumber" / "example_numbers.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        mobiles = [row["e164"] for row in csv.DictReader(rows) if row["type"] == "mobile"]
    twilio.validate = False  # the first few dozen have been checked; the rest would only take time
    for number in mobiles:
        if 7 <= len(number) - 1 <= 15:
            assert channel.send(outgoing(number)).provider_id
    assert len(twilio.account.outgoing()) > 200


@pytest.mark.parametrize(
    "nonsense", ["+0", "", "Ana", "+34 656", "whatsapp:+34656555014", "+9" * 20, "+34656555014\r\nX: y"]
)
def test_nonsense_is_rejected_in_words(twilio: Twilio, nonsense: str) -> None:
    twilio.validate = False
    with pytest.raises(Rejected, match="not valid"):
        WhatsAppTwilio(twilio.settings).send(outgoing(nonsense))


def test_a_page_of_five_megabytes_is_read(connected: Any) -> None:
    for number in range(100):
        connected.twilio.account.inbound("+34656555014", f"{number} " + "x" * 50_000)
    assert [len(one.received) for one in connected.fetch()] == [100]


def test_a_certificate_that_nobody_vouches_for_gets_nothing(twilio: Twilio, own_certificate: ssl.SSLContext) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = own_certificate.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    address = f"https://127.0.0.1:{server.server_address[1]}"
    with pytest.raises(Offline, match="certificate is not accepted"):
        WhatsAppTwilio({**twilio.settings, "api_url": address}).send(outgoing("+34656555014"))
    server.shutdown()
    server.server_close()
    assert asked == []


def test_a_host_that_does_not_exist_is_offline(twilio: Twilio) -> None:
    with pytest.raises(Offline):
        WhatsAppTwilio({**twilio.settings, "api_url": "http://nowhere.invalid"}).send(outgoing("+34656555014"))


def test_a_proxys_path_is_kept(twilio: Twilio) -> None:
    from integrations.plugins.twilio_http import RedirectingHttpClient

    client = RedirectingHttpClient({"api.twilio.com": "https://proxy.example/twilio/"}, timeout=1, deadline=2)
    assert client.redirected("https://api.twilio.com/2010/x.json?a=1") == "https://proxy.example/twilio/2010/x.json?a=1"
    assert client.redirected("https://elsewhere.example/y") == "https://elsewhere.example/y"


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0.5", 0.5), ("-3", 0), ("nonsense", 0), ("999999", 3600), (None, 0)]
)
def test_retry_after_is_read_with_care(header: str | None, seconds: float) -> None:
    from integrations.plugins.twilio_http import _seconds

    assert _seconds(header) == seconds


def test_windows_are_kept_apart_by_channel(filled: Any) -> None:
    window.hear("email", "ana@herrera.example", dt.datetime.now(dt.UTC))
    assert window.heard("email", "ana@herrera.example") is None
