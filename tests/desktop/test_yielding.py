"""Rows whose parts give way: nothing is cut off where there is little room, and all is back where there is more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.chatter.top_row import TopRow
from desktop.widgets import Banner, Label, LinkButton, PrimaryButton, QuietButton, YieldingRow


class Foot(QWidget):
    """Formats that leave, two buttons that shorten, and one that stays."""

    def __init__(self) -> None:
        super().__init__()
        self.row = YieldingRow(self)
        self.bold, self.italic = Label("Bold"), Label("Italic")
        self.template = QuietButton("Template", "template")
        self.translate = LinkButton("Translate to Spanish", "globe")
        self.send = PrimaryButton("Send")
        for part in (self.bold, self.italic, self.template, self.translate, self.send):
            self.row.addWidget(part)
        self.template.set_short("")
        self.translate.set_short("ES")
        self.row.shortens(self.template, self.translate)
        self.row.leaves(self.bold, self.italic)
        self.full = self.row.sizeHint().width()

    def state(self) -> tuple[bool, bool, bool, bool]:
        """Which gave way."""
        return self.template.narrow, self.translate.narrow, self.bold.isHidden(), self.italic.isHidden()


@pytest.fixture
def foot(qtbot: QtBot) -> Iterator[Foot]:
    made = Foot()
    qtbot.addWidget(made)
    made.resize(made.full, 40)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def test_they_give_way_one_after_the_other_and_come_back(foot: Foot, qtbot: QtBot) -> None:
    seen = []
    for width in [*range(foot.full, foot.row.minimumSize().width() - 1, -3), *range(foot.full - 20, foot.full + 1, 5)]:
        foot.resize(width, 40)
        qtbot.wait(1)
        if not seen or seen[-1] != foot.state():
            seen.append(foot.state())
        shown = [one for one in foot.findChildren(QWidget) if not one.isHidden()]
        assert max(one.geometry().right() for one in shown) < width
        wide = [one for one in (foot.template, foot.translate) if not one.narrow]
        assert all(one.width() >= one.sizeHint().width() - 4 for one in wide)
    no, one, two, three, all_of_them = (
        (False, False, False, False),
        (True, False, False, False),
        (True, True, False, False),
        (True, True, True, False),
        (True, True, True, True),
    )
    assert seen[:5] == [no, one, two, three, all_of_them]
    assert seen[-1] == no


def test_its_hint_stays_the_same_and_its_least_is_what_is_left(foot: Foot, qtbot: QtBot) -> None:
    least = foot.row.minimumSize().width()
    foot.resize(least, 40)
    qtbot.wait(5)
    assert foot.row.sizeHint().width() == foot.full
    assert foot.row.minimumSize().width() == least < foot.full - 150


def test_what_is_hidden_wins_nothing_and_names_stay_whole(foot: Foot, qtbot: QtBot) -> None:
    foot.template.hide()
    foot.resize(foot.row.sizeHint().width() - 30, 40)
    qtbot.wait(5)
    assert foot.state() == (False, True, False, False)
    assert foot.translate.text() == "Translate to Spanish"  # what a screen reader says


@pytest.mark.parametrize("mode", ["message", "note", "whatsapp"])
def test_over_the_thread_the_mode_in_use_is_shortened_last(qtbot: QtBot, mode: str) -> None:
    row = TopRow()
    qtbot.addWidget(row)
    row.set_mode(mode)
    row.resize(380, row.sizeHint().height())
    with qtbot.waitExposed(row):
        row.show()
    ways = {"message": row.message, "note": row.note, "whatsapp": row.whatsapp}
    assert not ways[mode].narrow
    assert row.activity.narrow
    row.resize(464, row.height())
    qtbot.wait(5)
    assert not any(one.narrow for one in (*ways.values(), row.activity))


def test_a_narrow_banner_has_its_buttons_under_its_words(qtbot: QtBot) -> None:
    banner = Banner("warning", "WhatsApp is not set up yet", "Connect a Twilio account to send.")
    button = banner.add_action("Open settings", "settings")
    qtbot.addWidget(banner)
    for width, under in ((600, False), (320, True), (600, False)):
        banner.resize(width, banner.heightForWidth(width))
        banner.show()
        qtbot.wait(5)
        assert (button.y() > banner._text.geometry().bottom()) is under
