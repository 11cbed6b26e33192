"""Mail that belongs nowhere yet gets a place to wait."""

from typing import Any

import peewee as pw

from models.database import Json, Moment


def up(migrator: Any, db: Any) -> None:
    """Make the table of unsorted messages."""

    class Unsorted(pw.Model):
        channel = pw.TextField()
        provider_id = pw.TextField()
        address = pw.TextField()
        name = pw.TextField()
        subject = pw.TextField(null=True)
        body = pw.TextField()
        html = pw.TextField(null=True)
        date = Moment()
        automatic = pw.BooleanField(default=False)
        files = Json(null=True)
        deleted = pw.BooleanField(default=False)
        salt = pw.BlobField()

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("channel", "provider_id"), True), (("deleted", "date"), False))

    db.create_tables([Unsorted])
