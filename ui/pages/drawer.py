"""The drawer: what must be in it and why, cash by hand, the count at the end, and the shifts before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.application.queue import Status
from pos_app.domain import day_document
from pos_app.domain.drawer import Cause, Shift
from pos_app.i18n import text
from pos_app.i18n import text as _
from ui import drawer_words, notices, sentences
from ui import format as fmt
from ui.pages.room import Room
from ui.view_models.drawer import DrawerState, DrawerVM
from ui.view_models.notice import Notice
from ui.widgets.basics import beside_fields, button, column, empty, label, row, rule, scrolling
from ui.widgets.choices import Choices
from ui.widgets.count_form import CountForm
from ui.widgets.fields import Field, MoneyField
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

HEAD, ROW = 40, 30  # pixels
SHOWN = 6  # closed shifts before the list scrolls


class DrawerPage(Room):
    def __init__(self, vm: DrawerVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self._fresh = False  # it came before the eyes, and its state is on the way
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.tell)
        self.standing = label("", "soft", wrap=True)
        inner = QWidget()
        inner.setObjectName("page")
        cards = column(inner, gap=12)
        top = row(self._sums_card(), self._hand_card(), gap=12)
        top.setStretch(0, 1)
        top.setStretch(1, 1)
        cards.addLayout(top)
        self.count = CountForm(vm)
        cards.addWidget(self.count)
        cards.addWidget(self._closed_card())
        cards.addStretch(1)
        area = scrolling(inner, sideways=True)
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("The drawer"), "title"))
        layout.addWidget(self.notice)
        layout.addWidget(self.standing)
        layout.addWidget(area, 1)
        vm.changed.connect(self.draw)
        self.draw()

    # -- building ----------------------------------------------------------------------------------

    def _sums_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        layout = column(card, margin=14, gap=6)
        layout.addWidget(label(_("Cash"), "heading"))
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        self.sums = {name: label("", "heading" if name == "expected" else "") for name, _said in drawer_words.LINES}
        for at, (name, said) in enumerate(drawer_words.LINES):
            grid.addWidget(label(text(said), "heading" if name == "expected" else ""), at, 0)
            grid.addWidget(self.sums[name], at, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.setColumnStretch(0, 1)
        layout.addLayout(grid)
        layout.addWidget(rule())
        layout.addWidget(label(_("Beside the cash"), "heading"))
        self.beside = QGridLayout()
        self.beside.setColumnStretch(0, 1)
        layout.addLayout(self.beside)
        layout.addStretch(1)
        return card

    def _hand_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        self.opening_said = label("", "small", wrap=True)
        self.opening = MoneyField(_("in the drawer at the beginning (rials)"), ltr=True)
        self.opening_pin = Field(_("PIN of a manager or the owner"), ltr=True, secret=True)
        self.begin = button("", self._begin)
        self.cause = Choices(drawer_words.BY_HAND)
        self.cause.show_value(Cause.PAID_IN.value)
        self.amount = MoneyField(_("amount (rials)"), ltr=True)
        self.reason = Field(_("what for"))
        self.opening.committed.connect(self._opening_typed)
        self.opening_pin.committed.connect(self._begin)
        self.amount.committed.connect(self._move)
        self.reason.committed.connect(self._move)
        layout = column(card, margin=14, gap=8)
        self.opening_title = label("", "heading")
        layout.addWidget(self.opening_title)
        layout.addWidget(self.opening_said)
        opening = row(self.opening, self.opening_pin, beside_fields(self.begin))
        opening.setStretch(0, 1)
        layout.addLayout(opening)
        layout.addWidget(rule())
        layout.addWidget(label(_("Cash by hand"), "heading"))
        layout.addWidget(self.cause)
        by_hand = row(self.amount, self.reason)
        by_hand.setStretch(1, 1)
        layout.addLayout(by_hand)
        layout.addLayout(row(button(_("write it down"), self._move), None))
        layout.addStretch(1)
        return card

    def _closed_card(self) -> QFrame:
        card = self.closed_card = QFrame()
        card.setObjectName("card")
        headers = [
            _("number"), _("closed"), _("by"), _("must be in the drawer"), _("counted"), _("difference"),
            _("stayed there"),
        ]  # fmt: skip
        self.closed = Rows(headers, stretch=(2,), accessible=_("closed shifts"))
        self.closed.chosen.connect(lambda key: self.vm.select(int(key)))
        self.closed.activated.connect(lambda _index: self.vm.print_it())
        layout = column(card, margin=14, gap=8)
        layout.addWidget(label(_("Closed shifts"), "heading"))
        layout.addWidget(self.closed)
        layout.addLayout(row(button(_("print its paper"), self.vm.print_it), None))
        return card

    # -- keys --------------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self._fresh = True
        self.vm.load()
        self.focus_first()

    def focus_first(self) -> None:
        first = self.amount if self.vm.state.shift is not None else self.opening
        first.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """F9: the paper of a closed shift where the caret is in their list, else the end of the one that is open."""
        if self.closed.hasFocus():
            self.vm.print_it()
        elif self.vm.state.shift is not None:
            self.count.close_shift()

    def print_told(self, notice: Notice) -> bool:
        self.vm.tell(notice)
        return True

    def heard(self, status: Status) -> None:
        if self.isVisible():
            self.vm.refresh()

    def _begin(self) -> None:
        opening = self.opening.amount()
        self.opening.fail(self.opening.why())
        if opening is not None:
            pin = self.opening_pin.text()
            self.opening_pin.show_value("")
            self.vm.begin(opening, pin)

    def _opening_typed(self) -> None:
        """On to the PIN where one is asked."""
        if self.vm.state.opening_pin and not self.opening_pin.text():
            self.opening_pin.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._begin()

    def _move(self) -> None:
        amount = self.amount.amount()
        self.amount.fail(self.amount.why())
        if amount is not None:
            self.vm.move(Cause(self.cause.value() or Cause.PAID_IN), amount, self.reason.text())

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        self._say(state)
        shift, sums = state.shift, state.drawer.sums
        self.standing.setText(_standing(state))
        for name, shown in self.sums.items():
            shown.setText(fmt.number(getattr(sums, name)))
        self._draw_beside(state)
        self.opening_title.setText(_("Begin") if shift is None else _("The beginning"))
        self.begin.setText(_("open the shift") if shift is None else _("put it right"))
        self.begin.setAccessibleName(self.begin.text())
        self.opening_said.setText(_opening_said(state))
        self.opening_pin.setVisible(state.opening_pin)
        if state.done == "opening":
            self.opening.show_value("")
        if state.done == "move":
            self.amount.show_value("")
            self.reason.show_value("")
            self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.count.show_state(state)
        self.closed.show_rows([_row(one) for one in state.drawer.closed], str(state.selected))
        self.closed.setFixedHeight(HEAD + ROW * min(max(len(state.drawer.closed), 1), SHOWN) + 4)
        self.closed_card.setVisible(bool(state.drawer.closed))
        if self._fresh and state.read:
            self._fresh = False
            self.focus_first()

    def _draw_beside(self, state: DrawerState) -> None:
        empty(self.beside)
        lines = drawer_words.beside(state.drawer.sums) or [(_("nothing yet"), "")]
        for at, (said, sum_) in enumerate(lines):
            self.beside.addWidget(label(said), at, 0)
            self.beside.addWidget(label(sum_), at, 1, Qt.AlignmentFlag.AlignTrailing)

    def _say(self, state: DrawerState) -> None:
        fields = {
            "opening": self.opening, "opening_pin": self.opening_pin, "amount": self.amount, "reason": self.reason
        }  # fmt: skip
        for name, field in fields.items():
            wrong = next((told for told in state.notices if told.field == name), None)
            field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
        if state.notices:
            told = state.notices[0]
            self.notice.say(notices.sentence(told.code, told.detail), notices.severity(told.code))
            return
        said = {"opening": _("The beginning is written down."), "move": _("Written down.")}.get(state.done, "")
        chosen = state.chosen
        if state.done == "close" and chosen is not None:
            said = _("The shift is closed: {number}").format(number=fmt.ltr(chosen.number))
        self.notice.say(said, sentences.GOOD)


def _standing(state: DrawerState) -> str:
    shift = state.shift
    if shift is None:
        return _("No shift is open. The first money that moves opens one by itself; nobody has to wait for it.")
    told = _("Open since {at}, by {who}. Sales in it: {n}.")
    return told.format(
        at=fmt.ltr(f"{fmt.date_short(shift.opened_at)} {fmt.clock(shift.opened_at)}"), who=fmt.natural(shift.opened_by),
        n=fmt.digits(str(state.drawer.sales)),
    )  # fmt: skip


def _opening_said(state: DrawerState) -> str:
    shift, left = state.shift, fmt.number(state.drawer.left)
    if shift is None:
        return _("The last shift left {sum} rials. Count what is there and write it down.").format(sum=left)
    if not state.drawer.opening_told:
        return _("It opened by itself with the first sale. Say what was in the drawer before it.")
    if shift.by_itself:
        return _("It opened by itself with the first sale, over what the last one left. Counted otherwise? Say so.")
    return _("Miscounted? A manager puts it right; both sums stay on record and on the day's paper.")


def _row(shift: Shift) -> Row:
    document = day_document.from_json(shift.document)
    sums = (document.expected, document.counted, document.difference, document.left)
    closed = shift.closed_at or shift.opened_at
    at = f"{fmt.date_short(closed)} {fmt.clock(closed)}"
    return Row(
        str(shift.id), (fmt.ltr(shift.number), fmt.ltr(at), fmt.natural(shift.closed_by), *map(fmt.number, sums))
    )
