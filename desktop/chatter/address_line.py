"""The line that asks for the e-mail address of a recipient who has none, checks it and saves it to their contact."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Label, PrimaryButton
from models import record
from models.person import Someone


class AddressLine(QFrame):
    """Hidden while nobody lacks an address. `saved`: it is there."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._someone: Someone | None = None
        self.words = Label("", "secondary", tone="text", wrap=True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("name@company.example"))
        self.field.setAccessibleName(tr("E-mail address"))
        self.field.returnPressed.connect(self.save)
        self.field.textEdited.connect(lambda _: self.error.clear())
        self.button = PrimaryButton(tr("Save address"), small=True)
        self.button.clicked.connect(self.save)
        self.error = ErrorLine()
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.field, 1)
        self._line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(self._line)
        column.addWidget(self.error)
        self.setProperty("cls", "box-amber")
        self.hide()

    def ask(self, someone: Someone | None) -> None:
        """Ask for the address of somebody; of nobody: go."""
        self.setVisible(someone is not None)
        if someone is None or (self._someone is not None and someone.id == self._someone.id):
            self._someone = someone
            return
        self._someone = someone
        self.field.clear()
        self.error.clear()
        has_card = someone.card is not None
        self.field.setVisible(has_card)
        self.button.setVisible(has_card)
        if not has_card:
            words = tr("{name} has no contact here to save an address to; choose somebody else.", name=someone.name)
        elif someone.number:
            words = tr(
                "{name} has no e-mail address: this goes by WhatsApp. With one it goes by e-mail:", name=someone.name
            )
        else:
            words = tr("{name} has no e-mail address yet. It is checked and saved to the contact:", name=someone.name)
        self.words.setText(words)

    def event(self, event: QEvent) -> bool:
        """As high as its words need: a layout above that is short of room would cut them."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.setMinimumHeight(max(0, self.layout().heightForWidth(self.width())))
        return super().event(event)

    def save(self) -> None:
        """Check and save what is typed; what is refused stays, with the reason."""
        someone, typed = self._someone, self.field.text().strip()
        if someone is None or someone.card is None:
            return
        if not typed:
            self.error.say(tr("Type the address first."))
            return
        card = someone.card
        write(
            self._desk,
            lambda: record.save(card, {"email": typed}, by=self._desk.me),
            owner=self,
            done=lambda _: self.saved.emit(),
            refused=self.error.say,
        )
