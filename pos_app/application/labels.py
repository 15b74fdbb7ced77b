"""Labels of phones and of goods on the shelf: found by the code that is on them already, printed as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pos_app.application import paper_file, sell
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.label import Label
from pos_app.domain.rights import Right
from pos_app.domain.sale import SaleLine
from pos_app.domain.stock import Condition, Product, Unit
from pos_app.domain.vat import Vat

MOST = 500  # labels of one go


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelJob:
    """`skip`: places of the first sheet that are used up already; `copies` of each label."""

    paper: str = "roll"
    copies: int = 1
    skip: int = 0


def find(services: Services, code: str) -> Label:
    """By IMEI, serial, EID or product barcode. Raises ShopError `label-of-what`, `serial-shared`,
    `vat-rate-missing`."""
    from pos_app import jalali  # the calendar costs a start something, and only a label needs it here

    wanted = fold(code).strip()
    with services.storage.read() as session:
        shop = shops.load(session)
        currency = shop.currency_on(jalali.local(services.clock.now()).date())
        vat = sell.vat_now(services, session, shop)
        units = session.find_units(wanted) if wanted else ()
        if len(units) > 1:
            raise ShopError("serial-shared", detail=wanted)
        if units:
            unit = units[0].unit
            label = replace(_of_unit(unit), price=_to_pay(vat, unit.product, currency.of(unit.asking), unit))
        else:
            product = session.product_by_gtin(wanted)
            if product is None:
                raise ShopError("label-of-what", detail=code.strip()[:40])
            label = replace(_of_goods(product), price=_to_pay(vat, product, currency.of(product.price)))
    return replace(label, shop=shop.name, currency=currency.code)


@needs(Right.PRINT)
def make(services: Services, codes: tuple[str, ...], job: LabelJob, out: Path | None = None) -> Path:
    """All of them on one PDF: `out`, or a file in the folder of papers. Raises as `find`, ShopError `labels-too-many`,
    `paper-unknown` or what the renderer says, StorageError `paper-not-written`."""
    if not 0 < job.copies * len(codes) <= MOST or not 0 <= job.skip < MOST:
        raise ShopError("labels-too-many", detail=str(MOST))
    labels = tuple(label for code in codes for label in [find(services, code)] * job.copies)
    pdf = services.renderer.labels(labels, paper=job.paper, skip=job.skip)
    path = out or services.papers / f"label-{labels[0].code}-{job.paper}.pdf"
    paper_file.write(path, pdf, refused="paper-not-written")
    return path


def _of_unit(unit: Unit) -> Label:
    sealed = unit.condition is Condition.SEALED
    return Label(
        title=unit.product.title, model=_model(unit.product), code=unit.name, imei2="".join(unit.imeis[1:2]),
        serial=unit.serial if unit.imeis else "", condition="" if sealed else unit.condition.value,
    )  # fmt: skip


def _of_goods(product: Product) -> Label:
    return Label(title=product.title, model=_model(product), code=product.gtin)


def _model(product: Product) -> str:
    """Only what the title does not say already."""
    return " ".join(part for part in (product.brand, product.model_code) if part and part not in product.title)


def _to_pay(vat: Vat, product: Product, fee: int, unit: Unit | None = None) -> int | None:
    if fee <= 0:
        return None  # still to be typed
    return SaleLine(id="", product=product, quantity=1, fee=fee, unit=unit).amounts(vat).tsstam
