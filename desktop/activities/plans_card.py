"""The card of plans: their list, and the dialog in which the steps of one are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.activities.words import allow, types
from desktop.desk import Desk
from desktop.icons import icon
from desktop.tr import plural, tr
from desktop.widgets import IconButton, Label, LinkButton, ListCard, PlainButton, listed_row
from desktop.widgets.fields_dialog import FieldsDialog
from models import activity_plan, user
from models.activity_plan import Plan, Step
from models.errors import Invalid, Refused


def apart(days: int) -> str:
    """How far a step is from the date of its plan."""
    if not days:
        return tr("On the day")
    words = ("{n} day before", "{n} days before") if days < 0 else ("{n} day after", "{n} days after")
    return plural(abs(days), *words)


class PlansCard(ListCard):
    """Each plan with its steps; changes hold at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.add = PlainButton(tr("Add a plan"), "plus")
        self.add.clicked.connect(lambda: self.edit(None))
        words = tr("Several activities at once, each so many days before or after one date.")
        super().__init__(tr("Plans"), words, self.add)
        desk.user_changed.connect(self.renew)
        self.renew()

    def listed(self) -> Iterable[QWidget]:
        """The plans."""
        allow(self.add, self._desk)
        return [self._row(one) for one in activity_plan.plans()]

    def _row(self, one: Plan) -> QWidget:
        known = types()
        steps = (
            f"{step.summary or (known[step.type].label if step.type in known else step.type)} ({apart(step.days)})"
            for step in one.steps
        )
        end: list[QWidget] = []
        if self._desk.member.administrator:
            change = IconButton("pencil", tr("Change {name}", name=one.name))
            change.clicked.connect(lambda: self.edit(one))
            drop = IconButton("trash", tr("Remove {name}", name=one.name))
            drop.clicked.connect(lambda: self._drop(one))
            end = [change, drop]
        return listed_row(one.name, ", ".join(steps), end=end)

    def edit(self, one: Plan | None) -> PlanEditor:
        """Open the dialog for one, or for a new one."""
        dialog = PlanEditor(self, one, self._keep)
        dialog.open()
        return dialog

    def _keep(self, old: Plan | None, new: Plan) -> None:
        activity_plan.put(new, by=self._desk.me, instead_of=old.name if old else "")
        self.renew()

    def _drop(self, one: Plan) -> None:
        try:
            activity_plan.remove(one.name, by=self._desk.me)
        except Refused as refused:
            self._desk.notice.emit(str(refused))
        self.renew()


class StepRow(QWidget):
    """One step: type, summary, days, before or after, and who."""

    def __init__(self, step: Step, drop: Callable[[StepRow], None]) -> None:
        super().__init__()
        self._note = step.note
        self.type, self.side, self.assignee = QComboBox(), QComboBox(), QComboBox()
        for one in types(archived=False).values():
            self.type.addItem(icon(one.icon), one.label, one.name)
        self.type.setCurrentIndex(self.type.findData(step.type))
        self.summary = QLineEdit(step.summary)
        self.summary.setPlaceholderText(tr("Summary"))
        self.days = QLineEdit(str(abs(step.days)))
        self.days.setFixedWidth(52)
        self.side.addItem(tr("days after"), 1)
        self.side.addItem(tr("days before"), -1)
        self.side.setCurrentIndex(1 if step.days < 0 else 0)
        self.assignee.addItem(tr("As the type says"), "")
        for member in user.members(archived=False):
            self.assignee.addItem(member.name, member.email or member.name)
        self.assignee.setCurrentIndex(max(0, self.assignee.findData(step.assignee)))
        remove = IconButton("x", tr("Remove this step"))
        remove.clicked.connect(lambda: drop(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        named = (
            *((self.type, tr("Type"), 3), (self.summary, tr("Summary"), 5), (self.days, tr("Days"), 0)),
            *((self.side, tr("Before or after"), 0), (self.assignee, tr("Assigned to"), 3)),
        )
        for part, name, stretch in named:
            part.setAccessibleName(name)
            row.addWidget(part, stretch)
        row.addWidget(remove)

    def step(self, place: int) -> Step:
        """The step as it stands there; `Invalid` where its days are no number."""
        typed = self.days.text().strip() or "0"
        if not (typed.isascii() and typed.isdecimal()):
            raise Invalid({"steps": tr("Step {n}: “{typed}” is no number of days.", n=place, typed=typed)})
        days = int(typed[:9]) * self.side.currentData()
        type = self.type.currentData() or ""
        return Step(type, days, self.summary.text(), self.assignee.currentData(), self._note)


class PlanEditor(FieldsDialog):
    """Name and steps of a plan."""

    def __init__(self, parent: QWidget, one: Plan | None, keep: Callable[[Plan | None, Plan], None]) -> None:
        title = tr("Change the plan {name}", name=one.name) if one else tr("New plan")
        super().__init__(parent, title, verb=tr("Save"), width=820)
        self.add_field("name", tr("Name"), value=one.name if one else "", hint=tr("New customer"))
        self.body.addWidget(Label(tr("Steps, from the date that is chosen when the plan is used"), "secondary_medium"))
        self.steps: list[StepRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self.more = LinkButton(tr("Add a step"), small=True)
        self.more.clicked.connect(lambda: self.add_step())
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        self.body.addLayout(foot)
        for step in one.steps if one else (Step("todo"),):
            self.add_step(step)
        self.end_of_fields()
        self.do = lambda texts: self._done(one, texts, keep)

    def add_step(self, step: Step = Step("todo")) -> None:
        """One more row."""
        row = StepRow(step, self._drop)
        self.steps.append(row)
        self._list.addWidget(row)
        self._grow()

    def _drop(self, row: StepRow) -> None:
        self.steps.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._grow()

    def _grow(self) -> None:
        """The sheet is as high as its steps."""
        self._trouble.hide()
        if self.isVisible():
            self.steps and self.steps[-1].show()
            self.set_height(0)

    def _done(self, old: Plan | None, texts: dict[str, str], keep: Callable[[Plan | None, Plan], None]) -> bool:
        steps = tuple(row.step(place) for place, row in enumerate(self.steps, start=1))
        keep(old, Plan(texts["name"], steps))
        return True
