"""The locks in packaging/requirements: every version and its hashes, for all systems, without a registry's address."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import LOCKS, REQUIREMENTS, ROOT, Failed

EXTRAS = {"run": ["build"], "dev": ["build", "dev"], "bench": ["build", "dev", "bench"]}
OPTIONS = ("--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")
HEADER = "# Made from pyproject.toml by: python3 packaging/bootstrap.py lock\n"


def renew(arguments: list[str]) -> None:
    """Resolve each lock by uv, within the one before; what is locked now stays unless --upgrade is given."""
    with tempfile.TemporaryDirectory() as folder:
        uv = install_uv(Path(folder))
        smaller: list[str] = []
        for name in LOCKS:
            target = REQUIREMENTS / f"{name}.txt"
            extras = [option for extra in EXTRAS[name] for option in ("--extra", extra)]
            compile_lock(uv, ["pyproject.toml", *extras, *smaller, *arguments, "--output-file", str(target)])
            target.write_text(HEADER + target.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
            smaller = ["--constraints", str(target)]
            print(f"{target.relative_to(ROOT)}: renewed")


def install_uv(folder: Path) -> Path:
    """uv in a virtual environment of its own, gone when the locks are written: nothing else needs it."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made = subprocess.call([sys.executable, "-m", "venv", str(folder)]) == 0
    if not made or subprocess.call([str(python), "-m", "pip", "install", "--quiet", "uv"]) != 0:
        raise Failed("uv, which resolves the versions, could not be installed.")
    return python.with_name("uv.exe" if os.name == "nt" else "uv")


def compile_lock(uv: Path, arguments: list[str]) -> None:
    """One run of uv pip compile, with pip's settings handed on under the names that uv knows."""
    known_to_uv = {"UV_INDEX_URL": os.environ.get("PIP_INDEX_URL"), "SSL_CERT_FILE": os.environ.get("PIP_CERT")}
    settings = {**{name: value for name, value in known_to_uv.items() if value}, **os.environ}
    if subprocess.call([str(uv), "pip", "compile", *OPTIONS, *arguments], cwd=ROOT, env=settings) != 0:
        raise Failed("The versions could not be resolved; uv says why above.")
