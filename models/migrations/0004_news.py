"""News can be snoozed, and told by e-mail."""

from typing import Any

import peewee as pw

from models.database import Moment


def up(migrator: Any, db: Any) -> None:
    """Add until when news are snoozed, and of what news a delivery tells."""
    migrator.migrate(
        migrator.add_column("notification", "snoozed_until", Moment(null=True)),
        migrator.add_column("delivery", "notice", pw.TextField(null=True)),
    )
