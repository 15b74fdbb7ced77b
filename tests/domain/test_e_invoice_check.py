"""What would be refused over there is found here first, by name and place."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.e_invoice_check import faults
from tests.domain.e_invoices import AT, PERSON, any_lines, built, document, identity

GOOD = built(document(type=1, buyer=PERSON))
MONEY = ("prdis", "dis", "adis", "vam", "tsstam")


def found(invoice: Any, **later: float) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for fault in faults(invoice, now=AT + timedelta(**later))]


def changed(part: str, **values: Any) -> Any:
    made = copy.deepcopy(GOOD)
    place = made[part] if isinstance(made[part], dict) else made[part][0]
    for name, value in values.items():
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return made


def test_a_good_one_has_no_fault() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("made", "code", "field"),
    [
        (changed("header", taxid=None), "e-invoice-field-missing", "header.taxid"),
        (changed("header", taxid=identity()[:-1] + "x"), "tax-id-form", "header.taxid"),
        (changed("header", tins="1400377899"), "e-invoice-form", "header.tins"),
        (changed("header", inno="0000000002"), "e-invoice-serial-differs", "header.inno"),
        (changed("header", inno="1"), "e-invoice-form", "header.inno"),
        (changed("header", inty=3), "e-invoice-value", "header.inty"),
        (changed("header", inty=2), "e-invoice-field-foreign", "header.setm"),
        (changed("header", indatim=GOOD["header"]["indatim"] - 86_400_000), "e-invoice-date-differs", "header.indatim"),
        (changed("header", indatim=1_795_336_200), "e-invoice-time", "header.indatim"),
        (changed("header", insr=1), "e-invoice-late-half", "header.indati2m"),
        (changed("header", ins=3), "e-invoice-field-missing", "header.irtaxid"),
        (changed("header", irtaxid=identity(7)), "e-invoice-field-foreign", "header.irtaxid"),
        (changed("header", ins=2, irtaxid=identity()), "e-invoice-refers-to-itself", "header.irtaxid"),
        (changed("header", ins=2, irtaxid=identity(9, AT + timedelta(days=1))),
         "e-invoice-before-referred", "header.irtaxid"),
        (changed("header", tob=None), "e-invoice-field-missing", "header.tob"),
        (changed("header", bpc=None), "e-invoice-field-missing", "header.bpc"),
        (changed("header", tob=2), "e-invoice-field-missing", "header.tinb"),
        (changed("header", tob=4), "e-invoice-form", "header.bid"),
        (changed("header", setm=None), "e-invoice-field-missing", "header.setm"),
        (changed("header", setm=3), "e-invoice-field-missing", "header.cap"),
        (changed("header", setm=3, cap=1, insp=2), "e-invoice-formula", "header.cap"),
        (changed("header", tvam=38_500_001), "e-invoice-formula", "header.tvam"),
        (changed("header", tvam=38_500_000.0), "e-invoice-not-whole", "header.tvam"),
        (changed("header", todam=1), "e-invoice-formula", "header.todam"),
        (changed("body", mu=""), "e-invoice-field-blank", "body[0].mu"),
        (changed("body", sstid="233000060470"), "e-invoice-form", "body[0].sstid"),
        (changed("body", sstt="x" * 401), "e-invoice-form", "body[0].sstt"),
        (changed("body", am="1"), "e-invoice-not-a-number", "body[0].am"),
        (changed("body", am=0), "e-invoice-amount", "body[0].am"),
        (changed("body", am=float("nan")), "e-invoice-amount", "body[0].am"),
        (changed("body", vra=10.125), "e-invoice-amount", "body[0].vra"),
        (changed("body", fee=0), "e-invoice-amount", "body[0].fee"),
        (changed("body", fee=10**18), "e-invoice-amount", "body[0].fee"),
        (changed("body", dis=385_000_001), "discount-too-large", "body[0].dis"),
        (changed("body", vam=38_500_001), "e-invoice-formula", "body[0].vam"),
        (changed("body", odam=5), "e-invoice-formula", "body[0].tsstam"),
        (changed("payments", pcn="6037991234567890"), "e-invoice-field-foreign", "payments[0].pcn"),
        (changed("payments", pv=423_500_001), "e-invoice-paid-too-much", "payments"),
        (changed("payments", pmt=9), "e-invoice-value", "payments[0].pmt"),
    ],
)  # fmt: skip
def test_each_fault_by_name_and_place(made: Any, code: str, field: str) -> None:
    assert (code, field) in found(made)


def test_nothing_comes_from_the_future() -> None:
    assert found(GOOD, seconds=-1) == [("e-invoice-in-future", "header.indatim")]


@pytest.mark.parametrize(
    ("made", "part"),
    [({}, "header"), ({"header": {}}, "body"),
     ({"header": {}, "body": []}, "body"), ({"header": {}, "body": [1]}, "body"),
     ({**GOOD, "payments": {}}, "payments")],
)  # fmt: skip
def test_a_part_that_is_missing(made: Any, part: str) -> None:
    assert found(made) == [("e-invoice-part-missing", part)]


def test_a_further_part_is_foreign() -> None:
    assert found({**GOOD, "extension": []}) == [("e-invoice-field-foreign", "extension")]


@given(any_lines(), st.data())
def test_one_rial_is_always_noticed(lines: Any, data: st.DataObject) -> None:
    made = built(document(*lines))
    row = data.draw(st.sampled_from(made["body"]))
    name = data.draw(st.sampled_from(MONEY))
    row[name] += data.draw(st.sampled_from([-1, 1]))
    assert found(made) != []


values_ = st.one_of(st.none(), st.integers(), st.text(max_size=30), st.floats(), st.lists(st.integers(), max_size=2))


@given(st.sampled_from(["header", "body", "payments"]), st.data())
def test_whatever_stands_in_a_field_it_is_judged_and_not_stumbled_over(part: str, data: st.DataObject) -> None:
    made = copy.deepcopy(GOOD)
    place = made[part] if isinstance(made[part], dict) else made[part][0]
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(values_)
    found(made)
