"""Safety: the one question asked before something is sent that looks like a mistake; each can be switched off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.chatter.audience import Audience
from desktop.tr import tr
from desktop.widgets import Question
from models import dispatch, entries, setting
from models.draft import Content
from models.text import fold, one_line

ATTACHED, FIRST, QUOTED = "safety.attachment", "safety.first", "safety.quote"
_LEAST = 20  # characters of a note that count as quoting it
# "attached" and its like, as said in the languages the sample speaks; folded, so without accents.
_SAID = re.compile(
    r"\b(attach(?:ed|ment|ing)|enclosed|adjunt\w*|anexo|em anexo|anhang|angehangt|beigefugt|anbei"
    r"|ci-joint|piece jointe|joins|allegat\w*|in bijlage|bijgevoegd|bifogad)\b"
)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)


def doubt(content: Content, mode: str, audience: Audience, record: int, *, by: int) -> tuple[str, str, str] | None:
    """What looks like a mistake: title, words and the setting that switches it off; the gravest only. None for none."""
    if mode == "note" or not audience.outside:
        return None
    for name, find in ((QUOTED, _quotes_a_note), (ATTACHED, _lacks_a_file), (FIRST, _first_ever)):
        if setting.get(name, True, person=by):
            found = find(content, audience, record)
            if found is not None:
                return (*found, name)
    return None


def _lacks_a_file(content: Content, audience: Audience, record: int) -> tuple[str, str] | None:
    said = None if content.files else _SAID.search(fold(_QUOTED.sub("", content.text)))
    if said is None:
        return None
    return tr("Send without a file?"), tr("You wrote “{word}”, but there is no file with this message.", word=said[0])


def _first_ever(content: Content, audience: Audience, record: int) -> tuple[str, str] | None:
    known = dispatch.known_addresses(one.address for one in audience.outside)
    new = [one for one in audience.outside if one.address not in known]
    if not new:
        return None
    names = ", ".join(f"{one.name} ({one.address})" for one in new)
    return tr("Is the address right?"), tr("This is the first message ever to {names}.", names=names)


def _quotes_a_note(content: Content, audience: Audience, record: int) -> tuple[str, str] | None:
    text = fold(one_line(re.sub(r"^> ?", "", content.text, flags=re.MULTILINE)))
    for note in entries.page(record, limit=60, show="notes"):
        words = fold(one_line(note.body))
        if len(words) >= _LEAST and _shares(words, text):
            return (
                tr("Send an internal note to people outside?"),
                tr(
                    "This message has words from the note of {name}: “{words}”",
                    name=note.author.name,
                    words=note.body[:120],
                ),
            )
    return None


def _shares(note: str, text: str) -> bool:
    """Whether a text has a stretch of a note: all of it, or 40 characters of it from the start of one of its words."""
    if note in text:
        return True
    return any(note[at : at + 40] in text for at in _starts(note) if at + 40 <= len(note))


def _starts(note: str) -> Iterable[int]:
    return (found.start() for found in re.finditer(r"\b\w", note[:2000]))


def ask(parent: QWidget, found: tuple[str, str, str], go_on: Callable[[], object], *, by: int) -> Question:
    """Ask once more before sending; whoever is sure may say so for good."""
    title, words, name = found
    question = Question(parent, title, words, do=tr("Send anyway"))
    never = QCheckBox(tr("Don't ask this again"))
    question.body.addWidget(never)

    def accepted() -> None:
        if never.isChecked():
            setting.put(name, False, by=by, person=by)
        go_on()

    question.accepted.connect(accepted)
    question.open()
    return question
