"""The card of translation in the settings: consent, translator, languages, lists; each change holds at once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell.settings_page import SettingsPage
from desktop.translate.language_popover import LanguagePopover
from desktop.translate.settings_card import TranslationCard
from integrations.translate import translate_message
from models import person, reading
from models.errors import Refused
from tests.desktop.translate.conftest import Shown


@pytest.fixture
def card(shown: Shown, qtbot: QtBot) -> TranslationCard:
    made = TranslationCard(shown.desk)
    qtbot.addWidget(made)
    made.resize(760, 700)
    made.show()
    return made


def choose(card: TranslationCard, code: str) -> None:
    popover = card.window().findChild(LanguagePopover)
    assert popover is not None
    popover.field.setText(code)
    popover.field.returnPressed.emit()


def test_it_stands_on_the_settings_page(window, qtbot: QtBot) -> None:
    window.show_settings()
    page = window.findChild(SettingsPage)
    assert page is not None and page.show_part("translation").findChild(TranslationCard) is not None


def test_nobody_was_asked_yet(card: TranslationCard) -> None:
    assert card.consent.isChecked() and "Not asked yet" in card.said.text()
    assert not card.enable.isHidden() and "None is switched on" in card.which.text()


def test_consent_is_given_here_with_the_same_question(card: TranslationCard, shown: Shown) -> None:
    card.enable.click()
    dialog = card.asking.dialog
    assert dialog is not None and shown.desk.registry.translators() == []
    dialog.verb.click()
    shown.wait(lambda: "Agreed" in card.said.text())
    assert shown.desk.registry.translators() == ["translate_google"]
    assert card.enable.isHidden() and "sent to Google" in card.said.text()


def test_consent_is_taken_back_and_given_again(card: TranslationCard, shown: Shown) -> None:
    shown.enable()
    id = shown.hear()
    card.consent.click()
    assert reading.all_refused() and "Refused" in card.said.text()
    with pytest.raises(Refused, match="outside this machine"):
        translate_message(shown.desk.registry, id, "en", by=shown.desk.me)
    assert shown.page.asked == []
    card.consent.click()
    assert not reading.all_refused() and "Agreed" in card.said.text()


def test_of_two_translators_one_is_chosen(card: TranslationCard, shown: Shown) -> None:
    shown.enable()
    shown.desk.registry.enable("translate_libre", by=shown.desk.me)
    card.renew()
    assert card.engine is not None and card.engine.current() == "translate_google"
    card.engine.chosen.emit("translate_libre")
    assert shown.desk.registry.translators()[0] == "translate_libre"
    assert "LibreTranslate" in card.said.text() and card.engine.current() == "translate_libre"
    with pytest.raises(Refused, match="not switched on"):
        shown.desk.registry.prefer("email", by=shown.desk.me)


def test_languages_are_added_taken_away_and_put_first(card: TranslationCard, shown: Shown) -> None:
    me = shown.desk.me
    assert list(card.reads.chips) == ["en"] and card.into is None
    assert card.reads.chips["en"].cross is None  # one has to stay
    card.reads.add.click()
    choose(card, "German")
    assert reading.wishes(me).languages == ("en", "de")
    assert card.into is not None
    card.into.chosen.emit("de")
    assert reading.wishes(me).target == "de"
    card.reads.chips["en"].removed.emit()
    assert reading.wishes(me).languages == ("de",)


def test_contacts_always_and_languages_never(card: TranslationCard, shown: Shown) -> None:
    me = shown.desk.me
    assert not card.always.empty.isHidden()
    reading.translate_always(me, shown.ana, True)
    shown.wait(lambda: [chip.accessibleName() for chip in card.always.chips.values()] == ["Ana Herrera"])
    card.always.chips[str(shown.ana)].removed.emit()
    assert reading.wishes(me).always == frozenset()
    card.never.add.click()
    choose(card, "French")
    assert reading.wishes(me).never == {"fr"}
    card.never.chips["fr"].removed.emit()
    assert reading.wishes(me).never == frozenset()


def test_a_refused_contact_is_allowed_again(card: TranslationCard, shown: Shown) -> None:
    assert card.refused.isHidden()
    reading.refuse_for(shown.filled.ana, True, by=shown.desk.me)
    shown.wait(lambda: not card.refused.isHidden())
    assert [chip.accessibleName() for chip in card.refused.chips.values()] == ["Ana Herrera"]
    card.refused.chips[str(shown.filled.ana)].removed.emit()
    assert not reading.refused_for(shown.filled.ana) and card.refused.isHidden()


def test_the_line_and_the_notes(card: TranslationCard, shown: Shown) -> None:
    me = shown.desk.me
    card.tell.click()
    card.notes.click()
    assert (reading.wishes(me).tell, reading.wishes(me).notes) == (False, True)


def test_it_is_each_users_own(card: TranslationCard, shown: Shown) -> None:
    reading.reads(shown.filled.jonas, ["de"])
    karl = person.of_card(shown.filled.karl)
    assert karl is not None
    reading.translate_always(shown.filled.jonas, karl.id, True)
    shown.desk.act_as(shown.filled.jonas)
    assert list(card.reads.chips) == ["de"]
    assert [chip.accessibleName() for chip in card.always.chips.values()] == ["Karl Weber"]


def test_what_is_gone_is_no_trouble(card: TranslationCard, shown: Shown) -> None:
    """A contact that was deleted, an engine that is not there any more."""
    from models import setting

    reading.refuse_for(999_999, True, by=shown.desk.me)
    reading.translate_always(shown.desk.me, 999_999, True)
    setting.put("plugins.enabled", ["translate_gone"], by=shown.desk.me)
    card.renew()
    assert card.always.chips == {} and list(card.refused.chips) == []
