"""Quiet hours: the time of day in which a user is not disturbed by the system's notifications; the inbox keeps all."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from models import activity, setting
from models.database import now

FROM, TO = "quiet.from", "quiet.to"  # settings of a user: times of day as "22:00", empty for none


def is_quiet(person: int, *, when: dt.datetime | None = None) -> bool:
    """Whether it is in a user's quiet hours, by the clock where they are; from 22:00 to 7:00 goes over midnight."""
    first, last = setting.get(FROM, "", person=person), setting.get(TO, "", person=person)
    if not first or not last:
        return False
    begins, ends = dt.time.fromisoformat(first), dt.time.fromisoformat(last)
    time = (when or now()).astimezone(ZoneInfo(activity.zone_of(person))).time()
    return begins <= time < ends if begins <= ends else time >= begins or time < ends
