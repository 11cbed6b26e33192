"""The 24-hour window in words: how long free text is still accepted, or since when it is not."""

from __future__ import annotations

import datetime as dt

from desktop.chatter import dates
from desktop.tr import tr
from models.shown import Reader
from models.window import HOURS, Reach

WHOLE = dt.timedelta(hours=HOURS["whatsapp"])


def left(reach: Reach, moment: dt.datetime) -> dt.timedelta:
    """How long free text is still accepted; nothing where it is not."""
    if reach.until is None:
        return dt.timedelta()
    return max(reach.until - moment, dt.timedelta())


def share(reach: Reach, moment: dt.datetime) -> float:
    """How much of the window is left, 0 to 1."""
    return min(left(reach, moment) / WHOLE, 1.0)


def span(time: dt.timedelta) -> str:
    """A span as people say it: "3 h 12 min", "12 min", "45 s"."""
    seconds = int(time.total_seconds())
    if seconds < 60:
        return tr("{n} s", n=seconds)
    hours, minutes = divmod(seconds // 60, 60)
    return tr("{hours} h {minutes} min", hours=hours, minutes=minutes) if hours else tr("{n} min", n=minutes)


def opening(reach: Reach, moment: dt.datetime) -> str:
    """Until when free text is accepted, for an open window."""
    return tr("replies accepted for another {span}", span=span(left(reach, moment)))


def shut(reach: Reach, reader: Reader) -> str:
    """Since when the window is shut."""
    if reach.until is None:
        return tr("nothing was heard from this number yet")
    when = dates.moment(reach.until, dates.today(reader), reader)
    if when.startswith((tr("Today"), tr("Yesterday"))):
        when = when[:1].lower() + when[1:]
    return tr("since {when}", when=when)
