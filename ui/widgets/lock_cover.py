"""What covers the screen while somebody logs in: a name, a PIN, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from pos_app import i18n
from pos_app.application.staff import Known
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, people_words
from ui.view_models.at_work import AtWorkVM
from ui.widgets.basics import button, column, key, label, row
from ui.widgets.fields import Field

WIDTH, LINE, MOST = 420, 31, 9  # pixels, pixels, people before the list scrolls
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LockCover(QWidget):
    """`left`: back to the work of who is still at it, where it was only a switch."""

    left = Signal()

    def __init__(self, vm: AtWorkVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.title = label("", "title")
        self.names = QListWidget()
        self.names.setAccessibleName(_("who is at the till"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pin = Field(_("PIN"), ltr=True, secret=True)
        self.pin.committed.connect(self._enter)
        self.pin.edit.installEventFilter(self)
        self.names.installEventFilter(self)
        self.said = label("", "small", wrap=True)
        self.go = button(_("begin work"), self._enter, "act")
        self.free = button(_("a manager frees this PIN"), self._free, "flat")
        self.back = button(_("stay as {name}"), self.left.emit)
        self.hint = row(key("↑ ↓"), label(_("name"), "small"), key("Enter"), label(_("begin work"), "small"), None)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(WIDTH)
        inside = column(card, margin=22, gap=10)
        for part in (self.title, self.names, self.pin, self.said):
            inside.addWidget(part)
        inside.addLayout(row(self.go, self.back, None))
        inside.addLayout(row(self.free, None))
        inside.addLayout(self.hint)
        layout = column(self, margin=18)
        layout.addStretch(1)
        layout.addLayout(row(None, card, None))
        layout.addStretch(2)
        self.names.currentItemChanged.connect(self._turned)
        self._drawing = False
        vm.changed.connect(self.draw)
        self.draw()

    def begin(self) -> None:
        """It comes before the eyes."""
        self.pin.show_value("")
        self.vm.tell(None)
        self.vm.load()
        self.focus_first()

    def focus_first(self) -> None:
        (self.names if self.pin.isHidden() else self.pin.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk the names from the PIN too; Enter on a name goes on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._escape()
                return True
            if event.key() in _STEPS and watched is self.pin.edit:
                self.vm.walk(_STEPS[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.names:
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.vm.state.freeing:
            self.vm.free_by_manager(wanted=False)
        elif not self.vm.locked:
            self.left.emit()

    def _turned(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and not self._drawing:
            self.vm.choose(int(item.data(Qt.ItemDataRole.UserRole)))

    def _enter(self) -> None:
        pin = self.pin.text()
        self.pin.show_value("")
        self.vm.enter(pin)

    def _free(self) -> None:
        self.pin.show_value("")
        self.vm.free_by_manager(wanted=True)
        self.pin.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw(self) -> None:
        state, person = self.vm.state, self.vm.state.person
        self._drawing = True
        self._draw_names(state.people, state.chosen)
        self._drawing = False
        locked = self.vm.locked
        self.title.setText(_("The till is locked") if locked else _("Who goes on?"))
        asks = state.freeing or (person is not None and person.has_pin)
        had_focus = self.pin.edit.hasFocus() or self.names.hasFocus()
        self.pin.setVisible(asks)
        self.pin.name(_("PIN of a manager or the owner") if state.freeing else _("PIN"))
        waits = person is not None and person.wait_s > 0
        self.pin.edit.setEnabled(state.freeing or not waits)
        self.free.setVisible(waits and not state.freeing)
        self.go.setText(_("free this PIN") if state.freeing else _("begin work"))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(not state.busy and (state.freeing or not waits))
        self.back.setVisible(not locked)
        self.back.setText(_("stay as {name}").format(name=fmt.natural(self.vm.name)))
        self.back.setAccessibleName(self.back.text())
        told = state.notice
        self.said.setText(notices.sentence(told.code, told.detail) if told else _hint(person))
        self.said.setObjectName("error" if told and told.code != "pin-freed" else "small")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        if had_focus and self.isVisible():
            self.focus_first()

    def _draw_names(self, people: tuple[Known, ...], chosen: int) -> None:
        texts = [_line(person) for person in people]
        if [self.names.item(at).text() for at in range(self.names.count())] != texts:
            self.names.clear()
            self.names.setFixedHeight(LINE * max(2, min(len(people), MOST)) + 4)
            for person, text in zip(people, texts, strict=True):
                item = QListWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, person.id)
                self.names.addItem(item)
        at = next((at for at, person in enumerate(people) if person.id == chosen), -1)
        self.names.setCurrentRow(at)


def _line(person: Known) -> str:
    role = i18n.text(people_words.ROLES[person.role])
    line = f"{fmt.natural(person.name)} — {role}"
    return line if person.has_pin else line + " · " + _("without a PIN")


def _hint(person: Known | None) -> str:
    if person is None or person.has_pin:
        return _("What is open stays open, with everything that was typed.")
    return _("This person has no PIN: whoever presses Enter is this person.")
