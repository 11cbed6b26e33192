"""Secrets: passwords and tokens of plugins, in the keyring, in memory or from the environment; nowhere else.

The database only keeps that there is one, and since when: so another process notices a new one, and a computer without
any secret never loads the keyring.
"""

from __future__ import annotations

import os

from models import setting
from models.database import moment_text, now
from models.errors import Refused

_memory: dict[tuple[str, str, str], str] = {}
_read: dict[tuple[str, str, str], tuple[str, str | None]] = {}  # what the keyring said, and for which mark


def _service(workspace: str, plugin: str) -> str:
    return f"chatterdesk/{workspace}/{plugin}"


def environment_name(plugin: str, field: str) -> str:
    """The variable from which scripts may hand in a secret."""
    return f"CHATTERDESK_SECRET_{plugin}_{field}".upper()


def get(workspace: str, plugin: str, field: str) -> str | None:
    """The secret, from the environment, this run's memory or the keyring; None where there is none."""
    given = os.environ.get(environment_name(plugin, field)) or _memory.get((workspace, plugin, field))
    mark = None if given else setting.get(f"{plugin}.{field}")
    if given or mark is None:
        return given
    known = _read.get((workspace, plugin, field))
    if known is None or known[0] != mark:
        known = _read[workspace, plugin, field] = (str(mark), _from_keyring(workspace, plugin, field))
    return known[1]


def _from_keyring(workspace: str, plugin: str, field: str) -> str | None:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(_service(workspace, plugin), field)
    except keyring.errors.KeyringError:
        return None


def put(workspace: str, plugin: str, field: str, secret: str | None, *, by: int, lasting: bool = False) -> str:
    """Keep a secret, or forget it (None). Returns a sentence that says where it lies now.

    `lasting`: refuse where it could only be kept until the program ends.
    """
    _memory.pop((workspace, plugin, field), None)
    _read.pop((workspace, plugin, field), None)
    if secret is None:
        _forget(workspace, plugin, field)
        setting.put(f"{plugin}.{field}", None, by=by)
        return "The secret was removed."
    if _into_keyring(workspace, plugin, field, secret):
        setting.put(f"{plugin}.{field}", f"keyring, {moment_text(now())}", by=by)
        return "Kept in the system's keyring."
    variable = environment_name(plugin, field)
    if lasting:
        raise Refused(f"This computer has no usable keyring to keep a secret in. Set it as {variable} instead.")
    _memory[workspace, plugin, field] = secret
    words = "This computer has no usable keyring: kept until the program ends."
    return f"{words} For good, set {variable} in its environment."


def _into_keyring(workspace: str, plugin: str, field: str, secret: str) -> bool:
    """Whether the keyring took it: what it says it took is read back, for some drop it silently."""
    import keyring
    import keyring.errors

    if type(keyring.get_keyring()).__name__ == "PlaintextKeyring":  # keyrings.alt writes a readable file
        return False
    try:
        keyring.set_password(_service(workspace, plugin), field, secret)
        return keyring.get_password(_service(workspace, plugin), field) == secret
    except keyring.errors.KeyringError:
        return False


def _forget(workspace: str, plugin: str, field: str) -> None:
    import keyring
    import keyring.errors

    try:
        keyring.delete_password(_service(workspace, plugin), field)
    except keyring.errors.KeyringError:
        return  # there was none, or there is no keyring it could be in


def place(workspace: str, plugin: str, field: str) -> str | None:
    """Where a secret lies, in words; None where there is none. The secret itself is never shown."""
    if os.environ.get(environment_name(plugin, field)):
        return f"from the environment ({environment_name(plugin, field)})"
    if (workspace, plugin, field) in _memory:
        return "kept until the program ends"
    return "in the system's keyring" if get(workspace, plugin, field) else None
