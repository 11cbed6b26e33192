"""What a list or board is narrowed to: mine, values of fields, a stretch of time, a text; and the buttons for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.desk import Desk
from desktop.records import texts
from desktop.tr import tr
from desktop.widgets import IconButton, Menu, MenuButton, PlainButton, SearchField
from models import grouping, record, user
from models.activity_filter import WORST
from models.fields import Choice, Country, DateTime, Field, Language, Member, Names, Tags
from models.listing import Chosen
from models.record import Record

TYPING = 180  # milliseconds without a key before the list is narrowed
_MOST = 40  # values offered in one menu
_ACTIVITY = "activity"  # the button that is for no field


@dataclass(frozen=True, slots=True)
class Filters:
    """`values` maps fields to those of which any will do, `spans` fields of time to a key of `SPANS`; `activity` is the
    state of the most pressing activity, a key of activity_filter.WORST.
    """

    mine: bool = False
    archived: bool = False
    text: str = ""
    values: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    spans: dict[str, str] = field(default_factory=dict)
    activity: str = ""

    def __bool__(self) -> bool:
        return bool(self.activity or self.mine or self.archived or self.text or self.values or self.spans)

    def with_value(self, name: str, value: Any, on: bool) -> Filters:
        """The same with a value taken in or left out."""
        held = [one for one in self.values.get(name, ()) if one != value] + ([value] if on else [])
        rest = {other: values for other, values in self.values.items() if other != name}
        return replace(self, values=rest | ({name: tuple(held)} if held else {}))

    def with_span(self, name: str, span: str) -> Filters:
        """The same with a stretch of time, or without where it is "" or the one there was."""
        rest = {other: kept for other, kept in self.spans.items() if other != name}
        return replace(self, spans=rest | ({name: span} if span and self.spans.get(name) != span else {}))

    def chosen(self, desk: Desk, cls: type[Record]) -> Chosen:
        """The records meant, as the listing understands it."""
        values = {name: list(held) for name, held in self.values.items() if name in cls.fields}
        spans = {name: span for name, span in self.spans.items() if name in cls.fields}
        between = {name: _bounds(cls.fields[name], span, desk) for name, span in spans.items()}
        mine = desk.me if self.mine else None
        return Chosen(values, self.text, self.archived, mine=mine, between=between, activity=self.activity)

    def kept(self) -> dict[str, Any]:
        """What is remembered: everything but the text."""
        values = {name: list(held) for name, held in self.values.items()}
        return {"mine": self.mine, "values": values, "spans": self.spans, "activity": self.activity}


def restored(kept: Any, cls: type[Record]) -> Filters:
    """The filters that were remembered; none where they can't be read."""
    if not isinstance(kept, dict):
        return Filters()
    values, spans = kept.get("values") or {}, kept.get("spans") or {}
    return Filters(
        mine=bool(kept.get("mine")),
        values={name: tuple(held) for name, held in values.items() if name in cls.fields and held},
        spans={name: span for name, span in spans.items() if name in cls.fields and span in SPANS},
        activity=kept["activity"] if kept.get("activity") in list(WORST) else "",
    )


SPANS: dict[str, str] = {
    "late": "Late",
    "today": "Today",
    "week": "Next 7 days",
    "month": "This month",
    "later": "Later",
}


def _bounds(field: Field, span: str, desk: Desk) -> tuple[Any, Any]:
    """First value and first value too late of a stretch of time, for days or moments."""
    today = desk.reader.local(dt.datetime.now(dt.UTC)).date()
    month = today.replace(day=1)
    after = (month + dt.timedelta(days=32)).replace(day=1)
    tomorrow, week = today + dt.timedelta(days=1), today + dt.timedelta(days=8)
    bounds = {"late": (None, today), "today": (today, tomorrow), "week": (today, week), "month": (month, after)}
    first, late = bounds.get(span, (after, None))
    if not isinstance(field, DateTime):
        return first, late
    return tuple(one and _midnight(one, desk) for one in (first, late))  # type: ignore[return-value]


def _midnight(day: dt.date, desk: Desk) -> dt.datetime:
    from zoneinfo import ZoneInfo

    return dt.datetime.combine(day, dt.time(), ZoneInfo(desk.reader.zone)).astimezone(dt.UTC)


def facets(cls: type[Record]) -> list[Field]:
    """The fields a list can be narrowed by: stage, due day, who is in charge and tags first."""
    found = [cls.fields[name] for name in (cls.stage_field, cls.due_field) if name]
    for kinds in (Member, Tags, Choice, Country | Language):
        found += [one for one in cls.fields.values() if isinstance(one, kinds) and one not in found]
    return found


class FilterButton(MenuButton):
    """A button with a menu of values; in the accent, with their number, while some are chosen."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._label = label
        self._at_rest = self.look
        self.in_use = False
        self.setAccessibleName(label)

    def show_count(self, count: int) -> None:
        """Say how many values are chosen."""
        self.in_use = bool(count)
        self.setText(f"{self._label} · {count}" if count else self._label)
        self.look = replace(self._at_rest, **_ACTIVE) if count else self._at_rest
        self.updateGeometry()
        self.update()


_ACTIVE = {"text": "accent", "ground": "accent_soft", "line": "accent", "hover": "accent_soft"}


class MineButton(PlainButton):
    """On or off: only what I am in charge of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Mine"), parent=parent)
        self._at_rest = self.look
        self.setCheckable(True)
        self.toggled.connect(self.show_state)

    def show_state(self, on: bool) -> None:
        """Look as if pressed, or not."""
        self.look = replace(self._at_rest, **_ACTIVE) if on else self._at_rest
        self.update()


class FilterBar(QWidget):
    """The buttons that narrow a list or board. `changed` tells of other filters; `more` adds to the menu."""

    changed = Signal()
    resized = Signal()  # its parts need another width

    def __init__(self, desk: Desk, kind: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._cls = desk, record.kind(kind)
        self.filters = Filters()
        self._used: dict[str, list[Any]] = {}
        self._finding = False  # whether the field for a text is asked for where it has no place of its own
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.mine = MineButton()
        self.mine.toggled.connect(lambda on: self._set(replace(self.filters, mine=on)))
        if texts.member_field(self._cls) is None:
            self.mine.hide()
        self._row.addWidget(self.mine)
        self._buttons = {one.name: self._button(one) for one in facets(self._cls)}
        self._buttons[_ACTIVITY] = planned = FilterButton(tr("Activities"))
        planned.menu().aboutToShow.connect(lambda: self._fill_activity(planned.menu()))
        self._row.addWidget(planned)
        self.clear = IconButton("x", tr("Clear filters"))
        self.clear.clicked.connect(lambda: self._set(Filters()))
        self._row.addWidget(self.clear)
        self._row.addStretch(1)
        self.text = SearchField(tr("Filter"), label=tr("Filter"))
        self.text.setFixedWidth(180)
        self._row.addWidget(self.text)
        self._timer = QTimer(self, singleShot=True, interval=TYPING)
        self._timer.timeout.connect(lambda: self._set(replace(self.filters, text=self.text.text())))
        self.text.textChanged.connect(self._timer.start)
        self.text.editingFinished.connect(self._stop_finding)
        self.options = self._options()
        self._row.addWidget(self.options)
        self._show()

    def _button(self, field: Field) -> FilterButton:
        button = FilterButton(_short(field))
        button.menu().aboutToShow.connect(lambda: self._fill(button.menu(), field))
        self._row.addWidget(button)
        return button

    def _options(self) -> IconButton:
        """The menu for all that is rarer; filled anew whenever it opens."""
        button = IconButton("filter", tr("Filter, sort and group"))
        self.menu = Menu(button)
        self.menu.aboutToShow.connect(self._fill_options)
        button.clicked.connect(lambda: self.menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.more: list[Callable[[Menu], None]] = []
        return button

    def fit(self, room: int) -> None:
        """Show as many buttons as there is room for; wide, there is the field for a text too."""
        wide = room > 440 + sum(one.sizeHint().width() + 8 for one in self._buttons.values() if one.in_use)
        gap = 8 if wide else 6
        self._row.setSpacing(gap)
        finding = not wide and (self._finding or bool(self.filters.text))
        self.text.setVisible(wide or finding)
        self.mine.setVisible(not finding and texts.member_field(self._cls) is not None)
        always = [one for one in (self.mine, self.clear, self.text, self.options) if not one.isHidden()]
        left = room - sum(one.sizeHint().width() + gap for one in always if one is not self.text) - 190 * wide
        left = -10_000 if finding else left
        for button in sorted(self._buttons.values(), key=lambda one: not one.in_use):  # what narrows is always seen
            left -= button.sizeHint().width() + gap
            button.setVisible(left >= -gap)

    def find(self) -> None:
        """Put the keyboard into the field for a text, in the place of the buttons where there is no room for both."""
        self._finding = True
        self.resized.emit()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stop_finding(self) -> None:
        """The field for a text goes once it is left empty."""
        if self._finding and not self.text.text():
            self._finding = False
            self.resized.emit()

    def restore(self, filters: Filters) -> None:
        """Show these filters without telling."""
        self.filters = filters
        self._show()

    def _set(self, filters: Filters) -> None:
        if filters == self.filters:
            return
        self.filters = filters
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        now = self.filters
        for name, button in self._buttons.items():
            one = bool(now.activity) if name == _ACTIVITY else name in now.spans
            button.show_count(len(now.values.get(name, ())) + one)
        blocked = self.mine.blockSignals(True)
        self.mine.setChecked(now.mine)
        self.mine.blockSignals(blocked)
        self.mine.show_state(now.mine)
        if self.text.text().strip() != now.text.strip():
            self.text.setText(now.text)
        self.clear.setVisible(bool(now))
        self.resized.emit()

    def _fill(self, menu: Menu, field: Field) -> None:
        menu.clear()
        if texts.dated(field):
            for span, label in SPANS.items():
                self._tick(menu, tr(label), self.filters.spans.get(field.name) == span, self._span(field.name, span))
            return
        values = self._values(field)
        if values is None:
            menu.addAction(tr("Loading…")).setEnabled(False)
            self._load(menu, field)
            return
        held, names = self.filters.values.get(field.name, ()), Names()
        for value in values[:_MOST]:
            text = value if isinstance(field, Tags) else texts.group_text(field, value, names, self._desk.reader)
            self._tick(menu, text, value in held, self._value(field.name, value))
        if not values:
            menu.addAction(tr("Nothing to choose from")).setEnabled(False)

    def _fill_activity(self, menu: Menu) -> None:
        menu.clear()
        for state, label in WORST.items():
            turned = lambda on, state=state: self._set(replace(self.filters, activity=state if on else ""))  # noqa: E731
            self._tick(menu, tr(label), self.filters.activity == state, turned)

    def _values(self, field: Field) -> list[Any] | None:
        if isinstance(field, Choice):
            return [value for value, _ in field.choices]
        if isinstance(field, Member):
            return [one.id for one in user.members(archived=False)]
        return self._used.get(field.name)

    def _load(self, menu: Menu, field: Field) -> None:
        """Find the values in use; a menu still open then is filled."""
        kind, name = self._cls.kind, field.name

        def found(values: list[Any]) -> None:
            self._used[name] = values
            if menu.isVisible():
                self._fill(menu, field)

        self._desk.jobs.run(
            lambda: grouping.values_used(kind, name),
            found,
            lambda error: self._desk.failed.emit(str(error)),
            owner=self,
        )

    def forget_values(self) -> None:
        """Look anew for the values in use the next time."""
        self._used.clear()

    def _tick(self, menu: Menu, text: str, on: bool, toggled: Callable[[bool], None]) -> None:
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(toggled)

    def _value(self, name: str, value: Any) -> Callable[[bool], None]:
        return lambda on: self._set(self.filters.with_value(name, value, on))

    def _span(self, name: str, span: str) -> Callable[[bool], None]:
        return lambda on: self._set(self.filters.with_span(name, span if on else ""))

    def _fill_options(self) -> None:
        self.menu.clear()
        for one in facets(self._cls):
            if self._buttons[one.name].isHidden():
                sub = Menu(one.label, self.menu)
                self.menu.addMenu(sub)
                sub.aboutToShow.connect(lambda sub=sub, one=one: self._fill(sub, one))
        if self._buttons[_ACTIVITY].isHidden():
            sub = Menu(tr("Activities"), self.menu)
            self.menu.addMenu(sub)
            sub.aboutToShow.connect(lambda sub=sub: self._fill_activity(sub))
        now = self.filters
        if self.text.isHidden():
            self.menu.addAction(tr("Find by title…"), self.find)
        self._tick(self.menu, tr("Archived"), now.archived, lambda on: self._set(replace(self.filters, archived=on)))
        for add in self.more:
            self.menu.addSeparator()
            add(self.menu)


def _short(field: Field) -> str:
    """A field's label as a button says it: "Expected closing" is "Closing"."""
    words = field.label.split()
    return words[-1].capitalize() if texts.dated(field) and len(words) > 1 else field.label
