"""A thread as people really write it: letters with lists and tables, pictures, files, sound, reactions, long notes."""

from __future__ import annotations

import datetime as dt
import itertools
import struct
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, percentile, timed
from tests.benchmarks.window import settle, window
from tests.fakes.pictures import png

ENTRIES = 600
FRAMES = 600
OPENED = 20
STEP = 120  # pixels a frame
_LETTER = (
    "<p>Dear Marta,</p><p>the barrels leave <b>on Tuesday</b>, with <i>all papers</i>:</p>"
    "<ul><li>24 barrels of 225 L, medium toast</li><li>12 racks, <u>two-tier</u></li></ul>"
    "<table><tr><th>What</th><th>Pieces</th><th>Price</th></tr><tr><td>Barrel</td><td>24</td><td>540.00</td></tr>"
    "<tr><td>Rack</td><td>12</td><td>88.50</td></tr></table>"
    '<p>See <a href="https://northwind.example/{0}">our site</a>.</p><p><img src="https://northwind.example/{0}.png"'
    ' alt="The cellar" width="300"></p><blockquote>Could you confirm the delivery date?</blockquote>'
)
_NOTE = "@Marta they called about delivery {0}: small lorry with tail lift, between 9 and 11, signature needed. " * 3


def measure(path: Path, messages: int) -> list[Figure]:
    """`path` and `messages` are the large workspace's, which this does not need: it makes its own."""
    from PySide6.QtCore import QCoreApplication

    with tempfile.TemporaryDirectory(prefix="chatterdesk-rich-") as folder:
        record, other = _make(Path(folder) / "rich")
        with window(Path(folder) / "rich", record) as (shown, pane):
            settle()
            for id in (other, record, other, record):  # as `opening` does: the rows of a window are made once
                _open(shown, pane, id)
            settle()
            opened = [timed(lambda id=id: _open(shown, pane, id)) for id in [other, record] * OPENED][1::2]
            bar = pane.view.verticalScrollBar()

            def frame() -> None:
                bar.setValue(bar.value() + STEP)
                pane.view.viewport().repaint()
                QCoreApplication.processEvents()

            settle()
            times = [timed(frame) for _ in range(FRAMES)]
    data = f"{ENTRIES} entries with files, pictures, sound, reactions, tables"
    return [
        _figure("open a rich thread", data, opened, OPENED, (0.5, 50.0), (0.95, 100.0)),
        _figure("scroll a rich thread, a frame, paging included", data, times, FRAMES, (0.95, 16.7), (0.99, 50.0)),
    ]


def _figure(what: str, data: str, times: list[float], count: int, *limits: tuple[float, float]) -> Figure:
    found = [(round(share * 100), percentile(times, share), limit) for share, limit in limits]
    ours = ", ".join(f"p{share} {time:.1f}" for share, time, _ in found)
    target = ", ".join(f"p{share} ≤ {limit:g}" for share, _, limit in found)
    met = all(time <= limit for _, time, limit in found)
    return Figure(what, data, f"{ours} ms ({count:,} times)", f"{target} ms", met)


def _open(shown, pane, record: int) -> None:
    shown.show_record(record)
    while pane.view.loaded.thread != record:
        settle()
    pane.view.viewport().repaint()


def _make(folder: Path) -> tuple[int, int]:
    """A workspace with such a thread, and another record beside it; gives both."""
    from models import record, user, workspace

    made = workspace.create(folder, name="Marta Oliveira", email="marta@northwind.example")
    try:
        me = user.first_administrator().id
        ana = record.create("contact", {"name": "Ana Herrera", "email": "ana@herrera.example"}, by=me).id
        deals = [
            record.create("opportunity", {"title": name, "contact": str(ana)}, by=me).id for name in ("Rich", "Bare")
        ]
        _fill(made.files, deals[0], ana, me)
    finally:
        workspace.close(made)
    return deals[0], deals[1]


def _fill(files: Path, deal: int, ana: int, me: int) -> None:
    from models import attachment, person, posting, reaction, storage
    from models.database import transaction
    from models.draft import File

    author = person.of_card(ana)
    assert author is not None
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(days=100)
    contents = {
        "cellar.png": png(320, 200),
        "call.wav": _sound(),
        "packing list.txt": b"24 barrels\n12 racks\n",
        "drawings.zip": b"PK" * 9000,
    }
    kept = {name: storage.keep_bytes(files, content, limit=attachment.limit()) for name, content in contents.items()}
    names = itertools.cycle(kept)
    for start in range(0, ENTRIES, 100):
        with transaction():
            for number in range(start, start + 100):
                when = begin + dt.timedelta(hours=4 * number)
                if number % 2:
                    id = posting.receive(
                        deal, "", html=_LETTER.format(number), author=author.id, channel="email",
                        subject=f"Delivery {number}", when=when,
                    )  # fmt: skip
                else:
                    chosen = [next(names) for _ in range(number % 5)]
                    given = [File(kept[name].sha256, kept[name].size, name) for name in chosen]
                    id = posting.note(deal, _NOTE.format(number), by=me, when=when, files=given)
                if id is not None and number % 3 == 0:
                    for emoji in "👍🎉❤"[: 1 + number % 3]:
                        reaction.react(id, emoji, by=me)
                    reaction.star(id, by=me)


def _sound() -> bytes:
    count = 80_000
    sizes = (b"RIFF", count + 36, b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", count)
    return struct.pack("<4sI4s4sIHHIIHH4sI", *sizes) + b"\x80" * count
