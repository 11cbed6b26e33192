"""The buttons of a writing field: the formats one uses most, files, emoji, and a menu with all the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.chatter.rich_field import RichField
from desktop.icons import icon
from desktop.tr import tr
from desktop.widgets import IconButton, Menu, YieldingRow


class FormatBar(QWidget):
    """Acts on a field. The signals `…_wanted` ask for what is shown elsewhere."""

    files_wanted = Signal()
    emoji_wanted = Signal()
    link_wanted = Signal()
    answers_wanted = Signal()

    def __init__(self, field: RichField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setAccessibleName(tr("Formats"))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.bold = self._add("bold", tr("Bold"), "Ctrl+B", checkable=True)
        self.bold.clicked.connect(lambda: field.toggle_style("b"))
        self.italic = self._add("italic", tr("Italic"), "Ctrl+I", checkable=True)
        self.italic.clicked.connect(lambda: field.toggle_style("i"))
        self.attach = self._add("paperclip", tr("Attach files"))
        self.attach.clicked.connect(self.files_wanted)
        self.emoji = self._add("smile", tr("Emoji"))
        self.emoji.clicked.connect(self.emoji_wanted)
        self.more = self._add("more", tr("More formats"))
        self.more.clicked.connect(self._open)
        field.shape_changed.connect(self._look)

    def give_way_in(self, row: YieldingRow) -> None:
        """Where there is little room in a row, those go that have keys, then emoji; the menu has them all."""
        row.leaves(self.bold, self.italic, self.emoji, gap=0)

    def _add(self, drawing: str, label: str, keys: str = "", *, checkable: bool = False) -> IconButton:
        made = IconButton(drawing, label, shortcut=keys, small=True)
        made.setCheckable(checkable)
        self._line.addWidget(made)
        return made

    def _look(self) -> None:
        styles = self._field.styles()
        self.bold.setChecked("b" in styles)
        self.italic.setChecked("i" in styles)

    def menu(self) -> Menu:
        """Every format, with its keys."""
        made = Menu(self)
        styles = (
            ("bold", tr("Bold"), "Ctrl+B", "b"),
            ("italic", tr("Italic"), "Ctrl+I", "i"),
            ("underline", tr("Underline"), "Ctrl+U", "u"),
            ("strike", tr("Strike through"), "Ctrl+Shift+X", "s"),
            ("code", tr("Code"), "Ctrl+E", "code"),
        )
        for drawing, words, keys, style in styles:
            self._row(made, drawing, words, keys, lambda style=style: self._field.toggle_style(style))
        made.addSeparator()
        kinds = (
            ("list-bullets", tr("Bullets"), "Ctrl+Shift+8", "bullets"),
            ("list-numbers", tr("Numbers"), "Ctrl+Shift+7", "numbers"),
            ("quote", tr("Quote"), "Ctrl+Shift+9", "quote"),
            ("code", tr("Block of code"), "", "code"),
        )
        for drawing, words, keys, kind in kinds:
            self._row(made, drawing, words, keys, lambda kind=kind: self._field.toggle_kind(kind))
        made.addSeparator()
        self._row(made, "link", tr("Link…"), "Ctrl+Shift+K", self.link_wanted.emit)
        self._row(made, "smile", tr("Emoji…"), "", self.emoji_wanted.emit)
        self._row(made, "template", tr("Canned answer…"), "/", self.answers_wanted.emit)
        return made

    def _row(self, menu: Menu, drawing: str, words: str, keys: str, act) -> None:
        row = menu.addAction(icon(drawing), f"{words}\t{keys}" if keys else words)
        row.triggered.connect(lambda: act())

    def _open(self) -> None:
        made = self.menu()
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
