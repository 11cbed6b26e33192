"""The contract of channels, kept by WhatsApp by Twilio and by the example of the guide for plugins."""

from __future__ import annotations

import datetime as dt
import json
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.api import Channel, Outgoing
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from tests.fakes.twilio.faults import Fault
from tests.fakes.twilio.server import Twilio
from tests.integrations.channel_contract import ChannelContract

sys.path.insert(0, str(Path(__file__).parent / "example_plugin"))  # as if it were installed
from chatterdesk_postbox import Postbox


class TestWhatsAppTwilio(ChannelContract):
    kind = WhatsAppTwilio

    @pytest.fixture(autouse=True)
    def provider(self, twilio: Twilio) -> None:
        self.twilio = twilio
        twilio.account.template("ready", "Hello {{1}}", variables={"1": "name"})
        twilio.account.template("waiting", "Not yet", status="pending")

    def channel(self, **changed: Any) -> Channel:
        return WhatsAppTwilio({**self.twilio.settings, **changed})

    def unreachable(self) -> Channel:
        return self.channel(api_url="http://127.0.0.1:9")

    def misconfigured(self) -> Channel:
        return self.channel(secret="wrong")

    def answer(self, text: str) -> str:
        return self.twilio.account.inbound(self.address, text).sid

    def deliver(self, provider_id: str) -> None:
        self.answer("so that free text arrives")
        self.twilio.account.advance(3)

    def lose_next_reply(self) -> None:
        self.twilio.faults.append(Fault("sleep", after=True, seconds=1.5))

    def hang_next(self) -> None:
        self.twilio.faults.append(Fault("drip", seconds=30))

    # What only Twilio has

    def test_an_api_key_is_as_good_as_the_auth_token(self) -> None:
        account = self.twilio.account
        channel = self.channel(api_key_sid=account.key, secret=account.key_secret)
        assert channel.send(self.outgoing("By key")).provider_id

    @pytest.mark.parametrize(
        "typed", ["whatsapp:+14155238886", "+1 415 523 8886", "0014155238886", "+1 (415) 523-8886"]
    )
    def test_the_sender_is_understood_as_it_is_typed(self, typed: str) -> None:
        self.channel(sender=typed).send(self.outgoing("From me"))
        assert self.twilio.account.outgoing()[-1].sender == "whatsapp:+14155238886"

    def test_a_messaging_service_sends_and_receives_without_a_sender(self) -> None:
        channel = self.channel(sender=None, messaging_service_sid=self.twilio.account.service)
        sent = self.outgoing("By service")
        id = channel.send(sent).provider_id
        assert self.twilio.account.one(id).status == "accepted"
        found = channel.find(sent, [])
        assert found is not None
        came = self.answer("To the service")
        self.twilio.account.advance(3)
        polled = channel.poll(None, [id])
        assert [one.provider_id for one in polled.incoming] == [came]
        assert [one.state for one in polled.statuses] == ["delivered"]

    def test_a_template_goes_out_with_its_variables(self) -> None:
        template = self.channel().templates()[0]
        sent = self.outgoing("Hello Ana", template=template.id, variables={"1": "Ana"})
        id = self.channel().send(sent).provider_id
        assert self.twilio.account.one(id).body == "Hello Ana"
        assert self.twilio.account.one(id).template
        assert self.channel().find(sent, []) is not None

    def test_a_message_of_before_is_not_taken_for_this_one(self) -> None:
        channel = self.channel()
        channel.send(self.outgoing("Good morning"))
        later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
        assert channel.find(Outgoing("2", self.address, "Ana", "Good morning", started=later), []) is None

    def test_clocks_may_differ(self) -> None:
        """A provider whose clock is an hour behind still has what was just sent."""
        self.twilio.account.ahead = dt.timedelta(hours=-1)
        channel = self.channel()
        sent = self.outgoing("Now, whatever you call it")
        channel.send(sent)
        assert channel.find(sent, []) is not None

    def test_a_list_of_templates_of_many_pages_is_read_whole(self) -> None:
        for number in range(230):
            self.twilio.account.template(f"t{number}", "Text")
        assert len(self.channel().templates()) == 232

    def test_without_sender_and_service_it_says_so(self) -> None:
        from integrations.api import Misconfigured

        with pytest.raises(Misconfigured, match="sender or a messaging service"):
            self.channel(sender=None)

    def test_what_other_programs_set_for_themselves_is_not_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {"EDGE": "sydney", "REGION": "au1", "ACCOUNT_SID": "AC0", "AUTH_TOKEN": "x"}.items():
            monkeypatch.setenv(f"TWILIO_{name}", value)
        assert self.channel().check()

    def test_a_file_goes_by_a_public_link(self, tmp_path: Path) -> None:
        from integrations.api import File

        picture = tmp_path / "barrel.png"
        picture.write_bytes(b"png")
        from tests.fakes.web_folder import WebFolder

        with WebFolder(user="ana", password="secret") as folder:
            channel = self.channel(share_url=folder.url_with_credentials)
            channel.send(self.outgoing("Look", files=[File("barrel 1.png", str(picture), "image/png")]))
            link = self.twilio.account.outgoing()[-1].media_urls[0]
            assert "secret" not in link
            assert folder.read(link) == (b"png", "image/png")
            assert link.endswith("/barrel%201.png")


class TestPostbox(ChannelContract):
    kind = Postbox

    @pytest.fixture(autouse=True)
    def provider(self, tmp_path: Path) -> Iterator[None]:
        self.folder = tmp_path / "postbox"
        (self.folder / "in").mkdir(parents=True)
        (self.folder / "token").write_text("right")
        template = {"id": "T1", "name": "ready", "language": "en", "body": "Hello {{1}}", "status": "approved"}
        (self.folder / "templates.json").write_text(json.dumps([template]))
        yield

    def channel(self, **changed: Any) -> Channel:
        return Postbox({"folder": str(self.folder), "token": "right", "shout": False, **changed})

    def unreachable(self) -> Channel:
        return self.channel(folder=str(self.folder / "nowhere"))

    def misconfigured(self) -> Channel:
        return self.channel(token="wrong")

    def answer(self, text: str) -> str:
        id = uuid.uuid4().hex
        letter = {"from": self.address, "text": text, "date": dt.datetime.now(dt.UTC).isoformat()}
        (self.folder / "in" / f"{id}.json").write_text(json.dumps(letter))
        return id

    def deliver(self, provider_id: str) -> None:
        file = self.folder / "out" / f"{provider_id}.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "state": "delivered"}))
