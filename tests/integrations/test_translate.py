"""Messages are read in the reader's language and answered in the contact's: kept, refused, retried, never mixed up."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from integrations import engine, translate
from integrations.conversation import outgoing
from integrations.plugins.translate_google import GoogleFree
from integrations.registry import Registry
from integrations.translate import Written, language_code, read_back, translate_draft, translate_message
from models import database, dispatch, entries, journal, message, pending, person, posting, reading, record, sending
from models import translation as translations
from models.delivery import Delivery
from models.errors import NotFound, Refused
from models.translation import ForRecipient, Translation, Unknown
from tests.fakes.google_page import GooglePage

QUESTION = "Hola Marta, ¿podéis confirmar la fecha de entrega de las barricas? Gracias."


class Speaking:
    """The filled workspace with Google switched on, its page on this computer, and what Ana writes."""

    def __init__(self, filled: Any, page: GooglePage) -> None:
        self.filled, self.page, self.by = filled, page, filled.marta
        self.ana = next(one for one in [person.of_card(filled.ana)] if one is not None).id
        self.registry = Registry(filled.workspace.id, discover=False)
        self.registry.put("translate_google", {"base_url": page.page}, by=self.by)
        self.registry.enable("translate_google", by=self.by)

    def hear(self, text: str = QUESTION, **more: Any) -> int:
        record = more.pop("record", self.filled.barrels)
        id = posting.receive(record, text, author=self.ana, channel=more.pop("channel", "email"), **more)
        assert id is not None
        return id

    def read(self, id: int, target: str = "en", **more: Any) -> translate.Answer:
        return translate_message(self.registry, id, target, by=self.by, **more)

    def draft(self, text: str, html: str | None = None, **more: Any) -> translate.Draft:
        options = {"thread": self.filled.barrels, "source": "en", "to": [self.ana], **more}
        return translate_draft(self.registry, Written(text, html), "es", **options)


@pytest.fixture
def page() -> Iterator[GooglePage]:
    """Google's page, answering at once: each line marked with its language."""
    engine.forget()
    with GooglePage(instant=True) as made:
        yield made
    engine.forget()


@pytest.fixture
def speaking(filled: Any, page: GooglePage) -> Iterator[Speaking]:
    made = Speaking(filled, page)
    yield made
    made.registry.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GoogleFree, "timeout", 0.5)


# Reading


def test_a_message_is_translated_and_kept(speaking: Speaking) -> None:
    id = speaking.hear()
    answer = speaking.read(id)
    assert (answer.text, answer.source, answer.target, answer.engine) == (
        f"en:{QUESTION}",
        "es",
        "en",
        "translate_google",
    )
    assert not answer.cached
    assert speaking.read(id).cached
    assert len(speaking.page.asked) == 1
    shown = entries.one(id).translations
    assert [(one.language, one.body) for one in shown] == [("en", f"en:{QUESTION}")]


def test_apertium_or_a_table_really_translates(speaking: Speaking) -> None:
    speaking.page.instant = False
    answer = speaking.read(speaking.hear("Gracias, las barricas llegan mañana. Pedido INV/2026/00042."))
    assert "barrels" in answer.text.lower()
    assert "INV/2026/00042" in answer.text


def test_again_asks_anew(speaking: Speaking) -> None:
    id = speaking.hear()
    speaking.read(id)
    assert not speaking.read(id, again=True).cached
    assert len(speaking.page.asked) == 2
    assert Translation.select().where(Translation.message == id).count() == 1


def test_subject_and_formatting_are_translated_with_the_text(speaking: Speaking) -> None:
    html = "<p>Hay que <b>preparar la bodega</b> antes.</p><ul><li>uno</li><li>dos</li></ul>"
    id = speaking.hear("", html=html, subject="Fecha de entrega")
    answer = speaking.read(id)
    assert answer.subject == "en:Fecha de entrega"
    assert answer.html == "<p>en:Hay que <b>preparar la bodega</b> antes.</p><ul><li>en:uno</li><li>en:dos</li></ul>"
    assert answer.text.startswith("en:Hay que preparar la bodega antes.")
    assert len(speaking.page.asked) == 1


def test_names_of_those_who_take_part_are_kept(speaking: Speaking) -> None:
    speaking.read(speaking.hear("Soy Ana Herrera y escribo a Marta Oliveira sobre la entrega"))
    sent = speaking.page.asked[0][0]
    assert "Herrera" not in sent and "Oliveira" not in sent


def test_an_edit_drops_translations_and_language(speaking: Speaking) -> None:
    posted = posting.note(speaking.filled.barrels, "Hay que confirmar la fecha de entrega", by=speaking.by)
    speaking.read(posted)
    message.edit(posted, "We have to confirm the date of delivery", by=speaking.by)
    assert entries.one(posted).translations == ()
    assert entries.one(posted).language is None
    with pytest.raises(Refused, match="in English already"):
        speaking.read(posted)
    assert not journal.verify().problems


def test_an_edit_while_it_is_translated_keeps_nothing(speaking: Speaking) -> None:
    posted = posting.note(speaking.filled.barrels, "Hay que confirmar la fecha de entrega", by=speaking.by)

    def edit(answer: str) -> str:
        message.edit(posted, "Otra cosa es ahora lo importante", by=speaking.by)
        database.close_thread()
        return answer

    speaking.page.spoil = edit
    with pytest.raises(Refused, match="changed while"):
        speaking.read(posted)
    assert entries.one(posted).translations == ()


def test_a_deleted_message_is_refused(speaking: Speaking) -> None:
    posted = posting.note(speaking.filled.barrels, "Hay que confirmar la fecha", by=speaking.by)
    speaking.read(posted)
    message.delete(posted, by=speaking.by)
    with pytest.raises(Refused, match="deleted"):
        speaking.read(posted)
    assert Translation.select().count() == 0
    assert not journal.verify().problems


@pytest.mark.parametrize("text", ["👍", "👍 12:30", "24", "…"])
def test_nothing_to_translate_is_said(speaking: Speaking, text: str) -> None:
    with pytest.raises(Refused, match="nothing in this message"):
        speaking.read(speaking.hear(text))
    assert speaking.page.asked == []


def test_a_message_in_that_language_is_refused(speaking: Speaking) -> None:
    with pytest.raises(Refused, match="in Spanish already"):
        speaking.read(speaking.hear(), "es")


def test_a_message_of_mixed_languages(speaking: Speaking) -> None:
    text = "Hola, adjunto el plano.\nPlease find the plan attached.\nVielen Dank und viele Grüße"
    assert speaking.read(speaking.hear(text), "fr").text == "\n".join(f"fr:{line}" for line in text.split("\n"))


def test_sixty_thousand_characters(speaking: Speaking) -> None:
    line = "Las barricas de roble salen de nuestra tonelería y llegan el jueves a vuestra bodega de Jerez."
    text = "\n".join(f"{number}. {line}" for number in range(600))
    assert len(text) > 59_000
    answer = speaking.read(speaking.hear(text))
    assert answer.text.count("\n") == 599
    assert len(speaking.page.asked) < 50


def test_a_word_of_six_thousand(speaking: Speaking) -> None:
    text = "Mirad esto por favor: " + "x" * 6000
    assert speaking.read(speaking.hear(text)).text == f"en:{text}"


def test_what_is_too_long_is_said(speaking: Speaking) -> None:
    with pytest.raises(Refused, match="too long to be translated: 120,000"):
        speaking.read(speaking.hear("hola que " * 13_333 + "fin"))


def test_no_such_message(speaking: Speaking) -> None:
    with pytest.raises(NotFound):
        speaking.read(999_999)


@pytest.mark.parametrize(
    "text", ["Hola %(name)s, faltan {count} cosas: {{1}} y ${total}", "Precio <b>24</b> &amp; más"]
)
def test_placeholders_come_through(speaking: Speaking, text: str) -> None:
    answer = speaking.read(speaking.hear(text))
    assert answer.text == f"en:{text}"


def test_names_of_languages() -> None:
    assert [language_code(one) for one in ("es", "ES", "pt-br", "zh_TW", "Spanish", "zh-hant")] == [
        *("es", "es", "pt-BR", "zh-TW", "es", "zh-Hant")
    ]
    with pytest.raises(Refused, match="is not a language"):
        language_code("klingonish")


# Who may have what translated


def test_without_an_engine_it_is_refused_in_words(speaking: Speaking) -> None:
    speaking.registry.disable("translate_google", by=speaking.by)
    with pytest.raises(Refused, match="No translator is switched on"):
        speaking.read(speaking.hear())
    assert speaking.page.asked == []


def test_a_contact_can_be_left_out(speaking: Speaking) -> None:
    id = speaking.hear()
    reading.refuse_for(speaking.filled.ana, True, by=speaking.by)
    with pytest.raises(Refused, match="written with Ana Herrera"):
        speaking.read(id)
    with pytest.raises(Refused, match="written with Ana Herrera"):
        speaking.draft("The barrels leave on Tuesday")
    note = posting.note(speaking.filled.barrels, "Ana quiere otra fecha de entrega", by=speaking.by)
    with pytest.raises(Refused, match="written with Ana Herrera"):
        speaking.read(note)
    assert speaking.page.asked == []
    assert reading.refused_cards() == [speaking.filled.ana]
    reading.refuse_for(speaking.filled.ana, False, by=speaking.by)
    assert speaking.read(id).text


def test_everything_can_be_left_out(speaking: Speaking) -> None:
    id = speaking.hear()
    reading.refuse_all(True, by=speaking.by)
    with pytest.raises(Refused, match="Nothing is to be translated"):
        speaking.read(id)
    assert speaking.page.asked == []


def test_wishes_are_each_users_own(speaking: Speaking) -> None:
    assert reading.wishes(speaking.by) == reading.Wishes()
    reading.reads(speaking.by, ["de", "en", "de"])
    reading.translate_always(speaking.by, speaking.ana, True)
    reading.translate_never(speaking.by, "fr", True)
    reading.translate_notes(speaking.by, True)
    reading.tell_translated(speaking.by, False)
    wanted = reading.wishes(speaking.by)
    assert wanted == reading.Wishes(("de", "en"), frozenset([speaking.ana]), frozenset(["fr"]), True, False)
    assert wanted.target == "de"
    assert reading.wishes(speaking.filled.jonas) == reading.Wishes()
    reading.translate_always(speaking.by, speaking.ana, False)
    assert reading.wishes(speaking.by).always == frozenset()


# What goes wrong


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("429", "takes no more requests"),
        ("500", "answered with an error"),
        ("captcha", "without a translation"),
        ("empty", "without a translation"),
        ("hang", "did not answer in time|within"),
        ("drip", "did not answer in time|within"),
        ("other", "translation of another text"),
    ],
)
def test_a_failing_page_is_said_and_a_retry_works(speaking: Speaking, impatient: None, mode: str, words: str) -> None:
    id = speaking.hear()
    speaking.read(speaking.hear("Otro mensaje que nada tiene que ver"))
    speaking.page.mode = mode
    started = time.monotonic()
    with pytest.raises(Refused, match=words) as caught:
        speaking.read(id)
    assert time.monotonic() - started < 3
    assert str(caught.value).endswith(".")
    assert entries.one(id).translations == ()
    speaking.page.mode = "ok"
    engine.forget()
    assert speaking.read(id).text == f"en:{QUESTION}"


def test_offline_is_said(speaking: Speaking) -> None:
    speaking.registry.put("translate_google", {"base_url": "http://127.0.0.1:1/m"}, by=speaking.by)
    with pytest.raises(Refused, match="can't be reached"):
        speaking.read(speaking.hear())


def test_after_too_many_requests_it_is_left_alone(speaking: Speaking) -> None:
    speaking.page.mode = "429"
    for _ in range(3):
        with pytest.raises(Refused, match="takes no more requests"):
            speaking.read(speaking.hear())
    assert speaking.page.asked == []
    speaking.page.mode = "ok"
    with pytest.raises(Refused, match=r"try again in \d+ seconds"):
        speaking.read(speaking.hear())


def test_a_retry_goes_on_where_it_stopped(speaking: Speaking) -> None:
    lines = [f"La línea {number} habla de las barricas de roble y de su entrega en Jerez." for number in range(60)]
    id = speaking.hear("\n".join(lines))

    def stop(answer: str) -> str:
        if len(speaking.page.asked) == 2:
            speaking.page.mode = "500"
        return answer

    speaking.page.spoil = stop
    with pytest.raises(Refused):
        speaking.read(id)
    before = len(speaking.page.asked)
    speaking.page.mode, speaking.page.spoil = "ok", lambda answer: answer
    speaking.read(id)
    texts = [asked[0].rpartition("\n")[0] for asked in speaking.page.asked]
    assert before == 2 and len(texts) == len(set(texts))


def test_hostile_answers_are_text(speaking: Speaking) -> None:
    speaking.page.mode = "hostile"
    html = speaking.read(speaking.hear("", html="<p>Hola <b>Marta</b>, ¿cómo va todo por ahí?</p>")).html
    assert html is not None and "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_hostile_messages_stay_harmless(speaking: Speaking, test_data: Path) -> None:
    cases = json.loads((test_data / "hostile" / "dompurify" / "expect.json").read_text(encoding="utf-8"))
    for case in cases[:120]:
        id = speaking.hear("", html=f"<p>Hola, mirad esto por favor</p>{case['payload']}", record=speaking.filled.wall)
        html = speaking.read(id).html or ""
        assert "<script" not in html.lower() and "onerror=" not in html.lower().replace("&", "")
        assert database.rows and html == translate.clean(html)


# Many at once


def test_six_threads_translate_a_hundred_and_eighty_messages_each_its_own(speaking: Speaking) -> None:
    """The library behind the page keeps the text of a call in its object: shared, it gave 40 of 180 another's text."""
    records = [record.create("task", {"title": f"Tarea {number}"}, by=speaking.by).id for number in range(6)]
    ids = {
        speaking.hear(f"Mensaje número {number} de la tarea {place}, sobre las barricas", record=where): (place, number)
        for place, where in enumerate(records)
        for number in range(30)
    }

    def one(id: int) -> str:
        try:
            return speaking.read(id).text
        finally:
            database.close_thread()

    with ThreadPoolExecutor(6) as pool:
        answers = dict(zip(ids, pool.map(one, ids), strict=True))
    for id, (place, number) in ids.items():
        wanted = f"en:Mensaje número {number} de la tarea {place}, sobre las barricas"
        assert answers[id] == wanted
        assert entries.one(id).translations[0].body == wanted


def test_a_thread_asks_one_thing_at_a_time(speaking: Speaking) -> None:
    ids = [speaking.hear(f"Mensaje {number} sobre la entrega de las barricas") for number in range(4)]
    under_way, most = [0], [0]
    lock = threading.Lock()

    def slowly(answer: str) -> str:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.05)
        with lock:
            under_way[0] -= 1
        return answer

    speaking.page.spoil = slowly

    def one(id: int) -> None:
        speaking.read(id)
        database.close_thread()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, ids))
    assert most == [1]


# Languages


def test_languages_are_recognised_and_kept(speaking: Speaking) -> None:
    id = speaking.hear()
    assert translate.language_of(id) == "es"
    assert entries.one(id).language == "es"
    blank = speaking.hear("👍")
    assert translate.language_of(blank) is None
    assert entries.one(blank).language == ""  # looked at, and not again


def test_old_messages_are_recognised_newest_first(speaking: Speaking) -> None:
    ids = [speaking.hear() for _ in range(5)]
    first = translations.without_language(limit=2)
    assert [one.id for one in first] == ids[:2:-1]
    assert translate.recognise(first) == {ids[4]: "es", ids[3]: "es"}
    rest = translations.without_language(limit=100)
    assert [one.id for one in rest][:3] == ids[2::-1]
    assert all(isinstance(one, Unknown) for one in rest)


def test_what_is_left_to_recognise_is_found_by_its_index(speaking: Speaking) -> None:
    """However many messages there are: nothing is sorted, and no table read from end to end."""
    plan = database.rows(
        f"EXPLAIN QUERY PLAN SELECT id FROM message WHERE {translations._UNRECOGNISED} ORDER BY date DESC LIMIT 9"
    )
    assert [row[3] for row in plan] == ["SCAN message USING INDEX message_unrecognised"]


def test_a_person_knows_better(speaking: Speaking) -> None:
    id = speaking.hear("Bom dia, as barricas chegam amanhã")
    speaking.read(id)
    found = entries.one(id).language
    wrong = "gl" if found != "gl" else "pt"
    translations.correct_language(id, wrong, by=speaking.by)
    assert entries.one(id).language == wrong
    assert entries.one(id).translations == ()  # made from another language
    translate.recognise(translations.without_language(limit=50))
    assert entries.one(id).language == wrong
    speaking.read(id)
    assert speaking.page.asked[-1][1] == wrong
    assert not journal.verify().problems


def test_an_edit_while_its_language_is_recognised(speaking: Speaking) -> None:
    note = posting.note(speaking.filled.barrels, "Hay que confirmar la fecha de entrega", by=speaking.by)
    unknown = [one for one in translations.without_language(limit=50) if one.id == note]
    message.edit(note, "We have to confirm the date", by=speaking.by)
    translate.recognise(unknown)
    assert entries.one(note).language is None


# Answering

ANSWER = "Hi Ana, the barrels leave our cooperage on Tuesday 24."


def test_a_draft_is_translated_and_read_back(speaking: Speaking) -> None:
    draft = speaking.draft(ANSWER)
    assert (draft.there.text, draft.back.text) == (f"es:{ANSWER}", f"en:es:{ANSWER}")
    assert draft.there.line == f"es:{translate.SAID}"
    assert len(speaking.page.asked) == 2
    changed = read_back(
        speaking.registry, Written("Hola Ana"), thread=speaking.filled.barrels, source="es", target="en"
    )
    assert changed.text == "en:Hola Ana"


def test_formatting_of_a_draft_is_kept(speaking: Speaking) -> None:
    draft = speaking.draft("They leave on Tuesday", "They leave on <b>Tuesday</b>")
    assert draft.there.html == "es:They leave on <b>Tuesday</b>"
    assert draft.there.text == "es:They leave on Tuesday"


def test_an_empty_draft_is_refused(speaking: Speaking) -> None:
    with pytest.raises(Refused, match="write something first"):
        speaking.draft("  👍 ")


def _send(speaking: Speaking, **more: Any) -> posting.Posted:
    theirs = ForRecipient("es", "en", "translate_google", f"es:{ANSWER}", line="Traducido.", **more.pop("theirs", {}))
    return sending.send(speaking.filled.barrels, ANSWER, by=speaking.by, translated=theirs, **more)


def test_both_texts_are_kept_and_theirs_goes_out(speaking: Speaking) -> None:
    posted = _send(speaking, subject="Delivery", theirs={"subject": "Entrega", "html": "es:<b>Hi</b>"})
    entry = entries.one(posted.message)
    assert entry.body == ANSWER and entry.language == "en"
    assert [(one.language, one.body) for one in entry.translations] == [("es", f"es:{ANSWER}")]
    instead = entry.deliveries[0].instead
    assert instead is not None
    assert (instead.language, instead.text) == ("es", f"es:{ANSWER}\n\nTraducido.")
    sent = outgoing(dispatch.one(posted.deliveries[0]), Path())
    assert (sent.text, sent.subject) == (f"es:{ANSWER}\n\nTraducido.", "Entrega")
    assert sent.html == "es:<b>Hi</b><p><i>Traducido.</i></p>"
    assert not journal.verify().problems


def test_the_translation_counts_for_whatsapp(speaking: Speaking) -> None:
    speaking.hear(channel="whatsapp", address="+34656555014")
    long = ForRecipient("es", "en", "translate_google", "¡" * 1601)
    with pytest.raises(Refused, match="has 1,601"):
        sending.send(speaking.filled.barrels, "short", by=speaking.by, channel="whatsapp", translated=long)
    fits = ForRecipient("es", "en", "translate_google", "*hola*", "<b>hola</b>")
    posted = sending.send(speaking.filled.barrels, "y" * 1700, by=speaking.by, channel="whatsapp", translated=fits)
    assert outgoing(dispatch.one(posted.deliveries[0]), Path()).text == "*hola*"


def test_what_waits_translated_is_not_edited_but_taken_back(speaking: Speaking) -> None:
    posted = _send(speaking)
    with pytest.raises(Refused, match="take it back"):
        message.edit(posted.message, "Something else", by=speaking.by)
    content = pending.withdraw(posted.message, by=speaking.by)
    assert content.text == ANSWER
    assert Translation.select().count() == 0
    assert not journal.verify().problems


def test_what_was_sent_is_known_after_an_edit_and_forgotten_after_a_deletion(speaking: Speaking) -> None:
    while (due := dispatch.claim(["email"])) is not None:  # what the workspace had waiting
        dispatch.accepted(due.id, f"provider-{due.id}", state="sent")
    posted = _send(speaking)
    for id in posted.deliveries:
        assert dispatch.claim(["email"]) is not None
        dispatch.accepted(id, f"provider-{id}", state="sent")
    message.edit(posted.message, "Something else", by=speaking.by)
    instead = entries.one(posted.message).deliveries[0].instead
    assert instead is not None and ANSWER in instead.text
    message.delete(posted.message, by=speaking.by)
    assert entries.one(posted.message).deliveries[0].instead is None
    assert ANSWER not in str(list(Delivery.select(Delivery.payload).tuples()))
    assert not journal.verify().problems


def test_a_template_goes_as_it_is(speaking: Speaking) -> None:
    with pytest.raises(Refused, match="own text"):
        _send(speaking, template="HX1")
