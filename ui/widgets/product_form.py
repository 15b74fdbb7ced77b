"""What a person types of a product."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.application.goods import Typed
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import Product, ProductKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui.view_models.notice import Notice
from ui.widgets.fields import Field, MoneyField

_LINES = (
    ("title",), ("brand", "model"), ("model_code",), ("price", "gtin"), ("category", "goods_id"),
    ("guarantee", "low_level"),
)  # fmt: skip
_PHONE_ONLY = ("brand", "model", "model_code")


class ProductForm(QWidget):
    """`show_product` fills it; `typed` is what stands in it now."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._kind = ProductKind.ACCESSORY
        self._unit_code = 0
        self.fields: dict[str, Field] = {
            "title": Field(_("title")),
            "brand": Field(_("brand"), placeholder="Samsung"),
            "model": Field(_("model"), placeholder="Galaxy A55"),
            "model_code": Field(_("model code"), ltr=True, placeholder="SM-A556E"),
            "price": MoneyField(_("price (rials)")),
            "gtin": Field(_("barcode"), ltr=True),
            "goods_id": Field(_("goods id"), ltr=True),
            "category": Field(_("category")),
            "guarantee": Field(_("guarantee")),
            "low_level": Field(_("order when so many are left")),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for line, names in enumerate(_LINES):
            for place, name in enumerate(names):
                grid.addWidget(self.fields[name], line, place, 1, 3 - len(names))

    def show_kind(self, kind: ProductKind) -> None:
        """An empty form of this kind."""
        self._kind, self._unit_code = kind, 0
        for field in self.fields.values():
            field.show_value("")
        self._offer()
        self.show_notice(None)

    def show_product(self, product: Product) -> None:
        self._kind, self._unit_code = product.kind, product.unit_code
        shown = {
            "title": product.title, "brand": product.brand, "model": product.model, "model_code": product.model_code,
            "gtin": product.gtin, "goods_id": product.goods_code, "category": product.category,
            "guarantee": product.guarantee, "low_level": fmt.digits(str(product.low_level or "")),
        }  # fmt: skip
        for name, text in shown.items():
            self.fields[name].show_value(text)
        self.fields["price"].show_value(fmt.digits(f"{product.price:,}".replace(",", "٬")) if product.price else "")
        self._offer()
        self.show_notice(None)

    def _offer(self) -> None:
        for name in _PHONE_ONLY:
            self.fields[name].setVisible(self._kind is ProductKind.DEVICE)

    def typed(self) -> Typed:
        """Raises ShopError at a field that holds no number."""
        text = {name: field.text() for name, field in self.fields.items()}
        price = self.fields["price"]
        assert isinstance(price, MoneyField)  # noqa: S101 - made above
        if why := price.why():
            raise ShopError(why, field="price")
        return Typed(
            kind=self._kind, title=text["title"], price=price.amount() or 0, gtin=text["gtin"], brand=text["brand"],
            model=text["model"], model_code=text["model_code"], goods_id=text["goods_id"], unit_code=self._unit_code,
            guarantee=text["guarantee"], category=text["category"], low_level=whole(text["low_level"], "low_level"),
        )  # fmt: skip

    def show_notice(self, notice: Notice | None) -> bool:
        """At its field; False: it belongs to none of them."""
        for name, field in self.fields.items():
            here = notice is not None and notice.field == name
            field.fail(notice.code if here and notice else "", notice.detail if here and notice else "")
        return notice is not None and notice.field in self.fields


def whole(text: str, field: str) -> int:
    """A count as people type it, "" = 0. Raises ShopError `quantity-out-of-range` at the field."""
    plain = fold(text).replace("٬", "").replace(",", "")
    if plain and not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise ShopError("quantity-out-of-range", field=field, detail=str(1_000_000))
    return int(plain or "0")
