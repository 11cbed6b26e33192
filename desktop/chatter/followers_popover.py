"""The list of followers: inside and outside, what each hears; adding, with a warning before outsiders; removing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.chatter.error_line import ErrorLine
from desktop.chatter.words import first_name
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from desktop.widgets import (
    Avatar,
    ElidedLabel,
    IconButton,
    Label,
    MenuButton,
    PlainButton,
    Popover,
    PrimaryButton,
    QuietButton,
)
from models import follower, invitation, person, user
from models.follower import CHOICES, INTERNAL, Following
from models.person import Someone

WIDTH, TALLEST = 420, 340


class FollowerRow(QWidget):
    """A follower: face, name, address, what they hear, and a cross that removes them."""

    def __init__(
        self, one: Following, choose: Callable[[Following, set[str]], None], remove: Callable[[Following], None]
    ) -> None:
        super().__init__()
        self.follower = one
        self.setAccessibleName(one.name)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(one.name, "strong"))
        where = tr("Outside") if one.outside else tr("Inside")
        names.addWidget(ElidedLabel(f"{where} · {one.email}" if one.email else where, "secondary"))
        self.choices = self._build_choices(choose)
        self.remove = IconButton("x", tr("Remove {name}", name=one.name), small=True)
        self.remove.clicked.connect(lambda: remove(one))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(9)
        line.addWidget(Avatar(one.name, 30))
        line.addLayout(names, 1)
        line.addWidget(self.choices)
        line.addWidget(self.remove)

    def _build_choices(self, choose: Callable[[Following, set[str]], None]) -> MenuButton:
        one = self.follower
        button = MenuButton(self._summary(), small=True)
        button.setAccessibleName(tr("What {name} hears: {choices}", name=one.name, choices=self._summary()))
        for choice, label in CHOICES.items():
            if one.outside and choice in INTERNAL:
                continue
            action = QAction(tr(label), button)
            action.setCheckable(True)
            action.setChecked(choice in one.choices)
            action.triggered.connect(
                lambda on, choice=choice: choose(
                    one, set(one.choices) | {choice} if on else set(one.choices) - {choice}
                )
            )
            button.menu().addAction(action)
        return button

    def _summary(self) -> str:
        chosen = [tr(label) for choice, label in CHOICES.items() if choice in self.follower.choices]
        possible = len(CHOICES) - (len(INTERNAL) if self.follower.outside else 0)
        if len(chosen) == possible:
            return tr("Everything")
        return chosen[0] + (f" +{len(chosen) - 1}" if len(chosen) > 1 else "") if chosen else tr("Nothing")


class FollowersPopover(Popover):
    """Opens under the faces; closes when one clicks elsewhere or presses Esc."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, label=tr("Followers"))
        self._desk = desk
        self._record = 0
        self._pending: Someone | None = None
        self.rows: list[FollowerRow] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Add a follower: name or e-mail address"))
        self.field.setAccessibleName(tr("Add a follower"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Invite with a message (optional)"))
        self.words.setAccessibleName(tr("Message to the invited"))
        self.words.hide()
        self._look = QTimer(self, singleShot=True, interval=80)
        self._look.timeout.connect(self.look_up)
        self.field.textEdited.connect(lambda _: self._look.start())
        self.field.returnPressed.connect(self._take_first)
        self._build()

    def _build(self) -> None:
        self.offers = QVBoxLayout()
        self.offers.setSpacing(0)
        self.error = ErrorLine()
        self.warning = self._build_warning()
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(0)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(holder)
        inner = QVBoxLayout()
        inner.setContentsMargins(9, 7, 5, 7)
        inner.setSpacing(8)
        inner.addWidget(Label(tr("Followers"), "heading"))
        inner.addWidget(self.field)
        inner.addWidget(self.words)
        inner.addLayout(self.offers)
        inner.addWidget(self.warning)
        inner.addWidget(self.error)
        inner.addWidget(self._area)
        self.body.addLayout(inner)
        self.setFixedWidth(WIDTH)

    def _build_warning(self) -> QFrame:
        box = QFrame()
        box.setProperty("cls", "box-amber")
        self._warning_words = Label("", "secondary", tone="text", wrap=True)
        self.add_button = PrimaryButton("", small=True)
        self.add_button.clicked.connect(lambda: self._add(self._pending))
        cancel = PlainButton(tr("Cancel"), small=True)
        cancel.clicked.connect(self._reset)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 9, 12, 10)
        column.addWidget(self._warning_words)
        column.addLayout(buttons)
        box.hide()
        return box

    def show_list(self, record: int, followers: list[Following]) -> None:
        """Show these followers of a record."""
        self._record = record
        _empty(self._list)
        self.rows = [FollowerRow(one, self._choose, self._remove) for one in followers]
        for row in self.rows:
            self._list.addWidget(row)
        if not followers:
            self._list.addWidget(Label(tr("Nobody follows this record yet."), "secondary", wrap=True))
        self._list.addStretch(1)
        self._fit()

    def open_under(self, widget: QWidget) -> None:
        """Stand under a widget, ready to type."""
        self._reset()
        self.open_at(widget)
        self.field.setFocus()

    def _fit(self) -> None:
        """As high as what is in it, the list with its own bar above eight."""
        for layout in (self.offers, self._list):  # Qt shows what is added only later, and counts what is shown
            for place in range(layout.count()):
                widget = layout.itemAt(place).widget()
                if widget is not None:
                    widget.show()
        self._area.setFixedHeight(min(self._list.sizeHint().height(), TALLEST))
        self.layout().activate()
        self.adjustSize()

    def look_up(self) -> None:
        """Offer the persons who fit what was typed and don't follow yet."""
        self._clear_offers()
        typed = self.field.text().strip()
        self.words.setVisible(bool(typed))
        there = {row.follower.person for row in self.rows}
        found = [one for one in person.matching(typed, limit=12) if one.id not in there][:5] if typed else []
        users = {one.id for one in user.members()}
        for one in found:
            where = tr("Inside") if one.id in users else tr("Outside")
            label = f"{one.name} · {where}" + (f" · {one.email}" if one.email else "")
            button = QuietButton(label, "user" if one.id in users else "user-plus", small=True)
            button.clicked.connect(lambda _=False, one=one: self._chosen(one, outside=one.id not in users))
            self.offers.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if typed and not found:
            self.offers.addWidget(Label(tr("Nobody else here fits."), "secondary"))
        self._fit()

    def _take_first(self) -> None:
        self.look_up()
        first = self.offers.itemAt(0)
        button = first.widget() if first else None
        if isinstance(button, QuietButton):
            button.click()

    def _chosen(self, one: Someone, *, outside: bool) -> None:
        if not outside:
            self._add(one)
            return
        self._pending = one
        self._clear_offers()
        address = one.email or one.number or tr("no address yet")
        words = "{name} is outside. From now on messages sent on this record also go to {address}."
        self._warning_words.setText(tr(words, name=one.name, address=address))
        self.add_button.setText(tr("Add {name}", name=first_name(one.name)))
        self.warning.show()
        self.add_button.setFocus()
        self._fit()

    def _add(self, one: Someone | None) -> None:
        if one is None:
            self._reset()
            return
        record, words, me = self._record, self.words.text(), self._desk.me
        self._write(lambda: invitation.invite(record, one.id, words, by=me), then=self._reset)

    def _remove(self, one: Following) -> None:
        self._write(lambda: follower.unfollow(self._record, one.person, by=self._desk.me))

    def _choose(self, one: Following, choices: set[str]) -> None:
        self._write(lambda: follower.choose(self._record, one.person, choices, by=self._desk.me))

    def _write(self, verb: Callable[[], object], *, then: Callable[[], None] = lambda: None) -> None:
        def done(_: object) -> None:
            then()
            self.changed.emit()

        self.error.clear()
        write(self._desk, verb, owner=self, done=done, refused=self._refused)

    def _refused(self, words: str) -> None:
        self.error.say(words)
        self._fit()

    def _reset(self) -> None:
        self._pending = None
        self.warning.hide()
        self.field.clear()
        self.words.clear()
        self.words.hide()
        self._clear_offers()
        self.field.setFocus()
        self._fit()

    def _clear_offers(self) -> None:
        _empty(self.offers)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
