"""The first form of the database: frozen copies of its tables."""

from typing import Any

import peewee as pw

from models.database import Amount, Id, Json, Moment


def up(migrator: Any, db: Any) -> None:
    """Make all tables."""

    class Cursor(pw.Model):
        name = pw.TextField(primary_key=True)
        value = Json(null=True)

        class Meta:
            database = db
            table_name = "cursor"

    class Template(pw.Model):
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
            database = db
            table_name = "template"
            primary_key = pw.CompositeKey("channel", "sid")

    class Thread(pw.Model):
        id = Id()
        kind = pw.TextField()
        title = pw.TextField()
        folded = pw.TextField(index=True)
        created = Moment()
        archived = pw.BooleanField(default=False)
        last_date = Moment()
        last_message = pw.IntegerField(null=True)

        class Meta:
            database = db
            table_name = "thread"
            indexes = ((("kind", "archived", "last_date"), False),)

    class Window(pw.Model):
        channel = pw.TextField()
        address = pw.TextField()
        heard = Moment()

        class Meta:
            database = db
            table_name = "window"
            primary_key = pw.CompositeKey("channel", "address")

    class Person(pw.Model):
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

        class Meta:
            database = db
            table_name = "person"

    class Contact(pw.Model):
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

        class Meta:
            database = db
            table_name = "contact"

    class Follower(pw.Model):
        thread = pw.ForeignKeyField(Thread, index=False, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
        discussions = pw.BooleanField(default=True)
        notes = pw.BooleanField(default=False)
        activities = pw.BooleanField(default=False)
        stages = pw.BooleanField(default=False)
        salt = pw.BlobField()

        class Meta:
            database = db
            table_name = "follower"
            indexes = ((("thread", "person"), True),)

    class Message(pw.Model):
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
            database = db
            table_name = "message"
            indexes = ((("thread", "date", "id"), False), (("channel", "provider_id"), True))

    class Opportunity(pw.Model):
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

        class Meta:
            database = db
            table_name = "opportunity"

    class PurchaseOrder(pw.Model):
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

        class Meta:
            database = db
            table_name = "purchase_order"

    class ReadMark(pw.Model):
        thread = pw.ForeignKeyField(Thread, index=False, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, on_delete="CASCADE", backref="+")
        seen = Moment()
        unread = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "read_mark"
            primary_key = pw.CompositeKey("thread", "person")

    class Setting(pw.Model):
        person = pw.ForeignKeyField(Person, null=True, on_delete="CASCADE", backref="+")
        name = pw.TextField()
        value = Json(null=True)
        salt = pw.BlobField()

        class Meta:
            database = db
            table_name = "setting"
            indexes = ((("person", "name"), True),)

    class Task(pw.Model):
        id = pw.ForeignKeyField(Thread, primary_key=True, column_name="id", on_delete="CASCADE", backref="+")
        title = pw.TextField(null=True)
        about = pw.ForeignKeyField(Thread, null=True, on_delete="SET NULL", backref="+")
        assignee = pw.ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
        deadline = pw.DateField(null=True)
        stage = pw.TextField(null=True)
        done = pw.BooleanField(default=False)
        notes = pw.TextField(null=True)
        salt = pw.BlobField()

        class Meta:
            database = db
            table_name = "task"

    class User(pw.Model):
        person = pw.ForeignKeyField(Person, primary_key=True, on_delete="RESTRICT", backref="+")
        administrator = pw.BooleanField(default=False)
        archived = pw.BooleanField(default=False)
        salt = pw.BlobField()

        class Meta:
            database = db
            table_name = "user"

    class Activity(pw.Model):
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
            database = db
            table_name = "activity"
            indexes = ((("assignee", "done_at", "cancelled_at", "due"), False),)

    class Attachment(pw.Model):
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

        class Meta:
            database = db
            table_name = "attachment"

    class Delivery(pw.Model):
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
            database = db
            table_name = "delivery"
            indexes = (
                (("state", "send_after"), False),
                (("channel", "provider_id"), True),
                (("channel", "address"), False),
            )

    class MessageVersion(pw.Model):
        message = pw.ForeignKeyField(Message, on_delete="CASCADE", backref="+")
        version = pw.IntegerField()
        body = pw.TextField()
        html = pw.TextField(null=True)
        by = pw.ForeignKeyField(Person, index=False, on_delete="RESTRICT", backref="+")
        date = Moment()
        salt = pw.BlobField()

        class Meta:
            database = db
            table_name = "message_version"

    class Notification(pw.Model):
        message = pw.ForeignKeyField(Message, index=False, on_delete="CASCADE", backref="+")
        thread = pw.ForeignKeyField(Thread, on_delete="CASCADE", backref="+")
        person = pw.ForeignKeyField(Person, index=False, on_delete="CASCADE", backref="+")
        reason = pw.TextField()
        read_at = Moment(null=True)

        class Meta:
            database = db
            table_name = "notification"
            indexes = ((("person", "read_at", "thread"), False), (("message", "person"), True))

    class Translation(pw.Model):
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
            database = db
            table_name = "translation"
            indexes = ((("message", "language"), True),)

    class Journal(pw.Model):
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

        class Meta:
            database = db
            table_name = "journal"

    db.create_tables(
        [
            Cursor,
            Template,
            Thread,
            Window,
            Person,
            Contact,
            Follower,
            Message,
            Opportunity,
            PurchaseOrder,
            ReadMark,
            Setting,
            Task,
            User,
            Activity,
            Attachment,
            Delivery,
            MessageVersion,
            Notification,
            Translation,
            Journal,
        ]
    )
