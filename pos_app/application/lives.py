"""The life of a phone: found by either number, serial, invoice or the last digits; and its dossier on paper."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pos_app.application import paper_file
from pos_app.application import shop as shops
from pos_app.application.life_events import Known, Marked, events
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import invoice as invoices
from pos_app.domain import paper_number
from pos_app.domain.box_code import CodeKind, classify
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.dossier import Dossier
from pos_app.domain.errors import PersonErasedError, ShopError
from pos_app.domain.imei import is_imei, normalise
from pos_app.domain.life import Life
from pos_app.domain.rights import Right
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import Condition, Unit, UnitState
from pos_app.ports.storage import ReadSession

SHORTEST = 4  # digits at the end of an IMEI
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A phone in the answer to a search. `name` opens its page; `title` "" = never in the stock."""

    name: str
    title: str
    imeis: tuple[str, ...]
    serial: str
    standing: str


@dataclass(frozen=True, slots=True)
class Page:
    """`open_at`: places in `life.events` of what is still owed or unsettled."""

    life: Life
    open_at: frozenset[int]


def search(services: Services, text: str, limit: int = LIMIT) -> tuple[Found, ...]:
    """By IMEI, serial, EID, number of an invoice or paper, or the last digits of an IMEI, four or more; newest first.

    Raises ShopError `search-too-short`, `phone-unknown`."""
    with services.storage.read() as session:
        exact = _exact(session, text)
        found = [_found(session, unit) for unit in exact]
        if not found and (stranger := _stranger(session, text)):
            found = [Found(stranger, "", (stranger,), "", _unknown_standing(session, stranger))]
        digits = normalise(fold(text))
        if not found and all_latin_digits(digits) and len(digits) <= 15:
            if len(digits) < SHORTEST:
                raise ShopError("search-too-short", field="search", detail=str(SHORTEST))
            found = [_found(session, unit) for unit in session.units_ending(digits, limit)]
    if not found:
        raise _unknown(text)
    return tuple(found[:limit])


def page(services: Services, text: str) -> Page:
    """The whole life of the one phone that this names. Raises ShopError `phone-unknown`, `serial-shared`."""
    with services.storage.read() as session:
        units = _exact(session, text)
        if len(units) > 1:
            raise ShopError("serial-shared", field="search", detail=fold(text)[:60])
        if units:
            return _of_unit(services, session, units[0])
        stranger = _stranger(session, text)
        if not stranger:
            raise _unknown(text)
        return _of_stranger(services, session, stranger)


def _unknown(text: str) -> ShopError:
    """What may be an activation code is not said again."""
    codes = classify(text)
    if not codes:
        return ShopError("search-empty", field="search")
    secret = not paper_number.as_printed(fold(text)) and any(code.kind is CodeKind.ACTIVATION_CODE for code in codes)
    if secret:
        return ShopError("digits-unknown", field="search")
    return ShopError("phone-unknown", field="search", detail=fold(text)[:60])


def life(services: Services, text: str) -> Life:
    """Names in full, for the shop's own eyes; numbers of people masked."""
    return page(services, text).life


@needs(Right.PRINT)
def dossier(services: Services, text: str) -> Path:
    """The PDF of the whole life, beside the papers; other people's names are masked in it: it leaves the shop.

    Raises ShopError as `page`, StorageError `dossier-not-written`."""
    told = life(services, text)
    now = services.clock.now()
    with services.storage.read() as session:
        shop = shops.load(session)
        stamp = session.picture(shop.stamp_sha256) if shop.stamp_sha256 else None
    kept = replace(told, events=tuple(replace(event, person=masked(event.person)) for event in told.events))
    sheet = Dossier(made_at=now, made_by=services.person, shop=shop.party, licence_no=shop.licence_no, life=kept)
    pdf = services.renderer.dossier(sheet, stamp=stamp)
    name = re.sub(r"[^0-9A-Za-z-]", "_", told.imeis[0] if told.imeis else told.serial)
    path = services.papers / f"dossier-{name}-{now:%Y%m%d-%H%M%S}.pdf"
    paper_file.write(path, pdf, refused="dossier-not-written", private=True)
    with services.storage.write() as session:
        subject = told.imeis[0] if told.imeis else told.serial
        data: dict[str, object] = {"file": path.name, "events": len(told.events)}
        session.audit(services.till_id, now, services.person, "dossier-made", subject, data)
    return path


def masked(name: str) -> str:
    """«علی ر…»: enough for who knows the person, too little for who does not."""
    words = name.split()
    return name if len(words) < 2 else f"{words[0]} {words[1][:1]}…"


# -- finding -----------------------------------------------------------------------------------------


def _exact(session: ReadSession, text: str) -> tuple[Unit, ...]:
    """Those whom a whole number names: of a label, typed, or of a paper."""
    plain = fold(text)
    if number := paper_number.as_printed(plain):
        case_id = session.sale_of_paper(number)
        case = session.sale(case_id) if case_id else None
        return (case.unit,) if case is not None and case.unit is not None else ()
    for code in classify(text):
        if code.kind in (CodeKind.IMEI, CodeKind.SERIAL, CodeKind.EID, CodeKind.ASK, CodeKind.ACTIVATION_CODE):
            hits = session.find_units(code.value) or session.find_units(code.value.upper())
            if hits:
                return tuple(hit.unit for hit in reversed(hits))
    return ()


def _stranger(session: ReadSession, text: str) -> str:
    """An IMEI that was never in the stock, and that somebody asked about or the registry listed; "" = not even that."""
    for code in classify(text):
        if code.kind is CodeKind.IMEI and is_imei(code.value):
            about = (code.value,)
            if session.operations_about(about) or session.allocations_about(about) or session.conflicts_about(about):
                return code.value
    return ""


def _found(session: ReadSession, unit: Unit) -> Found:
    return Found(unit.name, unit.product.title, unit.imeis, unit.serial, _standing(session, unit))


def _standing(session: ReadSession, unit: Unit) -> str:
    """Its state, or `reserved` in an open sale."""
    if unit.state is UnitState.IN_STOCK:
        hits = [hit for hit in session.find_units(unit.name) if hit.unit.id == unit.id]
        if any(hit.sale_state == SaleState.OPEN.value for hit in hits):
            return "reserved"
    return unit.state.value


def _unknown_standing(session: ReadSession, number: str) -> str:
    return "allocated" if session.allocation(number) is not None else "unknown"


# -- telling -----------------------------------------------------------------------------------------


def _of_unit(services: Services, session: ReadSession, unit: Unit) -> Page:
    ids = session.cases_with(unit.id)
    cases = tuple(case for case_id in ids if (case := session.sale(case_id)) is not None)
    told = session.told_about((*ids, str(unit.id), unit.name))
    own = tuple(said for said in told if said.subject != str(unit.id) or said.kind == "unit-taken-in")
    known = _known(session, unit.imeis, cases)
    marked = events(replace(known, unit_id=unit.id, told=own), services.clock.now())
    product = unit.product
    condition = "" if unit.condition is Condition.SEALED else unit.condition.value
    return _page(
        Life(product.title, product.brand, product.model or product.model_code, unit.imeis, unit.serial, condition,
             _standing(session, unit), ()),
        marked,
    )  # fmt: skip


def _of_stranger(services: Services, session: ReadSession, number: str) -> Page:
    known = replace(_known(session, (number,), ()), told=session.told_about((number,)))
    listed = session.allocation(number)
    said = next((entry.answer for entry in reversed(known.entries) if entry.answer is not None), None)
    brand, model = (listed.brand, listed.model) if listed else (said.brand, said.model) if said else ("", "")
    imeis = tuple(n for n in (listed.imei, listed.imei2) if n) if listed else (number,)
    serial, title = listed.serial if listed else "", f"{brand} {model}".strip()
    standing = _unknown_standing(session, number)
    return _page(
        Life(title, brand, model, imeis, serial, "", standing, ()), events(known, services.clock.now())
    )  # fmt: skip


def _page(bare: Life, marked: tuple[Marked, ...]) -> Page:
    open_at = frozenset(place for place, one in enumerate(marked) if one.open)
    return Page(replace(bare, events=tuple(one.event for one in marked)), open_at)


def _known(session: ReadSession, imeis: tuple[str, ...], cases: tuple[Sale, ...]) -> Known:
    entries = session.operations_about(imeis)
    papers = session.papers_of(tuple(case.id for case in cases))
    reasons = {}
    for paper in papers:
        with suppress(PersonErasedError):  # the reason is gone with its document
            stored = session.invoice(paper.number) if paper.refers_to else None
            if stored is not None:
                reasons[paper.number] = invoices.from_json(stored.document).reason
    return Known(
        cases=cases, entries=entries, turns=session.turns_of(tuple(entry.id for entry in entries)), papers=papers,
        conflicts=session.conflicts_about(imeis), allocations=session.allocations_about(imeis), reasons=reasons,
        swapped=_swapped(session, cases),
        standing=frozenset(one.id for one in session.conflicts(imeis=imeis)),
    )  # fmt: skip


def _swapped(session: ReadSession, cases: tuple[Sale, ...]) -> dict[str, str]:
    """A return that was settled in a new sale, seen from both phones."""
    found: dict[str, str] = {}
    for case in cases:
        others = session.settled_with(case.id) if case.kind is CaseKind.SALE else tuple(filter(None, (case.within,)))
        for other_id in others:
            other = session.sale(other_id)
            pair = other is not None and CaseKind.RETURN in (case.kind, other.kind)
            if other is not None and pair and other.unit is not None:
                found[case.id] = other.unit.name
    return found
