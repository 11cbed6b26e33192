"""Translate: a message into a reader's language and an answer into the contact's, through the chosen engine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from integrations import languages, segments
from integrations.engine import Engine
from integrations.languages import same
from integrations.protection import has_words_of_its_own
from integrations.registry import Registry
from models import delivery, follower, message, person, reading, record, translation
from models.errors import Refused
from models.fields import Language
from models.message import Message
from models.person import Person
from models.text import clean, text_of
from models.translation import Kept, Unknown

LONGEST = 100_000  # characters; longer bodies are refused rather than sent in a hundred requests
SAID = "This message was translated automatically."
_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?", re.IGNORECASE)
_one_at_a_time: dict[int, threading.Lock] = {}
_locks = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """A translation of a message; `cached` when nothing had to leave the machine for it."""

    text: str
    html: str | None
    subject: str | None
    source: str | None
    target: str
    engine: str
    cached: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A text in one language or the other. `line` says at the end of a message that it was translated."""

    text: str
    html: str | None = None
    subject: str | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the other's language, and what that says when read back; `engine` is the plugin's name."""

    there: Written
    back: Written
    engine: str


def language_code(named: str) -> str:
    """The code of a language as typed: a code with or without region, or an English name; `Refused` if unknown."""
    typed = named.strip()
    found = _CODE.fullmatch(typed)
    known = Language.known()
    if found and found[1].lower() in known:
        region = found[2]
        return found[1].lower() + (f"-{region.upper() if len(region) == 2 else region.title()}" if region else "")
    code = next((code for code, name in known.items() if name.lower() == typed.lower()), None)
    if code is None:
        raise Refused(f"“{typed}” is not a language that is known; use a code such as es, or the name.")
    return code


# Which language a message is in


def in_use() -> set[str]:
    """The languages in use here: those of contacts and those that users read."""
    spoken = Person.select(Person.language).where(Person.language.is_null(False)).distinct()
    return {row[0] for row in spoken.tuples()} | reading.languages_read() | {"en"}


def language_of(message_id: int) -> str | None:
    """The language of a message: what was kept, else recognised now and kept; None where it can't be told."""
    kept = message.one(message_id)
    if kept.language is None and kept.deleted_at is None:
        likely = Person.select(Person.language).where(Person.id == kept.author_id).scalar()
        found = recognise([Unknown(kept.id, kept.edits, kept.body[: translation.LOOKED_AT], likely)])
        return found[kept.id] or None
    return kept.language or None


def recognise(unknown: Sequence[Unknown]) -> dict[int, str]:
    """Recognise and keep the languages of messages; "" where one can't be told."""
    used = in_use()
    found = [(one, languages.recognise(one.body, likely=one.likely, in_use=used) or "") for one in unknown]
    translation.keep_languages(found)
    return {one.id: code for one, code in found}


# Reading


def translate_message(
    registry: Registry, message_id: int, target: str, *, by: int, engine: str | None = None, again: bool = False
) -> Answer:
    """Translate a message and keep the translation; one that is kept already is given at once, unless `again`."""
    kept = message.one(message_id)
    if kept.deleted_at is not None:
        raise Refused("This message was deleted; there is nothing to translate.")
    found = None if again else translation.of(message_id, target)
    if found is not None:
        return _answer(found, cached=True)
    source = _require_translatable(kept, target)
    _require_allowed(_concerned(kept))
    with _turn(kept.thread_id):
        found = None if again else translation.of(message_id, target)
        if found is not None:  # somebody else was quicker
            return _answer(found, cached=True)
        made = _translated(Engine(*registry.translator(engine), fresh=again), kept, source, target)
        if source is None and made.body == kept.body and same(kept.language, target):
            raise _already(target)
        translation.keep(made, by=by, edits=kept.edits)
    return _answer(made, cached=False)


def _require_translatable(kept: Message, target: str) -> str | None:
    """The language of the message; `Refused` where there is nothing to be done."""
    if not has_words_of_its_own(f"{kept.body}\n{kept.subject or ''}"):
        raise Refused("There is nothing in this message that could be translated.")
    if len(kept.html or kept.body) > 2 * LONGEST or len(kept.body) > LONGEST:
        raise Refused(f"This message is too long to be translated: {len(kept.body):,} characters.")
    source = language_of(kept.id)
    if source is None or not (source == target or (same(source, target) and "-" not in target)):
        return source
    if languages.is_surely(target, kept.body):
        raise _already(target)
    return None  # it may be another language after all: the engine is to say


def _already(language: str) -> Refused:
    return Refused(f"This message is in {Language.known().get(languages.base(language), language)} already.")


def _require_allowed(persons: Iterable[int]) -> None:
    """Refuse where nothing may leave the machine, at all or of what was written with one of these persons."""
    if reading.all_refused():
        raise Refused("Nothing is to be translated outside this machine; the settings say so.")
    for someone in person.some(persons).values():
        if reading.refused_for(someone.card):
            raise Refused(f"What is written with {someone.name} is not to be translated outside this machine.")


def _concerned(kept: Message) -> set[int]:
    """Whose words a message has, or who was meant to read them."""
    sent = delivery.of_messages([kept.id]).get(kept.id, [])
    own = record.correspondent(kept.thread_id)
    return {kept.author_id, *(one.person for one in sent if one.person), *([own] if own else [])}


def _turn(thread: int) -> threading.Lock:
    """One request at a time for each thread."""
    with _locks:
        return _one_at_a_time.setdefault(thread, threading.Lock())


def _translated(engine: Engine, kept: Message, source: str | None, target: str) -> Kept:
    names = _names(kept.thread_id, [kept.author_id])

    written = Written(kept.body, kept.html, kept.subject)
    made = _in_one_go(engine, written, names, target=target, source=source)
    if source and made.text == kept.body and len(kept.body) > languages.SHORT:  # it may be in another language
        made = _in_one_go(engine, written, names, target=target, source=None)
    found = source or next(iter(engine.found), None)
    return Kept(kept.id, target, found, engine.name, made.subject, made.text, made.html)


def _in_one_go(engine: Engine, written: Written, names: Iterable[str], *, target: str, source: str | None) -> Written:
    """Subject, text and line translated together."""
    rich = written.html is not None
    body = segments.of_html(written.html or "", names) if rich else segments.of_text(written.text, names)
    others = [segments.of_text(text, names) for text in (written.subject or "", written.line)]
    made, subject, line = engine.translate([body, *others], target=target, source=source)
    html = clean(made) if rich else None
    return Written(text_of(html) if html is not None else made, html, subject or None, line)


def _names(thread: int, persons: Iterable[int]) -> set[str]:
    """The names of the persons whom a thread is about: whole names wherever they stand."""
    own = record.correspondent(thread)
    following = follower.listening(thread, "discussions", users=True) | follower.listening(
        thread, "discussions", users=False
    )
    known = person.some({*persons, *following, *([own] if own else [])}).values()
    return {one.name for one in known if " " in one.name}


def _answer(made: Kept, *, cached: bool) -> Answer:
    return Answer(made.body, made.html, made.subject, made.source, made.language, made.engine, cached)


# Answering


def translate_draft(
    registry: Registry,
    written: Written,
    target: str,
    *,
    thread: int,
    source: str,
    to: Sequence[int] = (),
    engine: str | None = None,
) -> Draft:
    """Translate what is about to be sent, and translate that back, so that its writer sees what it says."""
    _require_draft(written, to)
    chosen = Engine(*registry.translator(engine))
    names = _names(thread, to)
    with _turn(thread):
        there = _in_one_go(chosen, replace(written, line=SAID), names, target=target, source=source)
        back = _in_one_go(chosen, Written(there.text, there.html, there.subject), names, target=source, source=target)
    return Draft(there, back, chosen.name)


def read_back(
    registry: Registry, written: Written, *, thread: int, source: str, target: str, to: Sequence[int] = ()
) -> Written:
    """What a translation that was changed by hand says in its writer's language."""
    _require_draft(written, to)
    engine = Engine(*registry.translator())
    with _turn(thread):
        return _in_one_go(engine, written, _names(thread, to), target=target, source=source)


def _require_draft(written: Written, to: Sequence[int]) -> None:
    if not has_words_of_its_own(written.text):
        raise Refused("There is nothing to translate yet: write something first.")
    if len(written.text) > LONGEST:
        raise Refused(f"This text is too long to be translated: {len(written.text):,} characters.")
    _require_allowed(to)
