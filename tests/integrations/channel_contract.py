"""What every channel has to keep. A plugin's author subclasses `ChannelContract` and says what its provider does.

    class TestPostbox(ChannelContract):
        def channel(self, **changed): ...
        …

No test of it speaks to a real provider: `channel()` is set up for one that runs on this computer.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import inspect
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from integrations import api
from integrations.api import Accepted, Channel, Field, Misconfigured, Offline, Outgoing, Uncertain

KINDS = {"text", "secret", "number", "yes_no", "choice", "url", "phone"}
STATES = {"queued", "sent", "delivered", "read", "failed"}
HEAVY = ("twilio", "requests", "httpx", "imap_tools", "deep_translator", "PySide6")


class ChannelContract:
    """The promises of `integrations.api.Channel`. What is below, up to the first test, is the author's to fill in."""

    kind: type[Channel]
    address = "+34656555014"  # somebody who can be written to
    patience = 8.0  # seconds that a call may take when the provider hangs

    def channel(self, **changed: Any) -> Channel:
        """A channel that is set up for the provider; `changed` settings in place of the right ones."""
        raise NotImplementedError

    def unreachable(self) -> Channel:
        """A channel whose provider isn't there."""
        raise NotImplementedError

    def misconfigured(self) -> Channel:
        """A channel with wrong credentials; may raise `Misconfigured` at once."""
        raise NotImplementedError

    def answer(self, text: str) -> str:
        """Let somebody write at the provider; returns the provider's id."""
        raise NotImplementedError

    def deliver(self, provider_id: str) -> None:
        """Let a message arrive at its recipient."""
        raise NotImplementedError

    def lose_next_reply(self) -> None:
        """Let the provider take the next message over without an answer; skip the test where that can't be."""
        pytest.skip("this provider's replies can't be lost")

    def hang_next(self) -> None:
        """Let the provider not answer the next message in time; skip the test where that can't be."""
        pytest.skip("this provider can't hang")

    # What it declares

    def test_it_is_a_channel_of_this_api(self) -> None:
        assert issubclass(self.kind, Channel)
        assert self.kind.api_version == api.API_VERSION
        assert re.fullmatch(r"[a-z][a-z0-9_]*", self.kind.name)
        assert self.kind.label.strip()
        assert self.kind.channel in ("whatsapp", "email")

    def test_its_settings_can_be_shown_and_typed(self) -> None:
        names = [field.name for field in self.kind.settings]
        assert len(names) == len(set(names))
        for field in self.kind.settings:
            assert isinstance(field, Field)
            assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
            assert field.label
            assert field.kind in KINDS
            assert bool(field.choices) == (field.kind == "choice")
            assert not (field.kind == "secret" and field.default)

    def test_its_methods_take_what_the_api_hands_them(self) -> None:
        for name in ("__init__", "check", "send", "find", "poll", "listen", "templates", "template", "close"):
            declared, ours = inspect.signature(getattr(Channel, name)), inspect.signature(getattr(self.kind, name))
            assert list(declared.parameters) == list(ours.parameters), name

    def test_its_suggestions_are_settings_of_its_own(self) -> None:
        names = {field.name: field for field in self.kind.settings}
        for field in self.kind.settings:
            for typed in ("", "ana@gmail.com", "nonsense", "https://example.com", "\0@"):
                for name, value in self.kind.suggestions(field.name, typed).items():
                    assert name in names
                    assert not names[name].choices or value in dict(names[name].choices)

    def test_loading_it_loads_nothing_heavy_and_nothing_of_the_programs(self) -> None:
        module = self.kind.__module__
        names = ", ".join(repr(name) for name in (*HEAVY, "models", "desktop", "search_index"))
        code = f"import {module}, sys; print([n for n in ({names}) if n in sys.modules])"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=_environment(self.kind)
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == "[]"

    # What it does

    @pytest.fixture
    def made(self) -> Iterator[Channel]:
        channel = self.channel()
        yield channel
        channel.close()

    def outgoing(self, text: str, key: str = "1", **more: Any) -> Outgoing:
        started = dt.datetime.now(dt.UTC)
        return Outgoing(key=key, address=self.address, name="Ana", text=text, started=started, **more)

    def test_its_check_says_a_sentence(self, made: Channel) -> None:
        words = made.check()
        assert words
        assert words.endswith(".")

    def test_wrong_credentials_are_told_in_words(self) -> None:
        with pytest.raises(Misconfigured) as told:
            self.misconfigured().check()
        assert str(told.value).endswith((".", ")"))
        with pytest.raises(Misconfigured):
            self.misconfigured().send(self.outgoing("To nobody"))

    def test_a_provider_that_is_not_there_is_offline(self) -> None:
        with pytest.raises(Offline):
            self.unreachable().send(self.outgoing("Into the void"))

    def test_what_is_sent_has_an_id_of_its_own(self, made: Channel) -> None:
        first, second = made.send(self.outgoing("Hello")), made.send(self.outgoing("Hello", "2"))
        for accepted in (first, second):
            assert isinstance(accepted, Accepted)
            assert accepted.state in ("queued", "sent")
        assert first.provider_id != second.provider_id

    def test_it_finds_what_was_sent_and_nothing_else(self, made: Channel) -> None:
        sent = self.outgoing("Is it there?\nSecond line, with ñ and 👍")
        id = made.send(sent).provider_id
        found = made.find(sent, [])
        assert found is not None
        assert found.provider_id == id
        assert made.find(sent, [id]) is None
        assert made.find(self.outgoing("Never sent", "never"), []) is None

    def test_a_lost_reply_is_uncertain_and_then_found(self, made: Channel) -> None:
        self.lose_next_reply()
        sent = self.outgoing("Did it arrive?")
        with pytest.raises(Uncertain):
            made.send(sent)
        assert made.find(sent, []) is not None

    def test_a_hanging_provider_is_given_up_in_time(self, made: Channel) -> None:
        self.hang_next()
        began = time.monotonic()
        with pytest.raises(Uncertain):
            made.send(self.outgoing("Hello?"))
        assert time.monotonic() - began < self.patience

    def test_it_brings_what_came_in(self, made: Channel) -> None:
        cursor = made.poll(None, []).cursor
        id = self.answer("Hola, ¿qué tal? 👍")
        brought = [one for one in made.poll(_kept(cursor), []).incoming if one.provider_id == id]
        assert len(brought) == 1
        assert brought[0].text == "Hola, ¿qué tal? 👍"
        assert brought[0].address == self.address
        assert brought[0].date.tzinfo is not None
        assert abs(brought[0].date - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=2)

    def test_a_look_that_was_lost_can_be_repeated(self, made: Channel) -> None:
        cursor = _kept(made.poll(None, []).cursor)
        id = self.answer("Twice looked for")
        for _ in range(2):  # the program may die before it keeps the new cursor
            assert id in [one.provider_id for one in made.poll(cursor, []).incoming]

    def test_its_cursor_is_plain_and_moves_on(self, made: Channel) -> None:
        self.answer("First")
        looked = made.poll(None, [])
        again = made.poll(_kept(looked.cursor), [])
        assert {one.provider_id for one in again.incoming} <= {one.provider_id for one in looked.incoming}

    def test_it_tells_how_far_a_message_is(self, made: Channel) -> None:
        id = made.send(self.outgoing("How far?")).provider_id
        statuses = {one.provider_id: one for one in made.poll(None, [id]).statuses}
        assert all(one.state in STATES for one in statuses.values())
        self.deliver(id)
        statuses = {one.provider_id: one for one in made.poll(None, [id]).statuses}
        assert statuses[id].state in ("delivered", "read")

    def test_ids_that_it_does_not_know_are_passed_over(self, made: Channel) -> None:
        assert made.poll(None, ["nobody's", "SM" + "0" * 32]).statuses in ((), [])

    def test_it_tells_of_news_at_once_where_it_listens(self, made: Channel) -> None:
        if not made.listens:
            return
        heard, stop = threading.Semaphore(0), threading.Event()
        listening = threading.Thread(target=made.listen, args=(heard.release, stop.is_set))
        listening.start()
        try:
            assert heard.acquire(timeout=5), "what came in before is to be looked for"
            self.answer("Are you there?")
            assert heard.acquire(timeout=5)
        finally:
            stop.set()
            listening.join(timeout=5)
        assert not listening.is_alive()

    def test_its_templates_are_whole(self, made: Channel) -> None:
        for one in made.templates():
            assert one.id
            assert one.name
            assert one.body
            assert made.template(one.id) == one
        assert made.template("no such template") is None

    def test_it_can_be_closed_twice(self) -> None:
        channel = self.channel()
        with contextlib.suppress(api.PluginError):
            channel.check()
        channel.close()
        channel.close()


def _kept(cursor: Any) -> Any:
    """A cursor as it comes back from the database."""
    return json.loads(json.dumps(cursor))


def _environment(kind: type[Channel]) -> dict[str, str]:
    """Where the plugin's module can be loaded from in another process."""
    import os
    from pathlib import Path

    folder = Path(inspect.getfile(kind)).parents[kind.__module__.count(".")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd()), *sys.path])}
