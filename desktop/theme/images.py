"""The few small pictures a style sheet can only name by file: ticks and arrows, kept in memory as a Qt resource."""

from __future__ import annotations

import struct

from PySide6.QtCore import QResource

from desktop.theme.tokens import LIGHT, Tokens

# Name -> (strokes on a grid of 16, token of the colour, width of the stroke).
_DRAWINGS = {
    "check": ("M3.6 8.4 L6.7 11.4 L12.4 5", "on_accent", 1.9),
    "check-off": ("M3.6 8.4 L6.7 11.4 L12.4 5", "faint", 1.9),
    "partly": ("M4 8 H12", "on_accent", 1.9),
    "tick": ("M3.2 8.6 L6.5 11.8 L12.8 4.6", "text2", 1.5),
    "down": ("M4 6.2 L8 10.2 L12 6.2", "text2", 1.4),
    "up": ("M4 9.8 L8 5.8 L12 9.8", "text2", 1.4),
    "right": ("M6.2 4 L10.2 8 L6.2 12", "text2", 1.4),
    "left": ("M9.8 4 L5.8 8 L9.8 12", "text2", 1.4),
    "down-off": ("M4 6.2 L8 10.2 L12 6.2", "faint", 1.4),
    "cross": ("M4.5 4.5 L11.5 11.5 M11.5 4.5 L4.5 11.5", "text2", 1.4),
}
_registered: dict[str, bytes] = {}


def image_path(tokens: Tokens, name: str) -> str:
    """Where a style sheet finds the picture."""
    return f":/theme-{tokens.name}-{name}.svg"


def put_images(tokens: Tokens = LIGHT) -> None:
    """Make the pictures of a column known to Qt, once a process."""
    if tokens.name in _registered:
        return
    files = {image_path(tokens, name)[2:]: _svg(name, tokens) for name in _DRAWINGS}
    # Qt reads the bytes where they lie, so they are kept as long as the process.
    _registered[tokens.name] = data = resource(files)
    if not QResource.registerResourceData(data):
        raise RuntimeError("Qt did not take the pictures of the style sheet")


def _svg(name: str, tokens: Tokens) -> bytes:
    path, token, width = _DRAWINGS[name]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><path d="{path}" '
        f'fill="none" stroke="{getattr(tokens, token)}" stroke-width="{width}" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    ).encode()


def resource(files: dict[str, bytes]) -> bytes:
    """Files of one folder as the binary that Qt's resource compiler writes (format 1: data, names, tree).

    Format: https://doc.qt.io/qt-6/qresource.html#registerResource and QResourceRoot in qresource.cpp; a folder's
    children are sorted by the hash of their names.
    """
    data, names, tree = b"", b"", struct.pack(">IHII", 0, 2, len(files), 1)
    for name in sorted(files, key=_hash):
        tree += struct.pack(">IHHHI", len(names), 0, 0, 1, len(data))
        data += struct.pack(">I", len(files[name])) + files[name]
        names += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    start = 20
    header = b"qres" + struct.pack(">IIII", 1, start + len(data) + len(names), start, start + len(data))
    return header + data + names + tree


def _hash(name: str) -> int:
    """Qt's old ELF hash of a name (qt_hash)."""
    value = 0
    for character in name:
        value = (value << 4) + ord(character)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
