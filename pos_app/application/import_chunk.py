"""Some rows of a list against the stock: which of them can come in, and their way in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pos_app.application.catalogue import Catalogue
from pos_app.application.services import Services
from pos_app.domain.digits import plain_name
from pos_app.domain.import_cells import FIRST_GREGORIAN
from pos_app.domain.import_row import Reason, Rest, Row
from pos_app.domain.stock import Condition, Product, UnitState
from pos_app.ports.intake import Known, NewUnit, Purchase, Supplier
from pos_app.ports.storage import ReadSession, WriteSession

_STATES = {
    UnitState.IN_STOCK: "imei-in-stock", UnitState.HELD: "imei-held", UnitState.BACK: "imei-held",
    UnitState.INTAKE: "imei-held", UnitState.SOLD: "imei-sold", UnitState.LEFT: "imei-left",
}  # fmt: skip


def day(year: int, month: int, of: int) -> date:
    """Of either calendar. Raises ValueError where there is no such day."""
    from pos_app import jalali

    return jalali.gregorian(year, month, of) if year < FIRST_GREGORIAN else date(year, month, of)


@dataclass(slots=True)
class Terms:
    """What all chunks of one import share."""

    now: datetime
    today: date
    supplier: str
    file: str
    catalogue: Catalogue
    suppliers: dict[str, int]
    purchases: dict[tuple[int | None, date], int] = field(default_factory=dict)
    moments: dict[date, datetime] = field(default_factory=dict)

    @staticmethod
    def of(services: Services, supplier: str, file: str) -> Terms:
        from pos_app import jalali

        now = services.clock.now()
        with services.storage.read() as session:
            catalogue = Catalogue.of(session.catalogue())
            suppliers = {plain_name(one.name): one.id for one in session.suppliers()}
        return Terms(now, jalali.local(now).date(), supplier.strip(), file, catalogue, suppliers)

    @property
    def products(self) -> int:
        return len(self.catalogue.new)

    def entered(self, bought_on: date | None) -> datetime:
        """What was bought earlier is as old as its purchase: at noon of that day."""
        if bought_on is None or bought_on >= self.today:
            return self.now
        moment = self.moments.get(bought_on)
        if moment is None:
            noon = datetime.combine(bought_on, time(12), UTC) - timedelta(hours=3, minutes=30)
            moment = self.moments[bought_on] = min(noon, self.now)
        return moment


@dataclass(frozen=True, slots=True)
class Placed:
    """`wrong`: line -> why not; `known`: of them the lines whose phone is in stock already, the very same."""

    good: list[tuple[Row, Product]]
    wrong: dict[int, tuple[Reason, ...]]
    known: frozenset[int]


@dataclass(slots=True)
class Chunk:
    """`twice`: number -> the line on which it came before."""

    terms: Terms
    rows: list[Row]
    twice: Mapping[int, int]

    def look(self, services: Services) -> Placed:
        with services.storage.read() as session:
            return self._place(session)

    def take_in(self, services: Services, write: Callable[[], Any]) -> Placed:
        """In the transaction that `write` gives. What is made in it is remembered only once it is durable."""
        with write() as session:
            placed = self._place(session)
            if placed.good:
                self._put(services, session, placed.good)
        return placed

    # -- against the stock -----------------------------------------------------------------------

    def _place(self, session: ReadSession) -> Placed:
        imeis = session.known_imeis([imei for row in self.rows for imei in row.imeis])
        bare = [row.serial for row in self.rows if not row.imeis]
        serials = session.known_serials(bare) if bare else {}
        good: list[tuple[Row, Product]] = []
        wrong: dict[int, tuple[Reason, ...]] = {}
        known: set[int] = set()
        bare_lines: dict[str, int] = {}
        usual = not imeis and not self.twice  # most chunks, most rows
        products: dict[int, Product | Reason] = {}  # rows that say the same share one `Rest`
        for row in self.rows:
            product = products.get(id(row.rest))
            if product is None:
                product = products[id(row.rest)] = self._product(row.rest)
            if usual and row.imeis and not isinstance(product, Reason):
                good.append((row, product))
                continue
            reasons: list[Reason] = []
            if isinstance(product, Reason):
                reasons.append(product)
            if not row.imeis:
                first = bare_lines.setdefault(row.serial, row.line)
                if first != row.line:
                    reasons.append(Reason("serial-twice", "serial", str(first)))
                elif row.serial in serials:
                    reasons.append(Reason("serial-in-stock", "serial", row.serial))
                    if len(reasons) == 1 and any(one.state is UnitState.IN_STOCK for one in serials[row.serial]):
                        known.add(row.line)
            elif not usual:
                same = self._against(row, imeis, reasons)
                if same and len(reasons) == 1:
                    known.add(row.line)
            if reasons:
                wrong[row.line] = tuple(reasons)
            else:
                good.append((row, product))  # type: ignore[arg-type]
        return Placed(good, wrong, frozenset(known))

    def _against(self, row: Row, imeis: Mapping[str, Known], reasons: list[Reason]) -> bool:
        """Adds why its numbers are not new; True: they are, all together, the one phone in stock that has them."""
        mine = self.terms.purchases.values()  # what this very list has brought: it comes twice in it
        met: list[Known] = []
        for slot, imei in enumerate(row.imeis, 1):
            known, first = imeis.get(imei), self.twice.get(int(imei))
            if known is not None and known.purchase_id not in mine:
                if not met or known.unit_id != met[0].unit_id:
                    reasons.append(Reason(_STATES[known.state], f"imei{slot}", imei))
                met.append(known)
            elif first is not None and first != row.line:
                reasons.append(Reason("imei-twice", f"imei{slot}", str(first)))
                return False
        whole = len(met) == len(row.imeis) and all(one.unit_id == met[0].unit_id for one in met)
        return whole and met[0].state is UnitState.IN_STOCK

    def _product(self, rest: Rest) -> Product | Reason:
        on = rest.bought_on
        if on is not None and on > self.terms.today:
            return Reason("day-in-future", "bought_on", on.isoformat())
        asked = rest.price if rest.condition is Condition.SEALED else None  # a used phone's price is no product's
        return self.terms.catalogue.product(rest.naming, asked or 0)

    # -- the way in ------------------------------------------------------------------------------

    def _put(self, services: Services, session: WriteSession, good: Sequence[tuple[Row, Product]]) -> None:
        terms = self.terms
        made = self._products(session, good)
        units: list[NewUnit] = []
        lines: dict[int, Counter[tuple[int, int | None]]] = {}
        shared: dict[int, tuple[int, datetime, int, int, Counter[tuple[int, int | None]]]] = {}
        for row, product in good:
            rest = row.rest
            if (known := shared.get(id(rest))) is None:
                own = rest.price or 0
                if rest.condition is Condition.SEALED and own == product.price:
                    own = 0
                purchase_id = self._purchase(services, session, rest.supplier or terms.supplier, rest.bought_on)
                counted = lines.setdefault(purchase_id, Counter())
                product_id = made.get(product.id, product.id)
                known = shared[id(rest)] = product_id, terms.entered(rest.bought_on), own, purchase_id, counted
            product_id, entered_at, own, purchase_id, counted = known
            units.append(
                NewUnit(
                    product_id, row.imeis, row.serial, row.eid, rest.condition, own, rest.cost, entered_at, purchase_id
                )
            )
            counted[(product_id, rest.cost)] += 1
        session.take_in(units)
        for purchase_id, counted in lines.items():
            session.add_purchase_lines(purchase_id, ((which, n, cost) for (which, cost), n in counted.items()))
        data: dict[str, object] = {
            "file": terms.file, "lines": [good[0][0].line, good[-1][0].line], "units": len(units),
            "products": sorted(made.values()), "purchases": sorted(lines),
        }  # fmt: skip
        session.audit(services.till_id, terms.now, services.person, "units-imported", "", data)

    def _products(self, session: WriteSession, good: Sequence[tuple[Row, Product]]) -> dict[int, int]:
        """Those that are new, made where a row of them comes in."""
        catalogue = self.terms.catalogue
        for product in dict.fromkeys(one.id for _, one in good if one.id < 0 and one.id not in catalogue.made):
            new = catalogue.new[product]
            catalogue.made_as(new, session.put_product(replace(new, id=0)))
        return catalogue.made

    def _purchase(self, services: Services, session: WriteSession, supplier: str, bought_on: date | None) -> int:
        terms = self.terms
        supplier_id = self._supplier(session, supplier) if supplier else None
        key = (supplier_id, bought_on or terms.today)
        purchase_id = terms.purchases.get(key)
        if purchase_id is None:
            purchase = Purchase(
                supplier_id=supplier_id, day=key[1], source="import", till_id=services.till_id, who=services.person,
                at=terms.now,
            )  # fmt: skip
            purchase_id = terms.purchases[key] = session.add_purchase(purchase)
        return purchase_id

    def _supplier(self, session: WriteSession, name: str) -> int:
        known = self.terms.suppliers.get(plain_name(name))
        if known is None:
            known = self.terms.suppliers[plain_name(name)] = session.put_supplier(Supplier(name=name))
        return known
