"""A search of everything: each question by an index of its own, a few rows, whatever the size of the stock."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import hits_from
from pos_app.domain.digits import all_latin_digits
from pos_app.domain.stock import Product
from pos_app.ports.search import PaperHit
from pos_app.ports.storage import UnitHit

SHORTEST_BEGINNING = 6  # digits; fewer fit a whole brand
_IMEI = 15

_n = t.unit_imei
_BEGINNING = (
    select(_n.c.unit_id)
    .where(_n.c.imei >= bindparam("low"), _n.c.imei <= bindparam("high"))
    .limit(bindparam("few"))
)  # fmt: skip
_u = t.unit
# Two questions: in one with `or` SQLite reads all units.
_SERIAL = (
    select(_u.c.id)
    .where(_u.c.serial >= bindparam("low"), _u.c.serial < bindparam("high"))
    .order_by(_u.c.serial).limit(bindparam("few"))
)  # fmt: skip
_EID = select(_u.c.id).where(_u.c.eid == bindparam("whole"), _u.c.eid != "").limit(bindparam("few"))


def _after(beginning: str) -> str:
    """The first text behind all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


class SqlSearchReads(SqlSession):
    """Implements `ports.search.SearchReads`."""

    def units_by_digits(self, digits: str, limit: int) -> tuple[UnitHit, ...]:
        found: dict[int, None] = {}
        if say.SHORTEST_END <= len(digits) <= _IMEI:
            found.update(dict.fromkeys(self._db.scalars(say.ENDING, say.ending(digits, limit))))
        if SHORTEST_BEGINNING <= len(digits) < _IMEI:
            begins = {"low": digits, "high": digits.ljust(_IMEI, "9"), "few": limit * 2}
            found.update(dict.fromkeys(self._db.scalars(_BEGINNING, begins)))
        return self._hits(list(found)[:limit])

    def units_by_label(self, text: str, limit: int) -> tuple[UnitHit, ...]:
        ids: dict[int, None] = {}
        if not text:
            return ()
        for spelled in dict.fromkeys((text.upper(), text)):
            around = {"low": spelled, "high": _after(spelled), "few": limit}
            ids.update(dict.fromkeys(self._db.scalars(_SERIAL, around)))
            ids.update(dict.fromkeys(self._db.scalars(_EID, {"whole": spelled, "few": limit})))
        return self._hits(list(ids)[:limit])

    def _hits(self, unit_ids: list[int]) -> tuple[UnitHit, ...]:
        return tuple(
            hit
            for unit_id in unit_ids
            for hit in hits_from(self._db.execute(say.HIT, {"unit_id": unit_id}).mappings().all())
        )

    def papers_numbered(self, text: str, limit: int) -> tuple[PaperHit, ...]:
        found: list[PaperHit] = []
        for table in (t.invoice, t.paper):
            c = table.c
            named: list[ColumnElement[bool]] = [c.number == text.upper()]
            if all_latin_digits(text) and len(text) <= 6:
                named.append(c.seq == int(text))
            if table is t.invoice and text:
                named.append(and_(c.tax_id == text.upper(), c.tax_id != ""))
            for one in named:
                query = select(c.number, c.issued_at, c.title, c.total).where(one)
                rows = self._db.execute(query.order_by(c.issued_at.desc()).limit(limit)).mappings()
                found += [PaperHit(**row) for row in rows]
        return tuple(found[:limit])

    def products_like(self, words: tuple[str, ...], limit: int) -> tuple[Product, ...]:
        p = t.product.c
        holds = [p.folded.contains(word, autoescape=True) for word in words]
        query = select(t.product).where(*holds).order_by(func.length(p.folded), p.id).limit(limit)
        return tuple(mapping.product_from(row) for row in self._db.execute(query).mappings()) if words else ()

    def products_coded(self, digits: str, limit: int) -> tuple[Product, ...]:
        p = t.product.c
        if not digits:
            return ()
        begins = and_(p.gtin >= digits, p.gtin < _after(digits), p.gtin != "")
        query = select(t.product).where(or_(begins, p.goods_code == digits)).order_by(p.id).limit(limit)
        return tuple(mapping.product_from(row) for row in self._db.execute(query).mappings())
