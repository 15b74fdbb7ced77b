"""The counter under faults: a seller at work in a shop of its own, and the books compared at the end."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pos_app.bootstrap import open_shop
from pos_app.domain.stock import Unit
from pos_app.settings import Settings
from tests.bench.stock import PHONE
from tests.drill.counter_facts import Facts, look
from tests.drill.phones import DrillPhone, phones, write_devices
from tests.drill.run import Row, registry
from tests.drill.seller import Seller
from tests.drill.weathers import STORIES

NAME = "counter under faults"


def furnish(folder: Path, sold: list[DrillPhone]) -> None:
    """The practice shop, and these phones in its stock."""
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.write() as session:
        product = replace(PHONE, gtin="2999999999991")
        product = replace(product, id=session.put_product(product))
        for place, phone in enumerate(sold):
            session.put_unit(Unit(id=0, product=product, imeis=(phone.imei,), serial=f"COUNTER{place}"), product.id)
    services.storage.close()


def shift(operations: int, seed: int) -> tuple[Facts, Counter[str]]:
    """As many phones as give so many operations; what was wrong at the end, and what the seller met."""
    sold = phones(operations * 11 // 20)
    with tempfile.TemporaryDirectory(prefix="counter-") as name:
        folder = Path(name)
        write_devices(folder / "devices.json", len(sold))
        furnish(folder / "shop", sold)
        with registry(folder) as there:
            seller = Seller(folder / "shop", there.at, random.Random(seed))  # noqa: S311 - repeatable on purpose
            try:
                told = iter(STORIES)
                for phone in sold:
                    seller.sell(phone, None if phone.stolen else next(told, None))
                seller.end()
                return look(seller.services, there.at, sold), seller.met
            finally:
                seller.close()


def counter_under_faults(operations: int, seed: int) -> Row:
    """The line of the drill's table. No window: nothing is blocked."""
    begun = time.monotonic()
    facts, _met = shift(operations, seed)
    seconds = round(time.monotonic() - begun, 1)
    return Row(
        NAME, facts.operations, len(facts.missing), len(facts.doubled), len(facts.false), 0.0, not facts.left, seconds
    )  # fmt: skip
