"""The row of buttons over the thread: ways to write at the start, the filter at the end where there is room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.tr import tr
from desktop.widgets import IconButton, QuietButton, TabBar, YieldingRow, set_tooltip


class TopRow(QFrame):
    """ "Send message" and "Log note"; the mode in use is the one filled. `channels` takes the buttons of plugins.

    `activity_wanted`: something is to be planned on the record; `search_wanted`: something is to be found in it.
    """

    pressed = Signal(str)
    activity_wanted = Signal()
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("cls", "header")
        self.message = QuietButton(tr("Send message"))
        self.note = QuietButton(tr("Log note"), "pencil")
        self.whatsapp = QuietButton(tr("WhatsApp"), "whatsapp")
        ways = (
            (self.message, "message", "Alt+M"),
            (self.note, "note", "Alt+Shift+M"),
            (self.whatsapp, "whatsapp", "Alt+W"),
        )
        for button, mode, keys in ways:
            set_tooltip(button, button.caption(), keys)
            button.clicked.connect(lambda _=False, mode=mode: self.pressed.emit(mode))
        self.activity = QuietButton(tr("Activity"), "clock")
        set_tooltip(self.activity, tr("Plan an activity"), "Alt+Shift+A")
        self.activity.clicked.connect(self.activity_wanted)
        self.search = IconButton("search", tr("Search messages"), shortcut="Ctrl+F")
        self.search.clicked.connect(self.search_wanted)
        self.channels = QHBoxLayout()
        self.end = QHBoxLayout()
        line = self._line = YieldingRow(self)
        line.setContentsMargins(16, 0, 10, 0)
        line.setSpacing(2)
        line.addWidget(self.message)
        line.addWidget(self.note)
        line.addWidget(self.whatsapp)
        line.addLayout(self.channels)
        line.addWidget(self.activity)
        line.addWidget(self.search)
        line.addStretch(1)
        line.addLayout(self.end)
        self.message.set_short(tr("Message"))
        for button in (self.activity, self.note, self.whatsapp):
            button.set_short("")
        line.shortens(self.activity, self.note, self.whatsapp, self.message)
        self.setMinimumHeight(self.message.sizeHint().height() + 17)
        self.set_mode("")

    def set_mode(self, mode: str) -> None:
        """Fill the button of the mode in use; at rest that is the message's, as what one most likely wants."""
        self.message.set_filled(mode not in ("note", "whatsapp"))
        self.note.set_filled(mode == "note")
        self.whatsapp.set_filled(mode == "whatsapp")
        self._line.last(next(one for one in (self.message, self.note, self.whatsapp) if one.filled))


def filter_tabs() -> TabBar:
    """The filter over the thread; its keys are those of models.entries.FILTERS."""
    tabs = [
        ("all", tr("All")),
        ("conversation", tr("Conversation")),
        ("notes", tr("Notes")),
        ("changes", tr("Changes")),
        ("files", tr("Files")),
    ]
    return TabBar(tabs, label=tr("Show"), line=False)
