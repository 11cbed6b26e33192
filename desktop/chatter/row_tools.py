"""The tools of a row: the bar that floats in the row under the pointer, and the menu with everything one can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.chatter.message_row import MessageRow
from desktop.icons import icon
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import IconButton, Menu
from desktop.widgets.paint import rounded
from models import message
from models.entries import Entry
from models.text import remote_pictures

REPLY, EDIT, COPY, LINK, HISTORY, DELETE = "reply", "edit", "copy", "link", "history", "delete"
REACT, STAR, DOWNLOAD, PICTURES = "reactions", "star", "download", "pictures"
TRANSLATE = "translate"


@dataclass(frozen=True, slots=True)
class Tool:
    """Something one can do with an entry; `why_not` says in words why it can't be done here."""

    what: str
    label: str
    icon: str
    keys: str = ""
    why_not: str = ""


def tools(entry: Entry, by: int, others: Sequence[Tool] = ()) -> list[Tool]:
    """What `by` can do with an entry, in the order of the menu; `others` are what others know to do with it."""
    deleted = entry.deleted_at is not None
    found = []
    if not deleted and entry.kind not in ("change", "log", "created"):
        found.append(Tool(REPLY, tr("Reply"), "reply", "R"))
        found.append(Tool(REACT, tr("React"), "smile", "+"))
    if entry.kind in message.WRITTEN and not deleted:
        found.append(Tool(EDIT, tr("Edit"), "pencil", "E", _why_not(entry, by)))
    if not deleted:
        starred = by in entry.starred_by
        label = tr("Take the star off") if starred else tr("Star")
        found.append(Tool(STAR, label, "star-filled" if starred else "star", "S"))
    found += others
    found.append(Tool(COPY, tr("Copy text"), "copy", "Ctrl+C"))
    found.append(Tool(LINK, tr("Copy link"), "link"))
    if entry.files and not deleted:
        found.append(Tool(DOWNLOAD, tr("Download files…"), "download"))
    if remote_pictures(entry.html or ""):
        found.append(Tool(PICTURES, tr("Show pictures from elsewhere"), "image"))
    if entry.edits and not deleted:
        found.append(Tool(HISTORY, tr("Show history"), "history", "H"))
    if entry.kind in message.WRITTEN and not deleted:
        found.append(Tool(DELETE, tr("Delete…"), "trash", "Del", _why_not(entry, by, to="deleted")))
    return found


def _why_not(entry: Entry, by: int, *, to: str = "edited") -> str:
    return (
        message.why_not_editable(entry.kind, entry.direction, entry.author.id, entry.deleted_at is not None, by, to=to)
        or ""
    )


class RowTools(QWidget):
    """One bar shared by all rows: a child of their canvas, moved into the row under the pointer."""

    chosen = Signal(str)
    more_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: MessageRow | None = None
        self.others: Callable[[Entry], Sequence[Tool]] = lambda entry: ()  # what others know to do with an entry
        self._buttons = {
            REACT: IconButton("smile", self.tr("React"), shortcut="+", small=True, parent=self),
            REPLY: IconButton("reply", self.tr("Reply"), shortcut="R", small=True, parent=self),
            EDIT: IconButton("pencil", self.tr("Edit"), shortcut="E", small=True, parent=self),
            COPY: IconButton("copy", self.tr("Copy text"), small=True, parent=self),
            TRANSLATE: IconButton("globe", self.tr("Translate"), shortcut="T", small=True, parent=self),
            "more": IconButton("more", self.tr("More"), small=True, parent=self),
        }
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 2, 3, 2)
        line.setSpacing(2)
        for what, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, what=what: self._clicked(what))
            line.addWidget(button)
        self.setAccessibleName(self.tr("Tools"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()

    def show_for(self, row: MessageRow, by: int) -> None:
        """Stand in this row, at its upper end."""
        self.row = row
        found = tools(row.item.entries[0], by, self.others(row.item.entries[0]))
        possible = {tool.what: tool for tool in found if not tool.why_not}
        for what, button in self._buttons.items():
            button.setVisible(what == "more" or what in possible)
        if TRANSLATE in possible:
            self._buttons[TRANSLATE].set_label(possible[TRANSLATE].label, "T")
        self.layout().activate()
        self.resize(self.sizeHint())
        self.place()
        self.raise_()
        self.show()

    def place(self) -> None:
        """Follow the row."""
        if self.row is None:
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.row.x() + 6 if rtl else self.row.geometry().right() - self.width() - 5
        self.move(x, self.row.y() + 4)

    def dismiss(self) -> None:
        """Stand nowhere."""
        self.row = None
        self.hide()

    def sizeHint(self) -> QSize:
        """As wide as its visible buttons."""
        return self.layout().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised card."""
        rounded(QPainter(self), self.rect(), 7, fill=tokens().colour("raised"), line=tokens().colour("line2"))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell the view."""
        self.left.emit()

    def _clicked(self, what: str) -> None:
        if what == "more":
            button = self._buttons["more"]
            self.more_wanted.emit(button.mapToGlobal(QPoint(0, button.height() + 2)))
        else:
            self.chosen.emit(what)


def menu(parent: QWidget, entry: Entry, by: int, *, links: list[str], others: Sequence[Tool] = ()) -> Menu:
    """Everything one can do with an entry; each action's data is the tool's name, or "open" and an address."""
    made = Menu(parent)
    made.setToolTipsVisible(True)
    for tool in tools(entry, by, others):
        if tool.what in (COPY, DELETE):
            made.addSeparator()
        action = _action(made, tool)
        made.addAction(action)
    if links:
        made.addSeparator()
    for address in links:
        shown = address if len(address) <= 48 else address[:47] + "…"
        action = QAction(icon("external"), tr("Open {address}", address=shown).replace("&", "&&"), made)
        action.setData(("open", address))
        made.addAction(action)
    return made


def _action(made: Menu, tool: Tool) -> QAction:
    label = tool.label + (f"\t{tool.keys}" if tool.keys else "")
    action = QAction(icon(tool.icon, "red" if tool.what == DELETE else "text2"), label, made)
    action.setData((tool.what, ""))
    action.setEnabled(not tool.why_not)
    action.setToolTip(tool.why_not)
    return action
