"""People: who works here and by which PIN, what each role may, and how long until the till locks itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QWidget

from pos_app import i18n
from pos_app.application.staff import Known
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.options import AUTOLOCK, BY_NAME
from pos_app.domain.rights import Right, Role
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, people_words, sentences
from ui.pages.room import Room
from ui.view_models.notice import Notice
from ui.view_models.people import NEW, PeopleState, PeopleVM
from ui.widgets.basics import beside_fields, button, column, label, row, scrolling
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

HEAD, ROW = 40, 30  # pixels


class PeoplePage(Room):
    def __init__(self, vm: PeopleVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self._drawn: tuple[int, str, str, bool] | None = None
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.tell)
        self.standing = label("", "soft", wrap=True)
        self.table = Rows([_("name"), _("role"), _("PIN"), _("state")], stretch=(0,), accessible=_("the shop's people"))
        self.table.chosen.connect(lambda key: vm.choose(int(key)))
        inner = QWidget()
        inner.setObjectName("page")
        cards = column(inner, gap=12)
        for card in (self._person_card(), self._own_card(), self._rights_card()):
            cards.addWidget(card)
        cards.addStretch(1)
        area = scrolling(inner, sideways=True)
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("People and what they may"), "title"))
        layout.addWidget(self.notice)
        layout.addWidget(self.standing)
        layout.addWidget(area, 1)
        vm.changed.connect(self.draw)
        self.draw()

    # -- building ----------------------------------------------------------------------------------

    def _person_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        self.name, self.pin = Field(_("name")), Field(_("new PIN, four digits or more"), ltr=True, secret=True)
        self.approval = Field(_("PIN of a manager or the owner"), ltr=True, secret=True)
        self.role = Choices([(role.value, people_words.ROLES[role]) for role in reversed(Role)])
        self.active = QCheckBox(_("works here"))
        self.active.setAccessibleName(self.active.text())
        self.save = button(_("save"), self._save, "act")
        self.add = button(_("a new person"), self._new)
        self.away = button(_("take the PIN away"), self.vm.take_pin_away)
        self.free = button(_("free the PIN"), self._free)
        for field, act in ((self.name, self._save), (self.pin, self._save), (self.approval, self._free)):
            field.committed.connect(act)
        self.whose = label("", "heading")
        layout = column(card, margin=14, gap=8)
        layout.addWidget(label(_("Who works here"), "heading"))
        layout.addWidget(self.table)
        layout.addLayout(row(self.whose, None, self.add))
        layout.addLayout(row(self.name, self.pin))
        layout.addLayout(row(self.role, self.active, None, self.away, self.save))
        self.freeing = QWidget()
        self.freeing.setObjectName("plain")
        freeing = row(self.approval, beside_fields(self.free), None)
        freeing.setStretch(0, 2)
        freeing.setStretch(2, 3)
        self.freeing.setLayout(freeing)
        layout.addWidget(self.freeing)
        return card

    def _own_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        self.current = Field(_("PIN until now"), ltr=True, secret=True)
        self.own = Field(_("new PIN, four digits or more"), ltr=True, secret=True)
        self.autolock = Field(_("minutes without a touch until the till locks (0 = never)"), ltr=True)
        self.own.committed.connect(self._save_own)
        self.current.committed.connect(self._save_own)
        self.autolock.committed.connect(self._save_autolock)
        grid = QGridLayout()
        self.own_heading = label("", "heading")
        grid.addWidget(self.own_heading, 0, 0, 1, 3)
        grid.addWidget(self.current, 1, 0)
        grid.addWidget(self.own, 1, 1)
        grid.addLayout(beside_fields(button(_("change"), self._save_own, accessible=_("change the own PIN"))), 1, 2)
        grid.addWidget(self.autolock, 2, 0, 1, 2)
        keep = button(_("save"), self._save_autolock, accessible=_("save the minutes until the lock"))
        grid.addLayout(beside_fields(keep), 2, 2)
        for place in range(2):
            grid.setColumnStretch(place, 1)
        layout = column(card, margin=14, gap=8)
        layout.addLayout(grid)
        return card

    def _rights_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        roles = [i18n.text(people_words.ROLES[role]) for role in Role]
        self.rights = Rows([_("act"), *roles], stretch=(0,), accessible=_("what each role may"))
        rows = [
            Row(right.value, (i18n.text(people_words.RIGHTS[right]), *(people_words.standing(right, r) for r in Role)))
            for right in Right
        ]
        self.rights.show_rows(rows, "")
        self.rights.setFixedHeight(HEAD + ROW * len(rows) + 4)
        layout = column(card, margin=14, gap=8)
        layout.addWidget(label(_("What each role may"), "heading"))
        layout.addWidget(self.rights)
        return card

    # -- keys --------------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self.vm.load()
        self.focus_first()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        self._save()

    def back(self) -> bool:
        """Esc: from the new person back to the list."""
        if self.vm.state.chosen == NEW and self.vm.state.people and not self.table.hasFocus():
            self.vm.choose(self.vm.state.people[0].id)
            self.focus_first()
            return True
        return False

    def _new(self) -> None:
        self.vm.choose(NEW)
        self.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _save(self) -> None:
        role = Role(self.role.value() or Role.SELLER)
        self.vm.save(name=self.name.text(), role=role, pin=self.pin.text(), active=self.active.isChecked())

    def _free(self) -> None:
        pin = self.approval.text()
        self.approval.show_value("")
        self.vm.free(pin)

    def _save_own(self) -> None:
        self.vm.own_pin(self.current.text(), self.own.text())

    def _save_autolock(self) -> None:
        typed = fold(self.autolock.text())
        if not all_latin_digits(typed) or len(typed) > 4:
            self.vm.tell(Notice("option-out-of-range", BY_NAME[AUTOLOCK].range, field="autolock"))
            return
        self.vm.save_autolock(int(typed))

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        self._say(state)
        self.standing.setText(_standing(state))
        rows = [Row(str(person.id), _cells(person)) for person in state.people]
        self.table.show_rows(rows, str(state.chosen))
        self.table.setFixedHeight(HEAD + ROW * min(len(rows), 6) + 4)
        person = state.person
        self.whose.setText(fmt.natural(person.name) if person else _("A new person"))
        first = Role.SELLER if state.owned else Role.OWNER
        drawn = (person.id, person.name, person.role.value, person.active) if person else (NEW, "", first.value, True)
        if drawn != self._drawn or state.done == "person":
            self._drawn = drawn
            self.name.show_value(drawn[1])
            self.role.show_value(drawn[2])
            self.active.setChecked(drawn[3])
            self.pin.show_value("")
        self.active.setVisible(person is not None)
        self.away.setVisible(person is not None and person.has_pin and person.role is Role.SELLER)
        self.freeing.setVisible(person is not None and person.wait_s > 0)
        self.own_heading.setText(
            _("PIN of {name}, who is at work").format(name=fmt.natural(state.at_work)) if state.at_work else ""
        )
        if state.done == "own":
            self.current.show_value("")
            self.own.show_value("")
        if not self.autolock.edit.hasFocus() or state.done == "autolock":
            self.autolock.show_value(str(state.autolock))

    def _say(self, state: PeopleState) -> None:
        fields = {"name": self.name, "pin": self.pin, "autolock": self.autolock}
        for name, field in fields.items():
            wrong = next((told for told in state.notices if told.field == name), None)
            field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
        if state.notices:
            told = state.notices[0]
            self.notice.say(notices.sentence(told.code, told.detail), notices.severity(told.code))
        else:
            code = {"": "", "freed": "pin-freed"}.get(state.done, "people-saved")
            self.notice.say(notices.sentence(code) if code else "", sentences.GOOD)


def _cells(person: Known) -> tuple[str, ...]:
    state = "" if person.active else _("works here no more")
    if person.wait_s:
        minutes = -(-person.wait_s // 60)
        state = _("PIN locked, {n} minutes").format(n=fmt.digits(str(minutes)))
    pin = _("has one") if person.has_pin else "—"
    return fmt.natural(person.name), i18n.text(people_words.ROLES[person.role]), pin, state


def _standing(state: PeopleState) -> str:
    """What the shop's log-in is worth now."""
    if not state.people:
        return ""
    if not state.asks:
        return _(
            "Nobody has a PIN yet: whoever sits here may everything, and the till cannot be locked."
            " Take the owner on first."
        )
    if state.practice:
        return _(
            "The practice shop asks nobody until somebody logs in (F12) or locks it (Ctrl+L)."
            " All PINs: 1357, 2468, 9753."
        )
    if not state.owned:
        return _("There is no owner yet; until there is one, managers may what is the owner's.")
    open_ = [person.name for person in state.people if person.active and not person.has_pin]
    if open_:
        names = "، ".join(map(fmt.natural, open_)) if i18n.right_to_left() else ", ".join(map(fmt.natural, open_))
        return _("Without a PIN: {names}. Whoever sits here may be that person.").format(names=names)
    return _("F12: somebody else goes on. Ctrl+L: lock. Managers approve by PIN in place; nobody is logged out for it.")
