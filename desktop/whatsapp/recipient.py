"""Who gets a WhatsApp message: another contact is picked, and a number that is missing is asked for and saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Label, LinkButton, Popover, PrimaryButton, RowButton
from models import person, record
from models.person import Someone
from models.record import Saved
from models.window import Reach

WIDTH = 360


class NumberLine(QFrame):
    """Asks for the number of somebody and saves it to their contact. `saved`: it is there. `cancelled`: not now."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: int | None = None
        self.words = Label("", "secondary", tone="text", wrap=True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("+34 600 000 000"))
        self.field.setAccessibleName(tr("Mobile number"))
        self.field.returnPressed.connect(self.save)
        self.field.textEdited.connect(lambda _: self.error.clear())
        self.button = PrimaryButton(tr("Save number"), small=True)
        self.button.clicked.connect(self.save)
        self.cancel = LinkButton(tr("Cancel"), small=True)
        self.cancel.clicked.connect(self.cancelled)
        self.error = ErrorLine()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        line.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(line)
        column.addWidget(self.error)

    def ask(self, reach: Reach) -> None:
        """Ask for the number of somebody; one that is there can be changed."""
        self._card = person.one(reach.person).card
        changing = bool(reach.number)
        self.words.setText(
            tr("Another number for {name}, saved to the contact:", name=reach.name)
            if changing
            else tr("{name} has no number yet. It is checked and saved to the contact:", name=reach.name)
        )
        if self._card is None:
            self.words.setText(tr("{name} has no contact here to save a number to; choose somebody.", name=reach.name))
        self.field.setVisible(self._card is not None)
        self.button.setVisible(self._card is not None)
        self.cancel.setVisible(changing)
        self.field.setText("")
        self.error.clear()

    def save(self) -> None:
        """Check and save what is typed; what is refused stays, with the reason."""
        card, typed = self._card, self.field.text().strip()
        if card is None:
            return
        if not typed:
            self.error.say(tr("Type the number first, with its country code."))
            return
        write(
            self._desk,
            lambda: record.save(card, {"mobile": typed}, by=self._desk.me),
            owner=self,
            done=self._done,
            refused=self.error.say,
        )

    def _done(self, kept: Saved) -> None:
        self.saved.emit()
        if kept.warnings:
            self._desk.notice.emit(" ".join(kept.warnings))


class RecipientPopover(Popover):
    """Picks who gets it: those of the conversation first, everybody by typing. `picked(person)`, `number_wanted`."""

    picked = Signal(int)
    number_wanted = Signal()

    def __init__(self, parent: QWidget, suggested: Sequence[Someone]) -> None:
        super().__init__(parent, label=tr("Choose who gets it"))
        self._suggested = suggested
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Name of a contact"))
        self.field.setAccessibleName(tr("Choose who gets it"))
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take_first)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.rows: list[RowButton] = []
        self._people: list[Someone] = []
        self.other = LinkButton(tr("Change the number"), small=True)
        self.other.clicked.connect(self._ask_number)
        inner = QVBoxLayout()
        inner.setContentsMargins(9, 7, 9, 7)
        inner.setSpacing(8)
        inner.addWidget(self.field)
        inner.addLayout(self._list)
        inner.addWidget(self.other)
        self.body.addLayout(inner)
        self.setFixedWidth(WIDTH)
        self._fill()

    def _fill(self) -> None:
        typed = self.field.text().strip()
        found = person.matching(typed, limit=8) if typed else self._suggested
        self._people = [one for one in found if not one.bot and not one.archived]
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = []
        for one in self._people:
            row = RowButton(one.name, "user")
            row.set_detail(one.number or tr("no number yet"))
            row.setAccessibleDescription(one.number or tr("no number yet"))
            row.clicked.connect(lambda _=False, who=one.id: self._take(who))
            self._list.addWidget(row)
            row.show()
            self.rows.append(row)
        self.adjustSize()

    def _take_first(self) -> None:
        if self._people:
            self._take(self._people[0].id)

    def _take(self, who: int) -> None:
        self.close_popover()
        self.picked.emit(who)

    def _ask_number(self) -> None:
        self.close_popover()
        self.number_wanted.emit()
