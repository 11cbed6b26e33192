"""Which panes stand where at which width."""

import pytest

from desktop.shell.layout import Wishes, arrange, chatter_width, first_size


@pytest.mark.parametrize(
    ("width", "words", "list_pane", "chatter"),
    [
        (3840, True, True, "right"),
        (1800, True, True, "right"),
        (1700, True, True, "right"),
        (1699, True, False, "right"),
        (1250, True, False, "right"),
        (1249, False, False, "tab"),
        (1024, False, False, "tab"),
    ],
)
def test_panes_follow_the_width(width, words, list_pane, chatter):
    found = arrange(width, Wishes())
    assert (found.words, found.list_pane, found.chatter) == (words, list_pane, chatter)


def test_a_wish_is_stronger_than_the_width():
    wishes = Wishes(navigation=False, list_pane=False, chatter="below")
    found = arrange(1800, wishes)
    assert (found.words, found.list_pane, found.chatter) == (False, False, "below")


def test_a_list_asked_for_pushes_the_chatter_under_the_form_where_both_do_not_fit():
    assert arrange(1440, Wishes(list_pane=True)).chatter == "right"
    assert arrange(1260, Wishes(list_pane=True)).chatter == "tab"
    assert arrange(1260, Wishes(list_pane=True)).list_pane


def test_a_list_that_leaves_no_room_for_the_form_is_folded_away():
    assert not arrange(780, Wishes(list_pane=True, list_width=320)).list_pane


def test_larger_text_needs_a_wider_window():
    assert arrange(1700, Wishes(), scale=125).list_pane is False
    assert arrange(1440, Wishes(), scale=150).chatter == "tab"


def test_the_first_window_takes_nine_tenths_of_the_screen_up_to_a_size():
    assert first_size(1000, 800) == (900, 720)
    assert first_size(3840, 2160) == (1800, 1100)


def test_the_chatter_grows_with_a_very_wide_window():
    assert [chatter_width(width) for width in (1024, 1800, 2560, 3840)] == [464, 464, 512, 640]
