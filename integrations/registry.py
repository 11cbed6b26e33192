"""The registry: which plugins there are, which are on, the working object of each; a failing one harms nobody."""

from __future__ import annotations

import importlib
import importlib.metadata
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations import secrets
from integrations.api import API_VERSION, Channel, Field, Plugin, PluginError, Translator
from models import dispatch, setting
from models.errors import Invalid, NotFound, Refused

GROUP = "chatterdesk.plugins"
BUILT_IN = {
    "whatsapp_twilio": ("WhatsApp by Twilio", "integrations.plugins.whatsapp_twilio:WhatsAppTwilio"),
    "email": ("E-mail", "integrations.plugins.email:Email"),
    "translate_google": ("Google (no key)", "integrations.plugins.translate_google:GoogleFree"),
    "translate_google_cloud": (
        "Google Cloud Translation",
        "integrations.plugins.translate_google_cloud:GoogleCloud",
    ),
    "translate_libre": ("LibreTranslate", "integrations.plugins.translate_libre:LibreTranslate"),
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A plugin as lists show it. `failure` says in words why it can't be used."""

    name: str
    label: str
    enabled: bool
    built_in: bool
    failure: str | None


class Registry:
    """The plugins of one open workspace. Nothing is imported before it is needed; any thread may call any method."""

    def __init__(self, workspace: str, *, discover: bool = True) -> None:
        self._workspace = workspace
        self._found = dict(BUILT_IN) | (_entry_points() if discover else {})
        self._classes: dict[str, type[Plugin]] = {}
        self._working: dict[str, tuple[str, Plugin]] = {}
        self._failures: dict[str, str] = {}
        self._lock = threading.RLock()

    def listed(self) -> list[Listed]:
        """Every plugin, built-in ones first."""
        on = set(enabled())
        return [
            Listed(name, label, name in on, name in BUILT_IN, self._failures.get(name))
            for name, (label, _) in self._found.items()
        ]

    def declared(self, name: str) -> type[Plugin]:
        """The class of a plugin, imported now; `Refused` in words when it can't be used."""
        if name not in self._found:
            raise NotFound(f"There is no plugin “{name}”; there are {', '.join(self._found)}.")
        with self._lock:
            if name not in self._classes:
                self._classes[name] = self._import(name)
            return self._classes[name]

    def _import(self, name: str) -> type[Plugin]:
        module, _, attribute = self._found[name][1].partition(":")
        try:
            declared = getattr(importlib.import_module(module), attribute)
            if not (isinstance(declared, type) and issubclass(declared, Channel | Translator)):
                raise TypeError("it is neither a channel nor a translator")
            if declared.api_version != API_VERSION:
                raise TypeError(f"it is made for version {declared.api_version} of the plugins' api, not {API_VERSION}")
        except Exception as error:
            self._failures[name] = f"{self._found[name][0]} can't be used: {error}"
            _log.info("plugin %s: %s", name, error)
            raise Refused(self._failures[name]) from error
        self._failures.pop(name, None)
        return declared

    def plugin(self, name: str) -> Plugin:
        """The working object of a plugin, made anew when its settings changed."""
        declared = self.declared(name)
        values = self.values(name)
        missing = [field.label for field in declared.settings if field.required and not values.get(field.name)]
        if missing:
            raise Refused(f"{declared.label} is not set up yet: {', '.join(missing)} missing.")
        stamp = repr(sorted(values.items(), key=lambda item: item[0]))
        with self._lock:
            if name in self._working and self._working[name][0] == stamp:
                return self._working[name][1]
            if name in self._working:
                self._working.pop(name)[1].close()
            made = declared(values)
            self._working[name] = (stamp, made)
            return made

    def channels(self) -> dict[str, str]:
        """The names of the enabled channel plugins by the channel they serve."""
        return {kind.channel: name for name in enabled() if (kind := self._usable(name)) and issubclass(kind, Channel)}

    def translators(self) -> list[str]:
        """The names of the enabled translators."""
        return [name for name in enabled() if (kind := self._usable(name)) and issubclass(kind, Translator)]

    def _usable(self, name: str) -> type[Plugin] | None:
        try:
            return self.declared(name)
        except Refused:
            return None  # its failure is kept and shown in the list of plugins

    def channel(self, channel: str) -> Channel:
        """The working plugin that serves a channel; `Refused` in words when there is none."""
        name = self.channels().get(channel)
        if name is None:
            raise Refused(f"{dispatch.channel_name(channel)} is not set up yet.")
        found = self.plugin(name)
        assert isinstance(found, Channel)
        return found

    def translator(self, name: str | None = None) -> tuple[str, Translator]:
        """A working translator with its name: the one asked for, else the first that is switched on."""
        names = self.translators()
        if name is None and not names:
            raise Refused("No translator is switched on yet.")
        chosen = name or names[0]
        if chosen not in names:
            raise Refused(f"{chosen} is not switched on, or is no translator.")
        found = self.plugin(chosen)
        assert isinstance(found, Translator)
        return chosen, found

    def values(self, name: str) -> dict[str, Any]:
        """The settings of a plugin with their secrets: for the plugin alone."""
        values: dict[str, Any] = {}
        for field in self.declared(name).settings:
            if field.kind == "secret":
                values[field.name] = secrets.get(self._workspace, name, field.name)
            else:
                values[field.name] = setting.get(f"{name}.{field.name}", field.default)
        return values

    def shown(self, name: str) -> dict[str, Any]:
        """The settings of a plugin as people and scripts see them: of a secret only where it lies."""
        return {
            field.name: secrets.place(self._workspace, name, field.name)
            if field.kind == "secret"
            else setting.get(f"{name}.{field.name}", field.default)
            for field in self.declared(name).settings
        }

    def field(self, name: str, field: str) -> Field:
        """The declaration of a setting."""
        for declared in self.declared(name).settings:
            if declared.name == field:
                return declared
        known = ", ".join(one.name for one in self.declared(name).settings)
        raise NotFound(f"{name} has no setting “{field}”; it has {known}.")

    def put(self, name: str, given: Mapping[str, Any], *, by: int) -> list[str]:
        """Keep settings of a plugin; returns sentences worth reading (where a secret lies)."""
        said = []
        checked = {field: _read(self.field(name, field), value) for field, value in given.items()}
        for field, value in checked.items():
            if self.field(name, field).kind == "secret":
                said.append(secrets.put(self._workspace, name, field, value or None))
            else:
                setting.put(f"{name}.{field}", value, by=by)
        kind = self.declared(name)
        if issubclass(kind, Channel):
            dispatch.resume(kind.channel, by=by)
        return said

    def enable(self, name: str, *, by: int) -> None:
        """Switch a plugin on; one that can't be used is refused in words."""
        kind = self.declared(name)
        others = [one for one in enabled() if one != name]
        if issubclass(kind, Channel):  # one plugin serves a channel: the newer takes the place of the older
            others = [one for one in others if getattr(self._usable(one), "channel", None) != kind.channel]
        setting.put("plugins.enabled", [*others, name], by=by)

    def disable(self, name: str, *, by: int) -> None:
        """Switch a plugin off."""
        if name not in self._found:
            self.declared(name)
        setting.put("plugins.enabled", [one for one in enabled() if one != name], by=by)
        with self._lock:
            if name in self._working:
                self._working.pop(name)[1].close()

    def check(self, name: str) -> str:
        """Let a plugin try its connection; a sentence of what it found, `Refused` in words when it fails."""
        try:
            return self.plugin(name).check()
        except PluginError as error:
            raise Refused(str(error)) from error

    def close(self) -> None:
        """Let every plugin go."""
        with self._lock:
            for _, plugin in self._working.values():
                plugin.close()
            self._working.clear()


def enabled() -> list[str]:
    """The names of the plugins that are switched on."""
    return list(setting.get("plugins.enabled", []))


def _entry_points() -> dict[str, tuple[str, str]]:
    found = importlib.metadata.entry_points(group=GROUP)
    return {point.name: (point.name.replace("_", " ").capitalize(), point.value) for point in found}


def _read(field: Field, value: Any) -> Any:
    """The value of a setting as typed; refused in words at its field."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if field.kind == "secret":
        return text
    if not text:
        if field.required:
            raise Invalid({field.name: f"{field.label} can't be empty."})
        return None
    if field.kind == "number":
        if not text.isdecimal():
            raise Invalid({field.name: f"{field.label} is a whole number."})
        return int(text)
    if field.kind == "yes_no":
        if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
            raise Invalid({field.name: f"{field.label} is yes or no."})
        return text.lower() in ("yes", "true", "1")
    if field.kind == "choice" and text not in dict(field.choices):
        raise Invalid({field.name: f"{field.label} is one of {', '.join(value for value, _ in field.choices)}."})
    if field.kind == "url" and not text.startswith(("http://", "https://")):
        raise Invalid({field.name: f"{field.label} begins with https:// (or http://)."})
    return text
