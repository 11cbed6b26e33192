"""Texts: HTML cleaned when it comes in, the plain text of HTML, and the folded form used for look-ups."""

from __future__ import annotations

import html as markup
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from models.errors import Invalid

TAGS = {
    *(
        "p",
        "br",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "del",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *("table", "thead", "tbody", "tr", "td", "th", "hr", "span", "div", "img", "sub", "sup"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "span": {"style"},
    "p": {"style"},
}
SCHEMES = {"chatterdesk", "http", "https", "mailto", "tel", "cid", "att"}
STYLES = {"font-weight", "font-style", "text-decoration", "text-align"}
_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "table", "ul", "ol", "hr"}
_TABLE = re.compile(r'<(/?)(table|thead|tbody|tr|td|th)\b(?:[^>"]|"[^"]*")*>')
REMOTE = "remote:"  # before the address of a picture elsewhere
_LONGEST = 2000  # characters of such an address
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^>]*>")
_REMOTE = re.compile(r'\bsrc="remote:(https?://[^"<>]+)"', re.IGNORECASE)
_DOT = re.compile(r'\b(?:width|height)="[01](?:px)?"')
_SPACE = "\0"  # stands for a space that has to stay; no text that is kept has one
_ACCENTS = re.compile("[\u0300-\u036f]")
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.startswith(("cid:", "att:")) else None
    if name == "href" and value.partition(":")[0].lower() not in SCHEMES:
        return None  # there is nothing that a link without a scheme could be relative to
    if name == "style" and re.search(r"[(\\@]", value):  # what a style could load is written with one of these
        return None
    return value


def _received(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and len(value) <= _LONGEST and _WEB.match(value):
        return REMOTE + quote(value, safe="%/:=&?~#+!$,;@()*[]-._")
    return _attribute(tag, name, value)


def clean(html: str, *, received: bool = False) -> str:
    """The harmless part of `html`: nothing in it runs, and pictures load from nowhere but the message's own files.

    Of what was `received`, the addresses of pictures elsewhere are kept as `remote:…`, which nothing loads either.

    Tables nested deeper than three are unwrapped, because Qt's layout time nearly doubles with every level.
    """
    import nh3

    safe = nh3.clean(
        encodable(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_received if received else _attribute,
        link_rel=None,
        url_schemes=SCHEMES,
        clean_content_tags={"script", "style"},
        filter_style_properties=STYLES,
    )
    return unwrap_deep_tables(safe)


def unwrap_deep_tables(cleaned: str, *, keep: int = 3) -> str:
    """Cleaned HTML whose tables are nested at most `keep` deep; the cells of deeper ones become blocks."""
    depth = 0

    def swap(found: re.Match[str]) -> str:
        nonlocal depth
        closing, tag = found[1], found[2]
        depth += tag == "table" and not closing
        deep = depth > keep
        depth -= tag == "table" and bool(closing)
        if not deep:
            return found[0]
        return ("</div>" if closing else "<div>") if tag in ("td", "th") else ""

    return _TABLE.sub(swap, cleaned)


def remote_pictures(cleaned: str) -> tuple[str, ...]:
    """The addresses of pictures elsewhere in received HTML, without the dots that only tell that it was opened."""
    found = (match[0] for match in _PICTURE.finditer(cleaned) if not _DOT.search(match[0]))
    return tuple(dict.fromkeys(address for tag in found if (address := remote_address(tag))))


def remote_address(tag: str) -> str:
    """The address of a picture elsewhere in its cleaned tag; "" for all others."""
    found = _REMOTE.search(tag)
    return markup.unescape(found[1]) if found else ""


class _Text(HTMLParser):
    """Collects the text of HTML: one line per block, list items with a dash or their number, code with its spaces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = self.verbatim = 0
        self.breaks = 0  # how many line breaks are due before the next text
        self.numbers: list[int | None] = []  # of the lists that are open: the last number; None where there is none

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag == "br":
            self._add("\n")
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag in ("td", "th"):
            self._add("\t")
        elif tag == "img":
            self._add(dict(attrs).get("alt") or "")

    def _start_block(self, tag: str) -> None:
        self._break(tag)
        self.verbatim += tag == "pre"
        if tag in ("ul", "ol"):
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            last = self.numbers[-1] if self.numbers else None
            self._add("- " if last is None else f"{last + 1}. ")
            if last is not None:
                self.numbers[-1] = last + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self._break(tag)
            self.verbatim = max(0, self.verbatim - (tag == "pre"))
            if tag in ("ul", "ol") and self.numbers:
                self.numbers.pop()

    def handle_data(self, data: str) -> None:
        if self.hidden or (self.breaks and not data.strip()):
            return
        self._add(data.replace(" ", _SPACE) if self.verbatim else re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        self.breaks = max(self.breaks, 2 if tag in ("p", "h1", "h2", "h3", "h4") else 1)

    def _add(self, text: str) -> None:
        self.parts += ["\n" * self.breaks, text]
        self.breaks = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """What begins like SGML (`<![`) is no markup of HTML: skip it, where Python's parser would fail."""
        return int(self.parse_bogus_comment(i, bool(report)))


def text_of(html: str) -> str:
    """The plain text of `html`, with line breaks where blocks end."""
    parser = _Text()
    parser.feed(encodable(html))
    parser.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).replace(_SPACE, " ").strip()


def html_of(text: str) -> str:
    """Plain text as HTML: markup typed there stays text, lines stay lines."""
    return "<br>".join(markup.escape(line, quote=False) for line in text.split("\n"))


def encodable(text: str) -> str:
    """A text without what no database keeps: no NUL, and "?" for halves of characters (lone surrogates)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def plain(text: Any) -> str:
    """A text as it may be kept: encodable, lines end with a line feed, no white space around it."""
    return encodable(str(text)).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: Any) -> str:
    """A text on one line, each run of white space one space."""
    return " ".join(plain(text).split())


def fold(text: str) -> str:
    """The form for look-ups: case, accents and width don't matter."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))


def shortened(text: str, limit: int = 120) -> str:
    """The beginning of a text on one line, at most `limit` characters, with "…" where it was cut."""
    line = one_line(text[: limit * 4])
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def email_address(text: str) -> str:
    """The address in `text`, or `Invalid` in words."""
    address = one_line(text)
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Invalid({"email": f"“{address}” is not an e-mail address; it should look like name@example.com."})
    return address
