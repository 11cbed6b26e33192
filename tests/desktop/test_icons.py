"""The icons: each drawing is seen, stays in its box, and takes its colour from the theme in force."""

import gc

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from desktop.icons import NAMES, application_icon, application_pixmap, icon, paint_icon, pixmap
from desktop.icons.contact_sheet import contact_sheet
from desktop.icons.drawings import FILLS, MIRRORED, STROKES
from desktop.theme import DARK, LIGHT

SIZE, ROOM = 24, 8


def _inked(image: QImage) -> list[tuple[int, int]]:
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 24]


@pytest.mark.parametrize("name", NAMES)
def test_is_seen_and_stays_in_its_box(theme, name):
    # A shape cut off at the edge would have ink in the outermost ring of pixels.
    drawn = pixmap(name, "text", SIZE, ratio=2).toImage()
    inked = _inked(drawn)
    last = SIZE * 2 - 1
    assert len(inked) >= 24
    assert not [at for at in inked if 0 in at or last in at]


@pytest.mark.parametrize("name", NAMES)
def test_is_in_the_middle_of_its_box(theme, name):
    xs, ys = zip(*_inked(pixmap(name, "text", SIZE, ratio=2).toImage()), strict=True)
    middle = SIZE - 0.5
    assert abs((min(xs) + max(xs)) / 2 - middle) <= 4
    assert abs((min(ys) + max(ys)) / 2 - middle) <= 4


def test_no_two_drawings_are_the_same():
    drawings = [STROKES.get(name, "") + "|" + FILLS.get(name, "") for name in NAMES]
    assert len(set(drawings)) == len(NAMES)


def test_mirrored_names_exist():
    assert set(NAMES) >= MIRRORED


def test_an_unknown_name_is_refused(theme):
    with pytest.raises(KeyError, match="nonsense"):
        icon("nonsense")


@pytest.mark.parametrize(("size", "ratio"), [(16, 1.0), (16, 1.5), (20, 2.0), (28, 3.0)])
def test_is_as_sharp_as_the_screen(theme, size, ratio):
    made = pixmap("send", "accent", size, ratio=ratio)
    assert made.size() == QSize(round(size * ratio), round(size * ratio))
    assert made.devicePixelRatio() == ratio
    assert icon("send").pixmap(QSize(size, size), ratio).size() == made.size()


def test_is_rendered_once_for_name_colour_size_and_ratio(theme):
    first = pixmap("send", "accent", 16, ratio=2).cacheKey()
    assert pixmap("send", "accent", 16, ratio=2).cacheKey() == first
    assert pixmap("send", "text", 16, ratio=2).cacheKey() != first


def _main_colour(image: QImage) -> str:
    opaque = [image.pixelColor(x, y) for x, y in _inked(image) if image.pixelColor(x, y).alpha() == 255]
    assert opaque
    return max({c.name() for c in opaque}, key=[c.name() for c in opaque].count)


def test_a_button_made_before_follows_the_theme(theme, qtbot):
    button = QToolButton()
    button.setIcon(icon("star-filled", "accent"))
    qtbot.addWidget(button)
    assert _main_colour(button.icon().pixmap(24, 24).toImage()) == LIGHT.accent.lower()
    theme.set_scheme("dark")
    assert _main_colour(button.icon().pixmap(24, 24).toImage()) == DARK.accent.lower()
    shown = button.grab().toImage()
    seen = {shown.pixelColor(x, y).name() for x in range(shown.width()) for y in range(shown.height())}
    assert DARK.accent.lower() in seen


def test_disabled_and_checked_have_colours_of_their_own(theme):
    star = icon("star-filled", "text2", on="amber")
    off = star.pixmap(QSize(24, 24), QIcon.Mode.Disabled)
    on = star.pixmap(QSize(24, 24), QIcon.Mode.Normal, QIcon.State.On)
    assert _main_colour(off.toImage()) == LIGHT.faint.lower()
    assert _main_colour(on.toImage()) == LIGHT.amber.lower()


def test_a_window_from_right_to_left_turns_arrows_round(theme, qapp):
    def centre(name: str) -> float:
        xs = [x for x, _ in _inked(pixmap(name, "text", SIZE).toImage())]
        return sum(xs) / len(xs) - (SIZE - 1) / 2

    before = {name: centre(name) for name in ("arrow-right", "clock", "sidebar")}
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        after = {name: centre(name) for name in before}
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert after["arrow-right"] == pytest.approx(-before["arrow-right"], abs=0.3)
    assert after["sidebar"] == pytest.approx(-before["sidebar"], abs=0.3)
    assert after["clock"] == before["clock"]


def test_icons_survive_being_copied_and_collected(theme, qtbot):
    # Qt clones an icon's engine when a shared icon is changed, and deletes the clone itself.
    for _ in range(50):
        first = icon("send")
        second = QIcon(first)
        second.addPixmap(pixmap("check", "text", 16))
        menu = QMenu()
        menu.addAction(second, "Send")
        assert not second.pixmap(16, 16).isNull()
    del first, second, menu
    gc.collect()
    QApplication.processEvents()
    assert not icon("send").pixmap(16, 16).isNull()


def test_painting_gives_the_density_of_what_is_painted_on(theme):
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, "square", QPoint(4, 4), colour="text", size=24)
    painter.end()
    sharp = pixmap("square", "text", 24, ratio=2).toImage()
    assert image.copy(8, 8, 48, 48).pixelColor(7, 24) == sharp.pixelColor(7, 24)
    assert len(_inked(image)) == len(_inked(sharp))


def test_the_sign_of_the_application(theme):
    sizes = {(size.width(), size.height()) for size in application_icon().availableSizes()}
    assert {(16, 16), (48, 48), (256, 256)} <= sizes
    sign = application_pixmap(64).toImage()
    assert sign.pixelColor(0, 0).alpha() == 0
    assert sign.pixelColor(32, 6).alpha() == 255


def test_the_contact_sheet_shows_them_all(theme):
    sheet = contact_sheet(ratio=1)
    assert sheet.width() > 1000
    assert sheet.pixelColor(sheet.width() - 2, sheet.height() - 2).name() == LIGHT.surface.lower()
