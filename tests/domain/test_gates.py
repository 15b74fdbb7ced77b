"""Every result of an inquiry and the gate it opens or shuts, pinned."""

from __future__ import annotations

import pytest

from pos_app.domain.verdict import Gate, Verdict

PINNED = {
    "LEGAL_NOT_ACTIVATED": Gate.PASS,
    "LEGAL_ACTIVE_THIS_SIM": Gate.PASS,
    "LEGAL_ACTIVE_OTHER_SIM": Gate.PASS,
    "LEGAL_PASSENGER": Gate.PASS,
    "PRE_REGISTRY_OWNED": Gate.PASS,
    "UNAVAILABLE": Gate.DECISION,
    "OTHER": Gate.DECISION,
    "NOT_REGISTERED": Gate.STOP,
    "BLOCKED_OR_STOLEN": Gate.STOP,
    "DUPLICATE_IMEI": Gate.STOP,
    "INVALID_IMEI": Gate.STOP,
}


def test_the_list_is_complete() -> None:
    assert {verdict.value for verdict in Verdict} == set(PINNED)


@pytest.mark.parametrize("verdict", Verdict)
def test_gate(verdict: Verdict) -> None:
    assert verdict.gate is PINNED[verdict.value]


def test_the_worst_gate_is_the_highest() -> None:
    assert Gate.PASS < Gate.DECISION < Gate.STOP < Gate.REFUSE
