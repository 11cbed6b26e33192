"""Answers: which messages of which batch fulfil a clause, as far as it was asked lately."""

from __future__ import annotations

from collections import OrderedDict

from search_index.clauses import Clause

ROOM = 16_000_000  # bytes of answers that are kept
_EACH = 120  # bytes that keeping one takes besides its bits


class Answers:
    """The answers last given, those asked for longest ago forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Clause, dict[str, int]] = OrderedDict()
        self._room = ROOM

    def of(self, clause: Clause) -> dict[str, int]:
        """What is known of a clause: its bits by the batch's name."""
        known = self._kept.get(clause)
        if known is None:
            known = self._kept[clause] = {}
        else:
            self._kept.move_to_end(clause)
        return known

    def keep(self, clause: Clause, batch: str, bits: int) -> None:
        """Keep an answer."""
        self.of(clause)[batch] = bits
        self._room -= bits.__sizeof__() + _EACH
        while self._room < 0 and len(self._kept) > 1:
            _, forgotten = self._kept.popitem(last=False)
            self._room += sum(one.__sizeof__() + _EACH for one in forgotten.values())

    def forget(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._room = ROOM
