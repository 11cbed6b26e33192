"""The stage: a window on a workspace made for it, shown off the screen, and what a scene may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app import Open
from desktop.main_window import MainWindow
from desktop.theme import Theme
from models import listing, sample, user, workspace
from models.listing import Chosen
from models.shown import Reader

NARROW, MIDDLE, WIDE = (1024, 700), (1440, 900), (1800, 1000)
READER = Reader("en_GB", "Europe/Madrid")
OWNER = ("Marta Oliveira", "marta@northwind.example")
_CALM = 260  # milliseconds in which lists, jobs and first paints come to rest


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture to take. `play` prepares the stage, and may give back another widget than the window to be taken.

    `empty` plays on a workspace without records. The file is named after scene, colours and width.
    """

    name: str
    play: Callable[[Stage], QWidget | None]
    sizes: tuple[tuple[int, int], ...] = (MIDDLE,)
    schemes: tuple[str, ...] = ("light", "dark")
    empty: bool = False
    scale: int = 100

    def file(self, scheme: str, size: tuple[int, int]) -> str:
        """The picture's file name."""
        return f"{self.name}-{scheme}-{size[0]}.png"


class Stage:
    """One window on one workspace, for one picture; `close` it after."""

    def __init__(self, folder: Path, theme: Theme, size: tuple[int, int]) -> None:
        opened = workspace.open(folder)
        remembered = QSettings(str(folder.parent / "memory.ini"), QSettings.Format.IniFormat)
        remembered.clear()
        self.here = Open(opened, user.first_administrator(), theme=theme, reader=READER, remembered=remembered)
        self.theme = theme
        self.window: MainWindow = self.here.window
        self.window.resize(*size)

    def show(self) -> None:
        """Show the window at its first kind and let it come to rest."""
        self.window.open_first()
        self.window.show()
        self.rest()

    def rest(self, milliseconds: int = _CALM) -> None:
        """Let timers, jobs and paints do their work."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def record(self, kind: str, title: str) -> int:
        """The id of a record of the sample by the beginning of its title."""
        return listing.page(kind, Chosen(containing=title), limit=1)[0].id

    def open(self, kind: str, title: str) -> int:
        """Open a record of the sample and let it come to rest."""
        id = self.record(kind, title)
        self.window.show_record(id)
        self.rest()
        return id

    def close(self) -> None:
        """Take everything down."""
        self.window.close_now()
        self.here.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs that would do it


def picture(widget: QWidget) -> QPixmap:
    """What is seen of a widget, with the menus that are open over it."""
    taken = widget.grab()
    painter = QPainter(taken)
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and menu.isVisible():
            painter.drawPixmap(widget.mapFromGlobal(menu.mapToGlobal(QPoint(0, 0))), menu.grab())
    painter.end()
    return taken


def make_workspaces(folder: Path) -> tuple[Path, Path]:
    """The sample, and an empty workspace, made anew in a folder; gives their places."""
    places = []
    for name, filled in (("sample/Northwind", True), ("empty/Northwind", False)):
        opened = workspace.create(folder / name, name=OWNER[0], email=OWNER[1], currency="EUR")
        if filled:
            sample.fill(by=user.first_administrator().id)
        workspace.close(opened)
        places.append(opened.path)
    return places[0], places[1]
