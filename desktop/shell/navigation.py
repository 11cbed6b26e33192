"""The navigation at the window's edge: the workspace, search, the places to go, settings and who acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.icons import application_pixmap
from desktop.shell.layout import FULL, RAIL
from desktop.shell.user_foot import UserFoot
from desktop.tr import tr
from desktop.widgets import ElidedLabel, IconButton, Label, RowButton, SearchField, line, set_tooltip
from models.user import Member


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the navigation; `key` is what `chosen` carries."""

    key: str
    title: str
    icon: str
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Places under a caption; without one for the first."""

    caption: str
    places: tuple[Place, ...]


class PlaceButton(RowButton):
    """A place one can go to; the window says once one is there."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.title, place.icon)
        self.place = place
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add_keys()

    def set_count(self, count: int) -> None:
        """Show how much waits there."""
        super().set_count(count)
        self._add_keys()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show only the icon, or all."""
        super().set_collapsed(collapsed)
        self._add_keys()

    def _add_keys(self) -> None:
        set_tooltip(self, self.toolTip() or self.place.title, self.place.shortcut)


class _Logo(QWidget):
    """The sign of the application."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, crisp on any screen."""
        QPainter(self).drawPixmap(0, 0, application_pixmap(28, ratio=self.devicePixelRatioF()))


class Navigation(QFrame):
    """Signals: `chosen(key)`; `search_asked(typed)` when the field is clicked or typed into; `folded` asks to fold or
    unfold; `user_menu_asked` when the foot is clicked."""

    chosen = Signal(str)
    search_asked = Signal(str)
    folded = Signal()
    user_menu_asked = Signal()

    def __init__(
        self, workspace: str, member: Member, sections: Sequence[Section], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("cls", "side")
        self.setAccessibleName(tr("Navigation"))
        self.items: dict[str, PlaceButton] = {}
        self._captions: list[Label] = []
        self._words = True
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._add_head(workspace)
        self._add_search()
        self._add_places(sections)
        self._add_foot(member)
        self.set_words(True)

    def words(self) -> bool:
        """Whether the places are shown with words."""
        return self._words

    def set_words(self, words: bool) -> None:
        """Show the places with words, or as icons alone."""
        self._words = words
        side = 12 if words else 8
        self._column.setContentsMargins(side, 12, side, 8)
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if words else QBoxLayout.Direction.TopToBottom)
        for widget in (self._name, self.search, *self._captions):
            widget.setVisible(words)
        self._search_icon.setVisible(not words)
        for item in self.items.values():
            item.set_collapsed(not words)
            item.parentWidget().layout().setAlignment(
                item, Qt.AlignmentFlag(0) if words else Qt.AlignmentFlag.AlignHCenter
            )
        self.user.set_words(words)
        self._column.setAlignment(self.user, Qt.AlignmentFlag(0) if words else Qt.AlignmentFlag.AlignHCenter)
        label = tr("Fold the navigation") if words else tr("Unfold the navigation")
        self._fold.set_label(label, "Ctrl+\\")
        self._fold.set_icon("chevrons-left" if words else "chevrons-right", "text3")

    def set_scale(self, scale: int) -> None:
        """Follow the text size, in percent."""
        self.setFixedWidth((FULL * scale // 100) if self._words else RAIL + max(0, (scale - 100) // 5))

    def set_current(self, key: str) -> None:
        """Mark the place one is at; an unknown key marks none."""
        for name, item in self.items.items():
            item.set_current(name == key)

    def set_count(self, key: str, count: int) -> None:
        """Show how much waits at a place."""
        self.items[key].set_count(count)

    def _add_head(self, workspace: str) -> None:
        self._head = QHBoxLayout()
        self._head.setContentsMargins(4, 4, 0, 10)
        self._head.setSpacing(10)
        self._head.addWidget(_Logo(), 0, Qt.AlignmentFlag.AlignCenter)
        self._name = ElidedLabel(workspace, "heading")
        self._head.addWidget(self._name, 1)
        self._fold = IconButton("chevrons-left", tr("Fold the navigation"), shortcut="Ctrl+\\", icon_colour="text3")
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold.clicked.connect(self.folded)
        self._head.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignCenter)
        self._column.addLayout(self._head)

    def _add_search(self) -> None:
        self.search = SearchField(tr("Search"), shortcut="Ctrl+K", label=tr("Search everywhere"))
        self.search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search.textChanged.connect(self._search_typed)
        self.search.installEventFilter(self)
        self._column.addWidget(self.search)
        self._search_icon = PlaceButton(Place("search", tr("Search everywhere"), "search", "Ctrl+K"))
        self._search_icon.set_collapsed(True)
        self._search_icon.clicked.connect(self._search_clicked)
        self._column.addWidget(self._search_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(12)

    def _add_places(self, sections: Sequence[Section]) -> None:
        """The places scroll where a window is too low for all, by the wheel and by the keyboard."""
        holder = QWidget()
        self._places = QVBoxLayout(holder)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(0)
        for section in sections:
            self._add_section(section)
        self._places.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        for part in (area.viewport(), holder):
            part.setAutoFillBackground(False)
        self._column.addWidget(area, 1)
        self._column.addSpacing(4)

    def _add_section(self, section: Section) -> None:
        if section.caption:
            self._places.addSpacing(8)
            caption = Label(section.caption, "caps")
            caption.setContentsMargins(9, 4, 0, 6)
            self._captions.append(caption)
            self._places.addWidget(caption)
        for place in section.places:
            self._add_item(place, self._places)

    def _add_item(self, place: Place, column: QVBoxLayout) -> None:
        item = PlaceButton(place)
        item.clicked.connect(self._item_clicked)
        self.items[place.key] = item
        column.addWidget(item)
        column.addSpacing(6)

    def _add_foot(self, member: Member) -> None:
        self._add_item(Place("settings", tr("Settings"), "settings", "Ctrl+,"), self._column)
        self._column.addWidget(line())
        self._column.addSpacing(6)
        self.user = UserFoot(member)
        self.user.clicked.connect(self.user_menu_asked)
        self._column.addWidget(self.user)

    def eventFilter(self, watched, event) -> bool:
        """The field is a door: a click on it opens the palette, where one types on."""
        if watched is self.search and event.type() == event.Type.MouseButtonPress:
            self.search_asked.emit("")
            return True
        return False

    def _search_typed(self, typed: str) -> None:
        if not typed:
            return
        self.search.clear()
        self.search_asked.emit(typed)

    def _search_clicked(self) -> None:
        self.search_asked.emit("")

    def _item_clicked(self) -> None:
        item = self.sender()
        assert isinstance(item, PlaceButton)
        self.chosen.emit(item.place.key)
