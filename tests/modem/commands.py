"""A transfer to the buyer, as a modem would dial it."""

from __future__ import annotations

from pos_app.domain.registry import TransferCommand
from tests.registry import practice


def transfer(imei: str = practice.PHONE_A, operation_id: str = "") -> TransferCommand:
    return practice.transfer(imei, practice.OTHER_SIM, practice.BUYER, operation_id)
