"""Buyer, basket, money, and the one button that finishes: shut until it may be pressed, and saying why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QScrollArea, QWidget

from pos_app import i18n
from pos_app.application.settlement import WHOLE
from pos_app.domain.money import LineAmounts
from pos_app.domain.sale import CaseKind, PaymentMethod, SaleLine
from pos_app.i18n import text as _
from ui import format as fmt
from ui import leading, tab_order, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State, amounts_of
from ui.widgets.basics import button, column, empty, fill, key, label, row, rule
from ui.widgets.buyer_box import BuyerBox
from ui.widgets.choices import Choices
from ui.widgets.credit_rows import TOGETHER_KEY, CreditRows
from ui.widgets.fields import Field, MoneyField
from ui.widgets.lacks import lack_text
from ui.widgets.payment_rows import PaymentRows

WIDTH = 356
_WHOSE = {
    CaseKind.SALE: lambda: _("buyer"),
    CaseKind.BUY_IN: lambda: _("seller of the phone"),
    CaseKind.RETURN: lambda: _("buyer who brings it back"),
}
_FINISH = {
    CaseKind.SALE: lambda: _("issue and print the invoice"),
    CaseKind.BUY_IN: lambda: _("buy it and print the paper"),
    CaseKind.RETURN: lambda: _("take it back and print the paper"),
}
PRICE_KEY = "F3"
OFFER_KEY = "Ctrl+P"


class LineRow(QWidget):
    """One line of the basket; pressed, it opens price and discount."""

    def __init__(
        self, vm: CounterVM, line: SaleLine, amounts: LineAmounts, *, first: bool, kind: CaseKind = CaseKind.SALE
    ) -> None:  # fmt: skip
        """What comes back costs what the frozen invoice took for it; what is bought in has a price and no discount."""
        super().__init__()
        self.setObjectName("plain")
        self._vm, self.line = vm, line
        fixed = kind is CaseKind.RETURN
        count = f" × {fmt.digits(str(line.quantity))}" if line.quantity > 1 else ""
        title = label(f"{fmt.natural(line.product.title)}{count}", wrap=True)
        amount = label(fmt.number(amounts.prdis))
        self._more = button(
            "✎", self._toggle, "flat", accessible=_("change price of {title}").format(title=line.product.title)
        )
        self._more.setToolTip(" ".join((_("price"), PRICE_KEY)))
        if fixed:
            self._more.hide()  # never shown from here: a part without a place would be a window of its own
        hint = first and not fixed
        head = row(title, key(PRICE_KEY), self._more, amount) if hint else row(title, self._more, amount)
        head.setStretch(0, 1)
        self.fee = MoneyField(_("price (rials)"), ltr=True)
        self.discount = MoneyField(_("discount (rials)"), ltr=True)
        self.fee.show_amount(line.fee)
        self.discount.show_amount(line.discount)
        self.goods_id = Field(_("goods id (13 digits)"), ltr=True)
        self.goods_id.show_value(line.product.goods_code)
        self.unit_code = QComboBox()
        self.unit_code.setAccessibleName(_("unit"))
        for code, word in words.MEASURES.items():
            self.unit_code.addItem(i18n.text(word), code)
        self.unit_code.setCurrentIndex(self.unit_code.findData(line.product.unit_code))
        self._fields: dict[str, Field] = {"fee": self.fee, "discount": self.discount, "goods_id": self.goods_id}
        for name, field in self._fields.items():
            field.committed.connect(self.commit)
            field.edited.connect(self._keeper(f"{name}_{line.id}"))
        self._edit = QWidget()
        self._edit.setObjectName("plain")
        inner = column(self._edit, gap=4)
        inner.addLayout(row(self.fee, self.discount))
        inner.addWidget(self._goods())
        if kind is not CaseKind.SALE:
            self._goods_box.hide()
        if kind is CaseKind.BUY_IN:
            self.discount.hide()
        actions = row(button(_("keep"), self.commit, "act"), None)
        if line.unit is None:
            actions.addWidget(button(_("take out"), lambda: vm.remove_line(line.id)))
        inner.addLayout(actions)
        self._edit.hide()
        layout = column(self, gap=2)
        layout.addLayout(head)
        if amounts.dis:
            layout.addLayout(row(label(_("discount"), "small"), None, label(fmt.number(-amounts.dis), "small")))
        layout.addWidget(self._edit)
        self._typed_before()

    def _goods(self) -> QWidget:
        """What the tax office wants to know of the product."""
        self._goods_box = QWidget()
        self._goods_box.setObjectName("plain")
        unit = column(gap=3)
        fill(unit, label(_("unit"), "small"), self.unit_code, None)
        goods = row(self.goods_id, unit)
        goods.setStretch(0, 1)
        self._goods_box.setLayout(goods)
        return self._goods_box

    def _keeper(self, name: str) -> Callable[[str], None]:
        return lambda text: self._vm.edit(name, text)

    def _typed_before(self) -> None:
        """A price that was being typed is typed on, also after a scan or a restart."""
        for name, field in self._fields.items():
            typed = self._vm.state.fields.get(f"{name}_{self.line.id}", "")
            if typed:
                field.show_value(typed)
                self._edit.show()

    @property
    def editing(self) -> bool:
        return not self._edit.isHidden()

    def caret(self) -> str:
        """Name of the field that has the focus, "" = none."""
        return next((name for name, field in self._fields.items() if field.edit.hasFocus()), "")

    def open_at(self, name: str) -> None:
        self._edit.show()
        if name:
            self._fields[name].edit.setFocus()
            self._fields[name].edit.end(False)

    def _toggle(self) -> None:
        self._edit.setVisible(self._edit.isHidden())
        if self.editing:
            self.take_price()

    def take_price(self) -> None:
        """The caret into the price, all of it chosen: what is typed takes its place."""
        self._edit.show()
        tab_order.bring(self.fee.edit)
        self.fee.edit.selectAll()

    def commit(self) -> bool:
        """False where what was typed is no amount."""
        fee, discount = self.fee.amount(), self.discount.amount()
        self.fee.fail(self.fee.why())
        self.discount.fail(self.discount.why())
        if fee is None or discount is None:
            return False
        goods = (self.goods_id.text().strip(), int(self.unit_code.currentData() or 0))
        described = goods != (self.line.product.goods_code, self.line.product.unit_code)
        if described and self.goods_id.isVisible():
            self._vm.describe_goods(self.line, goods_id=goods[0], unit_code=goods[1])
        if (fee, discount) != (self.line.fee, self.line.discount):
            self._vm.change_line(self.line.id, fee=fee, discount=discount, quantity=self.line.quantity)
        elif not described:
            self._edit.hide()
        return True

    def complain(self, state: State) -> None:
        for name, field in self._fields.items():
            complaint = state.error(name)
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")


class SidePanel(QFrame):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self._vm = vm
        self.buyer = BuyerBox(vm)
        self.lines = column(gap=6)
        self._rows: list[LineRow] = []
        price = QShortcut(QKeySequence(PRICE_KEY), self)
        price.setAutoRepeat(False)
        price.activated.connect(self.change_price)
        self._drawn: object = None
        self._vat = label("", "soft")
        self._vat_amount = label("", "soft")
        self._total = label("", "total")
        self._words = label("", "small", wrap=True)
        methods = [(m.value, w) for m, w in words.PAYMENTS.items() if m is not PaymentMethod.CHEQUE]
        self.pay = Choices(methods, style="pay", wide=True)
        self.pay.chosen.connect(lambda _value: self._pay())
        self.pay.taken.connect(self._ask_reference)
        self.reference = Field(_("reference number of the card reader"), ltr=True)
        self.reference.edited.connect(lambda text: vm.edit("reference", text))
        self.reference.committed.connect(self._pay)
        self.reference.edit.editingFinished.connect(self._pay)
        self.lack = label("", "warn", wrap=True)
        self.lack.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.finish = QPushButton()
        self.finish.setObjectName("finish")
        self.finish.setAutoDefault(True)
        self.finish.setAccessibleName(_("issue and print the invoice"))
        self.finish.clicked.connect(vm.finish)
        inner = QWidget()
        inner.setObjectName("plain")
        layout = column(inner, margin=16, gap=7)
        self._whose = label("", "soft")
        layout.addLayout(row(self._whose, None, key("F4")))
        layout.addWidget(self.buyer)
        layout.addWidget(rule())
        layout.addLayout(self.lines)
        layout.addLayout(row(self._vat, None, self._vat_amount))
        self.credits = CreditRows(vm)
        layout.addWidget(self.credits)
        trade = _("take a phone in trade")
        self.trade_in = button(trade + "   " + fmt.ltr(TOGETHER_KEY), self._trade, "flat", accessible=trade)
        self.back_to_sale = button(_("back to the sale") + "   " + fmt.ltr(TOGETHER_KEY), self._to_sale)
        layout.addLayout(row(self.trade_in, None))
        layout.addLayout(row(self.back_to_sale, None))
        layout.addWidget(rule("rule_strong", 2))
        self._pays = label("", "total")
        layout.addLayout(row(self._pays, None, self._total, label(_("rials"), "soft")))
        layout.addWidget(self._words)
        self.parts = PaymentRows(vm)
        self.rest = label("", "soft", wrap=True)
        layout.addWidget(self.rest)
        layout.addWidget(self.pay)
        layout.addWidget(self.reference)
        layout.addWidget(self.parts)
        offer = _("print an offer (proforma)")
        self.offer = button(offer + "   " + fmt.ltr(OFFER_KEY), vm.offer, "flat", accessible=offer)
        layout.addLayout(row(self.offer, None))
        layout.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls with what has the caret
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setObjectName("plain")
        foot = column(gap=6)
        foot.setContentsMargins(16, 4, 16, 14)
        foot.addWidget(self.lack)
        foot.addWidget(self.finish)
        whole = column(self, gap=0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _trade(self) -> None:
        self._vm.buy_in(within_sale=True)

    def _to_sale(self) -> None:
        sale = self._vm.state.sale
        if sale is not None and sale.within:
            self._vm.resume(sale.within)

    def commit(self) -> bool:
        """What was typed here and not kept yet counts now; False where it cannot."""
        self.buyer.commit()
        self._pay()
        kept = [line.commit() for line in self._rows if line.editing]
        return all([*kept, self.parts.commit(now=True)])

    def ask_price(self) -> bool:
        """The caret into the first price that is missing; False where none is."""
        priceless = next((shown for shown in self._rows if shown.line.fee <= 0), None)
        if priceless is not None:
            priceless.take_price()
        return priceless is not None

    def change_price(self) -> None:
        """The key: the price of the phone, else of the first line."""
        if self._vm.state.kind is CaseKind.RETURN:
            return
        first = next((shown for shown in self._rows if shown.line.unit is not None), None)
        shown = first or next(iter(self._rows), None)
        if shown is not None:
            shown.take_price()

    def _ask_reference(self, method: str) -> None:
        """Who takes the card types its slip's number next."""
        if method == PaymentMethod.CARD_READER.value:
            self.reference.show()
            self.reference.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            leading.into_view(self._area, self.reference, self.reference.edit)

    def _pay(self) -> None:
        sale, chosen = self._vm.state.sale, self.pay.value()
        if sale is None or not chosen:
            return
        method = PaymentMethod(chosen)
        card = method is PaymentMethod.CARD_READER
        payment = replace(
            sale.payment,
            method=method,
            reference=self.reference.text().strip() if card else "",
            terminal=self._vm.state.terminal if card else "",
        )
        if payment != sale.payment:
            self._vm.set_payment(payment)

    def show_state(self, state: State) -> None:
        sale = state.sale
        self.buyer.show_state(state)
        self._draw_lines(state)
        self._show_money(state)
        within = sale is not None and bool(sale.within)
        self.trade_in.setVisible(sale is not None and state.kind is CaseKind.SALE)
        self.offer.setVisible(sale is not None and state.kind is CaseKind.SALE)
        self.back_to_sale.setVisible(within)
        self.pay.setEnabled(sale is not None)
        split = sale.payment.split if sale else 0
        rest = (state.due or 0) - split
        self.rest.setVisible(bool(split) and rest > 0 and not within)
        self.rest.setText(_("the rest, {amount} rials, by").format(amount=fmt.number(rest)))
        self.pay.setVisible(not within and not ((state.credits or split) and rest == 0))
        if not state.busy and not self._vm.awaits("payment"):  # while the registry thinks, what was pressed stays so
            self.pay.show_value(sale.payment.method.value if sale and sale.payment.method else "")
        card = sale is not None and self.pay.value() == PaymentMethod.CARD_READER.value
        self.reference.setVisible(card and not within)
        if sale:
            self.reference.show_value(state.fields.get("reference", "") or sale.payment.reference)
        self.parts.show_state(state)
        ready = sale is not None and not state.lacks and (not state.busy or state.saving_basket)
        self.finish.setEnabled(ready)
        does = _("back to the sale") if within else _FINISH[state.kind]()
        self.finish.setText(does + "   " + fmt.ltr("F9"))
        self.finish.setAccessibleName(does)
        self.lack.setText(lack_text(state) if sale else "")

    def _show_money(self, state: State) -> None:
        """A sale is paid to the shop, less what comes back within it; for a buy-in and a return the shop pays."""
        totals, sale = state.totals, state.kind is CaseKind.SALE
        self._whose.setText(_WHOSE[state.kind]())
        percent = fmt.digits(f"{state.vat.hundredths / 100:g}") if state.vat and sale else ""
        self._vat.setText(_("tax and duties {rate}%").format(rate=percent) if percent else "")
        self._vat_amount.setText(fmt.number(totals.vam) if totals and sale else "")
        self.credits.show_state(state)
        due = state.due if state.due is not None else totals.tsstam if totals else 0
        if state.kind is CaseKind.RETURN:  # as much as the frozen invoice took, whatever the rate is today
            vat = abs(due) - sum(shown.line.fee * shown.line.quantity - shown.line.discount for shown in self._rows)
            self._vat.setText(_("tax and duties") if vat > 0 else "")
            self._vat_amount.setText(fmt.number(vat) if vat > 0 else "")
        self._pays.setText(_("the shop pays") if due < 0 or not sale else _("to pay"))
        self._total.setText(fmt.number(abs(due)) if state.sale else fmt.digits("0"))
        self._words.setText(in_words(abs(due)) if due else "")

    def _draw_lines(self, state: State) -> None:
        sale = state.sale
        back = state.kind is CaseKind.RETURN
        whole = state.fields.get("subject") == WHOLE
        lines = tuple(line for line in sale.lines if not back or whole or line.unit) if sale else ()
        drawn = (lines, state.vat, state.kind)
        if drawn == self._drawn:
            for shown in self._rows:
                if shown.editing:
                    shown.complain(state)
            return
        self._drawn = drawn
        # A line that is being changed, and that nothing else changed, stays open with its caret.
        at_work = {shown.line: shown.caret() for shown in self._rows if shown.editing}
        empty(self.lines)
        self._rows = []
        if sale is None or state.vat is None:
            return
        for line in lines:
            made = LineRow(self._vm, line, amounts_of(line, state.vat), first=line is lines[0], kind=state.kind)
            self._rows.append(made)
            self.lines.addWidget(made)
            if line in at_work:
                made.open_at(at_work[line])


def in_words(rials: int) -> str:
    """The amount as people say it, in toman, with what is left in rials."""
    if not i18n.right_to_left():
        return _("{n} toman").format(n=f"{rials // 10:,}")
    from pos_app.words import in_words as persian_words

    toman, rest = divmod(rials, 10)
    said = f"{persian_words(toman)} تومان" if toman else ""
    return said + (f" و {persian_words(rest)} ریال" if rest else "")
