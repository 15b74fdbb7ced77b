"""Where registry and shop differ: both sides beside each other, and a manager's word which of them counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app import i18n
from pos_app.application.conflicts import REGISTRY, SHOP
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences, words
from ui.conflict_words import side
from ui.view_models.registry_conflicts import ConflictsState, ConflictsVM
from ui.widgets.basics import beside_fields, button, column, label, row, scrolling
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

_AT_THE_FIELD = ("reason", "pin", "decision")
#: A suspected clone is no word against word: is the phone what it is said to be?
_ASKED = {
    True: {SHOP: mark("it is no clone: it may be sold"), REGISTRY: mark("the suspicion stands: it is not sold")},
    False: {SHOP: mark("the shop's word counts"), REGISTRY: mark("the registry's word counts")},
}
_CAPTIONS = {
    True: (mark("one says"), mark("the other says")),
    False: (mark("the shop says"), mark("the registry says")),
}


class ConflictsPart(QWidget):
    def __init__(self, vm: ConflictsVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.load)
        headers = [_("IMEI"), _("difference"), _("the shop says"), _("the registry says"), _("found")]
        self.table = Rows(headers, stretch=(2, 3), accessible=_("differences between registry and shop"))
        self.table.setMinimumHeight(96)
        self.empty = label(_("Registry and shop agree: nothing is to be decided."), "soft", wrap=True)
        layout = column(self, gap=10)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty)
        layout.addWidget(self._details(), 1)
        layout.addStretch(0)
        self.table.chosen.connect(lambda key: vm.select(int(key)))
        self.table.activated.connect(lambda _index: self.choice.button(self.choice.value() or SHOP).setFocus())
        vm.turned.connect(self._forget)
        vm.changed.connect(self.draw)
        vm.decided.connect(self.focus_first)

    def _details(self) -> QWidget:
        self.what = label("", "heading", wrap=True)
        self.shop, self.registry = label("", "heading", wrap=True), label("", "heading", wrap=True)
        self._captions = [label(i18n.text(said), "small") for said in _CAPTIONS[False]]
        sides = row(*map(_side, self._captions, (self.shop, self.registry)), gap=12)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        self.choice = Choices(_ASKED[False].items())
        self.choice_error = label("", "error", wrap=True)
        self.reason = Field(_("reason"))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.pin.setMaximumWidth(220)
        self.act = button(_("decide"), self._decide, "act")
        self.reason.committed.connect(self._decide)
        self.pin.committed.connect(self._decide)
        self.hint = label("", "small", wrap=True)
        self.hint.setText(_("Both sides stay on record, with the manager's name and reason; nothing is overwritten."))
        inner = QWidget()
        inner.setObjectName("page")
        layout = column(inner, gap=10)
        layout.addWidget(self.what)
        layout.addLayout(sides)
        layout.addWidget(self.choice)
        layout.addWidget(self.choice_error)
        fields = row(self.reason, self.pin, beside_fields(self.act))
        fields.setStretch(0, 1)
        layout.addLayout(fields)
        layout.addWidget(self.hint)
        layout.addStretch(1)
        self.details = scrolling(inner)
        return self.details

    def focus_first(self) -> bool:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _decide(self) -> None:
        self.vm.decide(self.choice.value(), self.pin.text(), self.reason.text())
        self.pin.edit.clear()

    def _forget(self) -> None:
        """A reason belongs to one difference only."""
        self.choice.show_value("")
        self.reason.show_value("")
        self.pin.edit.clear()

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        in_bar = told if told and told.field not in _AT_THE_FIELD else None
        severity = notices.severity(in_bar.code) if in_bar else sentences.STOP
        self.notice.say(notices.sentence(in_bar.code, in_bar.detail) if in_bar else "", severity)
        for field, name in ((self.reason, "reason"), (self.pin, "pin")):
            here = told is not None and told.field == name
            field.fail(told.code if told and here else "", told.detail if told and here else "")
        missing = told is not None and told.field == "decision"
        self.choice_error.setText(notices.sentence(told.code) if told and missing else "")
        self.choice_error.setVisible(missing)
        self.table.show_rows([_row(conflict, state) for conflict in state.rows], str(state.selected))
        self.empty.setVisible(not state.rows)
        found = state.row
        self.details.setVisible(found is not None)
        if found is not None:
            self.what.setText(f"{_word(found)} — {fmt.imei_text(found.imei)}")
            clone = found.kind is ConflictKind.CLONE
            for caption, said in zip(self._captions, _CAPTIONS[clone], strict=True):
                caption.setText(i18n.text(said))
            for value, asked in _ASKED[clone].items():
                self.choice.button(value).setText(i18n.text(asked))
                self.choice.button(value).setAccessibleName(i18n.text(asked))
            self.shop.setText(side(found.kind, found.shop_says))
            self.registry.setText(side(found.kind, found.registry_says))


def _word(conflict: Conflict) -> str:
    """A difference in which the registry's word was taken stays listed while it keeps a phone from being sold."""
    said = words.of(words.CONFLICTS, conflict.kind)  # type: ignore[arg-type]
    if conflict.decision and conflict.kind is ConflictKind.CLONE:
        return _("{what} — the suspicion stands").format(what=said)
    return _("{what} — the registry's word was taken").format(what=said) if conflict.decision else said


def _row(conflict: Conflict, state: ConflictsState) -> Row:
    return Row(
        str(conflict.id),
        (
            fmt.imei_text(conflict.imei), _word(conflict), side(conflict.kind, conflict.shop_says),
            side(conflict.kind, conflict.registry_says), fmt.ago(conflict.found_at, state.now) if state.now else "",
        ),
    )  # fmt: skip


def _side(caption: QWidget, said: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    layout = column(card, margin=12, gap=4)
    layout.addWidget(caption)
    layout.addWidget(said)
    return card
