"""Phones: one search box, and the whole life of the phone it finds, the newest event first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit

from pos_app import i18n
from pos_app.i18n import text as _
from ui import format as fmt
from ui import life_words, notices, sentences, words
from ui.pages.room import Room
from ui.view_models.life import LifeState, LifeVM
from ui.view_models.notice import Notice
from ui.widgets.basics import CopyButton, button, column, label, restyle, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

_LABEL_KEY = "F7"
_FEWEST, _RESULTS = 104, 168  # pixels: two phones and more, so that the page of one stays in sight


class LifePage(Room):
    def __init__(self, vm: LifeVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self._shown = ""  # whose life is drawn
        self.search = QLineEdit()
        self.search.setObjectName("scan")
        self.search.setMaxLength(4096)
        self.search.setPlaceholderText(_("scan or type an IMEI, its last digits, a serial, or a paper's number …"))
        self.search.setAccessibleName(_("search for a phone"))
        self.search.returnPressed.connect(lambda: vm.search(self.search.text()))
        self.make = button(_("dossier as PDF") + "   " + fmt.ltr("F9"), vm.dossier, "act")
        self.label_it = button(_("label") + "   " + fmt.ltr(_LABEL_KEY), vm.label, accessible=_("print a label"))
        key = QShortcut(QKeySequence(_LABEL_KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(vm.label)
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        headers = [_("phone"), _("IMEI 1"), _("IMEI 2"), _("serial"), _("where it stands")]
        self.found = Rows(headers, stretch=(0,), accessible=_("phones that were found"))
        self.found.setMinimumHeight(_FEWEST)
        self.found.setMaximumHeight(_RESULTS)
        self.found.chosen.connect(vm.select)
        self.empty = label(
            _("Every phone that was ever here has a page: whom it came from, which answers it had, to whom it went."),
            "soft", wrap=True,
        )  # fmt: skip
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Phones"), "title"), None, self.label_it, self.make))
        layout.addWidget(self.search)
        layout.addWidget(self.notice)
        layout.addWidget(self.found)
        layout.addWidget(self.empty)
        layout.addWidget(self._phone(), 1)
        layout.addStretch(0)
        vm.changed.connect(self.draw)
        vm.arrived.connect(self._go_on)
        self.draw()

    def _phone(self) -> QFrame:
        self.name = label("", "heading", wrap=True)
        self.standing, self.condition = label("", "chip"), label("", "chip")
        self.numbers = (CopyButton(), CopyButton(), CopyButton())
        self.open = label("", "warn", wrap=True)
        headers = [_("date"), _("what"), _("how it stood"), _("with whom"), _("by whom"), _("more")]
        self.events = Rows(headers, stretch=(5,), accessible=_("life of this phone"))
        self.events.setMinimumHeight(120)
        self.events.chosen.connect(self._tell)
        self.told = label("", "soft", wrap=True)
        self.card = QFrame()
        self.card.setObjectName("card")
        layout = column(self.card, margin=12, gap=8)
        head = row(self.name, self.condition, self.standing, gap=10)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addLayout(row(*self.numbers, None, gap=10))
        layout.addWidget(self.open)
        layout.addWidget(self.events, 1)
        layout.addWidget(self.told)
        return self.card

    def enter(self, part: str = "") -> None:
        """`part`: a number that leads to a phone."""
        if part:
            self.scanned(part)
        else:
            self.vm.refresh()
        self.focus_first()

    def finish(self) -> None:
        self.vm.dossier()

    def print_told(self, notice: Notice) -> bool:
        self.vm.printer_told(notice.code, notice.detail)
        return True

    def focus_first(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def scanned(self, text: str) -> bool:
        """Wherever the caret is on this page."""
        self.search.setText(" ".join(text.split()))
        self.vm.search(text)
        return True

    def _go_on(self) -> None:
        """To the phones that were found, or into the life of the only one."""
        several = len(self.vm.state.found) > 1
        (self.found if several else self.events).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        caret = QApplication.focusWidget()
        inside = caret is not None and self.isAncestorOf(caret)
        told = state.notice
        severity = notices.severity(told.code) if told else sentences.STOP
        self.notice.say(notices.sentence(told.code, told.detail) if told else "", severity)
        self.found.show_rows(
            [
                Row(
                    one.name,
                    (
                        fmt.natural(one.title) or _("never in the stock"), *map(fmt.imei_text, _two(one.imeis)),
                        fmt.ltr(one.serial), words.of(life_words.STANDINGS, one.standing),
                    ),
                )
                for one in state.found
            ],
            state.selected,
        )  # fmt: skip
        self.found.setVisible(len(state.found) > 1)
        self.empty.setVisible(state.page is None)
        self.card.setVisible(state.page is not None)
        self.make.setEnabled(state.page is not None and not state.busy)
        here = state.page is not None and state.page.life.standing not in ("unknown", "allocated")
        self.label_it.setEnabled(here and not state.busy)
        self._draw_phone(state)
        if inside and caret is not None and not caret.isVisible() and self.isVisible():
            self.focus_first()  # what had it is gone with the phone that was shown

    def _draw_phone(self, state: LifeState) -> None:
        if state.page is None:
            return
        life, open_at = state.page.life, state.page.open_at
        self.name.setText(fmt.natural(life.title or life.model) or _("a phone that was never in the stock"))
        self.standing.setText(words.of(life_words.STANDINGS, life.standing))
        restyle(self.standing, "chip_good" if life.standing == "in_stock" else "chip")
        self.condition.setText(words.of(life_words.CONDITIONS, life.condition))
        self.condition.setVisible(life.standing not in ("unknown", "allocated"))
        shown = [*((value, fmt.imei_text(value)) for value in life.imeis[:2]), (life.serial, life.serial)]
        for place, copy in enumerate(self.numbers):
            value, text = shown[place] if place < len(shown) else ("", "")
            copy.show_value(value, text)
            copy.setVisible(bool(value))
        count = fmt.digits(str(len(open_at)))
        self.open.setText(i18n.text("Still open: {n}. Each is marked with ! below.").format(n=count) if open_at else "")
        self.open.setVisible(bool(open_at))
        places = range(len(life.events) - 1, -1, -1)  # the newest first: what is still open is near the top
        rows = [self._row(state, place) for place in places]
        before = self.events.key_at(self.events.currentIndex().row()) if self._shown == state.selected else ""
        self._shown = state.selected
        keys = {one.key for one in rows}
        selected = before if before in keys else rows[0].key if rows else ""
        self.events.show_rows(rows, selected)
        self._tell(selected)

    def _row(self, state: LifeState, place: int) -> Row:
        assert state.page is not None  # noqa: S101 - drawn only where there is one
        event, is_open = state.page.life.events[place], place in state.page.open_at
        when = f"{fmt.date_short(event.at)}  {fmt.clock(event.at)}"
        return Row(
            str(place),
            (
                when, life_words.what(event, is_open=is_open), life_words.state(event), fmt.natural(event.person),
                life_words.who(event), life_words.detail(event),
            ),
            soft=event.kind.value == "printed", marked=is_open,
        )  # fmt: skip

    def _tell(self, key: str) -> None:
        """The event that is turned to, in full: a column may be too narrow for it."""
        page = self.vm.state.page
        if page is None or not key or int(key) >= len(page.life.events):
            self.told.setText(_("Nothing is recorded of it yet.") if page is not None else "")
            return
        event = page.life.events[int(key)]
        parts = (
            life_words.what(event, is_open=int(key) in page.open_at), life_words.state(event),
            life_words.detail(event),
        )  # fmt: skip
        self.told.setText(" — ".join(part for part in parts if part))


def _two(imeis: tuple[str, ...]) -> tuple[str, str]:
    return (*imeis, "", "")[0], (*imeis, "", "")[1]
