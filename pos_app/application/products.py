"""What the tax office wants to know of goods: their id in the public list, and the unit in which they are sold."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import measures
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.domain.tax_id import check_goods_id


def goods_id_of(text: str) -> str:
    """Canonical, "" = none. Raises ShopError at `goods_id`."""
    said = check_goods_id(text)
    if text.strip() and not said.ok:
        raise ShopError(said.code, field="goods_id", detail=said.value)
    return said.value if said.ok else ""


@needs(Right.PRODUCTS)
def describe(services: Services, product_id: int, *, goods_id: str, unit_code: int) -> None:
    """Of this product from now on; issued invoices keep what they say. "" = it has no goods id. Raises ShopError at
    the field that is wrong, `product-missing`."""
    code = goods_id_of(goods_id)
    if unit_code not in measures.CODES:
        raise ShopError("unit-code-unknown", field="unit_code", detail=str(unit_code))
    with services.storage.write() as session:
        product = session.product(product_id)
        if product is None:
            raise ShopError("product-missing")
        session.put_product(replace(product, goods_code=code, unit_code=unit_code))
        data: dict[str, object] = {"goods_id": [product.goods_code, code], "unit": [product.unit_code, unit_code]}
        session.audit(services.till_id, services.clock.now(), services.person, "product-changed", str(product_id), data)
