"""What a scan is, and what the counter does with it. A scan is an order: nothing is picked by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pos_app.application import allocations, counted, sell, tacs
from pos_app.application.codes import field_of_scan
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.box_code import BoxCode, CodeKind, classify
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import EvidenceKind
from pos_app.domain.hamta import check_dial_code
from pos_app.domain.rights import Right
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import ProductKind, Unit, UnitState
from pos_app.ports.hardware import RawCode
from pos_app.ports.storage import ReadSession, UnitHit, WriteSession

_DIALLED = re.compile(r"[*#]{1,2}\s*[0-9]{2,8}\s*[*#]{1,2}")
PERMIT_FIELDS = ("permit_imei1", "permit_imei2")
_INVOICE_NUMBER = re.compile(r"1[34][0-9]{2}-[0-9]{1,4}-[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Named:
    """One code with its name: `kind` of `CodeKind`, `slot` 1 or 2 for an IMEI of the unit; `note` a code
    for the sentence beside it ("" = nothing to say). `value` may be an activation code: never in a `repr`."""

    kind: CodeKind
    value: str = field(repr=False)
    slot: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """`sale_id` is the sale the counter shows now; `invoice` is set when an invoice number was scanned; `arrived` is
    the phone that this scan took into the stock from the registry's list; `short` are goods of which fewer are here
    than the sale takes by now."""

    sale_id: str
    codes: tuple[Named, ...]
    invoice: str = ""
    arrived: Unit | None = None
    short: tuple[str, ...] = ()


@needs(Right.SELL)
def take(services: Services, sale_id: str, text: str, into: str = "") -> Scanned:
    """Classifies every code, finds the unit, opens or resumes the sale, fills what was scanned into its draft.
    `into`: the field of the comparing step that was held out for this scan, "" = where it belongs by itself.

    Raises ShopError when the codes lead nowhere: `unit-not-in-stock`, `unit-already-sold`, `unit-in-another-sale`,
    `sale-has-device`, `scan-is-dial-code`, `ussd-misprint`, `ussd-unknown`, or the reason why a code cannot be read.
    """
    plain = fold(text)
    if _INVOICE_NUMBER.fullmatch(plain):
        return _invoice(services, sale_id, plain)
    _refuse_dial_code(plain)
    codes = tuple(dict.fromkeys(classify(text)))
    if not codes:
        raise ShopError("scan-empty")
    with services.storage.write() as session:
        shown = session.sale(sale_id) if sale_id else None
        if shown is not None and shown.state is not SaleState.OPEN:
            sale_id = ""  # a finished sale may still be on screen: it takes nothing more
        return _take_codes(services, session, sale_id, codes, into)


def _refuse_dial_code(plain: str) -> None:
    """What is dialled is no code of a box, and the web writes it mangled: the right one is named."""
    if not _DIALLED.fullmatch(plain):
        return
    said = check_dial_code(plain)
    raise ShopError("scan-is-dial-code" if said.ok else said.code, field="scan", detail=said.value)


def identify(services: Services, text: str) -> Unit | None:
    """The one unit that these codes name, if it waits in stock and no sale holds it: only read, so that the screen
    shows it before `take` writes. None = nothing to show before that. Raises ShopError `serial-shared`."""
    with services.storage.read() as session:
        hits = {hit.unit.id: hit for code in classify(text) if (hit := _find(session, code))}
    if len(hits) != 1:
        return None
    (hit,) = hits.values()
    return hit.unit if hit.unit.state is UnitState.IN_STOCK and not hit.sale_id else None


def _invoice(services: Services, sale_id: str, text: str) -> Scanned:
    year, till, seq = text.split("-")
    number = f"{year}-{int(till)}-{int(seq):06d}"
    with services.storage.read() as session:
        if session.invoice(number) is None:
            raise ShopError("invoice-missing", detail=number)
    return Scanned(sale_id, (), number)


def _take_codes(
    services: Services, session: WriteSession, sale_id: str, codes: tuple[BoxCode, ...], into: str
) -> Scanned:  # fmt: skip
    if len(codes) == 1 and codes[0].kind is CodeKind.ASK:
        raise ShopError(codes[0].reason, field="scan", detail=codes[0].value)
    case = session.sale(sale_id) if sale_id else None
    if case is not None and case.kind is CaseKind.BUY_IN and case.unit is None:
        return _of_a_phone_to_buy(session, case, codes)
    hits: dict[BoxCode, UnitHit] = {}
    arrived: Unit | None = None
    for code in codes:
        hit = _find(session, code)
        if hit is None and (new := _arrived(services, session, code)):
            hit, arrived = new, new.unit
        if hit is not None:
            hits[code] = hit
    sale_id = _sale_for(services, session, sale_id, _one_of(hits))
    sale = session.sale(sale_id) if sale_id else None
    named: list[Named] = []
    for code in codes:
        if code.kind is CodeKind.GTIN and code not in hits:
            sale_id, note = _product(services, session, sale_id, code.value)
            named.append(Named(code.kind, code.value, note=note))
        else:
            named.append(_name(code, sale.unit if sale else None))
    if sale is None and not sale_id:
        _explain(named)
    if sale is not None and sale.unit is not None:
        draft = _fill(services, sale, named, into)
        if draft != sale.draft:
            session.set_draft(sale.id, draft)
        session.touch_sale(sale.id, services.clock.now())
        strange = all(n.kind in (CodeKind.IMEI, CodeKind.SERIAL) and n.note for n in named)
        if strange and not _held_out(services, sale, into) and not _comparing(services, sale):
            raise ShopError(named[0].note, field="scan", detail=named[0].value)
    pieces = any(code.kind is CodeKind.GTIN and code not in hits for code in codes)
    after = session.sale(sale_id) if sale_id and pieces else None
    return Scanned(
        sale_id, tuple(named), arrived=arrived, short=counted.short(session, after) if after is not None else ()
    )


def _one_of(hits: dict[BoxCode, UnitHit]) -> UnitHit | None:
    units = {hit.unit.id: hit for hit in hits.values()}
    if len(units) > 1:
        raise ShopError("codes-of-two-units", field="scan")
    return next(iter(units.values()), None)


def _of_a_phone_to_buy(session: WriteSession, case: Sale, codes: tuple[BoxCode, ...]) -> Scanned:
    """Nothing is known of it yet: its numbers go where the seller would type them. A barcode of the catalogue names the
    model, and where nothing is said of it yet, the table of TACs."""
    draft = dict(case.draft)
    for code in codes:
        if code.kind is CodeKind.IMEI and code.value not in (draft.get("imei1"), draft.get("imei2")):
            free = next((name for name in ("imei1", "imei2") if not draft.get(name)), "")
            if not free:  # nothing that was read is written over unasked
                raise ShopError("both-numbers-read", field="scan", detail=code.value)
            draft[free] = code.value
            named = tacs.suggest(session, code.value)
            if named is not None and not draft.get("brand") and not draft.get("model"):
                draft["brand"], draft["model"] = named
        elif code.kind is CodeKind.SERIAL:
            draft["serial"] = code.value
        elif code.kind is CodeKind.GTIN and (product := session.product_by_gtin(code.value)) is not None:
            draft |= {"brand": product.brand, "model": product.model, "model_code": product.model_code}
    session.set_draft(case.id, draft)
    return Scanned(case.id, tuple(Named(code.kind, code.value, note=code.reason) for code in codes))


def _find(session: ReadSession, code: BoxCode) -> UnitHit | None:
    if code.kind not in (CodeKind.IMEI, CodeKind.EID, CodeKind.SERIAL):
        return None
    hits = session.find_units(code.value) or session.find_units(code.value.upper())
    if len(hits) > 1:
        raise ShopError("serial-shared", field="scan", detail=code.value)
    return hits[0] if hits else None


def _arrived(services: Services, session: WriteSession, code: BoxCode) -> UnitHit | None:
    """Not in the stock, and counted to this shop by the registry: with this scan it has arrived."""
    unit = allocations.take_in(services, session, code.value) if code.kind is CodeKind.IMEI else None
    return UnitHit(unit=unit) if unit else None


def _sale_for(services: Services, session: WriteSession, sale_id: str, hit: UnitHit | None) -> str:
    """The sale this unit belongs to: the one on screen, a parked one of this till, or a new one."""
    if hit is None:
        return sale_id
    name = hit.unit.imeis[0] if hit.unit.imeis else hit.unit.serial
    current = session.sale(sale_id) if sale_id else None
    if current is not None and current.unit is not None and current.unit.id == hit.unit.id:
        return sale_id
    if current is not None and current.unit is not None and _comparing(services, current):
        return sale_id  # another phone lies in the box: the comparing step is there to find that
    if hit.sale_state == "completed" or hit.unit.state is UnitState.SOLD:
        raise ShopError("unit-already-sold", field="scan", detail=f"{name} {hit.invoice_number}".strip())
    if not hit.sale_id:
        sell.refuse_not_for_sale(hit.unit)
    if hit.sale_id:
        if hit.till_id != services.till_id:
            raise ShopError("unit-in-another-sale", field="scan", detail=name)
        return hit.sale_id
    if current is not None and (current.unit is not None or current.kind is not CaseKind.SALE):
        raise ShopError("sale-has-device", field="scan", detail=name)
    target = sale_id if current is not None else sell.begin(services, session)
    sell.add_unit(services, session, target, hit.unit)
    return target


def _product(services: Services, session: WriteSession, sale_id: str, gtin: str) -> tuple[str, str]:
    """The sale afterwards, and a note. An accessory is put in; a phone is named, but only its IMEI sells it."""
    product = session.product_by_gtin(gtin)
    sale = session.sale(sale_id) if sale_id else None
    if product is None:
        if sale is None:
            raise ShopError("gtin-unknown", field="scan", detail=gtin)
        return sale_id, "gtin-unknown"
    if product.kind is ProductKind.DEVICE:
        if sale is None or sale.unit is None:
            raise ShopError("scan-the-imei", field="scan", detail=product.title)
        return sale_id, "" if sale.unit.product.id == product.id else "gtin-of-another-product"
    if sale is not None and sale.kind is not CaseKind.SALE:
        raise ShopError("accessory-needs-sale", field="scan", detail=product.title)
    target = sale_id or sell.begin(services, session)
    fresh = session.sale(target)
    if fresh is not None:
        sell.add_accessory(services, session, fresh, product)
    return target, ""


def _name(code: BoxCode, unit: Unit | None) -> Named:
    if code.kind is CodeKind.ASK:
        return Named(code.kind, code.value, note=code.reason)
    if unit is None:
        return Named(code.kind, code.value)
    if code.kind is CodeKind.IMEI:
        if code.value in unit.imeis:
            return Named(code.kind, code.value, slot=unit.imeis.index(code.value) + 1)
        return Named(code.kind, code.value, note="imei-not-this-unit")
    if code.kind is CodeKind.EID and unit.eid and code.value != unit.eid:
        return Named(code.kind, code.value, note="eid-not-this-unit")
    if code.kind is CodeKind.SERIAL and unit.serial and code.value.upper() != unit.serial.upper():
        return Named(code.kind, code.value, note="serial-not-this-unit")
    return Named(code.kind, code.value)


def _explain(named: list[Named]) -> None:
    """No sale is open and none of the codes began one: say why, by the strongest code."""
    order = (CodeKind.IMEI, CodeKind.EID, CodeKind.SERIAL, CodeKind.ASK, CodeKind.ACTIVATION_CODE, CodeKind.ICCID)
    first = min(named, key=lambda code: order.index(code.kind) if code.kind in order else len(order))
    reasons = {
        CodeKind.IMEI: "unit-not-in-stock",
        CodeKind.EID: "unit-not-in-stock",
        CodeKind.SERIAL: "unit-not-in-stock",
        CodeKind.ACTIVATION_CODE: "scan-the-imei-first",
        CodeKind.ICCID: "scan-is-sim-card",
    }
    detail = "" if first.kind is CodeKind.ACTIVATION_CODE else first.value  # a code is never shown or logged
    raise ShopError(reasons.get(first.kind, first.note or "scan-empty"), field="scan", detail=detail)


def _open_kind(services: Services, sale: Sale) -> EvidenceKind | None:
    step = sale.run.current(services.list_of(sale.run)) if sale.run else None
    return step.evidence if step else None


def _comparing(services: Services, sale: Sale) -> bool:
    """Numbers are being read against each other: box or tray, and the device."""
    return _open_kind(services, sale) in (EvidenceKind.BOX_MATCH, EvidenceKind.DEVICE_MATCH)


def _held_out(services: Services, sale: Sale, into: str) -> bool:
    """The number is read from the permit, into its field: whose it is that step has to find."""
    return into in PERMIT_FIELDS and _open_kind(services, sale) is EvidenceKind.PERMIT


def _beside_the_box(draft: dict[str, str], named: list[Named], into: str) -> dict[str, str]:
    """Without a box: the screen's slots first, then the tray's. A number that the screen has shown comes from the tray
    when it comes again, and of a dead phone from nowhere else."""
    read_from = ("tray",) if draft.get("device_dead") else ("device", "tray")
    for code in named:
        if code.kind is not CodeKind.IMEI:
            continue
        sides = [(f"{side}1", f"{side}2") for side in read_from]
        open_ones = [slots for slots in sides if code.value not in [draft.get(slot) for slot in slots]]
        free = next((slot for slots in open_ones for slot in slots if not draft.get(slot)), "")
        if into and len(named) == 1:
            draft[into] = code.value
        elif free or open_ones:
            draft[free or f"{read_from[0]}1"] = code.value
    return draft


def _fill(services: Services, sale: Sale, named: list[Named], into: str) -> dict[str, str]:
    """Where a scanned value goes in the step that is open: into the field that is held out for it, else box slots
    first, then the device's own screen."""
    draft = dict(sale.draft)
    open_kind = _open_kind(services, sale)
    if open_kind is EvidenceKind.DEVICE_MATCH:
        return _beside_the_box(draft, named, into)
    if _held_out(services, sale, into) and [code.kind for code in named] == [CodeKind.IMEI]:
        return draft | {into: named[0].value}
    comparing = open_kind is EvidenceKind.BOX_MATCH
    box_done = sale.run is not None and sale.run.passed("answer_control")
    reading_device = bool(draft.get("device1") or draft.get("device2"))
    for code in named:
        if code.kind is CodeKind.ACTIVATION_CODE:
            draft[field_of_scan(sale)] = code.value
        elif code.kind is CodeKind.IMEI and into and len(named) == 1 and comparing:
            draft[into] = code.value
        elif code.kind is CodeKind.IMEI and code.slot:
            box, device = f"box{code.slot}", f"device{code.slot}"
            if box_done and reading_device and not draft.get(device):
                draft[device] = code.value
            elif not draft.get(box):
                draft[box] = code.value
            elif box_done:
                draft[device] = code.value
        elif code.kind is CodeKind.IMEI and box_done:
            # A stranger in the comparing step is what that step is there to find: it is shown, not hidden.
            empty = next((f"device{n}" for n in (1, 2) if not draft.get(f"device{n}")), "device1")
            draft[empty] = code.value
    return draft


@needs(Right.SELL)
def read_picture(services: Services, picture: bytes) -> tuple[RawCode, ...]:
    """Every code of one photo. Raises ShopError `no-code-in-picture` or why the picture cannot be read."""
    from pos_app.ports.hardware import UnreadableImageError

    try:
        found = services.reader.read(picture)
    except UnreadableImageError as error:
        raise ShopError(str(error), field="scan") from error
    if not found:
        raise ShopError("no-code-in-picture", field="scan")
    return found


def as_text(found: tuple[RawCode, ...]) -> str:
    """The codes of a picture as one payload, one per line."""
    return "\n".join(code.text for code in found)
