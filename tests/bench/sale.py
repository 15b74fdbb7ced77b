"""A prepared sale made durable, against the very same changes of rows written by bare sqlite3 in one transaction."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event

from pos_app.adapters.storage.engine import journal_pragmas
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import ask, guide, scan, sell
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, milliseconds, p99
from tests.bench.stock import PHONE, imeis, shop

_WARM = 3
_BUYER = Buyer(name="علی رضایی", mobile="09123456789")
Change = tuple[str, Sequence[Any]]


def measure(extent: Extent) -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with shop(1000) as folder:
        services = open_shop(Settings(folder)).services
        sales = [_prepare(services, place) for place in range(_WARM + extent.sales)]
        services.renderer.warm()
        shutil.copyfile(folder / "shop.db", folder / "floor.db")
        with closing(_bare(folder / "floor.db")) as bare:
            for sale_id in sales:
                with _changes(services) as changes:
                    begun = perf_counter()
                    sell.complete(services, sale_id)
                    ours.append(perf_counter() - begun)
                floor.append(_write(bare, changes))
        services.storage.close()
    del ours[:_WARM], floor[:_WARM]
    return [
        against("durable sale", milliseconds(ours), milliseconds(floor), "ms", aim=2),
        against("durable sale, p99", p99(ours), p99(floor), "ms"),
    ]


def _prepare(services: Services, place: int) -> str:
    """All steps done by hand but the activation, which is deferred: completing it writes an outbox entry as well."""
    pair = imeis(place)
    sale_id = scan.take(services, "", pair[0]).sale_id
    asked = ask.inquire(services, sale_id, pair, Channel.USSD)
    answer = InquiryAnswer(
        verdict=Verdict.LEGAL_NOT_ACTIVATED, imei=pair[0], brand=PHONE.brand, model=PHONE.model_code,
        raw_text=f"شناسه {pair[0]} دستگاه قانونی و آماده فعال‌سازی",
    )  # fmt: skip
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="HAMTA", matches_hand=True)
    guide.compare(services, sale_id, pair, pair)
    guide.defer_activation(
        services, sale_id, Channel.USSD, imei_used=pair[0], sim=_BUYER.mobile, code="482915", reason="خریدار نبود"
    )
    sell.set_buyer(services, sale_id, _BUYER)
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    return sale_id


@contextmanager
def _changes(services: Services) -> Iterator[list[Change]]:
    """What was written meanwhile, statement by statement with its values."""
    storage = services.storage
    assert isinstance(storage, SqlStorage)
    heard: list[Change] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            heard.append((statement, values))

    event.listen(storage._writing, "before_cursor_execute", hear)
    yield heard
    event.remove(storage._writing, "before_cursor_execute", hear)


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    major, minor, patch = sqlite3.sqlite_version_info
    for pragma in (*journal_pragmas((major, minor, patch)), "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON"):
        connection.execute(pragma)
    return connection


def _write(bare: sqlite3.Connection, changes: list[Change]) -> float:
    begun = perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for statement, values in changes:
        bare.execute(statement, values)
    bare.execute("COMMIT")
    return perf_counter() - begun
