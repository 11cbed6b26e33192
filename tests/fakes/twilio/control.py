"""The fake Twilio's own page, for whoever tries the program by hand: write as a customer, turn the clock on."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.twilio.account import Account
    from tests.fakes.twilio.server import Handler

_PAGE = """<!doctype html><meta charset="utf-8"><title>Fake Twilio</title>
<style>body{{font:15px sans-serif;max-width:60em;margin:2em auto}}td,th{{text-align:left;padding:.2em 1em .2em 0}}
form{{display:inline-block;margin:0 1em 1em 0}}input,button{{font:inherit;padding:.2em .4em}}</style>
<h1>Fake Twilio</h1>
<form method="post" action="/control/inbound"><input name="from" placeholder="+34656555014" required>
<input name="body" placeholder="What they write" size="40"><button>Write as a customer</button></form>
<form method="post" action="/control/forward"><input name="hours" size="4" value="24">
<button>Hours later</button></form>
<form method="post" action="/control/advance"><button>Move states on</button></form>
<form method="post" action="/control/block"><input name="number" placeholder="+34656555014">
<button>Opts out</button></form>
<p>The clock of this Twilio: {now}</p><table><tr><th>Time<th>From<th>To<th>Text<th>State</tr>{rows}</table>
<h2>Templates</h2><table><tr><th>Id<th>Name<th>Text<th>State</tr>{templates}</table>"""


def mine(path: str) -> bool:
    """Whether a path is the page's."""
    return path == "/" or path.startswith("/control")


def answer(handler: Handler, path: str, given: dict[str, list[str]]) -> None:
    """Do what was asked for, and show the page again."""
    account = handler.fake.account
    if handler.command == "POST":
        _do(account, path.removeprefix("/control/"), {name: values[-1] for name, values in given.items()})
        handler.answer_bytes(303, b"", "text/plain", {"Location": "/"})
        return
    handler.answer_bytes(200, _page(account).encode(), "text/html; charset=utf-8", {})


def _do(account: Account, act: str, given: dict[str, str]) -> None:
    if act == "inbound":
        account.inbound(given["from"].replace(" ", ""), given.get("body", ""))
    elif act == "forward":
        account.forward(hours=float(given.get("hours", "1")))
    elif act == "advance":
        account.advance()
    elif act == "block":
        account.opted_out.add(given["number"].replace(" ", ""))


def _page(account: Account) -> str:
    with account.lock:
        rows = "".join(_row(one) for one in reversed(account.messages[-100:]))
    templates = "".join(
        f"<tr><td>{one.sid}<td>{html.escape(one.name)}<td>{html.escape(one.body)}<td>{one.status}"
        for one in account.contents.values()
    )
    return _PAGE.format(now=f"{account.now():%Y-%m-%d %H:%M:%S} UTC", rows=rows, templates=templates)


def _row(one: Any) -> str:
    state = f"{one.status} {one.code or ''}"
    cells = (f"{one.created:%m-%d %H:%M:%S}", one.sender or "", one.to, one.body, state)
    return "<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in cells)
