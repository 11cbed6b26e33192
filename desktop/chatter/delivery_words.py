"""Delivery words: how far a message has come on its way, in a word with an icon, and what to do about a failure."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.chatter import dates
from desktop.chatter.words import tr
from models.delivery import CHANNELS, Sent
from models.entries import Entry
from models.shown import Reader

_WAY = ("waiting", "sending", "queued", "sent", "delivered", "read")
_ICONS = {
    "waiting": ("clock", "text2"),
    "sending": ("clock", "text2"),
    "queued": ("clock", "text2"),
    "sent": ("check", "text2"),
    "delivered": ("check-double", "text2"),
    "read": ("check-double", "blue"),
    "failed": ("alert-circle", "red"),
    "uncertain": ("help", "amber"),
    "cancelled": ("ban", "text3"),
    "saving": ("clock", "text2"),
}


@dataclass(frozen=True, slots=True)
class State:
    """What a header says: a word, its icon, the token of its colour; `lines` name each recipient."""

    word: str
    icon: str
    colour: str
    lines: tuple[str, ...] = ()


def word(state: str) -> str:
    """A delivery state as people say it."""
    return {
        "waiting": tr("Waiting"),
        "sending": tr("Sending"),
        "queued": tr("Queued"),
        "sent": tr("Sent"),
        "delivered": tr("Delivered"),
        "read": tr("Read"),
        "failed": tr("Failed"),
        "uncertain": tr("May have been sent"),
        "cancelled": tr("Cancelled"),
        "saving": tr("Saving"),
    }[state]


def icon(state: str) -> tuple[str, str]:
    """The drawing of a state, and the token of its colour."""
    return _ICONS[state]


def saving() -> State:
    """The state of an entry that waits for the database."""
    return State(word("saving"), *_ICONS["saving"])


def state_of(entry: Entry, reader: Reader) -> State | None:
    """The state of an entry's deliveries: a failure first, else the one that has come least far; None without any."""
    if not entry.deliveries or entry.deleted_at is not None:
        return None
    states = [one.state for one in entry.deliveries]
    leading = next((bad for bad in ("failed", "uncertain") if bad in states), None)
    leading = leading or next((step for step in _WAY if step in states), "cancelled")
    there = states.count(leading)
    words = word(leading)
    if leading == "read" and len(states) == 1:
        words = f"{words} {dates.time(entry.deliveries[0].changed, reader)}"
    if there < len(states):
        words = tr("{word} ({n} of {all})", word=words, n=there, all=len(states))
    return State(words, *_ICONS[leading], tuple(line(one, reader) for one in entry.deliveries))


def line(one: Sent, reader: Reader) -> str:
    """A recipient and how far their copy is: "Ana Herrera, E-mail ana@…: Waiting. E-mail is not set up yet."."""
    channel = CHANNELS.get(one.channel, one.channel)
    reason = f" {one.reason}" if one.reason and one.state in ("waiting", "failed", "uncertain", "cancelled") else ""
    stop = "." if reason else f" {dates.time(one.changed, reader)}"
    return f"{one.name}, {channel} {one.address}: {word(one.state)}{stop}{reason}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the box under a message says: title, why and what to do, the provider's code; red or amber."""

    title: str
    why: str
    code: str
    colour: str


def trouble(entry: Entry) -> Trouble | None:
    """What went wrong with an entry's deliveries, None where nothing did."""
    bad = [one for one in entry.deliveries if one.state in ("failed", "uncertain")]
    if not bad or entry.deleted_at is not None:
        return None
    failed = [one for one in bad if one.state == "failed"]
    first = (failed or bad)[0]
    title = tr("Not delivered") if failed else tr("May have been sent")
    if len(entry.deliveries) > 1:
        names = ", ".join(dict.fromkeys(one.name for one in failed or bad))
        sure = bool(failed)
        title = (
            tr("Not delivered to {names}", names=names) if sure else tr("May have been sent to {names}", names=names)
        )
    code = tr("Code {code}", code=first.code) if first.code else ""
    return Trouble(title, first.reason or tr("No reason was given."), code, "red" if failed else "amber")
