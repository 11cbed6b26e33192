"""The virtual environment .venv: made from a lock with hashes, the project installed editable, stamped when done."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
PACKAGES = ("desktop", "integrations", "models", "search_index")
LOCKS = ("run", "dev", "bench")  # each holds the ones before it, at the same versions

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SCRIPT = BIN / ("chatterdesk.exe" if os.name == "nt" else "chatterdesk")


class Failed(Exception):
    """A step that could not be done, in words for the person at the terminal."""


def is_ready(lock: str) -> bool:
    """Whether .venv works and holds that lock, or one that includes it, as the files stand now. Starts no process."""
    if not is_sound():
        return False
    return any(read(stamp_file(name)) == stamp(name) for name in LOCKS[LOCKS.index(lock) :])


def make(lock: str) -> None:
    """Make .venv where it is missing or broken, and install the lock and the project. The stamp comes last."""
    if not is_sound():
        create()
    print(f"Installing the requirements ({lock}) into .venv; the first time takes about a minute.", flush=True)
    pip("--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS / f"{lock}.txt"))
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    compile_project()
    stamp_file(lock).write_text(stamp(lock), encoding="utf-8")


def is_sound() -> bool:
    """Whether .venv was made completely, in this folder, and its Python is still the same."""
    return PYTHON.exists() and read(VENV / "made-for") == identity()


def identity() -> str:
    """Where .venv stands and which Python carries it: a moved folder or a new Python asks for a new one."""
    return f"{ROOT}\n{PYTHON.resolve()}\n{read(VENV / 'pyvenv.cfg')}"


def create() -> None:
    """An empty .venv, in place of whatever stood there."""
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.DEVNULL) != 0:
        raise Failed(f"The virtual environment could not be made in {VENV}.")
    (VENV / "made-for").write_text(identity(), encoding="utf-8")


def pip(*arguments: str) -> None:
    """pip install; its own settings (PIP_INDEX_URL, PIP_CERT, its configuration file) hold as they are."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    if subprocess.call([*command, *arguments]) != 0:
        raise Failed("The requirements could not be installed; pip says why above. Nothing is half-done: try again.")


def compile_project() -> None:
    """Keep the bytecode of the project's packages, so that no start compiles them, whoever starts them.

    What can't be written is no loss but time: Python compiles what it does not find, or finds older than its source.
    """
    subprocess.call([str(PYTHON), "-m", "compileall", "-qq", *(str(ROOT / name) for name in PACKAGES)])


def stamp_file(lock: str) -> Path:
    return VENV / f"stamp-{lock}"


def stamp(lock: str) -> str:
    """Changes with anything that an installation depends on: the lock, and what pyproject.toml declares."""
    content = (REQUIREMENTS / f"{lock}.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content).hexdigest()


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
