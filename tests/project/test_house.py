"""The house stands as it was drawn: floors, short modules that say what they hold, and a map that tells the truth."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Filled

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("desktop", "integrations", "search_index", "models")
LONGEST = 400  # lines of a module: beyond, it is split by noun
TOOLS = {".git", ".venv", "__pycache__", "build", "dist"}


@cache
def tracked() -> list[Path]:
    """The files of the project: those that git has, and new ones it doesn't ignore."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        pytest.skip("not a checkout: git doesn't know these files")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    """Every module of the program and of its packaging; tests apart."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests"]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


# Floors


def test_imports_go_only_downwards() -> None:
    """import-linter's contracts (pyproject.toml): floors, Qt in desktop only, plugins know the api only, no circles."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout


def test_import_names_are_folder_names() -> None:
    for floor in FLOORS:
        assert (ROOT / floor / "__init__.py").is_file()


def test_packaging_and_tests_are_no_packages() -> None:
    """packaging/__init__.py would hide the library of that name; tests are found by path."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert named([path for path in tracked() if path.name == "__init__.py" and "tests" in path.parts]) == []


def test_only_what_belongs_there_stands_at_the_top() -> None:
    allowed = {*FLOORS, "tests", "packaging", "docs", ".ci", ".gitignore", "pyproject.toml"}
    allowed |= {"README.md", "LICENSE", "CHANGELOG.md"}
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= allowed


# Modules


def test_modules_are_short() -> None:
    too_long = {str(path.relative_to(ROOT)): lines_of(path) for path in modules() if lines_of(path) > LONGEST}
    assert too_long == {}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def opening(path: Path) -> str:
    """The first line of a module's docstring; empty where it has none."""
    return (ast.get_docstring(parsed(path)) or "").split("\n")[0]


def test_each_module_opens_with_one_sentence() -> None:
    assert named([path for path in modules() if not re.fullmatch(r"[A-Z0-9“`].{15,}", opening(path))]) == []


def test_tests_open_with_one_sentence_too() -> None:
    tests = [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] == "tests"]
    assert named([path for path in tests if not opening(path)]) == []


def test_names_say_what_a_thing_is() -> None:
    """Names are the user's nouns and verbs: no Manager, Helper, Utils, Base."""
    vague = re.compile(r"(Manager|Helper|Utils?|Base)$")
    found = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and vague.search(node.name):
                found.append(f"{path.relative_to(ROOT)}: {node.name}")
        if re.fullmatch(r"(.*_)?(manager|helper|util|base|misc|common)s?", path.stem):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_no_error_is_swallowed() -> None:
    """An `except` that catches everything says what became of it."""
    found = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and _does_nothing(node):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def _catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))


def _does_nothing(node: ast.ExceptHandler) -> bool:
    return all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)


# The map


def readme_map() -> dict[str, str]:
    """The folders that the README's map of the house names, with their sentences."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## The house\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, 'README.md has no section "The house"'
    block = re.search(r"```\w*\n(.*?)```", section[1], re.DOTALL)
    assert block, '"The house" has no map between ``` lines'
    rows = [line for line in block[1].splitlines() if line.strip()]
    found = [re.match(r"\s*([\w./-]+)/\s{2,}(\S.*)", line) for line in rows]
    assert all(found), (
        f"not a folder and its sentence: {[row for row, one in zip(rows, found, strict=True) if not one]}"
    )
    return {one[1]: one[2] for one in found if one}


def folders(depth: int) -> set[str]:
    """The folders of the project down to a depth, as paths."""
    parents = {path.relative_to(ROOT).parent for path in tracked()}
    every = {folder for parent in parents for folder in (parent, *parent.parents) if folder != Path()}
    return {folder.as_posix() for folder in every if len(folder.parts) <= depth}


def test_the_map_in_the_readme_shows_the_folders_there_are() -> None:
    """Every folder at the top is on it, and nothing that isn't there; deeper ones may be."""
    shown = readme_map()
    assert folders(1) <= shown.keys() | {".ci"}
    assert [folder for folder in shown if not (ROOT / folder).is_dir()] == []
    assert [folder for folder, sentence in shown.items() if len(sentence) < 10] == []


# The log


LOGGING = """
import logging
def test_warns(): logging.getLogger("x").warning("smoke")
def test_fails(): logging.getLogger("x").error("fire")
def test_informs(): logging.getLogger("x").info("calm")
def test_expects(allowed_warnings):
    allowed_warnings.append("smo")
    logging.warning("smoke")
"""


def test_a_warning_in_the_log_fails_a_test(tmp_path: Path) -> None:
    (tmp_path / "test_log.py").write_text(LOGGING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(tmp_path)]
    wide = {**os.environ, "COLUMNS": "400"}  # or the lines that are looked for are cut
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, env=wide)
    for name in ("warns", "fails"):  # the test itself passes, what comes after it doesn't
        assert re.search(rf"^ERROR .*::test_{name} - Failed: unexpected in the log", done.stdout, re.MULTILINE), (
            done.stdout
        )
    for name in ("informs", "expects"):
        assert not re.search(rf"^ERROR .*::test_{name}\b", done.stdout, re.MULTILINE)
    assert "unexpected in the log:" in done.stdout
    assert "4 passed, 2 errors" in done.stdout


# The command line


def test_a_note_is_logged_without_loading_qt(filled: Filled) -> None:
    """From the very entry of the program on; what other commands load, tests of the command line look at."""
    command = [sys.executable, "-X", "importtime", "-m", "desktop", "--workspace", str(filled.workspace.path)]
    done = subprocess.run(
        [*command, "note", str(filled.task), "hello"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "models.workspace" in loaded
    assert not [name for name in loaded if name.startswith(("PySide6", "shiboken6"))]
