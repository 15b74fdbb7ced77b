"""Names of the domain's codes on screen: the project's own states in the field's own terms."""

from __future__ import annotations

from pos_app import i18n
from pos_app.domain import measures
from pos_app.domain.box_code import CodeKind
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.registry import Assurance, Channel, OperationKind, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.sale import BuyerKind, PaymentMethod
from pos_app.domain.stock import UnitState
from pos_app.domain.verdict import Verdict
from pos_app.i18n import mark as _

VERDICTS = {
    Verdict.LEGAL_NOT_ACTIVATED: _("legal, not activated"),
    Verdict.LEGAL_ACTIVE_THIS_SIM: _("legal, active on this SIM"),
    Verdict.LEGAL_ACTIVE_OTHER_SIM: _("legal, active on another SIM"),
    Verdict.LEGAL_PASSENGER: _("legal, passenger"),
    Verdict.PRE_REGISTRY_OWNED: _("older than the registry scheme"),
    Verdict.UNAVAILABLE: _("no answer came"),
    Verdict.OTHER: _("unclear"),
    Verdict.NOT_REGISTERED: _("not registered / smuggled"),
    Verdict.BLOCKED_OR_STOLEN: _("blocked or stolen"),
    Verdict.DUPLICATE_IMEI: _("forged or doubled IMEI"),
    Verdict.INVALID_IMEI: _("invalid IMEI"),
}
CHANNELS = {
    Channel.API: _("Hamta API"),
    Channel.MODEM: _("GSM modem"),
    Channel.USSD: _("dial code"),
    Channel.SMS: _("SMS"),
    Channel.WEB: _("site"),
    Channel.APP: _("app"),
}
STATES = {
    OperationState.QUEUED: _("in the queue"),
    OperationState.SENDING: _("being asked"),
    OperationState.ACCEPTED: _("accepted, answer awaited"),
    OperationState.AWAITING_BUYER: _("waiting for the buyer"),
    OperationState.OUTCOME_UNKNOWN: _("outcome unknown"),
    OperationState.NEEDS_PERSON: _("needs a look"),
    OperationState.SUCCEEDED: _("done"),
    OperationState.REJECTED: _("refused"),
    OperationState.EXPIRED: _("expired"),
    OperationState.CANCELLED: _("cancelled"),
}
STEP_STATES = {
    StepState.BLOCKED: _("stopped"),
    StepState.DONE: _("done"),
    StepState.DECIDED: _("decided"),
    StepState.RELEASED: _("released by a manager"),
    StepState.DEFERRED: _("owed"),
    StepState.REOPENED: _("asked anew"),
}
CONFLICTS = {
    ConflictKind.MODEL: _("another model"),
    ConflictKind.SLOTS: _("another pair of numbers"),
    ConflictKind.WITHDRAWN: _("no longer counted to this shop"),
    ConflictKind.VERDICT: _("the registry says stop"),
    ConflictKind.ACTIVATION: _("activated or not"),
    ConflictKind.OPERATION: _("how it ended"),
    ConflictKind.CLONE: _("suspected clone"),
}
ASSURANCES = {
    Assurance.STAFF_WORD: _("staff's word"),
    Assurance.EVIDENCE_TEXT: _("text"),
    Assurance.EVIDENCE_PICTURE: _("picture"),
    Assurance.REGISTRY_CONFIRMED: _("confirmed by the registry"),
}
TURNS = {
    "settled": _("answer"),
    "told": _("told by hand"),
    "exchange": _("the modem's dialogue"),
    "proof": _("proof added"),
    "crashed": _("the program ended"),
    "closed": _("closed by a person"),
}
ACTORS = {"sync": _("by itself"), "registry": _("the registry")}  # who is no person
OPERATIONS = {
    OperationKind.INQUIRY: _("inquiry"),
    OperationKind.ACTIVATION: _("activation"),
    OperationKind.TRANSFER: _("transfer of ownership"),
    OperationKind.TRANSFER_CANCEL: _("cancelling a transfer"),
}
KINDS = {
    CodeKind.IMEI: _("IMEI"),
    CodeKind.EID: _("EID"),
    CodeKind.GTIN: _("product barcode"),
    CodeKind.ICCID: _("SIM serial"),
    CodeKind.ACTIVATION_CODE: _("activation code"),
    CodeKind.SERIAL: _("serial"),
    CodeKind.ASK: _("unclear code"),
}
PAYMENTS = {
    PaymentMethod.CARD_READER: _("card reader"),
    PaymentMethod.CASH: _("cash"),
    PaymentMethod.TRANSFER: _("transfer"),
    PaymentMethod.CHEQUE: _("cheque"),
}
MEASURES = {
    measures.PIECE: _("piece"),
    measures.DEVICE: _("device"),
    measures.PACK: _("pack"),
    measures.SET: _("set"),
    measures.KILOGRAM: _("kilogram"),
}
BUYER_KINDS = {
    BuyerKind.NATURAL: _("person"),
    BuyerKind.LEGAL: _("company"),
    BuyerKind.PARTNERSHIP: _("civil partnership"),
    BuyerKind.FOREIGNER: _("foreigner"),
}
BUYER_FIELDS: dict[str, str] = {
    "name": _("name"),
    "national_id": _("national id"),
    "postal_code": _("postal code"),
    "economic_no": _("economic number"),
}
SLOTS: dict[str, str] = {
    "box1": _("IMEI 1 on the box"),
    "box2": _("IMEI 2 on the box"),
    "device1": _("IMEI 1 of the device"),
    "device2": _("IMEI 2 of the device"),
    "tray1": _("IMEI 1 on the slot tray"),
    "tray2": _("IMEI 2 on the slot tray"),
}
GRADES = {
    "A": _("like new"),
    "B": _("light wear"),
    "C": _("visible wear"),
    "D": _("with defects"),
}
FLAWS = {
    "screen_scratched": _("scratched screen"),
    "screen_cracked": _("cracked screen"),
    "body_scratched": _("scratched body"),
    "body_dented": _("dented body"),
    "battery_weak": _("weak battery"),
    "camera_fault": _("camera fault"),
    "speaker_fault": _("speaker or microphone fault"),
    "charging_fault": _("does not charge well"),
    "fingerprint_fault": _("fingerprint or face fault"),
    "buttons_fault": _("button fault"),
    "water_damage": _("water damage"),
    "repaired_before": _("repaired before"),
}
IMPORT_TYPES = {
    "": _("not said"),
    "commercial": _("commercial"),
    "passenger": _("passenger"),
    "other": _("other"),
}
SEEN = {"": _("not said"), "no": _("no"), "yes": _("yes")}
#: Titles of checklists and steps. One step has several, by who gives and who takes.
CHECKLIST_TITLES = (
    _("Inquiry of the IMEI on the box"), _("Control of the answer"), _("IMEI on box and device are the same"),
    _("Activation for the buyer's SIM"), _("Invoice with IMEI and the shop's stamp"),
    _("Sale of a sealed device"), _("Sale of a second-hand device"), _("Sale of a second-hand device without its box"),
    _("Buying in from a customer"), _("Buying in from a customer, without the box"), _("Sale of a passenger device"),
    _("A sold device comes back"), _("A sold device comes back, never activated"),
    _("Factory reset, before the buyer's eyes"), _("Transfer of ownership by its owner"),
    _("Inquiry of the IMEI on the phone's screen"), _("IMEI on screen, slot tray and in our books are the same"),
    _("IMEI on screen and slot tray are the same"), _("Who sells it: identity and consent"), _("Condition"),
    _("Transfer of ownership to the shop's SIM"), _("Activation for the shop's SIM"),
    _("Factory reset, its owner signed out"), _("Payment, and the paper both sign"),
    _("Customs permit of the traveller"),
    _("Activation for the permit holder's SIM"), _("Transfer of ownership by the permit's holder"),
    _("It is the phone that was sold"), _("Transfer of ownership back to the shop's SIM"),
    _("Paper of the return, and the money"),
)  # fmt: skip
SHORT_STEPS = {
    "inquiry": _("inquiry"),
    "answer_control": _("control of the answer"),
    "box_match": _("box and device"),
    "activation": _("activation"),
    "invoice": _("invoice"),
    "reset": _("factory reset"),
    "transfer": _("transfer of ownership"),
    "device_match": _("comparing the numbers"),
    "identity": _("identity"),
    "condition": _("condition"),
    "permit": _("customs permit"),
    "holder_activation": _("holder's activation"),
}
PAPER_STEP = _("the paper")  # the last step of what ends without an invoice


#: What stands on the two sides of a conflict beside verdicts and states.
_STOCK = {
    UnitState.IN_STOCK.value: _("in stock"),
    UnitState.SOLD.value: _("sold"),
    "deleted": _("not on its list any more"),
}
SIDES: dict[str, str] = {
    **{state.value: word for state, word in STATES.items()},
    **{verdict.value: word for verdict, word in VERDICTS.items()},
    **_STOCK,
}


def of(table: dict[object, str] | dict[str, str], code: object) -> str:
    """The word in the current language; an unknown code shows as itself."""
    return i18n.text(table[code]) if code in table else str(code)  # type: ignore[index]
