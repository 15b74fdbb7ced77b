"""A question that a person, or a modem for one, asks by phone or site: since when, what to do, what came back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.domain.outbox import SMS_AWAITED
from pos_app.domain.registry import Channel, OperationState
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.counter_state import State
from ui.widgets.basics import column, key, label, restyle
from ui.widgets.evidence import EvidenceBox
from ui.widgets.exchange_list import ExchangeList
from ui.widgets.flow import flowing
from ui.widgets.script_card import ScriptCard


class HandPart(QWidget):
    """Shown while `open_now`. While a modem talks there is nothing to do yet: its card and the evidence wait."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.timer = label("", "heading")
        self.meanwhile = label(_("the next customer can be served meanwhile"), "soft")
        self._esc = key("Esc")
        self.why = label("", "warn", wrap=True)
        self.exchanges = ExchangeList()
        self.card = ScriptCard()
        self.evidence = EvidenceBox()
        layout = column(self, gap=6)
        layout.addWidget(flowing(self.timer, self.meanwhile, self._esc, gap=10))
        for part in (self.why, self.exchanges, self.card, self.evidence):
            layout.addWidget(part)

    @staticmethod
    def open_now(state: State) -> bool:
        return state.by_hand is not None or state.talking

    def show_state(self, state: State) -> None:
        self.setVisible(self.open_now(state))
        if not self.open_now(state):
            self.evidence.follow(state)
            return
        waits = not state.brought.text
        self.timer.setText(begun_text(state) if waits else _("The message is here: read it, and confirm."))
        self.meanwhile.setVisible(waits)
        self._esc.setVisible(waits)
        why = "" if state.talking else handed_over(state)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        restyle(self.why, "warn")
        self.exchanges.show_turns(state.brought.exchanges)
        self.card.show_script(() if state.talking else state.script)
        self.evidence.setVisible(not state.talking)
        self.evidence.show_state(state)


def begun_text(state: State) -> str:
    """Since when it is out: dialled, sent or opened so long ago."""
    now, entry = state.now, state.by_hand
    age = fmt.ago(state.begun, now) if state.begun and now else ""
    if state.talking:
        said = _("the modem is dialling; it began {age}") if age else _("the modem is dialling …")
    elif entry is not None and entry.channel is Channel.SMS:
        said = _("sent {age}")
    elif entry is not None and entry.channel in (Channel.WEB, Channel.APP):
        said = _("opened {age}")
    else:
        said = _("dialled {age}")
    return said.format(age=age)


def handed_over(state: State) -> str:
    """Why a modem leaves the rest to the person, "" = it does not, or has brought the message."""
    entry = state.by_hand
    if entry is None or entry.channel is not Channel.MODEM or state.brought.text:
        return ""
    if entry.last_problem:
        return notices.sentence(entry.last_problem)
    broken_off = entry.state is OperationState.SENDING
    return notices.sentence("modem-cut-off" if broken_off else SMS_AWAITED)
