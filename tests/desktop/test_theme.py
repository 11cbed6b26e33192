"""The theme: colours that can be read, one style sheet, light and dark and text size at once and live."""

from dataclasses import fields

import pytest
from PySide6.QtCore import QEvent, QFile, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import DARK, LIGHT, ROLES, Theme, contrast, font, set_class, tokens
from desktop.theme import theme as applied_theme
from desktop.theme.images import image_path, put_images
from desktop.theme.style import style_sheet
from desktop.theme.tokens import AVATAR_HUES, USED_ON, avatar_hue

PAIRS = [(column, ink, ground) for column in (LIGHT, DARK) for ink, grounds in USED_ON.items() for ground in grounds]


@pytest.mark.parametrize(("column", "ink", "ground"), PAIRS, ids=lambda part: getattr(part, "name", part))
def test_text_can_be_read_on_every_ground_it_stands_on(column, ink, ground):
    assert contrast(getattr(column, ink), getattr(column, ground)) >= 4.5


@pytest.mark.parametrize("column", [LIGHT, DARK], ids=["light", "dark"])
def test_signs_without_words_stand_out(column):
    for sign, ground in (("accent", "surface"), ("accent", "bg"), ("whatsapp", "surface"), ("presence", "side")):
        assert contrast(getattr(column, sign), getattr(column, ground)) >= 3, (sign, ground)


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("hue", AVATAR_HUES)
def test_white_initials_can_be_read(hue):
    assert contrast(hue, "#FFFFFF") >= 4.5


def test_a_name_keeps_its_hue():
    assert avatar_hue("Ana Herrera") == avatar_hue("Ana Herrera")
    assert len({avatar_hue(name) for name in ("Marta Oliveira", "Ana Herrera", "Jonas Lind", "Priya Nair")}) == 4


def test_both_columns_are_complete_colours():
    for column in (LIGHT, DARK):
        for field in fields(column):
            if field.name != "name":
                assert column.colour(field.name).isValid(), field.name


@pytest.mark.parametrize("column", [LIGHT, DARK], ids=["light", "dark"])
def test_every_name_in_the_style_sheet_is_filled_and_every_picture_is_there(qapp, column):
    put_images(column)
    sheet = style_sheet(column, 125)
    assert "$" not in sheet
    assert QFile.exists(image_path(column, "check"))
    named = {part.split(")")[0] for part in sheet.split("url(")[1:]}
    assert named
    assert all(QFile.exists(name) for name in named)


def test_light_and_dark_change_at_once(qapp, theme):
    told = []
    theme.changed.connect(lambda: told.append(tokens().name))
    frame = _frame()
    light = _colour_of(frame)
    theme.set_scheme("dark")
    assert (tokens(), told) == (DARK, ["dark"])
    assert light == LIGHT.surface.lower()
    assert _colour_of(frame) == DARK.surface.lower()
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.bg.lower()
    theme.set_scheme("light")
    assert _colour_of(frame) == light


def test_the_system_is_followed_until_a_choice_is_fixed(qapp, theme, monkeypatch):
    class Hints(QObject):
        def __init__(self):
            super().__init__()
            self.scheme = Qt.ColorScheme.Dark

        def colorScheme(self):
            return self.scheme

        def setColorScheme(self, scheme):
            self.fixed = scheme

    hints = Hints()
    monkeypatch.setattr(QApplication, "styleHints", lambda app=None: hints)
    theme.set_scheme("system")
    assert tokens() is DARK
    hints.scheme = Qt.ColorScheme.Light
    theme.system_changed()
    assert tokens() is LIGHT
    theme.set_scheme("dark")
    theme.system_changed()
    assert tokens() is DARK


def test_widgets_hear_of_a_change(theme, qtbot):
    class Listening(QWidget):
        heard = 0

        def changeEvent(self, event):
            self.heard += event.type() == QEvent.Type.StyleChange

    widget = Listening()
    qtbot.addWidget(widget)
    widget.show()
    before = widget.heard
    theme.set_scheme("dark")
    assert widget.heard > before


def test_text_size_reaches_labels_and_painters(theme, qtbot):
    label = QLabel("Oak barrels")
    label.setProperty("cls", "title")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert (label.fontInfo().pixelSize(), font("body").pixelSize()) == (24, 13)
    theme.set_scale(150)
    label.ensurePolished()
    assert (label.font().pixelSize(), font("body").pixelSize()) == (36, 20)


@pytest.mark.parametrize(("scheme", "scale"), [("blue", 100), ("light", 80), ("light", 160)])
def test_unknown_choices_are_refused(scheme, scale):
    with pytest.raises(ValueError, match=r"blue|80|160"):
        Theme(scheme, scale)


def test_roles_have_their_sizes_and_weights(theme):
    assert {
        role: (font(role).pixelSize(), font(role).weight()) for role in ("title", "heading", "body", "secondary")
    } == {
        "title": (24, 600),
        "heading": (15, 600),
        "body": (13, 400),
        "secondary": (12, 400),
    }
    assert set(ROLES) >= {"caps", "pill", "strong", "medium", "small"}


def test_the_look_of_a_widget_can_change_after_it_was_shown(theme, qtbot):
    field = QLineEdit("elodie@lemaire")
    qtbot.addWidget(field)
    field.resize(200, 30)
    field.show()
    assert _colour_of(field) == LIGHT.raised.lower()
    set_class(field, "", state="error")
    assert _colour_of(field) == LIGHT.red_soft.lower()


def test_the_theme_lives_as_long_as_the_application(theme):
    assert applied_theme() is theme
    assert theme.parent() is QApplication.instance()


def _frame() -> QFrame:
    frame = QFrame()
    frame.setProperty("cls", "surface")
    QVBoxLayout(frame)
    frame.resize(60, 60)
    return frame


def _colour_of(widget: QWidget) -> str:
    image = widget.grab().toImage()
    return image.pixelColor(image.width() - 6, image.height() // 2).name()
