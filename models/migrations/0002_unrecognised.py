"""Messages whose language was not looked at yet are found at once, however many there are."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Make the index."""
    db.execute_sql(
        "CREATE INDEX message_unrecognised ON message (date) WHERE language IS NULL AND deleted_at IS NULL "
        "AND kind IN ('message', 'email', 'whatsapp', 'note', 'activity')"
    )
