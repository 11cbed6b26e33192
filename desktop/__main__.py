"""The one program: decides, without loading Qt, between the command line and the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Do what the arguments ask for; returns the exit status."""
    if sys.argv[1:] == ["--picture"]:
        from desktop import pictures

        return pictures.first()
    from desktop.cli import program

    outcome = program.run(sys.argv[1:])
    if isinstance(outcome, int):
        return outcome
    from desktop import app

    return app.run(outcome.workspace, record=outcome.record, message=outcome.message, acting=outcome.acting)


if __name__ == "__main__":
    sys.exit(main())
