"""The first form of the database: frozen copies of its tables."""

from typing import Any

import peewee as pw

from models.database import Amount, Id, Json, Moment


def up(migrator: Any, db: Any) -> None:
    """Make all tables."""

    class Table(pw.Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Cursor(Table):
        name = pw.TextField(primary_key=True)
        value = Json(null=True)

    class Template(Table):
        channel = pw.TextField()
        sid = pw.TextField()
        name = pw.TextField()
        language = pw.TextField()
        body = pw.TextField()
        status = pw.TextField()
        category = pw.TextField()
        reason = pw.TextField()
        samples = Json()
        fetched = Moment()

        class Meta:
            primary_key = pw.CompositeKey("channel", "sid")

    class Thread(Table):
        id = Id()
        kind = pw.TextField()
        title = pw.TextField()
        folded = pw.TextField(index=True)
        created = Moment()
        archived = pw.BooleanField(default=False)
        last_date = Moment()
        last_message = pw.IntegerField(null=True)

        class Meta:
            indexes = ((("kind", "archived", "last_date"), False),)

    class Window(Table):
        channel = pw.TextField()
        address = pw.TextField()
        heard = Moment()

        class Meta:
            primary_key = pw.CompositeKey("channel", "address")

    class Person(Table):
        name = pw.TextField()
        folded = pw.TextField(index=True)
        email = pw.TextField(null=True)
        folded_email = pw.TextField(null=True, index=True)
        mobile = pw.TextField(null=True)
        phone = pw.TextField(null=True)
        language = pw.TextField(null=True)
        time_zone = pw.TextField(null=True)
        consent = pw.TextField(default="unknown")
        card = pw.ForeignKeyField(Thread, null=True, unique=True, on_delete="SET NULL", backref="+")
        bot = pw.BooleanField(default=False)
        archived = pw.BooleanField(default=False)
        salt = pw.BlobField()

    class Contact(Table):
        id = pw.ForeignKeyField(Thread, primary_key=True, column_name="id", on_delete="CASCADE", backref="+")
        name = pw.TextField(null=True)
        is_company = pw.BooleanField(default=False)
        company = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        email = pw.TextField(null=True)
        phone = pw.TextField(null=True)
        mobile = pw.TextField(null=True)
        whatsapp_consent = pw.TextField(null=True)
        street = pw.TextField(null=True)
        city = pw.TextField(null=True)
        postcode = pw.TextField(null=True)
        country = pw.TextField(null=True)
        language = pw.TextField(null=True)
        time_zone = pw.TextField(null=True)
        tags = Json()
        salesperson = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        notes = pw.TextField(null=True)
        salt = pw.BlobField()

    class Draft(Table):
        person = pw.ForeignKeyField(Person, index=False, on_delete="CASCADE", backref="+")
        thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
        mode = pw.TextField()
        text = pw.TextField()
        html = pw.TextField(null=True)
        subject = pw.TextField(null=True)
        to = Json(null=True)
        files = Json(null=True)
        reply_to = pw.IntegerField(null=True)
        changed = Moment()

        class Meta:
            indexes = ((("person", "thread", "mode"), True),)

    class Follower(Table):
        thread = pw.ForeignKeyField(Thread, index=False, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
        discussions = pw.BooleanField(default=True)
        notes = pw.BooleanField(default=False)
        activities = pw.BooleanField(default=False)
        stages = pw.BooleanField(default=False)
        salt = pw.BlobField()

        class Meta:
            indexes = ((("thread", "person"), True),)

    class Message(Table):
        id = Id()
        thread = pw.ForeignKeyField(Thread, index=False, on_delete="CASCADE", backref="+")
        kind = pw.TextField()
        direction = pw.TextField()
        channel = pw.TextField(null=True)
        author = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
        date = Moment()
        subject = pw.TextField(null=True)
        body = pw.TextField(default="")
        html = pw.TextField(null=True)
        changes = Json(null=True)
        edits = pw.IntegerField(default=0)
        edited_by = pw.ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT", backref="+")
        edited_at = Moment(null=True)
        deleted_by = pw.ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT", backref="+")
        deleted_at = Moment(null=True)
        reply_to = pw.ForeignKeyField("self", null=True, on_delete="SET NULL", backref="+")
        provider_id = pw.TextField(null=True)
        language = pw.TextField(null=True)
        revision = pw.IntegerField(default=0)
        salt = pw.BlobField()

        class Meta:
            indexes = ((("thread", "date", "id"), False), (("channel", "provider_id"), True))

    class Opportunity(Table):
        id = pw.ForeignKeyField(Thread, primary_key=True, column_name="id", on_delete="CASCADE", backref="+")
        stage = pw.TextField(null=True)
        title = pw.TextField(null=True)
        contact = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        company = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        expected_revenue = Amount(null=True)
        expected_revenue_currency = pw.TextField(null=True)
        probability = pw.IntegerField(null=True)
        expected_closing = pw.DateField(null=True)
        salesperson = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        tags = Json()
        outcome = pw.TextField(null=True)
        lost_reason = pw.TextField(null=True)
        notes = pw.TextField(null=True)
        salt = pw.BlobField()

    class PurchaseOrder(Table):
        id = pw.ForeignKeyField(Thread, primary_key=True, column_name="id", on_delete="CASCADE", backref="+")
        reference = pw.TextField(null=True)
        vendor = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        status = pw.TextField(null=True)
        order_date = pw.DateField(null=True)
        expected_arrival = Moment(null=True)
        currency = pw.TextField(null=True)
        lines = Json()
        total = Amount(null=True)
        buyer = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        notes = pw.TextField(null=True)
        salt = pw.BlobField()

    class ReadMark(Table):
        thread = pw.ForeignKeyField(Thread, index=False, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        seen = Moment()
        unread = pw.BooleanField(default=False)

        class Meta:
            primary_key = pw.CompositeKey("thread", "person")

    class Setting(Table):
        person = pw.ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")
        name = pw.TextField()
        value = Json(null=True)
        salt = pw.BlobField()

        class Meta:
            indexes = ((("person", "name"), True),)

    class Task(Table):
        id = pw.ForeignKeyField(Thread, primary_key=True, column_name="id", on_delete="CASCADE", backref="+")
        title = pw.TextField(null=True)
        about = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        assignee = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        deadline = pw.DateField(null=True)
        stage = pw.TextField(null=True)
        done = pw.BooleanField(default=False)
        notes = pw.TextField(null=True)
        salt = pw.BlobField()

    class User(Table):
        person = pw.ForeignKeyField(Person, primary_key=True, on_delete="RESTRICT", backref="+")
        administrator = pw.BooleanField(default=False)
        archived = pw.BooleanField(default=False)
        salt = pw.BlobField()

    class Activity(Table):
        thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
        type = pw.TextField()
        summary = pw.TextField()
        note = pw.TextField(null=True)
        due = pw.DateField()
        due_at = Moment(null=True)
        assignee = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        created_by = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        created_at = Moment()
        done_at = Moment(null=True)
        done_by = pw.ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT", backref="+")
        cancelled_at = Moment(null=True)
        feedback = pw.TextField(null=True)
        message = pw.ForeignKeyField(Message, null=True, on_delete="SET NULL", backref="+")
        snoozed_until = Moment(null=True)
        salt = pw.BlobField()

        class Meta:
            indexes = ((("assignee", "done_at", "cancelled_at", "due"), False),)

    class Attachment(Table):
        thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
        message = pw.ForeignKeyField(Message, null=True, on_delete="CASCADE", backref="+")
        name = pw.TextField()
        content_type = pw.TextField()
        size = pw.BigIntegerField()
        sha256 = pw.TextField(index=True)
        cid = pw.TextField(null=True)
        added_by = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        added_at = Moment()
        deleted_by = pw.ForeignKeyField(Person, null=True, index=False, on_delete="RESTRICT", backref="+")
        deleted_at = Moment(null=True)
        salt = pw.BlobField()

    class Delivery(Table):
        person = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        channel = pw.TextField()
        address = pw.TextField()
        state = pw.TextField(default="waiting")
        reason = pw.TextField(null=True)
        code = pw.TextField(null=True)
        provider_id = pw.TextField(null=True)
        send_after = Moment()
        next_try = Moment(null=True)
        attempts = pw.IntegerField(default=0)
        started = Moment(null=True)
        version = pw.IntegerField(null=True)
        doubted = Moment(null=True)
        unless_answered = pw.BooleanField(default=False)
        payload = Json(null=True)
        changed = Moment()
        salt = pw.BlobField()
        message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")

        class Meta:
            indexes = (
                (("state", "send_after"), False),
                (("channel", "provider_id"), True),
                (("channel", "address"), False),
            )

    class MessageVersion(Table):
        message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
        version = pw.IntegerField()
        body = pw.TextField()
        html = pw.TextField(null=True)
        by = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        date = Moment()
        salt = pw.BlobField()

    class Notification(Table):
        message = pw.ForeignKeyField(Message, index=False, on_delete="CASCADE", backref="+")
        thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, index=False, on_delete="CASCADE", backref="+")
        reason = pw.TextField()
        read_at = Moment(null=True)

        class Meta:
            indexes = ((("person", "read_at", "thread"), False), (("message", "person"), True))

    class Reaction(Table):
        message = pw.ForeignKeyField(Message, index=False, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        emoji = pw.TextField()
        salt = pw.BlobField()

        class Meta:
            indexes = ((("message", "person", "emoji"), True),)

    class Star(Table):
        person = pw.ForeignKeyField(Person, index=False, on_delete="CASCADE", backref="+")
        message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
        starred_at = Moment()

        class Meta:
            primary_key = pw.CompositeKey("person", "message")

    class Translation(Table):
        message = pw.ForeignKeyField(Message, index=False, on_delete="CASCADE", backref="+")
        language = pw.TextField()
        source = pw.TextField(null=True)
        engine = pw.TextField()
        subject = pw.TextField(null=True)
        body = pw.TextField()
        html = pw.TextField(null=True)
        created = Moment()
        salt = pw.BlobField()

        class Meta:
            indexes = ((("message", "language"), True),)

    class Journal(Table):
        seq = pw.BigIntegerField(primary_key=True)
        at = pw.BigIntegerField()
        who = pw.IntegerField(null=True)
        thread = pw.IntegerField(null=True)
        what = pw.TextField()
        entity = pw.IntegerField()
        action = pw.TextField()
        form = pw.SmallIntegerField()
        digest = pw.BlobField()
        hash = pw.BlobField()

    db.create_tables(Table.__subclasses__())
