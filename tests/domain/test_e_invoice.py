"""The e-invoice of a frozen document: every total is the published formula, to the rial."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import e_invoice, e_invoice_check
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, InvoiceLine, Party, PaymentLine
from tests.domain.e_invoices import AT, COMPANY, PERSON, any_lines, built, document, identity, line
from tests.domain.values import values


@given(any_lines())
def test_totals_are_the_formulas_for_any_lines(lines: tuple[InvoiceLine, ...]) -> None:
    made = built(document(*lines))
    for row, given_line in zip(made["body"], lines, strict=True):
        prdis = int(Fraction(given_line.quantity) * given_line.fee)  # exact, then cut
        adis = prdis - given_line.dis
        vam = int(Fraction(adis * given_line.vat_hundredths, 10_000))
        assert (row["prdis"], row["dis"], row["adis"]) == (prdis, given_line.dis, adis)
        assert (row["vam"], row["tsstam"]) == (vam, adis + vam)
    for name, of in (("tprdis", "prdis"), ("tdis", "dis"), ("tadis", "adis"), ("tvam", "vam"), ("tbill", "tsstam")):
        assert made["header"][name] == sum(row[of] for row in made["body"])
    assert e_invoice_check.faults(made, now=AT) == ()


@given(any_lines(), st.integers(1, 10**13))
def test_what_is_owed_and_what_is_paid_are_the_total(lines: tuple[InvoiceLine, ...], owed: int) -> None:
    bill = sum(row.tsstam for row in lines)
    owed = min(owed, bill)
    if not owed:
        return
    paid = (PaymentLine(method=3, amount=bill - owed),) if bill > owed else ()
    made = built(document(
        *lines, type=1, buyer=PERSON, payments=paid, instalments=(Instalment(due="2027-01-01", amount=owed),)
    ))  # fmt: skip
    header = made["header"]
    assert header["setm"] == (2 if owed == bill else 3)
    assert header.get("cap", 0) + header.get("insp", header["tbill"]) == bill
    assert e_invoice_check.faults(made, now=AT) == ()


@pytest.mark.parametrize("row", values("invoice_line", "lines"))
def test_rows_of_the_published_samples(row: dict[str, object]) -> None:
    dis = row["dis"]
    assert isinstance(dis, int)
    own = line(int(str(row["fee"])), quantity=str(row["am"]), dis=dis, vat=int(str(row["vra"])) * 100)
    made = built(document(own))["body"][0]
    assert {name: made[name] for name in ("prdis", "adis", "vam", "tsstam")} == {
        name: row[name] for name in ("prdis", "adis", "vam", "tsstam")
    }


def test_the_header_of_a_cash_sale_to_anyone() -> None:
    made = built(document(buyer=replace(PERSON, kind="")))
    assert made["header"] == {
        "taxid": identity(), "indatim": 1795336200000, "inty": 2, "inno": "0000000001", "inp": 1, "ins": 1,
        "tins": "14003778990", "tprdis": 385_000_000, "tdis": 0, "tadis": 385_000_000, "tvam": 38_500_000, "todam": 0,
        "tbill": 423_500_000,
    }  # fmt: skip
    assert made["payments"] == [{"pmt": 3, "pdt": 1795336200000, "pv": 423_500_000}]


def test_nothing_is_blank_and_money_is_whole() -> None:
    text = e_invoice.text(built(document(type=1, buyer=PERSON)))
    assert '""' not in text
    assert "null" not in text
    assert " " not in text.replace("Galaxy A55", "")
    assert json.loads(text)["body"][0]["am"] == 1


@pytest.mark.parametrize(
    ("buyer", "named"),
    [
        (PERSON, {"tob": 1, "bid": "0499370899", "bpc": "1234567891"}),
        (replace(PERSON, economic_no="12345678901234"), {"tob": 1, "tinb": "12345678901234"}),
        (COMPANY, {"tob": 2, "tinb": "14003778990"}),
        (replace(COMPANY, kind="partnership", economic_no="10101010101"), {"tob": 3, "tinb": "10101010101"}),
        (Party(kind="foreigner", national_id="123456789012", postal_code="1234567891"),
         {"tob": 4, "bid": "123456789012", "bpc": "1234567891"}),
    ],
)  # fmt: skip
def test_the_named_buyer(buyer: Party, named: dict[str, object]) -> None:
    made = built(document(type=1, buyer=buyer))
    assert {name: made["header"][name] for name in ("tob", "tinb", "bid", "bpc") if name in made["header"]} == named
    assert made["header"]["setm"] == 1
    assert e_invoice_check.faults(made, now=AT) == ()


def test_numbers_of_a_phone_stand_in_its_description_and_are_never_cut() -> None:
    long = line(description="x" * 500, imeis=("356938035643809", "356938035643817"), serial="R5CX0000001")
    said = e_invoice.described(long)
    assert len(said) == e_invoice.MAX_DESCRIPTION
    assert said.endswith("x | IMEI1: 356938035643809 | IMEI2: 356938035643817 | S/N: R5CX0000001")


def test_a_barcode_is_no_goods_id() -> None:
    made = built(document(line(goods_code="6260000000017", goods_id="")))
    assert "sstid" not in made["body"][0]
    assert ("e-invoice-field-missing", "body[0].sstid") in [
        (fault.code, fault.field) for fault in e_invoice_check.faults(made, now=AT)
    ]


def test_payments_carry_terminal_reference_and_sayad_id() -> None:
    owed = PaymentLine(method=1, amount=400_000_000, reference="1234567890123456", due="2027-01-20")
    card = PaymentLine(method=4, amount=23_500_000, reference="۷۷۰۰۱۱۲۲۳۳۴۴", terminal="۱۲۳۴۵۶۷۸")
    made = built(document(type=1, buyer=PERSON, payments=(card, owed)))
    assert made["payments"] == [
        {"pmt": 4, "trmn": "12345678", "trn": "770011223344", "pdt": 1795336200000, "pv": 23_500_000},
        {"pmt": 1, "trn": "1234567890123456", "pv": 400_000_000},
    ]
    assert made["header"]["setm"] == 3
    assert (made["header"]["cap"], made["header"]["insp"]) == (23_500_000, 400_000_000)
    assert e_invoice_check.faults(made, now=AT) == ()


def test_after_its_term_it_says_so() -> None:
    assert "insr" not in built(document(), days=12)["header"]
    late = built(document(), days=12.1)["header"]
    assert (late["insr"], late["indati2m"]) == (1, 1795336200000 + int(12.1 * 86_400_000))


def test_a_return_carries_what_remains() -> None:
    phone = line(imeis=("356938035643809",))
    case = line(2_500_005, description="Case", unit_code=1627, row_no=2)
    original = document(phone, case)
    back = document(
        phone, subject="return", refers_to=original.number, refers_to_tax_id=original.tax_id, number="1405-1-000419",
        tax_id=identity(2),
    )  # fmt: skip
    made = built(back, original=original)
    assert (made["header"]["ins"], made["header"]["irtaxid"]) == (4, original.tax_id)
    assert [row["sstt"] for row in made["body"]] == ["Case"]
    assert made["header"]["tbill"] == case.tsstam
    assert "payments" not in made
    assert e_invoice_check.faults(made, now=AT) == ()


@pytest.mark.parametrize(
    ("due", "set_off", "settled"),
    [
        ("2027-01-01", 100, {"setm": 1}),  # all that was owed is set off
        ("2027-01-01", 60, {"setm": 3, "cap": 10, "insp": 40}),
        ("2027-01-01", 0, {"setm": 2}),
        ("2026-11-20", 0, {"setm": 1}),  # it has fallen due, hence counts as paid
    ],
)
def test_what_remains_of_a_return_is_owed_no_more_than_it_is(due: str, set_off: int, settled: dict[str, int]) -> None:
    phone, case = line(300, vat=0), line(50, vat=0, description="Case", row_no=2)
    original = document(
        phone, case, type=1, buyer=PERSON, payments=(PaymentLine(method=3, amount=250),),
        instalments=(Instalment(due=due, amount=100),),
    )  # fmt: skip
    offset = PaymentLine(method=2, amount=set_off, reference=original.number)
    other = PaymentLine(method=2, amount=70, reference="1405-1-000900")  # of the sale with which it is settled
    back = document(
        phone, type=1, buyer=PERSON, subject="return", refers_to=original.number, refers_to_tax_id=original.tax_id,
        number="1405-1-000419", tax_id=identity(2), payments=(offset, other),
    )  # fmt: skip
    header = built(back, original=original)["header"]
    assert {name: header[name] for name in ("setm", "cap", "insp") if name in header} == settled


def test_of_two_equal_rows_one_remains() -> None:
    original = document(line(), line(row_no=2))
    back = document(line(), subject="return", refers_to=original.number, refers_to_tax_id=original.tax_id)
    assert len(built(back, original=original)["body"]) == 1


def test_a_return_of_everything_is_a_void() -> None:
    original = document()
    back = document(
        subject="return", refers_to=original.number, refers_to_tax_id=original.tax_id, tax_id=identity(2)
    )  # fmt: skip
    made = built(back, original=original)
    assert made["header"]["ins"] == 3
    assert made["header"]["tbill"] == original.tsstam
    assert e_invoice_check.faults(made, now=AT) == ()


@pytest.mark.parametrize(("subject", "ins"), [("corrective", 2), ("void", 3)])
def test_what_refers_names_the_id_of_its_original(subject: str, ins: int) -> None:
    original = document()
    later = document(subject=subject, refers_to=original.number, refers_to_tax_id=original.tax_id, tax_id=identity(2))
    made = built(later, original=original)
    assert (made["header"]["ins"], made["header"]["irtaxid"]) == (ins, original.tax_id)
    assert ("payments" in made) == (subject == "corrective")
    assert e_invoice_check.faults(made, now=AT) == ()


def test_an_offer_is_no_invoice() -> None:
    with pytest.raises(ShopError, match="not-an-invoice"):
        built(document(subject="proforma", tax_id=""))


def test_a_return_needs_its_original() -> None:
    with pytest.raises(ShopError, match="invoice-missing"):
        built(document(subject="return", refers_to="1405-1-000001"))
