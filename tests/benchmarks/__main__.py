"""Runs the benchmarks and prints their table: `python -m tests.benchmarks [NAME…] [--messages N] [--folder DIR]`."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import generate
from tests.benchmarks.figures import Figure, table

NAMES = (
    "start",
    "opening",
    "activities",
    "scrolling",
    "rich_thread",
    "sending",
    "posting",
    "importing",
    "command_line",
    "disk",
    "hanging",
    "searching",
    "translating",
)


def machine() -> str:
    """One line on what the figures were measured on."""
    import peewee
    import PySide6

    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, peewee {peewee.__version__}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which ones (default: all of {', '.join(NAMES)})")
    parser.add_argument("--messages", type=int, default=1_000_000, help="size of the workspace")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "chatterdesk-benchmarks")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(options.folder / "home" / name.lower())
    print(f"Making the workspace of {options.messages:,} messages, if it isn't there …", file=sys.stderr)
    path = generate.make(options.folder, messages=options.messages)
    figures: list[Figure] = []
    for name in options.names or NAMES:
        print(f"{name} …", file=sys.stderr)
        figures += importlib.import_module(f"tests.benchmarks.{name}").measure(path, options.messages)
    print(f"{machine()}\n\n{table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
