"""A transfer of ownership is one thing between two parties: opened on the owner's SIM, complete when the other has
activated with the code that was sent to him. Neither half alone makes an owner."""

from __future__ import annotations

from enum import StrEnum

from pos_app.domain.registry import OperationState

_OPEN = (OperationState.ACCEPTED, OperationState.AWAITING_BUYER, OperationState.SUCCEEDED)
_IN_VAIN = (OperationState.REJECTED, OperationState.EXPIRED, OperationState.CANCELLED)


class TransferState(StrEnum):
    """`DUE` nothing is opened; `UNKNOWN` perhaps it is; `CODE_WITH_TAKER` opened, nobody has activated; `UNSETTLED` his
    activation may have gone through; `ACTIVATED` complete."""

    DUE = "transfer_due"
    UNKNOWN = "transfer_unknown"
    CODE_WITH_TAKER = "code_with_buyer"
    UNSETTLED = "activation_unknown"
    ACTIVATED = "activated"

    @property
    def complete(self) -> bool:
        return self is TransferState.ACTIVATED


def state_of(transfer: OperationState | None, activation: OperationState | None) -> TransferState:
    """From the last operation of each half; None = none was begun. An activation without a transfer that was opened
    before it makes nobody an owner here: it belongs to something else."""
    if transfer is None or transfer is OperationState.QUEUED or transfer in _IN_VAIN:
        return TransferState.DUE
    if transfer not in _OPEN:
        return TransferState.UNKNOWN
    if activation is OperationState.SUCCEEDED:
        return TransferState.ACTIVATED
    if activation is None or activation is OperationState.QUEUED or activation in _IN_VAIN:
        return TransferState.CODE_WITH_TAKER
    return TransferState.UNSETTLED
