"""What one does with entries: the keys of the thread, the menu of a row, and the verbs behind them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextBlock

from desktop import links
from desktop.chatter.delete_question import delete_question
from desktop.chatter.history_dialog import HistoryDialog
from desktop.chatter.message_row import MessageRow
from desktop.chatter.row_editor import RowEditor
from desktop.chatter.row_tools import COPY, DELETE, EDIT, HISTORY, LINK, REACT, REPLY, STAR, TRANSLATE, menu, tools
from desktop.chatter.thread_view import ThreadView
from desktop.chatter.whole_message import WholeMessage
from desktop.chatter.writing import write
from desktop.desk import Desk
from desktop.tr import tr
from models import message
from models.entries import Entry


class ThreadActions(QObject):
    """Connects a thread view with what can be done in it.

    `replied(entry)` asks for a reply; `wrote(id)`: an entry changed. `asked(what, entry, data)`: what others do.
    """

    replied = Signal(Entry)
    wrote = Signal(int)
    asked = Signal(str, object, object)

    def __init__(self, desk: Desk, view: ThreadView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self.current = 0
        self.editor: RowEditor | None = None
        view.row_made.connect(self._connect)
        view.shown.connect(self._shown)
        view.key_pressed.connect(self._key)
        view.link_clicked.connect(self._follow)
        view.whole_wanted.connect(lambda entry: WholeMessage(entry, view).open())
        view.canvas.tools.chosen.connect(self._chosen_in_bar)
        view.canvas.tools.more_wanted.connect(self._more)
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_J: lambda: self.step(1),
            Qt.Key.Key_K: lambda: self.step(-1),
            Qt.Key.Key_Down: lambda: self.step(1),
            Qt.Key.Key_Up: lambda: self.step(-1),
            Qt.Key.Key_Home: lambda: self.go(first=True),
            Qt.Key.Key_End: lambda: self.go(first=False),
            Qt.Key.Key_PageDown: lambda: self._page(1),
            Qt.Key.Key_Space: lambda: self._page(1),
            Qt.Key.Key_PageUp: lambda: self._page(-1),
            Qt.Key.Key_E: lambda: self._with_current(EDIT),
            Qt.Key.Key_R: lambda: self._with_current(REPLY),
            Qt.Key.Key_H: lambda: self._with_current(HISTORY),
            Qt.Key.Key_S: lambda: self._with_current(STAR),
            Qt.Key.Key_T: lambda: self._with_current(TRANSLATE),
            Qt.Key.Key_Plus: lambda: self._with_current(REACT),
            Qt.Key.Key_Delete: lambda: self._with_current(DELETE),
            Qt.Key.Key_Return: self._open_menu,
            Qt.Key.Key_Enter: self._open_menu,
            Qt.Key.Key_Menu: self._open_menu,
        }

    def _connect(self, row: MessageRow) -> None:
        self._view.canvas.connect_row(row)
        row.pressed.connect(lambda: self._press(row))
        row.edited_clicked.connect(lambda: self.do(HISTORY, row.item.entries[0]))
        row.menu_wanted.connect(lambda at: self.open_menu(row, at))
        row.acted.connect(lambda what, data: self.asked.emit(what, row.item.entries[0], data))

    # Where one is

    def _press(self, row: MessageRow) -> None:
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_current(0)
        self.current = row.item.entries[0].id

    def set_current(self, id: int) -> None:
        """Mark the row of an entry as the one that keys act on; 0 for none."""
        self.current = id
        for row in self._view.message_rows():
            row.set_flag("current", row.item.entries[0].id == id and bool(id))

    def current_row(self) -> MessageRow | None:
        """The row that keys act on."""
        return self._view.row_of(self.current) if self.current else None

    def step(self, by: int) -> None:
        """Go to the next or the one before; the first step goes to the first row in sight."""
        rows = list(self._view.message_rows())
        if not rows:
            return
        row = self.current_row()
        if row is None or not self._in_sight(row):
            target = next((one for one in rows if self._in_sight(one)), rows[0])
        else:
            target = rows[min(max(rows.index(row) + by, 0), len(rows) - 1)]
        self._go_to(target)

    def go(self, *, first: bool) -> None:
        """Go to the newest entry, or to the very first of the thread."""
        self._view.to_top() if first else self._view.to_bottom()
        rows = list(self._view.message_rows())
        if rows:
            self._go_to(rows[0 if first else -1])

    def _go_to(self, row: MessageRow) -> None:
        self.set_current(row.item.entries[0].id)
        self._view.sight.draw(row)
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        if row.y() - 40 < bar.value():
            bar.setValue(row.y() - 40)
        elif row.y() + row.height() > bar.value() + height:
            bar.setValue(min(row.y() - 40, row.y() + row.height() - height + 12))
        self._view.announce_row(row)

    def _in_sight(self, row: MessageRow) -> bool:
        top = self._view.verticalScrollBar().value()
        return row.y() + row.height() > top and row.y() < top + self._view.viewport().height()

    def _page(self, by: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + by * (self._view.viewport().height() - 48))

    def _key(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._with_current(COPY)
            event.accept()
            return
        action = self._keys.get(event.key())
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if action is not None and plain:
            event.accept()
            action()

    # What is done

    def _with_current(self, what: str) -> None:
        row = self.current_row()
        if row is None or row.item.kind == "run" or row.saving:
            return
        entry = row.item.entries[0]
        known = tools(entry, self._desk.me, self._view.canvas.tools.others(entry))
        tool = next((one for one in known if one.what == what), None)
        if tool is None:
            return
        if tool.why_not:
            self._desk.notice.emit(tool.why_not)
        else:
            self.do(what, entry)

    def do(self, what: str, entry: Entry) -> None:
        """Do what a tool stands for with an entry."""
        if what == REPLY:
            self.replied.emit(entry)
        elif what == EDIT:
            self.edit(entry)
        elif what == HISTORY:
            HistoryDialog(self._desk, entry, self._view.window()).open()
        elif what == DELETE:
            self._ask_to_delete(entry)
        elif what == LINK:
            self._copy(links.link(entry.thread, entry.id), tr("Link copied"))
        elif what == COPY:
            row = self._view.row_of(entry.id)
            if row is not None:
                self._copy(row.copied_text(), tr("Text copied"))
        else:
            self.asked.emit(what, entry, None)

    def _copy(self, text: str, words: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.notice.emit(words)

    def _follow(self, url: QUrl) -> None:
        if not links.follow(self._desk, url):
            self._desk.notice.emit(tr("Such a link is not opened: {address}", address=url.toDisplayString()[:120]))

    def _chosen_in_bar(self, what: str) -> None:
        row = self._view.canvas.tools.row
        if row is not None:
            self.do(what, row.item.entries[0])

    def _more(self, at: QPoint) -> None:
        row = self._view.canvas.tools.row
        if row is not None:
            self.open_menu(row, at)

    def _open_menu(self) -> None:
        row = self.current_row()
        if row is not None and not row.saving:
            self.open_menu(row, row.mapToGlobal(QPoint(60, 34)))

    def open_menu(self, row: MessageRow, at: QPoint) -> None:
        """Show everything one can do with a row's entry."""
        entry = row.item.entries[0]
        self._view.canvas.held = True
        others = self._view.canvas.tools.others(entry)
        made = menu(self._view, entry, self._desk.me, links=_addresses(row), others=others)
        made.triggered.connect(lambda action: self._chosen(action.data(), entry))
        made.aboutToHide.connect(self._menu_closed)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(at)

    def _menu_closed(self) -> None:
        self._view.canvas.held = False
        self._view.canvas.look()

    def _chosen(self, data: tuple[str, str], entry: Entry) -> None:
        what, address = data
        if what == "open":
            self._follow(QUrl(address))
        else:
            self.do(what, entry)

    # Editing and deleting

    def edit(self, entry: Entry) -> None:
        """Put the editor into the row of an entry."""
        self.stop_editing()
        row = self._view.row_of(entry.id)
        if row is None:
            return
        self.editor = RowEditor(entry, row)
        self.editor.left.connect(self.stop_editing)
        self.editor.saved.connect(lambda text, html: self._save(entry, text, html))
        self.editor.grown.connect(lambda: self._view.change(lambda: None))
        self._view.change(lambda: row.set_editor(self.editor))
        self.editor.field.setFocus()

    def stop_editing(self) -> None:
        """Take the editor away; its text is dropped."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        row = self._view.row_of(editor.entry.id)
        if row is not None:
            self._view.change(lambda: row.set_editor(None))
        focused = editor.isAncestorOf(editor.focusWidget()) if editor.focusWidget() else False
        editor.hide()
        editor.deleteLater()
        if focused:
            self._view.setFocus()

    def leave(self) -> None:
        """Another record or filter comes: nothing is current or edited any more."""
        self.stop_editing()
        self.current = 0

    def _save(self, entry: Entry, text: str, html: str | None) -> None:
        editor = self.editor

        def done(changed: bool) -> None:
            if self.editor is editor:
                self.stop_editing()
            if changed:
                self.wrote.emit(entry.id)

        def refused(words: str) -> None:
            if editor is not None and self.editor is editor:
                editor.refuse(words)
            else:
                self._desk.notice.emit(words)

        def waiting() -> None:
            if editor is not None:
                editor.wait()

        write(
            self._desk,
            lambda: message.edit(entry.id, text, by=self._desk.me, html=html),
            owner=self,
            done=done,
            refused=refused,
            waiting=waiting,
        )

    def _shown(self) -> None:
        """Rows were given other entries: the editor and the mark go with theirs."""
        for row in self._view.message_rows():
            mine = (
                self.editor is not None and row.item.kind == "entry" and row.item.entries[0].id == self.editor.entry.id
            )
            if mine and row.editor is not self.editor:
                row.set_editor(self.editor)
            row.set_flag("current", bool(self.current) and row.current)

    def _ask_to_delete(self, entry: Entry) -> None:
        question = delete_question(entry, self._view)
        question.accepted.connect(lambda: self._delete(entry))
        question.open()

    def _delete(self, entry: Entry) -> None:
        write(
            self._desk,
            lambda: message.delete(entry.id, by=self._desk.me),
            owner=self,
            done=lambda _: self.wrote.emit(entry.id),
            refused=self._desk.notice.emit,
        )


def _addresses(row: MessageRow) -> list[str]:
    """The addresses of the links in a row, for those who don't use the pointer."""
    found: list[str] = []
    block: QTextBlock = row.body.document().begin()
    while block.isValid() and len(found) < 5:
        for piece in block:
            href = piece.fragment().charFormat().anchorHref()
            if href and not href.startswith("row:") and href not in found:
                found.append(href)
        block = block.next()
    return found[:5]
