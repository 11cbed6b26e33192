"""Reading: which languages a user reads, and what of the others they want translated (product.md §9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models import setting
from models.database import transaction
from models.shown import system_reader

READ, ALWAYS, NEVER, NOTES, TELL = (
    "languages",
    "translate.always",
    "translate.never",
    "translate.notes",
    "translate.tell",
)
REFUSED = "translate.refused"  # of the workspace; with the id of a contact: for that one


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user reads, the one they like best first; the persons always and the languages never to be translated.

    `notes`: internal notes are translated with the rest. `tell`: a line in an e-mail says that it was translated.
    """

    languages: tuple[str, ...] = ("en",)
    always: frozenset[int] = frozenset()
    never: frozenset[str] = frozenset()
    notes: bool = False
    tell: bool = True

    @property
    def target(self) -> str:
        """The language that others are translated into."""
        return self.languages[0]


def wishes(who: int) -> Wishes:
    """What a user wants; where they said nothing, they read the language of this computer."""
    own = (system_reader().locale.split("_")[0] or "en",)
    return Wishes(
        languages=tuple(setting.get(READ, person=who) or own),
        always=frozenset(setting.get(ALWAYS, (), person=who)),
        never=frozenset(setting.get(NEVER, (), person=who)),
        notes=bool(setting.get(NOTES, False, person=who)),
        tell=bool(setting.get(TELL, True, person=who)),
    )


def reads(who: int, languages: Iterable[str]) -> None:
    """Keep which languages a user reads, the one they like best first; none takes it back to the computer's."""
    setting.put(READ, list(dict.fromkeys(languages)) or None, by=who, person=who)


def translate_always(who: int, person: int, on: bool) -> None:
    """Translate everything that a person writes for this user, or no longer."""
    _toggle(who, ALWAYS, person, on)


def translate_never(who: int, language: str, on: bool) -> None:
    """Offer this user no translations from a language, or offer them again."""
    _toggle(who, NEVER, language, on)


def _toggle(who: int, name: str, value: int | str, on: bool) -> None:
    with transaction():
        kept = [one for one in setting.get(name, (), person=who) if one != value]
        setting.put(name, [*kept, value] if on else kept or None, by=who, person=who)


def translate_notes(who: int, on: bool) -> None:
    """Translate internal notes with the rest, or only when asked."""
    setting.put(NOTES, on or None, by=who, person=who)


def tell_translated(who: int, on: bool) -> None:
    """Let a line in e-mails say that they were translated, or not."""
    setting.put(TELL, None if on else False, by=who, person=who)


def languages_read() -> set[str]:
    """Every language that some user said to read."""
    return {code for one in setting.everyone(READ) for code in one}


# What may leave the machine


def refuse_all(on: bool, *, by: int) -> None:
    """Let nothing in this workspace leave the machine to be translated, or allow it again."""
    setting.put(REFUSED, on or None, by=by)


def refuse_for(card: int, on: bool, *, by: int) -> None:
    """Let nothing written with a contact leave the machine to be translated, or allow it again."""
    setting.put(f"{REFUSED}.{card}", on or None, by=by)


def all_refused() -> bool:
    """Whether nothing in this workspace may leave the machine to be translated."""
    return bool(setting.get(REFUSED, False))


def refused_for(card: int | None) -> bool:
    """Whether nothing written with this contact may leave the machine to be translated."""
    return card is not None and bool(setting.get(f"{REFUSED}.{card}", False))


def refused_cards() -> list[int]:
    """The contacts for whom it was refused."""
    return [int(name.rpartition(".")[2]) for name in setting.names(f"{REFUSED}.")]
