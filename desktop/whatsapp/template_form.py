"""The values of a template with their sources, and the text exactly as it will arrive."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import font, set_class, tokens
from desktop.tr import tr
from desktop.whatsapp.template_list import language
from desktop.whatsapp.values import Value
from desktop.widgets import LEADING, Label, draw_text, text_width
from models.shown import Reader
from models.template import Kept
from models.whatsapp_markup import to_html

_PLACE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


class ValueField(QLineEdit):
    """A line for one value; where it came from stands at its end as long as it is what the record said."""

    def __init__(self, value: Value, parent: QWidget | None = None) -> None:
        super().__init__(value.text, parent)
        self.setCursorPosition(0)  # its beginning is seen, however narrow it is
        self.value = value
        self.setPlaceholderText(tr("Missing: type it here"))
        self.setAccessibleName(value.label)
        self.setAccessibleDescription(tr("From {source}", source=value.source) if value.source else "")
        self.textChanged.connect(self._look)
        self._look()

    def source(self) -> str:
        """The source that is shown; empty once somebody typed something else."""
        return self.value.source if self.text() == self.value.text else ""

    def missing(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text().strip()

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters: the form is as wide as the pane."""
        return QSize(80, super().minimumSizeHint().height())

    def _look(self) -> None:
        set_class(self, self.property("cls") or "", state="error" if self.missing() else "")
        room = text_width(self.source(), font("secondary")) + 6 if self.source() else 0
        self.setTextMargins(*((room, 0, 0, 0) if self.isRightToLeft() else (0, 0, room, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its source."""
        super().paintEvent(event)
        if not self.source():
            return
        painter = QPainter(self)
        painter.setFont(font("secondary"))
        painter.setPen(tokens().colour("text2"))
        room = QRect(self.rect()).adjusted(10, 0, -11, 0)
        draw_text(painter, room, self.source(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TemplateForm(QWidget):
    """`changed`: a value was typed."""

    changed = Signal()

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.template: Kept | None = None
        self.fields: list[ValueField] = []
        self._heading = Label(tr("Filled from the record"), "strong")
        self._grid_place = QVBoxLayout()
        self._grid: QWidget | None = None
        self._language = Label("", "secondary", tone="text2")
        over = QHBoxLayout()
        over.addWidget(Label(tr("As it will arrive"), "strong"))
        over.addStretch(1)
        over.addWidget(self._language)
        self.preview = QLabel()
        self.preview.setTextFormat(Qt.TextFormat.RichText)
        self.preview.setWordWrap(True)
        self.preview.setAlignment(LEADING | Qt.AlignmentFlag.AlignTop)
        bubble = QFrame()
        bubble.setProperty("cls", "box-green")
        inner = QVBoxLayout(bubble)
        inner.setContentsMargins(12, 9, 12, 10)
        inner.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addLayout(self._grid_place)
        column.addSpacing(2)
        column.addLayout(over)
        column.addWidget(bubble)

    def show_template(self, template: Kept, values: Sequence[Value]) -> None:
        """Show another template with what its values are filled with; what is typed for the same one stays."""
        if self.template == template:
            return
        self.template = template
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = self._rows(values)
        self._grid_place.addWidget(self._grid)
        self._heading.setVisible(bool(values))
        self._language.setText(language(template.language, self._reader))
        self._show()

    def _rows(self, values: Sequence[Value]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        self.fields = []
        for row, value in enumerate(values):
            field = ValueField(value)
            field.textChanged.connect(self._typed)
            label = Label(value.label, tone="text2")
            label.setBuddy(field)
            label.setMaximumWidth(130)
            grid.addWidget(Label(value.name if value.name.isdecimal() else "", "secondary", tone="text2"), row, 0)
            grid.addWidget(label, row, 1)
            grid.addWidget(field, row, 2)
            self.fields.append(field)
        return made

    def _typed(self) -> None:
        self._show()
        self.changed.emit()

    def values(self) -> dict[str, str]:
        """What is filled in, by variable."""
        return {field.value.name: field.text().strip() for field in self.fields}

    def missing(self) -> str:
        """The label of the first value that is missing; empty where none is."""
        return next((field.value.label for field in self.fields if field.missing()), "")

    def _show(self) -> None:
        if self.template is None:
            return
        labels = {field.value.name: field.value.label for field in self.fields}
        self.preview.setText(as_html(self.template.body, self.values(), labels))
        words = _PLACE.sub(lambda found: self.values().get(found[1]) or tr("missing"), self.template.body)
        self.preview.setAccessibleName(words)


def as_html(body: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A template as it will arrive, its values strong, those that are missing red."""
    now = tokens()

    def fill(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if value:
            return f"<b>{html.escape(value)}</b>"
        words = html.escape(tr("{name} missing", name=labels.get(found[1], found[1])))
        colours = f"color:{now.colour('red').name()};background-color:{now.colour('red_soft').name()}"
        return f'<b style="{colours}">&nbsp;{words}&nbsp;</b>'

    marked = to_html(body) or html.escape(body, quote=False).replace("\n", "<br>")
    return f'<div style="line-height:135%">{_PLACE.sub(fill, marked)}</div>'
