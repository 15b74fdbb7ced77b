"""What the registry answers to a command: inquiry, activation, transfer, cancelling. Pure of HTTP; one transaction
per command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from registry_sandbox.commands import ReceivedCommand
from registry_sandbox.devices import PracticeDevice
from registry_sandbox.problems import Refusal
from registry_sandbox.state import KeptAnswer, Owner, State, hashed, masked
from registry_sandbox.transfers import Transfer, new_code

CODE_ATTEMPTS = 3
TIME_TO_ACTIVATE = timedelta(days=7)  # ours: until then a buyer should have used his code
FIRST_DAY = "2026-11-01T08:00:00.000Z"  # when the practice devices were registered and allocated

#: Seeded verdicts under which no activation is possible -> the refusal's code.
_NO_ACTIVATION = {
    "NOT_REGISTERED": "imei-not-registered",
    "BLOCKED_OR_STOLEN": "blocked-or-stolen",
    "DUPLICATE_IMEI": "duplicate-imei",
    "INVALID_IMEI": "imei-invalid",
}


def now_text() -> str:
    return _text(datetime.now(UTC))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Registry:
    """The rules over a seed and a state."""

    devices: Mapping[str, PracticeDevice]
    state: State

    def carry_out(self, command: ReceivedCommand, client_id: str) -> KeptAnswer | Refusal:
        """The first answer to this key, now or from before; a Refusal only for a key reused wrongly."""
        with self.state.change():
            before = self.state.kept(command.operation_id)
            if before is not None:
                same = before.fingerprint == command.fingerprint and before.client_id == client_id
                return before if same else Refusal("idempotency-mismatch")
            if command.kind == "transfer":
                answer, later = self._transfer(command, client_id)
            elif command.kind == "transfer_cancel":
                answer, later = self._cancel(command, client_id)
            else:
                refusal = self._activate(command) if command.kind == "activation" else None
                answer, later = self._kept(command, client_id, refusal), {}
            self.state.keep(command.operation_id, answer)
            self.state.receive(command.operation_id, self._device_of(command.imei), command.asks)
            if later:
                self._move(command.operation_id, **later)
            return answer

    def _device_of(self, imei: str) -> str:
        """The first number of the device that has this one."""
        device = self.devices.get(imei)
        return device.imei if device else imei

    def received(self, kind: str = "") -> list[dict[str, Any]]:
        """Every key in the order of its arrival, with what became of it; of one kind, or of all."""
        found = []
        for operation_id, client_id, device, asks, view in self.state.received():
            operation = json.loads(view)
            if not kind or operation["kind"] == kind:
                problem = (operation["problem"] or {}).get("code", "")
                found.append(
                    {
                        "operation_id": operation_id,
                        "client": client_id,
                        "kind": operation["kind"],
                        "device": device,
                        "state": operation["state"],
                        "problem": problem,
                        "asks": asks,
                    }
                )
        return found

    def _kept(
        self, command: ReceivedCommand, client_id: str, refusal: Refusal | None, *, state: str = "succeeded"
    ) -> KeptAnswer:
        done = refusal is None and state == "succeeded"
        operation = {
            "operation_id": command.operation_id,
            "kind": command.kind,
            "state": "rejected" if refusal else state,
            "version": 1,
            "imei": command.imei,
            "updated_at": now_text(),
            "deadline": None,
            "registry_ref": f"PR-{command.operation_id[:8].upper()}",
            "assurance": "registry_confirmed",
            "channel": "api",
            "result": self.device_view(command.imei, command.msisdn) if done else None,
            "problem": refusal.body() if refusal else None,
        }
        view = json.dumps(operation)
        answer = json.dumps(refusal.body()) if refusal else view
        status = refusal.status if refusal else 201 if done else 202
        return KeptAnswer(client_id, command.fingerprint, status, answer, view)

    def _move(self, operation_id: str, **changed: Any) -> None:
        """The next state of an operation: what a look-up and the list of changes show from now on."""
        kept = self.state.kept(operation_id)
        assert kept is not None  # noqa: S101 - only what was kept moves
        view = json.loads(kept.view)
        view |= {**changed, "version": view["version"] + 1, "updated_at": now_text()}
        self.state.show(operation_id, json.dumps(view))

    # --- activation ---------------------------------------------------------------------------------------

    def _activate(self, command: ReceivedCommand) -> Refusal | None:
        """None = done. While a transfer is open its recipient activates with the code that was sent to him."""
        device = self.devices.get(command.imei)
        assert command.msisdn is not None  # noqa: S101 - read_command saw to it
        if device is None:
            return Refusal("imei-not-registered")
        transfer = self.state.transfers.open_of(device.imei)
        if transfer is not None and transfer.to_sha256 == hashed(command.msisdn):
            return self._complete(command, device, transfer)
        owner = self._owner(device)
        if owner is not None:
            this = owner.msisdn_sha256 == hashed(command.msisdn)
            return Refusal("already-activated-this-sim" if this else "already-activated-other-sim")
        if device.verdict in _NO_ACTIVATION:
            return Refusal(_NO_ACTIVATION[device.verdict])
        if (refusal := self._wrong_code(command, device.activation_code, device.imei)) is not None:
            return refusal
        self._now_owns(command, device, "activated")
        return None

    def _complete(self, command: ReceivedCommand, device: PracticeDevice, transfer: Transfer) -> Refusal | None:
        if (refusal := self._wrong_code(command, transfer.code, transfer.operation_id)) is not None:
            return refusal
        self.state.transfers.end(transfer.operation_id)
        self._now_owns(command, device, "transferred")
        self._move(
            transfer.operation_id, state="succeeded", deadline=None, result=self.device_view(transfer.imei, None)
        )
        return None

    def _wrong_code(self, command: ReceivedCommand, right: str | None, of: str) -> Refusal | None:
        left = CODE_ATTEMPTS - self.state.wrong_codes(of)
        if left <= 0:
            return Refusal("activation-code-wrong", "no attempts left", {"attempts_left": 0})
        if command.activation_code != right:
            self.state.count_wrong_code(command.operation_id, of)
            return Refusal("activation-code-wrong", extra={"attempts_left": left - 1})
        return None

    def _now_owns(self, command: ReceivedCommand, device: PracticeDevice, event: str) -> None:
        assert command.msisdn is not None  # noqa: S101 - read_command saw to it
        self.state.activate(command.operation_id, device.imei, command.msisdn)
        self._note(event, command.operation_id, device, command.imei, masked(command.msisdn))

    # --- transfer -----------------------------------------------------------------------------------------

    def _transfer(self, command: ReceivedCommand, client_id: str) -> tuple[KeptAnswer, dict[str, Any]]:
        """Accepted, and the code sent at once; it ends when the recipient activates."""
        device = self.devices.get(command.imei)
        refusal = self._no_transfer(command, device, client_id)
        answer = self._kept(command, client_id, refusal, state="accepted")
        if refusal is not None or device is None:
            return answer, {}
        transfer = Transfer(
            operation_id=command.operation_id,
            client_id=client_id,
            device=device.imei,
            imei=command.imei,
            to_sha256=hashed(command.to_msisdn),
            to_masked=masked(command.to_msisdn),
            code=new_code(),
        )
        self.state.transfers.begin(transfer, now_text())
        self._note("transfer_requested", command.operation_id, device, command.imei, transfer.to_masked)
        return answer, {"state": "awaiting_buyer", "deadline": _text(datetime.now(UTC) + TIME_TO_ACTIVATE)}

    def _no_transfer(self, command: ReceivedCommand, device: PracticeDevice | None, client_id: str) -> Refusal | None:
        if device is None:
            return Refusal("imei-not-registered")
        if device.verdict in _NO_ACTIVATION:
            return Refusal(_NO_ACTIVATION[device.verdict])
        opened = self.state.transfers.open_of(device.imei)
        if opened is not None:
            own = {"operation_id": opened.operation_id} if opened.client_id == client_id else {}
            return Refusal("transfer-open", extra=own)
        owner = self._owner(device)
        if owner is None:
            return Refusal("not-owner", "the device is active on no SIM")
        if owner.msisdn_sha256 != hashed(command.from_msisdn):
            return Refusal("owned-by-other")
        return None

    def _cancel(self, command: ReceivedCommand, client_id: str) -> tuple[KeptAnswer, dict[str, Any]]:
        transfer = self.state.transfers.open_with(command.transfer_id)
        if transfer is None or transfer.client_id != client_id or transfer.imei != command.imei:
            return self._kept(command, client_id, Refusal("transfer-not-open")), {}
        answer = self._kept(command, client_id, None, state="accepted")
        self.state.transfers.end(transfer.operation_id)
        self._move(transfer.operation_id, state="cancelled", deadline=None)
        return answer, {"state": "succeeded"}

    def expire_transfers(self) -> int:
        """As if the time of every open transfer had run out. Returns how many."""
        with self.state.change():
            opened = self.state.transfers.all_open()
            for transfer in opened:
                self.state.transfers.end(transfer.operation_id)
                self._move(transfer.operation_id, state="expired")
            return len(opened)

    # --- devices ------------------------------------------------------------------------------------------

    def _note(self, event: str, operation_id: str, device: PracticeDevice, imei: str, msisdn_masked: str) -> None:
        detail = json.dumps({"imei": imei, "msisdn_masked": msisdn_masked})
        self.state.add_event(f"{event}-{operation_id}", device.imei, now_text(), event, detail)

    def _owner(self, device: PracticeDevice) -> Owner | None:
        if (found := self.state.owner(device.imei)) is not None:
            return found
        seeded = device.active_msisdn
        return Owner(hashed(seeded), masked(seeded)) if seeded else None

    def device_view(self, imei: str, msisdn: str | None) -> dict[str, Any]:
        """The contract's Device. An IMEI the registry never saw is an answer too: NOT_REGISTERED."""
        view: dict[str, Any] = {"imei": imei, "as_of": now_text(), "version": 1, "provisional": False, "reasons": []}
        device = self.devices.get(imei)
        if device is None:
            return view | {"result": "NOT_REGISTERED", "reasons": ["imei-unknown"]}
        owner = self._owner(device)
        result = device.verdict
        if owner is not None and result.startswith("LEGAL"):
            this = msisdn is not None and owner.msisdn_sha256 == hashed(msisdn)
            result = "LEGAL_ACTIVE_THIS_SIM" if this else "LEGAL_ACTIVE_OTHER_SIM"
        return view | {
            "result": result,
            "version": self.state.version(device.imei),
            "brand": device.brand,
            "model": device.model,
            "importer": device.importer,
            "import_type": device.import_type,
            "currency_type": device.currency_type,
            "seen_on_network_before": True if owner else device.seen_on_network_before,
            "linked_imeis": [other for other in device.imeis if other != imei],
            "owner_msisdn_masked": owner.msisdn_masked if owner else None,
        }

    def seed(self) -> None:
        """The first events and allocations of the practice devices, where they are not there yet."""
        with self.state.change():
            for device in {d.imei: d for d in self.devices.values()}.values():
                if device.verdict != "NOT_REGISTERED":
                    self.state.add_event(f"registered-{device.imei}", device.imei, FIRST_DAY, "registered")
                if device.active_msisdn:
                    detail = json.dumps({"imei": device.imei, "msisdn_masked": masked(device.active_msisdn)})
                    self.state.add_event(f"activated-{device.imei}", device.imei, FIRST_DAY, "activated", detail)
                if device.verdict == "BLOCKED_OR_STOLEN":
                    self.state.add_event(f"blocked-{device.imei}", device.imei, FIRST_DAY, "blocked")
                if device.allocated_to and not self.state.shelf.has(device.allocated_to, f"PRA-{device.imei}"):
                    self.state.shelf.put(device.allocated_to, [_allocation(device)])


def _allocation(device: PracticeDevice) -> dict[str, Any]:
    return {
        "allocation_id": f"PRA-{device.imei}",
        "op": "upsert",
        "imei": device.imei,
        "imei2": device.imei2,
        "serial": device.serial,
        "brand": device.brand or "",
        "model": device.model or "",
        "model_code": device.model,
        "goods_id": device.goods_id,
        "guarantee_tracking_id": None,
        "allocated_at": FIRST_DAY,
    }
