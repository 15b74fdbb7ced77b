"""Row <-> domain. Rows never leave this folder; private values are sealed and opened here."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from pos_app.domain import evidence
from pos_app.domain.digits import plain_name
from pos_app.domain.errors import Finding
from pos_app.domain.invoice import Instalment
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Assurance, Channel, OperationKind, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Buyer, BuyerKind, Payment, PaymentMethod, PaymentPart
from pos_app.domain.stock import Product, ProductKind
from pos_app.domain.verdict import Gate
from pos_app.ports.secrets import Sealer

PAYLOAD_SCHEMA = 1


def seal_json(sealer: Sealer, value: Any, place: str) -> bytes:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sealer.seal(plain.encode(), place)


def open_json(sealer: Sealer, sealed: bytes | None, place: str) -> Any:
    return None if sealed is None else json.loads(sealer.open(sealed, place))


def product_from(row: RowMapping, prefix: str = "") -> Product:
    return Product(
        id=row[f"{prefix}id"],
        kind=ProductKind(row["kind"]),
        title=row["title"],
        price=row["price"],
        gtin=row["gtin"],
        brand=row["brand"],
        model=row["model"],
        model_code=row["model_code"],
        goods_code=row["goods_code"],
        unit_code=row["unit_code"],
        guarantee=row["guarantee"],
        vat_hundredths=row["vat_hundredths"],
        category=row["category"],
        low_level=row["low_level"],
    )


def product_to(product: Product) -> dict[str, Any]:
    values = asdict(product)
    values.pop("id")
    folded = plain_name(" ".join((product.title, product.brand, product.model, product.model_code)))
    return {**values, "kind": product.kind.value, "folded": folded}


def payment_from(plain: dict[str, Any] | None) -> Payment:
    if not plain:
        return Payment()
    method = plain.get("method")
    return Payment(
        method=PaymentMethod(method) if method else None,
        reference=plain.get("reference", ""),
        terminal=plain.get("terminal", ""),
        parts=tuple(
            PaymentPart(**{**part, "method": PaymentMethod(part["method"])}) for part in plain.get("parts", ())
        ),
        instalments=tuple(Instalment(**part) for part in plain.get("instalments", ())),
    )


def buyer_from(plain: dict[str, Any] | None) -> Buyer:
    if not plain:
        return Buyer()
    kind = plain.get("kind")
    return Buyer(**{**plain, "kind": BuyerKind(kind) if kind else None})


def record_to(sealer: Sealer, sale_id: str, record: StepRecord) -> dict[str, Any]:
    place = f"step_record.evidence:{sale_id}:{record.step_id}"
    return {
        "sale_id": sale_id,
        "step_id": record.step_id,
        "state": record.state.value,
        "channel": record.channel.value if record.channel else None,
        "at": record.at,
        "by": record.by,
        "findings": json.dumps([[f.code, int(f.gate), f.field, f.detail] for f in record.findings], ensure_ascii=False),
        "evidence_sealed": seal_json(sealer, evidence.to_plain(record.evidence), place),
        "reason": record.reason,
        "opened_by": record.opened_by,
    }


def record_from(sealer: Sealer, row: RowMapping) -> StepRecord:
    place = f"step_record.evidence:{row['sale_id']}:{row['step_id']}"
    return StepRecord(
        step_id=row["step_id"],
        state=StepState(row["state"]),
        channel=Channel(row["channel"]) if row["channel"] else None,
        at=row["at"],
        by=row["by"],
        findings=tuple(Finding(c, Gate(g), f, d) for c, g, f, d in json.loads(row["findings"])),
        evidence=evidence.from_plain(open_json(sealer, row["evidence_sealed"], place)),
        reason=row["reason"],
        opened_by=row["opened_by"],
    )


def entry_from(sealer: Sealer, row: RowMapping) -> OutboxEntry:
    answer = open_json(sealer, row["answer_sealed"], f"operation.answer:{row['id']}") or {}
    result = answer.get("result")
    return OutboxEntry(
        id=row["id"],
        sale_id=row["sale_id"],
        device_key=row["device_key"],
        kind=OperationKind(row["kind"]),
        channel=Channel(row["channel"]),
        state=OperationState(row["state"]),
        till_id=row["till_id"],
        local_seq=row["local_seq"],
        created_at=row["created_at"],
        next_at=row["next_at"],
        attempts=row["attempts"],
        payload=open_json(sealer, row["payload_sealed"], f"operation.payload:{row['id']}"),
        last_problem=row["last_problem"],
        attempts_left=row["attempts_left"],
        answer=evidence.answer_from_plain(result) if result else None,
        assurance=Assurance(row["assurance"]) if row["assurance"] else None,
        raw=answer.get("raw", ""),
        settled_at=row["settled_at"],
        replaces=row["replaces"],
        unreadable=row["unreadable"],
        first_sent_at=row["first_sent_at"],
        version=row["version"],
        deadline=row["deadline"],
        step=row["step"],
    )
