"""Editors that are typed into and picked from: choices, languages, countries, other records, users."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from desktop.desk import Desk
from desktop.records import texts
from desktop.records.line_editor import LineEditor
from desktop.records.suggestions import Suggestion, Suggestions
from desktop.tr import tr
from models import kinds, linking, record, user
from models.declaration import Values, kind
from models.errors import Refused
from models.fields import Choice, Country, Currency, Field, Language, Link, Names
from models.text import fold, one_line

assert kinds  # a link's kind is looked up by name
CREATE = object()


class PickEditor(LineEditor):
    """Offers what fits while one types. A picked row gives its value, anything else its text."""

    icon = "chevron-down"

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._list: Suggestions | None = None
        self._picked: tuple[str, Any] | None = None
        self.textEdited.connect(lambda text: self.offer(text))

    def candidates(self, typed: str) -> list[Suggestion]:
        """What fits what was typed; everything (or the most likely) for nothing."""
        raise NotImplementedError

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's value."""
        self._picked = None
        super().show_value(values, names)

    def given(self) -> Any:
        """The picked value, else the text."""
        text = super().given()
        if self._picked is not None and isinstance(text, str) and text == self._picked[0].strip():
            return self._picked[1]
        return text

    def read(self) -> str:
        """A picked row is right; a text has to be understood."""
        return "" if not isinstance(self.given(), str) else super().read()

    def suggestions(self) -> Suggestions:
        """The list under the field."""
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = Suggestions(self)
            self._list.taken.connect(self.take)
        return self._list

    def offer(self, typed: str) -> None:
        """Show what fits."""
        if not self.isReadOnly() and self.isVisible():
            self.suggestions().offer(self.candidates(one_line(typed)), first=bool(typed.strip()))

    def take(self, picked: Suggestion) -> None:
        """Put a row's value in."""
        self._picked = (picked.text, picked.key)
        self.setText(picked.text)
        self.judge("")

    def press_icon(self) -> None:
        """Offer everything."""
        self.offer("")

    def event(self, event: QEvent) -> bool:
        """Tab takes the marked row before it goes on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            if self._list is not None:
                self._list.handles(event.key())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter belong to the list; Down opens it."""
        if self._list is not None and self._list.handles(event.key()):
            return
        if event.key() == Qt.Key.Key_Down:
            self.offer("" if not self.is_edited() else self.text())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the list."""
        super().mouseReleaseEvent(event)
        if self.hasFocus() and not self.hasSelectedText() and not self.is_edited():
            self.selectAll()
            self.offer("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the keyboard."""
        super().focusOutEvent(event)
        if self._list is not None and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._list.close_popover()


class ChoiceEditor(PickEditor):
    """One of a few values, or of the languages, countries or currencies by their names in the reader's language."""

    def candidates(self, typed: str) -> list[Suggestion]:
        """Values whose label has a word that begins as typed; those that begin so themselves first."""
        start = fold(typed)
        pairs = self._pairs()
        fitting = [(value, label) for value, label in pairs if _fits(label, start) or fold(value) == start]
        fitting.sort(key=lambda pair: not fold(pair[1]).startswith(start))
        found = [Suggestion(value, label) for value, label in (fitting if typed else pairs)]
        empty = [] if self.field.required or typed or self.value() is None else [Suggestion("", tr("None"))]
        return [*found, *empty]

    def given(self) -> Any:
        """The picked value, or the one whose label was typed in full; else the text."""
        given = super().given()
        if isinstance(given, str) and given != self.value():
            return next((value for value, label in self._pairs() if given and fold(label) == fold(given)), given)
        return given

    def _pairs(self) -> list[tuple[str, str]]:
        if isinstance(self.field, Choice):
            return list(self.field.choices)
        if isinstance(self.field, Language | Country):
            return list(texts.local_names(isinstance(self.field, Language), self.desk.reader.locale).items())
        if isinstance(self.field, Currency):
            return [(code, f"{code} {name}") for code, name in sorted(self.field.known().items())]
        return []

    def take(self, picked: Suggestion) -> None:
        """Empty the field for “None”."""
        if picked.key == "":
            self._picked = None
            self.setText("")
            return
        super().take(picked)


class ZoneEditor(PickEditor):
    """A time zone by any part of its name."""

    def candidates(self, typed: str) -> list[Suggestion]:
        """Zones with a part that begins as typed."""
        from zoneinfo import available_timezones

        wanted = fold(typed).replace(" ", "_")
        if not wanted:
            return [Suggestion(self.desk.reader.zone, self.desk.reader.zone)]
        fitting = (zone for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc"))
        return [Suggestion(zone, zone) for zone in fitting if any(p.startswith(wanted) for p in fold(zone).split("/"))]


class MemberEditor(PickEditor):
    """A user, with avatar."""

    def avatar(self) -> str:
        """Whoever is shown."""
        return self.text() if not self.hasFocus() else ""

    def candidates(self, typed: str) -> list[Suggestion]:
        """Users whose name fits; oneself first."""
        members = [one for one in user.members(archived=False) if not typed or _fits(one.name, fold(typed))]
        members.sort(key=lambda one: (one.id != self.desk.me, fold(one.name)))
        found = [Suggestion(one.id, one.name, one.email or "", avatar=True) for one in members]
        return found if typed or self.value() is None else [*found, Suggestion(None, tr("None"), icon="x")]

    def take(self, picked: Suggestion) -> None:
        """Empty the field for “None”."""
        if picked.key is None:
            self._picked = None
            self.setText("")
            return
        super().take(picked)


class LinkEditor(PickEditor):
    """Another record: a click on its name opens it, beside it edits; a contact not there yet can be made."""

    def __init__(self, field: Link, desk: Desk) -> None:
        super().__init__(field, desk)
        self._to = field.to
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click decides itself: on the name it opens, beside it edits

    def ink(self) -> str:
        """A link."""
        return "accent" if not self.is_edited() else "text"

    def candidates(self, typed: str) -> list[Suggestion]:
        """Records whose title fits; of any kind where the field takes any."""
        found = [
            Suggestion(one.id, one.title, "" if self._to else kind(one.kind).label)
            for one in linking.matching(typed, kind=self._to)
        ]
        exact = any(fold(one.text) == fold(typed) for one in found)
        if typed and self._to == "contact" and not exact:
            found.append(Suggestion(CREATE, tr("Create “{name}”", name=typed), icon="plus"))
        return found

    def take(self, picked: Suggestion) -> None:
        """Make the contact where that was asked for."""
        if picked.key is not CREATE:
            super().take(picked)
            return
        name = one_line(self.text())
        try:
            made = record.create("contact", {"name": name}, by=self.desk.me)
        except Refused as refused:
            self.judge(str(refused))
            return
        super().take(Suggestion(made.id, name))

    def _on_name(self, event: QMouseEvent) -> bool:
        box = self.text_rect()
        at = event.position().toPoint()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        from_start = box.right() - at.x() if rtl else at.x() - box.left()
        return box.contains(at) and 0 <= from_start <= min(self.text_width(), box.width())

    def _leads_on(self, event: QMouseEvent) -> bool:
        return not self.hasFocus() and self.value() is not None and not self.is_edited() and self._on_name(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over the name."""
        super().mouseMoveEvent(event)
        shape = Qt.CursorShape.PointingHandCursor if self._leads_on(event) else Qt.CursorShape.IBeamCursor
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the record by its name."""
        if self._leads_on(event) and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.opened.emit(int(self.value()))
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter opens the record."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.value() and not self.is_edited():
            self.opened.emit(int(self.value()))
            return
        super().keyPressEvent(event)


def _fits(label: str, start: str) -> bool:
    """Whether a label, or a word of it, begins as typed."""
    folded = fold(label)
    return folded.startswith(start) or any(word.startswith(start) for word in folded.replace("-", " ").split())
