"""One suite for the shop's memory, over SQLite on disk and over a real PostgreSQL: both keep the same promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest
from sqlalchemy import Engine, text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import Finding, ShopError, StorageError
from pos_app.domain.evidence import AnswerEvidence, InquiryEvidence
from pos_app.domain.invoice import Instalment
from pos_app.domain.print_job import PrintState
from pos_app.domain.registry import Channel
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Buyer, BuyerKind, Payment, PaymentMethod, PaymentPart, SaleLine
from pos_app.domain.stock import Unit, UnitState
from pos_app.domain.vat import SEED, VatRate
from pos_app.domain.verdict import Gate, InquiryAnswer, Verdict
from pos_app.ports.storage import Staff
from tests.contract.storage_steps import SHA256, a_print, at_once, issue, line_of, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON


@pytest.mark.parametrize("code", [parts.IMEI1, parts.IMEI2, "R5CX0000001", parts.EID])
def test_either_number_finds_the_unit(storage: SqlStorage, code: str) -> None:
    with storage.read() as session:
        (hit,) = session.find_units(code)
    assert hit.unit.imeis == (parts.IMEI1, parts.IMEI2)
    assert (hit.unit.serial, hit.unit.eid, hit.unit.state) == ("R5CX0000001", parts.EID, UnitState.IN_STOCK)
    assert (hit.unit.product.title, hit.unit.product.model_code) == ("Galaxy A55", "SM-A556E")
    assert (hit.sale_id, hit.sale_state, hit.till_id, hit.invoice_number) == ("", "", 0, "")


def test_a_shared_serial_finds_both_and_nothing_finds_nothing(storage: SqlStorage) -> None:
    with storage.read() as session:
        assert {hit.unit.imeis[0] for hit in session.find_units("SHARED")} == {parts.NOKIA, parts.STOLEN}
        assert session.find_units("") == session.find_units("nothing") == session.find_units("1" * 15) == ()


def test_a_unit_tells_where_it_stands(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1, till_id=2)
    with storage.read() as session:
        (hit,) = session.find_units(parts.IMEI2)
        assert (hit.sale_id, hit.sale_state, hit.till_id) == ("sale", "open", 2)
    with storage.write() as session:
        number = issue(session, "sale", till_id=2)
        session.complete_sale("sale", NOON)
    with storage.read() as session:
        (hit,) = session.find_units(parts.IMEI1)
    assert (hit.unit.state, hit.sale_state, hit.invoice_number) == (UnitState.SOLD, "completed", number)


def test_one_number_is_never_in_stock_twice(storage: SqlStorage) -> None:
    with storage.read() as session:
        product = session.find_units(parts.NOKIA)[0].unit.product
    twin = Unit(id=0, product=product, imeis=("354178036859789", parts.IMEI2))
    with pytest.raises(ShopError, match="imei-in-stock-twice"), storage.write() as session:
        session.put_unit(twin, product.id)
    with storage.read() as session:
        assert session.find_units("354178036859789") == ()


def test_product_by_gtin(storage: SqlStorage) -> None:
    with storage.read() as session:
        case = session.product_by_gtin(parts.CASE_GTIN)
        assert case is not None
        assert (case.title, case.price, case.unit_code) == ("Case", 2_500_005, 1627)
        assert session.product_by_gtin("") is session.product_by_gtin("4006381333931") is None
    with pytest.raises(ShopError, match="gtin-twice"), storage.write() as session:
        session.put_product(parts.CASE)


# -- sales -----------------------------------------------------------------------------------------


def test_a_unit_is_in_one_open_sale_only(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with pytest.raises(ShopError, match="unit-in-another-sale"):
        open_sale(storage, "other", parts.IMEI2)
    with storage.read() as session:
        assert session.sale("other") is None  # its whole transaction is gone
    with storage.write() as session:
        session.abandon_sale("sale")
    open_sale(storage, "other", parts.IMEI2)
    with storage.read() as session:
        assert session.find_units(parts.IMEI1)[0].sale_id == "other"


def test_two_tills_at_once_and_one_wins(storage: SqlStorage) -> None:
    results = at_once(*(lambda n=n: open_sale(storage, f"sale{n}", parts.IMEI1, till_id=n) for n in (1, 2)))
    lost = [result for result in results if result is not None]
    assert len(lost) == 1
    assert isinstance(lost[0], ShopError)
    assert lost[0].code in ("unit-in-another-sale", "storage-locked")
    with storage.read() as session:
        assert len([sale for sale in ("sale1", "sale2") if session.sale(sale)]) == 1


def test_a_sold_unit_cannot_be_sold_again(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.complete_sale("sale", NOON)
    with pytest.raises(ShopError, match="unit-in-another-sale"):
        open_sale(storage, "again", parts.IMEI1)


def test_a_sale_comes_back_as_it_was(storage: SqlStorage) -> None:
    buyer = Buyer(
        name="علی رضایی",
        national_id="0499370899",
        mobile="09121234567",
        address="تهران",
        postal_code="1" * 9,
        economic_no="14003778990",
        kind=BuyerKind.LEGAL,
    )
    payment = Payment(
        method=PaymentMethod.CARD_READER, reference="123456789012", terminal="77",
        parts=(PaymentPart(method=PaymentMethod.CHEQUE, amount=5, reference="1" * 16, due="2027-01-01"),),
        instalments=(Instalment(due="2027-02-01", amount=7),),
    )  # fmt: skip
    draft = {"code": parts.CODE, "raw_text": "متن با ‌نیم‌فاصله"}
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        case = session.product_by_gtin(parts.CASE_GTIN)
        assert case is not None
        session.add_line("sale", SaleLine(id="case", product=case, quantity=3, fee=100, discount=5))
        session.set_buyer("sale", buyer)
        session.set_payment("sale", payment)
        session.set_draft("sale", draft)
    with storage.read() as session:
        sale = session.sale("sale")
    assert sale is not None
    assert (sale.buyer, sale.payment, sale.draft) == (buyer, payment, draft)
    assert [line.id for line in sale.lines] == [f"sale:{parts.IMEI1}", "case"]
    assert (sale.lines[1].quantity, sale.lines[1].fee, sale.lines[1].discount) == (3, 100, 5)
    assert sale.unit is not None
    assert sale.unit.imeis == (parts.IMEI1, parts.IMEI2)
    with storage.write() as session:
        session.change_line("sale", SaleLine(id="case", product=case, quantity=2, fee=90, discount=0))
        session.remove_line("sale", f"sale:{parts.IMEI1}")
        session.set_draft("sale", {})
    with storage.read() as session:
        sale = session.sale("sale")
        assert session.find_units(parts.IMEI1)[0].sale_id == ""
    assert sale is not None
    assert [(line.quantity, line.fee) for line in sale.lines] == [(2, 90)]
    assert (sale.draft, sale.unit) == ({}, None)


def test_open_sales_of_a_till_last_touched_first(storage: SqlStorage) -> None:
    for n, sale_id in enumerate(("a", "b", "c")):
        open_sale(storage, sale_id, at=NOON + timedelta(minutes=n))
    open_sale(storage, "d", till_id=2)
    with storage.write() as session:
        session.touch_sale("a", NOON + timedelta(hours=1))
        session.abandon_sale("b")
    with storage.read() as session:
        assert session.open_sales(1) == ("a", "c")
        assert session.open_sales(2) == ("d",)


def test_a_run_comes_back_with_its_whole_story(storage: SqlStorage) -> None:
    answer = InquiryAnswer(Verdict.OTHER, parts.IMEI1, raw_text="متن", as_of=NOON, reasons=("a", "b"))
    findings = (Finding("verdict-gate", Gate.DECISION, "verdict", "OTHER"),)
    first = StepRecord(
        step_id="inquiry", state=StepState.DONE, evidence=InquiryEvidence(box=(parts.IMEI1,), answered=True),
        channel=Channel.SMS, at=NOON, by="s",
    )  # fmt: skip
    second = StepRecord(
        step_id="answer_control", state=StepState.DECIDED, evidence=AnswerEvidence(answer=answer, matches_hand=True),
        channel=None, at=NOON + timedelta(seconds=1), by="s", findings=findings, reason="چرا", opened_by="m",
    )  # fmt: skip
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.begin_run("sale", "sealed", 7)
        session.add_records("sale", (first,))
        session.add_records("sale", (second,))
        session.add_records("sale", ())
    with storage.read() as session:
        sale = session.sale("sale")
    assert sale is not None
    assert sale.run is not None
    assert (sale.run.checklist_id, sale.run.version, sale.run.records) == ("sealed", 7, (first, second))


# -- invoices --------------------------------------------------------------------------------------


def test_two_invoices_never_share_a_number(storage: SqlStorage) -> None:
    for sale_id in ("sale", "other"):
        open_sale(storage, sale_id)
    with storage.write() as session:
        issue(session, "sale", 5)
    for seq, number in ((5, ""), (6, "1405-1-000005"), (5, "1405-1-other")):
        with pytest.raises(ShopError, match="invoice-number-taken"), storage.write() as session:
            issue(session, "other", seq, number=number)
    with pytest.raises(ShopError, match="sale-already-invoiced"), storage.write() as session:
        issue(session, "sale", 6)


def test_a_number_that_was_not_used_comes_back(storage: SqlStorage) -> None:
    def take_and_fail() -> None:
        with storage.write() as session:
            assert session.next_invoice_number(1, 1405) == 2
            raise InterruptedError

    with storage.write() as session:
        assert session.next_invoice_number(1, 1405) == 1
    with pytest.raises(InterruptedError):
        take_and_fail()
    with storage.write() as session:
        assert session.next_invoice_number(1, 1405) == 2
        assert session.next_invoice_number(2, 1405) == 1
        assert session.next_invoice_number(1, 1406) == 1
        assert session.next_local_seq(1) == 1


def test_two_writers_leave_no_gap_and_no_double(storage: SqlStorage) -> None:
    got: list[int] = []

    def number() -> int:
        while True:
            try:
                with storage.write() as session:
                    return session.next_invoice_number(1, 1405)
            except StorageError as error:
                if error.code != "storage-locked":
                    raise

    def many() -> None:
        got.extend(number() for _ in range(10))

    at_once(many, many)
    assert sorted(got) == list(range(1, 21))


def test_an_invoice_its_prints_and_the_list(storage: SqlStorage) -> None:
    numbers = []
    for n in range(5):
        open_sale(storage, f"sale{n}")
        with storage.write() as session:
            numbers.append(issue(session, f"sale{n}"))
    with storage.write() as session:
        for nth in (1, 2, 3):
            session.add_print(a_print(numbers[0], nth))
        session.add_print(a_print(numbers[1], 1))
    with storage.read() as session:
        kept = session.invoice(numbers[0])
        assert kept is not None
        assert (kept.document, kept.sha256, kept.prints, kept.issued_at) == ("{}", SHA256, 3, NOON)
        assert session.invoice("1405-1-999999") is None
        assert [row.number for row in session.invoices(2)] == numbers[:2:-1]
        shown = {row.number: (row.prints, row.print_state) for row in session.invoices(9)}
        assert [shown[number] for number in numbers[:3]] == [
            (3, PrintState.PRINTED),
            (1, PrintState.PRINTED),
            (0, None),
        ]
        assert [row.number for row in session.invoices(9, before=numbers[3])] == numbers[2::-1]
        sale = session.sale("sale0")
        assert sale is not None
        assert sale.invoice_number == numbers[0]


def test_settings_staff_rates_pictures(storage: SqlStorage) -> None:
    locked = Staff(
        id=0, name="M2", role="manager", pin_hash="h", failures=3, active=False, left_ms=9, seen_ms=1 << 40, seen_by=2
    )
    rate = VatRate(valid_from=date(2030, 1, 1), valid_to=date(2030, 1, 2), hundredths=0, source="s", entered_by="e")
    with storage.write() as session:
        assert session.vat_rates() == SEED
        session.put_setting("theme", "dark")
        session.put_setting("theme", "light")
        staff_id = session.put_staff(locked)
        session.put_vat_rates((rate,))
        sha256 = session.put_picture(b"picture")
        assert session.put_picture(b"picture") == sha256
    with storage.read() as session:
        assert (session.setting("theme"), session.setting("none")) == ("light", None)
        kept = next(person for person in session.staff() if person.id == staff_id)
        assert replace(kept, id=0) == locked
        assert session.staff()[0].role == "seller"
        assert session.vat_rates() == (rate,)
        assert (session.picture(sha256), session.picture("0" * 64)) == (b"picture", None)


def test_two_who_count_at_once_lose_no_try(storage: SqlStorage) -> None:
    """A try is counted, or it is refused before it is looked at: never looked at and not counted."""
    counted: list[int] = []
    refused: list[str] = []

    def count() -> None:
        for _ in range(15):
            try:
                with storage.write() as session:
                    person = session.staff()[0]
                    session.put_staff(replace(person, failures=person.failures + 1))
                counted.append(1)
            except StorageError as error:
                refused.append(error.code)

    threads = [Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with storage.read() as session:
        assert session.staff()[0].failures == len(counted) > 0
    assert set(refused) <= {"storage-locked"}


def test_audit_and_operations_share_the_tills_own_order(storage: SqlStorage, engine: Engine) -> None:
    with storage.write() as session:
        session.audit(1, NOON, "s", "kind", "subject", {"b": 1, "a": "فارسی"})
        assert session.next_local_seq(1) == 2
        session.audit(1, NOON, "s", "kind", "subject", {})
    with engine.connect() as connection:
        rows = connection.execute(text("select seq, data from audit_event order by seq")).all()
    assert [tuple(row) for row in rows] == [(1, '{"a": "فارسی", "b": 1}'), (3, "{}")]


def test_times_come_back_as_aware_utc(storage: SqlStorage) -> None:
    tehran = datetime(2026, 11, 22, 15, 30, tzinfo=timezone(timedelta(hours=3, minutes=30)))
    open_sale(storage, "sale", at=tehran)
    with storage.read() as session:
        sale = session.sale("sale")
    assert sale is not None
    assert sale.opened_at == NOON == tehran
    assert sale.opened_at.tzinfo is UTC


def test_a_write_is_whole_or_not_at_all(storage: SqlStorage) -> None:
    def fail_at_the_end() -> None:
        with storage.write() as session:
            session.add_line("sale", line_of(session, parts.IMEI1, "line"))
            session.set_buyer("sale", Buyer(name="x"))
            raise InterruptedError

    open_sale(storage, "sale")
    with pytest.raises(InterruptedError):
        fail_at_the_end()
    with storage.read() as session:
        sale = session.sale("sale")
        assert session.find_units(parts.IMEI1)[0].sale_id == ""
    assert sale is not None
    assert (sale.lines, sale.buyer) == ((), Buyer())


def test_one_print_has_one_number(storage: SqlStorage) -> None:
    """Two windows that print at once: the second is told, no copy goes out unmarked."""
    open_sale(storage, "sale")
    with storage.write() as session:
        number = issue(session, "sale")
        session.add_print(a_print(number, 1))
    with pytest.raises(ShopError) as refusal, storage.write() as session:
        session.add_print(a_print(number, 1))
    assert refusal.value.code == "print-number-taken"
