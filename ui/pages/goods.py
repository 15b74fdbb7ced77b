"""Goods: the list with what is here of each, and the card of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QLineEdit, QPushButton, QScrollArea

from pos_app.domain.errors import ShopError
from pos_app.domain.stock import ProductKind
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import export_words, notices, sentences
from ui import format as fmt
from ui.pages.room import Room
from ui.view_models.goods import GoodsVM
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.product_form import ProductForm, whole
from ui.widgets.rows import Row, Rows

CARD, NARROW = 430, 1100  # pixels
TABLES = "XLSX (*.xlsx);;CSV (*.csv)"
_KINDS = (("", mark("all")), ("device", mark("phones")), ("accessory", mark("accessories")))


class GoodsPage(Room):
    wanted = Signal(str)  # the name of the page where goods come in or are counted

    def __init__(self, vm: GoodsVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        self.search = QLineEdit()
        self.search.setObjectName("scan")
        self.search.setMaxLength(300)
        self.search.setPlaceholderText(_("scan a barcode, or type a name, a brand, a category …"))
        self.search.setAccessibleName(_("search for goods"))
        self.search.textEdited.connect(lambda text: vm.load(text=text))
        self.search.returnPressed.connect(self._into_list)
        self.kinds = Choices(_KINDS)
        self.kinds.show_value("")
        self.kinds.chosen.connect(lambda kind: vm.load(kind=kind))
        self.low = QCheckBox(_("running low"))
        self.low.setAccessibleName(_("running low"))
        self.low.toggled.connect(lambda on: vm.load(low_only=on))
        headers = [_("goods"), _("category"), _("price (rials)"), _("here"), _("barcode")]
        self.rows = Rows(headers, stretch=(0,), accessible=_("goods"))
        self.rows.chosen.connect(lambda key: vm.select(int(key)))
        self.more = button(_("further ones"), vm.go_on)
        self.empty = label(_("Nothing fits. Ctrl+N adds a product."), "soft", wrap=True)
        left = column(gap=8)
        left.addWidget(self.search)
        left.addLayout(row(self.kinds, self.low, None, self.more))
        left.addWidget(self.rows, 1)
        left.addWidget(self.empty)
        body = row(gap=12)
        body.addLayout(left, 1)
        body.addWidget(self._card())
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Goods"), "title"), None, *self._acts()))
        layout.addWidget(self.notice)
        layout.addLayout(body, 1)
        vm.changed.connect(self.draw)
        vm.card_read.connect(self._fill)
        self.draw()
        self._fill()

    def _acts(self) -> list[QPushButton]:
        """What is done with goods, each by a key."""
        made = []
        for text, keys, act in (
            (_("new product"), "Ctrl+N", self._new), (_("delivery"), "Ctrl+D", lambda: self.wanted.emit("intake")),
            (_("list from a file"), "Ctrl+I", lambda: self.wanted.emit("lists")),
            (_("stocktake"), "Ctrl+K", lambda: self.wanted.emit("stocktake")),
            (_("as a table"), "Ctrl+E", self._export),
        ):  # fmt: skip
            made.append(button(f"{text}   {fmt.ltr(keys)}", act, accessible=text))
            self._key(keys, act)
        return made

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        key = QShortcut(QKeySequence(keys), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(act)

    def _card(self) -> QFrame:
        self.head = label("", "heading", wrap=True)
        self.new_kind = Choices(_KINDS[1:])
        self.new_kind.chosen.connect(lambda kind: self.vm.begin_new(ProductKind(kind)))
        self.here = label("", "", wrap=True)
        self.form = ProductForm()
        self.save = button(_("save") + "   " + fmt.ltr("F9"), self.finish, "act", accessible=_("save the product"))
        self.pieces, self.reason = Field(_("counted pieces")), Field(_("why"))
        self.count = button(_("counted"), self._count, accessible=_("write down what was counted"))
        self.counting = QFrame()
        self.counting.setObjectName("plain")
        self.counting.setLayout(row(self.pieces, self.reason, beside_fields(self.count)))
        self.prices = Rows([_("date"), _("price before"), _("price then"), _("who")], stretch=(3,),
                           accessible=_("prices as they changed"))  # fmt: skip
        self.moves = Rows([_("date"), _("movement"), _("pieces"), _("who")], stretch=(3,),
                          accessible=_("what moved them"))  # fmt: skip
        self.units = Rows([_("IMEI"), _("in stock since"), _("bought at, rials")], stretch=(2,),
                          accessible=_("phones of this product"))  # fmt: skip
        for table in (self.prices, self.moves):
            table.setFixedHeight(116)
        self.units.setFixedHeight(190)
        inside = QFrame()
        inside.setObjectName("plain")
        body = column(inside, gap=8)
        for part in (self.new_kind, self.here, self.form, self.counting, self.units, self.prices, self.moves):
            body.addWidget(part)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.card = QFrame()
        self.card.setObjectName("card")
        self.card.setFixedWidth(CARD)
        layout = column(self.card, margin=12, gap=8)
        layout.addLayout(row(self.head, self.save))
        layout.addWidget(area, 1)
        return self.card

    # -- intents -----------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self.vm.load(text=part or None)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def scanned(self, text: str) -> bool:
        self.search.setText(" ".join(text.split()))
        self.vm.load(text=self.search.text())
        return True

    def finish(self) -> None:
        try:
            self.vm.save(self.form.typed())
        except ShopError as error:
            self.vm.refuse(error)

    def back(self) -> bool:
        if not self.vm.leave():
            return False
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _new(self) -> None:
        self.vm.begin_new(ProductKind.ACCESSORY)
        self.form.fields["title"].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _count(self) -> None:
        try:
            self.vm.count(whole(self.pieces.text(), "pieces"), self.reason.text())
        except ShopError as error:
            self.vm.refuse(error)

    def _into_list(self) -> None:
        if self.vm.state.rows:
            self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.rows.setCurrentIndex(self.rows.rows_model.index(0, 0))

    def _export(self) -> None:
        dialog = QFileDialog(self, _("as a table"), "products.xlsx", TABLES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.vm.export("products", path))
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self.card.setFixedWidth(CARD - 50 if narrow else CARD)
        self.rows.setColumnHidden(1, narrow)  # the names of goods need the room

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        placed = self.form.show_notice(told)
        for name, field in (("pieces", self.pieces), ("reason", self.reason)):
            here = told is not None and told.field == name
            field.fail(told.code if here and told else "", told.detail if here and told else "")
            placed = placed or here
        said = told if told and not placed else None
        severity = notices.severity(said.code) if said else sentences.STOP
        self.notice.say(notices.sentence(said.code, said.detail) if said else "", severity)
        self.rows.show_rows(
            [
                Row(
                    str(one.product.id),
                    (
                        fmt.natural(one.product.title), fmt.natural(one.product.category),
                        fmt.number(one.product.price), fmt.number(one.here), fmt.ltr(one.product.gtin),
                    ),
                    soft=one.here <= 0, marked=one.low,
                )
                for one in state.rows
            ],
            str(state.card.product.id) if state.card else "",
        )  # fmt: skip
        self.empty.setVisible(not state.rows)
        self.more.setVisible(state.more)
        self.save.setEnabled(not state.busy and (state.card is not None or state.new is not None))
        self._draw_card()

    def _draw_card(self) -> None:
        state = self.vm.state
        card = state.card
        self.new_kind.setVisible(state.new is not None)
        self.new_kind.show_value(state.new.value if state.new else "")
        self.form.setVisible(card is not None or state.new is not None)
        counted = card is not None and card.product.kind is ProductKind.ACCESSORY
        self.counting.setVisible(counted)
        self.moves.setVisible(counted)
        self.prices.setVisible(card is not None and bool(card.prices))
        self.units.setVisible(card is not None and bool(card.units))
        if card is None:
            head = _("a new product") if state.new else _("choose a product, or add one with Ctrl+N")
            self.head.setText(head)
            self.here.setVisible(False)
            return
        self.head.setText(fmt.natural(card.product.title))
        here = _("here: {count}").format(count=fmt.number(card.level.quantity))
        if card.level.cost is not None:
            cost = _("bought at {cost} rials on the average").format(cost=fmt.number(card.level.cost))
            here = f"{here} — {cost}"
        self.here.setText(here)
        self.here.setVisible(True)
        self.units.show_rows(
            [
                Row(
                    str(n),
                    (
                        fmt.imei_text(one.imei) or fmt.ltr(one.serial),
                        fmt.date_short(one.entered_at) if one.entered_at else "",
                        fmt.number(one.cost) if one.cost is not None else "",
                    ),
                )
                for n, one in enumerate(card.units)
            ],
            "",
        )  # fmt: skip
        self.prices.show_rows(
            [
                Row(str(n), (fmt.date_short(one.at), fmt.number(one.old), fmt.number(one.new), fmt.natural(one.who)))
                for n, one in enumerate(card.prices)
            ],
            "",
        )
        self.moves.show_rows(
            [
                Row(
                    str(n),
                    (
                        fmt.date_short(one.at), export_words.code("movement", one.kind.value),
                        fmt.number(one.quantity), fmt.natural(one.who),
                    ),
                )
                for n, one in enumerate(card.movements)
            ],
            "",
        )  # fmt: skip

    def _fill(self) -> None:
        """Another product stands here: its own words, and nothing that was typed of the one before."""
        state = self.vm.state
        for field in (self.pieces, self.reason):
            field.show_value("")
        if state.card is not None:
            self.form.show_product(state.card.product)
        elif state.new is not None:
            self.form.show_kind(state.new)
        if state.notice is not None:
            self.draw()
