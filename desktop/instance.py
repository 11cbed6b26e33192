"""One window for a workspace: a second start hands its record to the window already there, and ends.

Who has the window is told by a lock in the user's own folder, which dies with its process; how to reach it, by a local
socket that only this user may open, named after the workspace.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop import memory
from models.lock import Lock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE = 1500  # milliseconds; a window that doesn't answer within them is not waited for
_LONGEST = 4096  # bytes; nobody but us has more to say than this
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What a second start wants to see: a record, a message of it, as whom; 0 and "" where nothing was said."""

    record: int = 0
    message: int = 0
    acting: str = ""


def socket_name(workspace_id: str) -> str:
    """The name of the socket for this user's window on a workspace."""
    who = os.environ.get("USERNAME", "") if os.name == "nt" else str(os.getuid())
    return "chatterdesk-" + hashlib.sha256(f"{workspace_id}:{who}".encode()).hexdigest()[:32]


class Instance(QObject):
    """This process's claim on being the window of a workspace. `asked` carries a `Request` of a later start."""

    asked = Signal(object)

    def __init__(self, workspace_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name(workspace_id)
        path = memory.folder() / "windows" / f"{workspace_id}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock(path)
        self._server: QLocalServer | None = None

    def pass_on(self, request: Request) -> bool:
        """Hand the request to the window already there; False where there is none, or it doesn't answer."""
        if self._lock.alone():
            return False
        from PySide6.QtNetwork import QLocalSocket  # only where there is somebody to talk to

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE):
            _log.info("the window on this workspace can't be reached: %s", socket.errorString())
            return False
        socket.write(json.dumps(asdict(request)).encode() + b"\n")
        taken = socket.waitForReadyRead(_PATIENCE) and bytes(socket.readAll().data()).startswith(b"ok")
        socket.disconnectFromServer()
        return taken

    def listen(self) -> None:
        """Be reachable for later starts."""
        from PySide6.QtNetwork import QLocalServer  # not before the window is seen

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)  # what a process that was killed left behind; the lock says it is gone
        if not server.listen(self._name):
            _log.info("later starts will open a window of their own: %s", server.errorString())
            return
        server.newConnection.connect(self._greet)
        self._server = server

    def close(self) -> None:
        """Give up being the window."""
        if self._server is not None:
            self._server.close()
        self._lock.release()

    def _greet(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(_LONGEST)
            socket.readyRead.connect(self._hear)
            socket.disconnected.connect(socket.deleteLater)

    def _hear(self) -> None:
        socket: Any = self.sender()
        if not socket.canReadLine():
            if socket.bytesAvailable() >= _LONGEST:
                socket.abort()
            return
        request = _understood(bytes(socket.readLine(_LONGEST).data()))
        if request is None:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        socket.disconnectFromServer()
        self.asked.emit(request)


def _understood(line: bytes) -> Request | None:
    """The request in a line; None where it isn't one of ours."""
    try:
        said = json.loads(line)
        return Request(int(said["record"]), int(said["message"]), str(said["acting"]))
    except (ValueError, KeyError, TypeError):
        return None
