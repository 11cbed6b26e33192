"""Files can belong to an activity until it is done."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the link from a file to its activity."""
    db.execute_sql(
        'ALTER TABLE "attachment" ADD COLUMN "activity_id" INTEGER REFERENCES "activity" ("id") ON DELETE SET NULL'
    )
    db.execute_sql('CREATE INDEX "attachment_activity_id" ON "attachment" ("activity_id")')
