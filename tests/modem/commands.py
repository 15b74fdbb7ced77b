"""A transfer to send, beside the commands of the practice registry."""

from __future__ import annotations

import uuid

from pos_app.domain.registry import TransferCommand
from tests.registry.practice import BUYER, NOW, OTHER_SIM, PHONE_A


def transfer(imei: str = PHONE_A, operation_id: str = "") -> TransferCommand:
    return TransferCommand(
        operation_id=operation_id or str(uuid.uuid4()),
        shop_id="shop-1",
        terminal_id="till-1",
        imei=imei,
        requested_at=NOW,
        local_seq=3,
        from_msisdn=OTHER_SIM,
        to_msisdn=BUYER,
    )
