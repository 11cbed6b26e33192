"""The QPalette made from the tokens, for everything Qt draws without asking the style sheet."""

from PySide6.QtGui import QColor, QPalette

from desktop.theme.tokens import Tokens

_ROLES = {
    "Window": "bg",
    "WindowText": "text",
    "Base": "surface",
    "AlternateBase": "sunken",
    "Text": "text",
    "Button": "raised",
    "ButtonText": "text",
    "BrightText": "red",
    "Highlight": "accent",
    "HighlightedText": "on_accent",
    "Link": "accent",
    "LinkVisited": "accent",
    "PlaceholderText": "text3",
    "ToolTipBase": "tooltip",
    "ToolTipText": "on_tooltip",
    "Light": "raised",
    "Midlight": "line",
    "Mid": "line2",
    "Dark": "line2",
    "Shadow": "line2",
    "Accent": "accent",
}
_DISABLED = ("WindowText", "Text", "ButtonText", "PlaceholderText")


def palette_of(tokens: Tokens) -> QPalette:
    """The palette of a column of tokens; disabled text is the faint one."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(getattr(QPalette.ColorRole, role), QColor(getattr(tokens, token)))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, getattr(QPalette.ColorRole, role), QColor(tokens.faint))
    return palette
