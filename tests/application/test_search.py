"""One box finds everything: by digits and letters of either language, by the last digits of an IMEI."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import search
from pos_app.application.search import HitKind
from tests.application import steps
from tests.fakes.parts import CASE, EID, IMEI1, IMEI2, NOKIA, Till


def found(till: Till, text: str, kind: HitKind) -> list[str]:
    return [hit.key for hit in search.find(till.services, text) if hit.kind is kind]


@pytest.mark.parametrize(
    "text",
    [IMEI1, IMEI2, IMEI1[-4:], IMEI2[-5:], "۳۸۰۹", "٣٨٠٩", " 35693803 564380 9", "356938-03-564380-9", "R5CX0000001",
     "r5cx0000001", EID],
)  # fmt: skip
def test_a_phone(till: Till, text: str) -> None:
    assert IMEI1 in found(till, text, HitKind.UNIT)


def test_by_the_beginning_of_the_number(till: Till) -> None:
    assert IMEI1 in found(till, "35693803564", HitKind.UNIT)
    assert found(till, "490154", HitKind.UNIT) == [NOKIA]


def test_a_phone_that_was_sold(till: Till) -> None:
    steps.sold(till.services)
    (hit,) = (hit for hit in search.find(till.services, IMEI1) if hit.kind is HitKind.UNIT)
    assert (hit.key, hit.state) == (IMEI1, "sold")


def test_an_invoice_by_its_whole_number_or_its_last_part(till: Till) -> None:
    invoice = steps.sold(till.services)
    seq = str(int(invoice.number.rsplit("-", 1)[-1]))
    year, till_id, _seq = invoice.number.split("-")
    for text in (invoice.number, seq, f"{year}-{till_id}-{seq}", f"۱۴۰۵-۱-{seq}"):
        assert found(till, text, HitKind.PAPER) == [invoice.number]


@pytest.mark.parametrize("text", ["galaxy", "GALAXY a55", "a55 galaxy", "sm-a556e", "2000000000015", "2330000604708"])
def test_goods(till: Till, text: str) -> None:
    titles = [hit.title for hit in search.find(till.services, text) if hit.kind is HitKind.PRODUCT]
    assert "Galaxy A55" in titles


@pytest.mark.parametrize("text", ["", " ", "\u200c", "0", "xyz-nothing", "%", "_", "'", "٪", "9" * 5_000, "ا" * 5_000])
def test_nothing_is_an_answer(till: Till, text: str) -> None:
    assert search.find(till.services, text) == ()


def test_letters_of_both_keyboards_are_one(till: Till) -> None:
    with till.storage.write() as session:
        session.put_product(replace(CASE, title="کیف چرمی گوشی", gtin=""))
    for text in ("کیف", "كيف", "كيف  چرمي", "گوشي"):
        assert found(till, text, HitKind.PRODUCT), text


def test_no_more_of_a_kind_than_asked_for(till: Till) -> None:
    assert len(search.find(till.services, "3569380356", each=1)) == 1


@pytest.mark.parametrize("text", ["\udcff\udcfe", "\ud83d", "علی\udcff", "\udcff" * 200])
def test_halves_of_letters_find_nothing(till: Till, text: str) -> None:
    assert search.find(till.services, text) == ()
