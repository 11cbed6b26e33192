"""Templates as the channels' providers have them, fetched when they are needed and kept in `models.template`."""

from __future__ import annotations

from integrations.api import PluginError, Template
from integrations.registry import Registry
from models import template
from models.errors import NotFound, Refused
from models.template import Kept


def refresh(registry: Registry, *, channel: str = "whatsapp") -> list[Kept]:
    """Fetch all templates of a channel anew; refused in words where that fails. Slow: speaks to the provider."""
    plugin = registry.channel(channel)
    try:
        found = plugin.templates()
    except PluginError as error:
        raise Refused(f"The templates can't be fetched: {error}") from error
    template.keep(channel, [_kept(one) for one in found], whole=True)
    return template.every(channel)


def ensure(registry: Registry, sid: str, *, channel: str = "whatsapp") -> Kept:
    """The template, fetched where it is not known here or was not approved yet; refused where there is none."""
    known = template.find(channel, sid)
    if known is not None and known.status == "approved":
        return known
    plugin = registry.channel(channel)
    try:
        found = plugin.template(sid)
    except PluginError as error:
        raise Refused(f"The template {sid} can't be fetched: {error}") from error
    if found is None:
        raise NotFound(f"{plugin.label} has no template {sid}.")
    template.keep(channel, [_kept(found)], whole=False)
    return template.one(channel, sid)


def _kept(one: Template) -> Kept:
    return Kept(one.id, one.name, one.language, one.body, one.status, one.category, one.reason, one.samples)
