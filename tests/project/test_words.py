"""The project speaks of itself alone: no registry, no path of a machine, no word about how it came to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.test_house import ROOT, tracked

# Put together from parts, so that this file does not find itself.
REGISTRIES = "|".join(("py" + "pi", "arti" + "factory", "ne" + "xus", "dev" + "pi"))
# Marta is one of the persons of the sample: pictures show a path of hers.
HOMES = "|".join(("ro" + "ot", "wo" + "rk", "ho" + r"me/(?!marta\b)[a-z]+", "tmp/[a-z0-9_-]{3,}"))
MAKERS = "|".join(("co-authored" + "-by", r"generated (by|with|using)\b"))
FORBIDDEN = {
    "a registry's address": rf"https?://[^\s\"']*\b({REGISTRIES})\b",
    "an index of packages": "--(extra-)?index" + r"-url|\bindex" + r"-url\s*=",
    "a path of a machine": rf"(?<![\w.])/({HOMES})/",
    "an open end": r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b",
    "who or what made it": rf"(?i)\b({MAKERS})",
    "a merge left half-way": r"^(<<<<<<<|>>>>>>>) ",
}


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            found.append((path, raw.decode("utf-8", "replace")))
    return found


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_says(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = []
    for path, text in texts():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {match[0]}")
    assert found == []


def test_the_patterns_find_what_they_are_for() -> None:
    examples = {
        "a registry's address": "https://" + "py" + "pi.org/simple",
        "an index of packages": "--" + "index" + "-url x",
        "a path of a machine": "see /" + "home/ana/x",
        "an open end": "# TO" + "DO later",
        "who or what made it": "Co-Authored" + "-By: x",
        "a merge left half-way": "<<<<" + "<<< HEAD",
    }
    assert examples.keys() == FORBIDDEN.keys()
    for what, text in examples.items():
        assert re.search(FORBIDDEN[what], text, re.MULTILINE), what


def test_the_public_data_stay_outside() -> None:
    """They are read in place and never copied into the project."""
    large = [path for path, text in texts() if len(text) > 400_000]
    assert [str(path.relative_to(ROOT)) for path in large if "requirements" not in path.parts] == []
