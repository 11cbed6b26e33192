"""All small parts in all their states on one picture: `python -m desktop.widgets.gallery FILE.png --theme dark`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import ROLES, Theme
from desktop.widgets import (
    Avatar,
    AvatarStack,
    Banner,
    Calendar,
    Card,
    Chip,
    CountBadge,
    DangerButton,
    Dialog,
    ElidedLabel,
    EmptyState,
    IconButton,
    KeyCap,
    Label,
    LinkButton,
    MenuButton,
    Notice,
    Pill,
    PlainButton,
    Popover,
    PrimaryButton,
    ProgressRow,
    QuietButton,
    RowButton,
    SearchField,
    SegmentedControl,
    Separator,
    SkeletonRows,
    StageBar,
    StatButton,
    Switch,
    TabBar,
    indent,
)
from desktop.widgets.pill import KINDS

_STAGES = [("new", "New"), ("qualified", "Qualified"), ("proposition", "Proposition"), ("won", "Won")]
_PEOPLE = ["Marta Oliveira", "Ana Herrera", "Jonas Lind", "Priya Nair", "Chidi Okafor", "田中 健二", "Bodegas Herrera"]


def gallery() -> QWidget:
    """A window with all of them, in two columns."""
    window = QFrame()
    window.setProperty("cls", "bg")
    columns = QHBoxLayout(window)
    columns.setContentsMargins(20, 20, 20, 20)
    columns.setSpacing(20)
    for parts in ((_buttons, _people, _choices, _rows, _told), (_words, _fields, _empty, _skeleton)):
        column = QVBoxLayout()
        column.setSpacing(14)
        for part in parts:
            card = Card()
            card.body.setSpacing(10)
            part(card.body)
            column.addWidget(card)
        column.addStretch()
        columns.addLayout(column, 1)
    window.resize(1480, 1150)
    return window


def hovered(widget: QWidget) -> QWidget:
    """The widget as it is under the pointer."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return widget


def focused(widget: QWidget) -> QWidget:
    """The widget as it is when the keyboard is on it."""
    widget.ring = True  # type: ignore[attr-defined]
    return widget


def disabled(widget: QWidget) -> QWidget:
    """The widget when it can't be used."""
    widget.setEnabled(False)
    return widget


def _row(body: QVBoxLayout, parts: Sequence[QWidget], *, spread: bool = False) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    if not spread:
        row.addStretch()
    body.addLayout(row)
    return row


def _buttons(body: QVBoxLayout) -> None:
    for kind in (PrimaryButton, PlainButton, QuietButton, LinkButton, DangerButton):
        states = (kind("Send"), hovered(kind("Hover")), focused(kind("Keyboard")), disabled(kind("Disabled")))
        small = kind("Small", small=True)
        _row(body, (*states, small, kind("Icon", "send"), disabled(kind("Icon", "send"))))
    chosen = QuietButton("Send message")
    chosen.set_filled(True)
    tools = (QuietButton("Log note", "note"), QuietButton("WhatsApp", "whatsapp", icon_colour="whatsapp"))
    _row(
        body, (chosen, *tools, QuietButton("Activity", "clock"), IconButton("search", "Search messages", shortcut="/"))
    )
    icons = (IconButton("more", "More"), hovered(IconButton("bell", "Bell")), focused(IconButton("star", "Star")))
    done = PlainButton("Done", "check", icon_colour="green", small=True)
    menus = (MenuButton("Stage"), MenuButton("Mine", "user"), disabled(MenuButton("Closing")))
    _row(body, (*icons, disabled(IconButton("x", "Close")), done, *menus))


def _people(body: QVBoxLayout) -> None:
    faces = [Avatar(name) for name in _PEOPLE]
    _row(body, (*faces, Avatar("Deskbot", robot=True), Avatar("Marta Oliveira", present=True)))
    _row(body, (Avatar("Jonas Lind", 20), Avatar("Priya Nair", 24), Avatar("Ana Herrera", 40), AvatarStack(_PEOPLE)))
    pills = [Pill(kind.capitalize(), kind) for kind in KINDS]
    badges = [CountBadge(28), CountBadge(4, "accent"), CountBadge(1200)]
    _row(body, (*pills, *badges, KeyCap("Ctrl+K"), KeyCap("Alt+Shift+A")))


def _choices(body: QVBoxLayout) -> None:
    _row(body, (StageBar(_STAGES, "new"), StageBar(_STAGES, "proposition")))
    keyboard = StageBar(_STAGES, "won")
    focused(keyboard.findChildren(QWidget)[1])
    _row(body, (keyboard, disabled(StageBar(_STAGES, "qualified"))))
    mirrored = StageBar(_STAGES, "qualified")
    mirrored.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view = SegmentedControl([("list", "List", "list"), ("board", "Board", "board")], icons_only=True)
    _row(body, (mirrored, view))
    words = SegmentedControl([("m", "Marked"), ("s", "Side by side"), ("p", "Plain")])
    time = SegmentedControl([("c", "Columns", "board"), ("m", "Month", "calendar"), ("l", "List", "list")], "m")
    _row(body, (words, time))
    tabs = TabBar([("all", "All"), ("talk", "Conversation"), ("notes", "Notes"), ("files", "Files")])
    tabs.set_count("files", 4)
    body.addWidget(tabs)


def _rows(body: QVBoxLayout) -> None:
    inbox = RowButton("Inbox", "inbox")
    inbox.set_count(4)
    chosen = RowButton("Opportunities", "briefcase")
    chosen.set_current(True)
    chosen.set_count(7)
    keys = RowButton("Plan a call with Ana Herrera", "phone", detail="activity on this opportunity", keys="Alt W")
    for row in (inbox, chosen, hovered(RowButton("Contacts", "users")), focused(keys)):
        body.addWidget(row)
    tiles = (StatButton("cart", "Purchase order", "1"), StatButton("check-square", "Open tasks", "2"))
    _row(body, (*tiles, hovered(StatButton("paperclip", "Files", "4"))), spread=True)


def _told(body: QVBoxLayout) -> None:
    stopped = Banner("error", "E-mail is stopped: the server refused the password", "2 messages wait and none is lost.")
    stopped.add_action("Start again", "play")
    language = Banner("info", "Most of this conversation is in Spanish", closable=True)
    for words in ("Translate all", "Always for Bodegas Herrera", "Never for Spanish"):
        language.add_link(words)
    warning = Banner("warning", "Restoring Expected revenue would also undo a later change.")
    for banner in (stopped, language, warning, Banner("success", "Connected as Northwind", "Tested today at 10:21.")):
        body.addWidget(banner)
    progress = ProgressRow("Importing contacts")
    progress.set_progress(312, 381)
    body.addWidget(progress)


def _words(body: QVBoxLayout) -> None:
    for role in ROLES:
        body.addWidget(Label(f"Oak barrels, harvest 2027 ({role})", role))
    _row(
        body,
        [Label(tone, "strong", tone=tone) for tone in ("text2", "text3", "accent", "red", "amber", "green", "blue")],
    )
    body.addWidget(ElidedLabel("<b>Not bold</b>: Ana asks whether the lorry can come between nine and eleven. " * 3))
    body.addWidget(Separator("Today"))
    body.addWidget(Separator("2 new above", accent=True))


def _fields(body: QVBoxLayout) -> None:
    typed = SearchField("Search")
    typed.setText("bodega")
    _row(body, (SearchField("Search", shortcut="Ctrl+K"), typed), spread=True)
    wrong, off = QLineEdit("elodie@lemaire"), QLineEdit("Read only")
    wrong.setProperty("state", "error")
    off.setEnabled(False)
    empty = QLineEdit()
    empty.setPlaceholderText("Add an e-mail address")
    _row(body, (empty, wrong, off), spread=True)
    choice = QComboBox()
    choice.addItem("Version 2, Jonas Lind")
    number, day = QSpinBox(), QDateEdit()
    day.setCalendarPopup(True)
    indent(number)
    indent(day)
    _row(body, (choice, number, day), spread=True)
    partly = QCheckBox("Partly")
    partly.setCheckState(Qt.CheckState.PartiallyChecked)
    checks = [QCheckBox("Keep"), QCheckBox("Tell Ana"), partly, QRadioButton("One"), QRadioButton("Two")]
    checks[1].setChecked(True)
    checks[4].setChecked(True)
    _row(body, (*checks, Switch("On", True), Switch("Off"), focused(Switch("Keyboard", True)), disabled(Switch("No"))))
    _row(body, (Chip("Ana Herrera or Marta Oliveira", "from:"), Chip("file", "has:"), Chip("Cellar", removable=False)))
    note = QTextEdit()
    note.setPlainText("24 oak barrels of 225 L, medium toast, for the new cellar in Jerez.")
    note.setFixedHeight(56)
    body.addWidget(note)


def _empty(body: QVBoxLayout) -> None:
    state = EmptyState("message", "No conversation yet", "What you send, note or change will stand here, newest first.")
    state.add_button(PrimaryButton("Send message"))
    state.add_button(PlainButton("Log note", "note"))
    body.addWidget(state)


def _skeleton(body: QVBoxLayout) -> None:
    rows = SkeletonRows(3, avatar=True)
    rows.start()
    calendar = Calendar()
    calendar.setSelectedDate(QDate(2026, 11, 26))
    _row(body, (rows, calendar), spread=True)


def over(window: QWidget) -> Dialog:
    """A dialog with a popover and a notice above the window."""
    Notice.tell(window, "Activity marked done", action="Undo")
    dialog = Dialog(window, "Versions of this message", "Oak barrels, harvest 2027 · 3 versions", width=620)
    field = SearchField("Search templates")
    dialog.body.addWidget(field)
    dialog.body.addWidget(Label("Hi Ana, the barrels leave our cooperage on Tuesday. " * 4, tone="text2", wrap=True))
    dialog.body.addWidget(Banner("info", "Ana received version 1 by e-mail. Editing never sends again."))
    dialog.add_button(PlainButton("Copy this version"), start=True)
    dialog.add_button(PrimaryButton("Close"))
    dialog.open()
    menu = Popover(window)
    for name, icon in (("Reply", "reply"), ("Edit", "pencil"), ("Delete", "trash")):
        menu.body.addWidget(RowButton(name, icon, keys=name[0]))
    menu.open_at(field)
    return dialog


def picture(window: QWidget, *, ratio: float) -> QPixmap:
    """The window as it is, `ratio` physical pixels to a logical one."""
    made = QPixmap(window.size() * ratio)
    made.setDevicePixelRatio(ratio)
    window.render(made)
    return made


def main() -> None:
    """Write the picture named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=int, default=100, help="text size in percent")
    parser.add_argument("--ratio", type=float, default=1.0, help="physical pixels to a logical one")
    parser.add_argument("--rtl", action="store_true", help="right to left")
    parser.add_argument("--dialog", action="store_true", help="with a dialog, a popover and a notice")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if chosen.rtl else Qt.LayoutDirection.LeftToRight)
    Theme(chosen.theme, chosen.scale).apply(app)
    window = gallery()
    window.show()
    for rows in window.findChildren(SkeletonRows):
        rows.show_bars()
    if chosen.dialog:
        over(window)
    app.processEvents()
    if not picture(window, ratio=chosen.ratio).save(chosen.file):
        parser.error(f"cannot write {chosen.file}")


if __name__ == "__main__":
    main()
