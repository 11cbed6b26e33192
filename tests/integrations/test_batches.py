"""Whatever an engine does to a text, what must not change comes through; and many lines are few requests."""

from __future__ import annotations

import html as entities
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations import batches, segments
from integrations.batches import Mixed, chunks
from integrations.protection import HELD, loose
from integrations.segments import Segment
from models.text import clean, text_of

Engine = Callable[[str], str]
MARKER = re.compile(r"⟦(\d+)⟧")


def reverse_words(text: str) -> str:
    """Moves markers about within their line, as another word order does."""
    return "\n".join(" ".join(reversed(line.split(" "))) for line in text.split("\n"))


def swap_lines(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[-2::-1], lines[-1]])


def reverse_all_words(text: str) -> str:
    """Moves them also to other lines."""
    return "\n".join(reversed([" ".join(reversed(line.split(" "))) for line in text.split("\n")]))


ENGINES: dict[str, Engine] = {
    "honest": str.upper,
    "loses markers": lambda text: MARKER.sub("", text),
    "loses some markers": lambda text: re.sub(r"⟦[13579]⟧", "", text),
    "doubles markers": lambda text: MARKER.sub(r"⟦\1⟧ ⟦\1⟧", text),
    "writes markers otherwise": lambda text: MARKER.sub(r"[ \1 ]", text),
    "renumbers markers": lambda text: re.sub(r"⟦(\d{1,3})⟧", lambda found: f"⟦{int(found[1]) + 1}⟧", text),
    "writes numbers as its country does": lambda text: re.sub(
        r"(?<=\d)[.,](?=\d)", lambda sign: ",."[sign[0] == ","], text
    ),
    "writes numbers as words": lambda text: re.sub(r"(?<![⟦\d])\d(?![⟧\d])", "one", text),
    "eats line ends": lambda text: " ".join(text.split("\n")),
    "adds line ends": lambda text: text.replace(". ", ".\n"),
    "eats pictures": lambda text: re.sub("[\U0001f300-\U0001faff]", "", text),
    "moves words": reverse_words,
    "moves lines": swap_lines,
    "moves words to other lines": reverse_all_words,
    "escapes": lambda text: entities.escape(text),
    "says something else": lambda text: "lorem ipsum\n" * (text.count("\n") + 1),
}


def through(text: str, engine: Engine, *, limit: int = 1500) -> str:
    return batches.translate([segments.of_text(text)], engine, limit=limit)[0]


def html_through(html: str, engine: Engine, *, limit: int = 1500) -> str:
    return batches.translate([segments.of_html(html)], engine, limit=limit)[0]


def kept(text: str) -> Counter[str]:
    """The links, codes, placeholders, numbers and pictures of a text, and how often each is there."""
    found: Counter[str] = Counter()
    rest = HELD.sub(lambda held: found.update([held[0]]) or " ", text)  # type: ignore[func-returns-value]
    return found + loose(rest)


def lost(text: str, answer: str) -> dict[str, int]:
    """What of a text must not change and is not there as often any more."""
    return {one: count for one, count in kept(text).items() if answer.count(one) < count}


def tags(html: str) -> Counter[str]:
    return Counter(re.findall(r"<[^>]*>", html))


KEPT_WORDS = [
    *(
        "https://northwind.example/orders?id=7&x=(a)",
        "www.a.example/b.",
        "ana@herrera.example",
        "INV/2026/00042",
        "S00428",
    ),
    *("%(name)s", "%s", "{amount}", "{{1}}", "${total}", "@Marta", "#oak", "plano-bodega.pdf", "+34 656 555 014"),
    *(
        "24",
        "1.200,50",
        "10:30",
        "2026-11-24",
        "👍",
        "👩‍🌾",
        "<b>",
        "&nbsp;",
        "[7]",
        "⟦3⟧",
        "【1】",
        "`code here`",
        "٣",
    ),
]
LINES = st.lists(
    st.one_of(
        st.sampled_from(KEPT_WORDS), st.text(min_size=1, max_size=12), st.sampled_from(["hola", "vino.", "¿Sí?"])
    ),
    max_size=8,
).map(" ".join)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)


@pytest.mark.parametrize("engine", ENGINES)
@given(text=TEXTS)
@settings(max_examples=40, deadline=None)
def test_any_text_keeps_what_must_not_change(engine: str, text: str) -> None:
    answer = through(text, ENGINES[engine])
    assert lost(text, answer) == {}
    if engine not in ("writes numbers as words",):
        assert answer.count("\n") == text.count("\n")


@given(text=st.text())
@settings(max_examples=200, deadline=None)
def test_an_engine_that_changes_nothing_changes_nothing(text: str) -> None:
    """But for runs of white space within a line of words, none of which it is asked about."""
    answer = through(text, lambda sent: sent)
    assert re.sub(r"\s+", " ", answer) == re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "escapes"])
@given(
    words=st.lists(
        st.sampled_from([*KEPT_WORDS[:20], "hola", "vino", "<b>negrita</b>", "<i>y</i>", "<code>x y</code>"]),
        max_size=9,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_html_keeps_its_tags(engine: str, words: list[str]) -> None:
    html = clean(
        f'<p>{" ".join(words)}</p><ul><li>uno <a href="https://a.example">dos {" ".join(words[:3])}</a></li></ul>'
    )
    answer = html_through(html, ENGINES[engine])
    assert tags(answer) == tags(html)
    assert tags(clean(answer)) == tags(html)  # they nest, so that cleaning takes none away
    assert lost(text_of(html), text_of(answer)) == {}


def turns(test_data: Path, count: int) -> list[str]:
    chats = json.loads((test_data / "languages" / "bcontrast_en_de" / "train.json").read_text(encoding="utf-8"))
    return [turn["source"] for chat in chats.values() for turn in chat][:count]


@pytest.mark.parametrize("engine", ENGINES)
def test_five_hundred_turns_of_real_chats(test_data: Path, engine: str) -> None:
    """Each with a link, a code, a placeholder and a number put into it, as customers' messages have them."""
    for number, turn in enumerate(turns(test_data, 500)):
        words = turn.split(" ")
        for place in range(4):
            words.insert(
                (number * 7 + place * 3) % (len(words) + 1), KEPT_WORDS[(number + 5 * place) % len(KEPT_WORDS)]
            )
        text = " ".join(words)
        assert lost(text, through(text, ENGINES[engine])) == {}, text


# Requests


class Counting:
    """An engine that counts what it is asked."""

    def __init__(self, engine: Engine = str.upper) -> None:
        self.engine = engine
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text)
        return self.engine(text)


def test_thirty_lines_are_one_request() -> None:
    engine = Counting()
    text = "\n".join(f"línea número {number} de la lista" for number in range(30))
    assert through(text, engine) == text.upper()
    assert len(engine.asked) == 1


def test_equal_lines_are_asked_once() -> None:
    engine = Counting()
    assert through("hola\nhola\n\nhola", engine) == "HOLA\nHOLA\n\nHOLA"
    assert engine.asked[0].count("hola") == 1


def test_no_request_is_above_the_limit() -> None:
    engine = Counting()
    text = "Una frase de unas palabras. " * 2_000
    assert through(text, engine) == text.upper()
    assert max(map(len, engine.asked)) <= 1500 + 10
    assert len(engine.asked) < 45


def test_sixty_thousand_characters_in_lines() -> None:
    engine = Counting()
    text = "\n".join(f"Pedido {number}: veinticuatro barricas de roble y su soporte." for number in range(1_000))
    assert through(text, engine) == text.upper()
    assert len(engine.asked) < 60


def test_a_word_of_six_thousand_letters() -> None:
    """Letters of one script are no word of any language and stay; those that need no spaces are cut."""
    assert through("hola " + "x" * 6000, str.upper) == "HOLA " + "x" * 6000
    engine = Counting()
    long = "".join(chr(0x4E00 + number) for number in range(6000))
    assert through(long, engine) == long
    assert len(engine.asked) == 4


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "👍", "👍🎉 !!!", "12:30", "https://a.example", "INV/2026/00042 24"]
)
def test_what_has_no_words_never_leaves(text: str) -> None:
    engine = Counting()
    assert through(text, engine) == text
    assert engine.asked == []


def test_an_engine_that_eats_line_ends_is_asked_line_by_line() -> None:
    engine = Counting(ENGINES["eats line ends"])
    assert through("uno dos\ntres 24 cuatro\ncinco", engine) == "uno dos\ntres 24 cuatro\ncinco"


def test_numbers_stay_in_the_sentence_unless_they_come_back_otherwise() -> None:
    engine = Counting()
    through("son 24 barricas", engine)
    assert len(engine.asked) == 1 and "24 barricas" in engine.asked[0]
    engine = Counting(ENGINES["writes numbers as its country does"])
    assert through("son 1.200,50 euros", engine) == "son 1.200,50 euros"
    assert len(engine.asked) == 2 and "⟦0⟧ euros" in engine.asked[1]


def test_the_answer_to_another_request_is_not_taken() -> None:
    """An engine that mixes up its requests, as the library behind Google's page does with one object for all."""
    before = ["la respuesta de otro\n⟦4711⟧"]

    def mixed_up(text: str) -> str:
        before.append(text)
        return before[-2]

    with pytest.raises(Mixed):
        through("hola", mixed_up)


def test_a_mix_up_that_passes_is_asked_again() -> None:
    answers = iter(["otro\n⟦1500⟧"])
    assert through("hola", lambda text: next(answers, text.upper())) == "HOLA"


def test_an_answer_with_nothing_in_it_leaves_the_text() -> None:
    assert through("hola", lambda text: "") == "hola"


# Cutting


@given(text=st.text(), limit=st.integers(20, 200))
def test_chunks_lose_nothing(text: str, limit: int) -> None:
    pieces = chunks(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


def test_chunks_end_where_sentences_do() -> None:
    assert chunks("Uno dos. Tres. Cinco", 16) == ["Uno dos. Tres. ", "Cinco"]
    assert chunks("一二三。四五六。七", 8) == ["一二三。四五六。", "七"]


def test_a_marker_is_never_cut() -> None:
    text = "".join(f"palabra⟦{number}⟧" for number in range(40))
    assert all(piece.count("⟦") == piece.count("⟧") for piece in chunks(text, 25))


def test_html_is_cut_at_blocks() -> None:
    parts = segments.of_html("<p>Uno <b>dos</b></p><ul><li>tres</li></ul><pre>a  b</pre>cuatro<br>cinco &amp; más")
    texts = [part.marked(strict=False).text for part in parts if isinstance(part, Segment)]
    assert texts == ["Uno ⟦0⟧dos⟦1⟧", "tres", "cuatro", "cinco & más"]


def test_tags_that_come_back_crossed_are_not_taken() -> None:
    html = "<p><b>uno</b> y <i>dos</i></p>"
    answer = html_through(html, lambda text: text.replace("⟦1⟧", "⟦x⟧").replace("⟦2⟧", "⟦1⟧").replace("⟦x⟧", "⟦2⟧"))
    assert tags(answer) == tags(html) and tags(clean(answer)) == tags(html)


def test_two_tags_may_change_places() -> None:
    html = "<p><b>vino</b> <i>tinto</i></p>"
    assert html_through(html, lambda text: text.replace("⟦0⟧vino⟦1⟧ ⟦2⟧tinto⟦3⟧", "⟦2⟧red⟦3⟧ ⟦0⟧wine⟦1⟧")) == (
        "<p><i>red</i> <b>wine</b></p>"
    )


def test_names_of_persons_are_kept() -> None:
    parts = segments.of_text("Hola Ana Herrera, soy @Jonas Lind", ["Ana Herrera", "Jonas Lind"])
    assert batches.translate([parts], str.upper, limit=1500) == ["HOLA Ana Herrera, SOY @Jonas Lind"]


def test_answers_are_text_and_never_markup() -> None:
    answer = html_through("<p>hola <b>Ana</b></p>", lambda text: text.replace("hola", "<script>alert(1)</script>"))
    assert "<script" not in answer and "&lt;script&gt;" in answer


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 60_000, "a-" * 30_000, "A/" * 30_000, "1 " * 30_000, "1." * 30_000, "{" * 60_000, "<a " * 20_000),
        *("`" * 60_000, "@" * 60_000, "+1" * 30_000, "⟦" * 60_000, "[1" * 30_000, "a.b@" * 15_000, "http://" * 9_000),
        *("A_" * 30_000, "%(" * 30_000, "& " * 30_000, "&a" * 30_000, "👍" * 20_000, "١" * 60_000, "www." * 15_000),
    ],
    ids=lambda text: text[:4],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.monotonic()
    answer = through(text, lambda sent: sent)
    assert time.monotonic() - started < 2
    assert lost(text, answer) == {}
