"""Where the words of a search stand in files: read in one job for all cards that ask, kept as long as the words are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.chatter.word_marks import WordMarks
from desktop.desk import Desk
from models.attachment import Kept

if TYPE_CHECKING:
    from search_index.snippets import Snippet

_MOST = 3  # words of one file that are named


class FileWords(QObject):
    """`changed`: what was asked for is known now. `number` differs whenever it is otherwise."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._marks: WordMarks | None = None
        self._found: dict[int, Snippet | None] = {}
        self._wanted: dict[int, Kept] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        self.number = 0

    def of(self, file: Kept, marks: WordMarks | None) -> Snippet | None:
        """The piece of a file's text in which the words stand; None where they don't, and as long as nobody knows."""
        if marks is not self._marks:
            self._marks = marks
            self._found.clear()
            self._wanted.clear()
        if marks is not None and file.id not in self._found:
            self._wanted[file.id] = file
            self._soon.start()
        return self._found.get(file.id)

    def _read(self) -> None:
        marks, files = self._marks, tuple(self._wanted.values())
        self._wanted.clear()
        if marks is None or not files:
            return
        self._found |= dict.fromkeys((one.id for one in files), None)  # asked for once
        index = self._desk.workspace.index

        def look() -> dict[int, Snippet | None]:
            return _read(index, files, marks) if marks is self._marks else {}

        def done(found: dict[int, Snippet | None]) -> None:
            there = {id: one for id, one in found.items() if one is not None}
            if marks is self._marks and there:
                self._found |= there
                self.number += 1
                self.changed.emit()

        self._desk.jobs.run(look, done, _broken, owner=self)


def _read(index: Path, files: Sequence[Kept], marks: WordMarks) -> dict[int, Snippet | None]:
    from search_index.texts import Texts

    texts = Texts(index)
    found = {one.id: texts.of(one.sha256, one.name, one.content_type) for one in files}
    return {id: marks.in_file(text) if text else None for id, text in found.items()}


def words_of(found: Snippet) -> tuple[str, ...]:
    """The different words that are marked in a piece of text, as they stand there."""
    marked = (found.text[start:end] for start, end in found.marks)
    return tuple({word.casefold(): word for word in reversed(list(marked))}.values())[::-1][:_MOST]


def _broken(error: BaseException) -> None:
    raise error
