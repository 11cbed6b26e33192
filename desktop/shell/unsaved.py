"""Before a form with unsaved changes is left: Save, Discard or Cancel, asked once at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.tr import tr
from desktop.widgets import Dialog, Label, PlainButton, PrimaryButton


class Form(Protocol):
    """What is asked of a form."""

    def is_dirty(self) -> bool: ...
    def save(self) -> bool: ...
    def discard(self) -> None: ...


class Unsaved:
    """Guards a form: `leave(go)` calls `go` at once, or once its changes are saved or discarded."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._dialog: Dialog | None = None

    def asking(self) -> bool:
        """Whether the question is open."""
        return self._dialog is not None

    def leave(
        self, form: Form | None, go: Callable[[], None], *, title: str = "", stay: Callable[[], None] | None = None
    ) -> None:
        """Leave the form and `go`; `stay` is called where the answer is Cancel, or what was typed can't be saved.

        While the question is open, later wishes to leave come to nothing.
        """
        if self.asking():
            return
        if form is None or not form.is_dirty():
            go()
            return
        self._ask(form, go, title, stay or (lambda: None))

    def _ask(self, form: Form, go: Callable[[], None], title: str, stay: Callable[[], None]) -> None:
        dialog = self._dialog = Dialog(self._window, tr("Save your changes?"), width=440)
        words = (
            tr("“{title}” has changes that are not saved yet.", title=title)
            if title
            else tr("This record has changes that are not saved yet.")
        )
        dialog.body.addWidget(Label(words, tone="text2", wrap=True))
        discard = dialog.add_button(PlainButton(tr("Discard")), start=True)
        cancel = dialog.add_button(PlainButton(tr("Cancel")))
        save = dialog.add_button(PrimaryButton(tr("Save")))

        def answer(act: Callable[[], bool]) -> None:
            self._dialog = None
            dialog.accept()
            (go if act() else stay)()

        discard.clicked.connect(lambda: answer(lambda: form.discard() is None))
        save.clicked.connect(lambda: answer(form.save))
        cancel.clicked.connect(dialog.reject)
        dialog.rejected.connect(lambda: self._cancelled(stay))
        dialog.open()
        save.setFocus()

    def _cancelled(self, stay: Callable[[], None]) -> None:
        self._dialog = None
        stay()
