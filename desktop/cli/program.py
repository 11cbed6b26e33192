"""The program's words: which commands there are and where each is written, and how what goes wrong becomes one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click
import peewee as pw

from desktop.cli.command import Group
from desktop.cli.session import Session, Window
from models.errors import Refused

# name → (module, object, one line of help): a module is loaded only when one of its commands is asked for.
COMMANDS = {
    "open": ("workspaces", "open_", "Open the window, at a record if one is named."),
    "new": ("workspaces", "new", "Make a workspace in a new or empty folder."),
    "user": ("users", "user", "Add, list and archive users."),
    "add": ("records", "add", "Add a record."),
    "set": ("records", "set_", "Change values of a record."),
    "archive": ("records", "archive", "Put a record out of sight, or back with --undo."),
    "remove": ("records", "remove", "Delete a record for good."),
    "show": ("records", "show", "Show a record."),
    "list": ("records", "list_", "List records of a kind."),
    "stages": ("stages", "stages", "List, name and order the stages of a kind."),
    "thread": ("threads", "thread", "Show the thread of a record, newest first."),
    "note": ("threads", "note", "Log an internal note on a record."),
    "send": ("sending", "send", "Send a message on a record."),
    "edit": ("threads", "edit", "Change a message or note."),
    "history": ("threads", "history", "Show every version of a message."),
    "delete": ("threads", "delete", "Delete a message; a tombstone stays."),
    "follow": ("threads", "follow", "Let somebody follow a record."),
    "unfollow": ("threads", "unfollow", "End that somebody follows a record."),
    "attach": ("files", "attach", "Put files on a record."),
    "files": ("files", "files", "List the files of a record."),
    "activity": ("activities", "activity", "Plan, finish and cancel activities."),
    "activities": ("activities", "activities", "List what is planned."),
    "translate": ("translate", "translate", "Translate a message."),
    "search": ("search", "search", "Find messages, newest first."),
    "reindex": ("search", "reindex", "Build the search index anew."),
    "indexer": ("search", "indexer", "Keep the search index up to date; the window starts this by itself."),
    "sync": ("outbox", "sync", "Send what is due and fetch once."),
    "outbox": ("outbox", "outbox_", "List what has not arrived; retry, cancel."),
    "inbox": ("outbox", "inbox", "List your news."),
    "unsorted": ("unsorted", "unsorted_", "List mail of unknown senders; file it, make contacts, delete it."),
    "plugins": ("plugins", "plugins", "List, enable, disable and check plugins."),
    "settings": ("plugins", "settings", "List, get and set the settings of plugins."),
    "import": ("exchange", "import_", "Create or update records from a CSV file."),
    "export": ("exchange", "export", "Write the records of a kind to a CSV file."),
    "verify": ("workspaces", "verify", "Check that nothing was changed behind the program's back."),
    "backup": ("workspaces", "backup", "Write the whole workspace into one file."),
    "restore-backup": ("workspaces", "restore_backup", "Make a workspace from a backup."),
    "doctor": ("workspaces", "doctor", "Check the workspace and this computer."),
}


class Program(Group):
    """All commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(f"desktop.cli.{module}"), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but what looks like a command is guessed from all names, loaded or not."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.pass_context
def _bare(ctx: click.Context) -> Window | None:
    """`chatterdesk` alone opens the window."""
    if ctx.invoked_subcommand is not None:
        return None
    from desktop.cli.workspaces import window

    return window(ctx.ensure_object(Session))


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if not value:
        return
    from importlib.metadata import version

    click.echo(f"Chatterdesk {version('chatterdesk')}")
    ctx.exit()


PROGRAM = Program(
    "chatterdesk",
    callback=_bare,
    invoke_without_command=True,
    help="Chatterdesk: records, and everything that was said about them. Without a command it opens its window.",
    params=[
        click.Option(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version."
        )
    ],
)


def run(arguments: Sequence[str]) -> int | Window:
    """Do what the arguments ask for.

    Returns the exit status (0 done, 1 refused or failed, 2 not understood), or the wish for a window.
    """
    session = Session()
    _speak_utf8()
    try:
        outcome = PROGRAM.main(list(arguments), prog_name="chatterdesk", standalone_mode=False, obj=session)
        sys.stdout.flush()
        return outcome if isinstance(outcome, Window) else int(outcome or 0)
    except click.exceptions.Abort:
        return _fail("Interrupted.", 130)
    except BrokenPipeError:
        return _quiet_end()
    except Exception as error:
        return _fail(*_words(error))
    finally:
        session.close()


def _words(error: Exception) -> tuple[str, int]:
    """The sentence for what went wrong, and the exit status. What isn't foreseen is logged whole."""
    if isinstance(error, Refused):
        return str(error), 1
    if isinstance(error, click.ClickException):
        wrong_value = isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter)
        return error.format_message(), 1 if wrong_value or not isinstance(error, click.UsageError) else 2
    if isinstance(error, pw.DatabaseError):
        return _database_words(str(error)), 1
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'The file'}: {error.strerror}.", 1
    return f"Something went wrong inside Chatterdesk: {type(error).__name__}: {error}. {_kept(error)}", 1


def _database_words(words: str) -> str:
    if "malformed" in words or "not a database" in words:
        return f"The database of this workspace is damaged ({words}). Restore a backup of it."
    return f"The database of this workspace can't be used: {words}."


def _kept(error: Exception) -> str:
    """Keep the whole story of an unforeseen error in a file, and say where."""
    import logging

    from platformdirs import user_log_path

    try:
        file = user_log_path("chatterdesk", appauthor=False, ensure_exists=True) / "errors.log"
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError as reason:
        return f"Its details could not be kept: {reason.strerror}."
    log = logging.getLogger("chatterdesk")
    log.addHandler(handler)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.propagate = False
    log.error("unforeseen", exc_info=error)
    log.removeHandler(handler)
    log.propagate = True
    handler.close()
    return f"Details: {file}"


def _fail(words: str, status: int) -> int:
    """One line on standard error."""
    from desktop.cli.command import harmless, sound

    click.echo(harmless(sound(" ".join(words.split()))), err=True)
    return status


def _speak_utf8() -> None:
    """JSON is UTF-8 wherever it is printed, and what a terminal can't show doesn't stop the program."""
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace")


def _quiet_end() -> int:
    """Whoever read our output has read enough (as `| head` does)."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
