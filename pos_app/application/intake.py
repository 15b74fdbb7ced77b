"""A delivery: phones of one supplier, scanned or pasted as a list, come into stock by one purchase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pos_app.application.goods import MAX_COUNT
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import pasted
from pos_app.domain.counting import Movement, MovementKind
from pos_app.domain.digits import plain_name
from pos_app.domain.errors import ShopError
from pos_app.domain.import_row import Reason
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.pasted import Pasted
from pos_app.domain.rights import Right
from pos_app.domain.stock import Condition, Product, ProductKind, UnitState
from pos_app.domain.typed import one_line
from pos_app.ports.intake import Known, NewUnit, Purchase, Supplier
from pos_app.ports.storage import ReadSession, WriteSession

MAX_NAME, MAX_NUMBER = 100, 40  # characters
_STATES = {UnitState.IN_STOCK: "imei-in-stock", UnitState.SOLD: "imei-sold", UnitState.LEFT: "imei-left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phones:
    """Phones of one product, as pasted or scanned. Money in whole rials: `cost` of one, None = nobody said; `price` 0 =
    the product's."""

    product_id: int
    listed: str
    cost: int | None = None
    price: int = 0
    condition: Condition = Condition.SEALED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """So many of goods that are counted."""

    product_id: int
    quantity: int
    cost: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`supplier` by name, new ones are remembered; `number` and `day` of the supplier's own invoice."""

    supplier: str
    number: str = ""
    day: date | None = None
    phones: tuple[Phones, ...] = ()
    pieces: tuple[Pieces, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """`left`: lines that are no phone or one that the shop knows; nothing of them came in."""

    purchase_id: int
    units: int
    pieces: int
    total: int
    left: tuple[Pasted, ...] = ()


def look(services: Services, phones: Phones) -> tuple[Pasted, ...]:
    """Every line of the list, with the reasons why it cannot come in."""
    with services.storage.read() as session:
        return _against(session, pasted.read(phones.listed))


@needs(Right.INTAKE)
def take(services: Services, delivery: Delivery) -> Taken:
    """All lines that hold, in one transaction. Raises ShopError at the field that is wrong, `intake-empty` where no
    line holds, `purchase-number-twice`."""
    from pos_app import jalali

    now = services.clock.now()
    today = jalali.local(now).date()
    day = delivery.day or today
    name, number = one_line(delivery.supplier).strip(), one_line(delivery.number).strip()
    if not name:
        raise ShopError("supplier-missing", field="supplier")
    for text, field, longest in ((name, "supplier", MAX_NAME), (number, "number", MAX_NUMBER)):
        if len(text) > longest:
            raise ShopError("text-too-long", field=field, detail=str(longest))
    if day > today:
        raise ShopError("day-in-future", field="day")
    with services.storage.write() as session:
        looked = [(phones, _product(session, phones), _lines(session, delivery, phones)) for phones in delivery.phones]
        good = sum(not line.reasons for _, _, lines in looked for line in lines)
        for pieces in delivery.pieces:
            _refuse_pieces(session, pieces)
        if not good and not delivery.pieces:
            raise ShopError("intake-empty", field="listed")
        purchase = Purchase(
            supplier_id=supplier_id(session, name), number=number, day=day, till_id=services.till_id,
            who=services.person, at=now,
        )  # fmt: skip
        purchase_id = session.add_purchase(purchase)
        total = 0
        for phones, product, lines in looked:
            units = [
                NewUnit(
                    product.id, line.imeis, line.serial, line.eid, phones.condition,
                    0 if phones.price == product.price else phones.price, phones.cost, now, purchase_id,
                )
                for line in lines
                if not line.reasons
            ]  # fmt: skip
            session.take_in(units)
            if units:
                session.add_purchase_lines(purchase_id, [(product.id, len(units), phones.cost)])
            total += len(units) * (phones.cost or 0)
        for pieces in delivery.pieces:
            session.move_goods(
                Movement(
                    product_id=pieces.product_id, at=now, kind=MovementKind.PURCHASE, quantity=pieces.quantity,
                    till_id=services.till_id, who=services.person, cost=pieces.cost, purchase_id=purchase_id,
                )
            )  # fmt: skip
            session.add_purchase_lines(purchase_id, [(pieces.product_id, pieces.quantity, pieces.cost)])
            total += pieces.quantity * (pieces.cost or 0)
        counted = sum(pieces.quantity for pieces in delivery.pieces)
        data: dict[str, object] = {
            "units": good,
            "pieces": counted,
            "total": total,
            "number": number,
            "day": day.isoformat(),
        }
        session.audit(services.till_id, now, services.person, "purchase-taken", str(purchase_id), data)
    return Taken(
        purchase_id, good, counted, total, tuple(line for _, _, lines in looked for line in lines if line.reasons)
    )


def supplier_id(session: WriteSession, name: str) -> int:
    """Of the supplier with this name however its letters are written; a new one is remembered."""
    known = next((one.id for one in session.suppliers() if plain_name(one.name) == plain_name(name)), 0)
    return known or session.put_supplier(Supplier(name=name))


def _product(session: ReadSession, phones: Phones) -> Product:
    product = session.product(phones.product_id)
    if product is None:
        raise ShopError("product-missing", field="product")
    if product.kind is not ProductKind.DEVICE:
        raise ShopError("product-not-a-phone", field="product", detail=product.title)
    for field, sum_ in (("cost", phones.cost or 0), ("price", phones.price)):
        if not 0 <= sum_ <= MAX_RIAL:
            raise ShopError("amount-too-large" if sum_ > 0 else "price-negative", field=field)
    return product


def _refuse_pieces(session: ReadSession, pieces: Pieces) -> None:
    product = session.product(pieces.product_id)
    if product is None:
        raise ShopError("product-missing", field="product")
    if product.kind is ProductKind.DEVICE:
        raise ShopError("product-is-a-phone", field="quantity", detail=product.title)
    if not 0 < pieces.quantity <= MAX_COUNT:
        raise ShopError("quantity-out-of-range", field="quantity", detail=str(MAX_COUNT))
    if not 0 <= (pieces.cost or 0) <= MAX_RIAL:
        raise ShopError("amount-too-large" if (pieces.cost or 0) > 0 else "price-negative", field="cost")


def _lines(session: ReadSession, delivery: Delivery, phones: Phones) -> Sequence[Pasted]:
    """Of this product; what came in the lists before it is here twice."""
    before = delivery.phones[: delivery.phones.index(phones)]
    earlier = {number for other in before for line in pasted.read(other.listed) for number in line.imeis}
    return [
        line._replace(reasons=(*line.reasons, Reason("imei-twice", "imei", met)))
        if (met := next((number for number in line.imeis if number in earlier), ""))
        else line
        for line in _against(session, pasted.read(phones.listed))
    ]


def _against(session: ReadSession, lines: tuple[Pasted, ...]) -> tuple[Pasted, ...]:
    known = session.known_imeis([number for line in lines for number in line.imeis])
    serials = session.known_serials([line.serial for line in lines if not line.imeis and line.serial])
    return tuple(line._replace(reasons=(*line.reasons, *_met(line, known, serials))) for line in lines)


def _met(line: Pasted, known: dict[str, Known], serials: dict[str, tuple[Known, ...]]) -> list[Reason]:
    if not line.imeis:
        return [Reason("serial-in-stock", "imei", line.serial)] if line.serial in serials else []
    return [
        Reason(_STATES.get(known[number].state, "imei-held"), "imei", number)
        for number in line.imeis
        if number in known
    ]
