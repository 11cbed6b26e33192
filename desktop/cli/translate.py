"""The command that translates a message. Enabling a translator is the consent that texts leave this computer."""

from __future__ import annotations

import click

from desktop.cli.command import MESSAGE, command
from desktop.cli.session import Answer, Session


@command("translate")
@click.argument("id", metavar="MESSAGE", type=MESSAGE)
@click.option(
    "--to", "target", metavar="LANG", required=True, help="Into which language: a code such as en, or its name."
)
def translate(session: Session, id: int, target: str) -> Answer:
    """Translate MESSAGE and keep the translation.

    A translation that is kept already is given at once; nothing leaves this computer for it.
    """
    from integrations.translate import language_code, translate_message

    made = translate_message(session.registry(), id, language_code(target), by=session.by)
    value = {
        "text": made.text,
        "source": made.source,
        "target": made.target,
        "engine": made.engine,
        "cached": made.cached,
    }
    return Answer(value, lambda: "\n".join(filter(None, (made.subject, made.text))))
