"""WhatsApp's marks: made from HTML, read back into it, and never invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import clean, text_of
from models.whatsapp_markup import from_html, to_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>bold</b> and <i>it</i> <s>x</s></p><p>two</p>", "Hello *bold* and _it_ ~x~\n\ntwo"),
        ("<strong>a</strong> <em>b</em> <del>c</del> <code>d</code>", "*a* _b_ ~c~ `d`"),
        ("<b> a </b>b", "*a* b"),
        ("<b><i>both</i></b>", "*_both_*"),
        ("<b>a</b><b>b</b>", "*ab*"),
        ("<b>one<br>two</b>", "*one*\n*two*"),
        ("<ul><li>a</li><li>b <b>c</b></li></ul>", "- a\n- b *c*"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<a href="https://x.example">here</a>', "here (https://x.example)"),
        ('<a href="https://x.example/">https://x.example</a>', "https://x.example"),
        ("<pre>a\n  b</pre>after", "```a\n  b```\n\nafter"),
        ("<blockquote>quoted<br>more</blockquote>me", "> quoted\n> more\nme"),
        ("<h2>Offer</h2>text", "*Offer*\n\ntext"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("__init__ a**b ~~", "__init__ a**b ~~"),
        ("<u>under</u>", "under"),
        ("<b></b><i> </i>x", "x"),
    ],
)
def test_html_becomes_marks(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~s~", "<b>bold</b> <i>it</i> <s>s</s>"),
        ("hello *world*!", "hello <b>world</b>!"),
        ("*a _b_ c*", "<b>a <i>b</i> c</b>"),
        ("_*both*_", "<i><b>both</b></i>"),
        ("(*x*)\nnext", "(<b>x</b>)<br>next"),
        ("```x\n<y>``` z", "<pre>x\n&lt;y&gt;</pre> z"),
        ("`*c*`", "<code>*c*</code>"),
        ("*¡hola!*", "<b>¡hola!</b>"),
        ("*<script>*", "<b>&lt;script&gt;</b>"),
    ],
)
def test_marks_become_html(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    "text",
    ["2*3*4", "snake_case_name", "* not bold *", "*a*b", "**", "*", "*multi\nline*", "https://a.b/c_d_e", "a < b", ""],
)
def test_what_is_no_mark_stays_text(text: str) -> None:
    assert to_html(text) is None


@given(st.text(alphabet="ab *_~`\n<>&-1.", max_size=40))
def test_any_text_survives_being_read(text: str) -> None:
    html = to_html(text)
    if html is not None:
        kept = set("ab<>&1")
        assert [char for char in text_of(clean(html)) if char in kept] == [char for char in text if char in kept]


@given(st.text(max_size=60))
def test_any_html_gives_a_text(html: str) -> None:
    assert isinstance(from_html(clean(html)), str)
