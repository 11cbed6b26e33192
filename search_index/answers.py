"""Answers: which messages of which batch or volume fulfil a clause, as far as it was asked lately."""

from __future__ import annotations

from collections import OrderedDict

from search_index.clauses import Clause
from search_index.volume import Spots

ROOM = 16_000_000  # bytes of answers that are kept
_EACH = 120  # bytes that keeping one takes besides its bits
_NUMBER = 28  # bytes of a number in a set


class Known:
    """What is known of a clause: its bits by the batch's name, and by the volume's the messages where they are few."""

    def __init__(self) -> None:
        self.bits: dict[str, int] = {}
        self.few: dict[str, Spots | None] = {}
        self.room = 0


class Answers:
    """The answers last given, those asked for longest ago forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Clause, Known] = OrderedDict()
        self._room = ROOM

    def of(self, clause: Clause) -> Known:
        """What is known of a clause."""
        known = self._kept.get(clause)
        if known is None:
            known = self._kept[clause] = Known()
        else:
            self._kept.move_to_end(clause)
        return known

    def keep_bits(self, clause: Clause, batch: str, bits: int) -> None:
        """Keep the answer for a batch."""
        self.of(clause).bits[batch] = bits
        self._take(clause, bits.__sizeof__())

    def keep_few(self, clause: Clause, volume: str, found: Spots | None) -> None:
        """Keep the answer for a volume: None if there are many."""
        self.of(clause).few[volume] = found
        self._take(clause, found.__sizeof__() + len(found) * _NUMBER if found else 0)

    def _take(self, clause: Clause, size: int) -> None:
        self._kept[clause].room += size + _EACH
        self._room -= size + _EACH
        while self._room < 0 and len(self._kept) > 1:
            _, forgotten = self._kept.popitem(last=False)
            self._room += forgotten.room

    def forget(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._room = ROOM
