"""Every language of real sentences: a word of a sentence finds it, without its accents and in any case."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest

from models import person, posting
from search_index import analysis
from search_index.language import guess
from tests.search_index.conftest import Talk

SENTENCES = 60
ARABIC = re.compile("[\u0600-\u060b\u0620-\u06d3]+")
LANGUAGES = ["ara", "cmn", "deu", "fra", "ita", "spa", "jpn", "nld", "pol", "por", "rus", "tur"]


def word_of(chance: random.Random, sentence: str) -> str | None:
    """A word as somebody types it: without accents where it is Latin, in any case."""
    pattern = ARABIC if ARABIC.search(sentence) else analysis.WORD  # with the vowel marks as they are written
    listed = [one for one in pattern.findall(sentence) if len(one) > 1 or analysis.is_unspaced(one)]
    if not listed:
        return None
    word = chance.choice(listed)
    if analysis.is_unspaced(word) or "\u0590" < word[0] < "\u0700":
        return word
    if word[0] < "\u0250":
        plain = unicodedata.normalize("NFD", word)
        word = "".join(char for char in plain if not unicodedata.combining(char))
    return chance.choice((word, word.lower(), word.title()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_a_sentence_finds_it(talk: Talk, test_data: Path, language: str) -> None:
    (path,) = (test_data / "languages" / "tatoeba_laser").glob(f"*.{language}-eng.{language}")
    chance = random.Random(language)
    sentences = chance.sample(path.read_text(encoding="utf-8").splitlines(), SENTENCES)
    ids = {talk.note(sentence): sentence for sentence in sentences}
    talk.index()
    for id, sentence in ids.items():
        word = word_of(chance, sentence)
        if word is None:
            continue
        found = talk.results(f"{word} ", limit=SENTENCES)
        hit = next((hit for hit in found.hits if hit.message == id), None)
        assert hit is not None, (word, sentence)
        assert hit.snippet.marks, (word, sentence)


def test_a_translated_message_is_found_by_both_languages(talk: Talk, test_data: Path) -> None:
    """A Spanish WhatsApp that was translated is found by an English and by a Spanish word."""
    from models import translation

    folder = test_data / "languages" / "tatoeba_laser"
    spanish = (folder / "tatoeba.spa-eng.spa").read_text(encoding="utf-8").splitlines()[:40]
    english = (folder / "tatoeba.spa-eng.eng").read_text(encoding="utf-8").splitlines()[:40]
    author = person.of_card(talk.contact)
    assert author is not None
    pairs = {}
    for text, meaning in zip(spanish, english, strict=True):
        id = posting.receive(talk.contact, text, author=author.id, channel="whatsapp")
        assert id is not None
        translation.keep(translation.Kept(id, "en", "es", "google", None, meaning, None), by=talk.me, edits=0)
        pairs[id] = (text, meaning)
    talk.index()
    for id, (text, meaning) in pairs.items():
        for typed in (text, meaning):
            words = " ".join(one for one in analysis.words(analysis.fold(typed)) if len(one) > 2)
            assert id in talk.find(f"{words} is:whatsapp ", limit=50), words


def test_german_compounds_of_real_sentences_are_found_by_their_last_part(talk: Talk, test_data: Path) -> None:
    (path,) = (test_data / "languages" / "tatoeba_laser").glob("*.deu-eng.deu")
    long = re.compile("[A-ZÄÖÜ][a-zäöüß]{10,}")
    kept: dict[int, tuple[str, str]] = {}
    for sentence in path.read_text(encoding="utf-8").splitlines():
        if (noun := long.search(sentence)) and analysis.words(sentence)[0] != noun[0]:
            id = talk.note(sentence)
            kept[id] = (noun[0], sentence)
        if len(kept) == 40:
            break
    talk.index()
    known = {id: hit for id, hit in kept.items() if guess(hit[1]) == "de"}
    assert len(known) > 30
    for id, (noun, sentence) in known.items():
        part = noun[-6:].title()
        assert id in talk.find(f"{part} ", limit=100), (part, sentence)


def test_accentless_spanish_and_both_ways(talk: Talk, test_data: Path) -> None:
    (path,) = (test_data / "languages" / "tatoeba_laser").glob("*.spa-eng.spa")
    accented = re.compile(r"\w*[áéíóúñü]\w*")
    sentences = [one for one in path.read_text(encoding="utf-8").splitlines() if accented.search(one)][:40]
    ids = {talk.note(one): one for one in sentences}
    talk.index()
    for id, sentence in ids.items():
        word = accented.findall(sentence)[0]
        plain = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
        assert plain != word
        for typed in (plain, word, plain.upper()):
            hit = next(one for one in talk.results(f"{typed} ", limit=50).hits if one.message == id)
            assert word in {hit.snippet.text[start:end] for start, end in hit.snippet.marks}, (typed, sentence)
