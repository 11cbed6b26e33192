"""Numbers: one telephone may be written in two ways; in some countries WhatsApp names a mobile otherwise than its plan.

Mexico's mobiles had a 1 after the country code until 2019, Argentina's have a 9 when called from abroad, and some of
Brazil's lack the 9 that was put before them: accounts made with the one form keep it, whatever the contact says.
"""

from __future__ import annotations

import re

_LONGER = (
    (re.compile(r"\+521(\d{10})"), r"+52\1"),
    (re.compile(r"\+549(\d{10})"), r"+54\1"),
    (re.compile(r"\+55(\d\d)9([6-9]\d{7})"), r"+55\1\2"),
)
_SHORTER = (
    (re.compile(r"\+52(\d{10})"), r"+521\1"),
    (re.compile(r"\+54(\d{10})"), r"+549\1"),
    (re.compile(r"\+55(\d\d)([6-9]\d{7})"), r"+55\g<1>9\2"),
)


def canonical(number: str) -> str:
    """The one form of a number (E.164) that all its forms have in common."""
    for pattern, shorter in _LONGER:
        if pattern.fullmatch(number):
            return pattern.sub(shorter, number)
    return number


def forms(number: str) -> tuple[str, ...]:
    """Every form in which a number may be kept, the one given first."""
    short = canonical(number)
    longer = [pattern.sub(form, short) for pattern, form in _SHORTER if pattern.fullmatch(short)]
    return tuple(dict.fromkeys([number, short, *longer]))
