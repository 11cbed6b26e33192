"""What the pictures show: each part of the window has a file of scenes here, and `SCENES` names them all."""

from desktop.scenes import activities, chatter, mail, records, search, shell, translate, whatsapp, writing
from desktop.scenes.stage import Scene

SCENES: tuple[Scene, ...] = (
    *shell.SCENES,
    *records.SCENES,
    *chatter.SCENES,
    *activities.SCENES,
    *writing.SCENES,
    *whatsapp.SCENES,
    *mail.SCENES,
    *search.SCENES,
    *translate.SCENES,
)

__all__ = ["SCENES", "Scene"]
