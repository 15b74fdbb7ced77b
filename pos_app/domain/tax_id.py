"""The 22-character tax id of an invoice (شماره منحصر به فرد مالیاتی): memory, day, serial and a check digit.

Source: RC_DCPS.SN V1.3, held by its vectors. Two traps: the letters of the memory enter the check by their code while
its digits stay as they are, and day and serial enter zero-padded in decimal, though they are written in hexadecimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from stdnum import verhoeff

from pos_app.domain.checks import Check, good, refuse
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError

LENGTH: Final = 22
MAX_DAYS: Final = 999_999  # six places of the decimal form; five hexadecimal digits would reach further
MAX_SERIAL: Final = 999_999_999_999  # its twelve places; ten hexadecimal digits would reach further

_EPOCH = date(1970, 1, 1)
_MEMORY = re.compile(r"[A-Z0-9]{6}")
_SHAPE = re.compile(r"([A-Z0-9]{6})([0-9A-F]{5})([0-9A-F]{10})([0-9])")
_BLANKS = re.compile(r"[\s\-]")
#: Iran's clock is three and a half hours ahead: between its midnight and this hour the day of UTC is yesterday.
OFFSET: Final = timedelta(hours=3, minutes=30)


@dataclass(frozen=True, slots=True)
class TaxId:
    """`days` since 1970-01-01, `serial` of this memory. The text form is `text`."""

    memory: str
    days: int
    serial: int

    @property
    def day(self) -> date:
        return _EPOCH + timedelta(days=self.days)

    @property
    def hex_serial(self) -> str:
        """Ten digits: the same that the e-invoice carries as `inno`."""
        return f"{self.serial:010X}"

    @property
    def text(self) -> str:
        return f"{self.memory}{self.days:05X}{self.hex_serial}{verhoeff.calc_check_digit(self._decimal)}"

    @property
    def _decimal(self) -> str:
        memory = "".join(sign if sign.isdigit() else str(ord(sign)) for sign in self.memory)
        return f"{memory}{self.days:06}{self.serial:012}"


def make(memory: str, days: int, serial: int) -> TaxId:
    """Raises ShopError `tax-memory-form`, `tax-days-out-of-range` or `tax-serial-out-of-range`."""
    if not _MEMORY.fullmatch(memory):
        raise ShopError("tax-memory-form", field="tax_memory", detail=memory)
    if not 0 <= days <= MAX_DAYS:
        raise ShopError("tax-days-out-of-range", detail=str(days))
    if not 1 <= serial <= MAX_SERIAL:
        raise ShopError("tax-serial-out-of-range", detail=str(serial))
    return TaxId(memory, days, serial)


def parse(text: str) -> TaxId:
    """Raises ShopError with the code that `check` says."""
    said = check(text)
    if not said.ok:
        raise ShopError(said.code, field="tax_id", detail=said.value)
    return _parts(said.value)


def _parts(value: str) -> TaxId:
    return TaxId(value[:6], int(value[6:11], 16), int(value[11:21], 16))


def check(text: str) -> Check:
    """Typed or scanned: blanks and small letters are forgiven, a wrong check digit is not."""
    value = _BLANKS.sub("", fold(text)).upper()
    if len(value) != LENGTH:
        return refuse(value, "tax-id-length")
    if not _SHAPE.fullmatch(value):
        return refuse(value, "tax-id-form")
    found = _parts(value)
    if found.serial > MAX_SERIAL or found.days > MAX_DAYS:
        return refuse(value, "tax-id-form")
    return good(text, value) if found.text == value else refuse(value, "tax-id-check-digit")


def check_memory(text: str) -> Check:
    """شناسه یکتای حافظه مالیاتی: six letters or digits."""
    value = _BLANKS.sub("", fold(text)).upper()
    return good(text, value) if _MEMORY.fullmatch(value) else refuse(value, "tax-memory-form")


def check_goods_id(text: str) -> Check:
    """شناسه کالا of the public list: 13 digits, whose meaning is the tax office's."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "goods-id-not-digits")
    return good(text, value) if len(value) == 13 else refuse(value, "goods-id-length")


def days_of(instant: datetime) -> int:
    """The instant's day as the id counts it: of UTC, cut. Raises ValueError("instant-without-zone")."""
    if instant.tzinfo is None:
        raise ValueError("instant-without-zone")
    return (instant.astimezone(UTC).date() - _EPOCH).days


def between_days(instant: datetime) -> bool:
    """The first three and a half hours of a day in Iran: UTC, hence the id, still says yesterday. Programs disagree
    about which day is meant, so an invoice of this window is looked at before it is sent."""
    return days_of(instant) != days_of(instant + OFFSET)
