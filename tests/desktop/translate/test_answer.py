"""Answers go out in the other's language: shown before sending with what they say when read back, both texts kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.translate.language_popover import LanguagePopover
from integrations import engine, translate
from integrations.conversation import outgoing
from models import dispatch, entries, pending, reading, record, setting
from models.entries import Entry
from tests.desktop.translate.conftest import Shown

ANSWER = "Hi Ana, the barrels leave our cooperage on Tuesday 24."


def write(shown: Shown, text: str = ANSWER, html: str | None = None) -> Any:
    """Open the composer with a text; gives the part that answers."""
    shown.pane.compose("message")
    shown.pane.composer.field.set_content(text, html)
    return shown.parts.answer


def translated(shown: Shown, text: str = ANSWER, html: str | None = None) -> Any:
    answer = write(shown, text, html)
    answer.button.click()
    shown.wait(lambda: answer.state == "ready")
    return answer


def send(shown: Shown) -> Entry:
    """Send what is there; the entry that was written."""
    setting.put("safety.first", False, by=shown.desk.me, person=shown.desk.me)
    with shown.qtbot.waitSignal(shown.pane.composer.posted) as posted:
        shown.pane.composer.button.click()
    return entries.one(posted.args[0])


def test_the_contacts_language_is_offered(on: Shown) -> None:
    answer = write(on)
    assert answer.button.isVisible() and answer.button.caption() == "Translate to Spanish"
    assert answer.pick.isHidden() and answer.stack.isHidden()


def test_notes_have_nothing_to_translate(on: Shown) -> None:
    on.pane.compose("note")
    assert on.parts.answer.button.isHidden() and on.parts.answer.pick.isHidden()


def test_the_texts_stand_one_under_the_other(on: Shown) -> None:
    answer = translated(on)
    stack = answer.stack
    assert stack.isVisible() and on.pane.composer.field.isHidden()
    assert stack.mine.caption.text() == "You wrote, English"
    assert stack.theirs.caption.text() == "Ana receives, Spanish"
    assert stack.back.caption.text() == "Read back into English, to check"
    assert stack.mine.field.toPlainText() == ANSWER
    assert stack.theirs.field.toPlainText() == f"es:{ANSWER}"
    assert stack.back.field.toPlainText() == f"en:es:{ANSWER}"
    assert stack.theirs.field.isReadOnly() is False and stack.mine.field.isReadOnly()
    assert stack.tell.isChecked() and stack.tell.text() == "Tell Ana it was translated"


def test_both_texts_are_kept_and_theirs_goes_out(on: Shown) -> None:
    translated(on, "They leave on Tuesday 24.", "They leave on <b>Tuesday 24</b>.")
    entry = send(on)
    assert (entry.body, entry.html) == ("They leave on Tuesday 24.", "They leave on <b>Tuesday 24</b>.")
    assert [(one.language, one.html) for one in entry.translations] == [("es", "es:They leave on <b>Tuesday 24</b>.")]
    sent = outgoing(dispatch.one(entry.deliveries[0].id), Path())
    assert sent.text == f"es:They leave on Tuesday 24.\n\nes:{translate.SAID}"
    assert sent.html is not None and sent.html.startswith("es:They leave on <b>Tuesday 24</b>.<p><i>")
    on.wait(lambda: on.row(entry.id) is not None)
    assert on.text(entry.id) == "They leave on Tuesday 24."
    assert on.part(entry.id).words == "Sent in Spanish"
    assert on.parts.answer.state == "off" and on.pane.composer.mode == ""


def test_saying_that_it_was_translated_can_be_left_out(on: Shown) -> None:
    answer = translated(on)
    answer.stack.tell.setChecked(False)
    sent = outgoing(dispatch.one(send(on).deliveries[0].id), Path())
    assert sent.text == f"es:{ANSWER}"


def test_the_settings_say_whether_it_is_said(on: Shown) -> None:
    reading.tell_translated(on.desk.me, False)
    assert not translated(on).stack.tell.isChecked()


def test_what_arrives_can_be_changed_and_is_read_back(on: Shown) -> None:
    answer = translated(on)
    field = answer.stack.theirs.field
    field.selectAll()
    on.qtbot.keyClicks(field, "Hola Ana, salen el martes.")
    on.wait(lambda: answer.stack.back.field.toPlainText() == "en:Hola Ana, salen el martes.")
    entry = send(on)
    assert entry.body == ANSWER
    assert entry.translations[0].body == "Hola Ana, salen el martes."


def test_ones_own_text_is_edited_and_translated_again(on: Shown) -> None:
    answer = translated(on)
    answer.stack.mine.link.click()
    composer = on.pane.composer
    assert composer.field.isVisible() and answer.stack.isHidden()
    assert not composer.button.isEnabled()
    assert "Translate it again, or send it in English" in composer.button.accessibleDescription()
    composer.field.set_content("They leave on Wednesday.")
    answer.button.click()
    on.wait(lambda: answer.state == "ready")
    assert answer.stack.theirs.field.toPlainText() == "es:They leave on Wednesday."


def test_it_can_go_out_as_it_was_written(on: Shown) -> None:
    answer = translated(on)
    assert answer.plain.caption() == "Send in English"
    answer.plain.click()
    assert on.pane.composer.field.isVisible()
    entry = send(on)
    assert entry.translations == () and entry.deliveries[0].instead is None


def test_another_language_is_chosen(on: Shown) -> None:
    answer = translated(on)
    answer.stack.theirs.link.click()
    popover = on.pane.window().findChild(LanguagePopover)
    on.qtbot.keyClicks(popover.field, "Cata")
    on.qtbot.keyClick(popover.field, Qt.Key.Key_Return)
    on.wait(lambda: answer.stack.theirs.field.toPlainText() == f"ca:{ANSWER}")
    assert "Catalan" in answer.stack.theirs.caption.text()
    assert send(on).translations[0].language == "ca"


def test_a_contact_without_a_language_gets_any(on: Shown) -> None:
    record.save(on.filled.ana, {"language": ""}, by=on.desk.me)
    answer = write(on)
    on.wait(lambda: not answer.pick.isHidden())
    assert answer.button.isHidden()


def test_the_conversation_tells_the_language_too(on: Shown) -> None:
    record.save(on.filled.ana, {"language": ""}, by=on.desk.me)
    for text in ("¿Podéis confirmar la fecha de entrega?", "El portón de la bodega mide 2,40 m de alto"):
        on.hear(text)
    answer = write(on)
    on.wait(lambda: answer.button.caption() == "Translate to Spanish" and not answer.button.isHidden())


def test_an_answer_in_that_language_is_said_to_be_so(on: Shown) -> None:
    answer = write(on, "Hola Ana, las barricas salen el martes de nuestra tonelería.")
    answer.button.click()
    on.wait(lambda: answer.state == "failed")
    assert "in Spanish already" in answer.stack.error.words()
    assert on.page.asked == []


@pytest.mark.parametrize("mode", ["500", "captcha"])
def test_a_failure_keeps_the_text_and_can_be_tried_again(on: Shown, mode: str) -> None:
    on.page.mode = mode
    answer = write(on)
    answer.button.click()
    on.wait(lambda: answer.state == "failed")
    assert answer.stack.error.words().startswith("Google")
    assert not on.pane.composer.button.isEnabled()
    assert answer.stack.mine.field.toPlainText() == ANSWER
    on.page.mode = "ok"
    engine.forget()
    answer.stack.again.click()
    on.wait(lambda: answer.state == "ready")


def test_nothing_is_sent_while_it_is_on_its_way(on: Shown) -> None:
    on.page.spoil = lambda answer: time.sleep(0.3) or answer
    answer = write(on)
    answer.button.click()
    assert answer.state == "asked" and not on.pane.composer.button.isEnabled()
    assert "on its way" in on.pane.composer.button.accessibleDescription()
    on.pane.composer.send()
    assert answer.state == "asked"
    answer.plain.click()  # not waiting for it
    on.rest()
    on.rest()
    assert answer.state == "off" and answer.stack.isHidden()


def test_an_empty_answer_is_not_translated(on: Shown) -> None:
    said: list[str] = []
    on.desk.notice.connect(said.append)
    answer = write(on, "  ")
    answer.button.click()
    assert said == ["There is nothing to translate yet: write something first."]
    assert on.page.asked == []


def test_an_emptied_translation_can_not_be_sent(on: Shown) -> None:
    answer = translated(on)
    answer.stack.theirs.field.clear()
    assert not on.pane.composer.button.isEnabled()


def test_the_first_answer_asks_too(shown: Shown) -> None:
    answer = write(shown)
    answer.button.click()
    dialog = shown.parts.asking.dialog
    assert dialog is not None and shown.page.asked == []
    dialog.verb.click()
    shown.wait(lambda: answer.state == "ready")


def test_a_refused_contact_is_offered_nothing(on: Shown) -> None:
    answer = write(on)
    reading.refuse_for(on.filled.ana, True, by=on.desk.me)
    on.wait(lambda: answer.button.isHidden())
    assert answer.pick.isHidden()


def test_another_record_begins_anew(on: Shown) -> None:
    answer = translated(on)
    on.pane.show_record(on.filled.wall)
    assert answer.state == "off" and answer.stack.isHidden()
    on.pane.compose("message")
    assert answer.button.caption() == "Translate to German"
    assert on.pane.composer.field.isVisible()


def test_what_was_taken_back_is_ones_own_text(on: Shown) -> None:
    setting.put("undo", 30, by=on.desk.me, person=on.desk.me)
    translated(on)
    entry = send(on)
    content = pending.withdraw(entry.id, by=on.desk.me)
    assert content.text == ANSWER


def test_right_to_left_stands_right(on: Shown) -> None:
    record.save(on.filled.ana, {"language": "ar"}, by=on.desk.me)
    on.page.spoil = lambda answer: answer.replace("ar:", "مرحبا ")
    answer = write(on)
    on.wait(lambda: answer.button.caption() == "Translate to Arabic")
    answer.button.click()
    on.wait(lambda: answer.state == "ready")
    document = answer.stack.theirs.field.document()
    assert document.begin().textDirection() == Qt.LayoutDirection.RightToLeft
    assert send(on).translations[0].body.startswith("مرحبا")


def test_ctrl_enter_in_what_arrives_sends(on: Shown) -> None:
    answer = translated(on)
    setting.put("safety.first", False, by=on.desk.me, person=on.desk.me)
    with on.qtbot.waitSignal(on.pane.composer.posted):
        on.qtbot.keyClick(answer.stack.theirs.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_long_language_does_not_widen_the_pane(on: Shown) -> None:
    answer = write(on)
    before = on.pane.minimumSizeHint().width()
    answer.button.setText("Translate to " + "Norwegian Bokmål of the far north " * 3)
    assert on.pane.minimumSizeHint().width() == before


def test_no_part_is_seen_before_it_has_its_place(on: Shown) -> None:
    """A widget that is shown before it lies in another is a window, which takes the keyboard."""
    from PySide6.QtWidgets import QApplication

    from desktop.translate.answer_stack import AnswerStack
    from desktop.translate.bar import TranslationBar
    from desktop.translate.consent import ConsentDialog

    made = [AnswerStack(), TranslationBar(), ConsentDialog(on.pane, "Ana Herrera")]
    seen = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not on.pane.window()]
    assert seen == []
    for one in made:
        one.deleteLater()


def test_in_a_low_window_the_bar_gives_its_room_to_the_texts(on: Shown) -> None:
    for number in range(3):
        on.hear(f"Mensaje número {number} sobre la entrega de las barricas")
    bar = on.parts.over.bar
    on.wait(lambda: bar.kind == "offer")
    on.pane.resize(586, 560)
    answer = write(on, ANSWER * 3)
    answer.button.click()
    on.wait(lambda: answer.state == "ready")
    assert bar.isHidden()
    on.rest()
    line = answer.stack.theirs.field.fontMetrics().lineSpacing()
    for card in (answer.stack.mine, answer.stack.theirs, answer.stack.back):
        assert card.field.height() >= 2 * line
    answer.plain.click()
    on.wait(lambda: bar.kind == "offer" and not bar.isHidden())


def test_in_a_high_window_the_bar_stays(on: Shown) -> None:
    for number in range(3):
        on.hear(f"Mensaje número {number} sobre la entrega de las barricas")
    on.wait(lambda: on.parts.over.bar.kind == "offer")
    on.pane.resize(496, 1100)
    answer = write(on)
    answer.button.click()
    on.wait(lambda: answer.state == "ready")
    assert not on.parts.over.bar.isHidden()


def with_subject(on: Shown, subject: str) -> Any:
    """A text under a subject that was typed, translated."""
    answer = write(on)
    composer = on.pane.composer
    composer.head.subject.setText(subject)
    composer.head.subject.textEdited.emit(subject)
    answer.button.click()
    on.wait(lambda: answer.state == "ready")
    return answer


def test_a_typed_subject_is_translated_with_the_text_and_read_back(on: Shown) -> None:
    stack = with_subject(on, "Delivery of the barrels").stack
    subjects = [card.subject.text() for card in (stack.theirs, stack.back)]
    assert subjects == ["es:Delivery of the barrels", "en:es:Delivery of the barrels"]
    assert [card.subject.isReadOnly() for card in (stack.theirs, stack.back)] == [False, True]
    assert on.pane.composer.head.subject.isReadOnly()  # its translation is seen: changed under "Edit"
    entry = send(on)
    assert (entry.subject, entry.translations[0].subject) == ("Delivery of the barrels", "es:Delivery of the barrels")
    sent = outgoing(dispatch.one(entry.deliveries[0].id), Path())
    assert sent.subject == "es:Delivery of the barrels"
    assert not on.pane.composer.head.subject.isReadOnly()


def test_its_translation_can_be_changed_and_is_read_back(on: Shown) -> None:
    stack = with_subject(on, "Delivery").stack
    stack.theirs.subject.selectAll()
    on.qtbot.keyClicks(stack.theirs.subject, "Entrega")
    on.wait(lambda: stack.back.subject.text() == "en:Entrega")
    sent = outgoing(dispatch.one(send(on).deliveries[0].id), Path())
    assert sent.subject == "Entrega"


def test_one_that_others_wrote_under_goes_on_as_it_is(on: Shown) -> None:
    on.hear(subject="Fecha de entrega")
    answer = with_subject(on, "Re: Fecha de entrega")
    assert answer.stack.theirs.subject.isHidden()
    sent = outgoing(dispatch.one(send(on).deliveries[0].id), Path())
    assert sent.subject == "Re: Fecha de entrega"


def test_without_one_the_title_of_the_record_stands_there(on: Shown) -> None:
    answer = translated(on)
    assert answer.stack.theirs.subject.isHidden()
    entry = send(on)
    assert outgoing(dispatch.one(entry.deliveries[0].id), Path()).subject == record.read(on.filled.barrels).title
