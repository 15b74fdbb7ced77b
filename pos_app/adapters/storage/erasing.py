"""Taking a person out of a finished case. What he is not, the case's numbers, sums, times and hashes, stays."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.own_keys import OwnKeys, of_case
from pos_app.domain import evidence
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.invoice import InvoiceDocument
from pos_app.ports.secrets import Sealer

#: Fields of evidence and of operations that say who, in his own words or by his numbers.
_PRIVATE = frozenset({
    "name", "national_id", "mobile", "holder", "passport", "msisdn", "from_msisdn", "to_msisdn", "raw_text", "raw",
    "from_sim", "to_sim", "sim", "note", "activation_code", "picture_sha256", "buyer_mobile", "owner_name",
})  # fmt: skip
_PICTURES = ("picture_sha256", "pictures")


_KNOWN = {"buyer": frozenset(InvoiceDocument.__slots__), "seller": frozenset(BuyInDocument.__slots__)}


def without_person(plain: Any) -> Any:
    """The same with every private field emptied, however deep it lies."""
    if isinstance(plain, dict):
        return {
            name: _emptied(value) if name in _PRIVATE or name in _PICTURES else without_person(value)
            for name, value in plain.items()
        }
    return [without_person(part) for part in plain] if isinstance(plain, list | tuple) else plain


def _emptied(value: Any) -> Any:
    return [] if isinstance(value, list | tuple) else "" if isinstance(value, str) else value


def erase_case(db: Connection, sealer: Sealer, own: OwnKeys, sale_id: str) -> None:
    """What is still needed is sealed anew under the shop's key, without the person; the rest is overwritten, and the
    key of the case is taken away."""
    theirs = own.of(of_case(sale_id))
    _evidence(db, sealer, theirs, sale_id)
    _operations(db, sealer, theirs, sale_id)
    row = db.execute(select(t.sale.c.payment_sealed).where(t.sale.c.id == sale_id)).one()
    paid = mapping.open_json(theirs, row.payment_sealed, f"sale.payment:{sale_id}")
    for part in [paid, *(paid or {}).get("parts", ())] if paid else []:
        part["reference"] = ""
    again = mapping.seal_json(sealer, paid, f"sale.payment:{sale_id}") if paid else None
    gone: dict[str, Any] = {"buyer_sealed": None, "draft_sealed": None, "payment_sealed": again}
    db.execute(update(t.sale).where(t.sale.c.id == sale_id).values(**gone))
    for table in (t.invoice, t.paper):
        _documents(db, sealer, theirs, table, sale_id)
    own.shred(of_case(sale_id))


def _documents(db: Connection, sealer: Sealer, theirs: Sealer, table: Table, sale_id: str) -> None:
    """The books go on needing goods and sums. What is kept is not the document any more, and its hash says so."""
    c = table.c
    for number, sealed in db.execute(select(c.number, c.document_sealed).where(c.sale_id == sale_id)).all():
        place = f"{table.name}.document:{number}"
        document = mapping.open_json(theirs, sealed, place)
        person = "seller" if "shop" in document else "buyer"  # who is the shop itself on the other kind of paper
        document |= {person: {}, "notes": "", "reason": "", "signature": "", "document_sha256": "", "opened": []}
        for part in (*document.get("payments", ()), document.get("payment") or {}):
            part["reference"] = ""
        registry = document.get("registry") or {}
        registry.update({name: "" for name in ("sim", "from_sim", "to_sim") if name in registry})
        kept = {name: value for name, value in document.items() if name in _KNOWN[person]}
        again = mapping.seal_json(sealer, kept, place)
        db.execute(update(table).where(c.number == number).values(document_sealed=again))


def _evidence(db: Connection, sealer: Sealer, theirs: Sealer, sale_id: str) -> None:
    r = t.step_record
    pictures: set[str] = set()
    for row in db.execute(select(r).where(r.c.sale_id == sale_id)).mappings().all():
        record = mapping.record_from(theirs, row)
        plain = evidence.to_plain(record.evidence)
        for name in _PICTURES:
            shown = plain.get(name) or ()
            pictures.update([shown] if isinstance(shown, str) else shown)
        place = f"step_record.evidence:{sale_id}:{row['step_id']}"
        sealed = mapping.seal_json(sealer, without_person(plain), place)
        db.execute(update(r).where(r.c.id == row["id"]).values(evidence_sealed=sealed, reason=""))
    if pictures:
        db.execute(delete(t.picture).where(t.picture.c.sha256.in_(pictures)))


def _operations(db: Connection, sealer: Sealer, theirs: Sealer, sale_id: str) -> None:
    o, e = t.operation, t.operation_event
    for row in db.execute(select(o).where(o.c.sale_id == sale_id)).mappings().all():
        payload = mapping.open_json(theirs, row["payload_sealed"], f"operation.payload:{row['id']}")
        sealed = mapping.seal_json(sealer, without_person(payload), f"operation.payload:{row['id']}")
        values = {"payload_sealed": sealed, "payload_sha256": hashlib.sha256(sealed).hexdigest(), "answer_sealed": None}
        db.execute(update(o).where(o.c.id == row["id"]).values(**values))
        db.execute(update(e).where(e.c.operation_id == row["id"]).values(text_sealed=None))
