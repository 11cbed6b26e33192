"""The part of the composer that stands open while only templates may go: the locked draft, the list, the values."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.chatter.words import first_name
from desktop.desk import Desk
from desktop.tr import tr
from desktop.whatsapp import values
from desktop.whatsapp.template_form import TemplateForm
from desktop.whatsapp.template_list import TemplateList
from desktop.widgets import ElidedLabel, IconLabel, Label
from models import record, template
from models.database import now
from models.errors import NotFound, Refused
from models.person import Someone
from models.template import Kept

FRESH = dt.timedelta(minutes=10)  # after that the templates are fetched anew when they are shown
LEAST = 220  # pixels


class LockedDraft(QFrame):
    """What was typed, grey, and why it can't go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "sunken")
        self.text = ElidedLabel("", tone="text2")
        self.reason = Label("", "secondary", tone="text2", wrap=True)
        why = QHBoxLayout()
        why.setSpacing(8)
        why.addWidget(IconLabel("lock", "text2", 15), 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 9)
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addLayout(why)

    def show_draft(self, text: str, name: str) -> None:
        """Show the beginning of a draft for somebody."""
        self.text.setText(text[:300])
        self.text.setVisible(bool(text.strip()))
        kept = (
            tr("Your draft is kept and opens again when {name} answers.", name=first_name(name)) if text.strip() else ""
        )
        words = tr("Locked: WhatsApp takes only approved templates now.")
        self.reason.setText(f"{words} {kept}".strip())
        self.setAccessibleName(f"{text[:300]}. {self.reason.text()}".strip(". "))


class Templates(QScrollArea):
    """`changed`: another template or value. `sent`, `left`: as in the field of the composer."""

    changed = Signal()
    sent = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._someone: Someone | None = None
        self._record = 0
        self._fetching = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.locked = LockedDraft()
        self.list = TemplateList(desk.reader)
        self.list.chosen.connect(self._show_chosen)
        self.list.refresh_wanted.connect(self.fetch)
        self.form = TemplateForm(desk.reader)
        self.form.changed.connect(self.changed)
        self.form.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 2, 2)
        column.setSpacing(10)
        for part in (self.locked, self.list, self.form):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        for keys, told in (("Ctrl+Return", self.sent), ("Ctrl+Enter", self.sent), ("Esc", self.left)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(told)

    def sizeHint(self) -> QSize:
        """As high as what is in it, where there is room."""
        return QSize(200, self.widget().sizeHint().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Room for the locked draft and a template."""
        return QSize(120, LEAST)

    def chosen(self) -> Kept | None:
        """The template that is to go."""
        return self.list.current

    def forget(self) -> None:
        """Choose nothing."""
        self.list.current = None
        self.form.template = None
        self.form.hide()

    def offer(self, someone: Someone, record_id: int) -> None:
        """Offer the templates for somebody on a record; they are fetched where they are old."""
        if (someone.id, record_id) != (self._someone.id if self._someone else 0, self._record):
            self.forget()
        self._someone, self._record = someone, record_id
        self._list()
        kept = template.every("whatsapp")
        if not kept or any(one.fetched is None or now() - one.fetched > FRESH for one in kept):
            self.fetch()

    def _list(self) -> None:
        assert self._someone is not None
        approved = template.every("whatsapp", approved=True)
        self.list.show_templates(approved, likely=_language(self._someone))
        if not approved:
            self.list.say(
                tr("The templates are being fetched…")
                if self._fetching
                else tr("There is no approved template yet. Make one with the provider, then press Refresh.")
            )
        if self.list.current is None:
            self.form.hide()
        self.updateGeometry()

    def fetch(self) -> None:
        """Fetch the templates from the provider, off the window's thread."""
        if self._fetching:
            return
        self._fetching = True
        self.list.refresh.setEnabled(False)
        registry = self._desk.registry

        def work() -> None:
            from integrations import templates

            templates.refresh(registry)

        self._desk.jobs.run(work, lambda _: self._fetched(), self._failed, owner=self, replacing="templates")

    def _fetched(self) -> None:
        self._fetching = False
        self.list.refresh.setEnabled(True)
        if self._someone is not None:
            self._list()
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        self._fetched()
        if not self.list.rows:
            self.list.say(str(error))
        else:
            self._desk.notice.emit(str(error))

    def _show_chosen(self, chosen: Kept) -> None:
        assert self._someone is not None
        known = values.Known(self._someone.id, self._record, self._desk.me, self._desk.reader)
        self.form.show_template(chosen, values.of_template(chosen, known))
        self.form.show()
        self.updateGeometry()
        self.changed.emit()
        QTimer.singleShot(0, self, self._show_form)

    def _show_form(self) -> None:
        """Scroll so far that values and preview are seen, where there is no room for everything."""
        self.widget().layout().activate()
        self.ensureWidgetVisible(self.form, 0, 0)


def _language(someone: Someone) -> str:
    """The language of somebody's contact, empty where it is unknown."""
    if someone.card is None:
        return ""
    try:
        return str(record.read(someone.card).values.get("language") or "")
    except NotFound:
        return ""
