"""What is planned can be counted by day without reading each activity."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Make the index by assignee and day anew, with all that is counted in it."""
    db.execute_sql('DROP INDEX "activity_assignee_id_done_at_cancelled_at_due"')
    day = '"assignee_id", "done_at", "cancelled_at", "due", "due_at", "id"'
    db.execute_sql(f'CREATE INDEX "activity_by_day" ON "activity" ({day}, "thread_id", "snoozed_until", "type")')
