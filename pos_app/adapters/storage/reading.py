"""Questions to the database. Each is one or two statements on an index; none grows with the stock."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import RowMapping, and_, case, func, or_, select

from pos_app.adapters.storage import mapping, tables
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.customers import SqlCustomerReads
from pos_app.adapters.storage.drawers import SqlDrawerReads
from pos_app.adapters.storage.duties import SqlDutyReads
from pos_app.adapters.storage.e_sendings import SqlSendingReads
from pos_app.adapters.storage.exports import SqlExportReads
from pos_app.adapters.storage.feeds import SqlFeedReads
from pos_app.adapters.storage.figures import SqlFigureReads
from pos_app.adapters.storage.goods import SqlGoodsReads
from pos_app.adapters.storage.history import SqlHistoryReads
from pos_app.adapters.storage.intake import SqlIntakeReads
from pos_app.adapters.storage.lives import SqlLifeReads
from pos_app.adapters.storage.notes import SqlNoteReads
from pos_app.adapters.storage.operations_read import SqlOperationReads
from pos_app.adapters.storage.prints import SqlPrintReads
from pos_app.adapters.storage.search import SqlSearchReads
from pos_app.adapters.storage.series import SqlSeriesReads
from pos_app.adapters.storage.stocktakes import SqlStocktakeReads
from pos_app.adapters.storage.tacs import SqlTacReads
from pos_app.adapters.storage.units import hits_from, unit_from
from pos_app.domain.digits import all_latin_digits
from pos_app.domain.errors import PersonErasedError, StorageError
from pos_app.domain.print_job import PrintState
from pos_app.domain.run import Run
from pos_app.domain.sale import CaseKind, Sale, SaleLine, SaleState
from pos_app.domain.stock import Product, Unit
from pos_app.domain.vat import VatRate
from pos_app.ports.storage import InvoiceRow, Staff, StoredInvoice, UnitHit

_t = tables


class SqlReadSession(
    SqlOperationReads, SqlFeedReads, SqlTacReads, SqlLifeReads, SqlNoteReads, SqlDutyReads, SqlPrintReads,
    SqlSendingReads, SqlHistoryReads, SqlCustomerReads, SqlSearchReads, SqlSeriesReads,
    SqlIntakeReads, SqlExportReads, SqlDrawerReads, SqlGoodsReads, SqlStocktakeReads,
    SqlFigureReads,
):  # fmt: skip
    """Implements `ports.storage.ReadSession` over one connection."""

    # -- stock ---------------------------------------------------------------------------------

    def find_units(self, code: str) -> tuple[UnitHit, ...]:
        by_imei = len(code) == 15 and all_latin_digits(code)
        hits = say.HITS_BY_IMEI if by_imei else say.HITS_BY_LABEL
        return hits_from(self._db.execute(hits, {"code": code}).mappings().all() if code else ())

    def product_by_gtin(self, gtin: str) -> Product | None:
        row = self._db.execute(say.PRODUCT_BY_GTIN, {"gtin": gtin}).mappings().first() if gtin else None
        return mapping.product_from(row) if row else None

    def product(self, product_id: int) -> Product | None:
        row = self._db.execute(select(_t.product).where(_t.product.c.id == product_id)).mappings().first()
        return mapping.product_from(row) if row else None

    def product_named(self, brand: str, model_code: str, model: str) -> Product | None:
        p = _t.product
        named = p.c.model_code == model_code if model_code else p.c.model == model
        query = select(p).where(p.c.kind == "device", p.c.brand == brand, named).order_by(p.c.id).limit(1)
        row = self._db.execute(query).mappings().first() if model_code or model else None
        return mapping.product_from(row) if row else None

    # -- sales ---------------------------------------------------------------------------------

    def sale(self, sale_id: str) -> Sale | None:
        row = self._db.execute(say.SALE, {"sale_id": sale_id}).mappings().first()
        if row is None:
            return None
        sealer = self._of(sale_id)
        buyer = mapping.open_json(sealer, row["buyer_sealed"], f"sale.buyer:{sale_id}")
        payment = mapping.open_json(sealer, row["payment_sealed"], f"sale.payment:{sale_id}")
        draft = mapping.open_json(sealer, row["draft_sealed"], f"sale.draft:{sale_id}")
        return Sale(
            id=sale_id,
            till_id=row["till_id"],
            seller=row["seller"],
            state=SaleState(row["state"]),
            opened_at=row["opened_at"],
            lines=self._lines(sale_id),
            buyer=mapping.buyer_from(buyer),
            payment=mapping.payment_from(payment),
            run=self._run(sale_id, row),
            draft=draft or {},
            invoice_number=row["invoice_number"] or row["paper_number"] or "",
            kind=CaseKind(row["kind"]),
            refers_to=row["refers_to"] or "",
            within=row["within"] or "",
        )

    def _lines(self, sale_id: str) -> tuple[SaleLine, ...]:
        rows = self._db.execute(say.LINES, {"sale_id": sale_id}).mappings()
        return tuple(
            SaleLine(
                id=row["line_id"],
                product=mapping.product_from(row),
                quantity=row["quantity"],
                fee=row["fee"],
                discount=row["discount"],
                unit=self._unit(row["unit_id"]) if row["unit_id"] else None,
            )
            for row in rows.all()
        )

    def _unit(self, unit_id: int) -> Unit:
        return unit_from(self._db.execute(say.UNIT, {"unit_id": unit_id}).mappings().all())

    def _run(self, sale_id: str, row: RowMapping) -> Run | None:
        if row["checklist_id"] is None:
            return None
        sealer, rows = self._of(sale_id), self._db.execute(say.RECORDS, {"sale_id": sale_id}).mappings()
        records = tuple(mapping.record_from(sealer, record) for record in rows)
        return Run(row["checklist_id"], row["version"], records)

    def open_sales(self, till_id: int) -> tuple[str, ...]:
        return tuple(self._db.scalars(say.OPEN_SALES, {"till_id": till_id}))

    def open_cases_of(self, unit_id: int) -> tuple[str, ...]:
        s, line = _t.sale, _t.sale_line
        query = (
            select(s.c.id)
            .join(line, line.c.sale_id == s.c.id)
            .where(line.c.unit_id == unit_id, s.c.state == SaleState.OPEN.value)
            .order_by(s.c.id)
        )
        return tuple(self._db.scalars(query))

    def settled_with(self, sale_id: str) -> tuple[str, ...]:
        s = _t.sale
        query = select(s.c.id).where(s.c.within == sale_id, s.c.state != SaleState.ABANDONED.value).order_by(s.c.id)
        return tuple(self._db.scalars(query))

    def undoing(self, sale_id: str) -> str:
        s = _t.sale
        query = select(s.c.id).where(s.c.refers_to == sale_id, s.c.state != SaleState.ABANDONED.value)
        return self._db.scalar(query.order_by(s.c.id)) or ""

    def unit(self, unit_id: int) -> Unit | None:
        rows = self._db.execute(say.UNIT, {"unit_id": unit_id}).mappings().all()
        return unit_from(rows) if rows else None

    def paper(self, number: str) -> StoredInvoice | None:
        row = self._db.execute(select(_t.paper).where(_t.paper.c.number == number)).mappings().first()
        if row is None:
            return None
        document = self._document(row, f"paper.document:{number}")
        return StoredInvoice(
            number=number, sale_id=row["sale_id"], issued_at=row["issued_at"], document=document, sha256=row["sha256"],
            prints=row["prints"], kind=row["kind"],
        )  # fmt: skip

    def _document(self, row: RowMapping, place: str, *, for_books: bool = False) -> str:
        document = self._of(row["sale_id"]).open(row["document_sealed"], place)
        if not for_books and hashlib.sha256(document).hexdigest() != row["sha256"]:
            if self._is_erased(row["sale_id"]):
                raise PersonErasedError
            raise StorageError("invoice-not-as-issued", detail=row["number"])
        return document.decode()

    # -- papers and the shop ---------------------------------------------------------------------

    def invoice(self, number: str, *, for_books: bool = False) -> StoredInvoice | None:
        row = self._db.execute(select(_t.invoice).where(_t.invoice.c.number == number)).mappings().first()
        if row is None:
            return None
        return self._invoice(row, for_books=for_books)

    def referring_to(self, number: str) -> StoredInvoice | None:
        row = self._db.execute(select(_t.invoice).where(_t.invoice.c.refers_to == number)).mappings().first()
        return self._invoice(row) if row else None

    def newest_invoice(self, till_id: int) -> tuple[str, datetime] | None:
        i = _t.invoice
        query = select(i.c.number, i.c.issued_at).where(i.c.till_id == till_id)
        row = self._db.execute(query.order_by(i.c.year.desc(), i.c.seq.desc()).limit(1)).first()
        return (row.number, row.issued_at) if row else None

    def _invoice(self, row: RowMapping, *, for_books: bool = False) -> StoredInvoice:
        document = self._document(row, f"invoice.document:{row['number']}", for_books=for_books)
        return StoredInvoice(
            number=row["number"], sale_id=row["sale_id"], issued_at=row["issued_at"], document=document,
            sha256=row["sha256"], prints=row["prints"], kind=row["subject"], tax_id=row["tax_id"],
        )  # fmt: skip

    def invoices(self, limit: int, before: str = "") -> tuple[InvoiceRow, ...]:
        i, job, later = _t.invoice, _t.print_job, _t.print_job.alias("later")
        newest = select(func.max(later.c.nth)).where(later.c.invoice_number == i.c.number).scalar_subquery()
        query = select(
            i.c.number, i.c.issued_at, i.c.title, i.c.total, i.c.prints, job.c.state.label("print_state"),
            func.coalesce(job.c.problem, "").label("print_problem"),
        ).select_from(i.outerjoin(job, and_(job.c.invoice_number == i.c.number, job.c.nth == newest)))  # fmt: skip
        if before:
            edge = select(i.c.issued_at).where(i.c.number == before).scalar_subquery()
            query = query.where(or_(i.c.issued_at < edge, and_(i.c.issued_at == edge, i.c.number < before)))
        rows = self._db.execute(query.order_by(i.c.issued_at.desc(), i.c.number.desc()).limit(limit)).mappings()
        return tuple(
            InvoiceRow(**{**row, "print_state": PrintState(row["print_state"]) if row["print_state"] else None})
            for row in rows
        )

    def setting(self, name: str) -> str | None:
        return self._db.scalar(say.SETTING, {"name": name})

    def vat_rates(self) -> tuple[VatRate, ...]:
        rows = self._db.execute(say.VAT_RATES).mappings()
        return tuple(VatRate(**row) for row in rows)

    def staff(self) -> tuple[Staff, ...]:
        rank = case((_t.staff.c.role == "seller", 0), else_=1)
        rows = self._db.execute(select(_t.staff).order_by(rank, _t.staff.c.id)).mappings()
        return tuple(Staff(**row) for row in rows)

    def picture(self, sha256: str) -> bytes | None:
        sealed = self._db.scalar(select(_t.picture.c.bytes_sealed).where(_t.picture.c.sha256 == sha256))
        return self._sealer.open(sealed, f"picture.bytes:{sha256}") if sealed else None
