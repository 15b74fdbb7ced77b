"""What the registry answers: inquiry, activation, look-up. Pure of HTTP; one transaction per command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from registry_sandbox.commands import ReceivedCommand
from registry_sandbox.devices import PracticeDevice
from registry_sandbox.problems import Refusal
from registry_sandbox.state import KeptAnswer, Owner, State, hashed, masked

CODE_ATTEMPTS = 3

#: Seeded verdicts under which no activation is possible -> the refusal's code.
_NO_ACTIVATION = {
    "NOT_REGISTERED": "imei-not-registered",
    "BLOCKED_OR_STOLEN": "blocked-or-stolen",
    "DUPLICATE_IMEI": "duplicate-imei",
    "INVALID_IMEI": "imei-invalid",
}


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
            refusal = self._activate(command) if command.kind == "activation" else None
            answer = self._kept(command, client_id, refusal)
            self.state.keep(command.operation_id, answer)
            return answer

    def _kept(self, command: ReceivedCommand, client_id: str, refusal: Refusal | None) -> KeptAnswer:
        operation = {
            "operation_id": command.operation_id,
            "kind": command.kind,
            "state": "rejected" if refusal else "succeeded",
            "version": 1,
            "imei": command.imei,
            "updated_at": now_text(),
            "deadline": None,
            "registry_ref": f"PR-{command.operation_id[:8].upper()}",
            "assurance": "registry_confirmed",
            "channel": "api",
            "result": None if refusal else self.device_view(command.imei, command.msisdn),
            "problem": refusal.body() if refusal else None,
        }
        view = json.dumps(operation)
        answer = json.dumps(refusal.body()) if refusal else view
        return KeptAnswer(client_id, command.fingerprint, refusal.status if refusal else 201, answer, view)

    def _activate(self, command: ReceivedCommand) -> Refusal | None:
        """None = done."""
        device = self.devices.get(command.imei)
        assert command.msisdn is not None  # noqa: S101 - read_command saw to it
        if device is None:
            return Refusal("imei-not-registered")
        owner = self._owner(device)
        if owner is not None:
            this = owner.msisdn_sha256 == hashed(command.msisdn)
            return Refusal("already-activated-this-sim" if this else "already-activated-other-sim")
        if device.verdict in _NO_ACTIVATION:
            return Refusal(_NO_ACTIVATION[device.verdict])
        left = CODE_ATTEMPTS - self.state.wrong_codes(device.imei)
        if left <= 0:
            return Refusal("activation-code-wrong", "no attempts left", {"attempts_left": 0})
        if command.activation_code != device.activation_code:
            self.state.count_wrong_code(command.operation_id, device.imei)
            return Refusal("activation-code-wrong", extra={"attempts_left": left - 1})
        self.state.activate(command.operation_id, device.imei, command.msisdn)
        return None

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
            "brand": device.brand,
            "model": device.model,
            "importer": device.importer,
            "import_type": device.import_type,
            "currency_type": device.currency_type,
            "seen_on_network_before": True if owner else device.seen_on_network_before,
            "linked_imeis": [other for other in device.imeis if other != imei],
            "owner_msisdn_masked": owner.msisdn_masked if owner else None,
        }
