"""Secrets: in the keyring, in memory or from the environment; never in the database, never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from integrations import secrets
from integrations.registry import Registry
from models import setting, user
from models.database import database
from models.errors import Refused
from models.workspace import DATABASE, Workspace

PLUGIN, FIELD = "whatsapp_twilio", "secret"


@pytest.fixture
def marta(workspace: Workspace) -> int:
    return user.first_administrator().id


def test_it_lies_in_the_keyring(workspace: Workspace, marta: int, memory_keyring: Any) -> None:
    assert secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta) == "Kept in the system's keyring."
    assert memory_keyring.kept == {(f"chatterdesk/{workspace.id}/{PLUGIN}", FIELD): "hush"}
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "hush"
    assert secrets.place(workspace.id, PLUGIN, FIELD) == "in the system's keyring"
    assert secrets.put(workspace.id, PLUGIN, FIELD, None, by=marta) == "The secret was removed."
    assert memory_keyring.kept == {}
    assert secrets.get(workspace.id, PLUGIN, FIELD) is None
    assert secrets.place(workspace.id, PLUGIN, FIELD) is None


def test_without_a_keyring_it_lasts_until_the_program_ends(workspace: Workspace, marta: int) -> None:
    words = secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta)
    assert "no usable keyring" in words
    assert "CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET" in words
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "hush"
    assert secrets.place(workspace.id, PLUGIN, FIELD) == "kept until the program ends"
    secrets._memory.clear()
    assert secrets.get(workspace.id, PLUGIN, FIELD) is None


def test_who_needs_it_to_last_is_refused(workspace: Workspace, marta: int) -> None:
    with pytest.raises(Refused, match="CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET"):
        secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta, lasting=True)
    assert secrets.get(workspace.id, PLUGIN, FIELD) is None


def test_a_keyring_that_drops_it_silently_is_not_believed(workspace: Workspace, marta: int) -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())
    assert "no usable keyring" in secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta)


def test_a_readable_file_is_no_keyring(workspace: Workspace, marta: int, memory_keyring: Any) -> None:
    class PlaintextKeyring(type(memory_keyring)):  # type: ignore[misc]
        """As keyrings.alt has it."""

    keyring.set_keyring(PlaintextKeyring())
    assert "no usable keyring" in secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta)


@pytest.mark.parametrize(
    "error", [keyring.errors.KeyringLocked, keyring.errors.InitError, keyring.errors.NoKeyringError]
)
def test_a_locked_keyring_is_none(
    workspace: Workspace, marta: int, memory_keyring: Any, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta)
    secrets._read.clear()

    def locked(*_: object) -> None:
        raise error("locked")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(memory_keyring, name, locked)
    assert secrets.get(workspace.id, PLUGIN, FIELD) is None
    assert "no usable keyring" in secrets.put(workspace.id, PLUGIN, FIELD, "hush", by=marta)
    assert secrets.put(workspace.id, PLUGIN, FIELD, None, by=marta) == "The secret was removed."


def test_scripts_hand_it_in_by_the_environment(
    workspace: Workspace, marta: int, memory_keyring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.put(workspace.id, PLUGIN, FIELD, "from the keyring", by=marta)
    monkeypatch.setenv("CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET", "from the environment")
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "from the environment"
    place = secrets.place(workspace.id, PLUGIN, FIELD)
    assert place == "from the environment (CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET)"


def test_a_new_one_of_another_process_is_noticed(workspace: Workspace, marta: int, memory_keyring: Any) -> None:
    secrets.put(workspace.id, PLUGIN, FIELD, "old", by=marta)
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "old"
    memory_keyring.kept[f"chatterdesk/{workspace.id}/{PLUGIN}", FIELD] = "new"
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "old"  # the keyring isn't asked at every step
    setting.put(f"{PLUGIN}.{FIELD}", "keyring, later", by=marta)
    assert secrets.get(workspace.id, PLUGIN, FIELD) == "new"


def test_the_keyring_is_left_alone_where_there_is_none_in_it(
    workspace: Workspace, memory_keyring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("the keyring was asked")

    monkeypatch.setattr(memory_keyring, "get_password", asked)
    assert secrets.get(workspace.id, PLUGIN, FIELD) is None


def test_it_is_nowhere_in_the_workspace_and_never_shown(
    workspace: Workspace, marta: int, memory_keyring: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    registry = Registry(workspace.id, discover=False)
    secret = "f00dbeef" * 4
    said = registry.put(PLUGIN, {"account_sid": "AC" + "0" * 32, FIELD: secret, "sender": "+14155238886"}, by=marta)
    registry.enable(PLUGIN, by=marta)
    channel = registry.channel("whatsapp")
    assert channel.values[FIELD] == secret
    assert registry.shown(PLUGIN)[FIELD] == "in the system's keyring"
    assert secret not in repr(said) + repr(registry.shown(PLUGIN)) + repr(channel) + caplog.text
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (workspace.path / DATABASE, *workspace.path.glob("**/*")):
        if Path(file).is_file():
            assert secret.encode() not in Path(file).read_bytes(), file
