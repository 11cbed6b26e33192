"""Sound and film in words: how long it plays, how large its picture is, what it is called."""

from __future__ import annotations

from desktop.tr import tr
from models.media import Facts


def length_words(seconds: float) -> str:
    """A length as players show it: 0:07, 1:32, 1:02:05."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def size_words(facts: Facts) -> str:
    """The size of a film's picture; empty for sound."""
    if not facts.width or not facts.height:
        return ""
    return tr("{width} × {height}", width=facts.width, height=facts.height)


def facts_words(facts: Facts) -> str:
    """Everything that is known, in one line."""
    length = length_words(facts.seconds) if facts.seconds else ""
    called = tr("{title} by {artist}", title=facts.title, artist=facts.artist) if facts.title and facts.artist else ""
    return " · ".join(part for part in (length, size_words(facts), called or facts.title or facts.artist) if part)
