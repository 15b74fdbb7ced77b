"""A stocktake by scanner: one scan one phone; it finds, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import goods, stocktake
from pos_app.application.stocktake import Heard
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import UnitState
from tests.application import listed
from tests.application.steps import sold
from tests.fakes.parts import CASE, CASE_GTIN, IMEI1, IMEI2, NOKIA, OTHER1, PHONE_GTIN, STOLEN, Till

STRANGER = listed.pair(0)[0]


@pytest.fixture
def open_till(till: Till) -> Till:
    stocktake.begin(till.services)
    return till


def scan(till: Till, *texts: str) -> list[Heard]:
    return [stocktake.scan(till.services, text).heard for text in texts]


def test_one_scan_one_phone_by_any_of_its_numbers(open_till: Till) -> None:
    assert scan(open_till, IMEI1, IMEI2, "R5CX0000002", OTHER1, f"{NOKIA}\nSHARED", "۳۵۳۳۰۸۱۱۰۰۰۲۰۱۱") == [
        Heard.COUNTED, Heard.AGAIN, Heard.COUNTED, Heard.AGAIN, Heard.COUNTED, Heard.COUNTED,
    ]  # fmt: skip
    now = stocktake.standing(open_till.services)
    assert (now.counts["counted"], now.counts["expected"], now.left) == (4, 4, 0)
    assert now.scans[0].code == STOLEN


def test_sold_kept_gone_and_unknown(open_till: Till) -> None:
    sold(open_till.services)
    with open_till.services.storage.write() as session:
        for number, state in ((NOKIA, UnitState.HELD), (STOLEN, UnitState.LEFT)):
            session.change_unit(replace(session.find_units(number)[0].unit, state=state))
    assert scan(open_till, IMEI1, NOKIA, STOLEN, STRANGER, STRANGER) == [
        Heard.SOLD, Heard.KEPT, Heard.GONE, Heard.UNKNOWN, Heard.AGAIN,
    ]  # fmt: skip


def test_pieces_are_counted_by_their_barcode(open_till: Till) -> None:
    assert stocktake.scan(open_till.services, CASE_GTIN).pieces == 1
    word = stocktake.scan(open_till.services, CASE_GTIN)
    assert (word.heard, word.title, word.pieces) == (Heard.PIECE, CASE.title, 2)
    assert stocktake.take_back(open_till.services) == CASE_GTIN
    (pile,) = stocktake.standing(open_till.services).piles
    assert (pile.counted, pile.should) == (1, 0)


def test_the_last_scan_can_be_taken_back(open_till: Till) -> None:
    scan(open_till, IMEI1, NOKIA)
    assert stocktake.take_back(open_till.services) == NOKIA
    assert scan(open_till, NOKIA) == [Heard.COUNTED]
    for _ in range(2):
        stocktake.take_back(open_till.services)
    assert stocktake.take_back(open_till.services) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "scan-empty"), (PHONE_GTIN, "scan-its-imei"), ("SHARED", "serial-of-several"), ("356938035643808", "imei-")],
)
def test_what_is_no_scan_of_a_phone(open_till: Till, text: str, code: str) -> None:
    with pytest.raises(ShopError, match=code):
        stocktake.scan(open_till.services, text)


def test_closing_names_what_is_missing_and_changes_nothing(open_till: Till) -> None:
    scan(open_till, IMEI1, STRANGER)
    done = stocktake.close(open_till.services, "evening")
    assert done.counts["missing"] == 3
    assert (done.counts["counted"], done.counts["unknown"]) == (1, 1)
    assert {row.code for row in done.scans if row.finding == "missing"} == {OTHER1, NOKIA, STOLEN}
    assert [row.code for row in done.scans if row.finding == "unknown"] == [STRANGER]
    with open_till.services.storage.read() as session:
        assert session.find_units(NOKIA)[0].unit.state is UnitState.IN_STOCK
        case = session.product_by_gtin(CASE_GTIN)
    assert case is not None
    assert goods.card(open_till.services, case.id).movements == ()
    (kept,) = stocktake.closed(open_till.services)
    assert (kept.note, kept.closed_by, kept.result["missing"]) == ("evening", open_till.services.person, 3)
    assert stocktake.standing(open_till.services).stocktake is None


def test_one_at_a_time_and_none_without_beginning(till: Till) -> None:
    with pytest.raises(ShopError, match="stocktake-none-open"):
        stocktake.scan(till.services, IMEI1)
    stocktake.begin(till.services)
    with pytest.raises(ShopError, match="stocktake-open-already"):
        stocktake.begin(till.services)
    stocktake.close(till.services)
    stocktake.begin(till.services)


def test_it_outlives_the_program(open_till: Till) -> None:
    scan(open_till, IMEI1)
    again = open_till.restarted()
    assert stocktake.standing(again.services).counts["counted"] == 1
    assert scan(again, IMEI1) == [Heard.AGAIN]
    again.storage.close()
