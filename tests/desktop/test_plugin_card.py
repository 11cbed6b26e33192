"""A plugin's card in the settings: built from the declaration, kept by Save, tried by Test connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop.plugins import PluginCard
from models import setting
from tests.fakes.google_page import GooglePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.desk import Desk


@pytest.fixture
def card(desk: Desk, qtbot: QtBot) -> Callable[[str], PluginCard]:
    def made(name: str) -> PluginCard:
        shown = PluginCard(desk, next(one for one in desk.registry.listed() if one.name == name))
        qtbot.addWidget(shown)
        shown.resize(800, 600)
        shown.show()
        return shown

    return made


def press(qtbot: QtBot, card: PluginCard, text: str) -> None:
    button = next(one for one in card.findChildren(QPushButton) if one.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def line(card: PluginCard, label: str) -> QLineEdit:
    return next(one for one in card.findChildren(QLineEdit) if one.accessibleName() == label)


def test_settings_are_kept_and_tried(card: Callable[[str], PluginCard], qtbot: QtBot) -> None:
    with GooglePage() as page:
        shown = card("translate_google")
        press(qtbot, shown, "Set up")
        line(shown, "Address of the page").clear()
        qtbot.keyClicks(line(shown, "Address of the page"), page.address)
        press(qtbot, shown, "Save")
        qtbot.waitUntil(lambda: setting.get("translate_google.base_url") == page.address)
        qtbot.waitUntil(lambda: shown._said.kind == "success" and not shown._save.isEnabled())
        press(qtbot, shown, "Test connection")
        qtbot.waitUntil(lambda: "Google answers" in shown._said._title.text(), timeout=20_000)
        assert page.asked


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    card: Callable[[str], PluginCard], qtbot: QtBot
) -> None:
    shown = card("translate_google")
    press(qtbot, shown, "Set up")
    line(shown, "Address of the page").clear()
    qtbot.keyClicks(line(shown, "Address of the page"), "nonsense")
    press(qtbot, shown, "Save")
    row = shown._rows["base_url"]
    qtbot.waitUntil(lambda: row._wrong.isVisible())
    assert "https://" in row._wrong.text() and row.value() == "nonsense"
    assert setting.get("translate_google.base_url") is None


def test_a_plugin_is_switched_on_and_off(desk: Desk, card: Callable[[str], PluginCard], qtbot: QtBot) -> None:
    shown = card("translate_google")
    qtbot.mouseClick(shown._switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.registry.translators() == ["translate_google"])
    qtbot.mouseClick(shown._switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.registry.translators() == [])


def test_a_secret_is_never_shown(
    desk: Desk, card: Callable[[str], PluginCard], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTERDESK_SECRET_TRANSLATE_GOOGLE_CLOUD_SECRET", "very secret")
    shown = card("translate_google_cloud")
    press(qtbot, shown, "Set up")
    secret = line(shown, "API key")
    assert secret.text() == "" and secret.echoMode() == QLineEdit.EchoMode.Password
    assert "very secret" not in secret.placeholderText() and "environment" in secret.placeholderText().lower()


def test_servers_are_guessed_from_the_address_and_what_was_typed_stays(
    card: Callable[[str], PluginCard], qtbot: QtBot
) -> None:
    shown = card("email")
    press(qtbot, shown, "Set up")
    qtbot.keyClicks(line(shown, "Outgoing server (SMTP)"), "mail.own.example")
    qtbot.keyClicks(line(shown, "Your address"), "ana@outlook.com")
    assert line(shown, "Incoming server (IMAP)").text() == "outlook.office365.com"
    assert line(shown, "Outgoing server (SMTP)").text() == "mail.own.example"
    assert line(shown, "User name").text() == "ana@outlook.com"
    rows = shown._rows
    assert (rows["smtp_security"].value(), rows["smtp_port"].value()) == ("starttls", "587")
    line(shown, "Your address").clear()
    qtbot.keyClicks(line(shown, "Your address"), "ana@gmx.de")
    assert (rows["imap_host"].value(), rows["smtp_security"].value()) == ("imap.gmx.net", "tls")
    assert rows["signed_replies"].value() == "no"
    press(qtbot, shown, "Save")
    qtbot.waitUntil(lambda: setting.get("email.imap_host") == "imap.gmx.net")
    assert setting.get("email.smtp_port") == 465
    assert setting.get("email.smtp_host") == "mail.own.example"


def test_what_is_kept_already_is_not_guessed_over(card: Callable[[str], PluginCard], qtbot: QtBot, desk: Desk) -> None:
    setting.put("email.imap_host", "imap.own.example", by=desk.me)
    shown = card("email")
    press(qtbot, shown, "Set up")
    qtbot.keyClicks(line(shown, "Your address"), "ana@gmail.com")
    assert line(shown, "Incoming server (IMAP)").text() == "imap.own.example"
    assert line(shown, "Outgoing server (SMTP)").text() == "smtp.gmail.com"
