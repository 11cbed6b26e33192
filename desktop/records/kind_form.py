"""The form of one kind, made from its declaration once and filled with one record after the other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.records.form_fields import FieldGrid, Slot, news
from desktop.records.form_head import ActionBar, Tiles
from desktop.records.form_tabs import FormTabs, scrolling
from desktop.records.line_editor import TitleEditor
from desktop.tr import tr
from desktop.widgets import Banner, LinkButton
from models import grouping, listing
from models.declaration import Record, Values
from models.record import View

WIDEST = 1160  # pixels beyond which lines of fields would be hard to follow


class KindForm(QWidget):
    """`edited()` when something is typed or taken back; `opened(id)`, `new_wanted(kind)` from links and tabs."""

    edited = Signal()
    opened = Signal(int)
    new_wanted = Signal(str)

    def __init__(self, desk: Desk, cls: type[Record]) -> None:
        super().__init__()
        self.desk, self.cls = desk, cls
        self.view: View | None = None
        self.values: Values = {}
        self.staged: str | None = None  # a stage chosen, saved with the rest
        self._compact = self._all = False
        self._filling = False
        self._build()
        self._connect()

    # Making

    def _build(self) -> None:
        main = [
            one for one in self.cls.fields.values() if one.place in ("main", "head") and not self._in_head(one.name)
        ]
        self.actions = ActionBar(self.cls)
        self.banner = Banner("warning", "")
        self.restore = self.banner.add_action(tr("Restore"))
        self.trouble = Banner("error", "", closable=True)
        self.tiles = Tiles()
        title = self.cls.fields[self.cls.title_field]
        self.title = Slot(TitleEditor(title, self.desk))
        self.title.editor.setPlaceholderText(title.label)
        self.grid = FieldGrid(self.cls, main, self.desk)
        self.tabs = FormTabs(self.cls, self.desk)
        self.more_fields = LinkButton(tr("Show all fields"))
        self.card = QFrame()
        self.card.setProperty("cls", "card")
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._body = QVBoxLayout(self.card)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.more_fields, 0, Qt.AlignmentFlag.AlignVCenter)
        plain = not self.cls.actions and self.cls.stage_field is None
        if plain:  # nothing but Save, Discard and the menu: they stand beside the title, so that nothing moves
            head.addWidget(self.actions, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(head)
        self._body.addWidget(self.grid)
        content = QFrame()
        content.setProperty("cls", "bg")
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        middle = QHBoxLayout(content)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        self._content = QVBoxLayout(inner)
        for part in (*(() if plain else (self.actions,)), self.banner, self.trouble, self.tiles, self.card):
            self._content.addWidget(part)
        self._content.addStretch(1)
        self.area = scrolling(content)
        content.installEventFilter(self)
        self._under = QFrame()
        self._under.setProperty("cls", "surface")
        QVBoxLayout(self._under).setContentsMargins(0, 2, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self._under, 1)
        for part in (self.banner, self.trouble, self._under, self.tiles):
            part.hide()
        self._place_parts()

    def _in_head(self, name: str) -> bool:
        return name in (self.cls.title_field, self.cls.stage_field)

    def _connect(self) -> None:
        self.title.editor.edited.connect(self._tell)
        self.grid.edited.connect(self._field_edited)
        self.tabs.edited.connect(self._field_edited)
        self.grid.opened.connect(self.opened)
        self.tabs.opened.connect(self.opened)
        self.tabs.new_wanted.connect(self.new_wanted)
        self.tiles.chosen.connect(self._show_related)
        self.more_fields.clicked.connect(self._toggle_all)

    def slots(self) -> dict[str, Slot]:
        """All editors with their places, by field."""
        return {self.cls.title_field: self.title, **self.grid.slots, **self.tabs.slots}

    # Showing

    def show_record(self, view: View) -> None:
        """Show a record; what was typed is dropped."""
        self.view, self.staged = view, None
        self._all = False
        self._fill(view.values, new=False)
        self.show_counts()
        self.area.verticalScrollBar().setValue(0)

    def show_new(self, values: Values) -> None:
        """An empty form that starts with these values."""
        self.view, self.staged = None, None
        self._fill(values, new=True)
        self.tiles.hide()
        self.tabs.show_record(0, "", {})
        self.area.verticalScrollBar().setValue(0)

    def _fill(self, values: Values, *, new: bool) -> None:
        self._filling, self.values = True, values
        names = listing.names_for(self.cls.kind, [values])
        self.title.say("", "text2")
        self.title.editor.boxed = new
        self.title.editor.show_value(values, names)
        self.grid.show_values(values, names, boxed=new)
        for slot in self.tabs.slots.values():
            slot.say("", "text2")
            slot.editor.show_value(values, names)
        self._filling = False
        self.trouble.hide()
        self._lock(self.view is not None and self.view.archived)
        self._place_parts()
        self.show_state()

    def _lock(self, locked: bool) -> None:
        self.banner.setVisible(locked)
        if locked:
            self.banner.set_message(
                "warning", tr("Archived"), tr("It is out of sight in lists and searches for records.")
            )
        for name, slot in self.slots().items():
            slot.editor.setReadOnly(locked or name in self.cls.computed)

    def show_counts(self) -> None:
        """How many records link here."""
        if self.view is None:
            return
        counts = grouping.related(self.view.id)
        self.tiles.show_counts(counts)
        if self._compact:
            self.tiles.hide()
        self.tabs.show_record(self.view.id, self.view.title, counts)

    def show_state(self) -> None:
        """Save and Discard, or the actions."""
        new = self.view is None
        locked = self.view is not None and self.view.archived
        self.actions.show_state(self.values, dirty=self.is_dirty(), new=new, locked=locked, stage=self.staged)

    def refresh(self, view: View) -> None:
        """The record was changed elsewhere: what isn't being edited here shows it, what is keeps the user's text."""
        old, self.view = self.values, view
        self.values = {**view.values}
        names = listing.names_for(self.cls.kind, [view.values])
        self._filling = True
        for name, slot in self.slots().items():
            if not slot.editor.is_edited():
                if view.values[name] != old.get(name) or name in self.cls.computed:
                    slot.editor.show_value(view.values, names)
            elif view.values[name] != old.get(name):
                text = listing.text(self.cls.fields[name], view.values, names, self.desk.reader)
                slot.say(news(text), "amber")
        self._filling = False
        self._lock(view.archived)
        self.show_counts()
        self.show_state()

    # What was edited

    def given(self) -> dict[str, Any]:
        """The edited fields as they are to be saved, the stage among them."""
        found = {name: slot.editor.given() for name, slot in self.slots().items() if slot.editor.is_edited()}
        if self.staged is not None and self.cls.stage_field:
            found[self.cls.stage_field] = self.staged
        return found

    def is_dirty(self) -> bool:
        """Whether anything is edited."""
        return self.staged is not None or any(slot.editor.is_edited() for slot in self.slots().values())

    def discard(self) -> None:
        """Take back all edits."""
        if self.view is not None:
            self.staged = None
            self._fill(self.view.values, new=False)
        else:
            self.show_new(self.values)

    def judge(self, wrong: dict[str, str]) -> None:
        """Say at the fields what is wrong with them; the first one gets the keyboard."""
        slots, first = self.slots(), None
        for name, words in wrong.items():
            if name not in slots:
                self.complain(words)
                continue
            first = first or name
            slots[name].editor.judge(words)
        if first is None:
            return
        if first in self.tabs.slots:
            self.tabs.choose(first)
        elif self._compact and first not in self.grid.shown() and first in self.grid.slots:
            self._toggle_all()
        slots[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(slots[first])

    def complain(self, words: str) -> None:
        """Say what is wrong with the whole."""
        self.trouble.set_message("error", words)
        self.trouble.show()

    def _field_edited(self, name: str) -> None:
        slot = self.slots()[name]
        for other in self.tabs.slots.values():
            if hasattr(other.editor, "follow"):
                other.editor.follow(name, slot.editor.given())
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.trouble.hide()
            self.edited.emit()

    # Arrangement

    def set_compact(self, compact: bool) -> None:
        """Narrow window: fewer fields, less air; the tabs stand below the card."""
        if compact != self._compact:
            self._compact = compact
            self._place_parts()
            self.show_counts()

    def _place_parts(self) -> None:
        compact = self._compact
        side = 16 if compact else 24
        self._content.setContentsMargins(side, 12, side, 12 if compact else 24)
        self._content.setSpacing(10 if compact else 14)
        self._body.setContentsMargins(*((9, 8, 14, 10) if compact else (16, 16, 16, 18)))
        self._body.setSpacing(4 if compact else 8)
        self.title.editor.set_role("subtitle" if compact else "title")
        few = compact and not self._all and self.view is not None
        self.grid.set_few(few)
        self.more_fields.setText(tr("Show all fields") if few else tr("Show fewer fields"))
        self.more_fields.setVisible(compact and self.grid.hides_some() and self.view is not None)
        below = compact and self.tabs.has_guest()
        home = self._under.layout() if below else self._body
        if home.indexOf(self.tabs) < 0:
            home.addWidget(self.tabs)
        self._under.setVisible(below)
        self.tabs.set_apart(below)
        self.area.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum if below else QSizePolicy.Policy.Expanding
        )
        self._fit_area()

    def _fit_area(self) -> None:
        """With the tabs below, the upper part is as high as it needs, at most a good half."""
        below = not self._under.isHidden()
        needed = self.area.widget().sizeHint().height()
        limit = min(needed, int(self.height() * 0.6)) if below else 16_777_215
        if self.area.maximumHeight() != limit:
            self.area.setMaximumHeight(limit)
        self._column.setStretch(0, 0 if below else 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The upper part needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_area()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height: another share for the upper part."""
        super().resizeEvent(event)
        self._fit_area()

    def put_first_tab(self, title: str, guest: QWidget | None) -> None:
        """Let a pane of the window be the first tab."""
        self.tabs.put_first(title, guest)
        self._place_parts()

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._place_parts()

    def _show_related(self, kind: str) -> None:
        self.tabs.choose(kind)
        self.area.ensureWidgetVisible(self.tabs.bar)
