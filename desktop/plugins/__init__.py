"""Plugins in the window: their settings, each page built from what the plugin declares."""

from desktop.plugins.plugin_card import ICONS, PluginCard

__all__ = ["ICONS", "PluginCard"]
