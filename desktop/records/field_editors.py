"""The editor that suits a field, by its declaration: any kind's form is made of these."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from desktop.desk import Desk
from desktop.records.day_editor import DayEditor, MomentEditor
from desktop.records.line_editor import AddressEditor, LineEditor
from desktop.records.lines_editor import LinesEditor
from desktop.records.pick_editor import ChoiceEditor, LinkEditor, MemberEditor, ZoneEditor
from desktop.records.tags_editor import TagsEditor
from desktop.theme import font, tokens
from desktop.tr import tr
from desktop.widgets import Label, Switch, rounded
from models.declaration import Record, Values
from models.fields import (
    Amounts,
    Choice,
    Country,
    Currency,
    Date,
    DateTime,
    Email,
    Field,
    Language,
    Lines,
    Link,
    LongText,
    Member,
    Names,
    Phone,
    Tags,
    TimeZone,
    YesNo,
)


class Editor(Protocol):
    """What the form asks of every editor; each is a widget with these signals too."""

    field: Field
    wrong: str
    boxed: bool
    edited: SignalInstance
    judged: SignalInstance
    opened: SignalInstance

    def show_value(self, values: Values, names: Names) -> None: ...
    def value(self) -> Any: ...
    def given(self) -> Any: ...
    def is_edited(self) -> bool: ...
    def judge(self, words: str) -> None: ...
    def setReadOnly(self, locked: bool) -> None: ...


class LongTextEditor(QPlainTextEdit):
    """A text of several lines, as high as it needs."""

    edited = Signal()
    judged = Signal(str)
    opened = Signal(int)

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field = field
        self.values: Values = {}
        self.wrong, self.boxed = "", False
        self._putting = False
        self.setProperty("cls", "bare")
        self.setAccessibleName(field.label)
        self.setPlaceholderText(tr("Write {field}…", field=field.label.lower()))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.document().setDocumentMargin(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().contentsChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's text."""
        self.values = values
        self._putting = True
        self.setPlainText(self.value() or "")
        self._putting = False

    def value(self) -> Any:
        """The record's text."""
        return self.values.get(self.field.name)

    def given(self) -> Any:
        """The text that stands here."""
        return self.toPlainText().strip()

    def is_edited(self) -> bool:
        """Whether it is another than the record's."""
        return self.given() != (self.value() or "").strip()

    def judge(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong = words
        self.judged.emit(words)

    def _changed(self) -> None:
        self.updateGeometry()
        if not self._putting:
            self.edited.emit()

    def sizeHint(self) -> QSize:
        """As high as the text, at least three lines."""
        line = QFontMetrics(font("body")).lineSpacing()
        lines = max(3, int(self.document().size().height()))
        return QSize(200, lines * line + 18)

    def minimumSizeHint(self) -> QSize:
        """Not cut: the form scrolls."""
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self.updateGeometry()

    def wheelEvent(self, event) -> None:
        """The form scrolls, not the text."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter belongs to the form."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A box while one writes or points here."""
        now, busy = tokens(), self.hasFocus()
        if not self.isReadOnly() and (busy or self.boxed or self.underMouse()):
            box = self.viewport().rect()
            rounded(
                QPainter(self.viewport()),
                box,
                6,
                fill=now.colour("raised"),
                line=now.colour("accent" if busy else "line2"),
            )
        super().paintEvent(event)


class YesNoEditor(QWidget):
    """A switch."""

    edited = Signal()
    judged = Signal(str)
    opened = Signal(int)

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__()
        self.field = field
        self.values: Values = {}
        self.wrong, self.boxed = "", False
        self.switch = Switch(field.label)
        self._words = Label("", "medium")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addWidget(self._words)
        row.addStretch(1)
        self.setFocusProxy(self.switch)
        self.switch.toggled.connect(self._toggled)

    def show_value(self, values: Values, names: Names) -> None:
        """Show a record's yes or no."""
        self.values = values
        blocked = self.switch.blockSignals(True)
        self.switch.setChecked(bool(self.value()))
        self.switch.blockSignals(blocked)
        self._say()

    def value(self) -> Any:
        """The record's."""
        return self.values.get(self.field.name)

    def given(self) -> Any:
        """What the switch says."""
        return self.switch.isChecked()

    def is_edited(self) -> bool:
        """Whether it is another than the record's."""
        return self.given() != bool(self.value())

    def judge(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong = words
        self.judged.emit(words)

    def setReadOnly(self, locked: bool) -> None:
        """Only show."""
        self.switch.setEnabled(not locked)

    def _toggled(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        self._words.setText(tr("Yes") if self.switch.isChecked() else tr("No"))


def editor_of(cls: type[Record], field: Field, desk: Desk) -> Any:
    """A new editor for a field of a kind; read-only where the field is computed."""
    made = _made(cls, field, desk)
    if field.name in cls.computed:
        made.setReadOnly(True)
    return made


def _made(cls: type[Record], field: Field, desk: Desk) -> Any:
    if isinstance(field, Tags):
        return TagsEditor(field, desk, cls.kind)
    simple: dict[Any, Any] = {
        LongText: LongTextEditor,
        YesNo: YesNoEditor,
        Lines: LinesEditor,
        Member: MemberEditor,
        Link: LinkEditor,
        TimeZone: ZoneEditor,
        DateTime: MomentEditor,
        Date: DayEditor,
        (Choice, Language, Country, Currency): ChoiceEditor,
        (Email, Phone): AddressEditor,
    }
    made = next((editor for kinds, editor in simple.items() if isinstance(field, kinds)), LineEditor)(field, desk)
    if isinstance(made, LineEditor):
        made.setPlaceholderText(_hint(field))
    return made


def _hint(field: Field) -> str:
    if isinstance(field, Email):
        return tr("Add an e-mail address")
    if isinstance(field, Amounts):
        return "1200 EUR"
    return tr("Add {field}", field=field.label[:1].lower() + field.label[1:])
