"""The indexer as a process: `python -m search_index WORKSPACE [--with-parent]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from models.errors import Refused
from search_index.following import run


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m search_index", description="Keep a workspace's search index up to date."
    )
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    options = parser.parse_args()
    try:
        return run(options.workspace, with_parent=options.with_parent)
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
