"""What texts are found by: folding, words, codes, phone numbers, stems, scripts without spaces, emoji."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import analysis, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ärger ÜBER Straße", "arger uber strasse"),
        ("¿Cómo está usted, señor?", "¿como esta usted, senor?"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("Łódź Ørsted Đorđe Þór cœur", "lodz orsted dorde thor coeur"),
        ("Ёлка йод", "елка йод"),
        ("كِتَابٌ", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("İstanbul IĞDIR ışık", "istanbul igdir isik"),
        ("ﬁle", "file"),
        ("ข้าว", "ข้าว"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_case_accents_and_width_do_not_matter(text: str, folded: str) -> None:
    assert analysis.fold(text) == folded


def test_words_of_one_script_after_another_and_emoji_stand_apart() -> None:
    assert analysis.words(analysis.fold("Preis: 12 東京タワー and 👍🏽 🇪🇸!")) == [
        "preis", "12", "東京タワー", "and", "👍", "🇪🇸",
    ]  # fmt: skip


def test_indic_vowel_signs_belong_to_their_word() -> None:
    assert analysis.words(analysis.fold("हिन्दी में")) == ["हिन्दी", "में"]


def test_a_code_is_found_whole_and_from_each_of_its_parts_on() -> None:
    found = analysis.terms("see INV/2026-00042 please")
    assert {b"=inv/2026/00042", b"=2026/00042", b"=inv", b"=2026", b"=00042"} <= found


def test_an_address_is_a_code_but_a_sentence_is_not() -> None:
    assert b"=ana/herrera/example" in analysis.terms("ana@herrera.example")
    assert not any(b"/" in term for term in analysis.terms("and/or this.that"))


@pytest.mark.parametrize("text", ["17,780 EUR", "17.780,00", "17 780", "17'780"])
def test_a_number_in_groups_is_found_without_them(text: str) -> None:
    assert b"=17780" in analysis.terms(text)


@pytest.mark.parametrize(
    "text", ["+34 656 555 014", "656555014", "0034 656-555-014", "(656) 555.014", "call 656 555 014 now"]
)
def test_a_phone_number_is_the_same_in_any_spelling(text: str) -> None:
    assert b"t:6555014" in analysis.terms(text)


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [
        ("en", "orders", "order"),
        ("de", "bestellungen", "bestellung"),
        ("es", "pedidos", "pedido"),
        ("fr", "livraisons", "livraison"),
        ("it", "ordini", "ordine"),
        ("pt", "pedidos", "pedido"),
        ("nl", "bestellingen", "bestelling"),
        ("sv", "bilarna", "bilar"),
        ("ru", "заказы", "заказ"),
        ("fi", "taloissa", "talossa"),
        ("hu", "házak", "ház"),
        ("ro", "comenzile", "comenzi"),
    ],
)
def test_words_of_one_stem_are_akin_in_their_language(language: str, word: str, other: str) -> None:
    word, other = analysis.fold(word), analysis.fold(other)
    root = analysis.stem(other, language)
    assert analysis.akin(word, other, language)
    found = analysis.terms(word, language)
    assert terms.stem(root, language) in found or terms.word(root) in found


def test_stems_of_one_language_are_not_those_of_another() -> None:
    assert terms.stem("order", "en") in analysis.terms("orders", "en")
    assert not any(term.startswith(b"=order ") for term in analysis.terms("orders", "ja"))


def test_scripts_without_spaces_are_found_by_single_characters_and_pairs() -> None:
    found = analysis.terms("東京都", "ja")
    assert {terms.word(one) for one in ("東", "京", "都", "東京", "京都")} <= found


def test_a_german_noun_is_known_from_its_end() -> None:
    assert b"<nimretrefeil" in analysis.terms("Der Liefertermin steht", "de")
    assert not any(term.startswith(b"<") for term in analysis.terms("Der Liefertermin steht", "en"))


def test_no_term_has_a_line_feed_and_only_stems_have_spaces() -> None:
    for term in analysis.terms("Orders of INV/1\n+34 656 555 014\n東京 👍 Liefertermine", "de"):
        assert b"\n" not in term
        assert b" " not in term or term.rpartition(b" ")[2] == b"de"


@given(st.text(max_size=300), st.sampled_from(["", *analysis.STEMMED, "ja", "xx"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    found = analysis.terms(text, language)
    assert all(len(term) < 250 and b"\n" not in term for term in found)
    folded = analysis.fold(text)
    assert analysis.words(analysis.fold(folded)) == analysis.words(folded)
