"""Translate: a message into a reader's language and an answer into the contact's, through the chosen engine."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass

from integrations import languages
from integrations.api import PluginError, Translator
from integrations.registry import Registry
from integrations.segments import translate_html, translate_text
from models import message, person, setting, translation
from models.errors import Refused
from models.person import Person
from models.text import clean, text_of
from models.translation import Kept

LONGEST = 100_000  # characters; longer bodies are refused rather than sent in a hundred requests
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
class Draft:
    """An answer in the other's language, and what that says when read back."""

    text: str
    html: str | None
    back: str
    engine: str


def language_of(message_id: int) -> str | None:
    """The language of a message: what was kept, else recognised now and kept."""
    kept = message.one(message_id)
    if kept.language:
        return str(kept.language)
    likely = Person.select(Person.language).where(Person.id == kept.author_id).scalar()
    found = languages.recognise(kept.body, likely=likely, candidates=candidates())
    if found:
        translation.set_language(message_id, found)
    return found


def candidates() -> Collection[str]:
    """The languages in use here: those of contacts, those that users read, and English."""
    spoken = {
        row[0] for row in Person.select(Person.language).where(Person.language.is_null(False)).distinct().tuples()
    }
    read = {code for one in setting.everyone("languages") for code in one}
    return {code.split("-")[0] for code in spoken | read | {"en"}}


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
    if translation.refused_for(person.one(kept.author_id).card):
        raise Refused("Messages of this contact are not to be translated outside this machine.")
    if not any(char.isalpha() for char in kept.body + (kept.subject or "")):
        raise Refused("There is nothing in this message that could be translated.")
    if len(kept.body) > LONGEST:
        raise Refused(f"This message is too long to be translated: {len(kept.body):,} characters.")
    source = language_of(message_id)
    name, translator = registry.translator(engine)
    with _turn(kept.thread_id):
        made = _translated(translator, name, kept, source, target)
    translation.keep(made, by=by, edits=kept.edits)
    return _answer(made, cached=False)


def _turn(thread: int) -> threading.Lock:
    """One request at a time for each thread."""
    with _locks:
        return _one_at_a_time.setdefault(thread, threading.Lock())


def _translated(translator: Translator, name: str, kept: message.Message, source: str | None, target: str) -> Kept:
    detected: list[str] = []

    def call(piece: str) -> str:
        answer = translator.translate(piece, target=target, source=source)
        if answer.source:
            detected.append(answer.source)
        return answer.text

    try:
        subject = translate_text(kept.subject, call) if kept.subject else None
        if kept.html is not None:
            html: str | None = clean(translate_html(kept.html, call))
            body = text_of(html or "")
        else:
            html, body = None, translate_text(kept.body, call)
    except PluginError as error:
        raise Refused(str(error)) from error
    return Kept(kept.id, target, source or (detected[0] if detected else None), name, subject, body, html)


def _answer(made: Kept, *, cached: bool) -> Answer:
    return Answer(made.body, made.html, made.subject, made.source, made.language, made.engine, cached)


def translate_draft(
    registry: Registry, text: str, target: str, *, source: str, html: str | None = None, engine: str | None = None
) -> Draft:
    """Translate what is about to be sent, and translate that back, so that its writer sees what it says."""
    name, translator = registry.translator(engine)

    def there(piece: str) -> str:
        return translator.translate(piece, target=target, source=source).text

    def back(piece: str) -> str:
        return translator.translate(piece, target=source, source=target).text

    try:
        if html is not None:
            rich = clean(translate_html(html, there))
            return Draft(text_of(rich), rich, translate_text(text_of(rich), back), name)
        plain = translate_text(text, there)
        return Draft(plain, None, translate_text(plain, back), name)
    except PluginError as error:
        raise Refused(str(error)) from error
