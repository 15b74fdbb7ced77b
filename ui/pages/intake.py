"""A delivery: phones by their numbers, scanned or pasted, accessories by pieces, of one supplier."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QPlainTextEdit

from pos_app.application.intake import Phones, Pieces
from pos_app.domain.box_code import CodeKind, classify
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import Condition, ProductKind
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import export_words, notices, sentences
from ui import format as fmt
from ui.figure_tables import day_text
from ui.pages.room import Room
from ui.view_models.intake import IntakeState, IntakeVM, Item
from ui.widgets.basics import button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field, MoneyField
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.product_form import whole
from ui.widgets.rows import Row, Rows

_LOOK_MS = 250  # after the last key in the list
_CONDITIONS = (("sealed", mark("new")), ("used", mark("used")), ("passenger", mark("passenger")))


class IntakePage(Room):
    def __init__(self, vm: IntakeVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LOOK_MS)
        self._soon.timeout.connect(lambda: vm.look(self.listed.toPlainText()))
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        self.supplier, self.number = Field(_("supplier")), Field(_("number of their invoice"))
        self.day = Field(_("its date"), placeholder="1405/08/01", ltr=True)
        self.take = button(
            _("take in") + "   " + fmt.ltr("F9"), self.finish, "act", accessible=_("take the delivery in")
        )
        self.items = Rows([_("goods"), _("pieces"), _("bought at, rials"), _("total (rials)"), _("left out")],
                          stretch=(0,), accessible=_("what the delivery holds"))  # fmt: skip
        self.items.setFixedHeight(120)
        self.drop = button(_("take it out"), self._drop)
        self.total = label("", "heading")
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Delivery"), "title"), None, self.total, self.take))
        layout.addWidget(self.notice)
        layout.addLayout(row(self.supplier, self.number, self.day))
        layout.addWidget(self._item(), 1)
        layout.addWidget(self.items)
        layout.addLayout(row(None, self.drop))
        vm.changed.connect(self.draw)
        vm.chosen.connect(self._go_on)
        vm.done.connect(self._anew)
        self.draw()

    def _item(self) -> QFrame:
        """The product that is being typed."""
        self.search = QLineEdit()
        self.search.setObjectName("scan")
        self.search.setMaxLength(300)
        self.search.setPlaceholderText(_("which product? scan its barcode, or type its name and press Enter …"))
        self.search.setAccessibleName(_("product of the delivery"))
        self.search.returnPressed.connect(lambda: self.vm.find(self.search.text()))
        self.offered = Rows([_("goods"), _("here"), _("barcode")], stretch=(0,), accessible=_("products that fit"))
        self.offered.activated.connect(lambda index: self.vm.choose_id(int(self.offered.key_at(index.row()) or 0)))
        self.before = Rows(
            [_("date"), _("supplier"), _("number of their invoice"), _("came by"), _("pieces"), _("total (rials)")],
            stretch=(1,), accessible=_("deliveries before"),
        )  # fmt: skip
        self.name = label("", "heading", wrap=True)
        self.cost, self.price = MoneyField(_("bought at (rials), each")), MoneyField(_("price (rials), if another"))
        self.condition = Choices(_CONDITIONS)
        self.condition.show_value("sealed")
        self.quantity = Field(_("pieces"))
        self.listed = QPlainTextEdit()
        self.listed.setTabChangesFocus(True)
        self.listed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.listed.setPlaceholderText(_("a phone a line: its IMEI, or both — scan or paste"))
        self.listed.setAccessibleName(_("IMEIs of the delivery"))
        self.listed.textChanged.connect(self._soon.start)
        self.lines = Rows([_("line"), _("what stands there"), _("what is wrong")], stretch=(2,),
                          accessible=_("how the list reads"))  # fmt: skip
        self.counts = label("", "soft", wrap=True)
        self.add = button(_("add to the delivery") + "   " + fmt.ltr("Ctrl+Return"), self._add, accessible=_("add"))
        key = QShortcut(QKeySequence("Ctrl+Return"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._add)
        self.card = QFrame()
        self.card.setObjectName("card")
        body = column(self.card, margin=12, gap=8)
        body.addWidget(self.search)
        body.addWidget(self.offered, 1)
        body.addWidget(self.before, 1)
        head = row(self.name, self.add)
        head.setStretch(0, 1)
        body.addLayout(head)
        self.money = QFrame()
        self.money.setObjectName("plain")
        self.money.setLayout(row(self.quantity, self.cost, self.price, self.condition))
        body.addWidget(self.money)
        self.lists = QFrame()
        self.lists.setObjectName("plain")
        both = row(self.listed, self.lines, gap=10)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        self.lists.setLayout(both)
        body.addWidget(self.lists, 1)
        body.addWidget(self.counts)
        body.addStretch(0)
        return self.card

    # -- intents -----------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self.vm.load()
        first = self.search if self.supplier.text() else self.supplier.edit
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        self.vm.take(supplier=self.supplier.text(), number=self.number.text(), day=self.day.text())

    def back(self) -> bool:
        return self.vm.leave()

    def scanned(self, text: str) -> bool:
        """A barcode names the product; any number of a phone is one more line of the list. Both numbers of one box
        come in one scan and stand on one line."""
        codes = classify(text)
        product = self.vm.state.product
        barcode = next((code.value for code in codes if code.kind is CodeKind.GTIN), "")
        numbers = [code.value for code in codes if code.kind in (CodeKind.IMEI, CodeKind.SERIAL, CodeKind.ASK)]
        if product is not None and product.kind is ProductKind.DEVICE and numbers:
            before = self.listed.toPlainText()
            gap = "\n" if before and not before.endswith("\n") else ""
            self.listed.setPlainText(f"{before}{gap}{' '.join(numbers)}\n")
            self.vm.look(self.listed.toPlainText())
        elif barcode or product is None:
            self.search.setText(barcode or " ".join(text.split()))
            self.vm.find(self.search.text())
        return True

    def _add(self) -> None:
        product = self.vm.state.product
        if product is None:
            return
        try:
            self.vm.add(self._typed(product.id, counted=product.kind is ProductKind.ACCESSORY))
        except ShopError as error:
            self.vm.refuse(error)

    def _typed(self, product_id: int, *, counted: bool) -> Phones | Pieces:
        """Raises ShopError at the field that holds no number."""
        for field, name in ((self.cost, "cost"), (self.price, "price")):
            if why := field.why():
                raise ShopError(why, field=name)
        cost = self.cost.amount() or None
        if counted:
            quantity = whole(self.quantity.text(), "quantity")
            if not quantity:
                raise ShopError("quantity-out-of-range", field="quantity", detail=str(1_000_000))
            return Pieces(product_id=product_id, quantity=quantity, cost=cost)
        return Phones(
            product_id=product_id, listed=self.listed.toPlainText(), cost=cost, price=self.price.amount() or 0,
            condition=Condition(self.condition.value()),
        )  # fmt: skip

    def _drop(self) -> None:
        key = self.items.key_at(self.items.currentIndex().row())
        if key:
            self.vm.drop(int(key))

    def _go_on(self) -> None:
        """To the list of the product that was chosen, or to the next product."""
        product = self.vm.state.product
        for field in (self.quantity, self.cost, self.price):
            field.show_value("")
        self.condition.show_value("sealed")
        self.listed.clear()
        self._soon.stop()
        self.search.clear()
        if product is None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif product.kind is ProductKind.DEVICE:
            self.listed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.quantity.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _anew(self) -> None:
        for field in (self.supplier, self.number, self.day):
            field.show_value("")
        self.supplier.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        fields = {"supplier": self.supplier, "number": self.number, "day": self.day, "cost": self.cost,
                  "price": self.price, "quantity": self.quantity}  # fmt: skip
        placed = False
        for name, field in fields.items():
            here = told is not None and told.field == name
            field.fail(told.code if here and told else "", told.detail if here and told else "")
            placed = placed or here
        said = told if told and not placed else None
        severity = notices.severity(said.code) if said else sentences.STOP
        self.notice.say(notices.sentence(said.code, said.detail) if said else "", severity)
        self._complete(state.suppliers)
        device = state.product is not None and state.product.kind is ProductKind.DEVICE
        self.search.setVisible(state.product is None)
        self.offered.setVisible(bool(state.offered))
        self.offered.show_rows(
            [
                Row(
                    str(one.product.id),
                    (fmt.natural(one.product.title), fmt.number(one.here), fmt.ltr(one.product.gtin)),
                )
                for one in state.offered
            ],
            str(state.offered[0].product.id) if state.offered else "",
        )
        if state.offered and not self.offered.hasFocus() and self.search.hasFocus():
            self.offered.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.setText(fmt.natural(state.product.title) if state.product else "")
        self.name.setVisible(state.product is not None)
        self.add.setVisible(state.product is not None)
        self.money.setVisible(state.product is not None)
        for part in (self.price, self.condition):
            part.setVisible(device)
        self.quantity.setVisible(not device)
        self.lists.setVisible(device)
        self._draw_before(state)
        self._draw_lines()
        self._draw_items(state.items)

    def _draw_before(self, state: IntakeState) -> None:
        """Where nothing is being typed, what came last."""
        self.before.show_rows(
            [
                Row(
                    str(one.id),
                    (
                        day_text(one.day), fmt.natural(one.supplier), fmt.ltr(one.number),
                        export_words.code("source", one.source), fmt.number(one.pieces), fmt.number(one.total),
                    ),
                )
                for one in state.purchases
            ],
            "",
        )  # fmt: skip
        self.before.setVisible(bool(state.purchases) and state.product is None and not state.offered)

    def _draw_lines(self) -> None:
        lines = self.vm.state.lines
        bad = [line for line in lines if line.reasons]
        self.lines.show_rows(
            [
                Row(
                    str(line.line),
                    (
                        fmt.number(line.line), fmt.ltr(" ".join(line.imeis) or line.serial or line.text),
                        " ".join(notices.sentence(reason.code, reason.detail) for reason in line.reasons)
                        or "✓",
                    ),
                    marked=bool(line.reasons),
                )
                for line in (*bad, *(line for line in lines if not line.reasons))
            ],
            "",
        )  # fmt: skip
        said = _("phones: {good}, lines that do not hold: {bad}")
        self.counts.setText(
            said.format(good=fmt.number(len(lines) - len(bad)), bad=fmt.number(len(bad))) if lines else ""
        )
        self.counts.setVisible(bool(lines))

    def _draw_items(self, items: tuple[Item, ...]) -> None:
        self.items.show_rows(
            [
                Row(
                    str(place),
                    (
                        fmt.natural(one.product.title), fmt.number(one.good),
                        fmt.number(one.cost // one.good if one.good else 0), fmt.number(one.cost),
                        fmt.number(one.bad) if one.bad else "",
                    ),
                )
                for place, one in enumerate(items)
            ],
            self.items.key_at(self.items.currentIndex().row()) or "0",
        )  # fmt: skip
        self.items.setVisible(bool(items))
        self.drop.setVisible(bool(items))
        total = sum(one.cost for one in items)
        self.total.setText(_("{sum} rials").format(sum=fmt.number(total)) if items else "")
        self.take.setEnabled(not self.vm.state.busy)

    def _complete(self, names: tuple[str, ...]) -> None:
        if getattr(self, "_names", None) == names:
            return
        self._names = names
        completer = QCompleter(list(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.supplier.edit.setCompleter(completer)
