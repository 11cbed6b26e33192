"""Secrets: passwords and tokens of plugins, in the keyring, in memory or from the environment; nowhere else."""

from __future__ import annotations

import os

_memory: dict[tuple[str, str, str], str] = {}


def _service(workspace: str, plugin: str) -> str:
    return f"chatterdesk/{workspace}/{plugin}"


def environment_name(plugin: str, field: str) -> str:
    """The variable from which scripts may hand in a secret."""
    return f"CHATTERDESK_SECRET_{plugin}_{field}".upper()


def get(workspace: str, plugin: str, field: str) -> str | None:
    """The secret, from the environment, this run's memory or the keyring; None where there is none."""
    given = os.environ.get(environment_name(plugin, field)) or _memory.get((workspace, plugin, field))
    if given:
        return given
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(_service(workspace, plugin), field)
    except keyring.errors.KeyringError:
        return None


def put(workspace: str, plugin: str, field: str, secret: str | None) -> str:
    """Keep a secret, or forget it (None). Returns a sentence that says where it lies now."""
    import keyring
    import keyring.errors

    _memory.pop((workspace, plugin, field), None)
    try:
        if secret is None:
            _forget(workspace, plugin, field)
            return "The secret was removed."
        keyring.set_password(_service(workspace, plugin), field, secret)
        if keyring.get_password(_service(workspace, plugin), field) == secret:
            return "Kept in the system's keyring."
    except keyring.errors.KeyringError:
        pass  # no keyring, or it stays locked: said below
    if secret is not None:
        _memory[workspace, plugin, field] = secret
    variable = environment_name(plugin, field)
    words = "This computer has no usable keyring: kept until the program ends."
    return f"{words} For good, set {variable} in its environment."


def _forget(workspace: str, plugin: str, field: str) -> None:
    import keyring
    import keyring.errors

    try:
        keyring.delete_password(_service(workspace, plugin), field)
    except keyring.errors.PasswordDeleteError:
        return  # there was none


def place(workspace: str, plugin: str, field: str) -> str | None:
    """Where a secret lies, in words; None where there is none. The secret itself is never shown."""
    if os.environ.get(environment_name(plugin, field)):
        return f"from the environment ({environment_name(plugin, field)})"
    if (workspace, plugin, field) in _memory:
        return "kept until the program ends"
    return "in the system's keyring" if get(workspace, plugin, field) else None
