"""Searching as a person meets it: found at once, right after every change, marked, counted, ranked, suggested."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest

from models import attachment, database, message, person, posting, record, sending, storage, translation, user
from models.shown import Reader
from search_index.filters import Asker
from search_index.search import BEST, Search
from search_index.snippets import Snippet
from tests.search_index.conftest import Talk

Either = Callable[[], Talk]


def marked(snippet: Snippet) -> str:
    """The snippet with its marks in brackets."""
    text = snippet.text
    for start, end in reversed(snippet.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_what_was_written_is_found_at_once(talk: Talk, either: Either) -> None:
    first, second = talk.note("Oak barrels for Jerez"), talk.note("Steel barrels")
    either()
    assert talk.find("barrels") == [second, first]
    assert talk.find("jerez oak") == [first]
    assert talk.find("barr") == [second, first]
    assert talk.find("barr ") == []
    assert talk.find("barrels -steel") == [first]
    assert talk.find("nothing") == []


def test_accents_case_and_width_do_not_matter(talk: Talk, either: Either) -> None:
    id = talk.note("El señor pidió más CRIANZA en la ＢＯＤＥＧＡ")
    either()
    for typed in ("senor", "SEÑOR", "pidio", "mas crianza", "bodega", "séñor"):
        assert talk.find(f"{typed} ") == [id], typed
    assert marked(talk.results("senor bodega").hits[0].snippet) == "El [señor] pidió más CRIANZA en la [ＢＯＤＥＧＡ]"


def test_stems_find_and_are_marked(talk: Talk, either: Either) -> None:
    id = talk.note("We are waiting for the deliveries of the ordered barrels this week, please")
    either()
    assert talk.find("delivery order ") == [id]
    assert "the [deliveries] of the [ordered] barrels" in marked(talk.results("delivery order ").hits[0].snippet)


def test_a_name_is_not_stemmed_into_a_word_of_another_language(talk: Talk, either: Either) -> None:
    polite = talk.note("Sehr geehrter Herr Direktor, wir danken Ihnen für Ihre freundliche Anfrage von gestern.")
    named = talk.note("La señora Herrera llamó ayer por la tarde y preguntó por las barricas nuevas.")
    plural = talk.note("Los Herreras de Jerez quieren visitar la bodega nueva el jueves por la mañana.")
    run = talk.note("We run the cellar and we like to run it well, as you know from before.")
    either()
    found = talk.find("herrera is:note ")
    assert polite not in found
    assert found == [plural, named]
    assert talk.find("herr is:note ") == [polite]
    assert talk.find("running ") == [run]  # a stem that is a word counts in its own language
    for hit in talk.results("herrera is:note ").hits:
        (mark,) = hit.snippet.marks
        assert hit.snippet.text[slice(*mark)].startswith("Herrera")


def test_a_german_compound_is_found_by_its_last_part(talk: Talk, either: Either) -> None:
    id = talk.note("Der Liefertermin für die Eichenfässer ist leider noch nicht bekannt gegeben worden")
    either()
    assert talk.find("termin ") == talk.find("liefer") == talk.find("Eichenfasser ") == [id]
    assert talk.find("fässer ") == [id]


def test_codes_are_found_whole_and_in_parts(talk: Talk, either: Either) -> None:
    id, other = talk.note("Invoice INV/2026/00042 is due"), talk.note("Invoice INV/2026/00043, 17,780.00 EUR")
    either()
    for typed in ("inv/2026/00042", "INV-2026-00042", "2026/00042", "00042 ", "inv/2026/0004", "inv 00042"):
        assert id in talk.find(typed), typed
    assert talk.find("inv/2026/00042") == [id]
    assert talk.find("17780 ") == talk.find("17,780 ") == talk.find("17780.00") == [other]
    assert "[INV/2026/00042]" in marked(talk.results("2026/00042").hits[0].snippet)


def test_phone_numbers_are_found_in_any_spelling(talk: Talk, either: Either) -> None:
    id = talk.note("Her new number is +34 656 555 099, call after ten")
    either()
    for typed in ("656555099", "+34656555099", "0034 656 555 099", "656-555-099", "(656) 555 099"):
        assert talk.find(typed) == [id], typed
    assert "[+34 656 555 099]" in marked(talk.results("656555099").hits[0].snippet)


def test_phrases_are_exact(talk: Talk, either: Either) -> None:
    first = talk.note("The red wine of the house")
    second = talk.note("Wine, red as the house; a RED, wine")
    talk.note("red house wine")
    either()
    assert talk.find('"red wine"') == [second, first]
    assert talk.find('"wine of the house"') == [first]
    assert talk.find('"of the hous"') == []
    assert talk.find('red -"red wine"') == [second + 1]
    assert marked(talk.results('"red wine"').hits[1].snippet) == "The [red wine] of the house"


def test_edits_deletions_and_back_dating_are_right_at_once(talk: Talk) -> None:
    old = talk.note("alpha first", when=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    new = talk.note("alpha second")
    talk.index()
    assert talk.find("alpha") == [new, old]
    message.edit(new, "beta second", by=talk.me)
    assert (talk.find("alpha"), talk.find("beta")) == ([old], [new])
    message.delete(old, by=talk.me)
    assert talk.find("alpha") == []
    older = talk.note("beta third", when=dt.datetime(2019, 1, 1, tzinfo=dt.UTC))
    assert talk.find("beta") == [new, older]
    talk.index()
    assert (talk.find("alpha"), talk.find("beta")) == ([], [new, older])


def test_a_removed_record_leaves_nothing_behind(talk: Talk) -> None:
    other = record.create("task", {"title": "Plan"}, by=talk.me).id
    talk.note("gone with it", on=other)
    talk.index()
    assert len(talk.find("gone")) == 1
    record.remove(other, by=talk.me)
    assert talk.find("gone") == []
    talk.index()
    assert talk.find("gone") == []


def test_a_message_is_found_by_its_author_whatever_they_are_called_now(talk: Talk) -> None:
    who = person.of_card(talk.contact)
    assert who is not None
    id = posting.receive(talk.contact, "Hello there", author=who.id, channel="email")
    talk.index()
    assert talk.find("herrera hello") == [id]
    assert talk.results("herrera").hits[0].snippet.where == "author"
    record.save(talk.contact, {"name": "Ana Quintero"}, by=talk.me)
    assert talk.find("quintero hello") == talk.find("from:quintero hello") == [id]
    assert talk.find("herrera hello") == []
    talk.index()
    assert talk.find("quintero hello") == [id]
    assert talk.find("herrera hello") == []


def test_changes_are_found_by_field_old_and_new_value(talk: Talk, either: Either) -> None:
    deal = record.create("opportunity", {"title": "Barrels", "expected_revenue": "17780 EUR"}, by=talk.me).id
    saved = record.save(deal, {"stage": "Proposition", "expected_revenue": "18640 EUR"}, by=talk.me)
    either()
    for typed in ("proposition", "17780", "18640 ", "expected revenue ", "is:change proposition"):
        assert talk.find(typed) == [saved.message], typed
    hit = talk.results("17780").hits[0]
    assert (hit.snippet.where, hit.record, hit.title) == ("change", deal, "Barrels")
    assert "[17780" in marked(hit.snippet)


def test_translations_are_found_by_either_language(talk: Talk, either: Either) -> None:
    who = person.of_card(talk.contact)
    assert who is not None
    id = posting.receive(talk.contact, "¿Cuándo llegan las barricas de roble?", author=who.id, channel="whatsapp")
    assert id is not None
    talk.index()
    made = translation.Kept(id, "en", "es", "google", None, "When do the oak barrels arrive?", None)
    translation.keep(made, by=talk.me, edits=0)
    either()
    assert talk.find("barrica ") == talk.find("barrel ") == talk.find("is:whatsapp oak") == [id]
    assert talk.results("barrel ").hits[0].snippet.where == "translation"
    assert talk.find("lang:en barricas") == talk.find("lang:es barricas") == [id]


def test_files_are_found_by_name_and_text(talk: Talk, either: Either) -> None:
    kept = storage.keep_bytes(talk.workspace.files, "Kumquat und Größe".encode(), limit=10_000)
    id = talk.note("See the file")
    on_message = attachment.attach(talk.contact, kept, "Angebot_2026.txt", by=talk.me, message_id=id)
    other = storage.keep_bytes(talk.workspace.files, b"pomegranate", limit=10_000)
    on_record = attachment.attach(talk.contact, other, "photo of fruit.txt", by=talk.me)
    picture = attachment.attach(talk.contact, kept, "x.png", by=talk.me, message_id=talk.note("Look"))
    either()
    assert talk.find("kumquat") == talk.find("grosse file ") == talk.find("file:angebot") == [id]
    assert talk.results("kumquat").hits[0].snippet.where == "in file"
    assert talk.results("angebot").hits[0].snippet.where == "file name"
    (entry,) = talk.find("pomegranate")
    assert talk.find("file:fruit") == talk.find('file:"photo of"') == [entry]
    assert len(talk.find("has:file")) == 3
    assert len(talk.find("has:image")) == 1
    for one in (on_message, on_record, picture):
        attachment.delete(one, by=talk.me)
    assert talk.find("kumquat") == talk.find("pomegranate") == talk.find("has:file") == []
    attachment.take_back(on_record, by=talk.me)
    assert talk.find("pomegranate") == [entry]


def test_every_filter_narrows_down(talk: Talk, either: Either) -> None:
    deal = record.create("opportunity", {"title": "Harvest", "contact": str(talk.contact)}, by=talk.me).id
    record.save(talk.contact, {"email": "ana@herrera.example"}, by=talk.me)
    sent = posting.post(deal, "word https://example.com", by=talk.me, to=sending.recipients(deal)).message
    note = talk.note("word two", when=dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC))
    last = talk.note("word three", when=dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC))
    either()
    assert talk.find("to:ana word") == talk.find("to:ana@herrera.example word") == [sent]
    assert talk.find("in:opportunity word") == talk.find("in:harvest word") == talk.find("has:link") == [sent]
    assert talk.find("is:note word") == talk.find(f"in:{talk.contact} word") == [last, note]
    assert talk.find("is:message word") == [sent]
    assert talk.find("word", record=talk.contact) == [last, note]
    assert talk.find("word on:2026-03-01") == [note]  # in Madrid, where the other is of the day after
    assert talk.find("word on:2026-03-02") == [last]
    assert talk.find("word before:2026-03-02") == [note]
    assert talk.find("word after:2026-03-02") == [sent, last]
    assert talk.find("word on:2026-03-01", reader=Reader("en", "UTC")) == [last, note]
    assert talk.find("word -is:note") == [sent]
    assert talk.find("from:me word") == [sent, last, note]


def test_any_script_is_found(talk: Talk, either: Either) -> None:
    texts = {
        "東京": "明日東京タワーで会いましょう",
        "交货": "请确认交货日期",
        "كتاب": "قرأت الكِتَاب أمس كتاب",
        "ข้าว": "ฉันกินข้าวแล้ว",
        "한국어": "저는 한국어를 공부합니다",
        "हिन्दी": "मैं हिन्दी बोलता हूँ",
        "שלום": "שָׁלוֹם לכולם",
        "ελλαδα": "Η Ελλάδα είναι όμορφη",
        "привет": "Привет, как дела?",
        "👍": "Great 👍🏽 thanks",
        "🇪🇸": "from 🇪🇸 with love",
    }
    ids = {typed: talk.note(text) for typed, text in texts.items()}
    either()
    for typed, id in ids.items():
        assert talk.find(typed) == [id], typed
        assert talk.results(typed).hits[0].snippet.marks, typed


def test_counts_are_exact_or_say_so(talk: Talk) -> None:
    with database.transaction():
        for number in range(1_050):
            message.write(talk.contact, "note", author=talk.me, body=f"many {'few' if number % 50 == 0 else ''}")
    talk.index()
    many, few = talk.results("many"), talk.results("few")
    assert (many.total, many.exact, many.count) == (1_000, False, "1,000+")
    assert (few.total, few.exact, few.count) == (21, True, "21")
    assert len(many.hits) == 20


def test_pages_follow_one_another_without_gap_or_repetition(talk: Talk) -> None:
    moments = [dt.datetime(2026, 1, 1 + number % 7, tzinfo=dt.UTC) for number in range(95)]
    ids = [talk.note(f"page {number}", when=when) for number, when in enumerate(moments)]
    talk.index()
    ids += [talk.note("page more", when=when) for when in moments[:10]]
    for order in ("newest", BEST):
        seen: list[int] = []
        after = None
        while hits := talk.results("page", order=order, after=after, limit=17).hits:
            seen += [hit.message for hit in hits]
            after = hits[-1]
        assert sorted(seen) == sorted(ids)
        if order == "newest":
            places = {one.id: one.date for one in message.Message.select()}
            assert seen == sorted(seen, key=lambda id: (places[id], id), reverse=True)


def test_best_first_prefers_what_says_it_shortly_and_exactly(talk: Talk) -> None:
    best = talk.note("Delivery date")
    talk.note("We spoke about many things, " * 20 + "the date, and in the end of a delivery")
    talk.note("deliver the dates to the kitchen")
    talk.index()
    assert talk.find("delivery date ", order=BEST)[0] == best
    assert talk.find("delivery date ", order=BEST, limit=1) == [best]


def test_a_typing_mistake_leads_to_what_was_meant(talk: Talk, either: Either) -> None:
    talk.note("The shipment of barrels")
    talk.note("Barrels again")
    either()

    def meant(typed: str) -> str | None:
        assert not talk.find(typed)
        return talk.search.meant(talk.search.question(typed))

    assert meant("barels ") == "barrels "
    assert meant("shipmnet barrels") == "shipment barrels"
    assert meant("arrels") == "barrels"
    assert meant("is:note shipmet") == "is:note shipment"
    assert meant("qqqqqq") is None


def test_facets_count_what_was_found(talk: Talk, either: Either) -> None:
    who = person.of_card(talk.contact)
    assert who is not None
    talk.note("facet one", when=dt.datetime(2020, 5, 1, tzinfo=dt.UTC))
    talk.note("facet two")
    posting.receive(talk.contact, "facet three", author=who.id, channel="email")
    either()
    facets = talk.search.facets(talk.search.question("facet"))
    assert facets is not None
    assert facets.kinds == {"note": 2, "email": 1}
    assert facets.record_kinds == {"contact": 3}
    assert [(name, count) for _, name, count in facets.authors] == [("Marta Oliveira", 2), ("Ana Herrera", 1)]
    assert facets.times == {"today": 2, "week": 2, "month": 2, "year": 2, "older": 1}
    assert facets.types == {}


def test_facets_count_as_if_nothing_of_their_own_group_were_chosen(talk: Talk, either: Either) -> None:
    who = person.of_card(talk.contact)
    assert who is not None
    talk.note("facet one https://northwind.example")
    posting.receive(talk.contact, "facet two", author=who.id, channel="email")
    either()
    facets = talk.search.facets(talk.search.question('facet is:note from:"Marta Oliveira" has:link on:..2020'))
    assert facets is not None
    assert (facets.kinds, facets.times) == ({}, {"today": 1, "week": 1, "month": 1, "year": 1})
    facets = talk.search.facets(talk.search.question("facet is:note"))
    assert facets is not None
    assert (facets.kinds, facets.types) == ({"note": 1, "email": 1}, {"link": 1})
    assert [name for _, name, _ in facets.authors] == ["Marta Oliveira"]
    facets = talk.search.facets(talk.search.question("facet is:email from:me,herrera", asker=Asker(talk.me)))
    assert facets is not None
    assert [(name, count) for _, name, count in facets.authors] == [("Ana Herrera", 1)]


def test_one_of_several_values_fits(talk: Talk, either: Either) -> None:
    who = person.of_card(talk.contact)
    assert who is not None
    note = talk.note("several https://northwind.example")
    mail = posting.receive(talk.contact, "several", author=who.id, channel="email")
    old = talk.note("several", when=dt.datetime(2020, 5, 1, tzinfo=dt.UTC))
    either()
    for typed in ("is:note,email", "is:note is:email", "is:email,note,", "is:email is:note,wha", "IS:Note,EMAIL"):
        assert talk.find(f"several {typed}") == [mail, note, old], typed
    assert talk.find('several from:"Ana Herrera",me ') == [mail, note, old]
    assert talk.find("several from:herrera from:me ") == [mail, note, old]
    assert talk.find("several -is:note,whatsapp ") == [mail]
    assert talk.find("several has:file,link ") == [note]
    assert talk.find("several has:file has:link ") == []  # of these a message may have both
    assert talk.find("several on:..2020-05,2019 ") == [old]
    assert talk.find("several on:2020-04-30..2020-05-01 is:note ") == [old]
    assert talk.find("several on:2020-05-02.. ") == [mail, note]
    assert talk.find("several is:note,nonsense ") == []  # an unknown value makes it plain text


def test_records_are_found_by_title_and_own_values(talk: Talk, either: Either) -> None:
    company = record.create("contact", {"name": "Bodegas Herrera S.L.", "is_company": "yes"}, by=talk.me).id
    record.save(talk.contact, {"email": "ana@herrera.example", "city": "Jerez"}, by=talk.me)
    either()

    def found(typed: str) -> list[int]:
        return [hit.id for hit in talk.search.records(typed)]

    assert found("herr") == [talk.contact, company]
    assert found("bodegas herrera") == [company]
    assert found("jerez") == found("656 555 014") == found("+34656555014") == [talk.contact]
    record.save(company, {"name": "Viñas Nuevas"}, by=talk.me)
    assert (found("vinas"), found("bodegas")) == ([company], [])
    assert talk.search.records("vinas")[0].title == "Viñas Nuevas"


def test_a_newer_question_stops_an_older_one(talk: Talk) -> None:
    talk.note("anything")
    older = talk.search.question("any")
    newer = talk.search.question("anyt")
    assert talk.search.answer(older) is None
    assert talk.search.facets(older) is None
    assert talk.search.answer(newer) is not None


def test_several_threads_may_ask(talk: Talk) -> None:
    id = talk.note("threads")
    talk.index()
    answers: list[list[int]] = []

    def ask() -> None:
        question = talk.search.question("threads")
        found = talk.search.answer(question)
        answers.append([hit.message for hit in found.hits] if found else [id])
        database.close_thread()

    running = [threading.Thread(target=ask) for _ in range(8)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert answers == [[id]] * 8


def test_a_snippet_shows_where_most_words_stand(talk: Talk) -> None:
    talk.note("start " + "filler words go on " * 40 + "the oak barrels\n\nare   here " + "and on it goes " * 40)
    snippet = talk.results("oak barrels").hits[0].snippet
    assert "the [oak] [barrels] are here" in marked(snippet)
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")
    assert len(snippet.text) < 200


def test_an_archived_users_messages_are_still_found(talk: Talk) -> None:
    jonas = user.add("Jonas Lind", "jonas@x.example", by=talk.me)
    id = posting.note(talk.contact, "by jonas himself", by=jonas)
    user.archive(jonas, by=talk.me)
    assert talk.find("from:jonas himself") == [id]


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "-", '""', "…"])
def test_nothing_asked_finds_nothing(talk: Talk, typed: str) -> None:
    talk.note("something")
    found = talk.results(typed)
    assert (found.hits, found.total, found.exact) == ((), 0, True)


def test_only_what_is_excluded(talk: Talk) -> None:
    id = talk.note("keep this")
    talk.note("drop this")
    assert talk.find("-drop is:note") == [id]
    assert id in talk.find("-drop")


def test_another_search_sees_the_same(talk: Talk) -> None:
    id = talk.note("shared")
    talk.index()
    other = Search(talk.workspace.index)
    found = other.answer(other.question("shared"))
    other.close()
    assert found is not None
    assert [hit.message for hit in found.hits] == [id]
