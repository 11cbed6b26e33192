"""The registry: plugins found, switched on and off, set up, failing without harm; and one that is installed by pip."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from integrations import registry as registries
from integrations.api import Channel, Misconfigured
from integrations.fields import read
from integrations.plugins.whatsapp_twilio import WhatsAppTwilio
from integrations.registry import Registry
from models import delivery, dispatch, setting
from models.errors import Invalid, NotFound, Refused
from models.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = Path(__file__).parent / "example_plugin"
TWILIO = {"account_sid": "AC" + "0" * 32, "secret": "s", "sender": "+14155238886"}


@pytest.fixture
def marta(workspace: Workspace) -> int:
    from models import user

    return user.first_administrator().id


@pytest.fixture
def registry(workspace: Workspace) -> Registry:
    return Registry(workspace.id, discover=False)


class Point:
    """An entry point as the interpreter finds it."""

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value


def found(monkeypatch: pytest.MonkeyPatch, *points: Point) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points)


def test_nothing_is_on_in_a_new_workspace(registry: Registry) -> None:
    assert [one.name for one in registry.listed()] == list(registries.BUILT_IN)
    assert not [one for one in registry.listed() if one.enabled]
    assert registry.channels() == {}
    with pytest.raises(Refused, match="WhatsApp is not set up yet"):
        registry.channel("whatsapp")


def test_a_plugin_is_switched_on_set_up_and_off(registry: Registry, marta: int) -> None:
    registry.enable("whatsapp_twilio", by=marta)
    assert registry.channels() == {"whatsapp": "whatsapp_twilio"}
    with pytest.raises(Refused, match="Account SID, Secret missing"):
        registry.channel("whatsapp")
    registry.put("whatsapp_twilio", TWILIO, by=marta)
    assert isinstance(registry.channel("whatsapp"), WhatsAppTwilio)
    assert registry.channel("whatsapp") is registry.channel("whatsapp")
    registry.disable("whatsapp_twilio", by=marta)
    assert registry.channels() == {}
    assert delivery.served("whatsapp") is None


def test_it_is_made_anew_when_its_settings_change(registry: Registry, marta: int) -> None:
    registry.enable("whatsapp_twilio", by=marta)
    registry.put("whatsapp_twilio", TWILIO, by=marta)
    before = registry.channel("whatsapp")
    registry.put("whatsapp_twilio", {"sender": "+15550001111"}, by=marta)
    after = registry.channel("whatsapp")
    assert after is not before
    assert isinstance(after, WhatsAppTwilio)
    assert after.sender == "+15550001111"


def test_each_thread_has_its_own(registry: Registry, marta: int) -> None:
    from models import database

    registry.enable("whatsapp_twilio", by=marta)
    registry.put("whatsapp_twilio", TWILIO, by=marta)
    others: list[Channel] = []

    def other() -> None:
        others.append(registry.channel("whatsapp"))
        database.close_thread()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert others[0] is not registry.channel("whatsapp")


def test_what_the_plugin_itself_finds_missing_is_told(registry: Registry, marta: int) -> None:
    registry.enable("whatsapp_twilio", by=marta)
    registry.put("whatsapp_twilio", {**TWILIO, "sender": ""}, by=marta)
    with pytest.raises(Refused, match="enter a sender or a messaging service"):
        registry.channel("whatsapp")


def test_unknown_plugins_and_settings_are_refused(registry: Registry, marta: int) -> None:
    with pytest.raises(NotFound, match="no plugin “fax”; there are whatsapp_twilio, "):
        registry.enable("fax", by=marta)
    with pytest.raises(NotFound, match="no plugin “fax”"):
        registry.disable("fax", by=marta)
    with pytest.raises(NotFound, match="no setting “colour”; it has account_sid, "):
        registry.put("whatsapp_twilio", {"colour": "red"}, by=marta)


def test_nothing_is_kept_where_one_value_is_wrong(registry: Registry, marta: int) -> None:
    with pytest.raises(Invalid, match="whole number"):
        registry.put("whatsapp_twilio", {"sender": "+15550001111", "poll_seconds": "often"}, by=marta)
    assert setting.get("whatsapp_twilio.sender") is None


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("poll_seconds", " 30 ", 30),
        ("poll_seconds", "", None),
        ("api_url", "https://proxy.example/twilio", "https://proxy.example/twilio"),
        ("sender", "  whatsapp:+1 415 ", "whatsapp:+1 415"),
        ("secret", "  key ", "key"),
    ],
)
def test_values_are_read_by_their_kind(registry: Registry, field: str, typed: str, value: Any) -> None:
    assert read(registry.field("whatsapp_twilio", field), typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("poll_seconds", "-3", "Look for news every is a whole number"),
        ("poll_seconds", "٣", "whole number"),
        ("api_url", "ftp://x", "begins with https://"),
        ("account_sid", "  ", "Account SID can't be empty"),
    ],
)
def test_values_that_can_not_be_are_refused(registry: Registry, field: str, typed: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read(registry.field("whatsapp_twilio", field), typed)


def test_a_plugin_that_is_broken_is_shown_and_harms_no_other(
    workspace: Workspace, marta: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken_plugin.py").write_text("raise RuntimeError('out of order')\n")
    (tmp_path / "old_plugin.py").write_text(
        "from integrations.plugins.whatsapp_twilio import WhatsAppTwilio\n"
        "class Old(WhatsAppTwilio):\n    api_version = 0\n"
        "class Fax(WhatsAppTwilio):\n    channel = 'fax'\n"
        "class NoPlugin: ...\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [
        Point("broken", "broken_plugin:Broken"),
        Point("old", "old_plugin:Old"),
        Point("fax", "old_plugin:Fax"),
        Point("none", "old_plugin:NoPlugin"),
        Point("gone", "no_such_module:Nothing"),
        Point("whatsapp_twilio", "broken_plugin:Impostor"),
    ]
    found(monkeypatch, *points)
    registry = Registry(workspace.id)
    for name, words in {
        "broken": "Broken can't be used: out of order",
        "old": "version 0 of the plugins' api, not 1",
        "fax": "serves “fax”; a channel is one of",
        "none": "neither a channel nor a translator",
        "gone": "No module named 'no_such_module'",
    }.items():
        with pytest.raises(Refused, match=words):
            registry.enable(name, by=marta)
        assert next(one for one in registry.listed() if one.name == name).failure
    registry.enable("whatsapp_twilio", by=marta)  # nobody takes the place of a built-in one
    assert registry.channels() == {"whatsapp": "whatsapp_twilio"}


def test_a_plugin_that_was_uninstalled_is_named_and_can_be_switched_off(registry: Registry, marta: int) -> None:
    setting.put("plugins.enabled", ["postbox"], by=marta)
    setting.put("channel.whatsapp", "postbox", by=marta)
    gone = registry.listed()[-1]
    assert (gone.name, gone.enabled, gone.failure) == ("postbox", True, "postbox is not installed any more.")
    assert registry.channels() == {}
    registry.disable("postbox", by=marta)
    assert delivery.served("whatsapp") is None


def test_one_plugin_serves_a_channel(workspace: Workspace, marta: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    found(monkeypatch, Point("postbox", "chatterdesk_postbox:Postbox"))
    registry = Registry(workspace.id)
    registry.enable("whatsapp_twilio", by=marta)
    registry.enable("postbox", by=marta)
    assert registry.channels() == {"whatsapp": "postbox"}
    assert [one.name for one in registry.listed() if one.enabled] == ["postbox"]


def test_a_check_tells_in_words_and_lets_a_stopped_channel_go_on(
    registry: Registry, marta: int, monkeypatch: pytest.MonkeyPatch, allowed_warnings: list[str]
) -> None:
    allowed_warnings.append("failed its check")
    registry.put("whatsapp_twilio", TWILIO, by=marta)
    dispatch.pause("whatsapp", "The credentials are wrong.")
    monkeypatch.setattr(WhatsAppTwilio, "check", lambda self: "All is well.")
    assert registry.check("whatsapp_twilio", by=marta) == "All is well."
    assert delivery.paused("whatsapp") is None

    def failing(error: Exception) -> Any:
        def check(self: Any) -> str:
            raise error

        return check

    monkeypatch.setattr(WhatsAppTwilio, "check", failing(Misconfigured("The credentials are wrong.")))
    with pytest.raises(Refused, match="credentials are wrong"):
        registry.check("whatsapp_twilio", by=marta)
    monkeypatch.setattr(WhatsAppTwilio, "check", failing(KeyError("x")))
    with pytest.raises(Refused, match="WhatsApp by Twilio failed: 'x'"):
        registry.check("whatsapp_twilio", by=marta)


def test_a_plugin_installed_by_pip_is_found_set_up_and_sends(workspace: Workspace, tmp_path: Path) -> None:
    """As a stranger does it: pip install, plugins enable, settings set, send."""
    site = tmp_path / "site"
    install = [
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--quiet",
        "--target",
        str(site),
    ]
    subprocess.run([sys.executable, *install, str(EXAMPLE)], check=True, timeout=100, capture_output=True)
    folder = tmp_path / "postbox"
    (folder / "in").mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": str(site), "CHATTERDESK_WORKSPACE": str(workspace.path)}

    def run(*arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *arguments, "--json"],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert "postbox" in [one["name"] for one in run("plugins", "list")]
    run("plugins", "enable", "postbox")
    run("settings", "set", "postbox.folder", str(folder))
    assert run("plugins", "check", "postbox")["ok"]
    contact = run("add", "contact", "name=Ana", "mobile=+34656555014")["id"]
    letter = {"from": "+34656555014", "text": "Hola", "date": "2026-11-22T10:00:00+00:00"}
    (folder / "in" / "1.json").write_text(json.dumps({**letter, "date": _now()}))
    assert run("sync")["received"] == 1
    run("send", str(contact), "By post", "--channel", "whatsapp")
    assert run("sync")["sent"] == 1
    assert [json.loads(file.read_text())["text"] for file in (folder / "out").glob("*.json")] == ["By post"]


def _now() -> str:
    import datetime as dt

    return dt.datetime.now(dt.UTC).isoformat()
