"""The scan field: every kind of code, and what the counter does with it."""

from __future__ import annotations

import pytest

from pos_app.application import scan, sell
from pos_app.domain.box_code import CodeKind
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import SaleState
from pos_app.ports.hardware import RawCode
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till


def refused(till: Till, text: str, sale_id: str = "") -> tuple[str, str]:
    with pytest.raises(ShopError) as caught:
        scan.take(till.services, sale_id, text)
    return caught.value.code, caught.value.detail


@pytest.mark.parametrize(
    "code", [parts.IMEI1, parts.IMEI2, "R5CX0000001", "r5cx0000001", "S/N: R5CX0000001", parts.EID]
)
def test_any_code_of_the_phone_opens_its_sale(till: Till, code: str) -> None:
    found = scan.take(till.services, "", code)
    sale = steps.sale_of(till.services, found.sale_id)
    assert sale.unit is not None
    assert sale.unit.imeis == steps.BOTH
    assert (sale.state, sale.seller, sale.till_id) == (SaleState.OPEN, parts.SELLER, 1)
    assert [line.fee for line in sale.lines] == [parts.GALAXY.price]
    assert sale.run is not None
    assert (sale.run.checklist_id, sale.run.records) == ("sealed", ())


def test_a_whole_box_at_once(till: Till) -> None:
    payload = (
        f"IMEI1:{parts.IMEI1}\nIMEI2:{parts.IMEI2}\nS/N: R5CX0000001\nEID: {parts.EID}\n{parts.PHONE_GTIN}\n482915"
    )
    found = scan.take(till.services, "", payload)
    assert [(named.kind, named.slot, named.note) for named in found.codes] == [
        (CodeKind.IMEI, 1, ""), (CodeKind.IMEI, 2, ""), (CodeKind.SERIAL, 0, ""), (CodeKind.EID, 0, ""),
        (CodeKind.GTIN, 0, ""), (CodeKind.ACTIVATION_CODE, 0, ""),
    ]  # fmt: skip
    draft = steps.sale_of(till.services, found.sale_id).draft
    assert draft == {"box1": parts.IMEI1, "box2": parts.IMEI2, "code": parts.CODE}
    assert parts.CODE not in repr(found)


def test_the_same_scan_again_changes_nothing(till: Till) -> None:
    first = scan.take(till.services, "", parts.IMEI1)
    again = scan.take(till.services, first.sale_id, parts.IMEI1)
    assert again.sale_id == first.sale_id
    assert len(steps.sale_of(till.services, first.sale_id).lines) == 1


def test_a_parked_sale_is_resumed(till: Till) -> None:
    parked = steps.answered(till.services)
    other = steps.opened(till.services, parts.NOKIA)
    assert other != parked
    till.clock.move(seconds=1)
    assert scan.take(till.services, other, parts.IMEI2).sale_id == parked
    with till.storage.read() as session:
        assert session.open_sales(1)[0] == parked
    assert steps.last_record(till.services, parked, "answer_control").state.passed


def test_a_resumed_sale_survives_a_restart(till: Till) -> None:
    parked = steps.answered(till.services)
    again = till.restarted()
    assert scan.take(again.services, "", parts.IMEI1).sale_id == parked
    assert steps.last_record(again.services, parked, "answer_control").state.passed
    again.storage.close()


def test_a_unit_in_another_tills_sale(till: Till) -> None:
    steps.opened(till.beside(2))
    assert refused(till, parts.IMEI2) == ("unit-in-another-sale", parts.IMEI1)


def test_a_sold_unit_names_its_invoice(till: Till) -> None:
    invoice = steps.sold(till.services)
    assert refused(till, parts.IMEI2) == ("unit-already-sold", f"{parts.IMEI1} {invoice.number}")
    assert scan.take(till.services, "", invoice.number).invoice == invoice.number
    assert scan.take(till.services, "", "۱۴۰۵-1-1").invoice == invoice.number
    assert refused(till, "1405-1-000099") == ("invoice-missing", "1405-1-000099")


def test_codes_of_two_units(till: Till) -> None:
    assert refused(till, f"{parts.IMEI1}\n{parts.NOKIA}")[0] == "codes-of-two-units"


def test_a_sale_has_one_phone(till: Till) -> None:
    sale_id = steps.opened(till.services)
    assert refused(till, parts.NOKIA, sale_id) == ("sale-has-device", parts.NOKIA)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan-empty"),
        (" \n ", "scan-empty"),
        ("356868000041418", "unit-not-in-stock"),
        ("89049032000001000000012345678954", "unit-not-in-stock"),
        ("UNKNOWN-1", "unit-not-in-stock"),
        (parts.IMEI1[:14] + "1", "imei-check-digit"),
        (parts.IMEI1[:14], "imei-14-digits"),
        ("0" * 15, "imei-all-equal"),
        ("482915", "scan-the-imei-first"),
        ("8998123456789012344", "scan-is-sim-card"),
        (parts.PHONE_GTIN, "scan-the-imei"),
        ("4006381333931", "gtin-unknown"),
        ("SHARED", "serial-shared"),
        ("S/N:", "unit-not-in-stock"),
    ],
)
def test_where_a_code_leads_nowhere_it_says_why(till: Till, text: str, code: str) -> None:
    assert refused(till, text)[0] == code
    with till.storage.read() as session:
        assert session.open_sales(1) == ()


def test_an_activation_code_goes_into_the_draft_only(till: Till) -> None:
    sale_id = steps.opened(till.services)
    found = scan.take(till.services, sale_id, "۴۸۲۹۱۵")
    assert [named.kind for named in found.codes] == [CodeKind.ACTIVATION_CODE]
    assert steps.sale_of(till.services, sale_id).draft["code"] == "482915"
    with pytest.raises(ShopError) as caught:
        scan.take(till.services, "", "482915")
    assert "482915" not in repr(caught.value)
    assert "482915" not in caught.value.detail


def test_a_strange_imei_in_an_open_sale_is_shown(till: Till) -> None:
    sale_id = steps.opened(till.services)
    assert refused(till, "356868000041418", sale_id) == ("imei-not-this-unit", "356868000041418")
    assert refused(till, "OTHER-SERIAL", sale_id) == ("serial-not-this-unit", "OTHER-SERIAL")


def test_in_the_comparing_step_scans_fill_the_device(till: Till) -> None:
    sale_id = steps.opened(till.services, f"{parts.IMEI1}\n{parts.IMEI2}")
    assert steps.answered(till.services) == sale_id
    scan.take(till.services, sale_id, f"{parts.IMEI1}\n{parts.IMEI2}")
    draft = steps.sale_of(till.services, sale_id).draft
    assert (draft["device1"], draft["device2"]) == steps.BOTH


def test_accessories_count_up_and_open_a_sale_of_their_own(till: Till) -> None:
    sale_id = scan.take(till.services, "", parts.CASE_GTIN).sale_id
    assert scan.take(till.services, sale_id, parts.CASE_GTIN).sale_id == sale_id
    sale = steps.sale_of(till.services, sale_id)
    assert [(line.product.title, line.quantity, line.unit) for line in sale.lines] == [("Case", 2, None)]
    assert (sale.run, sale.unit) == (None, None)
    assert scan.take(till.services, sale_id, parts.IMEI1).sale_id == sale_id
    assert len(steps.sale_of(till.services, sale_id).lines) == 2
    (unknown,) = scan.take(till.services, sale_id, "4006381333931").codes
    assert unknown.note == "gtin-unknown"


def test_the_gtin_of_another_phone_is_noted(till: Till) -> None:
    sale_id = steps.opened(till.services, parts.NOKIA)
    (named,) = scan.take(till.services, sale_id, parts.PHONE_GTIN).codes
    assert named.note == "gtin-of-another-product"


def test_a_finished_sale_takes_nothing_more(till: Till) -> None:
    """Whatever the screen still shows: the paper of a finished sale is frozen."""
    invoice = steps.sold(till.services)
    found = scan.take(till.services, invoice.sale_id, parts.CASE_GTIN)
    assert found.sale_id != invoice.sale_id
    assert len(steps.sale_of(till.services, invoice.sale_id).lines) == 1
    assert scan.take(till.services, invoice.sale_id, parts.NOKIA).sale_id not in ("", invoice.sale_id)


def test_an_abandoned_sale_gives_its_unit_back(till: Till) -> None:
    sale_id = steps.answered(till.services)
    sell.abandon(till.services, sale_id)
    again = steps.opened(till.services)
    assert again != sale_id
    assert len(entries := steps.entries(till.services, sale_id)) == 1
    assert entries[0].answer is not None  # what was asked and answered stays on record
    with pytest.raises(ShopError, match="sale-not-open"):
        sell.abandon(till.services, sale_id)


def test_codes_of_a_picture(till: Till) -> None:
    till.reader.codes = (RawCode(parts.IMEI1, "code128"), RawCode(parts.IMEI2, "code128"))
    text = scan.as_text(scan.read_picture(till.services, b"jpeg"))
    assert text == f"{parts.IMEI1}\n{parts.IMEI2}"
    till.reader.codes = ()
    with pytest.raises(ShopError, match="no-code-in-picture"):
        scan.read_picture(till.services, b"jpeg")
    till.reader.problem = "image-too-large"
    with pytest.raises(ShopError, match="image-too-large"):
        scan.read_picture(till.services, b"jpeg")
