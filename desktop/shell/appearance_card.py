"""The card of the settings that says how the window looks: colours, size of text, place of the chatter."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.shell.look import Look
from desktop.shell.setting_rows import setting_row
from desktop.theme import SCALES
from desktop.tr import tr
from desktop.widgets import Card, SegmentedControl


class AppearanceCard(Card):
    """Each choice holds at once, for every workspace; what is chosen elsewhere is shown here too."""

    def __init__(self, desk: Desk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(margin=20, parent=parent)
        self._theme = desk.theme
        schemes = (("system", tr("System"), "monitor"), ("light", tr("Light"), "sun"), ("dark", tr("Dark"), "moon"))
        self.scheme = SegmentedControl(schemes, desk.theme.scheme, label=tr("Colours"))
        self.scheme.chosen.connect(look.set_scheme)
        self.body.addLayout(setting_row(tr("Colours"), tr("As the system is, or always the same."), self.scheme))
        sizes = [(str(scale), tr("{percent} %", percent=scale)) for scale in SCALES]
        self.scale = SegmentedControl(sizes, "100", label=tr("Text size"))
        self.scale.chosen.connect(lambda scale: look.set_scale(int(scale)))
        self.body.addLayout(setting_row(tr("Text size"), tr("Everything grows with it."), self.scale))
        places = (("right", tr("Right")), ("below", tr("Below")), ("hidden", tr("Hidden")))
        place = SegmentedControl(places, look.wishes.chatter, label=tr("Chatter"))
        place.chosen.connect(look.place_chatter)
        self.body.addLayout(
            setting_row(tr("Chatter"), tr("Where the thread stands; a narrow window puts it below."), place)
        )
        desk.theme.changed.connect(self._show_theme)
        self._show_theme()

    def _show_theme(self) -> None:
        self.scheme.set_current(self._theme.scheme)
        if self._theme.scale in SCALES:
            self.scale.set_current(str(self._theme.scale))
