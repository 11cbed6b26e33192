"""The table of commands: menus, shortcuts, tooltips, the list of keys and the palette all come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from desktop.tr import tr
from models.record import kinds


class Look(Protocol):
    """What commands ask of how the window looks."""

    def toggle_navigation(self) -> None: ...
    def toggle_list(self) -> None: ...
    def place_chatter(self, where: str) -> None: ...
    def set_scheme(self, scheme: str) -> None: ...
    def zoom(self, step: int) -> None: ...


class Care(Protocol):
    """What commands ask about the workspace as a whole."""

    def add_user(self) -> None: ...
    def verify(self) -> None: ...
    def back_up(self) -> None: ...
    def restore_backup(self) -> None: ...
    def show_keys(self) -> None: ...
    def about(self) -> None: ...


class Records(Protocol):
    """What commands ask of the record that is open."""

    def show_bin(self) -> None: ...


class Window(Protocol):
    """What commands ask of the window they act on."""

    records: Records
    look: Look
    care: Care

    def open_palette(self, typed: str = "") -> None: ...
    def show_kind(self, kind: str) -> None: ...
    def search_thread(self) -> None: ...
    def show_search(self, typed: str = "") -> None: ...
    def show_conversation(self, person: int = 0) -> None: ...
    def show_settings(self, part: str = "") -> None: ...
    def show_page(self, key: str) -> None: ...
    def new_record(self, kind: str = "") -> None: ...
    def save(self) -> None: ...
    def discard(self) -> None: ...
    def copy_link(self) -> None: ...
    def mark_unread(self) -> None: ...
    def step(self, by: int) -> None: ...
    def go(self, by: int) -> None: ...
    def next_pane(self) -> None: ...
    def compose(self, mode: str) -> None: ...
    def plan_activity(self) -> None: ...
    def new_activity(self) -> None: ...
    def leave_workspace(self) -> None: ...
    def close(self) -> bool: ...
    def has_record(self) -> bool: ...
    def has_thread(self) -> bool: ...
    def is_dirty(self) -> bool: ...
    def can_step(self, by: int) -> bool: ...
    def can_go(self, by: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do in the window.

    `help` is one sentence; `needs` says what is missing while it is not enabled; `shortcut` is as QKeySequence reads it
    (a single letter works only outside text fields); `menu` names where it stands.
    """

    id: str
    title: str
    help: str
    menu: str
    run: Callable[[Window], object]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[Window], bool] = lambda window: True
    needs: str = ""


RECORD, WRITE, GO, VIEW, WORKSPACE, HELP = "record", "write", "go", "view", "workspace", "help"


def menus() -> dict[str, str]:
    """The menus, in order, with their titles."""
    return {
        RECORD: tr("Record"),
        WRITE: tr("Write"),
        GO: tr("Go"),
        VIEW: tr("View"),
        WORKSPACE: tr("Workspace"),
        HELP: tr("Help"),
    }


@cache
def commands() -> tuple[Command, ...]:
    """Every command, in the order of the menus; made once the window's language is known."""
    return (*_record(), *_write(), *_go(), *_places(), *_view(), *_focus(), *_look(), *_workspace(), *_help())


def command(id: str) -> Command:
    """The command with this id; StopIteration for an unknown one."""
    return next(one for one in commands() if one.id == id)


def _record() -> tuple[Command, ...]:
    open_first, unsaved = tr("Open a record first."), tr("There are no unsaved changes.")
    return (
        Command(
            *("record.new", tr("New record"), tr("Begin a new record of the kind that is shown."), RECORD),
            *(lambda window: window.new_record(), "Ctrl+N", "plus"),
        ),
        *(
            Command(
                *(f"record.new.{kind}", tr("New {kind}", kind=cls.label.lower()), tr("Begin a new record."), ""),
                *(lambda window, kind=kind: window.new_record(kind), "", "plus"),
            )
            for kind, cls in kinds.items()
        ),
        Command(
            *("record.save", tr("Save"), tr("Save the changes in the form."), RECORD),
            *(lambda window: window.save(), "Ctrl+S", "check", lambda window: window.is_dirty(), unsaved),
        ),
        Command(
            *("record.discard", tr("Discard changes"), tr("Put the form back as it was saved."), RECORD),
            *(lambda window: window.discard(), "Ctrl+Shift+D", "undo"),
            *(lambda window: window.is_dirty(), unsaved),
        ),
        Command(
            *("record.unread", tr("Mark unread"), tr("Show this record as unread until it is opened again."), RECORD),
            *(lambda window: window.mark_unread(), "Ctrl+Shift+U", "dot"),
            *(lambda window: window.has_record(), open_first),
        ),
        Command(
            *("record.bin", tr("Deleted files"), tr("List the files deleted here, and take them back."), RECORD),
            *(lambda window: window.records.show_bin(), "", "trash", lambda window: window.has_record(), open_first),
        ),
        Command(
            *("record.link", tr("Copy link"), tr("Copy a link that opens this record."), RECORD),
            *(lambda window: window.copy_link(), "Ctrl+Shift+C", "link"),
            *(lambda window: window.has_record(), open_first),
        ),
    )


def _write() -> tuple[Command, ...]:
    open_first = tr("Open a record first.")
    return (
        Command(
            *("write.message", tr("Send message"), tr("Write to the record's contact and its followers."), WRITE),
            *(lambda window: window.compose("message"), "Alt+M", "send"),
            *(lambda window: window.has_thread(), open_first),
        ),
        Command(
            *("write.note", tr("Log note"), tr("Write down something that only colleagues see."), WRITE),
            *(lambda window: window.compose("note"), "Alt+Shift+M", "note"),
            *(lambda window: window.has_thread(), open_first),
        ),
        Command(
            *("write.whatsapp", tr("Send WhatsApp"), tr("Write to the record's contact by WhatsApp."), WRITE),
            *(lambda window: window.compose("whatsapp"), "Alt+W", "whatsapp"),
            *(lambda window: window.has_thread(), open_first),
        ),
        Command(
            *("write.activity", tr("Plan an activity"), tr("Say what is to be done on this record, and when."), WRITE),
            *(lambda window: window.plan_activity(), "Alt+Shift+A", "clock"),
            *(lambda window: window.has_thread(), open_first),
        ),
        Command(
            *("write.activity.new", tr("New activity"), tr("Find a record, and say what is to be done on it."), WRITE),
            *(lambda window: window.new_activity(), "Alt+Shift+N", "plus"),
        ),
    )


def _go() -> tuple[Command, ...]:
    return (
        Command(
            *("go.palette", tr("Find or do anything"), tr("Find records, people and commands as you type."), GO),
            *(lambda window: window.open_palette(), "Ctrl+K", "search"),
        ),
        Command(
            *("go.thread", tr("Search messages"), tr("Find words in the thread of this record."), GO),
            *(lambda window: window.search_thread(), "Ctrl+F", "search"),
            *(lambda window: window.has_thread(), tr("Open a record first.")),
        ),
        Command(
            *("go.search", tr("Search everywhere"), tr("Find messages, files, changes and translations."), GO),
            *(lambda window: window.show_search(), "Ctrl+Shift+F", "search"),
        ),
        Command(
            *("go.conversation", tr("WhatsApp conversation"), tr("See all WhatsApp with the record's contact."), GO),
            *(lambda window: window.show_conversation(), "Alt+Shift+W", "whatsapp"),
            *(lambda window: window.has_record(), tr("Open a record first.")),
        ),
        Command(
            *("go.back", tr("Back"), tr("Go back to the record you were at before."), GO),
            *(lambda window: window.go(-1), "Alt+Left", "arrow-left", lambda window: window.can_go(-1)),
            tr("There is nothing to go back to."),
        ),
        Command(
            *("go.forward", tr("Forward"), tr("Go on to where you came back from."), GO),
            *(lambda window: window.go(1), "Alt+Right", "arrow-right", lambda window: window.can_go(1)),
            tr("There is nothing to go on to."),
        ),
        Command(
            *("go.previous", tr("Previous record"), tr("Open the record before this one in the list."), GO),
            *(lambda window: window.step(-1), "Ctrl+PgUp", "chevron-left", lambda window: window.can_step(-1)),
            tr("This is the first record of the list."),
        ),
        Command(
            *("go.next", tr("Next record"), tr("Open the record after this one in the list."), GO),
            *(lambda window: window.step(1), "Ctrl+PgDown", "chevron-right", lambda window: window.can_step(1)),
            tr("This is the last record of the list."),
        ),
    )


def _places() -> tuple[Command, ...]:
    """The pages: the inbox, and each kind under a number of its own as far as numbers go."""
    there = (
        Command(
            *("go.inbox", tr("Inbox"), tr("See what happened on the records you follow."), GO),
            *(lambda window: window.show_page("inbox"), "Ctrl+Shift+I", "inbox"),
        ),
        Command(
            *("go.activities", tr("My activities"), tr("See what you have to do, and when."), GO),
            *(lambda window: window.show_page("activities"), "Ctrl+Shift+A", "clock"),
        ),
        Command(
            *("go.starred", tr("Starred"), tr("See the messages you starred."), GO),
            *(lambda window: window.show_page("starred"), "Ctrl+Shift+S", "star"),
        ),
        Command(
            *("go.unread", tr("Unread"), tr("See the records with something you have not read."), GO),
            *(lambda window: window.show_page("unread"), "Ctrl+Shift+N", "dot"),
        ),
        Command(
            *("go.recent", tr("Recent"), tr("See the records you opened last."), GO),
            *(lambda window: window.show_page("recent"), "Ctrl+Shift+H", "history"),
        ),
        Command(
            *("go.unsorted", tr("Unsorted"), tr("See mail of unknown senders, and say where it belongs."), GO),
            *(lambda window: window.show_page("unsorted"), "", "mail"),
        ),
        Command(
            *("go.outbox", tr("Outbox"), tr("See what is on its way out, and what did not arrive."), GO),
            *(lambda window: window.show_page("outbox"), "Ctrl+Shift+O", "send"),
        ),
        Command(
            *("go.drafts", tr("Drafts"), tr("See what you typed and have not sent."), GO),
            *(lambda window: window.show_page("drafts"), "Ctrl+Shift+R", "pencil"),
        ),
    )
    return there + tuple(
        Command(
            *(f"go.{kind}", cls.plural, tr("See all records of this kind."), GO),
            lambda window, kind=kind: window.show_kind(kind),
            f"Ctrl+{number}" if number <= 9 else "",
            cls.icon,
        )
        for number, (kind, cls) in enumerate(kinds.items(), start=1)
    )


def _view() -> tuple[Command, ...]:
    return (
        Command(
            *("view.navigation", tr("Fold the navigation"), tr("Show the navigation as icons, or with words."), VIEW),
            *(lambda window: window.look.toggle_navigation(), "Ctrl+\\", "sidebar"),
        ),
        Command(
            *("view.list", tr("Fold the list"), tr("Show or hide the list beside an open record."), VIEW),
            *(lambda window: window.look.toggle_list(), "Ctrl+Shift+L", "list"),
        ),
        Command(
            *("view.chatter.right", tr("Chatter at the right"), tr("Put the thread beside the form."), VIEW),
            *(lambda window: window.look.place_chatter("right"), "", "panel-right"),
        ),
        Command(
            *("view.chatter.below", tr("Chatter below"), tr("Put the thread under the form."), VIEW),
            *(lambda window: window.look.place_chatter("below"), "", "panel-bottom"),
        ),
        Command(
            *("view.chatter.hidden", tr("Hide the chatter"), tr("Show the form alone."), VIEW),
            *(lambda window: window.look.place_chatter("hidden"), "", "eye-off"),
        ),
    )


def _focus() -> tuple[Command, ...]:
    return (
        Command(
            *("view.pane", tr("Next pane"), tr("Take the keyboard to the list, the form or the thread."), VIEW),
            *(lambda window: window.next_pane(), "F6", "columns"),
        ),
    )


def _look() -> tuple[Command, ...]:
    return (
        Command(
            *("view.system", tr("Appearance as the system"), tr("Be light or dark as the system is."), VIEW),
            *(lambda window: window.look.set_scheme("system"), "", "monitor"),
        ),
        Command(
            *("view.light", tr("Light appearance"), tr("Stay light, whatever the system does."), VIEW),
            *(lambda window: window.look.set_scheme("light"), "", "sun"),
        ),
        Command(
            *("view.dark", tr("Dark appearance"), tr("Stay dark, whatever the system does."), VIEW),
            *(lambda window: window.look.set_scheme("dark"), "", "moon"),
        ),
        Command(
            *("view.larger", tr("Larger text"), tr("Make all text larger, up to 150 %."), VIEW),
            *(lambda window: window.look.zoom(1), "Ctrl++", "plus"),
        ),
        Command(
            *("view.smaller", tr("Smaller text"), tr("Make all text smaller, down to 90 %."), VIEW),
            *(lambda window: window.look.zoom(-1), "Ctrl+-", "minus"),
        ),
        Command(
            *("view.normal", tr("Normal text size"), tr("Show text at 100 %."), VIEW),
            *(lambda window: window.look.zoom(0), "Ctrl+0", "refresh"),
        ),
    )


def _workspace() -> tuple[Command, ...]:
    return (
        Command(
            *("workspace.settings", tr("Settings"), tr("Appearance, users, journal and backups."), WORKSPACE),
            *(lambda window: window.show_settings(), "Ctrl+,", "settings"),
        ),
        Command(
            *("workspace.user", tr("Add a user"), tr("Let one more person work in this workspace."), WORKSPACE),
            *(lambda window: window.care.add_user(), "", "user-plus"),
        ),
        Command(
            *("workspace.verify", tr("Verify the journal"), tr("Check that no change was tampered with."), WORKSPACE),
            *(lambda window: window.care.verify(), "", "shield"),
        ),
        Command(
            *("workspace.backup", tr("Back up"), tr("Copy the whole workspace into one file."), WORKSPACE),
            *(lambda window: window.care.back_up(), "", "database"),
        ),
        Command(
            *("workspace.restore", tr("Restore a backup"), tr("Unpack a backup into a new folder."), WORKSPACE),
            *(lambda window: window.care.restore_backup(), "", "history"),
        ),
        Command(
            *("workspace.open", tr("Open another workspace"), tr("Go to the welcome, to open or make one."), WORKSPACE),
            *(lambda window: window.leave_workspace(), "Ctrl+O", "folder"),
        ),
        Command(
            *("workspace.close", tr("Close the window"), tr("End the program; everything saved is kept."), WORKSPACE),
            *(lambda window: window.close(), "Ctrl+Q", "x"),
        ),
    )


def _help() -> tuple[Command, ...]:
    return (
        Command(
            *("help.keys", tr("Keys"), tr("See every key and what it does."), HELP),
            *(lambda window: window.care.show_keys(), "?", "keyboard"),
        ),
        Command(
            *("help.about", tr("About Chatterdesk"), tr("See the version, the licence and where data lies."), HELP),
            *(lambda window: window.care.about(), "", "info"),
        ),
    )
