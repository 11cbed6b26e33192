"""Start the fake Twilio by hand: `python -m tests.fakes.twilio`. Whoever has no account can try the whole program."""

from __future__ import annotations

import argparse
import threading
import time

from tests.fakes.twilio.account import Account
from tests.fakes.twilio.server import Twilio

HELP = """Commands:
  from NUMBER TEXT   a customer writes        forward HOURS   turn this Twilio's clock on
  out NUMBER         a customer opts out      state           what there is
  quit
"""


def main() -> None:
    """Serve until told to stop; states move on each second by themselves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4030)
    parser.add_argument("--still", action="store_true", help="states move only when told to on the page")
    chosen = parser.parse_args()
    account = _account()
    with Twilio(account, port=chosen.port, validate=False) as fake:
        _say(fake)
        if not chosen.still:
            threading.Thread(target=_move_on, args=(account,), daemon=True).start()
        _obey(account)


def _account() -> Account:
    account = Account()
    account.template(
        "order_ready",
        "Hello {{1}}, {{2}} is ready. Shall we deliver it this week?",
        variables={"1": "customer name", "2": "order"},
    )
    account.template("reminder", "Hola {{1}}, ¿pudo ver nuestra oferta?", language="es", variables={"1": "nombre"})
    account.template("spring_offer", "Spring prices until {{1}}!", status="pending", category="MARKETING")
    return account


def _say(fake: Twilio) -> None:
    secret = fake.settings["secret"]
    print(f"Fake Twilio on {fake.url} (open it in a browser to write as a customer). Tell Chatterdesk:\n")
    for name, value in fake.settings.items():
        if name != "secret" and value:
            print(f"  chatterdesk settings set whatsapp_twilio.{name} {value}")
    print(f"  export CHATTERDESK_SECRET_WHATSAPP_TWILIO_SECRET={secret}")
    print("  chatterdesk plugins enable whatsapp_twilio\n")
    print(HELP, flush=True)


def _move_on(account: Account) -> None:
    while True:
        time.sleep(1)
        account.advance()


def _obey(account: Account) -> None:
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            if _unattended():
                continue
            return
        act, _, rest = line.partition(" ")
        if act == "quit":
            return
        try:
            _do(account, act, rest)
        except (ValueError, IndexError) as error:
            print(f"That was not understood: {error}")


def _unattended() -> bool:
    """Without a keyboard it serves until it is ended from outside."""
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return False


def _do(account: Account, act: str, rest: str) -> None:
    if act == "from":
        number, _, text = rest.partition(" ")
        account.inbound(number, text)
    elif act == "forward":
        account.forward(hours=float(rest))
    elif act == "out":
        account.opted_out.add(rest.strip())
    elif act == "state":
        for one in account.messages[-20:]:
            print(f"  {one.created:%H:%M:%S} {one.sender} -> {one.to} [{one.status} {one.code or ''}] {one.body}")
    elif act:
        print(HELP)


if __name__ == "__main__":
    main()
