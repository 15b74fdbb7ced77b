"""The counter: one screen from the first scan to the paper. Lays out, draws the State, forwards intents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QScrollArea, QWidget

from pos_app.application.scan import PERMIT_FIELDS
from pos_app.domain import imei
from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui import leading, notices, sentences, tab_order
from ui.decoding import png
from ui.pages.room import Room
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import BASKET, COMPARED, State
from ui.view_models.notice import Notice
from ui.widgets.basics import button, column, key, label, row
from ui.widgets.device_card import DeviceCard
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.offer_row import OfferRow
from ui.widgets.parked_rows import ParkedRows
from ui.widgets.return_card import ReturnCard
from ui.widgets.side_panel import SidePanel
from ui.widgets.step_list import StepList
from ui.widgets.unit_card import UnitCard

_AT_THE_FIELD = frozenset(
    {
        "box1", "box2", "device1", "device2", "sim", "code", "imei", "imei_used", "sender", "raw_text", "verdict",
        "matches_hand", "reason", "pin", "fee", "discount", "name", "national_id", "mobile", "postal_code", "address",
        "tray1", "tray2", "from_sim", "to_sim", "transfer_imei", "holder_sim", "brand", "model", "imei1", "imei2",
        "serial", "reset_done", "reset_unlocked", "identity_seen", "identity_consent", "identity_picture", "grade",
        "flaws", "grade_pictures", "return_reason", "permit_holder", "permit_passport_no", "permit_brand",
        "permit_model", "permit_imei1", "permit_imei2", "permit_kept",
    }
)  # fmt: skip
HELD_OUT = (*COMPARED, *PERMIT_FIELDS)  # where a scan goes in, if the seller stands there
_NO_COMPLAINT = frozenset({"unit-taken-in", "unit-taken-in-unpriced"})  # the work goes on under these
_DONE = {
    CaseKind.SALE: lambda: _("Invoice {number} is issued and on disk."),
    CaseKind.BUY_IN: lambda: _("The phone is bought; paper {number} is on disk. Both sign it."),
    CaseKind.RETURN: lambda: _("The return is done; its paper {number} is on disk."),
}
_PICTURES = " (*.png *.jpg *.jpeg *.webp *.bmp)"


#: Lacks that are put right in the rows of the payment.
_OF_PARTS = ("payments-exceed", "amount-not-whole", "cheque-elsewhere", "due-passed")


class CounterPage(Room):
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
        self.unit = UnitCard(vm)
        self.device = DeviceCard(vm)
        self.back_card = ReturnCard(vm)
        self.steps = StepList(vm, vm.services.checklists)
        self.idle = label("", "soft", wrap=True)
        self.idle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.parked = ParkedRows(vm)
        self.side = SidePanel(vm)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls with what has the caret
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("page")
        work = column(inner, gap=10)
        self.offer = OfferRow(vm)
        work.addWidget(self.offer)
        work.addWidget(self.unit)
        work.addWidget(self.device)
        work.addWidget(self.back_card)
        work.addWidget(self.steps)
        work.addWidget(self.idle)
        work.addWidget(self.parked)
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
        self._device_of = ""  # the buy-in whose phone is being asked for
        self._sent = ""  # by Enter in the scan box
        self._was_busy = False
        self._doing = ""  # the intent that was under way at the last draw
        self._led: object = None
        self._issued = ""
        self._finishing = False  # F9 waits until what was filled in last is kept
        vm.aim = self._aimed
        vm.changed.connect(self.draw)
        self.draw()

    # -- keys ------------------------------------------------------------------------------------

    def focus_scan(self) -> None:
        self.scan.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.scan.selectAll()

    def focus_buyer(self) -> None:
        self.side.buyer.fields["name"].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_payment(self) -> None:
        self.side.pay.button(self._way_to_pay()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _way_to_pay(self) -> str:
        return self.side.pay.value() or "card_reader"

    def next_step(self) -> None:
        if self.device.open_for(self.vm.state):
            self.device.act()
        else:
            self.steps.act()

    def take_back(self) -> None:
        """Ctrl+R: the phone that was just scanned and is sold, else what stands in the scan box."""
        self._sent = self.scan.text()  # goes once it is taken
        self.vm.take_back(self.vm.state.sold_code or self._sent)

    def finish(self) -> None:
        """F9: what was typed in the panel counts, then the sale is issued if nothing is missing. What is missing first
        gets the caret."""
        if not self.side.commit():
            return
        state = self.vm.state
        lacks = {code for code, _detail in state.lacks}
        if "return-reason-missing" in lacks and self._lead_to(self.back_card.reason.edit):
            return
        self._finishing = state.saving_basket
        if state.busy or not state.lacks:
            self.vm.finish()
        else:
            self._lead_to_lack(state)

    def _lead_to_lack(self, state: State) -> None:
        """The caret to the first thing that is missing, where the seller can put it right here; a price before all."""
        if any(code == "price-missing" for code, _detail in state.lacks) and self.side.ask_price():
            return
        for code, detail in state.lacks:
            place: QWidget | None = None
            if code == "step-missing":
                form = self.steps.open_form(state)
                place = (form.first_field() or next(tab_order.stops(form), None)) if form is not None else None
                shown = self.steps.open_row(state)
                if shown is not None:
                    leading.into_view(self._area, shown, place)
            elif code == "basket-empty" and not self.device.open_for(state):
                place = self.scan
            elif code in ("basket-empty", "device-missing") and self.device.open_for(state):
                place = self.device.first_field()
            elif code in ("buyer-missing", "seller-missing"):
                place = self.side.buyer.fields["name"].edit
            elif code == "identity-missing":
                place = self.side.buyer.fields[detail].edit
            elif code in _OF_PARTS:
                place = self.side.parts.rows[0].fields["amount"].edit if self.side.parts.rows else None
            elif code == "payment-missing":
                place = self.side.pay.button(self._way_to_pay())
            if place is not None and place.isEnabled() and place.isVisible():
                tab_order.bring(place)
                return

    def enter(self, part: str = "") -> None:
        self.focus_scan()

    def scanned(self, text: str) -> bool:
        """The caret stays where the seller has it."""
        self.vm.scanned(text)
        return True

    def print_told(self, notice: Notice) -> bool:
        self.vm.tell(notice)
        return True

    def back(self) -> bool:
        """Esc: out of a notice, then the caret home, then the sale aside for the next customer."""
        if self.vm.state.notices or self.vm.state.finished:
            self.vm.dismiss()
        elif not self.scan.hasFocus():
            self.focus_scan()
        elif self.vm.state.sale is not None:
            self.vm.park()
        return True

    # -- input -----------------------------------------------------------------------------------

    def _typed(self) -> None:
        text = self._sent = self.scan.text()
        if text.strip():
            self.vm.scanned(text)

    def _aimed(self, text: str) -> str:
        """The IMEI field of a comparison or a permit in which the seller himself has put the caret; it goes on to the
        next empty one."""
        form = self.steps.open_form(self.vm.state)
        fields = {name: form.fields[name].edit for name in HELD_OUT if form and name in form.fields}
        name = next((name for name, edit in fields.items() if edit.hasFocus() and edit.isVisible()), "")
        if not name or not fields[name].by_hand or not imei.is_imei(imei.normalise(text)):
            return ""
        later = [edit for other, edit in fields.items() if other != name and edit.isVisible() and not edit.text()]
        if later:
            later[0].setFocus(Qt.FocusReason.TabFocusReason)
        return name

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._led = None  # what is worked at stays in view
        self._lead(self.vm.state, None)

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        self._draw_notice(state)
        self.unit.show_state(state)
        self.offer.show_state(state)
        opens_device = self.device.show_state(state) and state.sale is not None
        read_on = self.device.after_scan() if opens_device else None
        self.back_card.show_state(state)
        caret = self.steps.show_state(state)
        if opens_device and state.sale is not None and state.sale.id != self._device_of:
            caret = self.device.first_field()
        caret = read_on or caret
        self._device_of = state.sale.id if opens_device and state.sale is not None else ""
        self.side.show_state(state)
        if caret is not None and state.step_id == "identity" and not self.side.buyer.fields["name"].text():
            caret = self.side.buyer.fields["name"].edit  # first who he is, then what was looked at
        complaints = [told for told in state.notices if told.code not in _NO_COMPLAINT]
        taken = state.sale is not None and not complaints and not state.busy
        if taken and self.scan.text() == self._sent:
            self.scan.clear()  # what is being typed there now stays
        self.idle.setVisible(state.unit is None and state.kind is CaseKind.SALE)
        asked = _("Scan an accessory or a phone.") if state.sale else _("Scan a box to begin a sale.")
        if any(credit.kind is CaseKind.RETURN for credit in state.credits):
            asked = _("Scan the new phone that the customer takes.")
        self.idle.setText(asked)
        self.parked.show_state(state)
        refused = self._refused_at(state)
        asked_for = self._was_busy or not self._at_work_elsewhere()
        self._was_busy = bool(state.busy) and not state.saving_basket  # a name saved asks for no other place
        issued, self._issued = state.finished != self._issued and bool(state.finished), state.finished
        if issued and self.isVisible():  # what had the caret went with its sale: on to the next customer
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)
        if refused is not None:
            refused.setFocus(Qt.FocusReason.OtherFocusReason)
        elif caret is not None and not complaints and asked_for and not self._choosing_list():
            caret.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lead(state, refused or caret)
        if self._finishing and not state.busy:
            self._finishing = False
            if state.lacks and not state.notices:
                self._lead_to_lack(state)

    def _lead(self, state: State, caret: QWidget | None) -> None:
        """What is worked at comes into view when it opens or is refused; else the page stays as the seller has it."""
        shown = self.steps.open_row(state) or (self.device if self.device.open_for(state) else None)
        form = self.steps.open_form(state)
        wrong = tuple(told for told in state.notices if told.field)
        led = (state.sale.id if state.sale else "", state.step_id, type(form), state.by_hand is None, wrong)
        if shown is not None and led != self._led:
            leading.into_view(self._area, shown, caret)
        self._led = led

    def _lead_to(self, place: QWidget) -> bool:
        tab_order.bring(place)
        return place.hasFocus()

    def _refused_at(self, state: State) -> QWidget | None:
        """After the seller's act was refused: the first field that is wrong, where the caret is not at one already.
        What he fills in beside the steps never calls it back."""
        doing, self._doing = self._doing, state.busy
        if not doing or state.busy or doing in BASKET or (self.scan.hasFocus() and self.scan.text()):
            return None
        form = self.steps.open_form(state)
        places = [
            place
            for told in state.notices
            if told.field
            for part in (form, self.device, self.back_card)
            if part is not None and (place := part.place_of(told.field)) is not None
        ]
        if doing == "identity":
            fields = self.side.buyer.fields
            places = [fields[told.field].edit for told in state.notices if told.field in fields] + places
        return None if any(place.hasFocus() for place in places) else next(iter(places), None)

    def _choosing_list(self) -> bool:
        """He walks with the arrows from one list to the next: each opens its first step, none takes the caret."""
        at = QApplication.focusWidget()
        return at is not None and self.unit.sold_as.isAncestorOf(at)

    def _at_work_elsewhere(self) -> bool:
        """A step that opened by itself (a modem came back, an answer grew too old) never takes the caret away."""
        at = QApplication.focusWidget()
        return at is not None and (self.side.isAncestorOf(at) or (at is self.scan and bool(self.scan.text())))

    def _draw_notice(self, state: State) -> None:
        told = next((n for n in state.notices if n.field not in _AT_THE_FIELD), None)
        told = told or next(iter(state.notices), None)
        if told is not None:
            told = state.placed(told)
            self.notice.say(notices.sentence(told.code, told.detail), notices.severity(told.code))
        elif state.finished:
            number = fmt.ltr(fmt.digits(state.finished))
            self.notice.say(_DONE[state.finished_kind]().format(number=number), sentences.GOOD)
        else:
            self.notice.say("", sentences.WAIT)


def grey(image: QImage) -> tuple[bytes, int, int]:
    """One byte a pixel and no padding, with width and height: Qt fills each line up to four bytes."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, line, rows = plain.width(), plain.bytesPerLine(), plain.height()
    data = bytes(plain.constBits())
    return b"".join(data[at * line : at * line + wide] for at in range(rows)), wide, rows
