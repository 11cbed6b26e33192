"""Contact: the business card of a person or company."""

from __future__ import annotations

from collections.abc import Mapping

from models import delivery, follower, message, person, user
from models.errors import Refused
from models.fields import Choice, Country, Email, Language, Link, LongText, Member, Phone, Tags, Text, TimeZone, YesNo
from models.person import Person
from models.record import Record, Values
from models.text import fold


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
        someone = person.of_card(id)
        who = someone.id if someone else _without_card(values["email"]) or person.create(values["name"], by=by)
        person.change(who, by=by, card=id, consent=values["whatsapp_consent"], **_mirrored(values))

    @classmethod
    def kept_of_many(cls, made: Mapping[int, Values], *, by: int) -> None:
        """New persons are written together; whoever may be known already is looked up one by one."""
        addresses = {id: fold(values["email"]) for id, values in made.items() if values["email"]}
        known = person.addresses_without_card(addresses.values())
        for id in [id for id, address in addresses.items() if address in known]:
            cls.kept(id, made[id], by=by)
        new = {id: values for id, values in made.items() if addresses.get(id) not in known}
        cards = [{"card": id, "consent": values["whatsapp_consent"], **_mirrored(values)} for id, values in new.items()]
        person.create_many(cards, by=by)

    @classmethod
    def correspondent(cls, id: int, values: Values) -> int | None:
        someone = person.of_card(id)
        return someone.id if someone else None

    @classmethod
    def after_archiving(cls, id: int, archived: bool, *, by: int) -> None:
        """The person goes out of sight with the card, unless they work here."""
        someone = person.of_card(id)
        role = user.member(someone.id) if someone else None
        if someone is not None and (role is None or role.archived):
            person.change(someone.id, by=by, archived=archived)

    @classmethod
    def before_removal(cls, id: int, *, by: int) -> None:
        """Who has written or received anything, or is a user, is archived, never deleted (product.md §2)."""
        someone = person.of_card(id)
        if someone is None:
            return
        if user.member(someone.id) is not None:
            raise Refused(f"{someone.name} is a user of this workspace; archive the contact instead.")
        if message.wrote(someone.id) or delivery.received(someone.id):
            raise Refused(f"{someone.name} has written or received messages; archive the contact instead.")
        follower.forget(someone.id, by=by)
        person.erase(someone.id, by=by)


def _mirrored(values: Values) -> Values:
    """What a person has of their card."""
    return {name: values[name] for name in ("name", "email", "mobile", "phone", "language", "time_zone")}


def _without_card(email: str | None) -> int | None:
    if not email:
        return None
    where = (Person.folded_email == fold(email)) & Person.card.is_null() & ~Person.bot
    found = Person.select(Person.id).where(where).limit(1).scalar()
    return int(found) if found is not None else None
