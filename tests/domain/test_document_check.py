"""Documents from elsewhere: whatever stands in a field, it is named or it is well; nothing else happens."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import buy_in_document, invoice
from pos_app.domain.document_check import faults
from pos_app.settings import RESOURCES

SAMPLES = RESOURCES / "samples"
AWKWARD: dict[str, Any] = json.loads((SAMPLES / "invoice-awkward.json").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("invoice-*.json")), ids=lambda path: path.stem)
def test_our_samples_are_well(path: Any) -> None:
    assert faults(invoice.from_json(path.read_text("utf-8"))) == ()


def test_a_purchase_is_well_and_its_price_counts() -> None:
    plain = json.loads((SAMPLES / "buy-in-walk-in.json").read_text("utf-8"))
    assert faults(buy_in_document.from_json(json.dumps(plain))) == ()
    assert faults(buy_in_document.from_json(json.dumps({**plain, "price": "1"}))) == ("price: number-expected",)


def changed(path: tuple[str | int, ...], value: Any) -> str:
    plain = copy.deepcopy(AWKWARD)
    place: Any = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("tsstam",), "100", "tsstam: number-expected"),
        (("tsstam",), 1.5, "tsstam: number-expected"),
        (("tsstam",), True, "tsstam: number-expected"),
        (("tsstam",), None, "tsstam: number-expected"),
        (("tsstam",), -5, "tsstam: number-out-of-range"),
        (("tsstam",), 10**30, "tsstam: number-out-of-range"),
        (("tsstam",), 7, "tsstam: sum-differs"),
        (("issued_at",), "x", "issued_at: time-expected"),
        (("issued_at",), "2026-03-21T08:00:00", "issued_at: time-expected"),
        (("issued_at",), "0001-01-01T00:00:00+00:00", "issued_at: time-expected"),
        (("lines", 0, "quantity"), "NaN", "lines[0].quantity: number-expected"),
        (("lines", 0, "quantity"), 2, "lines[0].quantity: text-expected"),
        (("lines", 0, "description"), "\ud800", "lines[0].description: text-expected"),
        (("lines", 0, "imeis"), [1], "lines[0].imeis[0]: text-expected"),
        (("subject",), [], "subject: text-expected"),
        (("payments", 0, "due"), "tomorrow", "payments[0].due: day-expected"),
        (("seller", "name"), 5, "seller.name: text-expected"),
        (("registry", "inquiry_at"), "zz", "registry.inquiry_at: time-expected"),
        (("signature",), "a" * 1000, "signature: seal-expected"),
        (("unit_rials",), 0, "unit_rials: number-expected"),
    ],
)
def test_each_fault_has_its_place(path: tuple[str | int, ...], value: Any, fault: str) -> None:
    assert fault in faults(invoice.from_json(changed(path, value)))


def test_no_rows_are_no_invoice() -> None:
    assert "lines: empty" in faults(invoice.from_json(changed(("lines",), [])))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(st.text(max_size=4), more, max_size=3), max_leaves=5,
)  # fmt: skip


@given(name=st.sampled_from(sorted(AWKWARD)), value=JUNK)
def test_any_junk_is_refused_or_named(name: str, value: Any) -> None:
    try:
        document = invoice.from_json(changed((name,), value))
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    for fault in faults(document):
        assert ": " in fault
