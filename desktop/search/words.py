"""Words of the search: kinds of entries, where a hit matched, spans of time, as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.tr import tr


def kind_words(kind: str) -> tuple[str, str]:
    """What a kind of entry is called, and the colour of its pill."""
    return {
        "note": (tr("Internal note"), "amber"),
        "change": (tr("Change"), "neutral"),
        "email": (tr("E-mail"), "blue"),
        "whatsapp": (tr("WhatsApp"), "green"),
        "activity": (tr("Activity"), "neutral"),
        "log": (tr("Log"), "neutral"),
        "created": (tr("Log"), "neutral"),
    }.get(kind, (tr("Message"), "accent"))


def kinds_words(kind: str) -> str:
    """What entries of a kind are called in a list of choices."""
    return {
        "message": tr("Messages"),
        "note": tr("Notes"),
        "change": tr("Changes"),
        "email": tr("E-mail"),
        "whatsapp": tr("WhatsApp"),
        "activity": tr("Activities"),
        "log": tr("Log"),
        "created": tr("Created"),
    }.get(kind, kind)


def where_words(where: str, kind: str, files: Sequence[str] = ()) -> tuple[str, str]:
    """Where a hit matched, in words, and the icon for it; a message's only file is named."""
    if where == "in file" and len(files) == 1:
        return tr("in file {name}", name=files[0]), "file-text"
    body = tr("in the note") if kind == "note" else tr("in the message")
    return {
        "body": (body, "message"),
        "subject": (tr("in the subject"), "mail"),
        "author": (tr("by its author"), "user"),
        "change": (tr("in a change"), "pencil"),
        "file name": (tr("in the name of a file"), "paperclip"),
        "in file": (tr("in a file"), "file-text"),
        "translation": (tr("in the translation"), "globe"),
        "record": (tr("in the record"), "file"),
    }.get(where, (body, "message"))


def span_words(span: str) -> str:
    """What a span of time is called."""
    return {
        "today": tr("Today"),
        "week": tr("Last 7 days"),
        "month": tr("Last 30 days"),
        "year": tr("Last 12 months"),
        "older": tr("Older"),
    }.get(span, span)


def type_words(kind: str) -> str:
    """What something that messages have is called."""
    return {"file": tr("File"), "image": tr("Picture"), "link": tr("Link")}.get(kind, kind)


def value_words(value: str) -> str:
    """A value of a filter as a chip shows it: a span of days in words."""
    first, dots, last = value.partition("..")
    if not dots:
        return value
    if first and last:
        return f"{first} – {last}"
    return tr("since {day}", day=first) if first else tr("until {day}", day=last)
