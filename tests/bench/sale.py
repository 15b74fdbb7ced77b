"""A prepared sale made durable, against the very same changes of rows written by bare sqlite3 in one transaction."""

from __future__ import annotations

import shutil
from contextlib import closing
from time import perf_counter

from pos_app.application import ask, completing, guide, scan, sell
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, milliseconds, p99
from tests.bench.stock import PHONE, imeis, shop
from tests.bench.written import bare_database, write_bare, written

_WARM = 3
_BUYER = Buyer(name="علی رضایی", mobile="09123456789")


def measure(extent: Extent) -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with shop(1000) as folder:
        services = open_shop(Settings(folder)).services
        sales = [_prepare(services, place) for place in range(_WARM + extent.sales)]
        services.renderer.warm()
        shutil.copyfile(folder / "shop.db", folder / "floor.db")
        with closing(bare_database(folder / "floor.db")) as bare:
            for sale_id in sales:
                with written(services.storage) as transactions:
                    begun = perf_counter()
                    completing.complete(services, sale_id)
                    ours.append(perf_counter() - begun)
                floor.append(write_bare(bare, transactions))
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
