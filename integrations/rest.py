"""Rest: a channel whose provider can't be reached, or answers unhappily again and again, is left alone for a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

FIRST, LONGEST = 5.0, 60.0  # seconds
PATIENCE = 3  # unhappy ends in a row before the channel rests


@dataclass(slots=True)
class _State:
    unhappy: int = 0
    until: dt.datetime | None = None
    reason: str = ""


class Rest:
    """Which channels rest until when. Kept in memory: whoever starts the program anew wants to try at once."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._states: dict[str, _State] = {}

    def reason(self, channel: str) -> str | None:
        """Why a channel rests, in words; None while it works."""
        state = self._states.get(channel)
        return state.reason if state and state.until and self._clock() < state.until else None

    def next_end(self) -> dt.datetime | None:
        """When the next rest ends; None while none does."""
        ends = [state.until for state in self._states.values() if state.until and self._clock() < state.until]
        return min(ends, default=None)

    def clear(self, channel: str) -> None:
        """The provider answered well."""
        self._states.pop(channel, None)

    def offline(self, channel: str, reason: str) -> None:
        """The provider can't be reached: rest at once, longer each time."""
        state = self._states.setdefault(channel, _State())
        state.unhappy = max(PATIENCE, state.unhappy + 1)
        self._begin(state, reason, 0)

    def unhappy(self, channel: str, reason: str, seconds: float) -> None:
        """The provider answered unhappily; after a few times in a row rest, at least so many seconds."""
        state = self._states.setdefault(channel, _State())
        state.unhappy += 1
        if state.unhappy >= PATIENCE:
            self._begin(state, reason, seconds)

    def _begin(self, state: _State, reason: str, seconds: float) -> None:
        wait = max(seconds, min(LONGEST, FIRST * 2 ** min(6, state.unhappy - PATIENCE)))
        state.until, state.reason = self._clock() + dt.timedelta(seconds=wait), reason
