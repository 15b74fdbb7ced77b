"""Transfer of ownership: from the owner's SIM to the other party's; complete only when that party has activated."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout

from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.sale import CaseKind
from pos_app.domain.which_list import PASSENGER
from pos_app.i18n import text as _
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, row
from ui.widgets.binding_form import BindingForm
from ui.widgets.fields import Field, ImeiField


class TransferForm(BindingForm):
    KIND = OperationKind.TRANSFER
    GO = staticmethod(lambda: _("open the transfer"))
    DONE = staticmethod(lambda: _("it says: done, the code is sent"))
    LATER = staticmethod(lambda: _("transfer later"))

    def inputs(self) -> QLayout:
        self.giver = self.add("from_sim", Field(_("owner's SIM"), ltr=True, placeholder="0912 345 6789"))
        self.taker = self.add("to_sim", Field(_("new owner's SIM"), ltr=True, placeholder="0912 345 6789"))
        self.used = self.add("transfer_imei", ImeiField(_("IMEI")))
        return row(self.giver, self.taker, self.used, beside_fields(self.go))

    def begin(self, channel: Channel) -> None:
        self.vm.transfer(channel)

    def take(self, succeeded: bool | None) -> None:
        self.vm.take_transfer(succeeded=succeeded, picture=self.evidence.picture)

    def defer(self, channel: Channel, reason: str) -> None:
        self.vm.defer_transfer(channel, reason)

    def may_wait(self, state: State) -> bool:
        """Only where the owner is at hand later. A walk-in or a traveller who has left is not."""
        which = state.sale.run.checklist_id if state.sale and state.sale.run else ""
        return state.kind is not CaseKind.BUY_IN and which != PASSENGER

    def show_state(self, state: State) -> None:
        super().show_state(state)
        if state.unit and not state.fields.get("transfer_imei"):
            self.used.show_value(state.unit.imeis[0])
        usual = zip(("from_sim", "to_sim"), (self.giver, self.taker), state.parties, strict=True)
        for name, field, party in usual:
            if party and not state.fields.get(name):
                field.show_value(party)
        giver, taker = {
            CaseKind.SALE: (_("owner's SIM (the shop's)"), _("buyer's SIM")),
            CaseKind.BUY_IN: (_("owner's SIM (the seller's)"), _("shop's SIM")),
            CaseKind.RETURN: (_("owner's SIM (the buyer's)"), _("shop's SIM")),
        }[state.kind]
        if state.sale and state.sale.run and state.sale.run.checklist_id == PASSENGER:
            giver = _("permit holder's SIM")
        self.giver.name(giver)
        self.taker.name(taker)
        said = _(
            "It begins on the owner's own SIM. The registry then sends a code to the new owner, who activates with it."
        )
        if state.kind is CaseKind.BUY_IN:
            said += " " + _("Let nobody leave before it is done: without his SIM it cannot be made up for.")
        self.about.setText(said)
        self.go.setText(_("opening the transfer …") if state.busy == "transfer" else self.GO())
