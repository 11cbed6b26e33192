"""Fixtures for all tests: workspaces on temporary folders, the desk of a window, and a log that must stay quiet."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.main_window import MainWindow
    from desktop.theme import Theme
    from models.workspace import Workspace

# Before Qt is loaded by anything: windows of tests are not seen, and no display is needed.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
TEST_DATA = Path(os.environ.get("CHATTERDESK_TEST_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings, caches and workspaces of whoever runs it, or knows their language."""
    from models.shown import system_reader

    system_reader.cache_clear()
    for name in ("LC_ALL", "LC_TIME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("CHATTERDESK_WORKSPACE", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)


_frozen = {"times": 0}


@pytest.fixture(autouse=True)
def garbage_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect garbage between tests, here: a thread of a test that did it could end Qt's objects and with them all.

    A connection that the last timer of a window before opened anew is closed. A window that was to be deleted later is
    deleted now: no event loop of the test's own is left to do it, and it would hear what the next test does.
    """
    from models import database

    gc.disable()
    database.close()
    yield
    gc.disable()
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        gc.collect(0)
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    if _frozen["times"] < 3:  # what the first tests loaded stays for all: no later collection looks at it again
        gc.freeze()
        _frozen["times"] += 1


@pytest.fixture
def allowed_warnings() -> list[str]:
    """What a test expects in the log: it appends a part of each message that may come."""
    return []


_QT_WARNINGS = ("QtWarningMsg", "QtCriticalMsg", "QtFatalMsg")


class _Alarm(logging.Handler):
    """Keeps every record of WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(allowed_warnings: list[str], qtlog: Any) -> Iterator[None]:
    """Fail a test in which Python or Qt logged something as WARNING or above that it did not expect."""
    alarm = _Alarm()
    logging.getLogger().addHandler(alarm)
    yield
    logging.getLogger().removeHandler(alarm)
    heard = alarm.heard + [f"Qt: {one.message}" for one in qtlog.records if one.type_name in _QT_WARNINGS]
    expected = [*allowed_warnings, "This plugin does not support"]  # said by Qt's screenless platform all the time
    unexpected = [line for line in heard if not any(part in line for part in expected)]
    if unexpected:
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The public data sets (setting CHATTERDESK_TEST_DATA); tests that need them are skipped without."""
    if not TEST_DATA.is_dir():
        pytest.skip(f"no test data at {TEST_DATA} (CHATTERDESK_TEST_DATA)")
    return TEST_DATA


@dataclass(frozen=True, slots=True)
class Filled:
    """A small workspace with records of each kind: ids of its records, and the person ids of its users."""

    workspace: Workspace
    marta: int  # administrator, the one who acts
    jonas: int
    company: int
    ana: int  # contact with e-mail, mobile, company
    karl: int  # contact with e-mail
    barrels: int  # opportunity of Ana, with a conversation
    wall: int  # opportunity of Karl
    order: int
    task: int


@pytest.fixture(scope="session")
def _empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from models import workspace

    path = tmp_path_factory.mktemp("template") / "northwind"
    workspace.close(workspace.create(path, name="Marta Oliveira", email="marta@northwind.example", currency="EUR"))
    return path


@pytest.fixture(scope="session")
def _filled_template(_empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    from models import workspace

    path = tmp_path_factory.mktemp("filled") / "northwind"
    shutil.copytree(_empty_template, path)
    open_one = workspace.open(path)
    ids = _fill()
    workspace.close(open_one)
    return path, ids


def _fill() -> dict[str, int]:
    """A company, two contacts, two opportunities, an order, a task, and what was said about one of them."""
    from models import posting, record, sending, user

    marta = user.first_administrator().id
    jonas = user.add("Jonas Lind", "jonas@northwind.example", by=marta)

    def add(kind: str, **values: Any) -> int:
        return record.create(kind, values, by=marta).id

    company = add("contact", name="Bodegas Herrera S.L.", is_company="yes", city="Jerez", country="ES")
    ana = add(
        "contact",
        name="Ana Herrera",
        company=str(company),
        email="ana@herrera.example",
        mobile="+34 656 555 014",
        language="es",
    )
    karl = add("contact", name="Karl Weber", email="k.weber@weber.example", country="DE", language="de")
    barrels = add(
        "opportunity",
        title="Oak barrels, harvest 2027",
        contact=str(ana),
        expected_revenue="17780 EUR",
        stage="Qualified",
    )
    wall = add("opportunity", title="Storage wall", contact=str(karl), expected_revenue="11730 EUR")
    order = add("purchase_order", vendor=str(karl), lines="Oak barrel 225 L; 24; 540\nBung; 4; 38.50")
    task = add("task", title="Plan the delivery", about=str(barrels), assignee="jonas@northwind.example")
    posting.post(barrels, "Could you confirm the delivery date?", by=marta, to=sending.recipients(barrels))
    posting.note(barrels, "@Jonas the racks are at the Porto warehouse.", by=marta)
    record.save(barrels, {"stage": "Proposition", "expected_revenue": "18640 EUR"}, by=marta)
    return {
        "marta": marta, "jonas": jonas, "company": company, "ana": ana, "karl": karl,
        "barrels": barrels, "wall": wall, "order": order, "task": task,
    }  # fmt: skip


@pytest.fixture
def workspace(_empty_template: Path, tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace with nothing but its first administrator, Marta Oliveira."""
    yield from _opened(_empty_template, tmp_path / "workspace")


@pytest.fixture
def filled(_filled_template: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Filled]:
    """An open workspace with a few records of each kind."""
    template, ids = _filled_template
    for opened in _opened(template, tmp_path / "workspace"):
        yield Filled(opened, **ids)


def _opened(template: Path, path: Path) -> Iterator[Workspace]:
    from models import workspace

    shutil.copytree(template, path)
    opened = workspace.open(path)
    yield opened
    workspace.close(opened)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Run Python in another process that has the same workspace open: `elsewhere("message.log(7, 'x', by=1)")`."""
    fixture = "filled" if "filled" in request.fixturenames else "workspace"
    opened = request.getfixturevalue(fixture)
    path = (opened.workspace if fixture == "filled" else opened).path

    def run(code: str) -> str:
        program = f"""
from pathlib import Path
from models import follower, message, notification, posting, record, sending, user, workspace
opened = workspace.open(Path({str(path)!r}))
{code}
workspace.close(opened)
"""
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def theme(qapp: Any) -> Iterator[Theme]:
    """The theme of the application: light, 100 %, whatever a test before it chose."""
    from desktop.theme import Theme
    from desktop.theme import theme as applied

    there = applied()
    if there is None:
        there = Theme("light")
        there.apply(qapp)
    there.set_scheme("light")
    there.set_scale(100)
    yield there


@pytest.fixture
def desk(filled: Filled, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a window on the filled workspace, where Marta acts and times are Madrid's."""
    yield from _desk(filled.workspace, theme, tmp_path)


@pytest.fixture
def empty_desk(workspace: Workspace, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a window on a workspace without records."""
    yield from _desk(workspace, theme, tmp_path)


def _desk(workspace: Workspace, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    from PySide6.QtCore import QSettings

    from desktop.bridge import JournalBridge
    from desktop.desk import Desk
    from desktop.jobs import Jobs
    from models import user
    from models.shown import Reader
    from models.workspace import DATABASE

    jobs, journal = Jobs(), JournalBridge(workspace.path / DATABASE)
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    made = Desk(
        workspace,
        user.first_administrator(),
        reader=Reader("en_GB", "Europe/Madrid"),
        theme=theme,
        jobs=jobs,
        journal=journal,
        memory=memory,
    )
    yield made
    made.closing.emit()
    journal.close()
    jobs.stop(wait=True)


@pytest.fixture
def window(desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    """The main window on the filled workspace, 1,800 × 1,000, shown at the list of contacts, its chatter made."""
    from desktop.main_window import MainWindow

    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1800, 1000)
    made.open_first()
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.records.chatter is not None)
    yield made
    made.close_now()
