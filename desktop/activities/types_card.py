"""The card of the types of activities: their list, and the dialog in which one is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from desktop.activities.words import allow, types
from desktop.desk import Desk
from desktop.icons import icon
from desktop.tr import plural, tr
from desktop.widgets import IconButton, IconLabel, Label, ListCard, Pill, PlainButton, listed_row
from desktop.widgets.fields_dialog import FieldsDialog
from models import activity_type, user
from models.activity_type import ALWAYS, Type
from models.errors import Invalid, Refused

ICONS = (
    *("check-square", "phone", "mail", "calendar", "upload", "message", "whatsapp", "users", "briefcase", "cart"),
    *("package", "building", "map-pin", "file-text", "pencil", "search", "flag", "star", "bell", "warning", "clock"),
)


class TypesCard(ListCard):
    """Each type with what it starts with; changes hold at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.add = PlainButton(tr("Add a type"), "plus")
        self.add.clicked.connect(lambda: self.edit(None))
        words = tr("What one can plan, when it is due unless somebody says otherwise, and what follows it.")
        super().__init__(tr("Types of activities"), words, self.add)
        desk.user_changed.connect(self.renew)
        self.renew()

    def listed(self) -> Iterable[QWidget]:
        """The types, archived ones last."""
        known = types()
        allow(self.add, self._desk)
        return [self._row(one, known) for one in sorted(known.values(), key=lambda one: one.archived)]

    def _row(self, one: Type, known: dict[str, Type]) -> QWidget:
        end: list[QWidget] = [Pill(tr("Archived"), "neutral")] if one.archived else []
        if self._desk.member.administrator:
            change = IconButton("pencil", tr("Change {name}", name=one.label))
            change.clicked.connect(lambda: self.edit(one))
            end += [change, self._archiving(one)]
        sign = IconLabel(one.icon, "text3" if one.archived else "text2", 18)
        return listed_row(one.label, said(one, known), start=sign, end=end)

    def _archiving(self, one: Type) -> QWidget:
        sign, words = ("undo", tr("Restore {name}")) if one.archived else ("archive", tr("Archive {name}"))
        button = IconButton(sign, words.format(name=one.label))
        button.clicked.connect(lambda: self._archive(one))
        button.setEnabled(one.name != ALWAYS)
        if one.name == ALWAYS:
            button.setToolTip(tr("This type stays: there must be one to plan with."))
        return button

    def edit(self, one: Type | None) -> TypeDialog:
        """Open the dialog for one, or for a new one."""
        dialog = TypeDialog(self, one, self._keep)
        dialog.open()
        return dialog

    def _keep(self, new: Type) -> None:
        activity_type.put(new, by=self._desk.me)
        self.renew()

    def _archive(self, one: Type) -> None:
        try:
            self._keep(replace(one, archived=not one.archived))
        except Refused as refused:
            self._desk.notice.emit(str(refused))


def said(one: Type, known: dict[str, Type]) -> str:
    """What a type starts with, in a line: "Due in 2 days · then E-mail by itself · for Marta Oliveira"."""
    parts = [plural(one.days, "Due in {n} day", "Due in {n} days") if one.days else tr("Due the same day")]
    parts += [f"“{one.summary}”"] if one.summary else []
    if one.next in known:
        words = tr("then {next} by itself") if one.automatic else tr("{next} suggested next")
        parts.append(words.format(next=known[one.next].label))
    who = activity_type.assignee_of(one)
    parts += [tr("for {name}", name=member.name) for member in user.members() if member.id == who]
    parts += [tr("done by a file")] if one.upload else []
    return " · ".join(parts)


class TypeDialog(FieldsDialog):
    """Everything a type starts with."""

    def __init__(self, parent: QWidget, one: Type | None, keep: Callable[[Type], None]) -> None:
        title = tr("Change the type {name}", name=one.label) if one else tr("New type of activity")
        super().__init__(parent, title, verb=tr("Save"))
        start = one or Type("", "", "flag")
        self.add_field("label", tr("Name"), value=start.label, hint=tr("Site visit"))
        self.add_field("summary", tr("Summary"), value=start.summary, hint=tr("Stands there until somebody types one"))
        self.add_field("days", tr("Due after days"), value=str(start.days))
        self.icon, self.assignee, self.next = QComboBox(), QComboBox(), QComboBox()
        self.automatic = QCheckBox(tr("Plan it by itself"))
        self.upload = QCheckBox(tr("It is done by handing in a file"))
        self._fill(start)
        self._lay_out()
        self.end_of_fields()
        self.do = lambda texts: self._done(start, texts, keep)

    def _fill(self, one: Type) -> None:
        self.icon.setIconSize(QSize(16, 16))
        for name in dict.fromkeys((*ICONS, one.icon)):
            self.icon.addItem(icon(name), name.replace("-", " ").capitalize(), name)
        self.icon.setCurrentIndex(self.icon.findData(one.icon))
        self.assignee.addItem(tr("Whoever plans it"), "")
        for member in user.members(archived=False):
            self.assignee.addItem(member.name, member.email or member.name)
        who = activity_type.assignee_of(one)
        named = next((member for member in user.members() if member.id == who), None)
        self.assignee.setCurrentIndex(max(0, self.assignee.findData((named.email or named.name) if named else "")))
        self.next.addItem(tr("Nothing"), "")
        for other in activity_type.kinds():
            if not other.archived or other.name == one.next:
                self.next.addItem(icon(other.icon), other.label, other.name)
        self.next.currentIndexChanged.connect(self._next_changed)
        self.next.setCurrentIndex(max(0, self.next.findData(one.next)))
        self.automatic.setChecked(one.automatic)
        self.upload.setChecked(one.upload)
        self._next_changed()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows = ((tr("Icon"), self.icon), (tr("Assigned to"), self.assignee), (tr("Followed by"), self.next))
        for place, (caption, box) in enumerate(rows):
            box.setAccessibleName(caption)
            grid.addWidget(Label(caption, "secondary_medium"), place, 0)
            grid.addWidget(box, place, 1)
        grid.addWidget(self.automatic, 3, 1)
        grid.addWidget(self.upload, 4, 1)
        self.body.addLayout(grid)

    def _next_changed(self) -> None:
        """Only what follows can be planned by itself."""
        there = bool(self.next.currentData())
        self.automatic.setEnabled(there)
        if not there:
            self.automatic.setChecked(False)

    def _done(self, start: Type, texts: dict[str, str], keep: Callable[[Type], None]) -> bool:
        if not (texts["days"].isascii() and texts["days"].isdecimal()):
            raise Invalid({"days": tr("A whole number of days is wanted here; 0 is the same day.")})
        keep(
            replace(
                start,
                label=texts["label"],
                summary=texts["summary"],
                days=int(texts["days"][:9]),
                icon=self.icon.currentData(),
                assignee=self.assignee.currentData(),
                next=self.next.currentData(),
                automatic=self.automatic.isChecked(),
                upload=self.upload.isChecked(),
            )
        )
        return True
