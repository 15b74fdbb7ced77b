"""The counter: one screen from the first scan to the paper. Lays out, draws the State, forwards intents."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QScrollArea, QWidget

from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.view_models.notice import Notice
from ui.widgets.basics import button, column, key, label, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.side_panel import SidePanel
from ui.widgets.step_list import StepList
from ui.widgets.unit_card import UnitCard

_AT_THE_FIELD = frozenset(
    {
        "box1", "box2", "device1", "device2", "sim", "code", "imei", "imei_used", "sender", "raw_text", "verdict",
        "matches_hand", "reason", "pin", "fee", "discount", "name", "national_id", "mobile", "postal_code", "address",
    }
)  # fmt: skip
_NO_COMPLAINT = frozenset({"unit-taken-in", "unit-taken-in-unpriced"})  # the work goes on under these
_PICTURES = " (*.png *.jpg *.jpeg *.webp *.bmp)"


class CounterPage(QWidget):
    """`camera_wanted` asks the window for the webcam."""

    camera_wanted = Signal()

    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.vm = vm
        self.scan = QLineEdit()
        self.scan.setObjectName("scan")
        self.scan.setMaxLength(4096)
        self.scan.setPlaceholderText(_("scan or type a code of the box, an IMEI, a serial or an invoice number …"))
        self.scan.setAccessibleName(_("scan box"))
        self.scan.returnPressed.connect(self._typed)
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.dismiss)
        self.unit = UnitCard()
        self.steps = StepList(vm, vm.services.checklist)
        self.idle = label("", "soft", wrap=True)
        self.idle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.parked = column(gap=4)
        self.side = SidePanel(vm)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls with what has the caret
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("page")
        work = column(inner, gap=10)
        work.addWidget(self.unit)
        work.addWidget(self.steps)
        work.addWidget(self.idle)
        work.addLayout(self.parked)
        work.addStretch(1)
        self._area.setWidget(inner)
        main = column(gap=10)
        main.setContentsMargins(12, 12, 12, 8)
        tools = row(
            self.scan, key("F2"),
            button(_("photo"), self._choose, accessible=_("read codes from a photo file")),
            button(_("paste"), self.paste, accessible=_("read codes from a picture on the clipboard")),
            button(_("camera"), self.camera_wanted.emit, accessible=_("read codes with the webcam")), gap=6,
        )  # fmt: skip
        tools.setStretch(0, 1)
        main.addLayout(tools)
        main.addWidget(self.notice)
        main.addWidget(self._area, 1)
        whole = row(main, self.side, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._parked_drawn: object = None
        vm.changed.connect(self.draw)
        self.draw()

    # -- keys ------------------------------------------------------------------------------------

    def focus_scan(self) -> None:
        self.scan.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.scan.selectAll()

    def focus_buyer(self) -> None:
        self.side.buyer.fields["name"].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_payment(self) -> None:
        value = self.side.pay.value() or "card_reader"
        self.side.pay.button(value).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_step(self) -> None:
        self.steps.act()

    def finish(self) -> None:
        """F9: what was typed in the panel counts, then the sale is issued if nothing is missing."""
        if self.side.commit():
            self.vm.finish()

    def back(self) -> None:
        """Esc: out of a notice, then the caret home, then the sale aside for the next customer."""
        if self.vm.state.notices or self.vm.state.finished:
            self.vm.dismiss()
        elif not self.scan.hasFocus():
            self.focus_scan()
        elif self.vm.state.sale is not None:
            self.vm.park()

    # -- input -----------------------------------------------------------------------------------

    def _typed(self) -> None:
        text = self.scan.text()
        if text.strip():
            self.vm.scanned(text)

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("photo of the box"), "", _("pictures") + _PICTURES)
        dialog.fileSelected.connect(self.read_file)
        dialog.open()

    def read_file(self, path: str) -> None:
        try:
            data = Path(path).read_bytes()
        except OSError:
            self.vm.tell(Notice("image-missing", path))
            return
        self.vm.picture(data)

    def paste(self) -> None:
        """A picture on the clipboard, else its text, as if scanned."""
        clipboard = QGuiApplication.clipboard()
        image = clipboard.image()
        if not image.isNull():
            self.vm.picture(png(image))
        elif clipboard.text().strip():
            self.vm.scanned(clipboard.text())
        else:
            self.vm.tell(Notice("clipboard-has-no-picture"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            self.read_file(url.toLocalFile())

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        self._draw_notice(state)
        self.unit.show_state(state)
        caret = self.steps.show_state(state)
        self.side.show_state(state)
        complaints = [told for told in state.notices if told.code not in _NO_COMPLAINT]
        if state.sale is not None and not complaints and self.scan.text() and not state.busy:
            self.scan.clear()
        self.idle.setVisible(state.unit is None)
        self.idle.setText(
            _("Scan an accessory or a phone.") if state.sale else _("Scan a box to begin a sale.")
        )  # fmt: skip
        self._draw_parked(state)
        if caret is not None and not complaints:
            caret.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(caret, 0, 120)

    def _draw_notice(self, state: State) -> None:
        told = next((n for n in state.notices if n.field not in _AT_THE_FIELD), None)
        if told is not None:
            self.notice.say(notices.sentence(told.code, told.detail), notices.severity(told.code))
        elif state.notices:
            first = state.notices[0]
            self.notice.say(notices.sentence(first.code, first.detail), notices.severity(first.code))
        elif state.finished:
            done = _("Invoice {number} is issued and on disk.").format(number=fmt.ltr(fmt.digits(state.finished)))
            self.notice.say(done, sentences.GOOD)
        else:
            self.notice.say("", sentences.WAIT)

    def _draw_parked(self, state: State) -> None:
        if state.parked == self._parked_drawn:
            return
        self._parked_drawn = state.parked
        from ui.widgets.basics import empty

        empty(self.parked)
        for sale_id, title in state.parked:
            text = _("waiting sale: {title}").format(title=fmt.natural(title) or _("accessories"))
            self.parked.addWidget(button(text, partial(self.vm.resume, sale_id), "flat"))


def grey(image: QImage) -> tuple[bytes, int, int]:
    """One byte a pixel and no padding, with width and height: Qt fills each line up to four bytes."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, line, rows = plain.width(), plain.bytesPerLine(), plain.height()
    data = bytes(plain.constBits())
    return b"".join(data[at * line : at * line + wide] for at in range(rows)), wide, rows


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
