"""The head of a form: the kind's actions or Save and Discard, the stages, the menu for the rest, and the tiles."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.records import texts
from desktop.tr import tr
from desktop.widgets import IconButton, Menu, PlainButton, PrimaryButton, StageBar, StatButton
from models.declaration import Action, Record, Values, kinds
from models.fields import Choice


class ActionBar(QWidget):
    """`acted(action)`: a button of the kind; `stage_wanted(stage)`: a click on the stages; the rest are the buttons."""

    acted = Signal(object)
    stage_wanted = Signal(str)

    def __init__(self, cls: type[Record]) -> None:
        super().__init__()
        self._cls = cls
        self.save = PrimaryButton(tr("Save"))
        self.discard = PlainButton(tr("Discard"))
        self._actions = [(action, self._button(action, place)) for place, action in enumerate(cls.actions)]
        self.more = IconButton("more", tr("More"))
        self.menu = Menu(self.more)
        self.more.clicked.connect(lambda: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self._pairs: list[tuple[str, str]] = []
        self.stages = StageBar(label=texts_label(cls))
        self.stages.chosen.connect(self.stage_wanted)
        self.stages.setVisible(cls.stage_field is not None)
        self._left = QWidget()
        row = QHBoxLayout(self._left)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.save, self.discard, *(button for _, button in self._actions), self.more):
            row.addWidget(button)
        row.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._below: bool | None = None
        self.show_state({}, dirty=False, new=False, locked=False)

    def _button(self, action: Action, place: int) -> PlainButton | PrimaryButton:
        made = PrimaryButton(action.label) if place == 0 else PlainButton(action.label)
        made.clicked.connect(lambda: self.acted.emit(action))
        return made

    def show_state(self, values: Values, *, dirty: bool, new: bool, locked: bool, stage: str | None = None) -> None:
        """Save and Discard while something is edited, else the actions that still make sense at the record's stage."""
        self.save.setVisible(dirty or new)
        self.discard.setVisible(dirty or new)
        self.more.setVisible(not new)
        for action, button in self._actions:
            button.setVisible(not (dirty or new or locked) and self._makes_sense(action, values))
        if self._cls.stage_field is not None:
            self._show_stages(stage or values.get(self._cls.stage_field) or "")
            self.stages.setEnabled(not locked)
        self._place()

    def _makes_sense(self, action: Action, values: Values) -> bool:
        name = self._cls.stage_field
        wanted = action.values.get(name or "")
        if name is None or wanted is None:
            return True
        field = self._cls.fields[name]
        steps = [value for value, _ in field.choices] if isinstance(field, Choice) else []
        now = values.get(name)
        if now in self._cls.ends or wanted not in steps:
            return False
        return now not in steps or steps.index(now) < steps.index(wanted)

    def _show_stages(self, current: str) -> None:
        """The stages on the way, the good end, and the one that holds."""
        field = self._cls.fields[str(self._cls.stage_field)]
        ends = self._cls.ends[1:]
        pairs = [one for one in getattr(field, "choices", ()) if one[0] not in ends or one[0] == current]
        if current and current not in dict(pairs):
            pairs.append((current, texts.stage_label(self._cls, current)))
        if self._pairs != pairs:
            self._pairs = pairs
            self.stages.set_stages(pairs, current)
        else:
            self.stages.set_current(current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The stages go below where they don't fit beside."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self._left.sizeHint().width() + self.stages.sizeHint().width() + 16
        below = not self.stages.isHidden() and room > self.width()
        if below == self._below:
            return
        self._below = below
        self._grid.removeWidget(self._left)
        self._grid.removeWidget(self.stages)
        self._grid.addWidget(self._left, 0, 0)
        self._grid.addWidget(self.stages, 1 if below else 0, 0 if below else 1)
        self._grid.setColumnStretch(0, 1)


def texts_label(cls: type[Record]) -> str:
    """What the bar of stages is called."""
    return cls.fields[cls.stage_field].label if cls.stage_field else tr("Stage")


class Tiles(QWidget):
    """How many records of each kind link here; `chosen(kind)` asks to see them. Kinds without any have no tile."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: dict[str, StatButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show these numbers."""
        for kind in counts:
            if kind not in self._tiles:
                self._tiles[kind] = self._made(kind)
        for kind, tile in self._tiles.items():
            count = counts.get(kind, 0)
            tile.setText(kinds[kind].label if count == 1 else kinds[kind].plural)
            tile.set_number(f"{count:,}")
            tile.setVisible(bool(count))
        some = sum(1 for kind in self._tiles if counts.get(kind))
        self._row.setStretch(self._row.count() - 1, max(0, 3 - some))  # few tiles don't grow beyond a third
        self.setVisible(bool(some))

    def _made(self, kind: str) -> StatButton:
        tile = StatButton(kinds[kind].icon, kinds[kind].plural)
        tile.clicked.connect(lambda: self.chosen.emit(kind))
        self._row.insertWidget(self._row.count() - 1, tile, 1)
        return tile
