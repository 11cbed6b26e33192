"""Scenes of the shell: the window at its widths, palette, inbox, settings, dialogs, welcome, errors."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from desktop.scenes.stage import MIDDLE, NARROW, WIDE, Scene, Stage
from desktop.shell.closing import ClosingDialog
from desktop.shell.inbox_cards import GroupCard
from desktop.shell.preferences_card import PreferencesCard
from models import dispatch, entries, leaving, notification, reaction, sending, setting
from models.database import now

BARRELS = ("opportunity", "Oak barrels")
_REPORT = """Chatterdesk, Python 3.11, Qt 6

Traceback (most recent call last):
  File "desktop/example.py", line 12, in example
    raise ValueError("an example of a fault")
ValueError: an example of a fault
"""


def _record(stage: Stage) -> None:
    stage.open(*BARRELS)


def _list_beside(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.look.toggle_list()


def _chatter_below(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.look.place_chatter("below")


def _chatter_hidden(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.look.place_chatter("hidden")


def _palette(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.open_palette("her")


def _palette_at_rest(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.open("contact", "Karl Weber")
    stage.window.open_palette()


def _inbox(stage: Stage) -> None:
    stage.window.show_page("inbox")


def _inbox_thread(stage: Stage) -> None:
    stage.window.show_page("inbox")
    page = stage.window.pages.made["inbox"]
    stage.rest()
    page.list.walk(1)


def _snoozed(stage: Stage) -> None:
    me = stage.window.desk.me
    for record in notification.unread_records(me)[:2]:
        notification.snooze(record, me, now() + dt.timedelta(hours=1))
    stage.window.show_page("inbox")
    page = stage.window.pages.made["inbox"]
    page.tabs.set_current("snoozed")
    page.reload()


def _snooze_menu(stage: Stage) -> None:
    stage.window.show_page("inbox")
    stage.rest()
    stage.window.findChild(GroupCard).later.click()


def _news(stage: Stage) -> None:
    stage.window.show_settings("news")


def _starred(stage: Stage) -> None:
    id = stage.record(*BARRELS)
    for entry in [one for one in entries.page(id, limit=12) if one.body][:4]:
        reaction.star(entry.id, by=stage.window.desk.me)
    stage.window.show_page("starred")


def _unread(stage: Stage) -> None:
    stage.window.show_page("unread")


def _recent(stage: Stage) -> None:
    for kind, title in (("contact", "Karl Weber"), BARRELS, ("task", ""), ("purchase_order", "")):
        stage.open(kind, title)
    stage.window.show_page("recent")


def _settings(stage: Stage) -> None:
    stage.window.show_settings()


def _settings_plugin(stage: Stage) -> None:
    stage.window.show_settings("whatsapp_twilio")


def _settings_users(stage: Stage) -> None:
    stage.window.show_settings("users")


def _settings_country(stage: Stage) -> None:
    """The card of the workspace, a country typed that there is not."""
    stage.window.show_settings("files")
    stage.rest()
    card = next(one for one in stage.window.findChildren(PreferencesCard) if "country" in one.controls)
    field = card.controls["country"]
    field.setText("Atlantis")
    field.editingFinished.emit()


def _user_menu(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.navigation.user.click()


def _keys(stage: Stage) -> None:
    stage.window.care.show_keys()


def _verify(stage: Stage) -> None:
    stage.window.care.verify()
    stage.rest(900)


def _add_user(stage: Stage) -> None:
    stage.window.care.add_user()


def _unsaved(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.records.form.form.grid.editor("probability").setText("80")
    stage.window.show_page("inbox")


def _closing(stage: Stage) -> None:
    id, me = stage.open(*BARRELS), stage.window.desk.me
    setting.put("channel.email", "email", by=me)
    sending.send(id, "They leave on Tuesday.", by=me, channel="email", send_after=now() + dt.timedelta(seconds=8))
    stage.window.closing.tray = True
    stage.window.close()


def _closing_failed(stage: Stage) -> None:
    _closing(stage)
    dialog = stage.window.findChild(ClosingDialog)
    dialog.send.click()
    for one in leaving.soon():
        dispatch.failed(one.id, "The server refuses the address ana@herrera.example: no such user.")
    stage.rest(400)


def _failure(stage: Stage) -> None:
    stage.window.desk.failed.emit(_REPORT)


def _notice(stage: Stage) -> None:
    stage.open(*BARRELS)
    stage.window.desk.failed.emit("Another program is writing to this workspace just now. Nothing was changed.")


def _welcome(stage: Stage) -> QWidget:
    return _greet(stage, "")


def _welcome_refused(stage: Stage) -> QWidget:
    return _greet(stage, "This workspace was made by a newer Chatterdesk; install that version to open it.")


def _greet(stage: Stage, words: str) -> QWidget:
    from desktop.welcome import Welcome

    stage.window.hide()
    shown = Welcome(stage.theme, words)
    shown.show()
    return shown


def _make(stage: Stage) -> QWidget:
    from desktop.shell.new_workspace import NewWorkspace

    shown = _greet(stage, "")
    dialog = NewWorkspace(shown)
    dialog.open()
    dialog.fields["folder"].setText("/home/marta/Northwind")
    dialog.fields["email"].setText("marta@northwind")
    dialog.verb.click()
    return shown


SCENES = (
    Scene("record", _record, (NARROW, MIDDLE, WIDE)),
    Scene("record-large-text", _record, (MIDDLE,), ("light",), scale=125),
    Scene("record-list-beside", _list_beside, (MIDDLE,), ("light",)),
    Scene("record-chatter-below", _chatter_below, (MIDDLE,), ("light",)),
    Scene("record-chatter-hidden", _chatter_hidden, (MIDDLE,), ("light",)),
    Scene("palette", _palette, (WIDE,)),
    Scene("palette-at-rest", _palette_at_rest, (NARROW,), ("light",)),
    Scene("inbox", _inbox, (NARROW, MIDDLE)),
    Scene("inbox-thread", _inbox_thread, (MIDDLE, WIDE)),
    Scene("inbox-snoozed", _snoozed, (MIDDLE,), ("light",)),
    Scene("inbox-snooze", _snooze_menu),
    Scene("settings-news", _news),
    Scene("starred", _starred),
    Scene("unread-empty", _unread, (MIDDLE,), ("light",), empty=True),
    Scene("unread", _unread, (NARROW, MIDDLE)),
    Scene("recent", _recent),
    Scene("settings", _settings),
    Scene("settings-plugin", _settings_plugin, (NARROW, MIDDLE)),
    Scene("settings-users", _settings_users, (MIDDLE,), ("light",)),
    Scene("settings-country", _settings_country, (NARROW, MIDDLE)),
    Scene("user-menu", _user_menu),
    Scene("keys", _keys),
    Scene("verify", _verify, (MIDDLE,), ("light",)),
    Scene("add-user", _add_user, (MIDDLE,), ("light",)),
    Scene("unsaved", _unsaved),
    Scene("closing", _closing, (MIDDLE, NARROW)),
    Scene("closing-failed", _closing_failed, (MIDDLE,), ("light",)),
    Scene("error-notice", _notice),
    Scene("error-report", _failure, (MIDDLE,), ("light",)),
    Scene("welcome", _welcome),
    Scene("welcome-refused", _welcome_refused, (MIDDLE,), ("light",)),
    Scene("welcome-make", _make, (MIDDLE,), ("light",)),
    Scene("inbox-empty", _inbox, (MIDDLE,), ("light",), empty=True),
)
