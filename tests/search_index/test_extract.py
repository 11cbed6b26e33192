"""Texts of files: each form is read; what is broken, locked, endless or a bomb costs no more than its text."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from pathlib import Path

import pytest

from models import attachment, storage
from search_index import extract
from search_index.extract import form, limited, pieces, text_of
from tests.search_index.conftest import Talk

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: str) -> bytes:
    """A small PDF with a line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        stream = f"BT /F 12 Tf 20 50 Td ({text}) Tj ET".encode("latin-1")
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def docx(*lines: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return packed(word__document_xml=f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode())


def xlsx(*rows: list[object]) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def read(tmp_path: Path, content: bytes, kind: str) -> str:
    file = tmp_path / "content"
    file.write_bytes(content)
    return "".join(limited(pieces(file, kind)))


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("pdf", pdf("Oak barrels", "Second page"), ["Oak barrels", "Second page"]),
        ("docx", docx("Eichenfässer", "Zweite Zeile"), ["Eichenfässer\nZweite Zeile"]),
        ("xlsx", xlsx(["Oak", 225, 3.5], [None, "Ärger"]), ["Oak\t225\t3.5", "Ärger"]),
        ("html", b"<p>Oak <b>barrels</b><script>evil()</script>", ["Oak barrels"]),
        ("text", "Größe; Maß".encode(), ["Größe; Maß"]),
        ("text", "Größe; Maß für die Fässer".encode("latin-1"), ["Größe", "Fässer"]),
        ("text", "Größe".encode("utf-16"), ["Größe"]),
        ("text", b"\xef\xbb\xbfname;city", ["name;city"]),
        ("eml", b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nFrom: a@b.c\n\nText of it", ["Grüße", "a@b.c", "Text of it"]),
        (
            "eml",
            b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>Body</p>\n'
            b'--b\nContent-Disposition: attachment; filename="plan.pdf"\n\nx\n--b--',
            ["Body", "plan.pdf"],
        ),
    ],
)
def test_each_form_is_read(tmp_path: Path, kind: str, content: bytes, words: list[str]) -> None:
    text = read(tmp_path, content, kind)
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [
        ("a.PDF", "application/octet-stream", "pdf"),
        ("a", "application/pdf; x=y", "pdf"),
        ("notes", "text/plain", "text"),
        ("a.csv", "application/vnd.ms-excel", "text"),
        ("a.png", "image/png", None),
        ("a.exe", "application/octet-stream", None),
        ("", "", None),
    ],
)
def test_a_files_form_is_told_by_its_name_and_type(name: str, content_type: str, kind: str | None) -> None:
    assert form(name, content_type) == kind


def test_a_thousand_pages_are_read_in_another_process(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf(*(f"page number {number}" for number in range(1_000))))
    assert "page number 999" in text_of(file, "pdf")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b"%PDF-1.4 broken"),
        ("pdf", pdf("Oak")[:200]),
        ("pdf", b""),
        ("docx", b"PK\x03\x04 no zip"),
        ("docx", packed(word__document_xml=b"<w:document")),
        ("xlsx", packed(xl__workbook_xml=b"<x/>")),
        ("eml", b"\0\xff\xfe" * 100),
        ("html", b"<" * 10_000),
    ],
)
def test_what_is_broken_has_no_text(tmp_path: Path, kind: str, content: bytes) -> None:
    file = tmp_path / "broken"
    file.write_bytes(content)
    assert "Oak" not in text_of(file, kind)


def test_a_locked_pdf_has_no_text(tmp_path: Path) -> None:
    locked = pdf("Oak").replace(
        b"/Root 1 0 R", b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -1 >>"
    )
    file = tmp_path / "locked.pdf"
    file.write_bytes(locked)
    assert text_of(file, "pdf") == ""


def rc4(key: bytes, text: bytes) -> bytes:
    state, swap, out = list(range(256)), 0, bytearray()
    for place in range(256):
        swap = (swap + state[place] + key[place % len(key)]) % 256
        state[place], state[swap] = state[swap], state[place]
    one = other = 0
    for byte in text:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


def encrypted(text: str, password: str) -> bytes:
    """A PDF of one page, really encrypted (standard handler, revision 2) with a password to open it."""
    filler = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password.encode() + filler)[:32]
    owner = rc4(hashlib.md5((b"owner" + filler)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + b"\0").digest()[:5]
    page = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    stream = rc4(hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], page)
    things = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>"
        % (owner.hex().encode(), rc4(key, filler).hex().encode()),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, thing in enumerate(things, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 7 /Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def test_an_encrypted_pdf_is_read_where_no_password_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "encrypted.pdf"
    file.write_bytes(encrypted("Kumquat", ""))
    assert "Kumquat" in text_of(file, "pdf")
    file.write_bytes(encrypted("Kumquat", "secret"))
    assert text_of(file, "pdf") == ""


@pytest.mark.parametrize("number", [13, 28, 30])  # not allowed, no space left, a file system that can only be read
def test_a_text_that_can_not_be_kept_is_still_found(talk: Talk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    kept = storage.keep_bytes(talk.workspace.files, pdf("Kumquat invoice"), limit=10_000)
    id = talk.note("Attached")
    attachment.attach(talk.contact, kept, "invoice.pdf", by=talk.me, message_id=id)
    real = Path.write_bytes

    def refuse(self: Path, content: bytes) -> int:
        if "texts" in self.parts:
            real(self, content[:1])
            raise OSError(number, "can't be written", str(self))
        return real(self, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert talk.find("kumquat") == [id]
    assert not [one for one in (talk.workspace.index / "texts").rglob("*") if one.is_file()]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_bomb_of_a_document_costs_little(tmp_path: Path, kind: str) -> None:
    bomb = b"<w:t>" + b"a " * 50_000_000 + b"</w:t>"
    names = {"docx": "word__document_xml", "xlsx": "xl__worksheets__sheet1_xml"}
    file = tmp_path / "bomb"
    file.write_bytes(packed(**{names[kind]: b"<x " + WORD.encode() + b">" + bomb * 3 + b"</x>"}))
    assert file.stat().st_size < 1_000_000
    start = time.monotonic()
    assert len(text_of(file, kind)) <= extract.MOST
    assert time.monotonic() - start < extract.SECONDS + 10


def test_entities_are_not_followed(tmp_path: Path) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = packed(word__document_xml=lol + f"<w:document {WORD}><w:t>&b;</w:t></w:document>".encode())
    file = tmp_path / "entities"
    file.write_bytes(content)
    assert "haha" not in text_of(file, "docx")


def test_what_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "endless"
    file.write_text("x")
    monkeypatch.setattr("sys.executable", str(tmp_path / "sleep"))
    (tmp_path / "sleep").write_text("#!/bin/sh\necho partly\nexec sleep 60\n")
    (tmp_path / "sleep").chmod(0o755)
    start = time.monotonic()
    assert text_of(file, "text", seconds=0.5) == "partly\n"
    assert time.monotonic() - start < 10


def test_only_so_much_text_counts(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"word " * 500_000, "text")) == extract.MOST


def test_each_content_is_read_once(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    read_files: list[str] = []
    real = extract.text_of

    def counted(path: Path, form: str) -> str:
        read_files.append(path.name)
        return real(path, form)

    monkeypatch.setattr("search_index.texts.extract.text_of", counted)
    kept = storage.keep_bytes(talk.workspace.files, pdf("Kumquat invoice"), limit=10_000)
    ids = [talk.note(f"Attached {number}") for number in range(3)]
    for id in ids:
        attachment.attach(talk.contact, kept, "invoice.pdf", by=talk.me, message_id=id)
    talk.index()
    assert talk.find("kumquat") == ids[::-1]
    snippet = talk.results("kumquat").hits[0].snippet
    assert (snippet.text, snippet.where) == ("Kumquat invoice", "in file")
    talk.index()
    (talk.workspace.index / "current").unlink()
    talk.index()
    assert talk.find("kumquat invoice") == ids[::-1]
    assert read_files == [kept.sha256]


def test_a_text_far_into_a_file_is_found_and_shown(talk: Talk) -> None:
    text = "filler of the page " * 20_000 + "here the kumquat stands " + "and more of it " * 5_000
    kept = storage.keep_bytes(talk.workspace.files, text.encode(), limit=10_000_000)
    id = talk.note("A long one")
    attachment.attach(talk.contact, kept, "long.txt", by=talk.me, message_id=id)
    talk.index()
    assert talk.find('"the kumquat stands"') == [id]
    snippet = talk.results("kumquat").hits[0].snippet
    first, last = snippet.marks[0]
    assert snippet.text[first:last] == "kumquat"
    assert "here the kumquat stands" in snippet.text
