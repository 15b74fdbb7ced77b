"""Small steps that the storage suites share."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.print_job import PrintJob, PrintState
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import Sale, SaleLine, SaleState
from pos_app.ports.storage import StoredInvoice, WriteSession
from tests.fakes import parts
from tests.fakes.clock import NOON

SHA256 = hashlib.sha256(b"{}").hexdigest()  # of the paper that these suites issue
LEASE = timedelta(seconds=30)


def open_sale(storage: SqlStorage, sale_id: str, *imeis: str, till_id: int = 1, at: datetime = NOON) -> None:
    with storage.write() as session:
        session.open_sale(Sale(id=sale_id, till_id=till_id, seller="s", state=SaleState.OPEN, opened_at=at))
        for imei in imeis:
            session.add_line(sale_id, line_of(session, imei, f"{sale_id}:{imei}"))


def line_of(session: WriteSession, imei: str, line_id: str) -> SaleLine:
    unit = session.find_units(imei)[0].unit
    return SaleLine(id=line_id, product=unit.product, quantity=1, fee=unit.product.price, unit=unit)


def an_entry(entry_id: str, **changes: object) -> OutboxEntry:
    plain: dict[str, object] = {
        "id": entry_id, "sale_id": "sale", "device_key": parts.IMEI1, "kind": OperationKind.ACTIVATION,
        "channel": Channel.API, "state": OperationState.QUEUED, "till_id": 1,
        "local_seq": 1000 + ord(entry_id), "created_at": NOON, "next_at": NOON,
        "payload": {"msisdn": parts.BUYER_SIM, "activation_code": parts.CODE},
    }  # fmt: skip
    return OutboxEntry(**{**plain, **changes})  # type: ignore[arg-type]


def issue(session: WriteSession, sale_id: str, seq: int | None = None, *, till_id: int = 1, number: str = "") -> str:
    seq = session.next_invoice_number(till_id, 1405) if seq is None else seq
    number = number or f"1405-{till_id}-{seq:06d}"
    invoice = StoredInvoice(number=number, sale_id=sale_id, issued_at=NOON, document="{}", sha256=SHA256, prints=0)
    session.add_invoice(invoice, till_id, 1405, seq, "phone", 1000)
    return number


def a_print(number: str, nth: int = 1, state: PrintState = PrintState.PRINTED, *, at: datetime = NOON) -> PrintJob:
    return PrintJob(number=number, nth=nth, state=state, sheet="a4", till_id=1, by="s", made_at=at)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs each in a thread of its own, all let go together; what each gave or raised."""
    gate = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = work()
        except ShopError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
