"""Which product a row of a list means: one that the shop has, or one that the row says enough of to make it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pos_app.domain.digits import plain_name
from pos_app.domain.import_row import Naming, Reason
from pos_app.domain.stock import MAX_TITLE, Product, ProductKind, title_of
from pos_app.domain.typed import one_line

MAX_NEW = 20_000  # products that one list may make
_DEVICE_UNIT = 1631  # the tax office's measure of a phone


@dataclass(slots=True)
class Catalogue:
    """All products by the names that lists use. A product that is to be made has an id below zero until it is made."""

    _by_gtin: dict[str, Product] = field(default_factory=dict)
    _by_code: dict[tuple[str, str], list[Product]] = field(default_factory=dict)
    _by_model: dict[tuple[str, str], list[Product]] = field(default_factory=dict)
    _by_title: dict[str, list[Product]] = field(default_factory=dict)
    _said: dict[Naming, Product | Reason] = field(default_factory=dict)
    new: dict[int, Product] = field(default_factory=dict)
    made: dict[int, int] = field(default_factory=dict)  # id below zero -> its real one

    @staticmethod
    def of(products: Iterable[Product]) -> Catalogue:
        found = Catalogue()
        for product in products:
            found._list(product)
        return found

    def product(self, naming: Naming, price: int) -> Product | Reason:
        """`price` is what a product that is made from this row will cost."""
        known = self._said.get(naming)
        if known is None:
            if len(self._said) > MAX_NEW * 10:
                self._said.clear()
            known = self._said[naming] = self._find(naming, price)
        return known

    def _find(self, naming: Naming, price: int) -> Product | Reason:
        found = self._by_gtin.get(naming.gtin) if naming.gtin else None
        if found is not None:
            if naming.brand and found.brand and plain_name(naming.brand) != plain_name(found.brand):
                return Reason("gtin-other-product", "gtin", found.title)
            return found if found.kind is ProductKind.DEVICE else Reason("product-not-a-phone", "gtin", found.title)
        listed = self._named(naming)
        if naming.gtin:  # another barcode is another product, unless the one that is known has none
            listed = [one for one in listed if not one.gtin]
        exact = _of_kind(listed, naming)
        if len(exact) > 1:
            return Reason("product-ambiguous", "model", exact[0].title)
        return exact[0] if exact else self._new(naming, price)

    def _named(self, naming: Naming) -> list[Product]:
        brand = plain_name(naming.brand)
        if naming.model_code:
            return self._by_code.get((brand, plain_name(naming.model_code)), [])
        if naming.model:
            return self._by_model.get((brand, plain_name(naming.model)), [])
        return self._by_title.get(plain_name(naming.title), []) if naming.title else []

    def _new(self, naming: Naming, price: int) -> Product | Reason:
        if not naming.brand or not (naming.model or naming.model_code):
            return Reason("product-unknown", "brand" if not naming.brand else "model", naming.title or naming.gtin)
        if len(self.new) >= MAX_NEW:
            return Reason("products-too-many", "model", str(MAX_NEW))
        called = title_of(naming.brand, naming.model, naming.model_code)
        title = one_line(naming.title) or " ".join(p for p in (called, naming.storage, naming.colour) if p)
        product = Product(
            id=-len(self.new) - 1, kind=ProductKind.DEVICE, title=title[:MAX_TITLE], price=price, gtin=naming.gtin,
            brand=naming.brand, model=naming.model, model_code=naming.model_code, goods_code=naming.goods_id,
            unit_code=_DEVICE_UNIT, guarantee=naming.guarantee,
        )  # fmt: skip
        self.new[product.id] = product
        self._list(product)
        return product

    def made_as(self, product: Product, real_id: int) -> None:
        """It stands in the database now."""
        self.made[product.id] = real_id

    def _list(self, product: Product) -> None:
        if product.gtin:
            self._by_gtin.setdefault(product.gtin, product)
        if product.kind is not ProductKind.DEVICE:
            return
        for brand in dict.fromkeys((plain_name(product.brand), "")):  # a list may name a model alone
            if product.model_code:
                self._by_code.setdefault((brand, plain_name(product.model_code)), []).append(product)
            if product.model:
                self._by_model.setdefault((brand, plain_name(product.model)), []).append(product)
        self._by_title.setdefault(plain_name(product.title), []).append(product)


def _of_kind(listed: list[Product], naming: Naming) -> list[Product]:
    """Of these, the ones with the storage, colour and title that are said; the nearest where none is said."""
    wanted = {word for said in (naming.storage, naming.colour) for word in _words(said)}
    if wanted:
        return [one for one in listed if wanted <= _words(one.title)]
    if naming.title and len(listed) > 1:
        same = [one for one in listed if plain_name(one.title) == plain_name(naming.title)]
        return same or listed
    return listed


def _words(text: str) -> set[str]:
    """`256GB` and `256 گیگابایت` are one size."""
    plain = plain_name(text).replace("گیگابایت", "gb").replace("گیگ", "gb").replace("ترابایت", "tb")
    for unit in ("gb", "tb"):
        plain = plain.replace(f" {unit}", unit)
    return set(plain.replace("/", " ").replace(",", " ").replace("،", " ").split())
