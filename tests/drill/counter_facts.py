"""What a shop believes of its phones, held against what the registry did with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pos_app.application.services import Services
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.stock import UnitState
from tests.drill.keys import needless
from tests.drill.phones import DrillPhone
from tests.registry.practice import PracticeAt


@dataclass(frozen=True, slots=True)
class Facts:
    """Sentences, each about one phone that is not as it should be; `operations` counts keys of every kind and way."""

    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    false: tuple[str, ...]
    left: tuple[str, ...]
    operations: int

    @property
    def wrong(self) -> tuple[str, ...]:
        return self.missing + self.doubled + self.false


def look(services: Services, there: PracticeAt, phones: list[DrillPhone]) -> Facts:
    """`left`: duties and sales that are still open; after the healing there should be none."""
    effects, keys = there.activations(), needless(there.received("activation"))
    missing: list[str] = []
    doubled = [f"{imei}: {count} activations" for imei, count in effects.items() if count > 1]
    doubled += [f"{imei}: {count} keys without a reason" for imei, count in keys.items()]
    false: list[str] = []
    with services.storage.read() as session:
        rows = session.operations(closed=1_000_000)
        units = {phone.imei: session.find_units(phone.imei)[0] for phone in phones}
        open_sales = session.open_sales(services.till_id)
    activations = [row for row in rows if row.entry.kind is OperationKind.ACTIVATION]
    duties = Counter(row.entry.device_key for row in activations if row.waits)
    doubled += [f"{imei}: {count} live duties" for imei, count in duties.items() if count > 1]
    for phone in phones:
        hit, done = units[phone.imei], effects.get(phone.imei, 0)
        if hit.unit.state is UnitState.IN_STOCK and not hit.sale_id and done:
            false.append(f"{phone.imei}: back in stock, and active on somebody's SIM")
        if phone.stolen and (done or hit.unit.state is not UnitState.IN_STOCK):
            false.append(f"{phone.imei}: a blocked phone was sold or activated")
        if hit.unit.state is UnitState.SOLD and not done and not duties[phone.imei]:
            missing.append(f"{phone.imei}: sold, never activated, and nobody is told")
    for row in activations:
        told = row.entry.state is OperationState.SUCCEEDED and row.entry.channel is Channel.API
        if told and not effects.get(row.entry.device_key):
            false.append(f"{row.entry.device_key}: said to be activated, and is not")
    left = [f"{row.entry.device_key}: {row.entry.kind} {row.entry.state} {row.entry.last_problem}" for row in rows
            if row.waits or not row.entry.state.final]  # fmt: skip
    left += [f"sale {sale_id} is open" for sale_id in open_sales]
    return Facts(tuple(missing), tuple(doubled), tuple(false), tuple(left), len(rows))
