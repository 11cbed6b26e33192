"""Torture on request: `python -m tests.torture [ROUNDS] [SEED]` kills writers 50 times, or as often as asked for."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from models import workspace
from tests.torture.kill_posting import torture

EACH = 10  # rounds in one workspace: what is there is read whole after every kill


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else 50
    seed = int(arguments[1]) if len(arguments) > 1 else int(time.time())
    sys.stdout.write(f"seed {seed}\n")
    for start in range(0, rounds, EACH):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "workspace"
            workspace.close(workspace.create(path, name="Marta Oliveira", email="marta@northwind.example"))
            ledger = torture(path, min(EACH, rounds - start), seed=seed + start * 100)
        survived, rows = min(start + EACH, rounds), sum(ledger.imports.values())
        sys.stdout.write(
            f"{survived} kills survived; here {ledger.acts:,} acts and {rows:,} imported rows in between\n"
        )
        sys.stdout.flush()
    sys.stdout.write("Nothing lost, nothing torn, every journal verified.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
