"""The head of a draft: the To line, the address that is missing, the followers who will get it, and the subject."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.address_line import AddressLine
from desktop.chatter.audience import Audience, spoken
from desktop.chatter.recipients_line import RecipientsLine
from desktop.chatter.to_field import HeadField, ToField
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import Label, line
from models import thread
from models.text import one_line


class Addressing(QWidget):
    """`to` are the chosen persons, None while the record's own suggestion stands.

    `edited`: recipients or subject were changed by the user; `renewed`: an address was saved; `refused(words)`.
    """

    edited = Signal()
    renewed = Signal()
    refused = Signal(str)
    sent = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.to: tuple[int, ...] | None = None
        self._audience = Audience()
        self.field = ToField(desk)
        self.address = AddressLine(desk)
        self.followers = RecipientsLine()
        self.subject = HeadField(tr("Subject"))
        self._rule = line()
        self._subject_line = self._build_subject()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.field, self.address, self.followers, self._subject_line, self._rule):
            column.addWidget(part)
        self.field.chosen.connect(self._choose)
        self.field.refused.connect(self.refused)
        self.field.field.textEdited.connect(lambda _: self.edited.emit())
        self.subject.textEdited.connect(lambda _: self.edited.emit())
        self.address.saved.connect(self._saved)
        for one in (self.field.field, self.subject):
            one.sent.connect(self.sent)
            one.left.connect(self.left)

    def _build_subject(self) -> QFrame:
        frame = QFrame()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(tr("Subject"), "secondary"))
        row.addWidget(self.subject, 1)
        return frame

    def put(self, to: tuple[int, ...] | None, subject: str | None) -> None:
        """Show the recipients and the subject of a draft."""
        self.to = to
        self.subject.setText(subject or "")

    def given_subject(self) -> str | None:
        """The subject that was typed; None stands for the record's title."""
        return one_line(self.subject.text()) or None

    def add(self, who: int) -> None:
        """One more person gets it."""
        named = tuple(one.id for one in self._audience.named)
        if who not in named:
            self._choose((*named, who))

    def chosen(self) -> tuple[int, ...]:
        """Who gets it by the To line, as it is shown."""
        return tuple(one.id for one in self._audience.named)

    def show_audience(self, record: int, audience: Audience, *, note: bool) -> None:
        """Show who gets it."""
        self._audience = audience
        for part in (self.field, self._rule):
            part.setVisible(not note)
        self.followers.show_audience(audience, note=note)
        if note:
            self.address.ask(None)
            self._subject_line.hide()
        else:
            self.field.show_audience(record, audience)
            self.address.ask(next((one for one in audience.named if not one.email), None))
            by_mail = any(one.channel == "email" for one in audience.outside)
            self._subject_line.setVisible(by_mail or bool(self.subject.text()))
            self.subject.setPlaceholderText(thread.head(record).title)
        self.setAccessibleName(spoken(audience) or self.followers.accessibleName())

    def why_not(self) -> str:
        """Why it can't go out yet; empty when it can."""
        typed = self.field.unfinished()
        return tr("“{name}” in the To line is nobody yet: choose or create them.", name=typed) if typed else ""

    def _choose(self, who: tuple[int, ...]) -> None:
        self.to = who
        self.edited.emit()
        self.renewed.emit()
        if not self.address.isHidden() and self.field.field.hasFocus():
            self.address.field.setFocus()

    def _saved(self) -> None:
        self.renewed.emit()
        self.field.field.setFocus()
