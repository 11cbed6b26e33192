"""Rich text between the writing field and what is kept: a document as small HTML, and cleaned HTML put into one."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextListFormat,
)

from desktop.theme import font, tokens

KIND = QTextFormat.Property.UserProperty.value + 1  # of a block: "quote" or "code"
CODE = QTextFormat.Property.UserProperty.value + 2  # of characters: whether they are code
_STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "del": "s", "code": "code"}
_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCKS = ("p", "div", "blockquote", "pre", "ul", "ol", "li", "table", "tr", "hr", *_HEADINGS)
_GOOGLE = re.compile(r"<b\b[^>]*font-weight:\s*normal[^>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<(head|title)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
LONGEST_PASTE = 1_000_000  # characters of HTML; what is longer comes as text


def block_kind(block: QTextBlock) -> str:
    """What a block is: "quote", "code", "bullets", "numbers", or "" for a plain line."""
    own = block.blockFormat().property(KIND)
    if own:
        return str(own)
    found = block.textList()
    if found is None:
        return ""
    return "numbers" if found.format().style() == QTextListFormat.Style.ListDecimal else "bullets"


def block_format(kind: str) -> QTextBlockFormat:
    """How a block of a kind looks."""
    made = QTextBlockFormat()
    made.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if kind in ("quote", "code"):
        made.setProperty(KIND, kind)
        made.setLeftMargin(14)
        made.setBackground(tokens().colour("sunken"))
    return made


def char_format(styles: frozenset[str] = frozenset(), link: str = "") -> QTextCharFormat:
    """How characters with these styles ("b", "i", "u", "s", "code") look."""
    made = QTextCharFormat()
    if "b" in styles:
        made.setFontWeight(QFont.Weight.Bold)
    made.setFontItalic("i" in styles)
    made.setFontUnderline("u" in styles)
    made.setFontStrikeOut("s" in styles)
    if "code" in styles:
        made.setProperty(CODE, True)
        made.setFontFixedPitch(True)
        made.setFontFamilies(["monospace"])
        made.setBackground(tokens().colour("sunken"))
    if link:
        made.setAnchor(True)
        made.setAnchorHref(link)
        made.setForeground(tokens().colour("accent"))
    return made


def styles_of(shape: QTextCharFormat) -> frozenset[str]:
    """Which styles characters have."""
    found = {
        "b": shape.fontWeight() >= QFont.Weight.DemiBold,
        "i": shape.fontItalic(),
        "u": shape.fontUnderline() and not shape.isAnchor(),
        "s": shape.fontStrikeOut(),
        "code": bool(shape.property(CODE)),
    }
    return frozenset(style for style, there in found.items() if there)


# From the document


def html_of(document: QTextDocument) -> str | None:
    """A document as small HTML; None where it is nothing but lines of text."""
    parts: list[str] = []
    for kind, blocks in groupby(_blocks(document), key=lambda block: (block_kind(block), _list(block))):
        lines = [_line(block) for block in blocks]
        if not kind[0]:
            if parts and not parts[-1].endswith(("</ul>", "</ol>", "</blockquote>", "</pre>")):
                parts.append("<br>")
            parts.append("<br>".join(lines))
        else:
            parts.append(_group(kind[0], lines))
    made = "".join(parts)
    return made if re.search(r"<(?!br>)", made) else None


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _list(block: QTextBlock) -> int:
    found = block.textList()
    return found.objectIndex() if found is not None else -1


def _group(kind: str, lines: list[str]) -> str:
    if kind == "code":
        bare = "\n".join(re.sub("<[^>]*>", "", line) for line in lines)
        return f"<pre>{bare}</pre>"
    if kind == "quote":
        return f"<blockquote>{'<br>'.join(lines)}</blockquote>"
    tag = "ol" if kind == "numbers" else "ul"
    return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


def _line(block: QTextBlock) -> str:
    parts = []
    for piece in block:
        fragment = piece.fragment()
        text = escaping.escape(fragment.text().replace("\ufffc", ""), quote=False).replace("\u2028", "<br>")
        shape = fragment.charFormat()
        for style in sorted(styles_of(shape), reverse=True):
            text = f"<{style}>{text}</{style}>"
        if shape.isAnchor() and shape.anchorHref():
            text = f'<a href="{escaping.escape(shape.anchorHref())}">{text}</a>'
        parts.append(text)
    return "".join(parts)


# Into the document


def insert(cursor: QTextCursor, cleaned: str) -> None:
    """Put cleaned HTML in at the cursor: its words with their styles, lists, quotes and code; nothing else of it."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    writer = _Writer(cursor)
    writer.feed(cleaned)
    writer.close()
    cursor.endEditBlock()


def unwrapped(html: str) -> str:
    """Pasted HTML without its head, and without the bold that Google's documents put round everything that is not."""
    return _GOOGLE.sub("<span>", _HEAD.sub("", html))


class _Writer(HTMLParser):
    """Walks through HTML and writes at a cursor."""

    def __init__(self, cursor: QTextCursor) -> None:
        super().__init__(convert_charrefs=True)
        self._cursor = cursor
        self._styles: list[tuple[str, frozenset[str]]] = []
        self._links: list[str] = []
        self._kinds: list[str] = []  # open blocks that make a kind
        self._due = False  # a new line is due before the next words
        self._fresh = cursor.block().text() == ""  # nothing stands on this line yet
        self._hidden = 0
        self._item = False
        self._started = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style", "title"):
            self._hidden += 1
        elif tag == "br":
            self._new_line()
        elif tag == "a":
            self._links.append(given.get("href") or "")
        elif tag == "img":
            self._write(given.get("alt") or "")
        elif tag in ("td", "th"):
            self._write(" " if not self._fresh and not self._due else "")
        elif tag in _STYLES or tag == "span" or tag in _HEADINGS:
            self._styles.append((tag, _named(tag, given.get("style") or "")))
        if tag in _BLOCKS:
            self._start_block(tag)

    def _start_block(self, tag: str) -> None:
        self._due = self._due or not self._fresh
        kind = {"blockquote": "quote", "pre": "code", "ul": "bullets", "ol": "numbers"}.get(tag)
        if kind:
            self._kinds.append(kind)
        if tag == "li":
            self._item = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._links:
            self._links.pop()
        elif tag in _STYLES or tag == "span" or tag in _HEADINGS:
            place = next((n for n in range(len(self._styles) - 1, -1, -1) if self._styles[n][0] == tag), None)
            if place is not None:
                del self._styles[place]
        if tag in _BLOCKS:
            self._due = self._due or not self._fresh
            if tag in ("blockquote", "pre", "ul", "ol") and self._kinds:
                self._kinds.pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if "code" in self._kinds:
            for number, line in enumerate(data.strip("\n").split("\n")):
                if number:
                    self._new_line()
                self._write(line)
            return
        words = re.sub(r"[ \t\r\n]+", " ", data)
        if (self._fresh or self._due) and not words.strip(" "):
            return
        self._write(words.lstrip(" ") if self._fresh or self._due else words)

    def _new_line(self) -> None:
        if self._due:
            self._begin_line()
        self._cursor.insertBlock(block_format(self._kind()), QTextCharFormat())
        self._shape_line(new=True)
        self._fresh = True

    def _begin_line(self) -> None:
        self._due = False
        self._cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        self._fresh = True
        self._shape_line(new=True)

    def _kind(self) -> str:
        return self._kinds[-1] if self._kinds else ""

    def _shape_line(self, *, new: bool) -> None:
        kind = self._kind()
        if new or kind:
            listed = self._cursor.currentList()
            if listed is not None and kind not in ("bullets", "numbers"):
                listed.remove(self._cursor.block())
            self._cursor.setBlockFormat(block_format(kind))
        if kind in ("bullets", "numbers"):
            add_to_list(self._cursor, kind)

    def _write(self, words: str) -> None:
        if not words:
            return
        if self._due:
            self._begin_line()
        elif self._fresh and (self._kinds or not self._started):
            self._shape_line(new=False)
        self._started, self._item, self._fresh = True, False, False
        styles = frozenset().union(*(found for _, found in self._styles))
        link = next((one for one in reversed(self._links) if one), "")
        self._cursor.insertText(words, char_format(styles, link))


def _named(tag: str, style: str) -> frozenset[str]:
    """The styles that a tag, or the style attribute of a span, stands for."""
    if tag in _HEADINGS:
        return frozenset("b")
    if tag in _STYLES:
        return frozenset((_STYLES[tag],))
    said = style.lower().replace(" ", "")
    found = {
        "b": re.search(r"font-weight:(bold|[6-9]00)", said),
        "i": "font-style:italic" in said,
        "u": "underline" in said,
        "s": "line-through" in said,
    }
    return frozenset(name for name, there in found.items() if there)


def add_to_list(cursor: QTextCursor, kind: str) -> None:
    """Make the cursor's block an item, of the list above where that is of the same kind."""
    before = cursor.block().previous()
    above = before.textList() if before.isValid() else None
    if above is not None and block_kind(before) == kind:
        above.add(cursor.block())
        return
    shape = QTextListFormat()
    numbered = kind == "numbers"
    shape.setStyle(QTextListFormat.Style.ListDecimal if numbered else QTextListFormat.Style.ListDisc)
    shape.setIndent(1)
    cursor.createList(shape)


def list_indent() -> int:
    """How far items of lists stand in, in pixels."""
    return round(font("body").pixelSize() * 1.7)
