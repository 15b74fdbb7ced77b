"""What the shop says of itself on every invoice. Kept as one setting, frozen into each document."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Final

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.checks import Check
from pos_app.domain.currency import CODES, Currency, in_force
from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import check_legal_id, check_mobile, check_national_id, check_postal_code
from pos_app.domain.invoice import Party
from pos_app.domain.money import CURRENCY
from pos_app.domain.paying import check_economic_no
from pos_app.domain.rights import Right
from pos_app.domain.tax_id import MAX_SERIAL, check_memory
from pos_app.domain.typed import one_line
from pos_app.domain.vat import VatRate
from pos_app.ports.storage import ReadSession, WriteSession

_SETTING = "shop"
SHOP_ID = "shop.id"  # how the registry knows this shop; made once
MAX_STAMP_BYTES = 2_000_000
MAX_SCAN_BYTES = 20_000_000  # as a phone's camera makes them
SEND_TERM_DAYS = 12  # reported since 15 Aban 1403; 7 and 30 before
MAX_TERM_DAYS = 365
NATURAL_LENGTH, LEGAL_LENGTH = 10, 11  # digits of a person's and of a company's national id
MAX_RIALS = 1_000_000  # of one unit of a currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """`vat_registered` False = not called for VAT (فراخوان نشده): rate 0. `tax_memory` "" = its invoices carry no tax
    id; `tax_serial_above`: the last serial that another program has used of that memory."""

    name: str = ""
    branch: str = ""
    national_id: str = ""
    economic_no: str = ""
    registration_no: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    licence_no: str = ""
    card_terminal: str = ""
    sim: str = ""  # the SIM in the shop's name: bought phones are activated on it, sold ones transferred from it
    notes: str = ""
    vat_registered: bool = False
    stamp_sha256: str = ""
    tax_memory: str = ""
    tax_serial_above: int = 0
    send_term_days: int = SEND_TERM_DAYS
    currency: str = ""  # of papers from `currency_from` (ISO day) on, "" = the rial; one unit is `currency_rials`
    currency_rials: int = 0
    currency_from: str = ""

    @property
    def party(self) -> Party:
        return Party(
            name=self.name, national_id=self.national_id, economic_no=self.economic_no,
            registration_no=self.registration_no, address=self.address, postal_code=self.postal_code, phone=self.phone,
        )  # fmt: skip

    def currency_on(self, day: date) -> Currency:
        return in_force(day, self.currency, self.currency_rials, self.currency_from)


def load(session: ReadSession) -> Shop:
    raw = session.setting(_SETTING)
    known = {field.name for field in fields(Shop)}
    return Shop(**{k: v for k, v in json.loads(raw).items() if k in known}) if raw else Shop()


def put(session: WriteSession, shop: Shop) -> None:
    session.put_setting(_SETTING, json.dumps(asdict(shop), ensure_ascii=False))


def replace_stamp(shop: Shop, sha256: str) -> Shop:
    return replace(shop, stamp_sha256=sha256)


@needs(Right.SHOP)
def save(services: Services, shop: Shop) -> None:
    """All but the stamp, which `save_stamp` alone changes. Raises ShopError naming the field that is wrong."""
    shop = _in_lines(shop)
    if not shop.name.strip():
        raise ShopError("shop-name-missing", field="name")
    numbers: dict[str, Any] = {name: _canonical(shop, name, check) for name, check in _NUMBERS.items()}
    if numbers["tax_memory"] and not (numbers["economic_no"] or len(numbers["national_id"]) == LEGAL_LENGTH):
        raise ShopError("economic-no-missing", field="economic_no")
    if not 0 <= shop.tax_serial_above < MAX_SERIAL:
        raise ShopError("tax-serial-out-of-range", field="tax_serial_above", detail=str(shop.tax_serial_above))
    if not 1 <= shop.send_term_days <= MAX_TERM_DAYS:
        raise ShopError("send-term-out-of-range", field="send_term_days", detail=str(shop.send_term_days))
    _refuse_currency(shop)
    with services.storage.write() as session:
        put(session, replace_stamp(replace(shop, **numbers), load(session).stamp_sha256))
        session.audit(services.till_id, services.clock.now(), services.person, "shop-changed", shop.name, {})


def _check_own_id(text: str) -> Check:
    """A person's or a company's: complaints are about the one that it is as long as."""
    natural, legal = check_national_id(text), check_legal_id(text)
    return natural if natural.ok or (not legal.ok and len(natural.value) <= NATURAL_LENGTH) else legal


#: What is kept in canonical form, since every invoice freezes it.
_NUMBERS: Final[dict[str, Callable[[str], Check]]] = {
    "sim": check_mobile, "national_id": _check_own_id, "economic_no": check_economic_no,
    "postal_code": check_postal_code, "tax_memory": check_memory,
}  # fmt: skip


def _canonical(shop: Shop, name: str, check: Callable[[str], Check]) -> str:
    text: str = getattr(shop, name).strip()
    if not text:
        return ""
    said = check(text)
    if not said.ok:
        raise ShopError(said.code, field=name, detail=said.value)
    return said.value


def _in_lines(shop: Shop) -> Shop:
    """Every text on one line; only the notes may have several."""
    texts = {name: one_line(value) for name, value in asdict(shop).items() if isinstance(value, str)}
    return replace(shop, **{**texts, "notes": shop.notes})  # type: ignore[arg-type]


def _refuse_currency(shop: Shop) -> None:
    if not shop.currency:
        return
    if shop.currency not in CODES:
        raise ShopError("currency-unknown", field="currency", detail=shop.currency)
    if not 1 <= shop.currency_rials <= MAX_RIALS or (shop.currency == CURRENCY) != (shop.currency_rials == 1):
        raise ShopError("currency-rate-out-of-range", field="currency_rials")
    try:
        date.fromisoformat(shop.currency_from)
    except ValueError:
        raise ShopError("currency-day-missing", field="currency_from") from None


def put_stamp(services: Services, picture: bytes) -> str:
    """Keeps the stamp's picture; returns its SHA-256. Raises ShopError `stamp-too-large`."""
    if len(picture) > MAX_STAMP_BYTES:
        raise ShopError("stamp-too-large", field="stamp")
    with services.storage.write() as session:
        return session.put_picture(picture)


@needs(Right.SHOP)
def save_stamp(services: Services, picture: bytes) -> None:
    """The stamp of every invoice from now on; nothing else of the shop changes. Raises ShopError `stamp-too-large`."""
    sha256 = put_stamp(services, picture)
    with services.storage.write() as session:
        put(session, replace_stamp(load(session), sha256))
        session.audit(services.till_id, services.clock.now(), services.person, "stamp-changed", sha256, {})


@needs(Right.SHOP)
def take_scan(services: Services, scan: bytes) -> None:
    """A picture of the shop's stamp on paper becomes its stamp: without the paper, in its own colour. Raises ShopError
    `stamp-too-large`, `stamp-unreadable`, `stamp-unclear`."""
    if len(scan) > MAX_SCAN_BYTES:
        raise ShopError("stamp-too-large", field="stamp")
    save_stamp(services, services.renderer.clean_stamp(scan))


@needs(Right.SHOP)
def make_stamp(services: Services) -> None:
    """For a shop without a scan: made of the name and licence number that are saved. Raises ShopError
    `shop-name-missing`, `glyph-missing`."""
    with services.storage.read() as session:
        shop = load(session)
    if not shop.name.strip():
        raise ShopError("shop-name-missing", field="name")
    save_stamp(services, services.renderer.draw_stamp(shop.name, shop.licence_no))


@needs(Right.SHOP)
def save_vat_rates(services: Services, rates: tuple[VatRate, ...]) -> None:
    """Replaces the dated table. Raises ShopError where a row ends before it begins, or two rows overlap."""
    ordered = sorted(rates, key=lambda rate: rate.valid_from)
    for rate in ordered:
        if rate.valid_to < rate.valid_from:
            raise ShopError("vat-row-backwards", detail=rate.valid_from.isoformat())
        if not 0 <= rate.hundredths <= 10_000:
            raise ShopError("vat-rate-out-of-range", detail=str(rate.hundredths))
    for one, other in itertools.pairwise(ordered):
        if other.valid_from <= one.valid_to:
            raise ShopError("vat-rows-overlap", detail=other.valid_from.isoformat())
    with services.storage.write() as session:
        session.put_vat_rates(tuple(ordered))
        data: dict[str, object] = {"rows": [[r.valid_from.isoformat(), r.hundredths] for r in ordered]}
        session.audit(services.till_id, services.clock.now(), services.person, "vat-changed", "", data)


def save_preference(services: Services, name: str, value: str) -> None:
    """Language, theme and the like: one small setting of this till."""
    with services.storage.write() as session:
        session.put_setting(name, value)
