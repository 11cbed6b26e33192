"""Scenes of activities: planning one, finishing one, changing one, one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.activities.plans_card import PlansCard
from desktop.activities.schedule_dialog import ScheduleDialog
from desktop.activities.types_card import TypesCard
from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from desktop.shell.record_dialog import RecordDialog
from models import activity, activity_plan, activity_type
from models.activity_plan import Plan, Step
from models.activity_type import Type

BARRELS = ("opportunity", "Oak barrels")


def _plan(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.plan_activity()


def _done(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.records.activities.rows[0].done.click()


def _menu(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.records.activities.rows[0].more.click()


def _change(stage: Stage) -> None:
    stage.open(*BARRELS)
    block = stage.window.records.activities
    block.deeds.change(block.rows[0].planned)


def _mine(stage: Stage) -> None:
    stage.window.show_page("activities")


def _list(stage: Stage) -> None:
    stage.window.show_page("activities")
    page = stage.window.pages.made["activities"]
    page.show_everyone(True)
    page.views.set_current("list")
    page._choose_view("list")


def _month(stage: Stage) -> None:
    stage.window.show_page("activities")
    page = stage.window.pages.made["activities"]
    page.show_everyone(True)
    page.views.set_current("month")
    page._choose_view("month")


def _new(stage: Stage) -> None:
    """A record is looked for."""
    for kind, title in (("contact", "Karl Weber"), BARRELS):
        stage.open(kind, title)
    stage.window.show_page("activities")
    stage.window.pages.made["activities"].new.click()


def _new_found(stage: Stage) -> None:
    _new(stage)
    stage.rest()
    stage.window.findChild(RecordDialog).field.setText("wall")


def _new_planned(stage: Stage) -> None:
    """The record was found, a day of the month was meant."""
    stage.window.show_page("activities")
    day = activity.today_of(stage.window.desk.me) + dt.timedelta(days=6)
    dialog = stage.window._thread.plan_anywhere(day)
    dialog.field.setText("wall")
    stage.rest()
    dialog.take()


def _drop_on_card(stage: Stage) -> None:
    """A file is held over a card of one's own that asks for a document."""
    stage.window.show_page("activities")
    page = stage.window.pages.made["activities"]
    stage.rest()
    cards = page.late.cards
    row = next(place for place, one in enumerate(cards.activities.list) if one.type == "upload")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("drawing.pdf")])
    at, none = cards.visualRect(cards.activities.index(row)).center(), Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent, QDragMoveEvent):
        held = event(at, Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, none)
        QApplication.sendEvent(cards.viewport(), held)


def _drop(stage: Stage) -> None:
    """A file is held over an activity that asks for a document."""
    me = stage.window.desk.me
    id = stage.record(*BARRELS)
    due = activity.today_of(me)
    activity.schedule(id, "upload", by=me, summary="Signed drawing of the cellar", due=due)
    stage.window.show_record(id)
    stage.rest()
    row = next(one for one in stage.window.records.activities.rows if one.planned.type == "upload")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("drawing.pdf")])
    none = Qt.KeyboardModifier.NoModifier
    held = QDragEnterEvent(QPoint(40, 12), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(row, held)


def _cards(stage: Stage) -> None:
    _settings(stage)


def _settings(stage: Stage) -> QWidget:
    """The settings, at the cards of types and plans; gives the page."""
    _customer(stage)
    stage.window.show_settings("activities")
    return stage.window.pages.made["settings"]


def _customer(stage: Stage) -> None:
    """A plan, and a chain of types."""
    me = stage.window.desk.me
    activity_type.put(Type("", "Site visit", "map-pin", days=7, next="call", automatic=True), by=me)
    activity_type.put(replace(activity_type.kind("email"), archived=True), by=me)
    steps = (Step("call", -7, "Ask who signs"), Step("todo", 0, "Send the contract"), Step("site-visit", 14))
    activity_plan.put(Plan("New customer", steps), by=me)


def _type(stage: Stage) -> None:
    _settings(stage).findChild(TypesCard).edit(activity_type.kind("site-visit"))


def _type_refused(stage: Stage) -> None:
    dialog = _settings(stage).findChild(TypesCard).edit(activity_type.kind("call"))
    dialog.next.setCurrentIndex(dialog.next.findData("site-visit"))
    dialog.automatic.setChecked(True)
    dialog.verb.click()


def _plan_editor(stage: Stage) -> None:
    _settings(stage).findChild(PlansCard).edit(activity_plan.plan("New customer"))


def _use_plan(stage: Stage) -> None:
    _customer(stage)
    stage.open(*BARRELS)
    stage.window.plan_activity()
    stage.rest()
    stage.window.findChild(ScheduleDialog).plans.click()


SCENES = (
    Scene("settings-activities", _cards),
    Scene("activity-type", _type),
    Scene("activity-type-refused", _type_refused, (MIDDLE,), ("light",)),
    Scene("plan-editor", _plan_editor),
    Scene("plan-use", _use_plan, (NARROW, MIDDLE)),
    Scene("activities", _mine, (NARROW, MIDDLE, WIDE)),
    Scene("activities-month", _month, (NARROW, MIDDLE)),
    Scene("activities-list", _list, (MIDDLE,)),
    Scene("activity-new", _new, (MIDDLE, NARROW)),
    Scene("activity-new-found", _new_found),
    Scene("activity-new-planned", _new_planned),
    Scene("activity-drop", _drop),
    Scene("activity-drop-on-card", _drop_on_card, (NARROW,)),
    Scene("activities-large-text", _mine, (NARROW,), ("light",), scale=125),
    Scene("activities-empty", _mine, (MIDDLE,), ("light",), empty=True),
    Scene("activity-plan", _plan, (NARROW, MIDDLE)),
    Scene("activity-done", _done, (MIDDLE,)),
    Scene("activity-menu", _menu, (MIDDLE,), ("light",)),
    Scene("activity-change", _change, (MIDDLE,), ("light",)),
)
