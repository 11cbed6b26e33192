"""The board: columns with number and sum, cards moved by dragging and by keys, refusals in words, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from models import entries, record

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.desk import Desk
    from desktop.records.board_column import StageColumn
    from desktop.records.board_view import Board
    from tests.conftest import Filled


@pytest.fixture
def board(desk: Desk, qtbot: QtBot) -> Board:
    """The board of opportunities."""
    from desktop.records.board_view import Board

    made = Board(desk, "opportunity")
    qtbot.addWidget(made)
    made.resize(1500, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def cards(board: Board) -> dict[str, list[str]]:
    """The titles in each column."""
    return {column.label: [row.title for row in column.model.rows] for column in board.columns}


def column(board: Board, label: str) -> StageColumn:
    return next(one for one in board.columns if one.label == label)


def drop(target: StageColumn, id: int) -> bool:
    """Drag a card over a column and let it go; whether the column lit up."""
    from desktop.records.board_cards import DRAGGED
    from desktop.widgets.dragging import dragged

    data, at = dragged(DRAGGED, id), QPoint(50, 100)
    button, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target.dragEnterEvent(QDragEnterEvent(at, Qt.DropAction.MoveAction, data, button, held))
    lit = target.is_target()
    target.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, button, held))
    return lit


def test_columns_by_stage(board: Board) -> None:
    assert cards(board) == {
        "New": ["Storage wall"],
        "Qualified": [],
        "Proposition": ["Oak barrels, harvest 2027"],
        "Won": [],
        "Lost": [],
    }
    assert column(board, "Proposition")._sums.text() == "€18,640"
    assert column(board, "New").cards.accessibleName() == "New"
    assert column(board, "New").cards.accessibleDescription() == "1 record"


def test_a_dragged_card_is_a_tracked_change(board: Board, filled: Filled) -> None:
    assert drop(column(board, "Won"), filled.barrels)
    assert cards(board)["Won"] == ["Oak barrels, harvest 2027"]
    values = record.read(filled.barrels).values
    assert (values["stage"], values["outcome"], values["probability"]) == ("Won", "won", 100)
    newest = entries.page(filled.barrels, limit=1)[0]
    assert (newest.kind, newest.author.id) == ("change", filled.marta)
    assert newest.changes[0].label == "Stage"


def test_its_own_column_is_no_target(board: Board, filled: Filled) -> None:
    before = len(entries.page(filled.wall))
    assert not drop(column(board, "New"), filled.wall)
    assert len(entries.page(filled.wall)) == before


def test_anything_else_is_not_taken(board: Board) -> None:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setText("17")
    button, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.MoveAction, data, button, held)
    column(board, "Won").dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_refusal_is_said_and_the_card_stays(board: Board, filled: Filled) -> None:
    from desktop.widgets import Notice

    record.archive(filled.wall, by=filled.jonas)
    assert drop(column(board, "Won"), filled.wall)
    notices = [notice.accessibleName() for notice in board.window().findChildren(Notice)]
    assert notices == ["This record is archived; restore it before changing it."]
    assert record.read(filled.wall).values["stage"] == "New"


def test_cards_move_by_keys(board: Board, qtbot: QtBot, filled: Filled) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    start = column(board, "New")
    assert start.take_focus()
    QTest.keyClick(start.cards, Qt.Key.Key_Right, both)
    assert cards(board)["Qualified"] == ["Storage wall"]
    moved = column(board, "Qualified").cards
    assert moved.currentIndex().data() == "Storage wall"
    QTest.keyClick(moved, Qt.Key.Key_Left, both)
    assert record.read(filled.wall).values["stage"] == "New"


def test_arrows_walk_between_columns(board: Board, qtbot: QtBot, filled: Filled) -> None:
    start = column(board, "New")
    start.take_focus()
    QTest.keyClick(start.cards, Qt.Key.Key_Right)
    there = column(board, "Proposition").cards
    assert there.currentIndex().data() == "Oak barrels, harvest 2027"
    with qtbot.waitSignal(board.opened) as signal:
        QTest.keyClick(there, Qt.Key.Key_Return)
    assert signal.args == [filled.barrels]


def test_the_menu_moves_too(board: Board, filled: Filled) -> None:
    menu = board.card_menu(filled.wall)
    moving = next(action.menu() for action in menu.actions() if action.menu())
    targets = {action.text(): action for action in moving.actions()}
    assert not targets["New"].isEnabled()
    targets["Lost"].trigger()
    assert record.read(filled.wall).values["outcome"] == "lost"


def test_a_click_opens_and_plus_begins_in_its_stage(board: Board, qtbot: QtBot, filled: Filled) -> None:
    shown = column(board, "New").cards
    with qtbot.waitSignal(board.opened) as signal:
        at = shown.visualRect(shown.model().index(0, 0)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert signal.args == [filled.wall]
    with qtbot.waitSignal(board.new_requested):
        column(board, "Qualified").new_wanted.emit()
    assert board.starting_values() == {"stage": "Qualified"}
    with qtbot.waitSignal(board.new_requested):
        board.head.new.click()
    assert board.starting_values() == {}


def test_it_is_live(board: Board, qtbot: QtBot, filled: Filled) -> None:
    record.save(filled.wall, {"stage": "Qualified"}, by=filled.jonas)
    qtbot.waitUntil(lambda: cards(board)["Qualified"] == ["Storage wall"], timeout=2000)


def test_a_long_column_is_read_page_by_page(board: Board, qtbot: QtBot, filled: Filled) -> None:
    from desktop.records.board_model import PAGE

    for number in range(PAGE + 20):
        record.create("opportunity", {"title": f"Sale {number:03}"}, by=filled.marta)
    board.reload()
    new = column(board, "New")
    assert len(new.model.rows) == PAGE and new.model.total == PAGE + 21
    new.cards.scrollToBottom()
    qtbot.waitUntil(lambda: len(new.model.rows) == PAGE + 21, timeout=2000)


def test_names_for_programs(board: Board) -> None:
    shown = column(board, "Proposition").cards
    item = QAccessible.queryAccessibleInterface(shown).child(0)
    assert item.text(QAccessible.Text.Name).startswith("Oak barrels, harvest 2027, ")


def test_every_kind_with_stages_has_a_board(desk: Desk, qtbot: QtBot) -> None:
    from desktop.records.board_view import Board
    from models.declaration import kinds

    for kind, cls in kinds.items():
        if cls.stage_field is None:
            continue
        made = Board(desk, kind)
        qtbot.addWidget(made)
        made.show()
        made.grab()
        assert sum(len(column.model.rows) for column in made.columns) > 0


def test_a_large_board_is_read_in_a_job(
    desk: Desk, qtbot: QtBot, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.records.board_view import Board
    from models import grouping

    monkeypatch.setattr(grouping, "MANY", 0)
    made = Board(desk, "opportunity")
    qtbot.addWidget(made)
    made.show()
    assert made.columns == []
    qtbot.waitUntil(lambda: bool(made.columns), timeout=2000)
    assert cards(made)["New"] == ["Storage wall"]


def test_nothing_yet_and_nothing_found(empty_desk: Desk, qtbot: QtBot) -> None:
    from desktop.records.board_view import Board

    made = Board(empty_desk, "task")
    qtbot.addWidget(made)
    made.show()
    assert made._empty.isVisible() and made._empty.accessibleName().startswith("No tasks yet.")
    made.filters.mine.click()
    assert made._nothing.isVisible()
