"""Activities as calendar files (RFC 5545), which every calendar reads."""

from __future__ import annotations

import datetime as dt

from models import activity, activity_type, setting, thread
from models.database import now

LENGTH = dt.timedelta(hours=1)  # how long something with a time is taken to last


def ics(id: int) -> bytes:
    """One activity as an event: at its time for an hour, or all of its day. `NotFound` where there is none."""
    from icalendar import Calendar, Event

    kept = activity.one(id)
    label, title = activity_type.kind(kept.type).label, thread.head(kept.thread_id).title
    event = Event()
    event.add("uid", f"activity-{id}@{setting.get('workspace.id')}")
    event.add("dtstamp", now())
    event.add("dtstart", kept.due_at or kept.due)
    event.add("dtend", kept.due_at + LENGTH if kept.due_at else kept.due + dt.timedelta(days=1))
    event.add("summary", kept.summary)
    event.add("description", "\n".join(part for part in (f"{label}: {title}", kept.note) if part))
    event.add("url", f"chatterdesk:record/{kept.thread_id}")
    calendar = Calendar()
    calendar.add("prodid", "-//Chatterdesk//Activities//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
