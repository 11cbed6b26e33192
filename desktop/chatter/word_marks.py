"""Words marked in what a thread shows: those that were looked for, whatever their case, accents and endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.entries import Entry

if TYPE_CHECKING:
    from search_index.marking import Marker
    from search_index.snippets import Snippet

USUAL = "en"  # taken for the language of a text too short to tell, as the index does


class WordMarks:
    """Tells the places of the words of one search in the texts of rows."""

    def __init__(self, marker: Marker) -> None:
        self._marker = marker
        self._languages: dict[tuple[int, str], str] = {}

    def places(self, text: str, entry: Entry, *, as_written: bool) -> list[tuple[int, int]]:
        """Where in the text of a row to mark, as (start, end) in Qt's characters, of which emoji are two.

        Not `as_written` is a text in a language other than the entry's own.
        """
        spans = self._marker.spans(text, self._language(text, entry, as_written=as_written))
        if not spans or text.isascii() or max(text) <= "\uffff":
            return [(one.start, one.end) for one in spans]
        before = [0]
        for letter in text:
            before.append(before[-1] + (2 if letter > "\uffff" else 1))
        return [(before[one.start], before[one.end]) for one in spans]

    def in_name(self, name: str) -> list[tuple[int, int]]:
        """Where in the name of a file to mark, as (start, end) in its characters."""
        return [(one.start, one.end) for one in self._marker.spans(name, file_name=True)]

    def in_file(self, text: str) -> Snippet | None:
        """The piece of a file's text that shows the words best, if they stand there; takes milliseconds."""
        from search_index.language import guess
        from search_index.snippets import excerpt

        return excerpt(text, self._marker, guess(text) or USUAL)

    def _language(self, text: str, entry: Entry, *, as_written: bool) -> str:
        if entry.changes:
            return ""  # values have no language: only the words themselves are found
        if as_written and entry.language:
            return entry.language.partition("-")[0]
        key = (entry.revision, text)
        if key not in self._languages:
            from search_index.language import code, guess

            guessed = guess(text)
            self._languages[key] = code(guessed) if guessed else USUAL
        return self._languages[key]
