"""Buying from a walk-in: a case of its own, or inside a sale as a trade-in."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import sell, settlement, tacs
from pos_app.application.as_it_was import WAS, as_it_was, put_back
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import imei, which_list
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.ids import new_id
from pos_app.domain.rights import Right
from pos_app.domain.sale import CaseKind, Sale, SaleLine
from pos_app.domain.stock import MAX_TITLE, Condition, Product, ProductKind, Unit, UnitState, title_of
from pos_app.ports.storage import UnitHit, WriteSession

MAX_NAME = 200  # characters
DEVICE_UNIT = 1631  # the tax office's code for "device"
STANDS_ON = "stands_on"  # in the draft: the sale by which a phone that was sold here went out
_OUT = (UnitState.SOLD, UnitState.LEFT)  # known from before, and not here: it may come again


@needs(Right.BUY_IN)
def begin(services: Services, *, within: str = "") -> str:
    """An empty buy-in, and its id; `within`: the open sale in which it is settled, where an unfinished one goes on."""
    with services.storage.write() as session:
        if within:
            sale = sell.load(session, within)
            if sale.kind is not CaseKind.SALE:
                raise ShopError("sale-not-open", detail=within)
            for case in settlement.attached(session, sale):
                if case.kind is CaseKind.BUY_IN and sell.lacks(services, session, case):
                    session.touch_sale(case.id, services.clock.now())
                    return case.id
        return sell.begin(services, session, CaseKind.BUY_IN, within=within)


@needs(Right.BUY_IN)
def put_device(
    services: Services, case_id: str, *, brand: str, model: str, model_code: str = "", imeis: tuple[str, ...],
    serial: str = "", boxed: bool = True,
) -> None:  # fmt: skip
    """Which phone it is; may be put right until the registry was asked. Either of its numbers finds it, and a number
    that stands on a phone in the stock is refused at its field."""
    numbers = _checked(imeis)
    if not brand.strip():
        raise ShopError("brand-missing", field="brand")
    if not (model.strip() or model_code.strip()):
        raise ShopError("model-missing", field="model")
    with services.storage.write() as session:
        case = _of(session, case_id)
        if case.run is not None and case.run.passed("inquiry"):
            raise ShopError("step-out-of-order", detail="inquiry")
        product = _product(session, brand.strip()[:MAX_NAME], model.strip()[:MAX_NAME], model_code.strip()[:MAX_NAME])
        known = _known(session, case, numbers)
        wanted = Unit(
            id=0, product=product, imeis=numbers, serial=fold(serial).upper()[:60], state=UnitState.INTAKE,
            condition=Condition.USED, boxed=boxed,
        )  # fmt: skip
        unit = _put(services, session, case, wanted, known)
        tacs.put_right(services, session, unit)
        first = known is not None and (case.unit is None or case.unit.id != known.unit.id)
        tacs.suspect(services, session, unit, was=known.unit.product if known is not None and first else None)
        which = which_list.for_buy_in(unit)
        version = services.checklists[which].version
        (session.begin_run if case.run is None else session.change_run)(case_id, which, version)
        read = {f"box{slot}": number for slot, number in enumerate(numbers, 1)}  # what the inquiry asks for
        fresh = session.sale(case_id)
        session.set_draft(case_id, {**(fresh.draft if fresh else case.draft), **read})
        data: dict[str, object] = {"unit": unit.id, "imeis": list(numbers), "list": which}
        session.audit(services.till_id, services.clock.now(), services.person, "buy-in-device", case_id, data)


@needs(Right.BUY_IN)
def set_price(services: Services, case_id: str, price: int) -> None:
    """What the shop pays, in rials."""
    with services.storage.read() as session:
        line = _of(session, case_id).device_line  # type: ignore[arg-type]
    if line is None:
        raise ShopError("sale-without-device")
    sell.change_line(services, case_id, line.id, fee=price, discount=0, quantity=1)


def _checked(imeis: tuple[str, ...]) -> tuple[str, ...]:
    plain = [imei.normalise(value) for value in imeis]
    while plain and not plain[-1]:
        plain.pop()
    if not plain:
        raise ShopError("imei-empty", field="imei1")
    for slot, value in enumerate(plain, 1):
        said = imei.check(value)
        if not said.ok:
            raise ShopError(said.code, field=f"imei{slot}", detail=value)
    if len(set(plain)) < len(plain):
        raise ShopError("imei-slots-equal", field="imei2", detail=plain[1])
    return tuple(plain)


def _of(session: WriteSession, case_id: str) -> Sale:
    case = sell.load(session, case_id)
    if case.kind is not CaseKind.BUY_IN:
        raise ShopError("sale-not-open", detail=case_id)
    return case


def _product(session: WriteSession, brand: str, model: str, model_code: str) -> Product:
    """The product of the catalogue with this name, or a new one whose price nobody knows yet. Raises ShopError
    `product-title-too-long`."""
    found = session.product_named(brand, model_code, model)
    if found is not None:
        return found
    title = title_of(brand, model or model_code, model_code)
    if len(title) > MAX_TITLE:
        raise ShopError("product-title-too-long", field="model", detail=str(MAX_TITLE))
    product = Product(
        id=0, kind=ProductKind.DEVICE, title=title, price=0, brand=brand, model=model or model_code,
        model_code=model_code, unit_code=DEVICE_UNIT,
    )  # fmt: skip
    return replace(product, id=session.put_product(product))


def _known(session: WriteSession, case: Sale, numbers: tuple[str, ...]) -> UnitHit | None:
    """The unit that these numbers belong to already; raises at the field of the number that belongs to another."""
    own = case.unit.id if case.unit else 0
    hits: list[tuple[int, UnitHit]] = []
    for slot, number in enumerate(numbers, 1):
        for hit in session.find_units(number):
            if hit.unit.id == own and hit.unit.state is UnitState.INTAKE:
                continue
            if hit.unit.state not in _OUT:
                code = "imei-being-bought" if hit.unit.state is UnitState.INTAKE else "imei-in-stock-twice"
                raise ShopError(code, field=f"imei{slot}", detail=number)
            hits.append((slot, hit))
    units = {hit.unit.id: hit for _slot, hit in hits}
    if len(units) > 1:
        raise ShopError("imei-of-another-phone", field=f"imei{hits[-1][0]}", detail=numbers[hits[-1][0] - 1])
    known = next(iter(units.values()), None)
    if known is not None and any(other != case.id for other in session.open_cases_of(known.unit.id)):
        raise ShopError("phone-in-another-case", field=f"imei{hits[0][0]}", detail=numbers[hits[0][0] - 1])
    if known is not None and len(known.unit.imeis) > 1:
        for slot, number in enumerate(numbers, 1):
            if number not in known.unit.imeis:  # its pair was seen before, and it was another one
                raise ShopError("imei-pair-changed", field=f"imei{slot}", detail=number)
    return known


def _put(services: Services, session: WriteSession, case: Sale, wanted: Unit, known: UnitHit | None) -> Unit:
    """The unit on this case's line. A phone that was here before keeps its row, its numbers and its whole life; its
    state moves with the end of the buy-in."""
    line = case.device_line
    if known is None and case.unit is not None and case.unit.state is UnitState.INTAKE:
        unit = replace(wanted, id=case.unit.id)
        session.change_unit(unit)
        if line is not None and line.product.id != unit.product.id:
            session.remove_line(case.id, line.id)
            line = None
    elif known is None:
        unit = replace(wanted, id=session.put_unit(wanted, wanted.product.id))
    else:
        old = known.unit
        pair = old.imeis if len(old.imeis) >= len(wanted.imeis) else wanted.imeis
        state = UnitState.INTAKE if old.state is UnitState.LEFT else old.state
        serial = wanted.serial or old.serial  # what is not typed now is not forgotten
        unit = replace(wanted, id=old.id, imeis=pair, serial=serial, state=state, eid=old.eid, grade=old.grade)
        again = case.unit is not None and case.unit.id == old.id and WAS in case.draft
        before = {} if again else {WAS: as_it_was(old), STANDS_ON: known.sale_id}
        session.set_draft(case.id, {**case.draft, **before})
        session.change_unit(unit)
    if line is not None and line.unit is not None and line.unit.id != unit.id:
        session.change_unit(put_back(session, case))
        session.remove_line(case.id, line.id)
        line = None
        if known is None:
            session.set_draft(
                case.id, {name: text for name, text in case.draft.items() if name not in (WAS, STANDS_ON)}
            )
    if line is None:
        new = SaleLine(id=new_id(services.clock.now()), product=unit.product, quantity=1, fee=0, unit=unit)
        session.add_line(case.id, new, live=unit.state is UnitState.INTAKE)
    return unit
