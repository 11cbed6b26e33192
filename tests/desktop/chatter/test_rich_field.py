"""The writing field: formats by keys and by Markdown, clean paste, small HTML that comes back as it was."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop.chatter.link_dialog import address_of
from desktop.chatter.rich_field import RichField
from models.errors import Invalid
from models.text import clean, text_of


@pytest.fixture
def field(qtbot: QtBot, theme) -> RichField:
    """An empty field."""
    made = RichField("Message")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


def paste(field: RichField, html: str, text: str = "") -> None:
    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    field.insertFromMimeData(data)


MARKDOWN = [
    ("It is **urgent** now", "It is <b>urgent</b> now"),
    ("so _very_ good", "so <i>very</i> good"),
    ("*a* b", "<i>a</i> b"),
    ("~~gone~~ here", "<s>gone</s> here"),
    ("use `pip` now", "use <code>pip</code> now"),
    ("see [us](https://x.example) now", 'see <a href="https://x.example">us</a> now'),
    ("2 * 3 * 4 and a_b_c and 5*6*7", None),
    ("- one\ntwo\n\nafter", "<ul><li>one</li><li>two</li></ul>after"),
    ("1. one\ntwo", "<ol><li>one</li><li>two</li></ol>"),
    ("> said\n\nmine", "<blockquote>said</blockquote>mine"),
    ("``` a < b", "<pre>a &lt; b</pre>"),
    ("plain\n\nlines", None),
]


@pytest.mark.parametrize(("typed", "html"), MARKDOWN)
def test_markdown_becomes_format_while_typing(field: RichField, qtbot: QtBot, typed: str, html: str | None) -> None:
    for number, line in enumerate(typed.split("\n")):
        if number:
            qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClicks(field, line)
    assert field.html() == html


def test_one_undo_brings_the_signs_back(field: RichField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "**x**")
    assert field.html() == "<b>x</b>"
    field.undo()
    assert field.toPlainText() == "**x**"


@pytest.mark.parametrize(("key", "tag"), [(Qt.Key.Key_B, "b"), (Qt.Key.Key_I, "i"), (Qt.Key.Key_U, "u")])
def test_keys_switch_formats(field: RichField, qtbot: QtBot, key: Qt.Key, tag: str) -> None:
    qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "y")
    assert field.html() == f"<{tag}>x</{tag}>y"


KEPT = [
    "one<br>two <b>three</b>",
    "<b><i>x</i></b>",
    "<ul><li>one</li><li>two <b>x</b></li></ul>",
    "before<ol><li>one</li></ol>after",
    "<blockquote>a<br>b</blockquote>c",
    "<pre>a\n  b &amp; c</pre>",
    '<a href="https://x.example/?a=1&amp;b=2">us</a> and <s>them</s>',
    "a<br><br><b>b</b>",
]


@pytest.mark.parametrize("html", KEPT)
def test_what_is_kept_comes_back_as_it_was(field: RichField, html: str) -> None:
    field.set_content("", html)
    assert field.html() == html
    assert text_of(clean(html)).split() == text_of(field.html()).split()


PASTED = [
    ("<p>Hello <strong>Ana</strong></p><p>Two</p>", "Hello <b>Ana</b><br>Two"),
    ("<html><head><style>p{color:red}</style><title>x</title></head><body>ok <b>y</b></body></html>", "ok <b>y</b>"),
    ('<b style="font-weight:normal"><span style="font-weight:700">bold</span> not</b>', "<b>bold</b> not"),
    ('<span style="font-style:italic;color:red;font-size:40px">x</span>', "<i>x</i>"),
    ("<table><tr><td><b>a</b></td><td>b</td></tr><tr><td>c</td></tr></table>", "<b>a</b> b<br>c"),
    ('<a href="javascript:alert(1)">x</a><b>y</b>', "x<b>y</b>"),
    ("<h1>Title</h1>text", "<b>Title</b><br>text"),
    ('<img src="file:///etc/passwd" alt="pic"><i>z</i>', "pic<i>z</i>"),
]


@pytest.mark.parametrize(("html", "kept"), PASTED)
def test_paste_keeps_words_and_formats_and_nothing_else(field: RichField, html: str, kept: str) -> None:
    paste(field, html)
    assert field.html() == kept


def test_an_address_pasted_over_words_links_them(field: RichField) -> None:
    field.setPlainText("our site")
    field.selectAll()
    data = QMimeData()
    data.setText("https://x.example")
    field.insertFromMimeData(data)
    assert field.html() == '<a href="https://x.example">our site</a>'


def test_hostile_html_pasted_leaves_nothing_that_runs_or_loads(field: RichField, test_data, monkeypatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(RichField, "loadResource", lambda self, kind, name: loaded.append(name.toString()))
    folder = test_data / "hostile" / "dompurify"
    payloads = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()]
    pieces = [piece for text in payloads for piece in re.findall(r'"payload": "((?:[^"\\]|\\.)*)"', text)] or payloads
    for piece in pieces[:400]:
        field.clear()
        paste(field, piece.encode().decode("unicode_escape", "replace") if "\\" in piece else piece)
        kept = field.html() or ""
        tags = set(re.findall(r"<(\w+)", kept))
        assert tags <= {"b", "i", "u", "s", "code", "a", "br", "ul", "ol", "li", "blockquote", "pre"}, kept
        assert not re.search(r'href="(?!https?:|mailto:|tel:|chatterdesk:|cid:|att:)', kept, re.IGNORECASE)
    assert loaded == []


def test_strings_that_break_programs_can_be_typed_kept_and_read(field: RichField, test_data) -> None:
    for path in sorted((test_data / "hostile" / "blns").rglob("*.txt")):
        for line in path.read_text("utf-8", "replace").splitlines():
            field.clear()
            field.insertPlainText(line)
            assert field.html() is None or "\n" in line


def test_dropped_files_are_handed_on(field: RichField, qtbot: QtBot, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    with qtbot.waitSignal(field.files_given) as given:
        field.insertFromMimeData(data)
    assert given.args[0][0].fileName() == "a.txt" and field.toPlainText() == ""


ADDRESSES = [
    ("example.com/a", "https://example.com/a"),
    ("ana@herrera.example", "mailto:ana@herrera.example"),
    ("https://x.example", "https://x.example"),
]


@pytest.mark.parametrize(("typed", "address"), ADDRESSES)
def test_addresses_of_links(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "file:///etc/passwd", "", "no address", "cid:x"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        address_of(typed)
