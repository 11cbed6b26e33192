"""Scenes of translation: bar, rows read in another language, a failure, the question before, the answer."""

from __future__ import annotations

from desktop.scenes.stage import MIDDLE, NARROW, Scene, Stage
from desktop.translate.in_pane import TranslationInPane
from integrations.translate import Draft, Written, recognise
from models import person, reading, translation
from models.entries import Entry
from models.text import text_of
from models.translation import Kept

BARRELS = ("opportunity", "Oak barrels")


def parts_of(stage: Stage) -> TranslationInPane:
    """The translation in the window's chatter."""
    return stage.window.records.chatter.findChild(TranslationInPane)


def _thread(stage: Stage) -> list[Entry]:
    """Open the conversation with Ana, its languages recognised; the entries that are in Spanish, newest first."""
    id = stage.record(*BARRELS)
    recognise(translation.without_language(limit=2_000))
    stage.window.show_record(id)
    stage.rest(400)
    reading = parts_of(stage).reading
    return [one for one in stage.window.records.chatter.view.loaded.entries if reading.state(one).kind == "offer"]


def _keep(stage: Stage, entry: Entry, text: str) -> None:
    made = Kept(entry.id, "en", "es", "translate_google", None, text, None)
    translation.keep(made, by=stage.window.desk.me, edits=entry.edits)


def _reading(stage: Stage) -> None:
    foreign = _thread(stage)
    _keep(stage, foreign[1], "Good morning. Could you confirm the delivery date? We need to prepare the cellar before.")
    stage.rest()
    parts_of(stage).reading.end(foreign[0].id, "Google can't be reached; check the connection and try again.")
    stage.rest()


def _progress(stage: Stage) -> None:
    parts_of(stage).reading.begin(_thread(stage)[0].id)
    stage.rest(500)
    parts_of(stage).over.bar.progress(12, 30)


def _always(stage: Stage) -> None:
    """Ana is always translated: what was there is, what just arrived is being."""
    foreign = _thread(stage)
    reading.translate_always(stage.window.desk.me, foreign[0].author.id, True)
    for place, entry in enumerate(foreign[1:]):
        _keep(stage, entry, READ[place % len(READ)])
    parts = parts_of(stage)
    parts.reading.begin(foreign[0].id)
    stage.rest(500)


def _originals(stage: Stage) -> None:
    """The originals of what was translated, and an engine that was given up."""
    foreign = _thread(stage)
    for place, entry in enumerate(foreign):
        _keep(stage, entry, READ[place % len(READ)])
    stage.rest()
    parts_of(stage).reading.show_all([one.id for one in foreign], False)
    stage.rest(500)
    parts_of(stage).over.bar.fail("Google takes no more requests from here just now; try again later.")


READ = (
    "The cellar door is 2.40 m wide. If the lorry is higher, it has to be unloaded in the street.",
    "Good morning. Could you confirm the delivery date? We need to prepare the cellar before.",
)
MINE = (
    "Hi Ana, the barrels leave our cooperage on <b>Tuesday 24</b> and arrive on Thursday. "
    "Does your goods lift take a rack of 1.15 m?"
)
THEIRS = (
    "Hola Ana, las barricas salen de nuestra tonelería el <b>martes 24</b> y llegan el jueves. "
    "¿Cabe en vuestro montacargas un soporte de 1.15 m?"
)
BACK = (
    "Hello Ana, the barrels leave our cooperage on <b>Tuesday 24</b> and arrive on Thursday. "
    "Does a 1.15 m stand fit in your freight elevator?"
)


def _written(html: str, subject: str = "") -> Written:
    return Written(text_of(html), html, subject or None)


def _answering(stage: Stage) -> None:
    _thread(stage)
    stage.window.compose("message")
    pane = stage.window.records.chatter
    pane.composer.field.set_content("", MINE)
    pane.composer.head.put(None, "Delivery of the barrels")
    answer = parts_of(stage).answer
    answer.target = "es"
    answer.take(pane.composer.field)
    there, back = _written(THEIRS, "Entrega de las barricas"), _written(BACK, "Delivery of the barrels")
    answer.show("en", Draft(there, back, "translate_google"))


def _writing(stage: Stage) -> None:
    _thread(stage)
    stage.window.compose("message")
    stage.window.records.chatter.composer.field.set_content("", MINE)


def _failing(stage: Stage) -> None:
    _answering(stage)
    parts_of(stage).answer.fail("Google can't be reached; check the connection and try again.")


def _consent(stage: Stage) -> None:
    parts_of(stage).toggle(_thread(stage)[0])


def _settings(stage: Stage) -> None:
    """Everything that can stand on the card."""
    desk = stage.window.desk
    me = desk.me
    ana, karl = (stage.record("contact", name) for name in ("Ana Herrera", "Karl Weber"))
    found = person.of_card(ana)
    assert found is not None
    for name in ("translate_google", "translate_libre"):
        desk.registry.enable(name, by=me)
    reading.reads(me, ["en", "pt"])
    reading.translate_always(me, found.id, True)
    reading.translate_never(me, "fr", True)
    reading.refuse_for(karl, True, by=me)
    _show_card(stage)


def _settings_refused(stage: Stage) -> None:
    reading.refuse_all(True, by=stage.window.desk.me)
    _show_card(stage)


def _show_card(stage: Stage) -> None:
    stage.window.show_settings("translation")


SCENES = (
    Scene("translate-settings", _settings, (NARROW, MIDDLE)),
    Scene("translate-settings-refused", _settings_refused, (MIDDLE,), ("light",)),
    Scene("translate-reading", _reading, (NARROW, MIDDLE)),
    Scene("translate-progress", _progress, (NARROW, MIDDLE)),
    Scene("translate-always", _always, (MIDDLE,)),
    Scene("translate-originals", _originals, (MIDDLE,), ("light",)),
    Scene("translate-consent", _consent, (MIDDLE,)),
    Scene("translate-writing", _writing, (MIDDLE,), ("light",)),
    Scene("translate-answer", _answering, (NARROW, MIDDLE)),
    Scene("translate-answer-failed", _failing, (MIDDLE,), ("light",)),
)
