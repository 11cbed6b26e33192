"""The checks of the test command, one after the other, and a table of how each ended."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from environment import BIN, PYTHON, ROOT

ROOM = 4_000_000_000  # bytes
NO_TESTS = 5  # pytest's own status for an empty test set
STATIC = {
    "ruff check": [BIN / "ruff", "check"],
    "ruff format": [BIN / "ruff", "format", "--check"],
    "mypy": [BIN / "mypy"],
    "import-linter": [BIN / "lint-imports"],
}


def run_all(arguments: list[str]) -> int:
    """Run everything, even after a failure; returns 0, or the status of the first that failed."""
    outcomes = {}
    for name, command in {**STATIC, "pytest": pytest_command(arguments)}.items():
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        status = subprocess.call([str(part) for part in command], cwd=ROOT, env=settings())
        outcomes[name] = (status, time.monotonic() - started)
    print()
    for name, (status, seconds) in outcomes.items():
        print(f"{name:14} {outcome(status, name):10} {seconds:6.1f} s")
    return next((status for status, _ in outcomes.values() if status), 0)


def pytest_command(arguments: list[str]) -> list[str]:
    """pytest on all cores, up to four; on one where a person wants to look into a test."""
    alone = any(argument in ("--pdb", "-s", "--trace", "--collect-only") for argument in arguments)
    spread = [] if alone else ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    return [str(PYTHON), "-m", "pytest", *spread, *arguments]


def settings() -> dict[str, str]:
    """The environment of a check: no screen is needed, text is UTF-8 everywhere, and bytecode is kept.

    The tests start hundreds of processes; each would compile every module anew where bytecode may not be written.
    """
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return {"QT_QPA_PLATFORM": "offscreen", **in_memory(), **given, "PYTHONUTF8": "1", "PATH": path}


def in_memory() -> dict[str, str]:
    """Temporary folders in memory where there is plenty of it: each test commits to a database on the disk."""
    folder = Path("/dev/shm")
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return {}
    return {"TMPDIR": str(folder)}


def outcome(status: int, name: str) -> str:
    if status == 0:
        return "passed"
    return "no tests" if status == NO_TESTS and name == "pytest" else f"FAILED ({status})"


if __name__ == "__main__":
    sys.exit(run_all(sys.argv[1:]))
