"""Languages are recognised on this machine, as often as docs/translation.md says; what can't be told is left open."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from integrations.languages import base, is_surely, recognise, same
from tests.measures import languages as measure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Podéis confirmar la fecha de entrega?", "es"),
        ("Could you confirm the date of delivery?", "en"),
        ("Wann kommt die Lieferung bei uns an?", "de"),
        ("Quand la livraison arrive-t-elle chez nous ?", "fr"),
        ("متى ستصل الشحنة إلينا؟", "ar"),
        ("納品日を確認していただけますか", "ja"),
        ("请确认交货日期", "zh"),
        ("배송 날짜를 확인해 주시겠어요?", "ko"),
        ("ВОТ АДРЕС НАШЕГО СКЛАДА", "ru"),
        ("HOLA, NECESITAMOS LA FACTURA PARA EL VIERNES", "es"),
    ],
)
def test_sentences(text: str, language: str) -> None:
    assert recognise(text) == language


@pytest.mark.parametrize("text", ["", "   ", "👍", "24", "https://northwind.example/es/pedidos", "a", "INV/2026/00042"])
def test_what_says_nothing(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize("text", ["ok", "Ok, gracias", "perfecto", "si", "vale"])
def test_a_word_or_two_are_taken_for_the_authors_language(text: str) -> None:
    assert recognise(text, likely="es", in_use=("en", "de")) == "es"


def test_a_sentence_is_believed_before_the_author_is() -> None:
    assert recognise("Please send me the invoice by Friday, thank you", likely="es") == "en"


def test_a_quote_does_not_count() -> None:
    text = "Thank you, that is perfect for us.\n> ¿Podéis confirmar la fecha de entrega de las barricas?\n> Un saludo"
    assert recognise(text) == "en"


def test_a_long_text_is_looked_at_as_far_as_needed() -> None:
    started = time.monotonic()
    assert recognise("las barricas de roble " * 50_000) == "es"
    assert time.monotonic() - started < 1


def test_sure_means_beyond_doubt() -> None:
    assert is_surely("es", "¿Podéis confirmar la fecha de entrega de las barricas?")
    assert not is_surely("en", "¿Podéis confirmar la fecha de entrega de las barricas?")
    assert not is_surely("es", "gracias")
    assert not is_surely("en", "Bom dia, as barricas chegam amanhã")


def test_codes_of_one_language() -> None:
    assert [base(code) for code in ("pt-BR", "zh_TW", "no", "nn", "iw", "ES")] == ["pt", "zh", "nb", "nb", "he", "es"]
    assert same("pt-BR", "pt") and same("no", "nb") and not same("es", "pt") and not same(None, None)


def test_it_is_right_as_often_as_is_said(test_data: Path) -> None:
    """A part of what `python -m tests.measures.languages` measures."""
    total = {length: measure.Score() for length in measure.LENGTHS}
    for length, language, texts in measure.samples(test_data / "languages"):
        total[length].add(measure.score(language, texts[::10], None))
    right = {length: 100 * one.right / one.all for length, one in total.items()}
    wrong = {length: 100 * one.wrong / one.all for length, one in total.items()}
    assert right["tatoeba"] > 96.5 and right["sentences"] > 95 and right["word-pairs"] > 74
    assert wrong["tatoeba"] < 2 and wrong["sentences"] < 2.5 and wrong["word-pairs"] < 9 and wrong["single-words"] < 13
