"""The shell of the window: navigation, header, panes, palette, inbox, settings and small dialogs."""
