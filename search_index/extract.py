"""Extract: the text of PDF, Word, Excel, HTML, plain text, CSV and mail files, within limits of size and time.

Files come from strangers, so each is read by a process of its own: one that hangs, crashes or eats memory costs the
text of a file and nothing else.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from itertools import islice
from pathlib import Path
from typing import IO, Any

MOST = 1_000_000  # characters of text that count
SECONDS, MEMORY = 20, 1_500_000_000  # of the reading process
LARGEST = 64 << 20  # bytes of a file of plain text, HTML or mail that are read
UNPACKED = 256 << 20  # bytes of a part of a packed document
PAGES, NESTED = 2_000, 3  # of a PDF; mails in mails

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENDINGS = {
    **dict.fromkeys(("pdf",), "pdf"),
    **dict.fromkeys(("docx", "docm", "dotx"), "docx"),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), "xlsx"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    **dict.fromkeys(("txt", "text", "csv", "tsv", "md", "log", "json", "xml", "ics", "vcf", "yaml", "ini"), "text"),
    **dict.fromkeys(("eml",), "eml"),
}
_TYPES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/html": "html",
    "message/rfc822": "eml",
}


def form(name: str, content_type: str) -> str | None:
    """How a file is read, told by its name, else by its type; None when it has no text for us."""
    ending = name.rpartition(".")[2].lower()
    plain = content_type.partition(";")[0].strip().lower()
    return _ENDINGS.get(ending) or _TYPES.get(plain) or ("text" if plain.startswith("text/") else None)


def text_of(path: Path, form: str, *, seconds: float = SECONDS) -> str:
    """The text of a file, read by another process; what can't be read has none."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, "indexer", "--text-of", str(path), form]
    else:
        command = [sys.executable, "-m", "search_index.extract", str(path), form]
    try:
        done = subprocess.run(
            command,
            cwd=Path(__file__).parents[1],
            timeout=seconds,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode("utf-8", "ignore")
    return done.stdout.decode("utf-8", "ignore")


def pieces(path: Path, form: str) -> Iterator[str]:
    """The text of a file, piece by piece, read by this process. Raises whatever a broken file makes of its reader."""
    return _READERS[form](path)


def limited(parts: Iterable[str]) -> Iterator[str]:
    """No more of these pieces than count."""
    left = MOST
    for part in parts:
        yield part[:left]
        left -= len(part)
        if left <= 0:
            return


def _pdf(path: Path) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(min(len(document), PAGES)):
            page = document[number]
            text = page.get_textpage()
            yield str(text.get_text_bounded()) + "\n"
            text.close()
            page.close()
    finally:
        document.close()


def _docx(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        wanted = [name for name in names if name.startswith("word/") and name.endswith(".xml") and _is_text(name)]
        for name in sorted(wanted, key=lambda name: (name != "word/document.xml", name)):
            with packed.open(name) as part:
                yield from _words(_Limited(part))


def _is_text(name: str) -> bool:
    kept = ("document", "header", "footer", "footnotes", "endnotes", "comments")
    return name.removeprefix("word/").startswith(kept)


def _words(part: _Limited) -> Iterator[str]:
    """The text of a part of a Word document, as far as it is sound."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import iterparse

    with contextlib.suppress(ParseError):
        for _, element in iterparse(part):
            if element.tag == f"{_WORD}t":
                yield element.text or ""
            elif element.tag in (f"{_WORD}p", f"{_WORD}br"):
                yield "\n"
            elif element.tag == f"{_WORD}tab":
                yield "\t"
            element.clear()


class _Limited:
    """The beginning of a stream: a part that unpacks to very much ends early."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, UNPACKED

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._stream.read(wanted)
        self._left -= len(data)
        return data


def _xlsx(path: Path) -> Iterator[str]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as packed:
        if any(one.file_size > UNPACKED for one in packed.infolist()):
            return
    with path.open("rb") as file:  # by its path it would have to have a name that ends in .xlsx
        yield from _sheets(load_workbook(file, read_only=True, data_only=True))


def _sheets(book: Any) -> Iterator[str]:
    try:
        for sheet in book.worksheets:
            yield f"{sheet.title}\n"
            for row in sheet.iter_rows(values_only=True):
                cells = [str(cell) for cell in row if cell is not None]
                if cells:
                    yield "\t".join(cells) + "\n"
    finally:
        book.close()


def _html(path: Path) -> Iterator[str]:
    from models.text import text_of as text_of_html

    yield text_of_html(_decoded(_start(path)))


def _text(path: Path) -> Iterator[str]:
    yield _decoded(_start(path))


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)


def _decoded(content: bytes) -> str:
    """The text of bytes in whatever encoding."""
    for encoding in ("utf-8-sig", *(("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ())):
        with contextlib.suppress(UnicodeDecodeError):
            return content[: 4 * MOST].decode(encoding)
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    return content[: 4 * MOST].decode(best.encoding if best else "latin-1", "replace")


def _eml(path: Path) -> Iterator[str]:
    message = email.message_from_bytes(_start(path), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    yield from _mail(message, 0)


def _mail(message: EmailMessage, depth: int) -> Iterator[str]:
    for name in ("subject", "from", "to", "cc"):
        if value := message.get(name):
            yield f"{value}\n"
    body = message.get_body(("plain", "html"))
    if isinstance(body, EmailMessage):
        yield _body(body) + "\n"
    for part in islice(message.iter_attachments(), 100):
        if called := part.get_filename():
            yield f"{called}\n"
        inner: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and depth < NESTED and isinstance(inner, list):
            for one in inner:
                yield from _mail(one, depth + 1)


def _body(part: EmailMessage) -> str:
    from models.text import text_of as text_of_html

    text = str(part.get_content())
    return text_of_html(text) if part.get_content_type() == "text/html" else text


_READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
    "text": _text,
    "eml": _eml,
}


def main(arguments: list[str]) -> int:
    """Print the text of a file: the reading process. Its status tells nothing; what it printed is the answer."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    path, form = Path(arguments[0]), arguments[1]
    try:
        for piece in limited(pieces(path, form)):
            sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - whoever looks into a file without text
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
