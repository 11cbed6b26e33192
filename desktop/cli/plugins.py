"""Commands on plugins and their settings. A secret is never printed."""

from __future__ import annotations

import sys
from typing import Any

import click

from desktop.cli import layout
from desktop.cli.command import Group, command
from desktop.cli.session import Answer, Session
from integrations.api import Field
from integrations.registry import Listed, Registry
from models.errors import Refused

plugins = Group("plugins", help="List, enable, disable and check plugins.")
settings = Group("settings", help="List, get and set the settings of plugins.")


@command("list")
def list_(session: Session) -> Answer:
    """List the plugins there are."""
    found = session.registry().listed()

    def text() -> str:
        rows = [[one.name, one.label, _state(one)] for one in found]
        return layout.table(["Name", "What it is", "State"], rows)

    return Answer([_shape(one) for one in found], text)


def _state(one: Listed) -> str:
    return (one.failure or "on") if one.enabled else "off"


def _shape(one: Listed) -> dict[str, Any]:
    return {"name": one.name, "label": one.label, "enabled": one.enabled, "failure": one.failure}


@command("enable")
@click.argument("name")
def enable(session: Session, name: str) -> Answer:
    """Switch the plugin NAME on."""
    session.registry().enable(name, by=session.by)
    return _named(session, name)


@command("disable")
@click.argument("name")
def disable(session: Session, name: str) -> Answer:
    """Switch the plugin NAME off."""
    session.registry().disable(name, by=session.by)
    return _named(session, name)


def _named(session: Session, name: str) -> Answer:
    found = next((one for one in session.registry().listed() if one.name == name), None)
    one = found or Listed(name, name, False, False, None)
    return Answer(_shape(one), lambda: f"{one.label} is {'on' if one.enabled else 'off'}.")


@command("check")
@click.argument("name")
def check(session: Session, name: str) -> Answer:
    """Let the plugin NAME try its connection."""
    words = session.registry().check(name, by=session.by)
    return Answer({"name": name, "ok": True, "detail": words}, lambda: words)


@command("list")
@click.argument("name", metavar="[PLUGIN]", required=False)
def settings_list(session: Session, name: str | None) -> Answer:
    """List the settings of PLUGIN, or of every plugin that can be used."""
    registry = session.registry()
    found = [(plugin, field, value) for plugin in _usable(registry, name) for field, value in _values(registry, plugin)]

    def text() -> str:
        rows = [[f"{plugin}.{field.name}", _text(field, value), field.label] for plugin, field, value in found]
        return layout.table(["Setting", "Value", "What it is"], rows)

    return Answer([_setting(plugin, field, value) for plugin, field, value in found], text)


def _usable(registry: Registry, name: str | None) -> list[str]:
    if name is not None:
        registry.declared(name)
        return [name]
    names = []
    for one in registry.listed():
        try:
            registry.declared(one.name)
        except Refused:
            continue  # `plugins list` says why
        names.append(one.name)
    return names


def _values(registry: Registry, plugin: str) -> list[tuple[Field, Any]]:
    shown = registry.shown(plugin)
    return [(field, shown[field.name]) for field in registry.declared(plugin).settings]


def _setting(plugin: str, field: Field, value: Any) -> dict[str, Any]:
    """A setting for scripts; of a secret only whether it is set, and where it lies."""
    name = f"{plugin}.{field.name}"
    if field.kind == "secret":
        return {"name": name, "value": None, "secret": True, "set": value is not None, "where": value}
    return {"name": name, "value": value, "secret": False, "set": value is not None}


def _text(field: Field, value: Any) -> str:
    if field.kind == "secret":
        return f"({value})" if value else "(not set)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@command("get")
@click.argument("name", metavar="PLUGIN.FIELD")
def get(session: Session, name: str) -> Answer:
    """Show a setting. Of a secret it says only where it lies."""
    registry = session.registry()
    plugin, field = _field(registry, name)
    value = registry.shown(plugin)[field.name]
    return Answer(_setting(plugin, field, value), lambda: _text(field, value))


@command("set")
@click.argument("name", metavar="PLUGIN.FIELD")
@click.argument("value")
def set_(session: Session, name: str, value: str) -> Answer:
    """Keep a setting; an empty VALUE takes it back to its default.

    A secret goes to the system's keyring; with - as VALUE it is read from standard input. Where there is no keyring,
    hand it in by the environment: CHATTERDESK_SECRET_PLUGIN_FIELD.
    """
    registry = session.registry()
    plugin, field = _field(registry, name)
    if field.kind == "secret" and value == "-":
        value = sys.stdin.readline().rstrip("\n")
    said = registry.put(plugin, {field.name: value}, by=session.by, lasting=True)
    kept = registry.shown(plugin)[field.name]
    return Answer(_setting(plugin, field, kept), lambda: "\n".join([f"{field.label}: {_text(field, kept)}", *said]))


def _field(registry: Registry, name: str) -> tuple[str, Field]:
    plugin, dot, field = name.strip().partition(".")
    if not dot:
        raise Refused(f"“{name}” is not a setting; write it as PLUGIN.FIELD, such as whatsapp_twilio.sender.")
    return plugin, registry.field(plugin, field)


for one in (list_, enable, disable, check):
    plugins.add_command(one)
for one in (settings_list, get, set_):
    settings.add_command(one)
