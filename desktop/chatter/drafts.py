"""Drafts in the window: what is typed goes into the database within a second, and comes from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.chatter.writing import SOON
from desktop.desk import Desk
from models import draft
from models.database import PATIENCE, transaction
from models.draft import MODES, Content
from models.errors import Busy

__all__ = ["DELAY", "MODES", "Content", "Drafts", "joined"]

DELAY = 500  # milliseconds after the first key that is not kept yet; product.md §4 allows 1 s
AGAIN = 150  # milliseconds until the next try while another program writes
_PATIENCE = 0.05  # seconds that typing may wait for the database


class Drafts(QObject):
    """The drafts of `person`, the acting user. What is on its way to be sent is `held`: it is no draft meanwhile."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = desk.me
        self._unkept: dict[tuple[int, int, str], Content] = {}
        self._typed: dict[tuple[int, int, str], Callable[[], Content]] = {}
        self._held: set[tuple[int, int, str]] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: self.flush())
        self._closed = False
        desk.closing.connect(self.close)
        QCoreApplication.instance().aboutToQuit.connect(self.close)

    def get(self, thread: int, mode: str) -> Content:
        """What was typed there."""
        return self._now(thread, mode)

    def _now(self, thread: int, mode: str, kept: Mapping[str, Content] | None = None) -> Content:
        """What was typed there; `kept` are the record's drafts, where they were read already."""
        key = (self.person, thread, mode)
        if key in self._typed:
            return self._typed[key]()
        if key in self._unkept:
            return self._unkept[key]
        if key in self._held:
            return Content()
        return draft.read(thread, mode, by=self.person) if kept is None else kept.get(mode, Content())

    def typed(self, thread: int, mode: str, read: Callable[[], Content]) -> None:
        """Something was typed: `read` gives it when it is kept, soon. So no key waits for the whole text to be read."""
        if not self._closed:
            self._typed[self.person, thread, mode] = read
            if not self._timer.isActive():
                self._timer.start(DELAY)

    def put(self, thread: int, mode: str, content: Content) -> None:
        """Keep what was typed, soon; nothing is forgotten."""
        self._typed.pop((self.person, thread, mode), None)
        if self._closed or content == self.get(thread, mode) or (not content and not self.get(thread, mode)):
            return
        self._unkept[self.person, thread, mode] = content
        if not self._timer.isActive():
            self._timer.start(DELAY)

    def there(self, thread: int) -> str:
        """The mode in which a record has a draft; "" where it has none."""
        kept = draft.of_thread(thread, by=self.person)
        return next((mode for mode in MODES if self._now(thread, mode, kept)), "")

    def hold(self, thread: int, mode: str) -> None:
        """What was typed is on its way: until released, only what is typed from now on is the draft."""
        key = (self.person, thread, mode)
        self.flush()
        self._held.add(key)
        self._unkept.pop(key, None)

    def release(self, thread: int, mode: str) -> None:
        """It arrived, or was refused."""
        self._held.discard((self.person, thread, mode))
        self.flush()

    def forget(self, thread: int, mode: str) -> None:
        """It was sent: the verb that sent it dropped what was kept."""
        self._typed.pop((self.person, thread, mode), None)
        self._unkept.pop((self.person, thread, mode), None)
        QTimer.singleShot(SOON, self, self._desk.drafts_changed.emit)  # after the message that was sent is seen

    def close(self) -> None:
        """Keep what is left, however long that takes; nothing is written afterwards."""
        if not self._closed:
            self.flush(patience=PATIENCE)
            self._timer.stop()
            self._closed = True

    def flush(self, *, patience: float = _PATIENCE) -> None:
        """Put everything into the database now; what it can't take yet is tried again."""
        self._timer.stop()
        if self._closed:
            return
        for key, read in self._typed.items():
            self._unkept[key] = read()
        self._typed.clear()
        ready = {key: content for key, content in self._unkept.items() if key not in self._held}
        if not ready:
            return
        try:
            with transaction(patience=patience):
                for (person, thread, mode), content in ready.items():
                    draft.keep(thread, mode, content, by=person)
        except Busy:
            self._timer.start(AGAIN)
            return
        for key in ready:
            del self._unkept[key]
        self._desk.drafts_changed.emit()


def joined(first: Content, second: Content) -> Content:
    """What came back, before what was typed meanwhile."""
    if first.text in second.text and set(first.files) <= set(second.files):
        return second
    html = None
    if first.html is not None or second.html is not None:
        from models.text import html_of

        html = "<br>".join(filter(None, (one.html or html_of(one.text) for one in (first, second))))
    return Content(
        text=f"{first.text}\n{second.text}".rstrip("\n"),
        html=html,
        subject=first.subject or second.subject,
        to=first.to if first.to is not None else second.to,
        files=tuple(dict.fromkeys((*first.files, *second.files))),
        reply_to=first.reply_to or second.reply_to,
    )
