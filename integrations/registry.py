"""The registry: which plugins there are, which are on, the working object of each; a failing one harms nobody."""

from __future__ import annotations

import importlib
import logging
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations import secrets
from integrations.api import API_VERSION, Channel, Field, Plugin, PluginError, Translator
from integrations.fields import read
from models import delivery, dispatch, setting
from models.delivery import CHANNELS
from models.errors import NotFound, Refused

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


class _Own(threading.local):
    """The working objects of this thread: by name, with a stamp of the settings that they were made with."""

    def __init__(self) -> None:
        self.plugins: dict[str, tuple[str, Plugin]] = {}


class Registry:
    """The plugins of one open workspace. Nothing is imported before it is needed; any thread may call any method."""

    def __init__(self, workspace: str, *, discover: bool = True) -> None:
        self._workspace = workspace
        self._found = (_entry_points() if discover else {}) | BUILT_IN  # nobody takes the place of a built-in one
        self._classes: dict[str, type[Plugin]] = {}
        self._own = _Own()
        self._made: weakref.WeakSet[Plugin] = weakref.WeakSet()
        self._failures: dict[str, str] = {}
        self._lock = threading.RLock()

    def listed(self) -> list[Listed]:
        """Every plugin, built-in ones first; those that are on are loaded to see whether they work."""
        on = enabled()
        names = [*BUILT_IN, *(name for name in [*self._found, *on] if name not in BUILT_IN)]
        return [self._listed(name, name in on) for name in dict.fromkeys(names)]

    def _listed(self, name: str, on: bool) -> Listed:
        if name not in self._found:
            return Listed(name, name, on, False, f"{name} is not installed any more.")
        label = declared.label if on and (declared := self._usable(name)) else self._found[name][0]
        return Listed(name, label, on, name in BUILT_IN, self._failures.get(name))

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
            if issubclass(declared, Channel) and declared.channel not in CHANNELS:
                raise TypeError(f"it serves “{declared.channel}”; a channel is one of {', '.join(CHANNELS)}")
            if declared.api_version != API_VERSION:
                raise TypeError(f"it is made for version {declared.api_version} of the plugins' api, not {API_VERSION}")
        except Exception as error:
            self._failures[name] = f"{self._found[name][0]} can't be used: {error}"
            _log.info("plugin %s: %s", name, error)
            raise Refused(self._failures[name]) from error
        self._failures.pop(name, None)
        return declared

    def plugin(self, name: str) -> Plugin:
        """The working object of a plugin for this thread, made anew when its settings changed."""
        declared = self.declared(name)
        values = self.values(name)
        missing = [field.label for field in declared.settings if field.required and not values.get(field.name)]
        if missing:
            raise Refused(f"{declared.label} is not set up yet: {', '.join(missing)} missing.")
        stamp = repr(sorted(values.items(), key=lambda item: item[0]))
        kept = self._own.plugins.get(name)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        if kept is not None:
            self._let_go(kept[1])
        made = self._make(name, declared, values)
        self._own.plugins[name] = (stamp, made)
        return made

    def _make(self, name: str, declared: type[Plugin], values: dict[str, Any]) -> Plugin:
        try:
            made = declared(values)
        except PluginError as error:
            raise Refused(str(error)) from error
        except Exception as error:
            _log.exception("plugin %s can't be made", name)
            raise Refused(f"{declared.label} failed: {error}") from error
        with self._lock:
            self._made.add(made)
        return made

    def _let_go(self, plugin: Plugin) -> None:
        try:
            plugin.close()
        except Exception:
            _log.exception("plugin %s failed while closing", plugin.name)

    def channels(self) -> dict[str, str]:
        """The names of the enabled plugins by the channel they serve."""
        return {channel: name for channel in CHANNELS if (name := delivery.served(channel)) and self._usable(name)}

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
        name = delivery.served(channel)
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

    def put(self, name: str, given: Mapping[str, Any], *, by: int, lasting: bool = False) -> list[str]:
        """Keep settings of a plugin; returns sentences worth reading (where a secret lies).

        `lasting`: refuse a secret that could only be kept until the program ends.
        """
        said = []
        fields = {field: self.field(name, field) for field in given}
        checked = {field: read(fields[field], value) for field, value in given.items()}
        for field, value in checked.items():
            if fields[field].kind == "secret":
                said.append(secrets.put(self._workspace, name, field, value or None, by=by, lasting=lasting))
            else:
                setting.put(f"{name}.{field}", value, by=by)
        self._resume(name, by=by)
        return said

    def _resume(self, name: str, *, by: int) -> None:
        """What was mended may work again."""
        kind = self.declared(name)
        if issubclass(kind, Channel):
            dispatch.resume(kind.channel, by=by)

    def enable(self, name: str, *, by: int) -> None:
        """Switch a plugin on; one that can't be used is refused in words.

        One plugin serves a channel: the newer takes the place of the older.
        """
        kind = self.declared(name)
        others = [one for one in enabled() if one != name]
        if issubclass(kind, Channel):
            others = [one for one in others if one != delivery.served(kind.channel)]
            setting.put(f"channel.{kind.channel}", name, by=by)
            self._resume(name, by=by)
        setting.put("plugins.enabled", [*others, name], by=by)

    def prefer(self, name: str, *, by: int) -> None:
        """Let a translator that is switched on translate, rather than the others."""
        if name not in self.translators():
            raise Refused(f"{name} is not switched on, or is no translator.")
        setting.put("plugins.enabled", [name, *(one for one in enabled() if one != name)], by=by)

    def disable(self, name: str, *, by: int) -> None:
        """Switch a plugin off, also one that can't be used any more."""
        if name not in self._found and name not in enabled():
            self.declared(name)
        for channel in CHANNELS:
            if delivery.served(channel) == name:
                setting.put(f"channel.{channel}", None, by=by)
        setting.put("plugins.enabled", [one for one in enabled() if one != name], by=by)

    def check(self, name: str, *, by: int) -> str:
        """Let a plugin try its connection; a sentence of what it found, `Refused` in words when it fails."""
        try:
            found = self.plugin(name).check()
        except PluginError as error:
            raise Refused(str(error)) from error
        except Refused:
            raise
        except Exception as error:
            _log.exception("plugin %s failed its check", name)
            raise Refused(f"{self.declared(name).label} failed: {error}") from error
        self._resume(name, by=by)
        return found

    def close(self) -> None:
        """Let every plugin go."""
        with self._lock:
            for plugin in list(self._made):
                self._let_go(plugin)
            self._made.clear()


def enabled() -> list[str]:
    """The names of the plugins that are switched on."""
    return list(setting.get("plugins.enabled", []))


def _entry_points() -> dict[str, tuple[str, str]]:
    from importlib.metadata import entry_points

    found = entry_points(group=GROUP)
    return {point.name: (point.name.replace("_", " ").capitalize(), point.value) for point in found}
