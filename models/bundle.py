"""A bundle: the files of a message or record in one zip, under names that every system takes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from models import storage
from models.attachment import Kept, safe_name
from models.errors import Refused


def names_of(files: Sequence[Kept]) -> list[str]:
    """A name of its own for each file: safe, and told apart where case or accents would make two the same."""
    taken: set[str] = set()
    found = []
    for one in files:
        name = safe_name(one.name)
        stem, dot, ending = name.rpartition(".")
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}).{ending}" if dot else f"{ending} ({number})"
        taken.add(name.casefold())
        found.append(name)
    return found


def write(folder: Path, files: Sequence[Kept], target: Path, *, progress: Callable[[int], None] | None = None) -> None:
    """Write a zip of these files; `folder` holds their contents, `progress` is told how many are done.

    Nothing half-written stays where it fails.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".part-", delete=False) as part:
            place = Path(part.name)
        try:
            with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as bundle:
                for number, (one, name) in enumerate(zip(files, names_of(files), strict=True), start=1):
                    bundle.write(storage.path_of(folder, one.sha256), name)
                    if progress is not None:
                        progress(number)
            place.replace(target)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(f"{target.name} can't be written: {error.strerror}.") from error
