"""The bridge from the journal to the windows: whoever wrote, in whichever process, one signal tells what changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot

from models import database, journal

LOOKS = (0, 20, 60, 150)  # milliseconds after a file changed: it is written before its commit can be seen
POLL = 1000  # milliseconds; what the file watcher misses (network drives, a fresh WAL file) is noticed then


class JournalBridge(QObject):
    """Reads on in the journal after every commit of this process and every change of the database's files.

    `changed` carries a list of `journal.Change`, oldest first, each once.
    """

    changed = Signal(list)
    _committed = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = [str(file), f"{file}-wal"]
        self._seq = journal.head()[0]
        self._version = database.data_version()
        self._watcher = QFileSystemWatcher(self._files, self)
        self._watcher.fileChanged.connect(self._look_soon)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look_again)
        self._looks = 0
        self._closed = False
        self._committed.connect(self.read_on, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._stop = database.on_commit(self._committed.emit)

    @Slot()
    def _look_soon(self) -> None:
        """A file changed: look now, and a few times more until the commit can be seen."""
        self._looks = 0
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        before = self._version
        self._look()
        self._looks += 1
        if self._version == before and self._looks < len(LOOKS):
            self._again.start(LOOKS[self._looks])

    @Slot()
    def _look(self) -> None:
        """See whether another connection committed; watch files anew that were made again."""
        missing = [file for file in self._files if file not in self._watcher.files() and Path(file).exists()]
        if missing:
            self._watcher.addPaths(missing)
        version = database.data_version()
        if version != self._version:
            self._version = version
            self.read_on()

    @Slot()
    def read_on(self) -> None:
        """Tell what the journal has since the last look; nothing that was on its way when the bridge was closed."""
        while not self._closed and (changes := journal.since(self._seq, limit=2000)):
            self._seq = changes[-1].seq
            self.changed.emit(changes)

    def close(self) -> None:
        """Stop watching."""
        self._closed = True
        self._stop()
        self._timer.stop()
        self._again.stop()
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
