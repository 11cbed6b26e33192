"""The editor of tags: pills, with a line to add more and those in use offered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem

from desktop.desk import Desk
from desktop.icons import paint_icon
from desktop.records.pick_editor import PickEditor
from desktop.records.suggestions import Suggestion
from desktop.records.table import tag_pill
from desktop.theme import tokens
from desktop.tr import tr
from desktop.widgets import KeyboardFocus, focus_ring, paint_pill, pill_size, set_tooltip
from models import grouping
from models.declaration import Values
from models.fields import Names, Tags
from models.text import fold

_GAP = 4


class Flow(QLayout):
    """Widgets beside each other, as many to a line as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(8, 4, 6, 4)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before those from `place` on."""
        self.addChildWidget(widget)
        self._items.insert(place, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(200))

    def minimumSize(self) -> QSize:
        return QSize(60, 28)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay out; gives the height."""
        left, top, right, bottom = self.contentsMargins().left(), self.contentsMargins().top(), rect.width() - 6, 4
        x, y, high = left, top, 0
        rtl = self.parentWidget().layoutDirection() == Qt.LayoutDirection.RightToLeft
        shown = [item for item in self._items if not item.isEmpty()]
        for item in shown:
            size = item.sizeHint()
            if x > left and x + size.width() > right:
                x, y, high = left, y + high + _GAP, 0
            last = item is shown[-1] and item.expandingDirections() & Qt.Orientation.Horizontal
            width = right - x if last else size.width()
            if move:
                at = QRect(QPoint(rect.x() + x, rect.y() + y), QSize(width, size.height()))
                item.setGeometry(QRect(rect.width() - at.right() - 1, at.y(), at.width(), at.height()) if rtl else at)
            x, high = x + width + _GAP, max(high, size.height())
        return max(28, y + high + bottom)


class TagButton(KeyboardFocus, QAbstractButton):
    """A tag as a pill; under the pointer it shows the cross that a click takes it away with."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag
        words = tr("Remove {tag}", tag=tag)
        self.setAccessibleName(words)
        set_tooltip(self, words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The pill."""
        return pill_size(self.tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pill, and the cross."""
        painter = QPainter(self)
        paint_pill(painter, QPoint(0, 0), self.tag, tag_pill(self.tag))
        if self.underMouse() and self.isEnabled():
            end = QRect(self.width() - 18, 0, 18, self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().colour("text2"))
            painter.drawEllipse(end.adjusted(2, 3, -2, -3))
            paint_icon(painter, "x", end, colour="surface", size=10)
        if self.ring and self.hasFocus():
            focus_ring(painter, self.rect(), 10, tokens().colour("accent"))


class _NewTag(PickEditor):
    """The line that takes a new tag; Enter or a comma adds it, Backspace in the empty line takes the last one away."""

    added = Signal(str)
    last_removed = Signal()
    icon = ""
    inviting = False  # whether the placeholder is seen at rest

    def __init__(self, field: Tags, desk: Desk, owner: TagsEditor) -> None:
        super().__init__(field, desk)
        self._owner = owner
        self.setTextMargins(2, 0, 2, 0)
        self.setPlaceholderText(tr("Add a tag"))
        self.setStyleSheet("QLineEdit { min-height: 20px; max-height: 20px; }")

    def rest_text(self) -> str:
        """A tag not added yet is never a value."""
        return ""

    def sizeHint(self) -> QSize:
        """As high as a pill; beside tags at rest it takes next to no room."""
        at_rest = bool(self._owner.tags()) and not self.hasFocus() and not self.text()
        return QSize(10 if at_rest else 74, 20)

    def minimumSizeHint(self) -> QSize:
        """As the wished size."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Room to type."""
        super().focusInEvent(event)
        self._owner.arrange()

    def _paint_box(self, painter: QPainter) -> None:
        """The box is drawn round the tags."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Invite at rest too, in a new record."""
        self.boxed = self.inviting
        super().paintEvent(event)

    def candidates(self, typed: str) -> list[Suggestion]:
        """Tags in use that begin so, and the new one."""
        held = {fold(tag) for tag in self._owner.tags()}
        used = [tag for tag in self._owner.used() if fold(tag) not in held and fold(tag).startswith(fold(typed))]
        found = [Suggestion(tag, tag) for tag in used]
        known = any(fold(tag) == fold(typed) for tag in used)
        return found if known or not typed else [*found, Suggestion(typed, tr("Add “{tag}”", tag=typed), icon="plus")]

    def take(self, picked: Suggestion) -> None:
        """Add it."""
        self.added.emit(str(picked.key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and comma add what was typed."""
        if event.text() == "," and self.text().strip():
            self.added.emit(self.text())
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.last_removed.emit()
            return
        open_list = self._list is not None and bool(self._list.offered())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip() and not open_list:
            self.added.emit(self.text())
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is a tag too."""
        super().focusOutEvent(event)
        self._owner.arrange()
        passing = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self.text().strip() and not passing:
            self.added.emit(self.text())


class TagsEditor(QWidget):
    """A set of tags."""

    edited = Signal()
    judged = Signal(str)
    opened = Signal(int)

    def __init__(self, field: Tags, desk: Desk, kind: str) -> None:
        super().__init__()
        self.field, self.desk, self._kind = field, desk, kind
        self.values: Values = {}
        self.wrong = ""
        self.boxed = False
        self._tags: tuple[str, ...] = ()
        self._used: list[str] | None = None
        self._flow = Flow(self)
        self.line = _NewTag(field, desk, self)
        self.line.added.connect(self._add)
        self.line.last_removed.connect(lambda: self._remove(self._tags[-1]) if self._tags else None)
        self.line.edited.connect(self.edited)
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's tags."""
        self.values, self._used = values, None
        self.line.inviting = self.boxed
        self.line.put("")
        self.line.show_value({self.field.name: None}, names)
        self._set(tuple(values.get(self.field.name) or ()))

    def tags(self) -> tuple[str, ...]:
        """The tags that stand here."""
        return self._tags

    def used(self) -> Sequence[str]:
        """The tags that records of this kind have, looked up once for each record shown."""
        if self._used is None:
            self._used = grouping.values_used(self._kind, self.field.name)
        return self._used

    def value(self) -> Any:
        """The record's tags."""
        return self.values.get(self.field.name)

    def given(self) -> Any:
        """The tags, with what is typed but not added yet."""
        return (*self._tags, *(part for part in self.line.text().split(",") if part.strip()))

    def is_edited(self) -> bool:
        """Whether they are others than the record's."""
        return self.field.check(self.given()) != tuple(self.value() or ())

    def judge(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong = words
        self.judged.emit(words)

    def read(self) -> str:
        """Any word is a tag."""
        return ""

    def setReadOnly(self, locked: bool) -> None:
        """Only show."""
        self.line.setVisible(not locked)
        self.setEnabled(not locked)

    def _set(self, tags: tuple[str, ...]) -> None:
        self._tags = self.field.check(tags)
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            item.widget().hide()
            item.widget().deleteLater()
        for place, tag in enumerate(self._tags):
            button = TagButton(tag)
            button.clicked.connect(lambda _=False, tag=tag: self._remove(tag))
            self._flow.insert(place, button)
            button.show()
        self.line.setAccessibleDescription(", ".join(self._tags))
        self.arrange()
        self.update()

    def arrange(self) -> None:
        """Lay out anew: the line to type in needs more or less room."""
        self.line.updateGeometry()  # its item in the layout keeps the size it had
        self._flow.invalidate()
        self.updateGeometry()

    def _add(self, text: str) -> None:
        self.line.put("")
        self._set((*self._tags, *text.split(",")))
        self.edited.emit()

    def _remove(self, tag: str) -> None:
        self._set(tuple(one for one in self._tags if one != tag))
        self.edited.emit()

    def sizeHint(self) -> QSize:
        """One line; more of them follow from the width."""
        return QSize(160, 28)

    def heightForWidth(self, width: int) -> int:
        """As high as its lines."""
        return self._flow.heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, where it is needed."""
        from desktop.widgets import rounded

        now, busy = tokens(), self.line.hasFocus()
        if busy or self.boxed or (self.underMouse() and self.isEnabled()):
            rounded(
                QPainter(self),
                self.rect(),
                6,
                fill=now.colour("raised"),
                line=now.colour("accent" if busy else "line2"),
            )
