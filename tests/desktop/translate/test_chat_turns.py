"""Real chat turns, translated in the window: what is read there has every link, number and placeholder."""

from __future__ import annotations

from pathlib import Path

from models import entries, reading
from tests.desktop.translate.conftest import Shown
from tests.integrations.chat_turns import turns
from tests.integrations.test_batches import kept, reverse_words


def test_a_handful_in_the_window(on: Shown, test_data: Path) -> None:
    reading.reads(on.desk.me, ["es"])
    on.wait(lambda: on.parts.reading.wishes.target == "es")
    on.page.spoil = reverse_words
    written = {}
    for turn in list(turns(test_data, 9))[1:]:
        body = {"html": turn.html} if turn.html else {}
        written[on.hear(turn.text, channel="whatsapp", **body)] = turn
    for id in written:
        on.pane.actions.do("translate", on.row(id).item.entries[0])
    on.wait(lambda: all(entries.one(id).translations for id in written), 20)
    on.wait(lambda: all(on.parts.reading.state(on.row(id).item.entries[0]).shown for id in written))
    for id, turn in written.items():
        original = entries.one(id)
        shown = on.text(id)
        assert shown != original.body
        for one, count in kept(original.body).items():
            if "`" not in one:  # code is shown as code
                assert shown.count(one) >= count, (one, shown)
        if turn.html:
            html = on.row(id).body.document().toHtml()
            assert 'href="https://northwind.example/orders?id=7&amp;x=8"' in html and "font-weight:700" in html
