"""Changes. Every method works inside the one transaction of its session."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Table, delete, insert, select, update

from pos_app.adapters.storage import figure_tables, mapping, tables  # noqa: F401 - makes its tables known
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.customers import SqlCustomerWrites
from pos_app.adapters.storage.drawers import SqlDrawerWrites
from pos_app.adapters.storage.e_sendings import SqlSendingWrites
from pos_app.adapters.storage.feeds import SqlFeedWrites
from pos_app.adapters.storage.figures import SqlFigureWrites
from pos_app.adapters.storage.goods import SqlGoodsWrites
from pos_app.adapters.storage.history import SqlHistoryWrites
from pos_app.adapters.storage.intake import SqlIntakeWrites
from pos_app.adapters.storage.notes import SqlNoteWrites
from pos_app.adapters.storage.own_keys import of_case
from pos_app.adapters.storage.prints import SqlPrintWrites
from pos_app.adapters.storage.reading import SqlReadSession
from pos_app.adapters.storage.series import SqlSeriesWrites
from pos_app.adapters.storage.stocktakes import SqlStocktakeWrites
from pos_app.adapters.storage.tacs import SqlTacWrites
from pos_app.adapters.storage.units import state_columns, unit_columns
from pos_app.domain.run import StepRecord
from pos_app.domain.sale import Buyer, Payment, Sale, SaleLine, SaleState
from pos_app.domain.stock import Product, Unit, UnitState
from pos_app.domain.vat import VatRate
from pos_app.ports.storage import Staff, StoredInvoice

_t = tables


class SqlWriteSession(
    SqlHistoryWrites, SqlFeedWrites, SqlTacWrites, SqlNoteWrites, SqlPrintWrites, SqlSendingWrites, SqlCustomerWrites,
    SqlSeriesWrites, SqlIntakeWrites, SqlDrawerWrites, SqlGoodsWrites, SqlStocktakeWrites,
    SqlFigureWrites, SqlReadSession,
):  # fmt: skip
    """Implements `ports.storage.WriteSession` over one connection."""

    # -- sales ---------------------------------------------------------------------------------

    def open_sale(self, sale: Sale) -> None:
        self._db.execute(
            say.into(_t.sale),
            {
                "id": sale.id, "till_id": sale.till_id, "seller": sale.seller, "state": sale.state.value,
                "opened_at": sale.opened_at, "touched_at": sale.opened_at, "kind": sale.kind.value,
                "refers_to": sale.refers_to or None, "within": sale.within or None,
            },
        )  # fmt: skip

        self._own.make(of_case(sale.id))

    def _sale(self, sale_id: str, **values: Any) -> None:
        self._db.execute(say.CHANGE_SALE, {"sale_key": sale_id, **values})

    def touch_sale(self, sale_id: str, at: datetime) -> None:
        self._sale(sale_id, touched_at=at)

    def abandon_sale(self, sale_id: str) -> None:
        """Nobody bought or sold: who it was is kept no longer, since no customer stands for it who could be erased."""
        self._sale(sale_id, state=SaleState.ABANDONED.value, draft_sealed=None, buyer_sealed=None)
        self._db.execute(update(_t.sale_line).where(_t.sale_line.c.sale_id == sale_id).values(live=False))

    def settle_within(self, case_id: str, sale_id: str) -> None:
        self._sale(case_id, within=sale_id or None)

    def add_line(self, sale_id: str, line: SaleLine, *, live: bool = True) -> None:
        last = self._db.scalar(say.LAST_POSITION, {"sale_id": sale_id})
        self._db.execute(
            say.into(_t.sale_line),
            {
                "id": line.id, "sale_id": sale_id, "position": (last or 0) + 1, "product_id": line.product.id,
                "unit_id": line.unit.id if line.unit else None, "quantity": line.quantity, "fee": line.fee,
                "discount": line.discount, "live": live,
            },
        )  # fmt: skip

    def change_line(self, sale_id: str, line: SaleLine) -> None:
        self._db.execute(
            update(_t.sale_line)
            .where(_t.sale_line.c.id == line.id, _t.sale_line.c.sale_id == sale_id)
            .values(quantity=line.quantity, fee=line.fee, discount=line.discount)
        )

    def remove_line(self, sale_id: str, line_id: str) -> None:
        ours = _t.sale_line.c.id == line_id, _t.sale_line.c.sale_id == sale_id
        self._db.execute(delete(_t.sale_line).where(*ours))

    def set_buyer(self, sale_id: str, buyer: Buyer) -> None:
        self._sale(sale_id, buyer_sealed=mapping.seal_json(self._of(sale_id), asdict(buyer), f"sale.buyer:{sale_id}"))

    def set_payment(self, sale_id: str, payment: Payment) -> None:
        plain = {**asdict(payment), "method": payment.method.value if payment.method else None}
        self._sale(sale_id, payment_sealed=mapping.seal_json(self._of(sale_id), plain, f"sale.payment:{sale_id}"))

    def set_draft(self, sale_id: str, draft: dict[str, str]) -> None:
        sealed = mapping.seal_json(self._of(sale_id), draft, f"sale.draft:{sale_id}") if draft else None
        self._sale(sale_id, draft_sealed=sealed)

    def begin_run(self, sale_id: str, checklist_id: str, version: int) -> None:
        self._db.execute(say.into(_t.run), {"sale_id": sale_id, "checklist_id": checklist_id, "version": version})

    def add_records(self, sale_id: str, records: tuple[StepRecord, ...]) -> None:
        if records:
            rows = [mapping.record_to(self._of(sale_id), sale_id, record) for record in records]
            self._db.execute(say.into(_t.step_record), rows)

    def complete_sale(self, sale_id: str, at: datetime, becomes: UnitState = UnitState.SOLD) -> None:
        self._sale(sale_id, state=SaleState.COMPLETED.value, completed_at=at, draft_sealed=None)
        self._db.execute(say.CHANGE_ITS_UNITS, {"sale_key": sale_id, **state_columns(becomes)})

    def free_line(self, sale_id: str, unit_id: int) -> bool:
        line = _t.sale_line
        ours = line.c.sale_id == sale_id, line.c.unit_id == unit_id, line.c.live
        return self._db.execute(update(line).where(*ours).values(live=False)).rowcount == 1

    def change_run(self, sale_id: str, checklist_id: str, version: int) -> None:
        ours = _t.run.c.sale_id == sale_id
        self._db.execute(update(_t.run).where(ours).values(checklist_id=checklist_id, version=version))

    # -- invoices ------------------------------------------------------------------------------

    def next_invoice_number(self, till_id: int, year: int) -> int:
        return self._next(till_id, f"invoice:{year}")

    def next_tax_serial(self, memory: str, above: int = 0) -> int:
        given: int | None = self._db.scalar(say.NEXT_SERIAL, {"of": memory, "above": above})
        if given is None:
            given = above + 1
            self._db.execute(say.into(_t.tax_serial), {"memory": memory, "last": given})
        return given

    def add_invoice(self, invoice: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int) -> None:
        self.add_referring(invoice, till_id, year, seq, title, total, "")

    def add_referring(self, invoice: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int,
                      refers_to: str) -> None:  # fmt: skip
        sealed = self._of(invoice.sale_id).seal(invoice.document.encode(), f"invoice.document:{invoice.number}")
        self._db.execute(
            say.into(_t.invoice),
            {
                "number": invoice.number, "till_id": till_id, "year": year, "seq": seq, "sale_id": invoice.sale_id,
                "issued_at": invoice.issued_at, "title": title, "total": total, "document_sealed": sealed,
                "sha256": invoice.sha256, "subject": invoice.kind, "refers_to": refers_to or None,
                "tax_id": invoice.tax_id,
            },
        )  # fmt: skip

    def next_paper_number(self, kind: str, till_id: int, year: int) -> int:
        return self._next(till_id, f"{kind}:{year}")

    def add_paper(self, paper: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int) -> None:
        sealed = self._of(paper.sale_id).seal(paper.document.encode(), f"paper.document:{paper.number}")
        self._db.execute(
            say.into(_t.paper),
            {
                "number": paper.number, "kind": paper.kind, "till_id": till_id, "year": year, "seq": seq,
                "sale_id": paper.sale_id, "issued_at": paper.issued_at, "title": title, "total": total,
                "document_sealed": sealed, "sha256": paper.sha256, "prints": 0,
            },
        )  # fmt: skip

    # -- the shop ------------------------------------------------------------------------------

    def _put(self, table: Table, key: str, values: dict[str, Any]) -> None:
        column = table.c[key]
        changed = self._db.execute(update(table).where(column == values[key]).values(**values))
        if changed.rowcount == 0:
            self._db.execute(say.into(table), values)

    def put_setting(self, name: str, value: str) -> None:
        self._put(_t.setting, "name", {"name": name, "value": value})

    def _insert_row(self, statement: Insert) -> int:
        """The new row's number."""
        key = self._db.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def put_till(self, till_id: int, name: str) -> None:
        self._put(_t.till, "id", {"id": till_id, "name": name})

    def put_vat_rates(self, rates: tuple[VatRate, ...]) -> None:
        self._db.execute(delete(_t.vat_rate))
        if rates:
            self._db.execute(say.into(_t.vat_rate), [asdict(rate) for rate in rates])

    def put_staff(self, staff: Staff) -> int:
        values = asdict(staff)
        values.pop("id")
        if staff.id:
            self._db.execute(update(_t.staff).where(_t.staff.c.id == staff.id).values(**values))
            return staff.id
        return self._insert_row(insert(_t.staff).values(**values))

    def put_picture(self, picture: bytes) -> str:
        sha256 = hashlib.sha256(picture).hexdigest()
        known = self._db.scalar(select(_t.picture.c.sha256).where(_t.picture.c.sha256 == sha256))
        if known is None:
            sealed = self._sealer.seal(picture, f"picture.bytes:{sha256}")
            self._db.execute(say.into(_t.picture), {"sha256": sha256, "bytes_sealed": sealed})
        return sha256

    def fold_products(self) -> None:
        """What a search of goods goes by, for those that an earlier program wrote."""
        for row in self._db.execute(select(_t.product)).mappings().all():
            folded = mapping.product_to(mapping.product_from(row))["folded"]
            self._db.execute(update(_t.product).where(_t.product.c.id == row["id"]).values(folded=folded))

    def put_product(self, product: Product) -> int:
        values = mapping.product_to(product)
        if product.id:
            self._db.execute(update(_t.product).where(_t.product.c.id == product.id).values(**values))
            return product.id
        return self._insert_row(insert(_t.product).values(**values))

    def put_unit(self, unit: Unit, product_id: int) -> int:
        unit_id = self._insert_row(insert(_t.unit).values(product_id=product_id, **unit_columns(unit)))
        self._put_slots(unit_id, unit.imeis)
        return unit_id

    def _put_slots(self, unit_id: int, imeis: tuple[str, ...]) -> None:
        slots = [{"imei": imei, "unit_id": unit_id, "slot": slot} for slot, imei in enumerate(imeis, 1)]
        if slots:
            self._db.execute(say.into(_t.unit_imei), slots)

    def change_unit(self, unit: Unit) -> None:
        u = _t.unit
        values = {"product_id": unit.product.id, **unit_columns(unit)}
        self._db.execute(update(u).where(u.c.id == unit.id).values(**values))
        known = self._db.scalars(
            select(_t.unit_imei.c.imei).where(_t.unit_imei.c.unit_id == unit.id).order_by(_t.unit_imei.c.slot)
        )  # fmt: skip
        if tuple(known) != unit.imeis:
            self._db.execute(delete(_t.unit_imei).where(_t.unit_imei.c.unit_id == unit.id))
            self._put_slots(unit.id, unit.imeis)
