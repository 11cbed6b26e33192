"""The card of stages: those of each kind are named, added, ordered and removed; changes hold at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.shell.stage_row import StageRow
from desktop.tr import tr
from desktop.widgets import Card, IconButton, Label, PlainButton, SegmentedControl, set_tooltip
from desktop.widgets.fields_dialog import FieldsDialog
from models import stages
from models.errors import Refused
from models.stages import Stage


class StagesCard(Card):
    """One kind at a time; `rows` are the lines of its stages, in their order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Stages"), margin=20)
        self._desk = desk
        self.body.addWidget(
            Label(tr("The steps of a record, in their order; records keep theirs when it is renamed."), "secondary")
        )
        kinds = [(cls.kind, tr(cls.plural)) for cls in stages.staged()]
        self.kinds = SegmentedControl(kinds, kinds[0][0], label=tr("Kind of record"))
        self.kinds.chosen.connect(lambda _: self.renew())
        line = QHBoxLayout()
        line.addWidget(self.kinds)
        line.addStretch(1)
        self.body.addLayout(line)
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 4, 0, 4)
        self._list.setSpacing(0)
        self.rows: list[StageRow] = []
        self.body.addWidget(holder)
        foot = QHBoxLayout()
        self.add = PlainButton(tr("Add a stage"), "plus")
        self.add.clicked.connect(self._ask_new)
        foot.addWidget(self.add)
        foot.addStretch(1)
        self.body.addLayout(foot)
        desk.user_changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Show the stages of the chosen kind, for whoever acts."""
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        there = stages.of(self.kinds.current())
        self.rows = [self._row(one, place, there) for place, one in enumerate(there)]
        for row in self.rows:
            self._list.addWidget(row)
        allowed = self._desk.member.administrator
        self.add.setEnabled(allowed)
        set_tooltip(self.add, "" if allowed else tr("Only an administrator changes this."))

    def _row(self, one: Stage, place: int, there: list[Stage]) -> StageRow:
        ends = stages.ends(self.kinds.current())
        movable = one.value not in ends
        last = len([other for other in there if other.value not in ends]) - 1
        made = StageRow(one.name, movable=movable and last > 0 and self._desk.member.administrator)
        made.carried.connect(partial(self._make_room, made))
        made.dropped.connect(partial(self._drop, one, made))
        row = made.line
        removed = one.name if not one.fixed else ""
        for drawing, words, act, possible, why in (
            ("arrow-up", tr("Move {name} up"), partial(self._move, one, -1), movable and place > 0, ""),
            ("arrow-down", tr("Move {name} down"), partial(self._move, one, 1), movable and place < last, ""),
            ("pencil", tr("Rename {name}"), partial(self._ask_name, one), True, ""),
            (
                *("trash", tr("Remove {name}"), partial(self._remove, one), bool(removed)),
                tr("It can be renamed, not removed: the program relies on it."),
            ),
        ):
            label = words.format(name=one.name)
            button = IconButton(drawing, label, small=True)
            button.clicked.connect(lambda _=False, act=act: act())
            allowed = self._desk.member.administrator
            button.setEnabled(possible and allowed)
            if not allowed:
                set_tooltip(button, tr("Only an administrator changes this."))
            elif not possible and why:
                set_tooltip(button, why)
            row.addWidget(button)
        return made

    def _landing(self, row: StageRow, middle: int) -> int:
        """The place among the stages for a line that is held at this height; those that end something stay last."""
        last = sum(one.movable for one in self.rows) - 1
        return max(0, min((middle - self._list.contentsMargins().top()) // row.height(), last))

    def _make_room(self, row: StageRow, middle: int) -> None:
        """Let the other lines stand as they will when it is let go here."""
        others = [one for one in self.rows if one is not row]
        others.insert(self._landing(row, middle), row)
        for place, one in enumerate(others):
            if one is not row:
                one.move(one.x(), self._list.contentsMargins().top() + place * row.height())

    def _drop(self, one: Stage, row: StageRow, middle: int) -> None:
        """Move a stage to where it was let go."""
        by_places = self._landing(row, middle) - self.rows.index(row) if middle >= 0 else 0
        if by_places:
            self._move(one, by_places)
        else:
            self.renew()

    def _move(self, one: Stage, by_places: int) -> None:
        kind = self.kinds.current()
        self._do(lambda: stages.move(kind, one.value, by_places, by=self._desk.me))

    def _remove(self, one: Stage) -> None:
        kind = self.kinds.current()
        self._do(lambda: stages.remove(kind, one.value, by=self._desk.me))

    def _do(self, verb: Callable[[], None]) -> None:
        try:
            verb()
        except Refused as refused:
            self._desk.notice.emit(str(refused))
        focused = self.focusWidget()
        name = focused.accessibleName() if isinstance(focused, IconButton) else ""
        self.renew()
        self._focus(name)

    def _focus(self, name: str) -> None:
        """The keyboard stays at the button that was pressed, or goes to one beside it where that is off now."""
        for row in self.rows:
            buttons = row.findChildren(IconButton)
            if name in (one.accessibleName() for one in buttons):
                usable = [one for one in buttons if one.isEnabled()]
                pressed = [one for one in usable if one.accessibleName() == name]
                for one in (pressed or usable)[:1]:
                    one.setFocus()

    def _ask_name(self, one: Stage) -> StageDialog:
        kind = self.kinds.current()
        return self._ask(one.name, lambda name: stages.rename(kind, one.value, name, by=self._desk.me))

    def _ask_new(self) -> StageDialog:
        kind = self.kinds.current()
        return self._ask("", lambda name: stages.add(kind, name, by=self._desk.me))

    def _ask(self, name: str, keep: Callable[[str], None]) -> StageDialog:
        dialog = StageDialog(self, name, keep)
        dialog.accepted.connect(self.renew)
        dialog.open()
        return dialog


class StageDialog(FieldsDialog):
    """The name of a stage."""

    def __init__(self, parent: QWidget, name: str, keep: Callable[[str], None]) -> None:
        super().__init__(parent, tr("Rename the stage") if name else tr("Add a stage"), verb=tr("Save"))
        self.add_field("name", tr("Name"), value=name, hint=tr("Negotiation"))
        self.end_of_fields()

        def do(texts: dict[str, str]) -> bool:
            keep(texts["name"])
            return True

        self.do = do
