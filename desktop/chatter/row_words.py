"""Row words: what a row says in plain text, to screen readers, in tooltips and when it is copied."""

from __future__ import annotations

from desktop.chatter import dates, delivery_words, markup
from desktop.chatter.arrangement import Item
from desktop.chatter.header import kind_words
from desktop.chatter.words import tr
from models.entries import Entry
from models.shown import Reader
from models.text import shortened, text_of


def text(item: Item, reader: Reader) -> str:
    """The whole text of an entry or run, without markup."""
    return "\n".join(filter(None, (_entry_text(entry, reader) for entry in item.entries)))


def _entry_text(entry: Entry, reader: Reader) -> str:
    if entry.deleted_at is not None:
        when = dates.moment(entry.deleted_at, dates.today(reader), reader)
        return tr("This message was deleted by {name}, {time}", name=entry.deleted_by, time=when)
    lines = markup.change_texts(entry.changes, reader)
    lines += [entry.subject] if entry.subject else []
    lines += [entry.body or text_of(entry.html or "")]
    lines += [tr("File {name}", name=one.name) for one in entry.files]
    return "\n".join(line for line in lines if line)


def name(item: Item, reader: Reader) -> str:
    """What a screen reader says: author, kind, time, text."""
    entry = item.entries[0]
    when = dates.moment(entry.date, dates.today(reader), reader)
    return ", ".join((entry.author.name, kind_words(entry)[0], when, shortened(text(item, reader), 500)))


def description(item: Item, reader: Reader) -> str:
    """What a screen reader adds: edited, how far delivered, what went wrong."""
    entry = item.entries[0]
    said = [tr("edited")] if entry.edits and entry.deleted_at is None else []
    state = delivery_words.state_of(entry, reader)
    said += [state.word] if state else []
    what = delivery_words.trouble(entry)
    said += [f"{what.title}: {what.why}"] if what else []
    return ", ".join(said)


def tooltip(item: Item, part: str, reader: Reader, *, line: bool = False) -> str:
    """What the pointer is told at a piece of the header; a quiet line has only its time."""
    entry = item.entries[0]
    if line or part == "time":
        return dates.whole(entry.date, reader)
    if part == "edited" and entry.edited_at is not None:
        by = dates.moment(entry.edited_at, dates.today(reader), reader)
        return tr("Edited by {name}, {time}. Show history", name=entry.edited_by, time=by)
    if part == "state":
        state = delivery_words.state_of(entry, reader)
        return (
            "\n".join(state.lines)
            if state
            else tr("Another program is writing just now; this follows as soon as it is done.")
        )
    return ""
