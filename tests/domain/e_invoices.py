"""Frozen documents for the tests of the e-invoice. Every number is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pos_app.domain import tax_id
from pos_app.domain.e_invoice import Json, build
from pos_app.domain.invoice import InvoiceDocument, InvoiceLine, Party, PaymentLine
from pos_app.domain.money import CURRENCY, line_amounts, total

AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SELLER = Party(name="Aria (sample)", national_id="14003778990", economic_no="14003778990")
PERSON = Party(name="Ali (sample)", national_id="0499370899", postal_code="1234567891", kind="natural")
COMPANY = Party(name="Company (sample)", national_id="14003778990", kind="legal")
TERM = 12


def identity(serial: int = 1, at: datetime = AT) -> str:
    return tax_id.make("A11216", tax_id.days_of(at), serial).text


def line(fee: int = 385_000_000, *, quantity: str = "1", dis: int = 0, vat: int = 1000, **more: Any) -> InvoiceLine:
    found = line_amounts(Decimal(quantity), fee, dis, vat)
    own: dict[str, Any] = {
        "row_no": 1, "goods_code": "2330000604708", "goods_id": "2330000604708", "description": "Galaxy A55",
        "unit_code": 1631,
    }  # fmt: skip
    return InvoiceLine(
        quantity=quantity, fee=fee, prdis=found.prdis, dis=dis, adis=found.adis, vat_hundredths=vat, vam=found.vam,
        tsstam=found.tsstam, **{**own, **more},
    )  # fmt: skip


def document(*lines: InvoiceLine, **more: Any) -> InvoiceDocument:
    """Paid in cash, if nothing else is said."""
    lines = lines or (line(),)
    sums = total(tuple(line_amounts(Decimal(x.quantity), x.fee, x.dis, x.vat_hundredths) for x in lines))
    own: dict[str, Any] = {
        "number": "1405-1-000418", "issued_at": AT.isoformat(), "currency": CURRENCY, "seller": SELLER,
        "buyer": Party(), "payments": (PaymentLine(method=3, amount=sums.tsstam),) if sums.tsstam else (),
        "vat_source": "", "tax_id": identity(),
    }  # fmt: skip
    return InvoiceDocument(
        lines=lines, prdis=sums.prdis, dis=sums.dis, adis=sums.adis, vam=sums.vam, tsstam=sums.tsstam, **{**own, **more}
    )  # fmt: skip


def built(made: InvoiceDocument, *, original: InvoiceDocument | None = None, days: float = 0) -> Json:
    """`days` after the issue."""
    return build(made, original=original, at=AT + timedelta(days=days), send_term_days=TERM)


@st.composite
def any_lines(draw: st.DrawFn) -> tuple[InvoiceLine, ...]:
    """Any quantities, prices, discounts and rates that a till lets through."""
    found = []
    for row in range(1, draw(st.integers(1, 12)) + 1):
        quantity = draw(st.one_of(st.integers(1, 999), st.decimals(Decimal("0.001"), Decimal(999), places=3)))
        fee = draw(st.integers(1, 10**13))
        whole = int(Decimal(quantity) * fee)
        if whole <= 0:
            quantity, whole = 1, fee
        dis = draw(st.integers(0, whole))
        found.append(line(fee, quantity=str(quantity), dis=dis, vat=draw(st.integers(0, 10_000)), row_no=row))
    return tuple(found)
