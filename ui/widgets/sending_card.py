"""Below the list of invoices: where the chosen one stands at the tax office, and what to do about it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.domain.e_sending import SendState, calls_person, may_go_again
from pos_app.i18n import text as _
from ui import notices, sending_words
from ui.view_models.sending import SendingVM
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.fields import Field


class SendingCard(QFrame):
    def __init__(self, vm: SendingVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self._number = ""
        self.said = label("", "", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.send = button(_("send to the tax office"), vm.send, "act")
        self.again = button(_("send again"), vm.again, "act", accessible=_("send again to the tax office"))
        self.look = button(_("ask what the buyer said"), vm.ask_folder)
        self.reason = Field(_("why it is not sent (handed in by another way, …)"))
        self.shut = button(_("do not send"), self._close, accessible=_("close it: it is not sent any more"))
        self.reason.committed.connect(self._close)
        layout = column(self, margin=12, gap=6)
        layout.addWidget(label(_("Tax office"), "heading"))
        layout.addWidget(self.said)
        layout.addWidget(self.problem)
        first = QWidget()
        first.setObjectName("plain")
        first.setLayout(row(self.send, self.again, self.look, gap=0))  # one of them, at the very edge
        acts = row(beside_fields(first), self.reason, beside_fields(self.shut))
        acts.setStretch(1, 1)
        layout.addLayout(acts)
        vm.changed.connect(self.draw)
        self.draw()

    def _close(self) -> None:
        self._vm.close(self.reason.text())

    def draw(self) -> None:
        state, way = self._vm.state, self._vm.state.way
        self.setVisible(way is not None and state.shown)
        if way is None:
            return
        if way.number != self._number:
            self._number = way.number
            self.reason.show_value("")
        parts = [sending_words.story(way), sending_words.folder(state.folder) if state.folder else ""]
        self.said.setText("\n".join(part for part in parts if part))
        told, entry = state.notice, way.entry
        at_reason = told is not None and told.field == "reason"
        self.reason.fail(told.code if told and at_reason else "", told.detail if told and at_reason else "")
        self.problem.setText(notices.sentence(told.code, told.detail) if told and not at_reason else "")
        self.problem.setVisible(told is not None and not at_reason)
        self.send.setVisible(entry is None and state.on)
        self.again.setVisible(entry is not None and may_go_again(entry))
        self.look.setVisible(entry is not None and entry.state is SendState.SUCCEEDED and state.on)
        closable = entry is not None and (may_go_again(entry) or entry.state is SendState.WAITING)
        stuck = closable and entry is not None and calls_person(entry)
        self.reason.setVisible(stuck)
        self.shut.setVisible(stuck)
