"""Pictures of the window: `python -m desktop.pictures DIR [NAME…]` takes each scene; `first()` takes the one of README.

The scenes stand in `desktop/scenes`; each part of the window adds its own there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import platformdirs

# No display is needed, and none is used where there is one: a picture looks the same everywhere.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from desktop.memory import APPLICATION
from desktop.theme import Theme


def first() -> int:
    """Render the window on the sample with a record open, print where the picture is; the exit status."""
    from desktop.scenes.shell import SCENES
    from desktop.scenes.stage import make_workspaces

    folder = platformdirs.user_cache_path(APPLICATION, appauthor=False) / "picture"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    theme = _theme()
    sample, empty = make_workspaces(folder)
    scene = next(one for one in SCENES if one.name == "record")
    file = folder / "chatterdesk.png"
    _take(scene, theme, ("light", scene.sizes[-1]), places=(sample, empty), file=file)
    sys.stdout.write(f"{file}\n")
    return 0


def take_all(folder: Path, names: list[str]) -> int:
    """Take the scenes with these names, or all, into a folder; prints each file; how many there are."""
    from desktop.scenes import SCENES
    from desktop.scenes.stage import make_workspaces

    folder.mkdir(parents=True, exist_ok=True)
    theme = _theme()
    count = 0
    faults: list[BaseException] = []
    sys.excepthook = lambda kind, error, trace: faults.append(error)  # what a slot raises would only be printed
    with tempfile.TemporaryDirectory(prefix="chatterdesk-pictures-") as made:
        for scene in SCENES:
            if names and scene.name not in names:
                continue
            for scheme in scene.schemes:
                for size in scene.sizes:
                    # Each picture has its own workspaces: what one scene writes or reads is not seen in the next.
                    places = make_workspaces(Path(tempfile.mkdtemp(dir=made)))
                    file = folder / scene.file(scheme, size)
                    _take(scene, theme, (scheme, size), places=places, file=file)
                    sys.stdout.write(f"{file}\n")
                    count += 1
                    if faults:
                        sys.excepthook = sys.__excepthook__
                        raise faults[0]
    return count


def _theme() -> Theme:
    from desktop.app import application
    from desktop.errors import hear_qt

    hear_qt()
    app = application()
    theme = Theme("light")
    theme.apply(app)
    return theme


def _take(scene, theme: Theme, variant: tuple[str, tuple[int, int]], *, places: tuple[Path, Path], file: Path) -> None:
    """Play one scene in one variant and save what is seen."""
    from desktop.scenes.stage import Stage, picture

    scheme, size = variant
    theme.set_scheme(scheme)
    theme.set_scale(scene.scale)
    stage = Stage(places[scene.empty], theme, size)
    stage.show()
    widget = scene.play(stage) or stage.window
    stage.rest()
    taken = picture(widget)
    if widget is not stage.window:
        widget.deleteLater()
    stage.close()
    if not taken.save(str(file)):
        raise OSError(f"the picture can't be written to {file}")


def main() -> int:
    """Take the pictures named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="scenes; all where none is named")
    chosen = parser.parse_args()
    return 0 if take_all(chosen.folder, chosen.names) else 1


if __name__ == "__main__":
    sys.exit(main())
