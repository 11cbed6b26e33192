"""The kinds of fields a record declares: how typed text is read, what is kept and shown, what counts as a change."""

from models.fields.choices import Choice, Country, Currency, Language
from models.fields.field import Field, Names
from models.fields.links import Link, Member
from models.fields.money import Amounts, Line, Lines, Money, decimal
from models.fields.numbers import Date, DateTime, Number, YesNo, iso, read_moment
from models.fields.texts import Email, LongText, Phone, Tags, Text, TimeZone

__all__ = [
    "Amounts",
    "Choice",
    "Country",
    "Currency",
    "Date",
    "DateTime",
    "Email",
    "Field",
    "Language",
    "Line",
    "Lines",
    "Link",
    "LongText",
    "Member",
    "Money",
    "Names",
    "Number",
    "Phone",
    "Tags",
    "Text",
    "TimeZone",
    "YesNo",
    "decimal",
    "iso",
    "read_moment",
]
