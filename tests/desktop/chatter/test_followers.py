"""The followers: who is shown, following oneself, choices, adding with a warning before outsiders, removing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.chatter.followers_popover import FollowersPopover
from desktop.chatter.pane import ChatterPane
from desktop.widgets import QuietButton
from models import entries, follower, person


@pytest.fixture
def pane(pane: ChatterPane, filled) -> ChatterPane:
    """A pane that shows the opportunity of Ana."""
    pane.show_record(filled.barrels)
    return pane


def opened(pane: ChatterPane, qtbot: QtBot) -> FollowersPopover:
    qtbot.mouseClick(pane.followers.button, Qt.MouseButton.LeftButton)
    assert pane.followers.popover is not None and pane.followers.popover.isVisible()
    return pane.followers.popover


def offers(popover: FollowersPopover) -> list[QuietButton]:
    items = [popover.offers.itemAt(place).widget() for place in range(popover.offers.count())]
    return [item for item in items if isinstance(item, QuietButton)]


def test_the_button_has_a_fixed_name_and_counts_in_its_description(pane: ChatterPane) -> None:
    assert pane.followers.button.accessibleName() == "Followers"
    assert pane.followers.button.accessibleDescription() == "1 follower"


def test_following_and_not(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    assert pane.followers.follow.text() == "Following"
    qtbot.mouseClick(pane.followers.follow, Qt.MouseButton.LeftButton)
    assert pane.followers.follow.text() == "Follow" and not follower.followers(filled.barrels)
    qtbot.waitUntil(lambda: "no longer follows" in next(pane.view.message_rows()).body.toPlainText())
    qtbot.mouseClick(pane.followers.follow, Qt.MouseButton.LeftButton)
    assert [one.name for one in follower.followers(filled.barrels)] == ["Marta Oliveira"]


def test_a_user_is_added_at_once(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    popover = opened(pane, qtbot)
    qtbot.keyClicks(popover.field, "jon")
    qtbot.waitUntil(lambda: bool(offers(popover)))
    assert offers(popover)[0].caption() == "Jonas Lind · Inside · jonas@northwind.example"
    assert all(popover.rect().contains(row.mapTo(popover, row.rect().bottomLeft())) for row in popover.rows)
    qtbot.mouseClick(offers(popover)[0], Qt.MouseButton.LeftButton)
    assert [row.follower.name for row in popover.rows] == ["Jonas Lind", "Marta Oliveira"]


def test_an_outsider_is_only_added_after_a_warning(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    popover = opened(pane, qtbot)
    qtbot.keyClicks(popover.field, "weber")
    qtbot.keyClick(popover.field, Qt.Key.Key_Return)
    assert popover.warning.isVisible()
    assert "Karl Weber is outside" in popover._warning_words.text()
    assert "k.weber@weber.example" in popover._warning_words.text()
    assert len(follower.followers(filled.barrels)) == 1
    qtbot.mouseClick(popover.add_button, Qt.MouseButton.LeftButton)
    added = follower.followers(filled.barrels)[-1]
    assert added.name == "Karl Weber" and added.outside and not popover.warning.isVisible()
    qtbot.waitUntil(lambda: pane.composer.closed.text() == "Write to Ana and 1 follower")


def test_choices_are_kept_and_notes_are_not_offered_outside(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    follower.follow(filled.barrels, person.of_card(filled.karl).id, by=filled.marta)
    pane.followers.renew()
    popover = opened(pane, qtbot)
    marta, karl = popover.rows
    assert [action.text() for action in karl.choices.menu().actions()] == ["Discussions", "Activities", "Stage changes"]
    marta.choices.menu().actions()[1].trigger()
    assert follower.followers(filled.barrels)[0].choices == {"discussions", "notes"}
    popover.rows[1].choices.menu().actions()[0].trigger()  # nothing left: unfollows
    assert [one.name for one in follower.followers(filled.barrels)] == ["Marta Oliveira"]


def test_a_follower_is_removed(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    popover = opened(pane, qtbot)
    assert popover.rows[0].remove.accessibleName() == "Remove Marta Oliveira"
    qtbot.mouseClick(popover.rows[0].remove, Qt.MouseButton.LeftButton)
    assert not follower.followers(filled.barrels) and not popover.rows
    assert pane.followers.follow.text() == "Follow"


def test_followers_of_another_process_show_by_themselves(pane: ChatterPane, filled, qtbot: QtBot, elsewhere) -> None:
    elsewhere(f"follower.follow({filled.barrels}, {filled.jonas}, by={filled.jonas})")
    qtbot.waitUntil(lambda: pane.followers.button.accessibleDescription() == "2 followers", timeout=1500)


def test_one_is_invited_with_a_message(pane: ChatterPane, filled, qtbot: QtBot) -> None:
    popover = opened(pane, qtbot)
    assert not popover.words.isVisible(), "only once somebody is looked for"
    qtbot.keyClicks(popover.field, "karl")
    qtbot.waitUntil(lambda: bool(offers(popover)))
    assert popover.words.isVisible() and popover.words.accessibleName() == "Message to the invited"
    qtbot.keyClicks(popover.words, "Here you see it")
    offers(popover)[0].click()
    assert popover.warning.isVisible(), "the warning before someone outside is added stays"
    popover.add_button.click()
    qtbot.waitUntil(lambda: "Karl Weber" in [one.name for one in follower.followers(filled.barrels)])
    newest = entries.page(filled.barrels, limit=1)[0]
    assert newest.body == "Here you see it" and [one.name for one in newest.deliveries] == ["Karl Weber"]
    assert popover.words.text() == "" and not popover.words.isVisible()
