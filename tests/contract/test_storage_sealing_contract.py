"""Private values lie sealed in either database, each in its own place."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from pos_app.adapters.storage import tables
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import StorageError
from pos_app.domain.evidence import AnswerEvidence, InquiryEvidence
from pos_app.domain.outbox import Settlement
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.ports.storage import StoredInvoice
from tests.contract.storage_steps import LEASE, an_entry, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

S = OperationState


CANARIES = ("Canary-Name", "0499370899", "09129876543", "Canary-Street", "482915", "770011223344", "Canary-Answer",
            "Canary-Document", "Canary-Picture", "Canary-Draft")  # fmt: skip


def _fill_with_canaries(storage: SqlStorage) -> None:
    name, national_id, mobile, street, code, rrn, answer, document, picture, draft = CANARIES
    open_sale(storage, "sale", parts.IMEI1)
    record = StepRecord(
        step_id="answer_control", state=StepState.DONE, channel=Channel.SMS, at=NOON, by="s",
        evidence=AnswerEvidence(answer=InquiryAnswer(Verdict.OTHER, parts.IMEI1, raw_text=answer), matches_hand=True),
    )  # fmt: skip
    with storage.write() as session:
        session.set_buyer("sale", Buyer(name=name, national_id=national_id, mobile=mobile, address=street))
        session.set_payment("sale", Payment(method=PaymentMethod.CARD_READER, reference=rrn))
        session.set_draft("sale", {"code": code, "note": draft})
        session.begin_run("sale", "sealed", 1)
        session.add_records("sale", (record,))
        session.add_entry(an_entry("a", payload={"msisdn": mobile, "activation_code": code}))
        session.claim("a", "x", NOON, NOON + LEASE)
        session.settle("a", Settlement(S.OUTCOME_UNKNOWN, raw=answer), NOON)
        invoice = StoredInvoice(
            number="1405-1-000001", sale_id="sale", issued_at=NOON, document=document, sha256="0" * 64, prints=0
        )  # fmt: skip
        session.add_invoice(invoice, 1, 1405, 1, "phone", 1)
        session.put_picture(picture.encode())


def _dump(engine: Engine) -> bytes:
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        return b"".join(file.read_bytes() for file in path.parent.iterdir())
    with engine.connect() as connection:
        rows = [row for table in tables.metadata.sorted_tables for row in connection.execute(table.select())]
    values = [value for row in rows for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_no_private_value_lies_open(storage: SqlStorage, engine: Engine) -> None:
    _fill_with_canaries(storage)
    engine.dispose()
    found = _dump(engine)
    assert parts.IMEI1.encode() in found  # the search itself works
    assert [canary for canary in CANARIES if canary.encode() in found] == []


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [
        ("sale", "buyer_sealed", "id"),
        ("sale", "payment_sealed", "id"),
        ("sale", "draft_sealed", "id"),
        ("operation", "payload_sealed", "id"),
        ("step_record", "evidence_sealed", "sale_id"),
    ],
)
def test_a_sealed_value_moved_to_another_row_does_not_open(
    storage: SqlStorage, engine: Engine, table: str, column: str, key: str
) -> None:
    _fill_with_canaries(storage)
    open_sale(storage, "other")
    with storage.write() as session:
        session.begin_run("other", "sealed", 1)
        record = StepRecord(
            step_id="answer_control", state=StepState.DONE, evidence=InquiryEvidence(box=()), channel=None, at=NOON,
            by="s",
        )  # fmt: skip
        session.add_records("other", (record,))
        session.add_entry(an_entry("b", sale_id="other"))
    mine, theirs = ("a", "b") if table == "operation" else ("sale", "other")
    move = f"update {table} set {column} = (select {column} from {table} where {key} = :a) where {key} = :b"  # noqa: S608
    with engine.begin() as connection:
        connection.execute(text(move), {"a": mine, "b": theirs})
    with storage.read() as session, pytest.raises(StorageError, match="seal-broken"):
        _ = session.entry("b") if table == "operation" else session.sale("other")
