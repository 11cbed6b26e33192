"""The parts of the WhatsApp composer: head, what is missing, field or templates, and the foot with Send."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chatter.draft_files import DraftFiles
from desktop.chatter.emoji import EmojiPicker
from desktop.chatter.error_line import ErrorLine
from desktop.chatter.format_bar import FormatBar
from desktop.chatter.rich_field import RichField
from desktop.desk import Desk
from desktop.records.texts import phone_text
from desktop.tr import tr
from desktop.whatsapp.head import Head
from desktop.whatsapp.recipient import NumberLine, RecipientPopover
from desktop.whatsapp.templates import Templates
from desktop.widgets import Banner, Button, Label, PrimaryButton, QuietButton, YieldingRow, set_tooltip
from models import delivery, sending, setting
from models.person import Someone


class Parts(QWidget):
    """Laid out from top to bottom; which of them are seen is the composer's to say."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.asked: tuple[int, str | None] = (0, None)  # for whom the line for a number stands there
        self.head = Head(desk.reader)
        self.banner = Banner("warning", tr("WhatsApp is not set up yet"), tr("Connect a Twilio account to send."))
        self.set_up = self.banner.add_action(tr("Open settings"), "settings")
        self.number = NumberLine(desk)
        self.templates = Templates(desk)
        self.error = ErrorLine()
        self.why, self.beside = ErrorLine(), ErrorLine()
        self.writing = self._build_writing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        inside = QVBoxLayout()
        inside.setContentsMargins(11, 10, 10, 9)
        inside.setSpacing(7)
        for part in (self.banner, self.number, self.templates, self.writing, self.error, self.why):
            inside.addWidget(part)
        inside.addLayout(self._build_foot())
        column.addLayout(inside)

    def _build_writing(self) -> QWidget:
        self.field = RichField(tr("Message"))
        self.field.setPlaceholderText(tr("Write a WhatsApp message"))
        self.files = DraftFiles(self._desk)
        self.files.refused.connect(self.error.say)
        self.field.files_given.connect(self._take_files)
        self.field.picture_given.connect(self._take_picture)
        self.sender = Label("", "secondary", tone="text2")
        self.count = Label("", "secondary", tone="text2")
        under = QHBoxLayout()
        under.addWidget(self.sender)
        under.addStretch(1)
        under.addWidget(self.count)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.files)
        column.addLayout(under)
        return made

    def _build_foot(self) -> QHBoxLayout:
        self.formats = FormatBar(self.field)
        self.formats.more.hide()
        self.formats.files_wanted.connect(self._choose_files)
        self.formats.emoji_wanted.connect(self._pick_emoji)
        self.foot = YieldingRow()
        self.template = QuietButton(tr("Template"), "template", small=True)
        self.template.setCheckable(True)
        self.template.set_short("")
        set_tooltip(self.template, tr("Send an approved template instead"))
        self.send = PrimaryButton(tr("Send"), "send")
        foot = self.foot
        foot.setSpacing(4)
        foot.addWidget(self.formats)
        foot.addWidget(self.beside, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(0)
        foot.addWidget(self.template)
        foot.addWidget(self.send)
        foot.shortens(self.template)
        self.formats.give_way_in(foot)
        return foot

    def add_tools(self, tools: Sequence[Button]) -> None:
        """Put buttons beside those of the formats; they give way by their short words."""
        for place, tool in enumerate(tools, 1):
            self.foot.insertWidget(place, tool)
        self.foot.shortens(*tools)

    def show_count(self, length: int, limit: int) -> None:
        """Say how long the text is, red where it is too long."""
        self.count.setText(f"{length:,} / {limit:,}")
        self.count.set_tone("red" if length > limit else "text2")

    def say_why(self, why: str) -> None:
        """Say why the button is off, beside it where the row is free; nothing where it is not."""
        here, other = (self.why, self.beside) if self.templates.isHidden() else (self.beside, self.why)
        other.clear()
        if not why:
            here.clear()
        elif why != here.words():
            here.say(why)

    def show_sender(self) -> None:
        """Say from which number it goes out, where that is known; and whether a file can go."""
        served = delivery.served("whatsapp")
        sender = setting.get(f"{served}.sender") if served else None
        stopped = delivery.paused("whatsapp")
        self.sender.setText(tr("From {number}", number=_shown(str(sender))) if sender and not stopped else "")
        if stopped:
            self.sender.setText(tr("WhatsApp is stopped: it waits until the settings are mended"))
        self.sender.set_tone("amber" if stopped else "text2")
        set_tooltip(self.formats.attach, sending.why_no_files() or tr("Attach files"))

    def ask_recipient(self, suggested: Sequence[Someone], *, known: bool) -> RecipientPopover:
        """Open the choice of who gets it."""
        made = RecipientPopover(self, suggested)
        made.other.setVisible(known)
        made.closed.connect(made.deleteLater)
        made.open_at(self.head.changer, end=True)
        made.field.setFocus()
        return made

    def _choose_files(self) -> None:
        if not self._refuses_files():
            self.files.choose()

    def _take_files(self, urls: list) -> None:
        if not self._refuses_files():
            self.files.add(urls)

    def _take_picture(self, image) -> None:
        if not self._refuses_files():
            self.files.add_picture(image)

    def _refuses_files(self) -> bool:
        why = sending.why_no_files()
        if why:
            self.error.say(why)
        return bool(why)

    def _pick_emoji(self) -> None:
        picker = EmojiPicker(self)
        picker.chosen.connect(self.field.insertPlainText)
        picker.closed.connect(self.field.setFocus)
        picker.open_at(self.formats.emoji)


def _shown(sender: str) -> str:
    """A sender with the spaces of its country, where it is a number."""
    return phone_text(sender) if sender.startswith("+") else sender
