"""The shell of the window: navigation, header, the arrangement of panes, the palette, the inbox and the small dialogs."""
