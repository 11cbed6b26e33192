"""Filling: what a template's variables most likely stand for on a record, by the words its author gave as samples."""

from __future__ import annotations

import re

from models import listing, person, record
from models.person import Someone
from models.shown import Reader
from models.template import Kept
from models.text import fold, one_line

CUSTOMER = ("name", "customer", "client", "contact", "recipient", "nombre", "cliente", "nom", "kunde", "nome")
FIRST_NAME = ("first name", "firstname", "vorname", "prenom")
TITLE = ("title", "subject", "order", "reference", "number", "opportunity", "task", "document", "pedido", "bestellung")
WRITER = ("user", "sender", "salesperson", "agent", "me", "our name")


def suggested(template: Kept, record_id: int, *, by: int, reader: Reader) -> dict[str, str]:
    """A text for each variable that can be guessed; empty where nothing fits. The first is the customer, if unsaid."""
    known = _known(record_id, by=by, reader=reader)
    found = {name: _fitting(known, _hints(template, name)) for name in template.variables}
    first = next(iter(found), None)
    if first is not None and not found[first]:
        found[first] = known.get("customer", "")
    return found


def _hints(template: Kept, name: str) -> list[str]:
    """The words that say what a variable stands for, the most telling first."""
    said = [(template.samples or {}).get(name, ""), "" if name.isdecimal() else name]
    return [" ".join(re.findall(r"[^\W_]+", fold(text))) for text in said if text]


def _fitting(known: dict[str, str], hints: list[str]) -> str:
    for hint in hints:
        if hint in known:
            return known[hint]
    for hint in hints:
        for phrase in sorted(known, key=len, reverse=True):
            if re.search(rf"\b{re.escape(phrase)}\b", hint):
                return known[phrase]
    return ""


def _known(record_id: int, *, by: int, reader: Reader) -> dict[str, str]:
    """What can be said about a record, its contact and whoever writes, by the words for it."""
    view = record.read(record_id)
    cls, names = record.kind(view.kind), listing.names_for(view.kind, [view.values])
    known = {fold(one.label): listing.text(one, view.values, names, reader) for one in cls.fields.values()}
    known |= dict.fromkeys(TITLE, view.title) | {"company": "", "date": "", "amount": ""}
    who = record.correspondent(record_id)
    known |= _of_customer(person.one(who), reader) if who is not None else {}
    for word, field in (("date", cls.due_field), ("amount", cls.amount_field)):
        if field:
            known[word] = listing.text(cls.fields[field], view.values, names, reader)
    known |= dict.fromkeys(WRITER, person.one(by).name)
    return {phrase: one_line(text) for phrase, text in known.items() if text}


def _of_customer(someone: Someone, reader: Reader) -> dict[str, str]:
    known = dict.fromkeys(CUSTOMER, someone.name) | dict.fromkeys(FIRST_NAME, someone.name.split(" ")[0])
    if someone.card is None:
        return known
    view = record.read(someone.card)
    names = listing.names_for(view.kind, [view.values])
    fields = record.kind(view.kind).fields
    known["company"] = listing.text(fields["company"], view.values, names, reader)
    return known | {word: listing.text(fields[word], view.values, names, reader) for word in ("email", "phone", "city")}
