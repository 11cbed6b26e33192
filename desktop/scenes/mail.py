"""Scenes of e-mail: what waits unsorted, where it is filed, and a mailbox being set up."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit

from desktop.plugins import PluginCard
from desktop.scenes.stage import MIDDLE, NARROW, Scene, Stage
from desktop.scenes.writing import painted
from models import attachment, posting, record, storage, unsorted
from models.database import now
from models.unsorted import Brought

_MAILS = (
    (
        *("Irene Novák", "irene@novak-cellars.example", "Two-tier racks for a new cellar"),
        "Good morning,\nwe are fitting out a cellar near Mikulov and saw your racks at Bodegas Herrera. Could you send "
        "us an offer for 40 of the two-tier ones, delivered in March? The goods lift takes 1.10 m at most. The plan of "
        "the cellar is attached.\n\nWith best regards\nIrene Novák",
        False,
    ),
    (
        *("Hotel Mirador", "reservas@mirador.example", "Re: Oak barrels, harvest 2027"),
        "I am away until 4 December and will answer then.",
        True,
    ),
    ("", "j.pohl@kellerei-pohl.example", "", "Please call me back about the barrels, +49 170 5550123. J. Pohl", False),
)


def _fill(stage: Stage) -> None:
    for hours, (name, address, subject, text, automatic) in enumerate(_MAILS, 2):
        files = (Brought("0" * 64, 184_320, "cellar plan.pdf", "application/pdf"),) if subject.startswith("Two") else ()
        more = {"name": name, "subject": subject or None, "when": now() - dt.timedelta(hours=7 * hours - 13)}
        id = f"<{hours}@elsewhere.example>"
        unsorted.keep("email", id, address=address, text=text, automatic=automatic, files=files, **more)


def _unsorted(stage: Stage) -> None:
    _fill(stage)
    stage.window.show_page("unsorted")


def _filing(stage: Stage) -> None:
    _unsorted(stage)
    stage.rest()
    stage.window.pages.made["unsorted"].cards[1].file.click()


def _servers(stage: Stage) -> None:
    stage.window.show_settings()
    stage.rest()
    page = stage.window.pages.made["settings"]
    card = next(one for one in page.findChildren(PluginCard) if one.accessibleName() == "E-mail")
    card.set_up.click()
    field = next(one for one in card.findChildren(QLineEdit) if one.accessibleName() == "Your address")
    field.setText("northwind.barrels@gmx.de")
    field.textEdited.emit(field.text())
    stage.rest()
    card.parentWidget().parentWidget().parentWidget().verticalScrollBar().setValue(card.y() - 16)


def _inline(stage: Stage) -> None:
    id = stage.record("opportunity", "Oak barrels")
    ana = record.correspondent(id)
    assert ana is not None
    kept = storage.keep_bytes(stage.window.desk.workspace.files, painted(), limit=attachment.limit())
    page = "<p>Hola Marta,</p><p>así queda la <b>entrada</b> de la bodega:</p><p><img src='cid:door@herrera'></p>"
    page += "<p>¿Cabe el camión?</p>"
    mail = posting.receive(id, "", html=page, author=ana, channel="email", subject="Re: Oak barrels, harvest 2027")
    attachment.attach(id, kept, "entrada.png", by=ana, message_id=mail, content_type="image/png", cid="door@herrera")
    stage.window.show_record(id)
    stage.rest(600)


SCENES = (
    Scene("mail-picture", _inline, (MIDDLE,)),
    Scene("settings-email", _servers, (MIDDLE,)),
    Scene("unsorted", _unsorted, (MIDDLE, NARROW)),
    Scene("unsorted-filing", _filing, (MIDDLE,)),
    Scene("unsorted-empty", lambda stage: stage.window.show_page("unsorted"), (MIDDLE,), ("light",)),
)
