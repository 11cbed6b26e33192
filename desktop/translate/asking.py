"""Asking before anything leaves this computer: once, when somebody first wants a translation and no engine is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.translate.consent import GOOGLE, ConsentDialog
from models import person, reading, record
from models.errors import Refused


@dataclass(frozen=True, slots=True)
class About:
    """With whom a text was written: their name, and the contact that can be left out."""

    name: str = ""
    card: int | None = None


def about(thread: int) -> About:
    """With whom one writes on a record: its contact."""
    own = record.correspondent(thread)
    someone = person.some([own]).get(own) if own is not None else None
    return About(someone.name, someone.card) if someone is not None else About()


class Asking(QObject):
    """Knows whether an engine is on, and asks for one where none is."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: ConsentDialog | None = None

    def may(self) -> bool:
        """Whether some engine is switched on."""
        return bool(self._desk.registry.translators())

    def with_engine(self, over: QWidget, whom: About, then: Callable[[], object]) -> None:
        """Do something once an engine is on; where none is, ask first."""
        if reading.all_refused() or self.may():  # what is refused is said where it is asked for
            then()
            return
        dialog = ConsentDialog(over, whom.name if whom.card is not None else "")
        dialog.accepted.connect(lambda: self._enable(then))
        dialog.never_for.connect(lambda: self._refuse_for(whom))
        dialog.never.connect(self._refuse_all)
        dialog.others_wanted.connect(lambda: self._desk.open_page.emit("settings:translation"))
        self.dialog = dialog
        dialog.destroyed.connect(self._gone)
        dialog.open()

    def _gone(self) -> None:
        self.dialog = None

    def _enable(self, then: Callable[[], object]) -> None:
        registry, by = self._desk.registry, self._desk.me
        self._desk.jobs.run(lambda: registry.enable(GOOGLE, by=by), lambda _: then(), self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            raise error
        self._desk.notice.emit(str(error))

    def _refuse_for(self, whom: About) -> None:
        card = whom.card
        if card is not None:
            self._keep(lambda: reading.refuse_for(card, True, by=self._desk.me))

    def _refuse_all(self) -> None:
        self._keep(lambda: reading.refuse_all(True, by=self._desk.me))

    def _keep(self, verb: Callable[[], object]) -> None:
        write(self._desk, verb, owner=self, done=lambda _: None, refused=self._desk.notice.emit)
