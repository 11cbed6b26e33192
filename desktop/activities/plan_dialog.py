"""The dialog that uses a plan on a record: which one, around which day, for whom, and what it would make."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.activities.due_field import DueField
from desktop.activities.plans_card import apart
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.records.texts import day_text
from desktop.tr import plural, tr
from desktop.widgets import Card, Dialog, ElidedLabel, IconLabel, Label, PlainButton, PrimaryButton, line
from models import activity, activity_plan, user
from models.activity_plan import Coming
from models.errors import Refused


class PlanDialog(Dialog):
    """Shows what a plan would make on `record`, and makes it."""

    def __init__(self, desk: Desk, parent: QWidget, *, record: int) -> None:
        super().__init__(parent, tr("Use a plan"), width=560)
        self._desk, self._record = desk, record
        self._plans = {one.name: one for one in activity_plan.plans()}
        self.coming: list[Coming] = []
        self.plan, self.assignee = QComboBox(), QComboBox()
        for name in self._plans:
            self.plan.addItem(name, name)
        for member in user.members(archived=False):
            mine = member.id == desk.me
            self.assignee.addItem(tr("{name} (you)", name=member.name) if mine else member.name, member.id)
        self.assignee.setCurrentIndex(self.assignee.findData(desk.me))
        self.day = DueField(desk.reader)
        self.day.time.hide()
        self.day.set_today(activity.today_of(desk.me))
        self.day.set_value(activity.today_of(desk.me), None)
        self.error = Label("", "secondary", tone="red", wrap=True)
        self.error.hide()
        self._lay_out()
        self.plan.currentIndexChanged.connect(lambda _: self.renew())
        self.assignee.currentIndexChanged.connect(lambda _: self.renew())
        self.day.chosen.connect(self.renew)
        self.renew()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Plan"), self.plan, self.plan),
            (tr("Around"), self.day, self.day.day),
            (tr("For"), self.assignee, self.assignee),
        )
        for place, (caption, part, named) in enumerate(rows):
            label = Label(caption, tone="text2")
            label.setContentsMargins(0, 6, 0, 0)
            named.setAccessibleName(caption)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, place, 1)
        self.body.addLayout(grid)
        self.preview = Card(margin=0)
        self.preview.setAccessibleName(tr("What is planned"))
        self.preview.body.setSpacing(0)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.error)
        cancel = self.add_button(PlainButton(tr("Cancel")))
        cancel.clicked.connect(self.reject)
        self.verb = self.add_button(PrimaryButton(tr("Plan")))
        self.verb.clicked.connect(self.make)

    def renew(self) -> None:
        """Show what would be made, or why it can't be."""
        wrong = self.day.wrong()
        day = self.day.value()[0]
        self.coming = []
        chosen = self._plans.get(self.plan.currentData())
        if chosen is not None and day is not None and not wrong:
            try:
                self.coming = activity_plan.preview(chosen, day, by=self._desk.me, assignee=self.assignee.currentData())
            except Refused as refused:
                wrong = str(refused)
        self._say(wrong)
        self._fill()
        self.verb.setText(plural(len(self.coming), "Plan {n} activity", "Plan {n} activities"))
        self.verb.setEnabled(bool(self.coming))

    def _fill(self) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        for number, one in enumerate(self.coming):
            if number:
                column.addWidget(line())
            column.addWidget(self._row(one))
        while (item := self.preview.body.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.preview.body.addWidget(holder)
        self.preview.setVisible(bool(self.coming))
        if self.isVisible():
            holder.show()
            self.set_height(0)

    def _row(self, one: Coming) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{one.summary}, {day_text(one.due, self._desk.reader)}, {one.assigned_to}")
        row = QHBoxLayout(made)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel(one.icon, "text2", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(one.summary, "medium"))
        words.addWidget(ElidedLabel(f"{apart(one.days)} · {one.assigned_to}", "secondary"))
        row.addLayout(words, 1)
        row.addWidget(Label(day_text(one.due, self._desk.reader), "secondary_strong"))
        return made

    def make(self) -> None:
        """Plan it all, or say why not."""
        day, name, who, me = self.day.value()[0], self.plan.currentData(), self.assignee.currentData(), self._desk.me
        if day is None:
            return
        self.verb.setEnabled(False)
        verb = lambda: activity_plan.make(self._record, name, day, by=me, assignee=who)  # noqa: E731
        write(self._desk, verb, owner=self, done=lambda _: self.accept(), refused=self._refuse)

    def _refuse(self, why: str) -> None:
        self._say(why)
        self.verb.setEnabled(True)

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
