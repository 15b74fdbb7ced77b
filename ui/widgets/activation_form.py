"""Activation: SIM, code and IMEI, asked for where this phone's code lies."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

from pos_app.application.ask import sim_field
from pos_app.application.codes import code_field
from pos_app.application.handover import open_by_service
from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.sale import CaseKind
from pos_app.domain.which_list import PASSENGER, SEALED
from pos_app.i18n import text as _
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, button, column, row
from ui.widgets.binding_form import BindingForm
from ui.widgets.fields import Field, ImeiField


class ActivationForm(BindingForm):
    KIND = OperationKind.ACTIVATION
    GO = staticmethod(lambda: _("activate"))
    DONE = staticmethod(lambda: _("it says: activated"))
    LATER = staticmethod(lambda: _("activate later"))

    def inputs(self) -> QLayout:
        self.no_code = button(_("the code did not come"), lambda: self.vm.begin_again("transfer"), "flat")
        self.call_off = button(_("call the transfer off"), lambda: self.vm.cancel_transfer(), "flat")
        self._sim_name, self._code_name = sim_field(self.step_id), code_field(self.step_id)
        self.sim = self.add(self._sim_name, Field(_("buyer's SIM"), ltr=True, placeholder="0912 345 6789"))
        self.code = self.add(self._code_name, Field(_("activation code (on the box)"), ltr=True, secret=True))
        self.used = self.add("imei_used", ImeiField(_("IMEI")))
        fields = column(gap=4)
        fields.addLayout(row(self.sim, self.code, self.used, beside_fields(self.go)))
        fields.addLayout(row(self.no_code, self.call_off, None))
        return fields

    def begin(self, channel: Channel) -> None:
        self.vm.activate(channel)

    def take(self, succeeded: bool | None) -> None:
        self.vm.take_activation(succeeded=succeeded, picture=self.evidence.picture)

    def defer(self, channel: Channel, reason: str) -> None:
        self.vm.defer_activation(channel, reason)

    def place_of(self, name: str) -> QWidget | None:
        return super().place_of({"imei": "imei_used", "sim": self._sim_name, "code": self._code_name}.get(name, name))

    def show_state(self, state: State) -> None:
        super().show_state(state)
        unit = state.unit
        if unit and not state.fields.get("imei_used"):
            self.used.show_value(unit.imeis[0])
        if state.usual_sim and not state.fields.get(self._sim_name):
            self.sim.show_value(state.usual_sim)
        for name, field in (("imei", self.used), ("sim", self.sim), ("code", self.code)):
            complaint = state.error(name)
            if complaint:
                field.fail(complaint.code, complaint.detail)
        sent = state.sale is not None and state.sale.run is not None and state.sale.run.passed("transfer")
        self.no_code.setVisible(sent)
        self.call_off.setVisible(sent and open_by_service(state.entries) is not None)
        self.call_off.setEnabled(not state.busy)
        sim, code, about = _words(state)
        self.sim.name(sim)
        self.code.name(code)
        self.about.setText(about)
        self.go.setText(_("activating …") if state.busy == "activate" else self.GO())


def _words(state: State) -> tuple[str, str, str]:
    """Whose SIM, where the code is, and what is to be known of it."""
    free = _("Six digits, the first not 0. The code is free and handing it over is the seller's duty.")
    which = state.sale.run.checklist_id if state.sale and state.sale.run else SEALED
    if state.step_id == "holder_activation":
        return (
            _("permit holder's SIM"), _("code (approval SMS or cartable)"),
            _("The SIM must be in the name of the permit's holder. The permit is kept until the phone is active."),
        )  # fmt: skip
    if state.kind is not CaseKind.SALE:
        said = _("The registry has sent the code to the shop's SIM, from HAMTA. It is used once and not kept.")
        return _("shop's SIM"), _("activation code (SMS from HAMTA to the shop)"), said
    if which == SEALED:
        return (
            _("buyer's SIM"), _("activation code (on the box)"),
            free + " " + _("None on box or card? The importer has it: F1 says how to find him."),
        )  # fmt: skip
    said = _(
        "The registry has sent the code to the buyer's SIM, from HAMTA. Only this activation completes the transfer."
    )
    if which == PASSENGER:
        said += " " + _("The permit is kept until then.")
    return _("buyer's SIM"), _("activation code (SMS from HAMTA to the buyer)"), said
