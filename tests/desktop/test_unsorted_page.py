"""The page of unsorted mail: the count, filing by a few letters, a new contact, deleting, what comes in."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell.record_dialog import RecordDialog
from desktop.widgets import Question
from models import entries, posting, record, thread, unsorted
from models.errors import NotFound


def keep(number: int, **more) -> int:
    given = {"address": f"who{number}@elsewhere.example", "text": f"Text {number}", "subject": f"Subject {number}"}
    return unsorted.keep("email", f"<{number}@elsewhere.example>", **{**given, **more})


@pytest.fixture
def page(window, filled):
    keep(1)
    keep(2, name="Irene Novák", subject="Re: Storage wall")
    window.navigation.chosen.emit("unsorted")
    return window.pages.made["unsorted"]


def names(page) -> list[str]:
    return [card.one.name for card in page.cards]


def test_what_waits_is_counted_and_shown_newest_first(page, window, qtbot: QtBot) -> None:
    assert names(page) == ["Irene Novák", "who1@elsewhere.example"]
    qtbot.waitUntil(lambda: "2" in window.navigation.items["unsorted"].accessibleDescription())
    keep(3, automatic=True)
    qtbot.waitUntil(lambda: len(page.cards) == 3)
    qtbot.waitUntil(lambda: "3" in window.navigation.items["unsorted"].accessibleDescription())


def test_it_is_filed_to_a_record_found_by_a_few_letters(page, window, filled, qtbot: QtBot) -> None:
    posting.note(filled.wall, "for the list", by=filled.marta)
    page.cards[0].file.click()
    dialog = window.findChild(RecordDialog)
    qtbot.waitUntil(lambda: dialog.verb.isEnabled())
    assert dialog.rows.item(dialog.list.currentIndex().row()).record == filled.wall, "the same subject is offered first"
    dialog.field.setText("oak bar")
    qtbot.waitUntil(lambda: getattr(dialog.rows.item(1), "record", 0) == filled.barrels)
    dialog.verb.click()
    newest = next(one for one in entries.page(filled.barrels) if one.direction == "in")
    assert (newest.body, newest.author.name, newest.kind) == ("Text 2", "Irene Novák", "email")
    assert names(page) == ["who1@elsewhere.example"]


def test_a_contact_is_made_of_the_sender(page, window, filled, qtbot: QtBot) -> None:
    page.cards[0].contact.click()
    (card,) = [id for id in thread.heads(range(1, 200)).values() if id.title == "Irene Novák"]
    assert record.read(card.id).values["email"] == "who2@elsewhere.example"
    assert "Text 2" in [one.body for one in entries.page(card.id)]


def test_deleting_asks_once(page, window) -> None:
    card = page.cards[0]
    card.drop.click()
    question = window.findChild(Question)
    question.accept()
    assert names(page) == ["who1@elsewhere.example"]
    with pytest.raises(NotFound):
        unsorted.one(card.one.id)


def test_long_text_opens(page, window, qtbot: QtBot) -> None:
    keep(4, text="A line of words.\n" * 200)
    qtbot.waitUntil(lambda: len(page.cards) == 3)
    card = page.cards[0]
    closed = len(card.text.text())
    card.more.click()
    assert len(card.text.text()) > closed * 5
    page.cards[-1].more.isHidden()


def test_the_last_one_leaves_words(page, window) -> None:
    for one in unsorted.waiting():
        from models import sorting

        sorting.delete(one.id, by=window.desk.me)
    page.reload()
    assert page.is_empty()
