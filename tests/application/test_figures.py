"""Figures are read off the documents, once each; sums over them are what the shop kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.application import completing, correcting, customers, figures, importing, intake, scan, sell
from pos_app.application.figures import Period
from pos_app.application.intake import Delivery, Pieces
from pos_app.domain.correction import RowChange
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.ports.figures import Sums
from tests.application import listed, steps, test_returns
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import CASE, CASE_GTIN, GALAXY, IMEI1, PIN, SELLER, Till

DAY = date(2026, 11, 22)
TODAY = Period(DAY, DAY)
CASH = Payment(method=PaymentMethod.CASH)


def cost_of(till: Till, imei: str, cost: int) -> None:
    with till.services.storage.write() as session:
        session.change_unit(replace(session.find_units(imei)[0].unit, cost=cost))


def look(till: Till, period: Period = TODAY) -> figures.Dashboard:
    figures.catch_up(till.services, 0)
    return figures.look(till.services, period)


def sold_with_case(till: Till) -> str:
    """A phone bought for 350 million, and two cases bought for a million each; the number of the invoice."""
    cost_of(till, IMEI1, 350_000_000)
    with till.services.storage.read() as session:
        case = session.product_by_gtin(CASE_GTIN)
    assert case is not None
    pieces = (Pieces(product_id=case.id, quantity=5, cost=1_000_000),)
    intake.take(till.services, Delivery(supplier="Sample", pieces=pieces))
    sale_id = steps.ready(till.services)
    for _ in range(2):
        scan.take(till.services, sale_id, CASE_GTIN)
    return completing.complete(till.services, sale_id).number


def test_a_sale_in_figures(till: Till) -> None:
    sold_with_case(till)
    told = look(till)
    net = GALAXY.price + 2 * CASE.price
    assert told.total == Sums(1, 1, net, told.total.vat, 0, 352_000_000, net)
    assert told.total.margin == net - 352_000_000
    assert [(one.title, one.quantity, one.cost) for one in told.products] == [
        (GALAXY.title, 1, 350_000_000), (CASE.title, 2, 2_000_000),
    ]  # fmt: skip
    assert told.sellers == ((SELLER, told.total),)
    assert told.methods == ((4, 1, told.total.net + told.total.vat),)
    assert [(one.subject, one.vat) for one in told.vat] == [("original", told.total.vat)]
    assert told.series == ((DAY, told.total),)
    assert told.unread == 0


def test_read_once_however_often(till: Till) -> None:
    sold_with_case(till)
    first = look(till)
    assert look(till) == first
    assert figures.catch_up(till.services) == 0


def test_what_has_no_known_cost_has_no_margin(till: Till) -> None:
    steps.sold(till.services)
    told = look(till)
    assert (told.total.net, told.total.costed, told.total.margin) == (GALAXY.price, 0, 0)


def test_a_return_takes_all_of_it_back(till: Till) -> None:
    sold_with_case(till)
    completing.complete(till.services, test_returns.ready(till, subject="void"))
    told = look(till)
    assert told.total == Sums(2, 0, 0, 0, 0, 0, 0)
    assert [(one.quantity, one.net) for one in told.products] == [(0, 0), (0, 0)]
    assert {code: amount for code, _count, amount in told.methods} == {3: -(told.methods[1][2]), 4: told.methods[1][2]}


def test_a_return_of_the_phone_alone_leaves_the_cases(till: Till) -> None:
    sold_with_case(till)
    completing.complete(till.services, test_returns.ready(till))
    told = look(till)
    assert (told.total.net, told.total.phones, told.total.cost) == (2 * CASE.price, 0, 2_000_000)


def test_a_correction_counts_by_its_difference(till: Till) -> None:
    number = sold_with_case(till)
    change = {2: RowChange(fee=CASE.price, discount=0, quantity=1)}
    correcting.correct(till.services, number, change, reason="one too many", pin=PIN, method=PaymentMethod.CASH)
    told = look(till)
    assert (told.total.net, told.total.phones) == (GALAXY.price + CASE.price, 1)
    assert [(one.title, one.quantity, one.cost) for one in told.products][1] == (CASE.title, 1, 1_000_000)
    assert sum(amount for _code, _count, amount in told.methods) == told.total.net + told.total.vat


def test_a_void_of_a_corrected_invoice(till: Till) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    scan.take(till.services, sale_id, CASE_GTIN)
    sell.set_payment(till.services, sale_id, CASH)
    number = completing.complete(till.services, sale_id).number
    change = {1: RowChange(fee=CASE.price, discount=100, quantity=1)}
    made = correcting.correct(till.services, number, change, reason="one too many", pin=PIN, method=PaymentMethod.CASH)
    correcting.void(till.services, made.number, reason="not wanted", pin=PIN, method=PaymentMethod.CASH)
    told = look(till)
    assert (told.total.net, told.total.vat, told.total.discount) == (0, 0, 0)
    assert [one.quantity for one in told.products] == [0]


def test_bought_in_stock_by_age_and_duties(till: Till) -> None:
    completing.complete(till.services, bought(till, to_buy(till), activate=False))
    path = till.path.parent / "list.csv"
    rows = [f"{listed.pair(n)[0]},Samsung,Galaxy A55,100,{day}" for n, day in enumerate(("1405/08/20", "1403/01/01"))]
    path.write_text("imei,brand,model,cost,date\n" + "\n".join(rows), "utf-8")
    importing.take(till.services, path, importing.Choice())
    told = look(till)
    assert told.bought_in == (1, 70_000_000)
    assert [(one.phones, one.cost, one.unpriced) for one in told.ages] == [
        (1, 100, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (5, 100, 4),
    ]  # fmt: skip
    assert told.duties > 0


def test_an_invoice_that_cannot_be_opened_stops_nobody(till: Till) -> None:
    steps.sold(till.services)
    with till.storage._storage._engine.begin() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("update invoice set document_sealed = x'00'")
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, CASH)
    completing.complete(till.services, sale_id)
    assert look(till).total.net == CASE.price


def test_numbers_that_were_never_issued_wait_for_nothing(till: Till) -> None:
    steps.sold(till.services)
    with till.services.storage.write() as session:
        for _ in range(50):  # as after a restore
            session.next_invoice_number(1, 1405)
    told = look(till)
    assert (told.unread, told.total.invoices) == (0, 1)


def test_named_periods_of_the_jalali_calendar() -> None:
    assert figures.named("week", DAY) == Period(date(2026, 11, 21), DAY)  # Sunday, its Saturday
    assert figures.named("month", DAY) == Period(date(2026, 11, 22), DAY)  # 1 Azar
    assert figures.named("quarter", DAY) == Period(date(2026, 9, 23), DAY)
    assert figures.named("year", DAY) == Period(date(2026, 3, 21), DAY)
    assert figures.named("last_month", DAY) == Period(date(2026, 10, 23), date(2026, 11, 21))
    assert figures.named("last_year", DAY).last == date(2026, 3, 20)
    with pytest.raises(KeyError):
        figures.named("decade", DAY)


@pytest.mark.parametrize(
    ("days", "step", "bars"), [(1, "day", 1), (31, "day", 31), (60, "week", 10), (366, "month", 13)]
)
def test_a_bar_is_a_day_a_week_or_a_month(days: int, step: str, bars: int) -> None:
    period = Period(DAY - timedelta(days=days - 1), DAY)
    one = Sums(1, 1, 10, 1, 0, 5, 10)
    sums = dict.fromkeys((period.first + timedelta(days=n) for n in range(days)), one)
    series = figures.by_step(sums, period, period.step)
    assert (period.step, len(series)) == (step, bars)
    assert sum(bar.invoices for _day, bar in series) == days
    assert series[0][0] == period.first


def test_an_erased_buyer_takes_no_figure_along(till: Till) -> None:
    number = sold_with_case(till)
    change = {2: RowChange(fee=CASE.price, discount=0, quantity=1)}
    correcting.correct(till.services, number, change, reason="one too many", pin=PIN, method=PaymentMethod.CASH)
    customers.erase(till.services, 1, pin=PIN, reason="he asked for it", before_term=True)
    told = look(till)
    assert (told.total.net, told.total.phones) == (GALAXY.price + CASE.price, 1)
    assert told.sellers[0][0] == SELLER
