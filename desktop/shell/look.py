"""How the window looks by the person's wish: which panes, where the chatter stands, light or dark, the size of text."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from desktop import memory
from desktop.desk import Desk
from desktop.shell import layout
from desktop.shell.layout import Arrangement, Wishes, arrange
from desktop.shell.navigation import Navigation
from desktop.shell.records_page import RecordsPage
from desktop.theme import SCALES, Theme

_UNDECIDED = ("", "true", "false")


def kept_theme() -> Theme:
    """The theme as it was chosen last, on whichever workspace."""
    kept = memory.of_application()
    scale = memory.whole(kept, "text-size", 100)
    return Theme(memory.one_of(kept, "appearance", ("system", "light", "dark")), scale if scale in SCALES else 100)


class Look(QObject):
    """Arranges a window's panes by its width and these wishes, and remembers the wishes."""

    def __init__(self, window: QWidget, desk: Desk, *, navigation: Navigation, records: RecordsPage) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._navigation, self._records = navigation, records
        self._now: Arrangement | None = None
        kept = desk.memory
        self.wishes = Wishes(
            _decided(kept, "panes/navigation"),
            _decided(kept, "panes/list-shown"),
            memory.one_of(kept, "panes/chatter-place", layout.PLACES),
            memory.whole(kept, "panes/list", layout.LIST_WIDTH),
        )
        self._heard = desk.theme.changed.connect(self._scaled)
        desk.closing.connect(self._stop_hearing)
        self._scaled()

    def _stop_hearing(self) -> None:
        """The workspace can't be read any more; that it closes may be told more than once."""
        if self._heard is not None:
            self._desk.theme.changed.disconnect(self._heard)
            self._heard = None

    @property
    def now(self) -> Arrangement:
        """The arrangement in force."""
        return self._now or arrange(self._window.width(), self.wishes, scale=self._desk.theme.scale)

    def arrange(self) -> None:
        """Fit the panes to the window's present width."""
        wanted = arrange(self._window.width(), self.wishes, scale=self._desk.theme.scale)
        if wanted == self._now:
            return
        words_changed = self._now is None or wanted.words != self._now.words
        self._now = wanted
        if words_changed:
            self._navigation.set_words(wanted.words)
            self._navigation.set_scale(self._desk.theme.scale)
        self._records.apply(wanted, list_asked_for=bool(self.wishes.list_pane))

    def toggle_navigation(self) -> None:
        """Fold the navigation to icons, or unfold it."""
        self._wish(navigation=not self.now.words)

    def toggle_list(self) -> None:
        """Show or hide the list beside an open record."""
        self._wish(list_pane=not self._records.panes.shows()[0])

    def place_chatter(self, where: str) -> None:
        """Put the chatter "right" or "below", or have it "hidden"."""
        self._wish(chatter=where)

    def reveal_chatter(self) -> None:
        """Show the chatter where it is hidden, without its being remembered."""
        if self.wishes.chatter == "hidden":
            self.wishes = replace(self.wishes, chatter="right")
            self.arrange()

    def set_scheme(self, scheme: str) -> None:
        """Be "light" or "dark", or as the "system" is; for every workspace."""
        self._desk.theme.set_scheme(scheme)
        memory.of_application().setValue("appearance", scheme)

    def set_scale(self, scale: int) -> None:
        """Show text at this many percent; for every workspace."""
        self._desk.theme.set_scale(scale)
        memory.of_application().setValue("text-size", scale)

    def zoom(self, step: int) -> None:
        """Make text a step larger (1) or smaller (-1), or as large as usual (0)."""
        at = SCALES.index(self._desk.theme.scale) if self._desk.theme.scale in SCALES else SCALES.index(100)
        self.set_scale(100 if not step else SCALES[max(0, min(at + step, len(SCALES) - 1))])

    def _wish(self, **wished: object) -> None:
        now = self.wishes
        self.wishes = Wishes(
            *(wished.get("navigation", now.navigation), wished.get("list_pane", now.list_pane)),
            *(wished.get("chatter", now.chatter), memory.whole(self._desk.memory, "panes/list", layout.LIST_WIDTH)),
        )
        _decide(self._desk.memory, "panes/navigation", self.wishes.navigation)
        _decide(self._desk.memory, "panes/list-shown", self.wishes.list_pane)
        self._desk.memory.setValue("panes/chatter-place", self.wishes.chatter)
        self.arrange()

    def _scaled(self) -> None:
        scale = self._desk.theme.scale
        self._navigation.set_scale(scale)
        self._records.header.set_scale(scale)
        if self._now is not None:
            self.arrange()


def _decided(kept: QSettings, name: str) -> bool | None:
    return {"": None, "true": True, "false": False}[memory.one_of(kept, name, _UNDECIDED)]


def _decide(kept: QSettings, name: str, wish: bool | None) -> None:
    kept.setValue(name, {None: "", True: "true", False: "false"}[wish])
