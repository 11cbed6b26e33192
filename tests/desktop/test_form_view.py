"""The form: reading and editing a record, refusals at the field, linked records, live, narrow and archived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from models import entries, record
from models.fields import Money

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.desk import Desk
    from desktop.records.form_view import RecordForm
    from tests.conftest import Filled


@pytest.fixture
def form(desk: Desk, qtbot: QtBot) -> RecordForm:
    """A form in a wide window."""
    from desktop.records.form_view import RecordForm

    made = RecordForm(desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def editor(form: RecordForm, name: str) -> Any:
    return form.form.slots()[name].editor


def words(form: RecordForm, name: str) -> str:
    """What is said at a field."""
    return form.form.slots()[name].words()


def type_into(form: RecordForm, name: str, text: str) -> None:
    """Put the keyboard into a field, type over what stands there, and go on."""
    field = editor(form, name)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    QTest.keyClicks(field, text)
    form.form.title.editor.setFocus(Qt.FocusReason.TabFocusReason)


# Reading


def test_it_shows_what_a_reader_is_used_to(form: RecordForm, filled: Filled) -> None:
    record.save(filled.barrels, {"expected_closing": "2026-11-26", "probability": "70"}, by=filled.marta)
    form.show_record(filled.barrels)
    assert form.form.title.editor.text() == "Oak barrels, harvest 2027"
    assert editor(form, "expected_revenue").text() == "€18,640.00"
    assert editor(form, "expected_closing").text() == "Thu, 26 Nov 2026"
    assert editor(form, "probability").text() == "70 %"
    assert editor(form, "contact").text() == "Ana Herrera"
    form.show_record(filled.ana)
    assert editor(form, "mobile").text() == "+34 656 55 50 14"
    assert editor(form, "language").text() == "Spanish"


def test_every_editor_is_named_by_its_field(form: RecordForm, filled: Filled) -> None:
    from models.declaration import kinds

    for id in (filled.ana, filled.barrels, filled.order, filled.task):
        form.show_record(id)
        cls = kinds[record.read(id).kind]
        for name, slot in form.form.slots().items():
            target = slot.editor.focusProxy() or slot.editor
            assert target.accessibleName() == cls.fields[name].label
    assert form.form.actions.save.accessibleName() or form.form.actions.save.text() == "Save"
    assert form.form.actions.discard.text() == "Discard"


def test_a_clicked_link_opens(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.barrels)
    link = editor(form, "contact")
    with qtbot.waitSignal(form.opened) as signal:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton, pos=QPoint(20, link.height() // 2))
    assert signal.args == [filled.ana]
    QTest.mouseClick(link, Qt.MouseButton.LeftButton, pos=QPoint(link.width() - 60, link.height() // 2))
    assert link.hasFocus()  # beside the name it is edited


# Editing and saving


def test_save_and_discard_appear_with_the_first_edit(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.ana)
    actions = form.form.actions
    assert not form.is_dirty() and not actions.save.isVisible() and not actions.discard.isVisible()
    type_into(form, "city", "Jerez")
    assert form.is_dirty() and actions.save.isVisible() and actions.discard.isVisible()
    actions.discard.click()
    assert not form.is_dirty() and not actions.save.isVisible()
    assert editor(form, "city").text() == ""


def test_saving_is_one_change(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.barrels)
    type_into(form, "expected_revenue", "20000 EUR")
    type_into(form, "expected_closing", "3 Dec 2026")
    type_into(form, "probability", "80")
    with qtbot.waitSignal(form.saved) as signal:
        form.form.actions.save.click()
    assert signal.args == [filled.barrels]
    values = record.read(filled.barrels).values
    assert values["expected_revenue"] == Money(Decimal(20000), "EUR")
    assert (values["expected_closing"], values["probability"]) == (dt.date(2026, 12, 3), 80)
    newest = entries.page(filled.barrels, limit=1)[0]
    assert [change.label for change in newest.changes] == ["Expected revenue", "Probability", "Expected closing"]
    assert not form.is_dirty() and editor(form, "expected_revenue").text() == "€20,000.00"


def test_typing_the_same_again_changes_nothing(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    field = editor(form, "expected_revenue")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert field.text() == "18640.00 EUR"
    QTest.keyClicks(field, "18640.00 EUR")
    assert not form.is_dirty()
    assert form.save()


def test_a_program_can_set_texts(form: RecordForm, filled: Filled) -> None:
    """As the accessibility interface does: without the keyboard's being there."""
    form.show_record(filled.ana)
    editor(form, "email").setText("ana.h@herrera.example")
    assert form.is_dirty() and form.save()
    assert record.read(filled.ana).values["email"] == "ana.h@herrera.example"


def test_escape_takes_a_field_back(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.ana)
    field = editor(form, "email")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "other@example.com")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "ana@herrera.example" and not form.is_dirty()


def test_what_is_wrong_is_said_at_the_field(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.ana)
    type_into(form, "email", "ana at herrera")
    assert "is not an e-mail address" in words(form, "email")
    type_into(form, "mobile", "12")
    assert not form.save()
    assert "is not an e-mail address" in words(form, "email") and "12" in words(form, "mobile")
    assert form.is_dirty() and record.read(filled.ana).values["email"] == "ana@herrera.example"
    type_into(form, "email", "ana@example.com")
    assert words(form, "email") == ""


def test_a_required_field_cannot_be_emptied(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    form.form.title.editor.setText("")
    assert not form.save()
    assert form.form.title.words() == "Title can't be empty."


def test_a_doubtful_number_is_kept_with_a_soft_word(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.karl)
    type_into(form, "phone", "+34 000 000 000")
    assert form.save()
    assert words(form, "phone").endswith("no such number is known to be in use.")
    assert record.read(filled.karl).values["phone"] == "+34000000000"


def test_days_as_one_writes_them(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.task)
    today = editor(form, "deadline").today()
    for typed, meant in (
        ("26/11/2026", dt.date(2026, 11, 26)),
        ("2026-11-27", dt.date(2026, 11, 27)),
        ("tomorrow", today + dt.timedelta(days=1)),
        ("+7", today + dt.timedelta(days=7)),
    ):
        type_into(form, "deadline", typed)
        assert form.save()
        assert record.read(filled.task).values["deadline"] == meant
    type_into(form, "deadline", "soon")
    assert "is not a date" in words(form, "deadline")
    form.discard()
    type_into(form, "deadline", "")
    QTest.keyClick(editor(form, "deadline"), Qt.Key.Key_Delete)


def test_a_moment_is_the_readers(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.order)
    type_into(form, "expected_arrival", "26 Nov 2026 14:30")
    assert form.save()
    assert record.read(filled.order).values["expected_arrival"] == dt.datetime(2026, 11, 26, 13, 30, tzinfo=dt.UTC)
    assert editor(form, "expected_arrival").text() == "26 Nov 2026 14:30"


def test_the_calendar_picks_a_day(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    form.show_record(filled.task)
    editor(form, "deadline").press_icon()
    calendar = form.window().findChild(QCalendarWidget)
    assert calendar is not None and calendar.isVisible()
    calendar.clicked.emit(QDate(2026, 12, 24))
    assert editor(form, "deadline").given() == dt.date(2026, 12, 24)
    assert form.is_dirty()


def test_choosing_by_typing(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.karl)
    field = editor(form, "whatsapp_consent")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "opted i")
    assert [one.text for one in field.suggestions().offered()] == ["Opted in"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.save() and record.read(filled.karl).values["whatsapp_consent"] == "yes"


def test_countries_by_their_name(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.karl)
    field = editor(form, "country")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "austr")
    assert {one.text for one in field.suggestions().offered()} == {"Australia", "Austria"}
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.save() and record.read(filled.karl).values["country"] == "AT"


def test_a_link_is_found_by_the_beginning_of_a_word(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    field = editor(form, "contact")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "web")
    assert field.suggestions().offered()[0].text == "Karl Weber"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.save() and record.read(filled.barrels).values["contact"] == filled.karl


def test_a_contact_not_there_yet_is_made(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.wall)
    field = editor(form, "contact")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "Lea Brun")
    offered = field.suggestions().offered()
    assert [one.text for one in offered] == ["Create “Lea Brun”"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.save()
    made = record.read(record.read(filled.wall).values["contact"])
    assert (made.kind, made.title) == ("contact", "Lea Brun")


def test_an_unknown_name_is_refused_at_the_field(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    type_into(form, "contact", "Nobody Known")
    assert not form.save()
    assert "Nobody Known" in words(form, "contact")
    type_into(form, "salesperson", "Jonas Lind")
    assert words(form, "salesperson") == ""


def test_a_member_is_picked_and_emptied(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    field = editor(form, "salesperson")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "jon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.save() and record.read(filled.barrels).values["salesperson"] == filled.jonas
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.clear()
    assert form.save() and record.read(filled.barrels).values["salesperson"] is None


def test_tags_are_added_and_taken_away(form: RecordForm, filled: Filled) -> None:
    record.save(filled.karl, {"tags": "Cellar"}, by=filled.marta)
    form.show_record(filled.ana)
    tags = editor(form, "tags")
    tags.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(tags.line, "cel")
    assert tags.line.suggestions().offered()[0].text == "Cellar"
    QTest.keyClick(tags.line, Qt.Key.Key_Return)
    QTest.keyClicks(tags.line, "Export,")
    assert tags.tags() == ("Cellar", "Export") and form.is_dirty()
    assert form.save() and record.read(filled.ana).values["tags"] == ("Cellar", "Export")
    tags.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert form.save() and record.read(filled.ana).values["tags"] == ("Cellar",)


def test_yes_and_no(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.task)
    editor(form, "done").switch.click()
    assert form.save()
    assert record.read(filled.task).values["stage"] == "Done"


def test_notes_are_saved(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.barrels)
    QTest.keyClicks(editor(form, "notes"), "Goods lift: 1.20 m")
    assert form.is_dirty() and form.save()
    assert record.read(filled.barrels).values["notes"] == "Goods lift: 1.20 m"


# Lines


def test_lines_are_edited_with_a_live_total(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.order)
    lines = editor(form, "lines")
    assert lines._total.text() == "€13,114.00"
    lines.model.setData(lines.model.index(1, 1), "10")
    assert lines._total.text() == "€13,345.00" and form.is_dirty()
    row = lines.model.add()
    for column, text in enumerate(("Transport; tail lift", "1", "860,00")):
        lines.model.setData(lines.model.index(row, column), text)
    assert lines._total.text() == "€14,205.00"
    assert form.save()
    values = record.read(filled.order).values
    assert [line.product for line in values["lines"]] == ["Oak barrel 225 L", "Bung", "Transport; tail lift"]
    assert values["total"] == Money(Decimal("14205"), "EUR")
    assert editor(form, "total").text() == "€14,205.00" and editor(form, "total").isReadOnly()


def test_lines_are_moved_and_removed(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.order)
    lines = editor(form, "lines")
    lines.table.setFocus()
    lines.table.setCurrentIndex(lines.model.index(1, 3))
    QTest.keyClick(lines.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row[0] for row in lines.model.texts] == ["Bung", "Oak barrel 225 L"]
    QTest.keyClick(lines.table, Qt.Key.Key_Delete)
    assert [row[0] for row in lines.model.texts] == ["Oak barrel 225 L"]
    assert form.save()
    assert [line.product for line in record.read(filled.order).values["lines"]] == ["Oak barrel 225 L"]


def test_a_wrong_line_is_said(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.order)
    lines = editor(form, "lines")
    lines.model.setData(lines.model.index(0, 2), "dear")
    assert lines.model.is_wrong(0, 2)
    assert not form.save()
    assert "is not a line" in words(form, "lines")


# Head


def test_a_stage_alone_is_saved_at_once(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.wall)
    form.form.actions.stages.chosen.emit("Qualified")
    assert record.read(filled.wall).values["stage"] == "Qualified"
    assert form.form.actions.stages.current() == "Qualified"


def test_a_stage_goes_with_other_edits(form: RecordForm, filled: Filled) -> None:
    form.show_record(filled.wall)
    type_into(form, "probability", "40")
    form.form.actions.stages.chosen.emit("Qualified")
    assert record.read(filled.wall).values["stage"] == "New"
    assert form.save()
    newest = entries.page(filled.wall, limit=1)[0]
    assert [change.label for change in newest.changes] == ["Stage", "Probability"]


def test_mark_won_and_lost_with_a_reason(form: RecordForm, filled: Filled) -> None:
    from desktop.widgets import Dialog

    form.show_record(filled.wall)
    buttons = {action.label: button for action, button in form.form.actions._actions}
    assert buttons["Mark won"].isVisible()
    buttons["Mark lost"].click()
    dialog = form.window().findChild(Dialog)
    field = dialog.findChild(QLineEdit)
    assert field.accessibleName() == "Lost reason"
    field.setText("Too dear")
    dialog.accept()
    values = record.read(filled.wall).values
    assert (values["stage"], values["outcome"], values["lost_reason"]) == ("Lost", "lost", "Too dear")
    assert not buttons["Mark won"].isVisible()
    form.show_record(filled.barrels)
    buttons["Mark won"].click()
    assert record.read(filled.barrels).values["outcome"] == "won"


def test_tiles_count_what_links_here(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.ana)
    tile = form.form.tiles._tiles["opportunity"]
    assert tile.isVisible() and tile.caption() == "Opportunity" and tile.accessibleDescription() == "1"
    assert not form.form.tiles._tiles["purchase_order"].isVisible()
    tile.click()
    related = form.form.tabs.related["opportunity"]
    assert related.isVisible() and related.list.model().rowCount() == 1
    with qtbot.waitSignal(form.opened) as signal:
        at = related.list.visualRect(related.list.model().index(0, 0)).center()
        QTest.mouseClick(related.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert signal.args == [filled.barrels]


def test_a_linked_record_is_begun_with_its_link(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.ana)
    with qtbot.waitSignal(form.new_wanted) as signal:
        form.form.tabs.related["opportunity"].new_wanted.emit()
    assert signal.args == ["opportunity", {"contact": filled.ana}]
    form.new_record(*signal.args)
    assert editor(form, "contact").text() == "Ana Herrera"
    assert editor(form, "company").text() == "Bodegas Herrera S.L."
    form.form.title.editor.setText("Racks")
    assert form.save()
    assert record.read(form.record_id()).values["contact"] == filled.ana


# New records


def test_a_new_record(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.new_record("contact")
    assert form.record_id() == 0 and not form.is_dirty()
    assert form.form.actions.save.isVisible()
    assert not form.save()
    assert form.form.title.words() == "Name can't be empty."
    form.form.title.editor.setText("Café Central")
    type_into(form, "mobile", "+43 660 555 0142")
    with qtbot.waitSignal(form.saved) as signal:
        assert form.save()
    view = record.read(signal.args[0])
    assert (view.title, view.values["mobile"]) == ("Café Central", "+436605550142")
    assert form.record_id() == view.id and not form.is_dirty()


def test_a_new_order_gets_its_number(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.new_record("purchase_order")
    with qtbot.waitSignal(form.title_changed) as signal:
        assert form.save()
    assert signal.args == [record.read(form.record_id()).title]


# Live


def test_unedited_fields_follow_others(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.ana)
    type_into(form, "city", "Jerez")
    with qtbot.waitSignal(form.title_changed) as signal:
        record.save(filled.ana, {"email": "new@herrera.example", "name": "Ana H."}, by=filled.jonas)
    assert signal.args == ["Ana H."]
    assert editor(form, "email").text() == "new@herrera.example"
    assert editor(form, "city").text() == "Jerez" and form.is_dirty()


def test_an_edited_field_keeps_the_users_text(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.ana)
    type_into(form, "email", "mine@herrera.example")
    record.save(filled.ana, {"email": "theirs@herrera.example"}, by=filled.jonas)
    qtbot.waitUntil(lambda: "theirs@herrera.example" in words(form, "email"), timeout=2000)
    assert editor(form, "email").text() == "mine@herrera.example"
    assert form.save()
    newest = entries.page(filled.ana, limit=1)[0]
    assert (newest.changes[0].old, newest.changes[0].new) == ("theirs@herrera.example", "mine@herrera.example")


def test_another_process_is_noticed(
    form: RecordForm, qtbot: QtBot, elsewhere: Callable[[str], str], filled: Filled
) -> None:
    form.show_record(filled.karl)
    elsewhere(f"record.save({filled.karl}, {{'city': 'Berlin'}}, by={filled.jonas})")
    qtbot.waitUntil(lambda: editor(form, "city").text() == "Berlin", timeout=3000)


def test_while_another_writes_saving_goes_on_in_a_job(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    import threading

    from models import database

    form.show_record(filled.karl)
    type_into(form, "city", "Berlin")
    holding, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with database.transaction():
            holding.set()
            let_go.wait(5)
        database.close_thread()

    writer = threading.Thread(target=hold)
    writer.start()
    holding.wait(5)
    assert not form.save()
    assert form.form.actions.save.text() == "Saving…" and not form.form.actions.save.isEnabled()
    with qtbot.waitSignal(form.saved):
        let_go.set()
    writer.join()
    assert record.read(filled.karl).values["city"] == "Berlin"
    assert not form.is_dirty() and form.form.actions.save.text() == "Save"


# Archived, deleted


def test_archived_it_is_only_read(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    form.show_record(filled.wall)
    form.set_archived(True)
    assert form.form.banner.isVisible()
    assert editor(form, "probability").isReadOnly() and not form.form.actions.stages.isEnabled()
    form.form.restore.click()
    assert not form.form.banner.isVisible() and not record.read(filled.wall).archived
    assert not editor(form, "probability").isReadOnly()


def test_the_menu_archives_copies_and_deletes(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    from desktop.widgets import DangerButton, Dialog

    form.show_record(filled.barrels)
    form.form.actions.menu.aboutToShow.emit()
    actions = {action.text(): action for action in form.form.actions.menu.actions() if action.text()}
    actions["Copy link"].trigger()
    assert QGuiApplication.clipboard().text() == f"chatterdesk:record/{filled.barrels}"
    actions["Delete…"].trigger()
    dialog = form.window().findChild(Dialog)
    assert dialog.windowTitle() == "Delete “Oak barrels, harvest 2027”?"
    numbers = record.goes_with(filled.barrels)
    said = dialog.accessibleDescription()
    assert numbers["entries"] == 4 and "4 entries and 1 follower go with it." in said
    assert "1 link to it in another record is emptied." in said
    dialog.findChild(DangerButton).click()
    with pytest.raises(Exception, match="There is no record"):
        record.read(filled.barrels)
    qtbot.waitUntil(lambda: form.record_id() == 0, timeout=2000)


def test_a_person_who_wrote_is_not_deleted(form: RecordForm, filled: Filled) -> None:
    from desktop.records.form_questions import ask_to_delete

    form.show_record(filled.ana)
    ask_to_delete(form.form, record.read(filled.ana)).accept()
    assert form.form.trouble.isVisible()
    assert "archive the contact instead" in form.form.trouble.accessibleName()
    assert record.read(filled.ana).title == "Ana Herrera"


# Arrangement


def test_narrow_shows_six_fields_first(form: RecordForm, filled: Filled) -> None:
    form.resize(1000, 700)
    form.show_record(filled.ana)
    shown = [name for name, slot in form.form.grid.slots.items() if slot.isVisible()]
    assert len(shown) == 6 and {"company", "email", "mobile", "city", "country"} <= set(shown)
    form.form.more_fields.click()
    assert all(slot.isVisible() for slot in form.form.grid.slots.values())


def test_a_pane_can_be_the_first_tab(form: RecordForm, qtbot: QtBot, filled: Filled) -> None:
    pane = QWidget()
    form.resize(1000, 700)
    form.show_record(filled.barrels)
    form.put_first_tab("Chatter", pane)
    assert form.form.tabs.bar.tabText(0) == "Chatter" and pane.isVisible()
    form.show_record(filled.ana)  # another kind's form: the pane goes along
    assert pane.isVisible() and form.form.tabs.bar.tabText(0) == "Chatter"
    form.put_first_tab("", None)
    assert form.form.tabs.bar.tabText(0) == "Notes" and not pane.isVisible()
    pane.deleteLater()
