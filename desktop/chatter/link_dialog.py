"""The dialog that asks for a link: its words and its address."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.tr import tr
from desktop.widgets.fields_dialog import FieldsDialog
from models.errors import Invalid
from models.text import SCHEMES, email_address


def address_of(typed: str) -> str:
    """What was typed as an address with its scheme, or `Invalid` in words."""
    text = typed.strip()
    if re.match(r"[a-z]+:", text, re.IGNORECASE):
        if text.partition(":")[0].lower() not in SCHEMES - {"cid", "att"} or re.search(r"\s", text):
            raise Invalid({"address": tr("Links lead to http, https, mailto, tel or chatterdesk addresses.")})
        return text
    if "@" in text:
        return f"mailto:{email_address(text)}"
    if not re.fullmatch(r"[^\s/]+\.[^\s]+", text):
        raise Invalid({"address": tr("That is not an address; it should look like example.com.")})
    return f"https://{text}"


class LinkDialog(FieldsDialog):
    """`given(words, address)`."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent, tr("Link"), verb=tr("Put in"))
        self.add_field("words", tr("Words"), value=words)
        self.add_field("address", tr("Address"), hint="https://example.com")
        self.end_of_fields()
        self.do = self._take

    def _take(self, texts: dict[str, str]) -> bool:
        try:
            address = address_of(texts["address"])
        except Invalid as wrong:
            raise Invalid({"address": next(iter(wrong.fields.values()))}) from wrong
        self.given.emit(texts["words"], address)
        return True
