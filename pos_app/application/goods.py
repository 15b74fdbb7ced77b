"""The shop's list of goods: products made and changed, prices with their history, what is counted by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.application.permits import needs
from pos_app.application.products import goods_id_of
from pos_app.application.services import Services
from pos_app.domain import measures
from pos_app.domain.counting import Level, Movement, MovementKind
from pos_app.domain.digits import plain_name
from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import check_gtin
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.domain.stock import MAX_TITLE, Product, ProductKind, title_of
from pos_app.domain.typed import one_line
from pos_app.ports.goods import GoodsRow, PriceChange, PurchaseRow, UnitRow
from pos_app.ports.storage import WriteSession

PAGE = 100
MAX_NAME, MAX_REASON, MAX_COUNT = 100, 400, 1_000_000
_SHOWN, _UNITS = 30, 200  # movements and prices, and phones, of a card


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A product with all that is known of it; `level` of counted goods, for phones how many are for sale."""

    product: Product
    level: Level
    movements: tuple[Movement, ...] = ()
    prices: tuple[PriceChange, ...] = ()
    units: tuple[UnitRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person typed of a product; money in whole rials."""

    kind: ProductKind
    title: str = ""
    price: int = 0
    gtin: str = ""
    brand: str = ""
    model: str = ""
    model_code: str = ""
    goods_id: str = ""
    unit_code: int = 0  # 0 = the usual one of its kind
    guarantee: str = ""
    category: str = ""
    low_level: int = 0


def search(
    services: Services, text: str, *, kind: str = "", low_only: bool = False, skip: int = 0
) -> tuple[GoodsRow, ...]:
    """A page of goods; both languages' digits and letter forms are one."""
    words = tuple(plain_name(text).split())
    with services.storage.read() as session:
        return session.goods(words, kind=kind, low_only=low_only, limit=PAGE, skip=skip)


def card(services: Services, product_id: int) -> Card:
    """Raises ShopError `product-missing`."""
    with services.storage.read() as session:
        product = session.product(product_id)
        if product is None:
            raise ShopError("product-missing")
        device = product.kind is ProductKind.DEVICE
        return Card(
            product=product, level=Level(session.units_here(product_id)) if device else session.level(product_id),
            movements=session.movements(product_id, _SHOWN), prices=session.price_changes(product_id, _SHOWN),
            units=session.units_of(product_id, _UNITS) if device else (),
        )  # fmt: skip


def purchases(services: Services) -> tuple[PurchaseRow, ...]:
    with services.storage.read() as session:
        return session.purchases(PAGE)


@needs(Right.PRODUCTS)
def add(services: Services, typed: Typed) -> Product:
    """A new product. Raises ShopError at the field that does not fit, `gtin-twice`."""
    product = checked(typed)
    with services.storage.write() as session:
        _refuse_known(session, product)
        made = replace(product, id=session.put_product(product))
        data: dict[str, object] = {"title": made.title, "price": made.price, "kind": made.kind.value}
        session.audit(services.till_id, services.clock.now(), services.person, "product-added", str(made.id), data)
    return made


@needs(Right.PRODUCTS)
def change(services: Services, product_id: int, typed: Typed) -> Product:
    """What is sold stays as it was sold; a price that changes is noted with who changed it. Raises as `add`, and
    `product-missing`."""
    wanted = checked(typed)
    now = services.clock.now()
    with services.storage.write() as session:
        was = session.product(product_id)
        if was is None:
            raise ShopError("product-missing")
        new = replace(wanted, id=was.id, kind=was.kind, vat_hundredths=was.vat_hundredths)
        if new == was:
            return was
        _refuse_known(session, new)
        session.put_product(new)
        if new.price != was.price:
            session.note_price(product_id, PriceChange(now, services.person, was.price, new.price))
        changed: dict[str, object] = {
            name: [getattr(was, name), getattr(new, name)]
            for name in ("title", "price", "gtin", "brand", "model", "model_code", "goods_code", "unit_code",
                         "guarantee", "category", "low_level")
            if getattr(was, name) != getattr(new, name)
        }  # fmt: skip
        session.audit(services.till_id, now, services.person, "product-changed", str(product_id), changed)
    return new


@needs(Right.INTAKE)
def count(services: Services, product_id: int, pieces: int, *, reason: str) -> Level:
    """So many lie here, whatever was thought. Raises ShopError `product-missing`, `product-is-a-phone`,
    `quantity-out-of-range`, `reason-missing`."""
    if not 0 <= pieces <= MAX_COUNT:
        raise ShopError("quantity-out-of-range", field="pieces", detail=str(MAX_COUNT))
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    now = services.clock.now()
    with services.storage.write() as session:
        product = session.product(product_id)
        if product is None:
            raise ShopError("product-missing")
        if product.kind is ProductKind.DEVICE:
            raise ShopError("product-is-a-phone", field="pieces", detail=product.title)
        before = session.level(product_id)
        told = one_line(reason).strip()[:MAX_REASON]
        level = session.move_goods(
            Movement(
                product_id=product_id, at=now, kind=MovementKind.COUNT, quantity=pieces - before.quantity,
                till_id=services.till_id, who=services.person, reason=told,
            )
        )  # fmt: skip
        data: dict[str, object] = {"pieces": [before.quantity, pieces], "reason": told}
        session.audit(services.till_id, now, services.person, "goods-counted", str(product_id), data)
    return level


def checked(typed: Typed) -> Product:
    """In canonical form. Raises ShopError at the field that is wrong."""
    texts = {
        name: " ".join(one_line(getattr(typed, name)).split())
        for name in ("title", "brand", "model", "model_code", "guarantee", "category")
    }
    device = typed.kind is ProductKind.DEVICE
    texts["title"] = texts["title"] or (title_of(texts["brand"], texts["model"], texts["model_code"]) if device else "")
    for name, text in texts.items():
        longest = MAX_TITLE if name == "title" else MAX_NAME
        if len(text) > longest:
            raise ShopError("text-too-long", field=name, detail=str(longest))
    if not texts["title"]:
        raise ShopError("title-missing", field="title")
    if device and not (texts["brand"] and (texts["model"] or texts["model_code"])):
        raise ShopError("brand-and-model-missing", field="model" if texts["brand"] else "brand")
    if not 0 <= typed.price <= MAX_RIAL:
        raise ShopError("price-negative" if typed.price < 0 else "amount-too-large", field="price")
    if not 0 <= typed.low_level <= MAX_COUNT:
        raise ShopError("quantity-out-of-range", field="low_level", detail=str(MAX_COUNT))
    gtin = check_gtin(typed.gtin)
    if typed.gtin.strip() and not gtin.ok:
        raise ShopError(gtin.code, field="gtin", detail=gtin.value)
    unit_code = typed.unit_code or (measures.DEVICE if device else measures.PIECE)
    if unit_code not in measures.CODES:
        raise ShopError("unit-code-unknown", field="unit_code", detail=str(unit_code))
    return Product(
        id=0, kind=typed.kind, price=typed.price, gtin=gtin.value if gtin.ok else "",
        goods_code=goods_id_of(typed.goods_id), unit_code=unit_code, low_level=typed.low_level,
        title=texts["title"], brand=texts["brand"], model=texts["model"], model_code=texts["model_code"],
        guarantee=texts["guarantee"], category=texts["category"],
    )  # fmt: skip


def _refuse_known(session: WriteSession, product: Product) -> None:
    other = session.product_by_gtin(product.gtin)
    if other is not None and other.id != product.id:
        raise ShopError("gtin-other-product", field="gtin", detail=other.title)
