"""The bar over a thread in another language: translate all, always, never, progress, cancel, failure."""

from __future__ import annotations

import time

import pytest

from desktop.translate.over_thread import mostly
from integrations import engine
from integrations.translate import translate_message
from models import entries, posting, reading, record, sending
from models.reading import Wishes
from models.translation import Said
from tests.desktop.translate.conftest import Shown

TEXTS = [f"Mensaje número {number} sobre la entrega de las barricas de roble" for number in range(12)]


def said(*languages: str | None) -> list[Said]:
    return [Said(place, 7, language) for place, language in enumerate(languages)]


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        ((), None),
        (("es",), None),  # one message has its own button
        (("es", "es"), "es"),
        (("en", "en", "es"), None),
        (("es", "en", "es", "es"), "es"),
        (("es", None, "", "es"), "es"),  # what can't be told doesn't count
        (("es", "fr", "es", "de"), "es"),
        (("en-GB", "en"), None),
        (("pt-BR", "pt"), "pt"),
        (("es", "es", "en", "en"), None),
    ],
)
def test_when_most_is_in_another_language(languages: tuple[str | None, ...], found: str | None) -> None:
    answer = mostly(said(*languages), Wishes())
    assert (answer.language if answer else None) == found


def test_whoever_writes_so_most_is_named() -> None:
    found = mostly([Said(1, 7, "es"), Said(2, 8, "es"), Said(3, 8, "es")], Wishes())
    assert found is not None and found.author == 8


def hear(shown: Shown, count: int = 3) -> list[int]:
    ids = [shown.hear(text) for text in TEXTS[:count]]
    shown.wait(lambda: shown.parts.over.bar.kind == "offer")
    return ids


def choose(shown: Shown, what: str) -> None:
    shown.parts.over.bar.links[what].click()


def read_all(shown: Shown, ids: list[int]) -> None:
    shown.wait(lambda: all(shown.text(id).startswith("en:") for id in ids))


def test_the_bar_offers_what_fits(on: Shown) -> None:
    hear(on)
    bar = on.parts.over.bar
    assert bar.isVisible()
    assert bar.title.text() == "Most of this conversation is in Spanish"
    captions = [link.caption() for link in bar.links.values()]
    assert captions == ["Translate all", "Always for Ana Herrera", "Never for Spanish"]


def test_one_message_alone_has_no_bar(on: Shown) -> None:
    on.hear()
    on.rest()
    assert on.parts.over.bar.isHidden()


def test_translate_all_is_newest_first_one_at_a_time(on: Shown) -> None:
    ids = hear(on, 6)
    choose(on, "all")
    read_all(on, ids)
    asked = [text.split("\n")[0] for text, _, _ in on.page.asked]
    assert asked == TEXTS[5::-1]
    on.wait(lambda: on.parts.over.bar.kind == "translated")
    assert on.parts.over.bar.title.text() == "Translated from Spanish"
    choose(on, "original")
    assert on.text(ids[0]) == TEXTS[0]
    assert on.parts.over.bar.kind == "offer"
    choose(on, "all")
    assert all(on.text(id).startswith("en:") for id in ids)
    assert len(on.page.asked) == 6


def test_notes_are_left_out_unless_wanted(on: Shown) -> None:
    ids = hear(on)
    note = posting.note(on.filled.barrels, "Hay que confirmar la fecha de entrega", by=on.filled.jonas)
    on.wait(lambda: on.row(note) is not None and on.row(note).item.entries[0].language == "es")
    choose(on, "all")
    read_all(on, ids)
    on.rest()
    assert entries.one(note).translations == ()
    reading.translate_notes(on.desk.me, True)
    on.hear(TEXTS[5])
    on.wait(lambda: on.parts.over.bar.kind == "offer")
    choose(on, "all")
    on.wait(lambda: entries.one(note).translations != ())


def test_translate_all_leaves_out_what_i_wrote(on: Shown) -> None:
    ids = hear(on)
    words = "Las barricas de roble salen el martes por la mañana"
    mine = sending.send(on.filled.barrels, words, by=on.desk.me, channel="email").message
    on.wait(lambda: on.row(mine) is not None and on.row(mine).item.entries[0].language == "es")
    choose(on, "all")
    read_all(on, ids)
    on.wait(lambda: on.parts.over.bar.kind == "translated")
    assert entries.one(mine).translations == ()


def test_progress_is_shown_and_can_be_cancelled(on: Shown) -> None:
    ids = hear(on, 12)

    def slowly(answer: str) -> str:
        time.sleep(0.08)
        return answer

    on.page.spoil = slowly
    choose(on, "all")
    bar = on.parts.over.bar
    on.wait(lambda: bar.kind == "busy" and "2 of 12" in bar.title.text())
    choose(on, "cancel")
    on.wait(lambda: bar.kind == "offer")
    on.rest()
    done = [id for id in ids if entries.one(id).translations]
    assert 2 <= len(done) <= 4
    assert done == ids[-len(done) :]
    assert on.text(ids[0]) == TEXTS[0]


def test_another_record_ends_a_batch(on: Shown) -> None:
    hear(on, 12)
    on.page.spoil = lambda answer: time.sleep(0.05) or answer
    choose(on, "all")
    on.wait(lambda: len(on.page.asked) >= 2)
    on.pane.show_record(on.filled.wall)
    on.rest()
    assert len(on.page.asked) <= 5
    assert on.parts.over.bar.isHidden()


def test_a_failing_engine_is_left_alone_after_two(on: Shown) -> None:
    ids = hear(on, 8)
    on.page.mode = "500"
    choose(on, "all")
    bar = on.parts.over.bar
    on.wait(lambda: bar.kind == "failed")
    assert bar.title.text() == "Google answered with an error"
    assert on.text(ids[0]) == TEXTS[0]
    failed = [id for id in ids if on.part(id).words.startswith("Not translated")]
    assert failed == ids[-2:]
    on.page.mode = "ok"
    engine.forget()
    choose(on, "retry")
    read_all(on, ids)


def test_always_translates_what_arrives(on: Shown) -> None:
    ids = hear(on)
    choose(on, "always")
    read_all(on, ids)
    assert reading.wishes(on.desk.me).always == {on.ana}
    new = on.hear("El camión es más alto que el portón de la bodega")
    on.wait(lambda: on.text(new).startswith("en:"))
    assert "always" not in on.parts.over.bar.links
    choose(on, "not_always")
    assert reading.wishes(on.desk.me).always == frozenset()


def test_always_holds_on_every_record_and_for_what_came_meanwhile(on: Shown) -> None:
    reading.translate_always(on.desk.me, on.ana, True)
    other = record.create("opportunity", {"title": "Racks", "contact": str(on.filled.ana)}, by=on.desk.me).id
    ids = [posting.receive(other, text, author=on.ana, channel="email") for text in TEXTS[:3]]
    on.pane.show_record(other)
    on.wait(lambda: all(on.row(id) is not None for id in ids))
    read_all(on, ids)


def test_always_translates_a_single_message_too(on: Shown) -> None:
    """One message alone has no bar, but its author is always translated."""
    reading.translate_always(on.desk.me, on.ana, True)
    id = on.hear()
    on.wait(lambda: on.text(id).startswith("en:"))
    assert on.parts.over.bar.isHidden()


def test_always_goes_on_where_the_bar_was_closed(on: Shown) -> None:
    hear(on)
    on.parts.over.bar.close_button.click()
    reading.translate_always(on.desk.me, on.ana, True)
    new = on.hear("El camión es más alto que el portón de la bodega")
    on.wait(lambda: on.text(new).startswith("en:"))
    assert on.parts.over.bar.isHidden()


def test_one_new_message_does_not_make_the_bar_speak(on: Shown) -> None:
    """The row says that it is being translated; a bar that comes and goes would move everything."""
    ids = hear(on)
    choose(on, "always")
    read_all(on, ids)
    on.wait(lambda: on.parts.over.bar.kind == "translated")
    said: list[str] = []
    on.parts.work.progress.connect(lambda done, total: said.append(f"{done} of {total}"))
    began: list[int] = []
    on.parts.work.began.connect(began.append)
    new = on.hear("El camión es más alto que el portón de la bodega")
    on.wait(lambda: on.text(new).startswith("en:"))
    assert began == [new] and said == []
    on.wait(lambda: on.parts.over.bar.kind == "translated")


def test_the_bar_keeps_saying_what_holds_while_one_is_on_its_way_or_failed(on: Shown) -> None:
    ids = hear(on)
    choose(on, "always")
    read_all(on, ids)
    bar = on.parts.over.bar
    on.wait(lambda: bar.kind == "translated")
    on.page.spoil = lambda answer: (time.sleep(0.4), answer)[1]
    new = on.hear("El camión es más alto que el portón de la bodega")
    on.wait(lambda: on.part(new) is not None and on.part(new).words == "Translating…")
    on.rest()
    assert list(bar.links) == ["original", "not_always"]
    on.wait(lambda: on.text(new).startswith("en:"))
    on.page.mode = "500"
    bad = on.hear("Otra cosa: ¿podéis traer también los tapones?")
    on.wait(lambda: on.part(bad) is not None and "Not translated" in on.part(bad).words)
    on.rest()
    assert list(bar.links) == ["original", "not_always"]


def test_the_bar_is_as_high_while_it_works(on: Shown) -> None:
    """Nothing below it moves when a batch begins and ends."""
    hear(on)
    bar = on.parts.over.bar
    before = bar.sizeHint().height()
    bar.progress(3, 12)
    assert bar.sizeHint().height() == before
    on.wait(bar.links["cancel"].isVisible)
    cancel = bar.links["cancel"]
    assert bar.rect().contains(cancel.geometry()) and cancel.width() >= cancel.sizeHint().width()
    bar.fail("Google can't be reached.")
    assert bar.sizeHint().height() == before


def test_always_respects_a_refusal(on: Shown) -> None:
    reading.translate_always(on.desk.me, on.ana, True)
    reading.refuse_for(on.filled.ana, True, by=on.desk.me)
    id = on.hear()
    on.rest()
    assert on.page.asked == [] and on.text(id).startswith("Hola")


def test_what_was_translated_elsewhere_meanwhile_is_shown(on: Shown) -> None:
    """A failure in this window is no longer true once the interpreter had better luck."""
    id = on.hear()
    on.page.mode = "500"
    on.pane.actions.do("translate", on.row(id).item.entries[0])
    on.wait(lambda: on.part(id) is not None and "Not translated" in on.part(id).words)
    on.page.mode = "ok"
    engine.forget()
    translate_message(on.desk.registry, id, "en", by=on.desk.me)
    on.wait(lambda: on.text(id).startswith("en:"))
    assert "Translated from Spanish" in on.part(id).words


def test_never_for_a_language(on: Shown) -> None:
    ids = hear(on)
    choose(on, "never")
    on.wait(lambda: on.parts.over.bar.isHidden())
    assert reading.wishes(on.desk.me).never == {"es"}
    assert on.part(ids[0]) is None  # nothing is offered; the tools and T still do it
    on.pane.actions.do("translate", on.row(ids[0]).item.entries[0])
    on.wait(lambda: on.text(ids[0]).startswith("en:"))


def test_a_closed_bar_stays_closed_for_that_record(on: Shown) -> None:
    hear(on)
    on.parts.over.bar.close_button.click()
    assert on.parts.over.bar.isHidden()
    on.pane.show_record(on.filled.wall)
    on.pane.show_record(on.filled.barrels)
    on.rest()
    assert on.parts.over.bar.isHidden()


def test_no_bar_where_it_was_refused(shown: Shown) -> None:
    reading.refuse_for(shown.filled.ana, True, by=shown.desk.me)
    for text in TEXTS[:3]:
        shown.hear(text)
    shown.rest()
    assert shown.parts.over.bar.isHidden()


def test_the_bar_asks_first_too(shown: Shown) -> None:
    ids = hear(shown)
    choose(shown, "all")
    assert shown.parts.asking.dialog is not None and shown.page.asked == []
    shown.parts.asking.dialog.verb.click()
    read_all(shown, ids)


def test_a_long_name_does_not_widen_the_pane(on: Shown) -> None:
    before = on.pane.minimumSizeHint().width()
    on.parts.over.bar.offer("Serbo-Croatian of the northern coast", "Wolfeschlegelsteinhausenbergerdorff " * 3)
    assert on.pane.minimumSizeHint().width() == before
