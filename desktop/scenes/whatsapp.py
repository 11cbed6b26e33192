"""Scenes of WhatsApp and the outbox: the open and the shut window, templates, a failure, what stands in the outbox."""

from __future__ import annotations

import datetime as dt

from desktop.scenes.stage import MIDDLE, NARROW, Scene, Stage
from desktop.shell.layout import CHATTER_LEAST
from integrations.translate import recognise
from models import dispatch, person, posting, record, sending, setting, template, translation, window
from models.database import now, transaction
from models.delivery import Delivery
from models.template import Kept

BARRELS = ("opportunity", "Oak barrels")
_TEXT = (
    "Hola Ana, confirmado: las barricas salen el martes 24 y llegan el jueves 26 entre las 9 y las 11. "
    "El camión lleva trampilla elevadora. ¿Puede estar alguien en la bodega para firmar?"
)
_TEMPLATES = (
    ("entrega", "fecha_de_entrega", "es", "utility", "Hola {{1}}: tu pedido de {{2}} llega el {{3}}. ¿Te va bien?"),
    ("aviso", "recordatorio_de_entrega", "es", "utility", "Hola {{1}}, mañana llega tu pedido."),
    ("moda", "novedades_de_la_temporada", "es", "marketing", "Hola {{1}}, ya están aquí las novedades."),
    ("ready", "order_ready", "en", "utility", "Hello {{1}}, {{2}} is ready."),
)
_SAMPLES = {"1": "name", "2": "goods", "3": "hours"}


def _connect(stage: Stage) -> int:
    """Have the plugin set up as far as can be seen without a provider; the record of the scenes."""
    me = stage.window.desk.me
    setting.put("channel.whatsapp", "whatsapp_twilio", by=me)
    setting.put("whatsapp_twilio.sender", "+14155238886", by=me)
    kept = [
        Kept(sid, name, language, body, "approved", category, samples=_SAMPLES)
        for sid, name, language, category, body in _TEMPLATES
    ]
    template.keep("whatsapp", kept, whole=True)
    return stage.record(*BARRELS)


def _heard(id: int, ago: dt.timedelta) -> None:
    who = record.correspondent(id)
    address = person.one(who).number if who is not None else None
    window.Window.delete().execute()
    with transaction():
        window.hear("whatsapp", address or "", now() - ago)


def _open(stage: Stage, ago: dt.timedelta, text: str = _TEXT) -> None:
    id = _connect(stage)
    _heard(id, ago)
    stage.window.show_record(id)
    stage.rest()
    stage.window.compose("whatsapp")
    composer = stage.window.records.chatter.whatsapp.composer
    composer.parts.field.setPlainText(text)
    composer.renew()


def _in_the_narrowest_chatter(stage: Stage) -> None:
    """Where the buttons give way: short words, icons, and nothing cut off."""
    recognise(translation.without_language(limit=2_000))
    _open(stage, dt.timedelta(hours=20, minutes=47))
    stage.window.desk.memory.setValue("panes/chatter", CHATTER_LEAST)
    stage.window.records.panes.set_sizes()


def _template(stage: Stage) -> None:
    _open(stage, dt.timedelta(hours=31))
    parts = stage.window.records.chatter.whatsapp.composer.parts
    parts.templates.list.rows[0].click()
    stage.rest()


def _failure(stage: Stage) -> None:
    id = _connect(stage)
    _heard(id, dt.timedelta(hours=2))
    sent = sending.send(id, "Hola Ana, ¿tienes ya las medidas?", by=stage.window.desk.me, channel="whatsapp")
    reason = "More than 24 hours had passed since Ana last wrote, so WhatsApp takes only approved templates."
    dispatch.failed(sent.deliveries[0], reason, code="63016")
    stage.window.show_record(id)


def _recipients(stage: Stage) -> None:
    _failure(stage)
    stage.rest()
    view = stage.window.records.chatter.view
    row = next(view.message_rows())
    row.acted.emit("deliveries", None)


def _without(stage: Stage) -> None:
    stage.window.show_record(stage.record(*BARRELS))
    stage.rest()
    stage.window.compose("whatsapp")


def _outbox(stage: Stage) -> None:
    _failure(stage)
    id, me = stage.record(*BARRELS), stage.window.desk.me
    setting.put("channel.email", "email", by=me)
    dispatch.pause("email", "the server refused the password")
    for words, days in (("They leave on Tuesday.", 0), ("Oak finish: three samples", 0), ("Before our call", 2)):
        sending.send(id, words, by=me, channel="email", send_after=now() + dt.timedelta(days=days))
    doubted = sending.send(id, "The counter leaves on Friday.", by=me, channel="whatsapp").deliveries[0]
    words = "It may have been sent; the provider is asked."
    Delivery.update(state="uncertain", reason=words, next_try=now()).where(Delivery.id == doubted).execute()
    stage.window.show_page("outbox")


def _conversation(stage: Stage) -> None:
    id, me = _connect(stage), stage.window.desk.me
    who = record.correspondent(id)
    assert who is not None
    ana = person.one(who)
    places = [id, ana.card or id]
    said = (
        (0, "Buenos días Marta, ¿nos podéis enviar la factura proforma antes del lunes?", 50),
        (1, "Claro, te la mando esta tarde.", 49),
        (0, "Perfecto, gracias. ¿Y las medidas de los soportes?", 30),
        (1, "1,15 m de ancho y 2,10 m de alto, dos niveles.", 29),
        (0, "Entonces caben en el montacargas 👍", 5),
    )
    for mine, text, hours in said:
        when = now() - dt.timedelta(hours=hours)
        place = places[hours < 40]
        if mine:
            posted = sending.send(place, text, by=me, channel="whatsapp", when=when)
            Delivery.update(state="read", changed=when).where(Delivery.id.in_(posted.deliveries)).execute()
        else:
            key = f"SM{hours:032d}"
            more = {"channel": "whatsapp", "address": ana.number or "", "provider_id": key, "when": when}
            posting.receive(place, text, author=who, **more)
    stage.window.show_record(id)
    stage.rest()
    stage.window.show_conversation()


def _no_conversation(stage: Stage) -> None:
    stage.window.show_record(stage.record("opportunity", "Storage wall"))
    stage.rest()
    stage.window.show_conversation()


SCENES = (
    Scene("whatsapp", lambda stage: _open(stage, dt.timedelta(hours=20, minutes=47)), (MIDDLE, NARROW)),
    Scene("whatsapp-narrow", _in_the_narrowest_chatter, (MIDDLE,)),
    Scene("whatsapp-template", _template, (MIDDLE, NARROW)),
    Scene("whatsapp-conversation", _conversation, (MIDDLE, NARROW)),
    Scene("whatsapp-conversation-empty", _no_conversation, (MIDDLE,), ("light",)),
    Scene("whatsapp-failure", _failure, (MIDDLE,)),
    Scene("whatsapp-recipients", _recipients, (MIDDLE,), ("light",)),
    Scene("whatsapp-not-set-up", _without, (MIDDLE,), ("light",)),
    Scene("outbox", _outbox, (MIDDLE, NARROW)),
)
