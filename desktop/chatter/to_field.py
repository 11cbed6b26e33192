"""The To line of a message: who gets it, as chips that can be taken off, and a field that finds or makes contacts."""

from __future__ import annotations

from email.utils import parseaddr

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.chatter.audience import Audience, named
from desktop.chatter.file_card import Flow
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.records.suggestions import Suggestion, Suggestions
from desktop.theme import font
from desktop.tr import tr
from desktop.widgets import Chip, Label, announce, set_tooltip, text_width
from models import person, record, sending, user
from models.person import Someone
from models.record import Saved
from models.text import fold, one_line

CREATE = object()
_HIGH = 26  # pixels of a line at 100 % of text size


class HeadField(QLineEdit):
    """A field over the text of a message: Ctrl+Enter sends (`sent`), Esc leaves (`left`), as in the text itself."""

    sent = Signal()
    left = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "bare")
        self.setAccessibleName(label)
        self.setStyleSheet(f"QLineEdit {{ min-height: {_HIGH - 2}px; }}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, leave, or type."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NameField(HeadField):
    """Where a name or an address is typed. `taken(suggestion)`; `wanted(text)`: offer what fits.

    `emptied`: Backspace in the empty field; `turned`: the keyboard came or went.
    """

    wanted = Signal(str)
    taken = Signal(object)
    emptied = Signal()
    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("To"), parent)
        self._list: Suggestions | None = None
        self.textEdited.connect(self.wanted)

    def offer(self, offered: list[Suggestion]) -> None:
        """Show what fits under the field; the first is marked once something is typed."""
        if not self.isVisible():
            return
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = Suggestions(self)
            self._list.taken.connect(self.taken)
        self._list.offer(offered, first=bool(self.text().strip()))

    def offered(self) -> list[Suggestion]:
        """What is shown under the field."""
        return list(self._list.offered()) if self._list is not None else []

    def sizeHint(self) -> QSize:
        """Room for what is typed; at rest beside others next to none."""
        words = self.text() or self.placeholderText()
        return QSize(max(170 if self.hasFocus() else 30, text_width(words, font("body")) + 24), _HIGH)

    def invite(self, *, others: bool) -> None:
        """Say what can be typed, in one word where others stand there already."""
        self.setPlaceholderText(tr("Add") if others and not self.hasFocus() else tr("Name or e-mail address"))

    def event(self, event: QEvent) -> bool:
        """Tab takes the marked row before it goes on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            if self._list is not None:
                self._list.handles(event.key())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Esc belong to the list while it is open; Down opens it."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not control and self._list is not None and self._list.handles(event.key()):
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ends = event.text() in (",", ";") and "@" in self.text()
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif event.key() == Qt.Key.Key_Down or (enter and not control):
            self.wanted.emit(self.text())
        elif ends and self.offered():
            first, self._list = self.offered()[0], self._list
            self._list.close_popover() if self._list is not None else None
            self.taken.emit(first)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Room to type."""
        super().focusInEvent(event)
        self.turned.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the keyboard."""
        super().focusOutEvent(event)
        self.turned.emit()
        if self._list is not None and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._list.close_popover()


class ToField(Flow):
    """Shows the persons of an audience. `chosen(ids)`: others are wanted; `refused(words)`: one can't be made."""

    chosen = Signal(tuple)
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=4)
        self._desk = desk
        self._record = 0
        self._audience = Audience()
        self._label = Label(tr("To"), "secondary", parent=self)
        self._label.setFixedHeight(_HIGH)
        self.field = NameField(self)
        self.field.wanted.connect(lambda text: self.field.offer(self._fitting(text)))
        self.field.textChanged.connect(lambda _: self.arrange())
        self.field.turned.connect(self._invite)
        self.field.taken.connect(self._take)
        self.field.emptied.connect(self._remove_last)
        self.chips: list[Chip] = []
        self.setFocusProxy(self.field)

    def show_audience(self, record_id: int, audience: Audience) -> None:
        """Show the named persons of a record's audience."""
        if record_id != self._record:
            self.field.clear()
        if (record_id, audience) == (self._record, self._audience) and self.chips:
            return
        self._record, self._audience = record_id, audience
        inside, before = self.field.hasFocus(), self.field.previousInFocusChain()
        self.chips = [self._chip(one) for one in audience.named]
        self.set_parts([self._label, *self.chips, self.field])
        self.field.setAccessibleDescription("; ".join(named(one, audience) for one in audience.named))
        for chip in self.chips:  # Tab comes by the chips, in their order, before it comes to the field
            assert chip.cross is not None
            QWidget.setTabOrder(before, chip.cross)
            before = chip.cross
        if inside:
            self.field.setFocus()
        self._invite()

    def _invite(self) -> None:
        self.field.invite(others=bool(self.chips))
        self.arrange()

    def _chip(self, one: Someone) -> Chip:
        lacking = not one.email and not one.number
        kind = "amber" if lacking else "neutral" if one.id in self._audience.colleagues else "accent"
        chip = Chip(one.name, kind=kind)
        words = named(one, self._audience)
        chip.setAccessibleName(words)
        set_tooltip(chip, words)
        chip.removed.connect(lambda: self._remove(one.id))
        return chip

    def unfinished(self) -> str:
        """What is typed and stands for nobody yet."""
        return one_line(self.field.text())

    # Who

    def _ids(self) -> tuple[int, ...]:
        return tuple(one.id for one in self._audience.named)

    def _remove(self, who: int) -> None:
        self.field.setFocus()
        self.chosen.emit(tuple(one for one in self._ids() if one != who))

    def _remove_last(self) -> None:
        if self._ids():
            announce(self.field, tr("{name} removed", name=self._audience.named[-1].name))
            self.chosen.emit(self._ids()[:-1])

    def _fitting(self, text: str) -> list[Suggestion]:
        """Who fits what was typed, and a new contact; those of the conversation where nothing was."""
        typed = one_line(text)
        name, address = read_address(typed)
        there = set(self._ids())
        if not typed:
            found = list(person.some(sending.suggested(self._record)).values())
            return [_suggestion(one) for one in found if one.id not in there]
        found = person.matching(address or name, limit=7)
        offered = [_suggestion(one) for one in found if one.id not in there]
        if address:
            known = any(fold(one.email or "") == fold(address) for one in found)
        else:
            known = any(fold(one.name) == fold(name) for one in found)
        return offered if known else [*offered, _new(name, address)]

    def _take(self, picked: Suggestion) -> None:
        if picked.key is not CREATE:
            self._add(int(picked.key))
            return
        name, address = read_address(one_line(self.field.text()))
        values = {"name": name, "email": address} if address else {"name": name}
        write(
            self._desk,
            lambda: record.create("contact", values, by=self._desk.me),
            owner=self,
            done=self._created,
            refused=self.refused.emit,
        )

    def _created(self, made: Saved) -> None:
        someone = person.of_card(made.id)
        if someone is not None:
            self._add(someone.id)

    def _add(self, who: int) -> None:
        self.field.clear()
        self.chosen.emit(tuple(dict.fromkeys((*self._ids(), who))))


def read_address(typed: str) -> tuple[str, str]:
    """Name and address of what was typed: a name, an address, or both as in "Ana Herrera <ana@herrera.example>"."""
    name, address = parseaddr(typed)
    if "@" not in address or address not in typed:  # it takes "Rosa @ Lima" for an address
        return typed, ""
    return name or address.partition("@")[0].replace(".", " ").replace("_", " ").title(), address


def _suggestion(one: Someone) -> Suggestion:
    where = tr("Inside") if user.member(one.id) is not None else (one.email or tr("no e-mail address yet"))
    return Suggestion(one.id, one.name, where, avatar=True)


def _new(name: str, address: str) -> Suggestion:
    words = tr("Create “{name}” with {address}", name=name, address=address) if address else ""
    return Suggestion(CREATE, words or tr("Create “{name}”", name=name), icon="plus")
