"""Command: how a command of the command line is declared: its words, its values, and the global options it shares."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from desktop.cli.session import Answer, Session, Window
from models.errors import NotFound, Refused

LARGEST = 2**63 - 1  # the largest id that a database keeps


class Id(click.ParamType):
    """The id of something: a whole number."""

    name = "id"

    def __init__(self, what: str) -> None:
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        typed = str(value).strip()
        if not (typed.isascii() and typed.isdecimal()):
            raise Refused(f"“{typed}” is not the id of a {self.what}; ids are whole numbers.")
        if len(typed) > 19 or int(typed) > LARGEST:
            raise NotFound(f"There is no {self.what} {typed}.")
        return int(typed)


class Count(click.ParamType):
    """How many are wanted."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        typed = str(value).strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
            raise Refused(f"“{typed}” is not a number of things to show; write a whole number such as 80.")
        return int(typed)


RECORD, MESSAGE, COUNT, FILE = Id("record"), Id("message"), Count(), click.Path(path_type=Path)


def sound(value: Any) -> Any:
    """A value without the half characters that arguments in another encoding arrive as; they become “�”."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not value.isascii() else value
    return tuple(sound(one) for one in value) if isinstance(value, tuple) else value


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that keeps a global option, wherever it was given; the later one counts."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value not in (None, False):
            setattr(ctx.ensure_object(Session), name, sound(value))

    return keep


def global_options() -> list[click.Parameter]:
    """The options that every command takes, before its name or after it."""
    return [
        click.Option(
            ["--workspace", "_folder"],
            type=FILE,
            metavar="DIR",
            expose_value=False,
            callback=_keep("folder"),
            help="The workspace's folder; else CHATTERDESK_WORKSPACE, else the last used.",
        ),
        click.Option(
            ["--as", "_acting"],
            metavar="NAME",
            expose_value=False,
            callback=_keep("acting"),
            help="Who acts: a user's name or e-mail address.",
        ),
        click.Option(
            ["--json", "_json"],
            is_flag=True,
            expose_value=False,
            callback=_keep("json"),
            help="Answer with one JSON value.",
        ),
    ]


class Command(click.Command):
    """A command that answers with an `Answer`. Its function gets the session, then its own values by name."""

    def __init__(self, *arguments: Any, in_workspace: bool = True, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.params += global_options()
        self.in_workspace = in_workspace

    def make_parser(self, ctx: click.Context) -> Any:
        """A parser that takes what can't be an option's name for a value, as in `note 7 "- milk"` or `note 7 -5`."""
        parser = super().make_parser(ctx)
        read_option = parser._process_opts

        def read(argument: str, state: Any) -> None:
            if argument[1].isdigit() or any(char.isspace() for char in argument.partition("=")[0]):
                state.largs.append(argument)
            else:
                read_option(argument, state)

        parser._process_opts = read  # type: ignore[method-assign]
        return parser

    def invoke(self, ctx: click.Context) -> Any:
        session = ctx.ensure_object(Session)
        if self.in_workspace:
            session.open()
        assert self.callback is not None
        answer = self.callback(session, **{name: sound(value) for name, value in ctx.params.items()})
        return answer if isinstance(answer, Window) else say(session, answer)


class Group(click.Group):
    """Commands under one word."""

    command_class = Command

    def __init__(self, *arguments: Any, **more: Any) -> None:
        more.setdefault("no_args_is_help", False)
        super().__init__(*arguments, **more)
        self.params += global_options()


def command(name: str, **more: Any) -> Callable[[Callable[..., Answer | Window]], Command]:
    """Declare a command; the function's docstring is its help."""
    return click.command(name, cls=Command, **more)


def say(session: Session, answer: Answer) -> int:
    """Print the answer as it is wanted; returns the exit status."""
    text = json.dumps(answer.value, ensure_ascii=False) if session.json else harmless(answer.text())
    if text:
        click.echo(text)
    return answer.status


def harmless(text: str) -> str:
    """A text without the control characters that a terminal would obey."""
    return "".join(char for char in text if char in "\n\t" or not (char < " " or "\x7f" <= char <= "\x9f"))
