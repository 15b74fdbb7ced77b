"""What is written down comes back the same: evidence and the frozen invoice."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.evidence import (
    KINDS,
    Evidence,
    EvidenceKind,
    answer_from_plain,
    answer_to_plain,
    from_plain,
    kind_of,
    to_plain,
)
from pos_app.domain.invoice import (
    InvoiceDocument,
    InvoiceLine,
    OpenedGate,
    Party,
    PaymentLine,
    RegistryFacts,
    StepFact,
    from_json,
    to_json,
)
from pos_app.domain.verdict import InquiryAnswer
from tests.domain.values import answers, evidences, imeis, texts


@given(evidences)
def test_evidence_comes_back(evidence: Evidence) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(evidence)))) == evidence


@given(answers)
def test_answer_comes_back(answer: InquiryAnswer) -> None:
    assert answer_from_plain(json.loads(json.dumps(answer_to_plain(answer)))) == answer


@given(evidences)
def test_every_kind_is_known(evidence: Evidence) -> None:
    assert KINDS[kind_of(evidence)] is type(evidence)
    assert set(KINDS) == set(EvidenceKind)


@pytest.mark.parametrize("plain", [{}, {"kind": "guess"}, {"kind": "inquiry"}, {"kind": "invoice", "x": 1}])
def test_anything_else_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        from_plain(plain)


_amounts = st.integers(0, 10**18)
_parties = st.builds(Party, **dict.fromkeys(Party.__slots__, texts))
_codes = st.lists(texts, max_size=3).map(tuple)
documents = st.builds(
    InvoiceDocument, number=texts, issued_at=texts, currency=st.just("IRR"), seller=_parties, buyer=_parties,
    lines=st.lists(
        st.builds(
            InvoiceLine, row_no=st.integers(1, 99), goods_code=texts, description=texts, quantity=texts,
            unit_code=st.sampled_from([1627, 1631]), fee=_amounts, prdis=_amounts, dis=_amounts, adis=_amounts,
            vat_hundredths=st.integers(0, 10_000), vam=_amounts, tsstam=_amounts,
            imeis=st.lists(imeis, max_size=2).map(tuple), serial=texts, guarantee=texts,
        ), max_size=3,
    ).map(tuple),
    prdis=_amounts, dis=_amounts, adis=_amounts, vam=_amounts, tsstam=_amounts,
    payments=st.lists(st.builds(PaymentLine, method=st.integers(1, 7), amount=_amounts, reference=texts), max_size=2)
    .map(tuple),
    vat_source=texts,
    registry=st.none() | st.builds(
        RegistryFacts, verdict=texts, inquiry_channel=texts, inquiry_at=texts, activation_state=texts, sim=texts
    ),
    steps=st.lists(st.builds(StepFact, **dict.fromkeys(StepFact.__slots__, texts)), max_size=3).map(tuple),
    opened=st.lists(
        st.builds(OpenedGate, kind=texts, step_id=texts, codes=_codes, reason=texts, by=texts, at=texts), max_size=2
    ).map(tuple),
    notes=texts, licence_no=texts, stamp_sha256=texts,
)  # fmt: skip


@given(documents)
def test_invoice_comes_back_and_is_canonical(document: InvoiceDocument) -> None:
    text = to_json(document)
    assert from_json(text) == document
    assert to_json(from_json(text)) == text
    shuffled = json.dumps(dict(reversed(json.loads(text).items())))
    assert to_json(from_json(shuffled)) == text
    assert document.imeis == tuple(number for line in document.lines for number in line.imeis)


def test_another_schema_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="invoice-schema-unknown"):
        from_json('{"schema": 2}')
