"""Session: one use of the command line: in which workspace, as whom, and how the answer is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import recent
from models import user, workspace
from models.errors import Refused
from models.shown import Reader
from models.user import Member
from models.workspace import Workspace

if TYPE_CHECKING:
    from integrations.registry import Registry


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found or did: `value` for scripts, `text` for people (made only when wanted), the exit status."""

    value: Any
    text: Callable[[], str]
    status: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The wish for the window instead of an answer. No workspace: the welcome."""

    workspace: Path | None
    record: int | None = None
    message: int | None = None
    acting: str | None = None


@dataclass(slots=True)
class Session:
    """The global options, and what they lead to once it is needed."""

    folder: Path | None = None
    acting: str | None = None
    json: bool = False
    _open: Workspace | None = None
    _member: Member | None = None
    _registry: Registry | None = None

    def path(self) -> Path:
        """The folder of the workspace: `--workspace`, else CHATTERDESK_WORKSPACE, else the last one used."""
        named = self.named() or recent.workspace()
        if named is None:
            raise Refused("Which workspace? Name its folder with --workspace DIR, or make one: chatterdesk new DIR.")
        return named

    def named(self) -> Path | None:
        """The workspace that was asked for, by option or environment."""
        if self.folder is not None:
            return self.folder
        from_environment = os.environ.get("CHATTERDESK_WORKSPACE")
        return Path(from_environment) if from_environment else None

    def open(self) -> Workspace:
        """Open the workspace, as the user who acts."""
        if self._open is None:
            self._open = workspace.open(self.path())
            self._member = self._acting(self._open)
            recent.remember(self._open.path)
        return self._open

    def _acting(self, opened: Workspace) -> Member:
        """The user named by `--as`, else the last one in the window, else the first administrator."""
        if self.acting is not None:
            return user.find(self.acting)
        last = recent.user(opened.id)
        member = user.member(last) if last is not None else None
        return member if member is not None and not member.archived else user.first_administrator()

    @property
    def member(self) -> Member:
        """The user who acts."""
        self.open()
        assert self._member is not None
        return self._member

    @property
    def by(self) -> int:
        """The person who acts."""
        return self.member.id

    @property
    def reader(self) -> Reader:
        """How values are written: in the language of this computer, moments in UTC."""
        from models.shown import system_reader

        return Reader(locale=system_reader().locale, zone="UTC")

    def registry(self) -> Registry:
        """The plugins of the workspace."""
        if self._registry is None:
            from integrations.registry import Registry

            self._registry = Registry(self.open().id)
        return self._registry

    def close(self) -> None:
        """Let go of the workspace."""
        if self._registry is not None:
            self._registry.close()
            self._registry = None
        if self._open is not None:
            workspace.close(self._open)
            self._open = None
