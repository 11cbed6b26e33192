"""Where one has been: the places visited in this window, back and forth as in a browser."""

from __future__ import annotations

Place = tuple[str, object]  # ("record", id), ("kind", name), or a page's name and 0
_MOST = 100


class Visited:
    """The places visited, the present one marked."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def lately(self, most: int = 6) -> list[int]:
        """The records visited last, newest first, without the present one."""
        ids = [what for page, what in reversed(self._places) if page == "record" and isinstance(what, int)]
        here = self._places[self._at] if self._places else None
        return [id for id in dict.fromkeys(ids) if ("record", id) != here][:most]

    def visit(self, place: Place) -> None:
        """Come to a place by oneself: what lay ahead is forgotten."""
        if self._places and self._places[self._at] == place:
            return
        self._places = [*self._places[: self._at + 1], place][-_MOST:]
        self._at = len(self._places) - 1

    def can_go(self, by: int) -> bool:
        """Whether there is a place so many steps away."""
        return 0 <= self._at + by < len(self._places)

    def peek(self, by: int) -> Place:
        """The place so many steps away; IndexError where there is none."""
        if not self.can_go(by):
            raise IndexError(by)
        return self._places[self._at + by]

    def go(self, by: int) -> None:
        """Be there now."""
        self.peek(by)
        self._at += by

    def forget(self, place: Place | None) -> None:
        """Take a place that no longer exists out of the way."""
        ahead = sum(1 for one in self._places[: self._at + 1] if one == place)
        self._places = [one for one in self._places if one != place]
        self._at = max(-1 if not self._places else 0, self._at - ahead)
