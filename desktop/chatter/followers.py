"""The followers bar: who follows the record, at a glance, and whether one follows it oneself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.chatter.followers_popover import FollowersPopover
from desktop.chatter.words import listed
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.theme import font, tokens
from desktop.tr import plural, tr
from desktop.widgets import AvatarStack, QuietButton, YieldingRow, plain_tooltip
from desktop.widgets.paint import text_width
from models import follower
from models.follower import Following

_SHOWN = 4  # faces


class FollowersButton(QuietButton):
    """Faces and a number; opens the list. Its name is "Followers", the number is its description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._stack = AvatarStack(limit=_SHOWN, size=26, parent=self)
        self._stack.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self.setAccessibleName(tr("Followers"))
        self.show_names([])

    def show_names(self, names: list[str]) -> None:
        """Show these followers."""
        self._stack.set_names(names)
        self.words = plural(len(names), "1 follower", "{n} followers") if names else tr("No followers")
        self.setAccessibleDescription(self.words)
        self.setToolTip(plain_tooltip(tr("Followers") + (f": {listed(names, 12)}" if names else "")))
        self.updateGeometry()
        self._place()
        self.update()

    def sizeHint(self) -> QSize:
        """Faces and words."""
        faces = self._stack.sizeHint().width()
        height = max(30, self._stack.sizeHint().height() + 4)
        return QSize(faces + text_width(self.words, font("body")) + 14, height)

    def resizeEvent(self, event) -> None:
        """Keep the faces in their place."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self._stack.sizeHint()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - size.width() - 2 if rtl else 2
        self._stack.setGeometry(QRect(QPoint(x, (self.height() - size.height()) // 2), size))

    def _paint_content(self, painter: QPainter, look: object) -> None:
        room = self.rect().adjusted(self._stack.sizeHint().width() + 6, 0, -4, 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room = self.rect().adjusted(4, 0, -self._stack.sizeHint().width() - 6, 0)
        painter.setFont(font("body"))
        painter.setPen(tokens().colour("text2"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.words)


class FollowersBar(QWidget):
    """Faces with a number, and "Follow" or "Following". `changed`: someone came, went or chose otherwise."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.record = 0
        self.list: list[Following] = []
        self.button = FollowersButton()
        self.button.clicked.connect(self.open)
        self.follow = QuietButton()
        self.follow.clicked.connect(self._toggle)
        self.popover: FollowersPopover | None = None
        self.tools = QHBoxLayout()
        line = YieldingRow(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.button)
        line.addStretch(1)
        line.addWidget(self.follow)
        line.addLayout(self.tools)
        self.follow.set_short("")
        line.shortens(self.follow)

    def show_record(self, record: int) -> None:
        """Show who follows this record."""
        if record != self.record and self.popover is not None:
            self.popover.hide()
        self.record = record
        self.renew()

    def renew(self) -> None:
        """Read the followers again."""
        self.list = follower.followers(self.record) if self.record else []
        self.button.show_names([one.name for one in self.list])
        following = self.following()
        self.follow.setText(tr("Following") if following else tr("Follow"))
        self.follow.set_icon("check" if following else "plus", "green" if following else "")
        self.follow.setToolTip(
            tr("Stop following this record") if following else tr("Hear of what happens on this record")
        )
        if self.popover is not None and self.popover.isVisible():
            self.popover.show_list(self.record, self.list)

    def following(self) -> bool:
        """Whether the acting user follows."""
        return any(one.person == self._desk.me for one in self.list)

    def open(self) -> None:
        """Show the list under the button."""
        if self.popover is None:
            self.popover = FollowersPopover(self._desk, self)
            self.popover.changed.connect(self._changed)
        self.popover.show_list(self.record, self.list)
        self.popover.open_under(self.button)

    def _changed(self) -> None:
        self.renew()
        self.changed.emit()

    def _toggle(self) -> None:
        record, me = self.record, self._desk.me
        verb = follower.unfollow if self.following() else follower.follow
        self.follow.setEnabled(False)

        def done(_: object) -> None:
            self.follow.setEnabled(True)
            self._changed()

        def refused(words: str) -> None:
            self.follow.setEnabled(True)
            self._desk.notice.emit(words)

        write(self._desk, lambda: verb(record, me, by=me), owner=self, done=done, refused=refused)
