"""WhatsApp's markup: *bold*, _italic_, ~strike~, `code`, made from HTML and read back into it.

Rule: https://faq.whatsapp.com/539178204879377; a mark stands at the edge of a word and holds within one line.
"""

from __future__ import annotations

import html as entities
import re
from html.parser import HTMLParser

_MARKS = {"b": "*", "strong": "*", "i": "_", "em": "_", "s": "~", "del": "~", "code": "`"}
_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "table", "ul", "ol", "hr"}
_HEADS = {"h1", "h2", "h3", "h4"}
_TAGS = {"*": "b", "_": "i", "~": "s"}
_MARKED = re.compile(r"(?<![^\W_]|[*_~])([*_~])(?=[^\s])(?!\1)([^\n]*?[^\s])\1(?![^\W_])")
_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)


class _Writer(HTMLParser):
    """Writes cleaned HTML as lines of WhatsApp text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.open: list[str] = []  # marks that hold where we are
        self.numbers: list[int | None] = []  # of the lists we are in: the last number, None without
        self.quotes = self.verbatim = 0
        self.links: list[tuple[str, str]] = []  # address, and the text of the link as far as it was read
        self.closing = ""  # the marks that we ended the line with

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.new_line()
        elif tag in _BLOCKS:
            self.begin(tag)
        elif tag in _MARKS and not self.verbatim:
            self.open.append(_MARKS[tag])
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", ""))
        elif tag == "img":
            self.write(dict(attrs).get("alt") or "")

    def begin(self, tag: str) -> None:
        self.fresh_line(blank=tag in ("p", "pre", *_HEADS))
        self.quotes += tag == "blockquote"
        if tag in ("ul", "ol"):
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.lines[-1] += self.item()
        elif tag == "pre":
            self.verbatim += 1
            self.lines[-1] += "```"
        elif tag in _HEADS:
            self.open.append("*")

    def item(self) -> str:
        """What stands before the next item of the list we are in."""
        if not self.numbers or self.numbers[-1] is None:
            return "- "
        self.numbers[-1] += 1
        return f"{self.numbers[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end(tag)
        elif tag in _MARKS and _MARKS[tag] in self.open:
            self.open.reverse()
            self.open.remove(_MARKS[tag])
            self.open.reverse()
        elif tag == "a" and self.links:
            address, text = self.links.pop()
            if address.startswith(("http://", "https://")) and address.rstrip("/") not in text:
                self.write(f" ({address})", marked=False)

    def end(self, tag: str) -> None:
        if tag == "pre" and self.verbatim:
            self.verbatim -= 1
            self.lines[-1] = self.lines[-1].rstrip("\n") + "```"
        if tag in _HEADS and "*" in self.open:
            self.open.remove("*")
        if tag in ("ul", "ol") and self.numbers:
            self.numbers.pop()
        self.fresh_line(blank=tag in ("p", "pre", *_HEADS))
        self.quotes -= tag == "blockquote" and self.quotes > 0

    def handle_data(self, data: str) -> None:
        if self.verbatim:
            self.lines[-1] += data
            return
        self.write(re.sub(r"\s+", " ", data))

    def write(self, text: str, *, marked: bool = True) -> None:
        if self.links and marked:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + text)
        line = self.lines[-1]
        if not line and self.quotes:
            line = "> "
        if not line or line.endswith(" "):
            text = text.lstrip(" ")
        marks = "".join(dict.fromkeys(self.open)) if marked and text.strip(" ") else ""
        if marks and marks[::-1] == self.closing and not text.startswith(" "):  # <b>a</b><b>b</b> is one bold word
            self.lines[-1] = line[: -len(marks)] + _marked(text, marks)[len(marks) :]
        else:
            self.lines[-1] = line + _marked(text, marks)
        self.closing = marks[::-1] if marks and not text.endswith(" ") else ""

    def new_line(self) -> None:
        self.lines.append("")
        self.closing = ""

    def fresh_line(self, *, blank: bool) -> None:
        """Begin a line, with an empty one before it where a paragraph begins or ends."""
        self.closing = ""
        if self.lines[-1]:
            self.lines.append("")
        if blank and len(self.lines) > 1 and self.lines[-2]:
            self.lines.append("")


def _marked(text: str, marks: str) -> str:
    """A text between its marks, which touch its first and last word."""
    if not marks:
        return text
    inner = text.strip(" ")
    start, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{start}{marks}{inner}{marks[::-1]}{end}"


def from_html(html: str) -> str:
    """The WhatsApp text of cleaned HTML."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    text = "\n".join(line.rstrip(" ") for line in writer.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def to_html(text: str) -> str | None:
    """The HTML of a WhatsApp text; None where it has no marks and the text says it all."""
    pieces, marked, last = [], False, 0
    for code in _CODE.finditer(text):
        before, changed = _inline(text[last : code.start()])
        inside = entities.escape(code[1] or code[2], quote=False)
        pieces += [before, f"<pre>{inside.strip(chr(10))}</pre>" if code[1] else f"<code>{inside}</code>"]
        marked, last = True, code.end()
    rest, changed = _inline(text[last:])
    marked = marked or changed or any(piece.startswith("<") for piece in pieces)
    return "".join([*pieces, rest]) if marked else None


def _inline(text: str) -> tuple[str, bool]:
    """A text without code as HTML, and whether it has marks."""
    safe = entities.escape(text, quote=False)
    found = _tagged(safe)
    return found.replace("\n", "<br>"), found != safe


def _tagged(text: str) -> str:
    def tag(found: re.Match[str]) -> str:
        name = _TAGS[found[1]]
        return f"<{name}>{_tagged(found[2])}</{name}>"

    return _MARKED.sub(tag, text)
