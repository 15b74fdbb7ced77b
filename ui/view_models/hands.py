"""What a seller does when a phone changes hands otherwise than new over the counter."""

from __future__ import annotations

from pos_app.application import buy_in, guide_used, handover, returns, sell
from pos_app.domain.evidence import PermitEvidence
from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.sale import Buyer
from pos_app.domain.stock import Condition
from ui.view_models.counter_state import BUYER_FIELDS, WAY_FIELDS, State
from ui.view_models.notice import Notice
from ui.view_models.scanning import Scanning

DEVICE_FIELDS = ("brand", "model", "model_code", "imei1", "imei2", "serial", "boxed")
YES = "yes"


class Hands(Scanning):
    """Used and passenger phones, buy-ins, trade-ins, returns and exchanges."""

    # -- beginning -------------------------------------------------------------------------------

    def buy_in(self, *, within_sale: bool = False) -> None:
        """A walk-in sells a phone; `within_sale`: in trade for the one that is being sold."""
        within = self.state.sale.id if within_sale and self.state.sale else ""

        def begin() -> State:
            return self._read(buy_in.begin(self.services, within=within))

        if not self._after("buy-in", lambda: self.buy_in(within_sale=within_sale)):
            self._save_now()
            self._run("buy-in", begin)

    def take_back(self, text: str) -> None:
        """The sale with this invoice number or IMEI comes back."""
        if not text.strip():
            self.tell(Notice("return-of-what"))
            return

        def begin() -> State:
            return self._read(returns.begin(self.services, text))

        if not self._after("take-back", lambda: self.take_back(text)):
            self._save_now()
            self._run("take-back", begin)

    def exchange(self) -> None:
        """What comes back is settled in a new sale, which the counter shows next."""
        case = self.state.sale
        if case is None or self.state.busy:
            return
        self._save_now()
        self._run("exchange", lambda: self._read(returns.exchange(self.services, case.id)))

    def choose_list(self, condition: Condition, *, boxed: bool, pin: str = "", reason: str = "") -> None:
        self._on_sale(
            "list",
            lambda sale_id: sell.choose_list(
                self.services, sale_id, condition, boxed=boxed, pin=pin, reason=reason
            ),
            forget=("list_reason",),
        )  # fmt: skip

    # -- a phone to be bought --------------------------------------------------------------------

    def put_device(self) -> None:
        said = {name: self.state.fields.get(name, "") for name in DEVICE_FIELDS}

        def put(case_id: str) -> None:
            buy_in.put_device(
                self.services, case_id, brand=said["brand"], model=said["model"], model_code=said["model_code"],
                imeis=(said["imei1"], said["imei2"]), serial=said["serial"], boxed=said["boxed"] != "no",
            )  # fmt: skip

        self._on_sale("device", put)

    def identity(self, picture: bytes | None) -> None:
        fields, sale = self.state.fields, self.state.sale
        known = sale.buyer if sale else Buyer()
        names = [name.removeprefix("buyer_") for name in BUYER_FIELDS]
        person = Buyer(**{name: fields.get(f"buyer_{name}", getattr(known, name)) for name in names})
        seen, consent = fields.get("identity_seen") == YES, fields.get("identity_consent") == YES
        self._on_sale(
            "identity",
            lambda case_id: guide_used.identity(
                self.services, case_id, person, document_seen=seen, consent=consent, picture=picture
            ),
            forget=(*BUYER_FIELDS, "identity_seen", "identity_consent"),
        )  # fmt: skip

    def grade(self, pictures: tuple[bytes, ...]) -> None:
        fields = self.state.fields
        grade, note = fields.get("grade", ""), fields.get("grade_note", "")
        flaws = tuple(sorted(flaw for flaw in fields.get("flaws", "").split() if flaw))
        self._on_sale(
            "grade",
            lambda case_id: guide_used.grade(self.services, case_id, grade, flaws, note=note, pictures=pictures),
            forget=("grade", "flaws", "grade_note"),
        )

    # -- steps -----------------------------------------------------------------------------------

    def reset(self, picture: bytes | None) -> None:
        fields = self.state.fields
        done, unlocked, dead = (fields.get(n) == YES for n in ("reset_done", "reset_unlocked", "reset_impossible"))
        self._on_sale(
            "reset",
            lambda sale_id: guide_used.reset(
                self.services, sale_id, done=done, unlocked=unlocked, impossible=dead, picture=picture
            ),
            forget=("reset_done", "reset_unlocked", "reset_impossible"),
        )  # fmt: skip

    def match_device(self, picture: bytes | None = None) -> None:
        fields = self.state.fields
        device, tray = ((fields.get(f"{side}1", ""), fields.get(f"{side}2", "")) for side in ("device", "tray"))
        says, dead = fields.get("tray_says", ""), fields.get("device_dead") == YES
        self._on_sale(
            "compare",
            lambda sale_id: guide_used.match_device(
                self.services, sale_id, device, tray, tray_says=says if not any(tray) else "", dead=dead,
                picture=picture,
            ),
        )  # fmt: skip

    def permit(self, picture: bytes | None) -> None:
        fields = {name.removeprefix("permit_"): text for name, text in self.state.fields.items()
                  if name.startswith("permit_")}  # fmt: skip
        said = PermitEvidence(
            holder=fields.get("holder", ""), passport_no=fields.get("passport_no", ""), brand=fields.get("brand", ""),
            model=fields.get("model", ""), imeis=(fields.get("imei1", ""), fields.get("imei2", "")),
            particulars=fields.get("particulars", ""), way=fields.get("way", ""),
            for_holder=fields.get("for", "") == "holder", kept=fields.get("kept") == YES,
        )  # fmt: skip
        self._on_sale("permit", lambda sale_id: guide_used.permit(self.services, sale_id, said, picture=picture))

    def transfer(self, channel: Channel) -> None:
        used, giver, taker = self._transfer_fields()
        self.edit(WAY_FIELDS[OperationKind.TRANSFER], channel.value)

        def begin(sale_id: str) -> object:
            return handover.transfer(
                self.services, sale_id, channel, imei_used=used, from_sim=giver, to_sim=taker
            )  # fmt: skip

        if channel is Channel.MODEM:
            self._dial(OperationKind.TRANSFER, begin)
        else:
            self._on_sale("transfer", begin, network=True)

    def take_transfer(self, *, succeeded: bool | None, picture: bytes | None = None) -> None:
        entry, fields = self.state.by_hand, self.state.fields
        if entry is None:
            return
        self._on_sale(
            "transfer",
            lambda sale_id: handover.take_transfer(
                self.services, sale_id, entry.id, succeeded=succeeded, raw_text=fields.get("raw_text", ""),
                sender=fields.get("sender", ""), picture=picture,
            ),
            forget=("raw_text", "sender"),
        )  # fmt: skip

    def cancel_transfer(self) -> None:
        self._on_sale("transfer", lambda sale_id: handover.cancel(self.services, sale_id), network=True)

    def defer_transfer(self, channel: Channel, reason: str) -> None:
        used, giver, taker = self._transfer_fields()
        self._on_sale(
            "transfer",
            lambda sale_id: handover.defer_transfer(
                self.services, sale_id, channel, imei_used=used, from_sim=giver, to_sim=taker, reason=reason
            ),
            forget=("reason",),
        )  # fmt: skip

    def _transfer_fields(self) -> tuple[str, str, str]:
        fields, unit = self.state.fields, self.state.unit
        first = unit.imeis[0] if unit and unit.imeis else ""
        giver, taker = self.state.parties
        return fields.get("transfer_imei") or first, fields.get("from_sim") or giver, fields.get("to_sim") or taker

    # -- a phone that comes back -----------------------------------------------------------------

    def choose_return(self) -> None:
        fields = self.state.fields
        self._on_sale(
            "return",
            lambda case_id: returns.choose(
                self.services, case_id, subject=fields.get("subject", ""), reason=fields.get("return_reason", ""),
                still_sealed=fields.get("still_sealed") == YES, to_guarantor=fields.get("to_guarantor") == YES,
            ),
        )  # fmt: skip
