"""Ready values and strategies for the tests of the rules. Every number is invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from stdnum import luhn

from pos_app.domain.checklist import Checklist, parse
from pos_app.domain.evidence import (
    ActivationEvidence,
    AnswerEvidence,
    BoxMatchEvidence,
    Evidence,
    InquiryEvidence,
    InvoiceEvidence,
)
from pos_app.domain.registry import OperationState
from pos_app.domain.stock import Product, ProductKind, Unit
from pos_app.domain.verdict import InquiryAnswer, Verdict

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
IMEI1, IMEI2 = "356938035643809", "356938035643817"
STRANGER = "490154203237518"

PHONE = Product(
    id=1, kind=ProductKind.DEVICE, title="Galaxy A55", price=385_000_000, brand="Samsung", model="Galaxy A55",
    model_code="SM-A556E", unit_code=1631,
)  # fmt: skip
UNIT = Unit(id=1, product=PHONE, imeis=(IMEI1, IMEI2), serial="R5CX0000001")
SINGLE = Unit(id=2, product=PHONE, imeis=(IMEI1,), serial="R5CX0000002")


@cache
def vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "tests/data/vectors.json").read_text("utf-8"))
    return found


def values(kind: str, part: str) -> list[dict[str, Any]]:
    """One list of the published vectors, never empty."""
    found: list[dict[str, Any]] = vectors()[kind][part]
    assert found
    return found


@cache
def sealed() -> Checklist:
    return parse((ROOT / "resources/checklists/sealed.toml").read_text("utf-8"))


def answer(verdict: Verdict = Verdict.LEGAL_NOT_ACTIVATED, **changes: Any) -> InquiryAnswer:
    plain: dict[str, Any] = {"imei": IMEI1, "brand": "Samsung", "model": "SM-A556E"}
    return InquiryAnswer(verdict=verdict, **{**plain, **changes})


def with_check_digit(body: str) -> str:
    return body + luhn.calc_check_digit(body)


imeis = (
    st.text("0123456789", min_size=14, max_size=14)
    .map(with_check_digit)
    .filter(lambda value: value != value[0] * 15)
)  # fmt: skip
instants = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
#: Text as it can stand in a JSON file: no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)

answers = st.builds(
    InquiryAnswer, verdict=st.sampled_from(Verdict), imei=imeis, brand=texts, model=texts, importer=texts,
    import_type=st.sampled_from(["", "commercial", "passenger"]), currency_type=texts,
    seen_on_network_before=st.none() | st.booleans(), raw_text=texts, as_of=st.none() | instants,
    provisional=st.booleans(), reasons=st.lists(texts, max_size=3).map(tuple), deadline=st.none() | instants,
)  # fmt: skip
_slots = st.lists(imeis | st.just(""), max_size=2).map(tuple)
evidences: st.SearchStrategy[Evidence] = st.one_of(
    st.builds(InquiryEvidence, box=_slots, operation_id=texts, answered=st.booleans(), why=texts),
    st.builds(
        AnswerEvidence, answer=answers, matches_hand=st.none() | st.booleans(), sender=texts, picture_sha256=texts
    ),
    st.builds(BoxMatchEvidence, box=_slots, device=_slots, picture_sha256=texts),
    st.builds(
        ActivationEvidence, imei=imeis, sim=texts, state=st.sampled_from(OperationState), operation_id=texts,
        deferred=st.booleans(), problem=texts, attempts_left=st.none() | st.integers(0, 9), raw_text=texts,
        sender=texts, picture_sha256=texts,
    ),
    st.builds(InvoiceEvidence, number=texts, document_sha256=texts),
)  # fmt: skip
