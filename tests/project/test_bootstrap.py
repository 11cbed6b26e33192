"""The ways into the project hold: bootstrap, locks with hashes, the pinned Qt, the menu entry, the CI script."""

import configparser
import importlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
BOOTSTRAP = PACKAGING / "bootstrap.py"
LOCKS = ("run", "dev", "bench")


@pytest.fixture
def part(monkeypatch):
    """Import one of the bootstrap's modules, as bootstrap.py does: by its plain name."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module


def start(*arguments, **settings):
    """Run bootstrap.py without input and with these environment variables; None takes one away."""
    changed = {name: value for name, value in {**os.environ, **settings}.items() if value is not None}
    command = [sys.executable, BOOTSTRAP, *arguments]
    return subprocess.run(command, env=changed, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def locked(name):
    """The versions of a lock, by normalised name: one package may have several, for several Pythons or systems."""
    found = {}
    for line in (PACKAGING / f"requirements/{name}.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def declared(*extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for requirements in lists for text in requirements]


# The folder


def test_packaging_stays_a_plain_folder():
    assert not (PACKAGING / "__init__.py").exists(), "it would hide the library named packaging"


def test_no_module_of_the_bootstrap_hides_one_of_the_standard_library():
    assert not {file.stem for file in PACKAGING.glob("*.py")} & sys.stdlib_module_names


# The locks


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_hashes(name):
    text = (PACKAGING / f"requirements/{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert len(entries) > 50
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_registry(name):
    text = (PACKAGING / f"requirements/{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:|^-[a-z]", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "extras"), [("run", ["build"]), ("dev", ["build", "dev"]), ("bench", ["build", "dev", "bench"])]
)
def test_locks_cover_what_the_project_declares(name, extras):
    versions = locked(name)
    for requirement in declared(*extras):
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement.name} isn't in the lock: python3 packaging/bootstrap.py lock"
        assert all(requirement.specifier.contains(version) for version in found), f"{requirement}: locked {found}"


def test_each_lock_holds_the_smaller_one_at_the_same_versions():
    run, dev, bench = (locked(name) for name in LOCKS)
    assert run.items() <= dev.items() <= bench.items()


# Qt


def test_qt_is_pinned_below_the_version_that_loses_references():
    qt = next(requirement for requirement in declared() if requirement.name == "PySide6-Essentials")
    assert qt.specifier.contains("6.11.3")
    assert not qt.specifier.contains("6.12.0")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing to lose")
def test_qt_loses_no_reference_to_none_or_true():
    code = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
class Speaker(QObject):
    said = Signal()
app, label, speaker = QApplication([]), QLabel(), Speaker()
nothing, true = sys.getrefcount(None), sys.getrefcount(True)
for _ in range(2000):
    label.setText("x")
    speaker.said.emit()
print(abs(sys.getrefcount(None) - nothing), abs(sys.getrefcount(True) - true))
"""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert all(int(lost) < 200 for lost in done.stdout.split())


# The commands


def test_help_names_every_command(part):
    listed = start("--help")
    assert listed.returncode == 0
    for name in part("bootstrap").COMMANDS:
        assert re.search(rf"\b{name}\b", listed.stdout), name


def test_an_unknown_command_is_refused_with_the_list():
    done = start("launch")
    assert done.returncode == 2
    assert done.stderr.startswith("There is no command launch.\n")
    assert "uninstall" in done.stderr


def test_an_unknown_lock_is_refused():
    done = start("setup", "everything")
    assert (done.returncode, done.stderr) == (1, "There is no lock named everything; there are run, dev, bench.\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has displays to be without")
@pytest.mark.parametrize(
    ("variables", "shown"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True), ({"DISPLAY": ""}, False)],
)
def test_a_display_is_seen_by_its_variable(part, monkeypatch, variables, shown):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert part("bootstrap").has_display() is shown


def test_a_window_open_to_the_network_is_refused(part, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "vnc:addr=127.0.0.1")
    with pytest.raises(SystemExit, match="without a password"):
        part("bootstrap").has_display()


@pytest.mark.skipif(not shutil.which("apt-get"), reason="the line is Debian's")
def test_without_rights_the_exact_line_is_printed():
    """A library that nobody has, wanted by somebody who may not install: nothing is tried."""
    code = """
import ensurepip, os, sys
sys.path.insert(0, sys.argv[1])
import system_packages
system_packages.LIBRARIES["libnobody-has-this.so.9"] = "libnobody9"
if os.geteuid() == 0:
    os.setuid(65534)
system_packages.require()
"""
    command = [sys.executable, "-c", code, PACKAGING]
    settings = {**os.environ, "PATH": str(Path(shutil.which("apt-get")).parent)}
    done = subprocess.run(command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    line = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libnobody9"
    assert done.stderr.splitlines()[-1] == f"  {line}"
    assert done.stdout == ""


def test_a_second_start_adds_little():
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import bootstrap
bootstrap.system_packages.missing_libraries()
bootstrap.environment.is_ready("run")
"""
    command = [sys.executable, "-c", code, PACKAGING]
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, check=True, timeout=60)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) <= 0.3


# The environment


@pytest.fixture
def made(part, monkeypatch, tmp_path):
    """The environment module on a folder that looks like a finished .venv with the dev lock."""
    environment = part("environment")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    (tmp_path / "python").symlink_to(sys.executable)
    (tmp_path / "made-for").write_text(environment.identity(), encoding="utf-8")
    (tmp_path / "stamp-dev").write_text(environment.stamp("dev"), encoding="utf-8")
    return environment


def test_bytecode_is_kept_for_the_processes_of_the_checks(part, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in part("checks").settings()


def test_every_package_of_the_project_is_compiled_when_it_is_installed(part):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert sorted(part("environment").PACKAGES) == sorted(
        project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    )


def test_a_lock_serves_for_the_smaller_ones(made):
    assert [made.is_ready(name) for name in LOCKS] == [True, True, False]


def test_a_changed_lock_asks_for_an_installation(made, monkeypatch):
    monkeypatch.setattr(made, "stamp", lambda lock: f"another {lock}")
    assert not made.is_ready("run")


def test_a_moved_folder_asks_for_a_new_environment(made, monkeypatch, tmp_path):
    monkeypatch.setattr(made, "ROOT", tmp_path / "elsewhere")
    assert not made.is_sound()


def test_a_python_that_is_gone_asks_for_a_new_environment(made, tmp_path):
    (tmp_path / "python").unlink()
    (tmp_path / "python").symlink_to(tmp_path / "gone")
    assert not made.is_sound()


# The menu entry


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def read_entry(file):
    entry = configparser.RawConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str
    entry.read(file, encoding="utf-8")
    return entry


linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries are made on Linux")


@linux_only
def test_the_menu_entry_starts_this_program(part, home):
    part("menu_entry").install(Path("/opt/a place/chatterdesk"))
    file = home / "data/applications/chatterdesk.desktop"
    entry = read_entry(file)["Desktop Entry"]
    assert entry["Exec"] == '"/opt/a place/chatterdesk" open %u'
    assert (entry["Type"], entry["Name"]) == ("Application", "Chatterdesk")
    assert entry["MimeType"] == "x-scheme-handler/chatterdesk;"
    assert (home / f"data/icons/hicolor/scalable/apps/{entry['Icon']}.svg").is_file()
    if shutil.which("desktop-file-validate"):
        checked = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, timeout=30)
        assert (checked.returncode, checked.stdout) == (0, "")


@linux_only
def test_a_hard_path_is_quoted_as_the_specification_wants(part):
    assert part("menu_entry").quoted(Path('/a "b" $c 100%')) == r'"/a \\"b\\" \\$c 100%%"'


@linux_only
def test_links_open_chatterdesk_and_other_choices_stay(part, home):
    choices = home / "config/mimeapps.list"
    choices.parent.mkdir()
    choices.write_text(
        "[Default Applications]\ntext/html=reader.desktop\n\n[Added Associations]\nimage/png=a.desktop;\n"
    )
    part("menu_entry").install(Path("/opt/chatterdesk"))
    assert read_entry(choices)["Default Applications"]["x-scheme-handler/chatterdesk"] == "chatterdesk.desktop"
    part("menu_entry").uninstall()
    kept = read_entry(choices)
    assert dict(kept["Default Applications"]) == {"text/html": "reader.desktop"}
    assert dict(kept["Added Associations"]) == {"image/png": "a.desktop;"}
    assert [file for file in (home / "data").rglob("chatterdesk*") if file.is_file()] == []


# The script for CI


@pytest.mark.skipif(os.name == "nt", reason="a bash script")
@pytest.mark.parametrize(("outcome", "expected"), [(0, 0), (1, 1), (2, 2), (5, 0)])
def test_ci_hands_on_the_outcome_and_takes_an_empty_test_set_for_none(tmp_path, outcome, expected):
    stand_in = tmp_path / "python3"
    stand_in.write_text(f'#!/bin/sh\necho "$CI $*"\nexit {outcome}\n')
    stand_in.chmod(0o755)
    settings = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    done = subprocess.run([ROOT / ".ci/run"], env=settings, capture_output=True, text=True, timeout=30)
    assert done.returncode == expected
    assert done.stdout.startswith("true packaging/bootstrap.py test\n")
