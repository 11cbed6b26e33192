"""Markup: the HTML a row's body shows, made of texts that were never trusted: links, mentions, quotes, changes."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from PySide6.QtCore import QSize

from desktop.chatter.quotes import split_html, split_text
from desktop.chatter.remote_pictures import Fetched
from desktop.theme import Tokens
from desktop.tr import tr
from models import shown
from models.entries import Entry
from models.record import Changed
from models.shown import Reader
from models.text import REMOTE, remote_address, remote_pictures, text_of

# Links within a row; no received text may carry this scheme.
QUOTE, WHOLE, RUN, PICTURES = "row:quote", "row:whole", "row:run", "row:pictures"
OWN = "row:own/"  # and the address of a picture that came with the message
LONGEST = 12_000  # characters shown in a row; what is longer opens in a window of its own
_HTML_LONGEST = 60_000
_VALUE_LONGEST = 300
_LINK = re.compile(
    r"(?P<url>\b(?:https?://|chatterdesk:(?=\d|record/))[^\s<>\"“”«»]{1,2000})"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})",
    re.ASCII,
)
_TAG = re.compile(r"(<[^>]*>)")
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALTERNATIVE = re.compile(r'\balt="([^"<>]*)"')

_CID = re.compile(r'\bsrc="cid:([^"]+)"', re.IGNORECASE)

Mentions = re.Pattern[str] | None
Own = Mapping[str, tuple[str, QSize]]


def mention_pattern(names: Sequence[str]) -> Mentions:
    """What is a mention: @ and a user's full name, or their first name where only one has it."""
    firsts = [name.split(" ")[0].casefold() for name in names]
    called = [*names, *(name.split(" ")[0] for name in names if firsts.count(name.split(" ")[0].casefold()) == 1)]
    if not called:
        return None
    longest_first = sorted({re.escape(name) for name in called}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)@(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def style_sheet(now: Tokens, secondary: int) -> str:
    """The style of every body in the present theme; `secondary` is the size of small text in pixels."""
    return (
        f"a {{ color: {now.accent}; text-decoration: none; }}"
        f".mention {{ color: {now.accent}; font-weight: 600; }}"
        f".label, .quiet {{ color: {now.text2}; }}"
        f".small {{ color: {now.text2}; font-size: {secondary}px; }}"
        f".old {{ color: {now.text3}; font-size: {secondary}px; }}"
        f".new {{ font-weight: 600; }}"
        f"blockquote {{ color: {now.text2}; margin-left: 14px; margin-right: 0px; }}"
        f"pre, code {{ background-color: {now.sunken}; }}"
        "p { margin-top: 0px; margin-bottom: 0px; } .rich p { margin-bottom: 6px; }"
        "ul, ol { margin-top: 0px; margin-bottom: 4px; margin-left: 18px; -qt-list-indent: 0; }"
        "h1, h2, h3, h4 { font-size: 14px; font-weight: 600; margin-top: 4px; margin-bottom: 4px; }"
    )


def of_text(text: str, mentions: Mentions = None) -> str:
    """Plain text as HTML: one block for each line, so that each finds its own direction of writing."""
    return "".join(f'<p style="white-space: pre-wrap">{decorated(line, mentions)}</p>' for line in text.split("\n"))


def decorated(text: str, mentions: Mentions = None) -> str:
    """Plain text with its addresses as links and its mentions marked, everything escaped."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        address = _trimmed(found[0]) if found["url"] else found[0]
        href = address if found["url"] else f"mailto:{address}"
        parts.append(_marked(text[end : found.start()], mentions))
        parts.append(f'<a href="{escaping.escape(href)}">{escaping.escape(address)}</a>')
        end = found.start() + len(address)
    return "".join(parts) + _marked(text[end:], mentions)


def _trimmed(address: str) -> str:
    """An address without the sign that ends the sentence around it."""
    while address and (address[-1] in ".,;:!?'*_" or (address[-1] in ")]}" and address[-1:] not in _opened(address))):
        address = address[:-1]
    return address


def _opened(address: str) -> str:
    """The closing brackets that an address opens itself, as in …/Oak_(wood)."""
    return "".join(close for start, close in ("()", "[]", "{}") if address.count(start) >= address.count(close) > 0)


def _marked(text: str, mentions: Mentions) -> str:
    if mentions is None or "@" not in text:
        return escaping.escape(text)
    parts, end = [], 0
    for found in mentions.finditer(text):
        parts += [
            escaping.escape(text[end : found.start()]),
            f'<span class="mention">{escaping.escape(found[0])}</span>',
        ]
        end = found.end()
    return "".join(parts) + escaping.escape(text[end:])


def of_html(cleaned: str, mentions: Mentions = None, fetched: Fetched | None = None, own: Own | None = None) -> str:
    """Cleaned HTML with mentions marked in its text; its links stay as they are, pictures are named or were fetched."""
    cleaned = _IMAGE.sub(lambda found: _image(found, fetched, own or {}), cleaned)
    if mentions is None or "@" not in cleaned:
        return f'<div class="rich">{cleaned}</div>'
    parts = _TAG.split(cleaned)
    marked = (part if part.startswith("<") else _marked(escaping.unescape(part), mentions) for part in parts)
    return f'<div class="rich">{"".join(marked)}</div>'


def _image(found: re.Match[str], fetched: Fetched | None, own: Own) -> str:
    """A picture is named, unless it came with the message or was fetched: it is never loaded from here."""
    named = _CID.search(found[0])
    kept = own.get(unquote(escaping.unescape(named[1]))) if named else None
    if kept is not None:
        shown = f'<img src="{kept[0]}" width="{kept[1].width()}" height="{kept[1].height()}">'
        return shown if _linked(found) else f'<a href="{OWN}{kept[0]}">{shown}</a>'
    address = remote_address(found[0]) if fetched is not None else ""
    size = fetched.size(address) if fetched is not None and address else None
    if size is not None:
        source = escaping.escape(REMOTE + address)
        return f'<img src="{source}" width="{size.width()}" height="{size.height()}">'
    alternative = _ALTERNATIVE.search(found[0])
    words = alternative[1] if alternative and alternative[1] else escaping.escape(tr("Picture"))
    return f'<span class="quiet">[{words}]</span>'


def message(
    entry: Entry,
    mentions: Mentions = None,
    *,
    quote_open: bool = False,
    fetched: Fetched | None = None,
    own: Own | None = None,
) -> str:
    """The body of a message, note or anything received: subject, text, the quote folded or open.

    `own` are pictures that came with it: by their ids, where the body finds them and how large they are.
    """
    subject = f'<p class="new">{escaping.escape(entry.subject)}</p>' if entry.subject else ""
    if entry.html is not None and as_html(entry):
        mine, quote = split_html(entry.html)
        body, quoted = of_html(mine, mentions, fetched, own), of_html(quote, None, fetched, own)
        body += _elsewhere(entry.html, fetched)
    else:
        text = entry.body or text_of(entry.html or "")
        mine, quote = split_text(text)
        body, quoted = of_text(_cut(mine), mentions), f"<blockquote>{of_text(_cut(quote))}</blockquote>"
    if too_long(entry):
        body += _inner_link(WHOLE, tr("Show the whole message"))
    if not quote:
        return subject + body
    words = tr("Hide quoted text") if quote_open else tr("Show quoted text")
    return subject + body + (quoted if quote_open else "") + _inner_link(QUOTE, words)


def _elsewhere(cleaned: str, fetched: Fetched | None) -> str:
    """The line about pictures that lie elsewhere: that they are not shown, come, or could not be had."""
    if REMOTE not in cleaned or not remote_pictures(cleaned):
        return ""
    if fetched is None:
        words = escaping.escape(tr("Pictures from elsewhere are not shown"))
        return f'<p class="small">{words} · <a href="{PICTURES}">{escaping.escape(tr("Show"))}</a></p>'
    if fetched.waiting:
        return f'<p class="small">{escaping.escape(tr("The pictures are on their way…"))}</p>'
    if not fetched.lacking:
        return ""
    words = tr("Not every picture can be shown. {why}", why=" ".join(fetched.lacking))
    return f'<p class="small">{escaping.escape(words)}</p>'


def _linked(found: re.Match[str]) -> bool:
    """Whether a picture is the text of a link, which then is followed by a click on it."""
    before = found.string[: found.start()].lower()
    return before.rfind("<a ") > before.rfind("</a>")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + "…"


def as_html(entry: Entry) -> bool:
    """Whether an entry is shown with its formatting and pictures, not as plain text."""
    return entry.html is not None and len(entry.html) <= _HTML_LONGEST


def too_long(entry: Entry) -> bool:
    """Whether a row shows only the beginning."""
    return len(entry.body) > LONGEST and not as_html(entry)


def _inner_link(target: str, words: str) -> str:
    return f'<p class="small"><a href="{target}">{escaping.escape(words)}</a></p>'


def changes(entry: Entry, reader: Reader, mentions: Mentions = None) -> str:
    """The body of a change entry: a line for each field, then what Deskbot says about an import."""
    lines = "".join(f"<p>{line}</p>" for line in change_lines(entry.changes, reader))
    return lines + (f'<div class="small">{of_text(entry.body, mentions)}</div>' if entry.body else "")


def change_lines(changed: Sequence[Changed], reader: Reader) -> list[str]:
    """Each change as HTML: label, old value, arrow, new value; of tags and lines only what came and went."""
    return [_change(one, reader) for one in changed]


def _change(one: Changed, reader: Reader) -> str:
    old, new = shown.pair(one.type, one.old, one.new, reader)
    label = f'<span class="label">{escaping.escape(one.label)}</span>'
    if one.type in ("tags", "lines"):
        return label + _come_and_gone(old, new)
    before, after = (_value(text) for text in (old, new))
    return f'{label}&nbsp; <span class="old">{before}</span> &nbsp;→&nbsp; <span class="new">{after}</span>'


def _come_and_gone(old: str | None, new: str | None) -> str:
    gone = [f'<br><span class="old">−&nbsp;<s>{_value(line)}</s></span>' for line in (old or "").split("\n") if line]
    come = [f'<br><span class="new">+&nbsp;{_value(line)}</span>' for line in (new or "").split("\n") if line]
    return "".join(gone + come)


def _value(text: str | None) -> str:
    if text is None:
        return escaping.escape(tr("None"))
    kept = text if len(text) <= _VALUE_LONGEST else text[:_VALUE_LONGEST] + "…"
    return escaping.escape(kept).replace("\n", "<br>")


def change_texts(changed: Sequence[Changed], reader: Reader) -> list[str]:
    """Each change as plain text, for screen readers and copies: "Stage: Qualified → Proposition"."""
    found = []
    for one in changed:
        old, new = shown.pair(one.type, one.old, one.new, reader)
        if one.type in ("tags", "lines"):
            parts = [f"− {line}" for line in (old or "").split("\n") if line] + [
                f"+ {line}" for line in (new or "").split("\n") if line
            ]
            found.append(f"{one.label}: {', '.join(parts)}")
        else:
            found.append(f"{one.label}: {tr('None') if old is None else old} → {tr('None') if new is None else new}")
    return found


def merged(run: Sequence[Entry]) -> tuple[Changed, ...]:
    """What a run of changes (newest first) came to: each field from its first old to its last new value."""
    first: dict[str, Changed] = {}
    last: dict[str, Changed] = {}
    for entry in reversed(run):
        for one in entry.changes:
            first.setdefault(one.field, one)
            last[one.field] = one
    whole = (Changed(name, last[name].label, last[name].type, first[name].old, last[name].new) for name in first)
    return tuple(one for one in whole if one.old != one.new)


def run(entries: Sequence[Entry], reader: Reader, *, opened: bool) -> str:
    """The body of a folded run of changes: what it came to, and the link that opens or folds it."""
    words = tr("Fold {n} changes", n=len(entries)) if opened else tr("Show {n} changes", n=len(entries))
    lines = [] if opened else change_lines(merged(entries), reader)
    if not lines and not opened:
        lines = [f'<span class="quiet">{escaping.escape(tr("Changed, and changed back"))}</span>']
    return "".join(f"<p>{line}</p>" for line in lines) + _inner_link(RUN, words)


def quiet(entry: Entry, clock: str) -> str:
    """The one line of what the program wrote itself: the sentence and the time."""
    head, _, rest = entry.body.partition("\n")
    author = "" if entry.kind == "log" and entry.author.name in head else f" · {entry.author.name}"
    aside = f'<span class="old">{escaping.escape(f"{author} · {clock}")}</span>'
    line = f'<p><span class="quiet">{escaping.escape(head)}</span>{aside}</p>'
    return line + (f'<div class="small">{of_text(rest)}</div>' if rest else "")


def tombstone(entry: Entry, when: str) -> str:
    """What is left of a deleted message."""
    words = tr("This message was deleted by {name}, {time}", name=entry.deleted_by, time=when)
    return f'<p class="quiet"><i>{escaping.escape(words)}</i></p>'
