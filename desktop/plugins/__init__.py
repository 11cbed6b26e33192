"""Plugins in the window: their settings, each page built from what the plugin declares."""

from desktop.plugins.plugin_card import PluginCard

__all__ = ["PluginCard"]
