"""Untrusted texts as HTML: links, mentions, quotes, changes, and what must never come through."""

from __future__ import annotations

import re
import time

import pytest

from desktop.chatter import markup
from desktop.chatter.quotes import split_html, split_text
from models.record import Changed
from models.shown import Reader

READER = Reader("en_GB", "UTC")
MENTIONS = markup.mention_pattern(["Marta Oliveira", "Jonas Lind", "Jonas Berg"])


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', markup.decorated(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.com/a.", ["https://example.com/a"]),
        ("(https://example.com/Oak_(wood))", ["https://example.com/Oak_(wood)"]),
        ("write to ana@herrera.example, please", ["mailto:ana@herrera.example"]),
        ("chatterdesk:record/7?message=12", ["chatterdesk:record/7?message=12"]),
        ("javascript:alert(1) file:///etc/passwd data:text/html,x", []),
        ('https://example.com/"onmouseover="x', ["https://example.com/"]),
        ("https://example.com/?a=1&b=2", ["https://example.com/?a=1&amp;b=2"]),
    ],
)
def test_addresses_become_links(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_markup_typed_as_text_stays_text() -> None:
    assert "<img" not in markup.of_text('<img src="file:///etc/passwd"> & <b>x</b>')
    assert "&lt;b&gt;" in markup.of_text("<b>x</b>")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("@Marta look", ["@Marta"]),
        ("@marta oliveira look", ["@marta oliveira"]),
        ("@Jonas look", []),  # two of that name
        ("@Jonas Lind look", ["@Jonas Lind"]),
        ("mail@Marta", []),
        ("@Martas", []),
    ],
)
def test_mentions_are_marked_as_they_are_meant(text: str, marked: list[str]) -> None:
    assert re.findall(r'class="mention">([^<]*)<', markup.decorated(text, MENTIONS)) == marked


def test_mentions_in_html_leave_its_tags_alone() -> None:
    shown = markup.of_html('<a href="https://x.example/@Marta">@Marta</a> a &lt; b', MENTIONS)
    assert 'href="https://x.example/@Marta"' in shown
    assert '<span class="mention">@Marta</span>' in shown
    assert "a &lt; b" in shown


@pytest.mark.parametrize(
    ("text", "own", "quote"),
    [
        ("Yes.\n\nOn Monday Ana wrote:\n> Could you?\n> Ana", "Yes.", "On Monday Ana wrote:\n> Could you?\n> Ana"),
        ("Yes.\n> Could you?\n\n", "Yes.", "> Could you?"),
        ("> all of it", "> all of it", ""),
        ("> first\nmy answer", "> first\nmy answer", ""),
        ("a > b", "a > b", ""),
        ("Ja\n-----Original Message-----\nFrom: x", "Ja", "-----Original Message-----\nFrom: x"),
    ],
)
def test_the_quote_at_the_end_of_a_text_is_found(text: str, own: str, quote: str) -> None:
    assert split_text(text) == (own, quote)


@pytest.mark.parametrize(
    ("html", "quoted"),
    [
        ("<p>Yes</p><blockquote><p>a</p><blockquote>b</blockquote></blockquote><br>", True),
        ("<blockquote>only</blockquote>", False),
        ("<p>x</p><blockquote>a</blockquote><p>my answer</p>", False),
        ("<div><p>x</p><blockquote>a</blockquote></div>", True),
        ("<p>x</p></blockquote>", False),
    ],
)
def test_the_quote_at_the_end_of_html_is_found(html: str, quoted: bool) -> None:
    own, quote = split_html(html)
    assert bool(quote) is quoted
    assert own.replace(" ", "") + quote.replace(" ", "") != "" and len(own) + len(quote) == len(html)


def changed(type: str, old: object, new: object, label: str = "Stage") -> Changed:
    return Changed("field", label, type, old, new)


def test_changes_say_old_and_new() -> None:
    assert markup.change_texts([changed("text", None, "a@b.example", "Email")], READER) == ["Email: None → a@b.example"]
    assert markup.change_texts([changed("yes_no", True, False)], READER) == ["Stage: Yes → No"]


def test_tags_say_what_came_and_went() -> None:
    assert markup.change_texts([changed("tags", ["Cellar"], ["Export"], "Tags")], READER) == [
        "Tags: − Cellar, + Export"
    ]


def test_changed_values_are_escaped() -> None:
    line = markup.change_lines([changed("text", "<img src=x>", "<b>y</b>")], READER)[0]
    assert "<img" not in line and "<b>" not in line


@pytest.mark.parametrize("evil", ["a." * 20_000, "@" * 40_000, "https://" * 10_000, "a@a." * 15_000, "(" * 40_000])
def test_no_text_takes_long(evil: str) -> None:
    begun = time.perf_counter()
    markup.decorated(evil, MENTIONS)
    split_text(evil)
    split_html(evil)
    assert time.perf_counter() - begun < 2
