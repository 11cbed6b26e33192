"""Contact: the business card of a person or company."""

from __future__ import annotations

from models import follower, journal, person
from models.delivery import Delivery
from models.errors import Refused
from models.fields import Choice, Country, Email, Language, Link, LongText, Member, Phone, Tags, Text, TimeZone, YesNo
from models.message import Message
from models.person import Person
from models.record import Record, Values
from models.text import fold
from models.user import User


class Contact(Record, kind="contact", label="Contact", plural="Contacts", title="name", icon="users"):
    """One to one with a person, who keeps name, addresses and language for threads and deliveries."""

    name = Text("Name", tracked=True, required=True, place="head")
    is_company = YesNo("Is company")
    company = Link("Company", to="contact", tracked=True, listed=True)
    email = Email("Email", tracked=True, listed=True)
    phone = Phone("Phone", tracked=True)
    mobile = Phone("Mobile", tracked=True, listed=True)
    whatsapp_consent = Choice(
        "WhatsApp",
        (("unknown", "Not asked"), ("yes", "Opted in"), ("no", "Opted out")),
        tracked=True,
        default="unknown",
    )
    street = Text("Street", tracked=True)
    city = Text("City", tracked=True, listed=True)
    postcode = Text("Postcode", tracked=True)
    country = Country("Country", tracked=True, listed=True)
    language = Language("Language", tracked=True)
    time_zone = TimeZone("Time zone")
    tags = Tags("Tags", tracked=True)
    salesperson = Member("Salesperson", tracked=True)
    notes = LongText("Notes", place="tab")

    @classmethod
    def kept(cls, id: int, values: Values, *, by: int) -> None:
        """Keep the person equal to the card. A new card of somebody known without one (a user) becomes theirs."""
        mirrored = {name: values[name] for name in ("name", "email", "mobile", "phone", "language", "time_zone")}
        someone = person.of_card(id)
        who = someone.id if someone else _without_card(values["email"]) or person.create(values["name"], by=by)
        person.change(who, by=by, card=id, consent=values["whatsapp_consent"], **mirrored)

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        someone = person.of_card(id)
        return someone.id if someone else None

    @classmethod
    def before_removal(cls, id: int) -> None:
        """Who has written or received anything, or is a user, is archived, never deleted (product.md §2)."""
        someone = person.of_card(id)
        if someone is None:
            return
        who = someone.id
        if User.select().where(User.person == who).exists():
            raise Refused(f"{someone.name} is a user of this workspace; archive the contact instead.")
        wrote = Message.select().where(Message.author == who).exists()
        if wrote or Delivery.select().where(Delivery.person == who).exists():
            raise Refused(f"{someone.name} has written or received messages; archive the contact instead.")
        for row in follower.Follower.select().where(follower.Follower.person == who):
            journal.note("follower", row.id, journal.ERASE, by=None, thread=row.thread_id)
            row.delete_instance()

    @classmethod
    def after_removal(cls, id: int, *, by: int) -> None:
        """The person goes with the card: nobody else knows them any more."""
        for (who,) in list(Person.select(Person.id).where(Person.card.is_null() & ~Person.bot & ~_is_user()).tuples()):
            if (
                Message.select().where(Message.author == who).exists()
                or Delivery.select().where(Delivery.person == who).exists()
            ):
                continue
            Person.delete().where(Person.id == who).execute()
            journal.note("person", who, journal.ERASE, by=by)


def _is_user() -> object:
    return Person.id.in_(User.select(User.person))


def _without_card(email: str | None) -> int | None:
    if not email:
        return None
    where = (Person.folded_email == fold(email)) & Person.card.is_null() & ~Person.bot
    found = Person.select(Person.id).where(where).limit(1).scalar()
    return int(found) if found is not None else None
