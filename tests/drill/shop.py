"""A shop whose completed sales owe the registry a question and an activation each, and what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import Sale, SaleLine, SaleState
from pos_app.domain.stock import Unit
from pos_app.domain.verdict import Gate
from pos_app.ports.storage import StoredInvoice
from pos_app.settings import Settings
from tests.bench.stock import PHONE
from tests.drill.phones import CODE, DrillPhone, phones

KINDS = (OperationKind.INQUIRY, OperationKind.ACTIVATION)


def make(folder: Path, operations: int) -> None:
    """`operations` of them, two for each phone, queued with the sale that owes them."""
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.write() as session:
        product = replace(PHONE, gtin="2999999999991")
        product = replace(product, id=session.put_product(product))
        for place, phone in enumerate(phones(operations // 2)):
            now = services.clock.now() + timedelta(milliseconds=place)
            unit = Unit(id=0, product=product, imeis=(phone.imei,), serial=f"DRILL{place}")
            unit = replace(unit, id=session.put_unit(unit, product.id))
            sale = Sale(id=new_id(now), till_id=1, seller="s", state=SaleState.OPEN, opened_at=now)
            session.open_sale(sale)
            line = SaleLine(id=new_id(now), product=product, quantity=1, fee=product.price, unit=unit)
            session.add_line(sale.id, line)
            number = f"1405-1-{place + 1:06d}"
            invoice = StoredInvoice(
                number=number, sale_id=sale.id, issued_at=now, document="{}", sha256="0" * 64, prints=1
            )  # fmt: skip
            session.add_invoice(invoice, 1, 1405, place + 1, product.title, product.price)
            for kind in KINDS:
                session.add_entry(
                    OutboxEntry(
                        id=new_id(now), sale_id=sale.id, device_key=phone.imei, kind=kind, channel=Channel.API,
                        state=OperationState.QUEUED, till_id=1, local_seq=session.next_local_seq(1), created_at=now,
                        next_at=now, payload=_payload(kind, phone),
                    )
                )  # fmt: skip
            session.complete_sale(sale.id, now)
    _close(services)


def _payload(kind: OperationKind, phone: DrillPhone) -> dict[str, str]:
    if kind is OperationKind.INQUIRY:
        return {"imei2": "", "shop": "practice-shop"}
    return {"msisdn": phone.sim, "activation_code": CODE, "shop": "practice-shop"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`missing`: operations without their end, or activations that never took effect. `doubled`: effects too many.
    `false_legal`: answers or activations that the registry never gave. `lost`: rows that are gone."""

    missing: int
    doubled: int
    false_legal: int
    lost: int
    open: int


def outcome(folder: Path, operations: int, effects: dict[str, int], *, ended: bool) -> Outcome:
    """The shop's rows held against what the registry did. `ended` False: in the middle, where much may be open."""
    services = open_shop(Settings(folder, practice=True)).services
    entries: list[OutboxEntry] = []
    with services.storage.read() as session:
        for row in session.operations(closed=operations * 2):
            entries.append(row.entry)  # noqa: PERF401 - the session must be open
        contradicted = {found.subject for found in session.conflicts()}
    _close(services)
    known = {phone.imei: phone for phone in phones(operations // 2)}
    false_legal = open_ = 0
    for entry in entries:
        phone = known[entry.device_key]
        open_ += not entry.state.final
        if entry.kind is OperationKind.INQUIRY and entry.answer is not None:
            false_legal += phone.stolen and entry.answer.verdict.gate is Gate.PASS
            false_legal += not phone.stolen and entry.answer.verdict.gate is not Gate.PASS
        if entry.kind is OperationKind.ACTIVATION and entry.state is OperationState.SUCCEEDED:
            false_legal += phone.stolen or not effects.get(phone.imei)
    missing = sum(not phone.stolen and not effects.get(phone.imei) for phone in known.values()) if ended else 0
    if ended:
        wrong = [entry.id for entry in entries if not _as_it_should(entry, known[entry.device_key])]
        missing += len(set(wrong) - contradicted)  # two words of the registry itself: both stand, a manager decides
    doubled = sum(count - 1 for count in effects.values() if count > 1)
    doubled += sum(effects.get(phone.imei, 0) for phone in known.values() if phone.stolen)
    doubled += sum(count - 1 for count in Counter(entry.id for entry in entries).values())
    return Outcome(missing, doubled, false_legal, operations - len(entries), open_)


def _as_it_should(entry: OutboxEntry, phone: DrillPhone) -> bool:
    refused = phone.stolen and entry.kind is OperationKind.ACTIVATION
    return entry.state is (OperationState.REJECTED if refused else OperationState.SUCCEEDED)


def allocated(folder: Path) -> int:
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.read() as session:
        count = session.allocated()
    _close(services)
    return count


def _close(services: Services) -> None:
    for gateway in services.gateways.values():
        getattr(gateway, "close", lambda: None)()
    services.storage.close()
