"""A row of the thread: avatar, header, body, the note's box, the box of a failure; pooled and placed by hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.chatter import header, row_words
from desktop.chatter.arrangement import Item
from desktop.chatter.body import Body
from desktop.chatter.foot import FEET, GAP, Foot
from desktop.chatter.rendering import LINE, TALK, Rendering, form
from desktop.chatter.trouble_box import TroubleBox
from desktop.chatter.word_marks import WordMarks
from desktop.icons import paint_icon
from desktop.theme import font, tokens
from desktop.widgets import paint_avatar, plain_tooltip
from desktop.widgets.paint import rounded
from desktop.widgets.stamp import drawn

MARGIN, AVATAR, TEXT = 16, 32, 60  # left edges of avatar and text
END = 5  # the margin at the right: with the scroll bar it makes MARGIN
TOP, BOTTOM, UNDER_HEADER = 9, 9, 3
QUIET = 5  # above and below a line that the program wrote itself
NOTE = (13, 9)  # inside the box of a note, sideways and up and down
Hung = tuple[type[Foot], ...]
PARTS: Hung = (TroubleBox, *FEET)  # what may hang under a body, from top to bottom


class MessageRow(QWidget):
    """Shows one entry, or a folded run of changes. `show_item` first, then `supposed_height` or `settle`.

    It is drawn only when it comes near what the reader sees: `settle` draws it, and so does whoever asks for its
    `body` or a `foot`. Until then its height is the one it last had, or a guess.
    """

    entered = Signal()
    left = Signal()
    pressed = Signal()
    link_clicked = Signal(QUrl)
    edited_clicked = Signal()
    menu_wanted = Signal(QPoint)
    acted = Signal(str, object)
    item: Item

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._body: Body | None = None
        self.drawn = False
        self.editor: QWidget | None = None
        self._feet: dict[type[Foot], Foot] = {}
        self._hung: Hung = ()  # what hangs there
        self._wanted: Hung = ()  # what will, once it is drawn
        self._marks: tuple[WordMarks | None, int] = (None, 0)
        self.quote_open = self.saving = self.hovered = self.current = self.marked = False
        self._given: tuple[object, ...] = ()
        self._look: tuple[object, ...] = ()
        self._laid: tuple[object, ...] = ()
        self._measured: tuple[tuple[object, ...], int] = ((), 0)  # the body's height
        self._settled: tuple[object, ...] = ()
        self._height = 0
        self._known: tuple[tuple[object, ...], int] = ((), 0)  # the row's
        self._placed: list[tuple[QRect, header.Part]] = []
        self._header_height = 0
        self._pictured: tuple[tuple[object, ...], QPixmap] = ((), QPixmap())  # the header as it was last painted
        self.setMouseTracking(True)

    @property
    def key(self) -> tuple[str, object]:
        """What stands here, for keeping rows through a change."""
        return self.item.key

    def show_item(self, item: Item, rendering: Rendering, *, quote_open: bool = False, saving: bool = False) -> None:
        """Take on another content; does nothing where it already looks like that."""
        hung = tuple(kind for kind in PARTS if item.kind == "entry" and kind.hangs(item.entries[0], rendering))
        reading, read = rendering.reading, None
        if reading is not None and item.kind == "entry":
            read = reading.state(item.entries[0])
            hung = (reading.part, *hung) if reading.wants(item.entries[0]) else hung
        fetched = rendering.remote.of(item.entries[0].id)
        own = rendering.inline.of(item.entries[0]) if item.kind == "entry" else {}
        pictures = (fetched.number if fetched is not None else 0, tuple(sorted(own)))
        self.item, self._rendering = item, rendering
        marks = self._marks_wanted()
        given = (item, quote_open, saving, rendering.generation, hung, read, marks, pictures)
        if given == self._given:
            return
        self._given = given
        states = tuple((one.id, one.state, one.reason) for entry in item.entries for one in entry.deliveries)
        persons = tuple(entry.author.name for entry in item.entries)
        revisions = tuple((entry.id, entry.revision) for entry in item.entries)
        drawn = (quote_open, saving, rendering.generation)
        look = (item.kind, revisions, item.opened, *drawn, states, persons, hung, read, pictures)
        if look != self._look:
            self._look, self._wanted, self.drawn = look, hung, False
            self.quote_open, self.saving = quote_open, saving
            self._form = form(item)
        elif self.drawn and marks != self._marks:
            self._mark_words()

    @property
    def body(self) -> Body:
        """The text, drawn."""
        self.draw()
        return self._text()

    def _text(self) -> Body:
        if self._body is None:
            self._body = Body(self)
            self._body.anchorClicked.connect(self.link_clicked)
            self._body.setVisible(self.editor is None)
        return self._body

    def draw(self) -> None:
        """Draw what `show_item` gave; does nothing where that stands there already."""
        if self.drawn:
            return
        self.drawn = True
        item, rendering = self.item, self._rendering
        self._parts = [] if self._form == LINE else header.parts(item, rendering, saving=self.saving)
        tall = 138 if self._form == TALK else 124
        fetched = rendering.remote.of(item.entries[0].id)
        own = rendering.inline.images(rendering.inline.of(item.entries[0]))
        body, html = self._text(), rendering.html(rendering.seen(item), quote_open=self.quote_open)
        body.pictures = {**(fetched.images if fetched is not None else {}), **own}
        body.show_html(html, rendering.style, line_height=tall)
        self._hang(self._wanted)
        self.setAccessibleName(row_words.name(rendering.seen(item), rendering.reader))
        self.setAccessibleDescription(row_words.description(item, rendering.reader))
        self._mark_words()
        self.update()

    def _mark_words(self) -> None:
        """Mark the words that were looked for, or none."""
        body, before, self._marks = self._text(), self._marks, self._marks_wanted()
        marks, entry = self._marks[0], self._rendering.seen(self.item).entries[0]
        for kind in self._hung:
            self._feet[kind].mark_words(self._rendering)
        if entry.files:
            self._settled = ()  # what stands in them may need room
        if marks is not None:
            as_written = entry is self.item.entries[0]
            body.mark(marks.places(body.toPlainText(), entry, as_written=as_written))
        elif before[0] is not None:
            body.mark(())

    def _marks_wanted(self) -> tuple[WordMarks | None, int]:
        """The words to be marked, and what differs once it is known where they stand in files."""
        number = self._rendering.file_words.number if self.item.entries[0].files else 0
        return self._rendering.marks, number

    def _hang(self, kinds: Hung) -> None:
        """Show these parts under the body; each is made when it is needed first."""
        self._hung = kinds
        for kind, foot in self._feet.items():
            if kind not in kinds:
                foot.hide()
        for kind in kinds:
            if kind not in self._feet:
                self._feet[kind] = kind(self)
                self._feet[kind].acted.connect(self.acted)
            self._feet[kind].show_entry(self.item.entries[0], self._rendering)
            self._feet[kind].setVisible(self.editor is None)

    def foot(self, kind: type[Foot]) -> Foot | None:
        """A part that hangs under the body just now, drawn."""
        self.draw()
        return self._feet[kind] if kind in self._hung else None

    def supposed_height(self, width: int) -> int:
        """The height at this width, in pixels: as it was when last drawn like this, else a guess."""
        if self.editor is not None:
            return self.row_height(width)
        key = ("row", self.item.key, width, self._look)
        if key != self._known[0]:
            found = self._rendering.height(key)
            self._known = (key, self._guess(width) if found is None else found)
        return self._known[1]

    def _guess(self, width: int) -> int:
        """Roughly the height of what was never drawn: letters of 7 and lines of 19 pixels."""
        entry = self.item.entries[0]
        letters = max((width - TEXT - END) // 7, 10)
        lines = sum(1 + len(line) // letters for line in entry.body[:4000].split("\n")) + len(entry.changes)
        under = 50 * bool(entry.files) + 33 * bool(entry.reactions)
        return min(lines, 60) * 19 + under + (2 * QUIET if self._form == LINE else 44)

    def settle(self, width: int) -> bool:
        """Draw it, place what is inside and show it; whether its height isn't the one it was placed with."""
        if self.editor is not None or not self.is_settled(width):
            self._height = self.row_height(width)
            self._settled = (width, self._look)
        if self.isHidden():
            self.show()
        return self._height != self.height()

    def is_settled(self, width: int) -> bool:
        """Whether it is drawn and placed inside for this width."""
        return self.drawn and self._settled == (width, self._look)

    def row_height(self, width: int) -> int:
        """The height at this width, in pixels; draws the row and places what is inside."""
        self.draw()
        room = width - TEXT - END
        self._place_header(room)
        if self.editor is not None:
            return self._place_editor(room)
        box = self.body_box(width)
        height = self._body_height(box.width())
        self.body.setGeometry(box.x(), box.y(), box.width(), height)
        bottom = box.y() + height + (NOTE[1] if self.is_note() else 0)
        for kind in self._hung:
            high = self._feet[kind].height_at(room)
            self._feet[kind].setGeometry(self._mirrored_in(QRect(TEXT, bottom + GAP, room, high), width))
            bottom += GAP + high
        bottom += QUIET if self._form == LINE else BOTTOM
        self._known = (("row", self.item.key, width, self._look), bottom)
        self._rendering.keep_height(*self._known)
        return bottom

    def is_note(self) -> bool:
        """Whether the body lies in the box of an internal note."""
        return self._form == TALK and self.item.entries[0].kind == "note"

    def body_box(self, width: int) -> QRect:
        """Where the body stands; its height is only known later."""
        if self._form == LINE:
            return QRect(TEXT, QUIET, width - TEXT - END, 0)
        top = TOP + self._header_height + UNDER_HEADER
        if not self.is_note():
            return QRect(TEXT, top, width - TEXT - END, 0)
        sideways, upright = NOTE
        return QRect(TEXT + sideways, top + upright, width - TEXT - END - 2 * sideways, 0)

    def _place_header(self, room: int) -> None:
        if self._laid == (room, self._look):
            return
        self._laid = (room, self._look)
        line = self._rendering.pill_height
        self._placed = header.lay_out(self._parts, room, line)
        self._header_height = self._placed[-1][0].bottom() + 1 if self._placed else 0

    def _body_height(self, width: int) -> int:
        key = (self.item.key, width, self._look)
        if key == self._measured[0]:
            return self._measured[1]
        height = self._rendering.height(key)
        if height is None:
            height = self.body.height_at(width)
            self._rendering.keep_height(key, height)
        self._measured = (key, height)
        return height

    def _place_editor(self, room: int) -> int:
        assert self.editor is not None
        top = TOP + self._header_height + UNDER_HEADER
        height = self.editor.heightForWidth(room)
        self.editor.setGeometry(TEXT, top, room, height)
        return top + height + BOTTOM

    def set_editor(self, editor: QWidget | None) -> None:
        """Put an editor in place of the body, or take it away."""
        self.editor = editor
        self._settled = ()
        if self._body is not None:
            self._body.setVisible(editor is None)
        for kind in self._hung:
            self._feet[kind].setVisible(editor is None)
        if editor is not None:
            editor.setParent(self)
            editor.show()

    def set_flag(self, flag: str, on: bool) -> None:
        """Switch "hovered", "current" or "marked"."""
        if getattr(self, flag) != on:
            setattr(self, flag, on)
            self.update()

    def resizeEvent(self, event) -> None:
        """Mirrored, everything depends on the width."""
        super().resizeEvent(event)
        if self.drawn and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.body.move(self._mirrored(self.body_box(self.width()).adjusted(0, 0, 0, 1)).topLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything but the body's text."""
        painter = QPainter(self)
        now = tokens()
        if self.marked or self.hovered or self.current:
            painter.fillRect(self.rect(), now.colour("sel" if self.marked else "row"))
        if self.marked or self.current:
            painter.fillRect(self._mirrored(QRect(0, 0, 3, self.height())), now.colour("accent"))
        if self._form == LINE:
            size = font("body").pixelSize()
            icon = "plus" if self.item.entries[0].kind == "created" else "dot"
            box = QRect(MARGIN, QUIET, AVATAR, round(size * 1.45))
            paint_icon(painter, icon, self._mirrored(box), colour="text3", size=size)
            return
        author = self.item.entries[0].author
        paint_avatar(painter, self._mirrored(QRect(MARGIN, TOP, AVATAR, AVATAR)), author.name, robot=author.bot)
        self._paint_header(painter)
        if self.is_note() and self.editor is None:
            self._paint_note(painter)

    def _paint_header(self, painter: QPainter) -> None:
        """Draw the header; as a picture kept from the last time where the row looks as rows mostly do."""
        if self.marked or self.hovered or self.current or self._over_edited:
            self._draw_header(painter, QPoint())
            return
        box = self._mirrored(QRect(TEXT, TOP, self.width() - TEXT - END, self._header_height))
        look = (self._look, box.size(), tokens().name, self.devicePixelRatioF(), self.layoutDirection())
        if look != self._pictured[0]:
            ground = tokens().colour("surface")
            picture = drawn(box.size(), look[3], lambda to, _: self._draw_header(to, -box.topLeft()), ground=ground)
            self._pictured = (look, picture)
        painter.drawPixmap(box.topLeft(), self._pictured[1])

    def _draw_header(self, painter: QPainter, by: QPoint) -> None:
        painter.setLayoutDirection(self.layoutDirection())
        placed = [(self._mirrored(rect.translated(TEXT, TOP)).translated(by), part) for rect, part in self._placed]
        header.paint(painter, placed, hovered="edited" if self._over_edited else "")

    def _paint_note(self, painter: QPainter) -> None:
        sideways, upright = NOTE
        box = self.body.geometry().adjusted(-sideways, -upright, sideways, upright)
        rounded(painter, box, 8, fill=tokens().colour("note"), line=tokens().colour("note_line"))

    def _mirrored(self, rect: QRect) -> QRect:
        return self._mirrored_in(rect, self.width())

    def _mirrored_in(self, rect: QRect, width: int) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return rect
        return QRect(width - rect.right() - 1, rect.y(), rect.width(), rect.height())

    _over_edited = False

    def part_at(self, point: QPoint) -> str:
        """Which piece of the header is there; "" for none."""
        for rect, part in self._placed:
            if self._mirrored(rect.translated(TEXT, TOP)).contains(point):
                return part.what
        return ""

    def event(self, event: QEvent) -> bool:
        """Tooltips: the whole moment at the time, each recipient at the state."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = row_words.tooltip(
                self.item, self.part_at(event.pos()), self._rendering.reader, line=self._form == LINE
            )
            if words:
                QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            else:
                QToolTip.hideText()
                event.ignore()
            return True
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell the view, which shows the tools here."""
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell the view."""
        self._hover_edited(False)
        self.left.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """ "edited" is a link to the history."""
        self._hover_edited(self.part_at(event.position().toPoint()) == "edited")

    def _hover_edited(self, over: bool) -> None:
        if over == self._over_edited:
            return
        self._over_edited = over
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make this the current row, or show the history at "edited"."""
        if event.button() == Qt.MouseButton.LeftButton and self.part_at(event.position().toPoint()) == "edited":
            self.edited_clicked.emit()
            return
        if event.button() == Qt.MouseButton.LeftButton and self.part_at(event.position().toPoint()) == "state":
            self.acted.emit("deliveries", None)
        self.pressed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything one can do with this entry."""
        self.menu_wanted.emit(event.globalPos())

    def copied_text(self) -> str:
        """The text of the entry as it is copied: what is marked, else all of it."""
        seen = self._rendering.seen(self.item)
        return self.body.selected_text() or row_words.text(seen, self._rendering.reader)
