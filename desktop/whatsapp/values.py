"""What a template's variables are filled with from a record: a value and where it comes from, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.chatter.words import first_name
from desktop.tr import tr
from models import listing, person, record, thread
from models.record import kinds
from models.shown import Reader
from models.template import Kept
from models.text import fold, one_line

_PERSON = ("name", "nombre", "customer", "client", "cliente", "kunde", "prenom", "nom", "nome", "contact")
_TITLE = ("order", "goods", "product", "subject", "offer", "title", "pedido", "producto", "mercancia", "project")
_COMPANY = ("company", "empresa", "firma")
_DAY = ("date", "day", "when", "fecha", "dia", "datum", "tag")
_AMOUNT = ("amount", "price", "total", "sum", "importe", "precio", "betrag")
_WRITER = ("sender", "salesperson", "agent", "vendedor")


@dataclass(frozen=True, slots=True)
class Value:
    """A variable: its name in the template, what people call it, what it is filled with, and the source of that."""

    name: str
    label: str
    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a record and its reader know of a template's usual words."""

    who: int
    record: int
    me: int
    reader: Reader


def of_template(template: Kept, known: Known) -> tuple[Value, ...]:
    """The variables of a template, filled as far as the record knows."""
    samples = template.samples or {}
    found = []
    for name in template.variables:
        label = one_line(str(samples.get(name) or "")) or (name if not name.isdecimal() else "")
        text, source = _filled(label, name, known)
        shown = label[:1].upper() + label[1:] if label else tr("Value {n}", n=name)
        found.append(Value(name, shown, one_line(text), source))
    return tuple(found)


def _filled(label: str, name: str, known: Known) -> tuple[str, str]:
    words = {word for part in fold(label).replace("_", " ").split() for word in (part, part.rstrip("s"))}
    head = thread.head(known.record)
    kind = kinds[head.kind].label if head.kind in kinds else ""
    field = _field(words, label, known.record, known.reader)
    if field[0]:
        return field
    if words.intersection(_COMPANY):
        return "", ""
    if words.intersection(_WRITER):
        return person.one(known.me).name, tr("You")
    if words.intersection(_TITLE):
        return head.title, kind
    if words.intersection(_PERSON) or (not label and name == "1"):
        return first_name(person.one(known.who).name), tr("Contact")
    return "", ""


def _field(words: set[str], label: str, id: int, reader: Reader) -> tuple[str, str]:
    """The value of the record's own field of that name, or of its day or amount."""
    view = record.read(id)
    cls = kinds[view.kind]
    names = listing.names_for(view.kind, [view.values])
    for field in cls.fields.values():
        same = fold(field.label) == fold(label) or fold(field.name) == fold(label)
        day = words.intersection(_DAY) and field.name == cls.due_field
        amount = words.intersection(_AMOUNT) and field.name == cls.amount_field
        company = words.intersection(_COMPANY) and field.name == "company"
        if same or day or amount or company:
            return listing.text(field, view.values, names, reader), field.label
    return "", ""
