"""What the shop says of itself is frozen into every invoice: its numbers are looked at, and kept in one form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import e_invoices
from pos_app.application import shop as shops
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import from_json
from tests.application.steps import sold
from tests.fakes.parts import SHOP, Till


def kept(till: Till) -> shops.Shop:
    with till.services.storage.read() as session:
        return shops.load(session)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"economic_no": "12"}, "economic-no-length", "economic_no"),
        ({"economic_no": "۱۴۰۰-۳۷۷"}, "economic-no-length", "economic_no"),
        ({"economic_no": "1400377899x"}, "economic-no-not-digits", "economic_no"),
        ({"national_id": "14003778991"}, "legal-id-check-digit", "national_id"),
        ({"national_id": "0499370898"}, "national-id-check-digit", "national_id"),
        ({"national_id": "149937089"}, "national-id-length", "national_id"),
        ({"postal_code": "12345"}, "postal-code-length", "postal_code"),
        (
            {"tax_memory": "A11216", "economic_no": "", "national_id": "0499370899"},
            "economic-no-missing",
            "economic_no",
        ),
        ({"tax_memory": "A11216", "economic_no": "", "national_id": ""}, "economic-no-missing", "economic_no"),
    ],
)
def test_a_number_that_is_wrong_is_named_at_its_field(
    till: Till, changes: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        shops.save(till.services, replace(SHOP, **changes))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert kept(till) == SHOP


def test_numbers_are_kept_as_invoices_need_them(till: Till) -> None:
    typed = {"economic_no": "۱۴۰۰۳۷۷۸۹۹۰", "national_id": " 1400-3778990", "postal_code": "۱۲۳۴۵ ۶۷۸۹۱"}
    shops.save(till.services, replace(SHOP, **typed))  # type: ignore[arg-type]
    assert kept(till) == SHOP
    assert from_json(sold(till.services).document).seller == SHOP.party


def test_a_company_is_known_by_its_national_id(till: Till) -> None:
    shops.save(till.services, replace(SHOP, tax_memory="A11216", economic_no=""))
    made = e_invoices.made(till.services, sold(till.services).number)
    assert (made.invoice["header"]["tins"], made.faults) == ("14003778990", ())


def test_who_has_no_numbers_leaves_them_out(till: Till) -> None:
    shops.save(till.services, replace(SHOP, economic_no=" ", national_id="", postal_code=""))
    assert (kept(till).economic_no, kept(till).national_id) == ("", "")
