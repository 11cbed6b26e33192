"""The dialog that plans an activity or changes one: type, summary, when, who, note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.activities import words
from desktop.activities.due_field import DueField
from desktop.activities.plan_dialog import PlanDialog
from desktop.chatter.draft_files import DraftFiles
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.icons import icon
from desktop.tr import tr
from desktop.widgets import Dialog, Label, LinkButton, PlainButton, PrimaryButton, QuietButton
from models import activity, activity_plan, activity_type, thread, user
from models.activity import Planned


class ScheduleDialog(Dialog):
    """Plans on `record`, or changes `planned`. `type` and the day `due` are those it begins with."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        record: int,
        planned: Planned | None = None,
        type: str = "todo",
        due: dt.date | None = None,
    ) -> None:
        title = tr("Change activity") if planned else tr("Plan an activity")
        super().__init__(parent, title, thread.head(record).title, width=520)
        self._desk, self._record, self._planned = desk, record, planned
        self._types = words.types(archived=False)
        if planned is not None and planned.type not in self._types and planned.type in words.types():
            self._types[planned.type] = words.types()[planned.type]  # archived meanwhile: it may stay as it is
        self._own_day = planned is not None
        self._make_fields()
        self._lay_out()
        self._add_verbs()
        self._fill(planned, type)
        if due is not None and planned is None:
            self._own_day = True
            self.due.set_value(due, None)

    # Making

    def _make_fields(self) -> None:
        self.type = QComboBox()
        self.type.setIconSize(QSize(16, 16))
        for one in self._types.values():
            self.type.addItem(icon(one.icon), one.label, one.name)
        self.summary = QLineEdit()
        self.due = DueField(self._desk.reader)
        self.assignee = QComboBox()
        for member in user.members(archived=False):
            mine = member.id == self._desk.me
            self.assignee.addItem(tr("{name} (you)", name=member.name) if mine else member.name, member.id)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(72 * self._desk.theme.scale // 100)
        self.files = DraftFiles(self._desk)
        self.files.refused.connect(self._refuse)
        self.files.changed.connect(lambda: self.set_height(0))
        self.files.show_files((), "activity")
        self.attach = LinkButton(tr("Attach files"), small=True)
        self.attach.clicked.connect(self.files.choose)
        self.error = Label("", "secondary", tone="red", wrap=True)
        self.error.hide()
        self.type.currentIndexChanged.connect(self._type_changed)
        self.assignee.currentIndexChanged.connect(self._assignee_changed)
        self.due.chosen.connect(self._day_chosen)
        self.due.typed.connect(self._tell_zone)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._zone = Label("", "secondary", wrap=True)
        self._zone.hide()
        when = QWidget()
        column = QVBoxLayout(when)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.due)
        column.addWidget(self._zone)
        files = QWidget()
        column = QVBoxLayout(files)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.files)
        rows = (
            (tr("Type"), self.type, self.type),
            (tr("Summary"), self.summary, self.summary),
            (tr("Due"), when, self.due.day),
            (tr("Assigned to"), self.assignee, self.assignee),
            (tr("Note"), self.note, self.note),
            (tr("Files"), files, self.attach),
        )
        for place, (caption, part, named) in enumerate(rows):
            label = Label(caption, tone="text2")
            label.setContentsMargins(0, 6, 0, 0)
            if named is not self.attach:
                named.setAccessibleName(caption)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, place, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.error)

    def _add_verbs(self) -> None:
        if self._planned is None and activity_plan.plans():
            self.plans = self.add_button(QuietButton(tr("Use a plan…"), "list"), start=True)
            self.plans.clicked.connect(self._use_plan)
        cancel = self.add_button(PlainButton(tr("Cancel")))
        cancel.clicked.connect(self.reject)
        self.verb = self.add_button(PrimaryButton(tr("Save") if self._planned else tr("Plan")))
        self.verb.clicked.connect(self.keep)

    def _use_plan(self) -> None:
        """Plan several activities at once instead."""
        dialog = PlanDialog(self._desk, self.parentWidget(), record=self._record)
        self.reject()
        dialog.open()

    def _fill(self, planned: Planned | None, type: str) -> None:
        self.type.setCurrentIndex(max(0, self.type.findData(planned.type if planned else type)))
        self._choose_assignee(planned.assignee if planned else self._desk.me)
        self._type_changed()
        if planned:
            self.summary.setText(planned.summary)
            self.note.setPlainText(planned.note or "")
            self.due.set_value(planned.due, planned.due_at)

    # What happens

    def open(self) -> None:
        """Show it, the cursor where one most likely types."""
        super().open()
        self.summary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_type(self) -> activity_type.Type:
        return self._types[self.type.currentData()]

    def _type_changed(self) -> None:
        """The type gives what was not chosen otherwise."""
        chosen = self._chosen_type()
        self.summary.setPlaceholderText(chosen.summary or chosen.label)
        who = activity_type.assignee_of(chosen)
        if self._planned is None and who is not None:
            self._choose_assignee(who)
        self._assignee_changed()

    def _choose_assignee(self, person: int) -> None:
        place = self.assignee.findData(person)
        if place < 0 and self._planned is not None:  # archived meanwhile: said as it is, and refused when kept
            self.assignee.addItem(self._planned.assigned_to, person)
            place = self.assignee.count() - 1
        self.assignee.setCurrentIndex(place)

    def _assignee_changed(self) -> None:
        today = activity.today_of(self.assignee.currentData())
        self.due.set_today(today)
        if not self._own_day:
            self.due.set_value(today + dt.timedelta(days=self._chosen_type().days), None, keep_time=True)
        self._tell_zone()

    def _day_chosen(self) -> None:
        self._own_day = True
        self._tell_zone()

    def _tell_zone(self) -> None:
        """Where the assignee's clock differs, say what a time is for them."""
        said = self.due.elsewhere(activity.zone_of(self.assignee.currentData()))
        self._zone.setText(said)
        self._zone.setVisible(bool(said))

    def keep(self) -> None:
        """Plan or change it, or say at the fields what is wrong."""
        wrong = self.due.wrong()
        if wrong:
            self._refuse(wrong)
            return
        if self.files.waiting():
            self._refuse(tr("A file is still on its way; try again in a moment."))
            return
        day, moment = self.due.value()
        given: dict[str, Any] = {
            "summary": self.summary.text(),
            "due_at": moment,
            "assignee": self.assignee.currentData(),
            "note": self.note.toPlainText() or None,
        } | ({"due": day} if day else {})
        self.verb.setEnabled(False)
        write(self._desk, lambda: self._verb(given), owner=self, done=lambda _: self.accept(), refused=self._refuse)

    def _verb(self, given: dict[str, Any]) -> None:
        type = self._chosen_type().name
        if self._planned is None:
            activity.schedule(self._record, type, by=self._desk.me, files=self.files.files, **given)
        else:
            if self.files.files:
                activity.add_files(self._planned.id, self.files.files, by=self._desk.me)
            activity.change(self._planned.id, by=self._desk.me, type=type, **given)

    def _refuse(self, why: str) -> None:
        self.verb.setEnabled(True)
        self.error.setText(why)
        self.error.show()
