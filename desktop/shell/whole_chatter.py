"""The whole chatter: the pane of a record's thread with everything that stands in it, WhatsApp and translation too."""

from __future__ import annotations

from desktop.activities.block import ActivitiesBlock
from desktop.chatter.pane import ChatterPane
from desktop.desk import Desk
from desktop.translate.in_pane import TranslationInPane
from desktop.whatsapp.in_pane import WhatsAppInPane


class WholeChatter(ChatterPane):
    """`activities` is the block of what is planned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        whatsapp = WhatsAppInPane(desk, self)
        self.activities = ActivitiesBlock(desk)
        self.blocks.addWidget(self.activities)
        whatsapp.made.connect(TranslationInPane(desk, self).answer_by_whatsapp)
        self.shown.connect(self.activities.show_record)
        self.top.activity_wanted.connect(self.activities.plan)
