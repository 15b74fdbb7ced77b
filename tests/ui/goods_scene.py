"""The rooms of goods, ready to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pos_app.application import goods, intake
from pos_app.application.goods import Typed
from pos_app.application.intake import Delivery, Pieces
from pos_app.application.services import Services
from pos_app.domain.stock import Product, ProductKind
from tests.application import listed
from tests.ui.hands import Hands
from tests.ui.shop import GALAXY1, NOKIA
from ui.pages.goods import GoodsPage
from ui.pages.intake import IntakePage
from ui.pages.lists import ListsPage
from ui.pages.stocktake import StocktakePage

CABLE_GTIN = "4006381333931"
CABLE = Typed(kind=ProductKind.ACCESSORY, title="کابل USB-C دو متری (نمونه)", price=1_500_000, gtin=CABLE_GTIN,
              category="کابل", low_level=5)  # fmt: skip


def furnish_goods(services: Services) -> Product:
    """A cable that runs low, bought once, its price raised once."""
    cable = goods.add(services, CABLE)
    pieces = (Pieces(product_id=cable.id, quantity=4, cost=900_000),)
    intake.take(services, Delivery(supplier="پخش (نمونه)", number="F-12", pieces=pieces))
    raised = Typed(kind=ProductKind.ACCESSORY, title=cable.title, price=1_800_000, gtin=CABLE_GTIN,
                   category="کابل", low_level=5)  # fmt: skip
    return goods.change(services, cable.id, raised)


def goods_places(counter: Hands) -> Iterator[str]:
    cable = furnish_goods(counter.services)
    window = counter.window
    window.open_page("goods")
    counter.settle()
    page = cast(GoodsPage, window._pages["goods"])
    page.vm.select(cable.id)
    counter.settle()
    yield "goods"
    page._new()
    page.finish()
    counter.settle()
    yield "goods-new"
    page.back()
    window.open_page("intake")
    taking = cast(IntakePage, window._pages["intake"])
    taking.vm.find("samsung")
    counter.settle()
    yield "intake-products"
    taking.vm.choose(next(row.product for row in taking.vm.state.offered))
    taking.listed.setPlainText("\n".join([" ".join(listed.pair(1)), listed.pair(2)[0], GALAXY1, "123"]))
    taking.vm.look(taking.listed.toPlainText())
    counter.settle()
    yield "intake-list"
    taking._add()
    counter.settle()
    yield "intake-delivery"
    window.open_page("lists")
    lists = cast(ListsPage, window._pages["lists"])
    counter.settle()
    yield "lists"
    rows = [listed.row(3, imei1="12"), listed.row(4, price="گران"), listed.row(5), listed.row(6, imei1="3.57E+14")]
    lists.vm.choose(str(listed.written(counter.folder, rows)))
    counter.settle()
    yield "lists-preview"
    window.open_page("stocktake")
    counting = cast(StocktakePage, window._pages["stocktake"])
    counter.settle()
    yield "stocktake-none"
    counting.vm.begin()
    for code in (GALAXY1, CABLE_GTIN, listed.pair(5)[0], NOKIA):
        counting.vm.scan(code)
    counter.settle()
    yield "stocktake"
    for _ in range(2):
        counting.finish()
        counter.settle()
    yield "stocktake-closed"
