"""Messages are read in one's own language: button, key, line, failure, consent, correction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.chatter.row_tools import menu, tools
from desktop.translate.language_popover import LanguagePopover
from integrations import engine
from integrations.plugins.translate_google import GoogleFree
from models import entries, message, posting, reading, translation
from models.text import html_of
from tests.desktop.translate.conftest import SPANISH, Shown


def buttons(row) -> list[str]:
    """The visible buttons of a row, as a program outside finds them."""
    found = row.findChildren(QAbstractButton)
    return [one.accessibleName() or one.text() for one in found if one.isVisibleTo(row)]


def press(shown: Shown, message: int, name: str) -> None:
    row = shown.row(message)
    for one in row.findChildren(QAbstractButton):
        if one.isVisibleTo(row) and one.text() == name:
            shown.qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"no button {name!r}; there are {buttons(row)}")


def read(shown: Shown, message: int) -> None:
    press(shown, message, "Translate")
    shown.wait(lambda: shown.text(message).startswith("en:"))


def test_a_message_is_translated_and_shown_as_it_was(on: Shown) -> None:
    id = on.hear()
    assert buttons(on.row(id)) == ["Translate"]
    read(on, id)
    assert on.text(id) == f"en:{SPANISH}"
    assert on.part(id).words == "Translated from Spanish by Google"
    assert buttons(on.row(id)) == ["Show original"]
    press(on, id, "Show original")
    assert on.text(id) == SPANISH
    assert buttons(on.row(id)) == ["Translate"]
    press(on, id, "Translate")
    assert on.text(id) == f"en:{SPANISH}"
    assert len(on.page.asked) == 1


def test_screen_readers_hear_what_is_shown(on: Shown) -> None:
    id = on.hear()
    assert SPANISH in on.row(id).accessibleName()
    read(on, id)
    assert f"en:{SPANISH}" in on.row(id).accessibleName()
    assert on.row(id).copied_text() == f"en:{SPANISH}"


def test_t_translates_the_current_entry_and_back(on: Shown) -> None:
    id = on.hear()
    on.pane.actions.set_current(id)
    on.pane.view.setFocus()
    on.qtbot.keyClick(on.pane.view, Qt.Key.Key_T)
    on.wait(lambda: on.text(id).startswith("en:"))
    on.qtbot.keyClick(on.pane.view, Qt.Key.Key_T)
    assert on.text(id) == SPANISH


def test_the_tools_of_a_row_have_it_too(on: Shown) -> None:
    id = on.hear()
    on.pane.view.canvas.show_tools(on.row(id))
    found = [one.accessibleName() for one in on.pane.view.canvas.tools.findChildren(QAbstractButton)]
    assert "Translate" in found
    entry = entries.one(id)
    labels = [one.label for one in tools(entry, on.desk.me, on.parts.reading.tools(entry))]
    assert labels[3:5] == ["Translate", "Language: Spanish…"]
    made = menu(on.pane, entry, on.desk.me, links=[], others=on.parts.reading.tools(entry))
    assert any("Translate" in action.text() for action in made.actions())


def test_a_kept_translation_is_shown_when_the_record_is_opened(on: Shown) -> None:
    id = on.hear()
    read(on, id)
    on.pane.show_record(on.filled.wall)
    on.pane.show_record(on.filled.barrels)
    assert on.text(id) == f"en:{SPANISH}"
    assert len(on.page.asked) == 1


def test_nothing_is_offered_for_what_one_reads_or_wrote(on: Shown) -> None:
    english = on.hear("Could you please confirm the date of delivery of the barrels?")
    own = posting.note(on.filled.barrels, "Hay que confirmar la fecha de entrega de las barricas", by=on.desk.me)
    on.wait(lambda: on.row(own) is not None and on.row(own).item.entries[0].language == "es")
    assert on.part(english) is None
    assert on.part(own) is None


def test_formatting_links_and_subject(on: Shown) -> None:
    html = '<p>Hay que <b>preparar la bodega</b>: <a href="https://a.example/x?y=1">el plano</a>, 2,40 m.</p>'
    id = on.hear("", html=html, subject="Fecha de entrega")
    read(on, id)
    assert on.text(id).startswith("en:Fecha de entrega\nen:Hay que preparar la bodega")
    shown_html = on.row(id).body.document().toHtml()
    assert 'href="https://a.example/x?y=1"' in shown_html
    bold = [piece for piece in shown_html.split("<span") if "preparar la bodega" in piece]
    assert "font-weight:700" in bold[0]


def test_right_to_left_is_shown_right(on: Shown) -> None:
    reading.reads(on.desk.me, ["ar"])
    on.wait(lambda: on.parts.reading.wishes.target == "ar")
    on.page.spoil = lambda answer: "صباح الخير، هل يمكنكم تأكيد موعد التسليم؟"
    id = on.hear()
    press(on, id, "Translate")
    on.wait(lambda: "صباح" in on.text(id))
    assert on.row(id).body.document().begin().textDirection() == Qt.LayoutDirection.RightToLeft
    press(on, id, "Show original")
    assert on.row(id).body.document().begin().textDirection() == Qt.LayoutDirection.LeftToRight


def test_hostile_answers_are_shown_as_text(on: Shown) -> None:
    on.page.mode = "hostile"
    id = on.hear("", html=f"<p>{html_of(SPANISH)} <b>Gracias</b></p>")
    press(on, id, "Translate")
    on.wait(lambda: "alert" in on.text(id))
    assert "<script>alert(1)</script>" in on.text(id)


# What goes wrong


@pytest.mark.parametrize(("mode", "words"), [("500", "Google answered with an error"), ("429", "Google takes no more")])
def test_a_failure_is_one_red_line_with_retry(on: Shown, mode: str, words: str) -> None:
    id = on.hear()
    on.page.mode = mode
    press(on, id, "Translate")
    on.wait(lambda: buttons(on.row(id)) == ["Retry"])
    assert on.part(id).words.startswith(f"Not translated: {words}")
    assert on.text(id) == SPANISH
    on.page.mode = "ok"
    engine.forget()
    press(on, id, "Retry")
    on.wait(lambda: on.text(id).startswith("en:"))
    assert buttons(on.row(id)) == ["Show original"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("captcha", "came without a translation"),
        ("empty", "without a translation"),
        ("hang", "did not answer"),
        ("drip", "did not answer"),
        ("other", "translation of another text"),
        ("offline", "can't be reached"),
    ],
)
def test_every_way_to_fail_is_said_under_the_message(
    on: Shown, monkeypatch: pytest.MonkeyPatch, mode: str, words: str
) -> None:
    """Nothing for 30 seconds, too: here for half a second."""
    monkeypatch.setattr(GoogleFree, "timeout", 0.5)
    before = on.hear("El camión es más alto que el portón de la bodega")
    read(on, before)
    id = on.hear()
    if mode == "offline":
        on.desk.registry.put("translate_google", {"base_url": "http://127.0.0.1:1/m"}, by=on.desk.me)
    else:
        on.page.mode = mode
    press(on, id, "Translate")
    on.wait(lambda: buttons(on.row(id)) == ["Retry"])
    assert words in on.part(id).words and on.text(id) == SPANISH
    assert entries.one(id).translations == ()
    on.page.mode = "ok"
    on.desk.registry.put("translate_google", {"base_url": on.page.page}, by=on.desk.me)
    engine.forget()
    press(on, id, "Retry")
    on.wait(lambda: on.text(id).startswith(f"en:{SPANISH}"))


def test_sixty_thousand_characters(on: Shown) -> None:
    text = "las barricas de roble de la bodega. " * 1_700
    id = on.hear(text)
    on.pane.actions.do("translate", on.row(id).item.entries[0])
    on.wait(lambda: entries.one(id).translations, 30)
    assert entries.one(id).translations[0].body.count("barricas") == 1_700
    on.wait(lambda: on.parts.reading.state(on.row(id).item.entries[0]).shown)


@pytest.mark.parametrize("text", ["👍", "24", "https://northwind.example/es/pedidos", "barrica" * 860])
def test_what_has_nothing_to_translate_says_so(on: Shown, text: str) -> None:
    id = posting.receive(on.filled.barrels, text, author=on.ana, channel="whatsapp")
    assert id is not None
    on.wait(lambda: on.row(id) is not None)
    assert on.part(id) is None
    on.pane.actions.do("translate", on.row(id).item.entries[0])
    on.wait(lambda: on.part(id) is not None and "nothing in this message" in on.part(id).words)
    assert on.page.asked == []


def test_the_window_never_waits(on: Shown) -> None:
    id = on.hear()
    on.page.mode = "hang"
    press(on, id, "Translate")
    on.wait(lambda: on.part(id).words == "Translating…")
    on.pane.show_record(on.filled.wall)
    on.pane.show_record(on.filled.barrels)
    on.page.mode = "ok"
    on.rest()
    assert on.text(id) in (SPANISH, f"en:{SPANISH}")


def test_an_edit_elsewhere_drops_what_is_shown(on: Shown) -> None:
    id = posting.note(on.filled.barrels, "Hay que confirmar la fecha de entrega", by=on.filled.jonas)
    on.wait(lambda: on.row(id) is not None and on.row(id).item.entries[0].language == "es")
    read(on, id)
    message.edit(id, "Hay que confirmar también la hora de entrega", by=on.filled.jonas)
    on.wait(lambda: on.text(id) == "Hay que confirmar también la hora de entrega" and on.part(id) is not None)
    assert buttons(on.row(id)) == ["Translate"]


# Before anything leaves the machine


def test_the_first_translation_asks_and_google_can_be_switched_on(shown: Shown) -> None:
    id = shown.hear()
    press(shown, id, "Translate")
    dialog = shown.parts.asking.dialog
    assert dialog is not None and dialog.isVisible()
    assert shown.page.asked == []
    said = " ".join(label.text() for label in dialog.findChildren(type(dialog.error._words)))
    assert "text and subject" in said and "Google may keep" in said
    dialog.verb.click()
    shown.wait(lambda: shown.text(id).startswith("en:"))
    assert [one.name for one in shown.desk.registry.listed() if one.enabled] == ["translate_google"]


def test_not_now_sends_nothing(shown: Shown) -> None:
    id = shown.hear()
    press(shown, id, "Translate")
    shown.parts.asking.dialog.cancel.click()
    shown.rest()
    assert shown.page.asked == [] and shown.text(id) == SPANISH
    assert buttons(shown.row(id)) == ["Translate"]
    assert shown.desk.registry.translators() == []


def test_a_contact_is_left_out(shown: Shown) -> None:
    id = shown.hear()
    press(shown, id, "Translate")
    shown.parts.asking.dialog.not_this.click()
    assert reading.refused_for(shown.filled.ana)
    shown.enable()
    press(shown, id, "Translate")
    shown.wait(lambda: buttons(shown.row(id)) == ["Retry"])
    assert "Ana Herrera is not to be translated" in shown.part(id).words
    assert shown.page.asked == []


def test_nothing_at_all_is_translated(shown: Shown) -> None:
    id = shown.hear()
    press(shown, id, "Translate")
    shown.parts.asking.dialog.not_any.click()
    shown.wait(lambda: shown.part(id) is None)
    tool = shown.parts.reading.tools(entries.one(id))[0]
    assert "settings say so" in tool.why_not
    reading.refuse_all(False, by=shown.desk.me)
    shown.wait(lambda: shown.part(id) is not None)


def test_another_engine_leads_to_the_settings(shown: Shown) -> None:
    press(shown, shown.hear(), "Translate")
    with shown.qtbot.waitSignal(shown.desk.open_page) as asked:
        shown.parts.asking.dialog.others.click()
    assert asked.args == ["settings:translation"]


# Languages


def test_a_language_is_corrected(on: Shown) -> None:
    id = on.hear("Bom dia, as barricas chegam amanhã às dez horas")
    on.parts._ask_language(on.row(id).item.entries[0])
    popover = on.pane.window().findChild(LanguagePopover)
    on.qtbot.keyClicks(popover.field, "Portug")
    on.qtbot.keyClick(popover.field, Qt.Key.Key_Return)
    on.wait(lambda: entries.one(id).language == "pt")
    on.wait(lambda: on.part(id) is not None)
    read(on, id)
    assert on.part(id).words == "Translated from Portuguese by Google"


def test_languages_are_found_by_their_names(on: Shown) -> None:
    popover = LanguagePopover(on.pane, on.desk.reader, ["es", "de"], label="Language")
    assert popover.found("") == ["es", "de"]
    assert popover.found("span") == ["es"]
    assert popover.found("GERMAN")[0] == "de"
    assert "fr" in popover.found("fr")
    assert popover.found("klingonish") == []


def test_another_user_reads_other_languages(on: Shown) -> None:
    id = on.hear()
    reading.reads(on.filled.jonas, ["es"])
    assert on.part(id) is not None
    on.desk.act_as(on.filled.jonas)
    on.wait(lambda: on.row(id) is not None and on.part(id) is None)


def test_a_message_sent_in_another_language_shows_mine_and_theirs(on: Shown) -> None:
    from models import sending
    from models.translation import ForRecipient

    theirs = ForRecipient("es", "en", "translate_google", "Hola Ana, salen el martes.", line="Traducido.")
    sent = sending.send(on.filled.barrels, "Hi Ana, they leave on Tuesday.", by=on.desk.me, translated=theirs).message
    on.wait(lambda: on.row(sent) is not None and on.part(sent) is not None)
    assert on.text(sent) == "Hi Ana, they leave on Tuesday."
    assert on.part(sent).words == "Sent in Spanish"
    press(on, sent, "Show what was sent")
    assert on.text(sent).split() == ["Hola", "Ana,", "salen", "el", "martes.", "Traducido."]
    press(on, sent, "Show original")
    assert on.text(sent) == "Hi Ana, they leave on Tuesday."
    assert translation.of(sent, "es") is not None
