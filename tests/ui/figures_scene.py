"""The figures' page over a shop that has sold for a year: totals of days, written as the program would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import insert

from pos_app.adapters.storage import figure_tables as f
from pos_app.application import figures
from pos_app.application.services import Services
from tests.ui.hands import Hands
from ui.figure_tables import VIEWS
from ui.pages.figures import FiguresPage

SELLERS = ("سارا محمدی (نمونه)", "رضا کریمی (نمونه)", "مینا کاظمی (نمونه)")


def furnish_figures(services: Services, days: int = 400) -> None:
    chance = random.Random(8)  # noqa: S311 - the same pictures every time
    today = figures.today(services)
    with services.storage.write() as session:
        products = [product.id for product in session.catalogue()]
        db = cast(Any, session)._db
        sellers, models, methods = [], [], []
        for back in range(days):
            day = today - timedelta(days=back + 1)  # what was sold today, the program adds itself
            if day.weekday() == 4:  # Friday
                continue
            for place, seller in enumerate(SELLERS):
                invoices = chance.randrange(1, 7 - place)
                net = invoices * chance.randrange(120, 400) * 1_000_000
                sellers.append({
                    "day": day, "seller": seller, "invoices": invoices, "phones": invoices, "discount": 0,
                    "vat": net // 10, "net": net, "cost": net * 88 // 100, "costed": net,
                })  # fmt: skip
            for product in chance.sample(products, 4):
                net = chance.randrange(50, 700) * 1_000_000
                models.append({"day": day, "product_id": product, "quantity": chance.randrange(1, 4), "net": net,
                               "cost": net * 9 // 10, "costed": net})  # fmt: skip
            methods += [
                {"day": day, "method": method, "payments": 3, "amount": chance.randrange(100, 900) * 1_000_000}
                for method in (3, 4, 7)
            ]
        for table, rows in ((f.day_seller, sellers), (f.day_product, models), (f.day_method, methods)):
            db.execute(insert(table), rows)


def figure_places(counter: Hands) -> Iterator[str]:
    furnish_figures(counter.services)
    counter.window.open_page("figures")
    counter.settle()
    page = cast(FiguresPage, counter.window._pages["figures"])
    for period, view in (("month", "time"), ("quarter", "time"), ("year", "models")):
        page.vm.choose(period)
        page.vm.look_at(view)
        counter.settle()
        yield f"figures-{period}-{view}"
    for view, _name in VIEWS[2:]:
        page.vm.look_at(view)
        counter.settle()
        yield f"figures-{view}"
