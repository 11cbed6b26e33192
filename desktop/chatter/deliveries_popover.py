"""What opens at the ticks of a message: each recipient with channel, address, how far their copy is, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.chatter import dates, delivery_words
from desktop.icons import pixmap
from desktop.theme import font
from desktop.tr import tr
from desktop.widgets import Label, Popover
from models.delivery import CHANNELS
from models.entries import Entry
from models.shown import Reader

WIDTH = 380


class DeliveriesPopover(Popover):
    """One recipient under the other; `open_at` a row of the thread."""

    def __init__(self, parent: QWidget, entry: Entry, reader: Reader) -> None:
        super().__init__(parent, label=tr("Recipients"))
        grid = QGridLayout()
        grid.setContentsMargins(9, 7, 9, 9)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(tr("Recipients"), "strong"), 0, 0, 1, 3)
        self.body.addLayout(grid)
        for place, one in enumerate(entry.deliveries):
            row = 3 * place + 1
            icon, colour = delivery_words.icon(one.state)
            drawn = Label()
            size = font("body").pixelSize() + 2
            drawn.setPixmap(pixmap(icon, colour, size, ratio=self.devicePixelRatioF()))
            grid.addWidget(drawn, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(one.name, "medium"), row, 1)
            when = dates.moment(one.changed, dates.today(reader), reader)
            grid.addWidget(Label(f"{delivery_words.word(one.state)} · {when}", "secondary", tone="text2"), row, 2)
            way = f"{CHANNELS.get(one.channel, one.channel)} {one.address}"
            grid.addWidget(Label(way, "secondary", tone="text2"), row + 1, 1, 1, 2)
            if one.reason:
                why = Label(one.reason, "secondary", tone="red" if one.state == "failed" else "text2", wrap=True)
                grid.addWidget(why, row + 2, 1, 1, 2)
        self.setAccessibleDescription("; ".join(delivery_words.line(one, reader) for one in entry.deliveries))
        self.setFixedWidth(WIDTH)
