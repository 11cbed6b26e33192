"""Nothing that runs or loads is left in cleaned HTML; texts are kept, folded and shortened without surprises."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models import entries, posting, text
from models.errors import Invalid
from models.text import clean, email_address, fold, html_of, one_line, plain, shortened, text_of, unwrap_deep_tables
from tests.models.conftest import Make

HARMLESS = re.compile(r"(https?|mailto|tel|cid|att|chatterdesk):|[^:]*$|[^:]*[/?#]")


class Inspector(HTMLParser):
    """Looks at each tag and attribute of cleaned HTML with rules of its own and collects what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in text.TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20\u0080-\u00a0]", "", value or "").lower()
            if name.startswith("on") or name in (
                "srcset",
                "background",
                "poster",
                "action",
                "formaction",
                "xlink:href",
            ):
                self.found.append(f"{tag} {name}")
            if name == "href" and not HARMLESS.match(address):
                self.found.append(f"href {address}")
            if name == "src" and not address.startswith(("cid:", "att:")):
                self.found.append(f"src {address}")
            if name == "style" and re.search(r"[(\\@]|expression|import|behavior", value or ""):
                self.found.append(f"style {value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction {data}")


def dangers(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


def harmless(html: str) -> str:
    """Clean, check that nothing dangerous is left, and that cleaning again finds nothing more to clean."""
    cleaned = clean(html)
    assert dangers(cleaned) == []
    assert clean(cleaned) == cleaned
    assert "\0" not in text_of(cleaned)
    return cleaned


def test_the_inspector_sees_dangers() -> None:
    """A check that finds nothing in anything would prove nothing."""
    for html in (
        *("<script>x</script>", "<p onclick=x>", '<a href="java\nscript:x">', '<img src="http://x">', "<!-- x -->"),
        *('<p style="background: url(http://x)">', '<a href="data:text/html,x">', "<!doctype html>", "<?php x ?>"),
    ):
        assert dangers(html), html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Hello <b>Ana</b></p>", "<p>Hello <b>Ana</b></p>"),
        ("<script>alert(1)</script>x", "x"),
        ("<style>p { background: url(http://x) }</style>x", "x"),
        ("<iframe src=http://x></iframe>x", "x"),
        ("<form action=x><input></form>x", "x"),
        ("<img src=http://tracker.example/pixel.gif>", "<img>"),
        ("<img src=//tracker.example/pixel.gif>", "<img>"),
        ("<img src=file:///etc/passwd>", "<img>"),
        ("<img src=data:image/png;base64,AAAA>", "<img>"),
        ('<img src="cid:part1@x" alt="Plan">', '<img src="cid:part1@x" alt="Plan">'),
        ("<a href=javascript:alert(1)>x</a>", "<a>x</a>"),
        ('<a href="https://x.example/?a=1&amp;b=2">x</a>', '<a href="https://x.example/?a=1&amp;b=2">x</a>'),
        ('<a href="chatterdesk:7">x</a>', '<a href="chatterdesk:7">x</a>'),
        ('<p style="text-align: center; position: fixed">x</p>', '<p style="text-align:center">x</p>'),
        ('<span style="font-weight: url(http://x)">x</span>', "<span>x</span>"),
        ("<p onclick=alert(1)>x</p>", "<p>x</p>"),
        ("<svg><script>x</script></svg>", ""),
        ("a\0b", "ab"),
        ("\ud83d", "?"),
        ("<td background=http://x>x", "x"),
        ("<table background=http://x><tr><td>x</table>", "<table><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<link rel=stylesheet href=http://x><base href=http://x><meta http-equiv=refresh content=0>x", "x"),
    ],
)
def test_what_is_left(html: str, cleaned: str) -> None:
    assert harmless(html) == cleaned


def test_nothing_is_left_of_dompurify_s_cases(test_data: Path) -> None:
    cases = json.loads((test_data / "hostile" / "dompurify" / "expect.json").read_text(encoding="utf-8"))
    assert len(cases) > 200
    for case in cases:
        harmless(case["payload"])


def naughty(test_data: Path) -> list[str]:
    folder = test_data / "hostile"
    lines = json.loads((folder / "blns" / "blns.json").read_text(encoding="utf-8"))
    for path in sorted([*folder.glob("fuzzdb_*/*.txt"), *folder.glob("path_traversal_patt/*.txt")]):
        lines += path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return [line for line in lines if line.strip()]


def test_naughty_strings_are_harmless_as_html_and_kept_as_text(test_data: Path) -> None:
    for line in naughty(test_data):
        harmless(line)
        kept = plain(line)
        assert kept.encode()
        assert text_of(html_of(kept)) == re.sub(r"\s+", " ", kept) or "\n" in kept or not kept.strip()
        assert fold(fold(kept)) == fold(kept)


def test_naughty_strings_are_kept_by_the_database(test_data: Path, make: Make, marta: int) -> None:
    id = make("task", title="Naughty")
    lines = naughty(test_data)[::7]
    for line in lines:
        if plain(line):
            posting.note(id, line, by=marta)
    bodies = [entry.body for entry in reversed(entries.page(id, limit=10_000))][1:]
    assert bodies == [plain(line) for line in lines if plain(line)]


@given(some.text())
def test_any_text_is_cleaned(html: str) -> None:
    harmless(html)


PIECES = """
<p> </p> <b> <a href= > <img src= 'x' " javascript: data: <table> <td> <tr> </table> <svg> <math> <style> <script> <!--
--> <![CDATA[ ]]> <title> <textarea> <noscript> on&#x6c;oad= style=' url( &lt; &#0; <pre> <li> <ol>
"""
pieces = some.sampled_from(PIECES.split())


@given(some.lists(pieces | some.text(max_size=3), max_size=20).map("".join))
def test_any_pieces_of_markup_are_cleaned(html: str) -> None:
    harmless(html)
    text_of(html)


def test_deep_and_long_markup_takes_no_time() -> None:
    started = time.monotonic()
    for html in ("<div>" * 20_000, "<table><tr><td>" * 2_000, "<b><i>" * 5_000, "<ul><li>" * 5_000, "<" * 100_000):
        harmless(html + "x")
    assert time.monotonic() - started < 10


def test_deep_tables_are_unwrapped() -> None:
    deep = "<table><tbody><tr><td>" * 5 + "x" + "</td></tr></tbody></table>" * 5
    flat = unwrap_deep_tables(deep)
    assert flat.count("<table>") == flat.count("</table>") == 3
    assert flat.count("<div>") == flat.count("</div>") == 2
    assert text_of(flat) == "x"
    assert unwrap_deep_tables(flat) == flat
    side = "<table><tbody><tr><td>a</td></tr></tbody></table>" * 5
    assert unwrap_deep_tables(side) == side


# The text of HTML


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hello</p><p>Ana</p>", "Hello\n\nAna"),
        ("Hello<br>Ana", "Hello\nAna"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>one<li>two<ul><li>inner</ul></ol>", "1. one\n2. two\n- inner"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<pre>if x:\n    y</pre>", "if x:\n    y"),
        ("  much \n\n white   space ", "much white space"),
        ("<script>x</script><style>y</style>z", "z"),
        ('<img alt="Plan"> here', "Plan here"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<![if mso]>a<![endif]>", "a"),
        ("<![", "<!["),
        ("", ""),
    ],
)
def test_the_text_of_html(html: str, expected: str) -> None:
    assert text_of(html) == expected


@given(some.text(some.characters(exclude_categories=("C", "Z")), min_size=1))
def test_text_to_html_and_back(kept: str) -> None:
    assert text_of(html_of(kept)) == kept


@given(some.lists(some.text(some.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1))
def test_lines_to_html_and_back(lines: list[str]) -> None:
    assert text_of(html_of("\n".join(lines))) == "\n".join(lines)


# Texts


@pytest.mark.parametrize(
    ("kept", "folded"),
    [
        ("Cádiz", "cadiz"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
        ("ﬁn", "fin"),
        ("™", "tm"),
        ("Ñandú", "nandu"),
    ],
)
def test_case_accents_and_width_do_not_matter(kept: str, folded: str) -> None:
    assert fold(kept) == folded


@given(some.text())
def test_folding_is_done_once(kept: str) -> None:
    assert fold(fold(kept)) == fold(kept)
    assert fold(kept.upper()) == fold(fold(kept).upper()) or not kept.isascii()


@given(some.text(some.characters(codec=None)))
def test_what_is_kept_can_be_kept(typed: str) -> None:
    kept = plain(typed)
    assert kept.encode() is not None
    assert "\0" not in kept and "\r" not in kept
    assert kept == kept.strip() == plain(kept)
    assert "\n" not in one_line(typed) and one_line(one_line(typed)) == one_line(typed)


@given(some.text(), some.integers(1, 50))
def test_beginnings_are_short(kept: str, limit: int) -> None:
    assert len(shortened(kept, limit)) <= limit


def test_a_cut_is_marked() -> None:
    assert shortened("one two three", 8) == "one two…"
    assert shortened("one two\nthree") == "one two three"


@pytest.mark.parametrize(
    "address", ["ana@herrera.example", " a.b+c@x.co.uk ", "ö@bücher.example", "x_1'2@a-b.example", "用户@例子.广告"]
)
def test_addresses(address: str) -> None:
    assert email_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        *("", "ana", "@x.example", "ana@", "ana@x", "ana@x.", "ana@.example", "a b@x.example", "a@b@x.example"),
        *("a@x..example", "Ana <ana@x.example>", "a@x.example, b@x.example", "a@x.example\nBcc: b@x.example"),
        "a" * 250 + "@x.example",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(Invalid, match=r"is not an e-mail address; it should look like name@example\.com"):
        email_address(address)


def test_no_address_takes_long() -> None:
    started = time.monotonic()
    for address in ("a" * 100_000, "a@" * 50_000, "a@" + "b." * 50_000, "@" * 100_000):
        with pytest.raises(Invalid):
            email_address(address)
    assert time.monotonic() - started < 1
