"""The published formulas, lengths and required fields of an e-invoice, looked at before it leaves.

It reads the finished JSON alone and builds on nothing of `e_invoice`, so that a fault there is found here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from pos_app.domain import tax_id
from pos_app.domain.checks import Outcome

MAX_MONEY: Final = 10**18 - 1
BOTH: Final = 3
ORIGINAL: Final = 1
_MONEY = frozenset({
    "tprdis", "tdis", "tadis", "tvam", "todam", "tbill", "cap", "insp", "tvop",
    "fee", "prdis", "dis", "adis", "vam", "odam", "olam", "tsstam", "cop", "vop", "pv",
})  # fmt: skip
_POSITIVE = frozenset({"tprdis", "fee", "prdis", "pv"})
_CODES: Final[Mapping[str, tuple[int, ...]]] = {
    "inty": (1, 2), "inp": (1,), "ins": (1, 2, 3, 4), "setm": (1, 2, 3), "tob": (1, 2, 3, 4), "insr": (1,),
    "pmt": tuple(range(1, 9)),
}  # fmt: skip
_TIMES = frozenset({"indatim", "indati2m", "pdt"})
_TEXTS: Final[Mapping[str, re.Pattern[str]]] = {
    "inno": re.compile(r"[0-9A-F]{10}"),
    "tins": re.compile(r"[0-9]{11}|[0-9]{14}"),
    "tinb": re.compile(r"[0-9]{11}|[0-9]{14}"),
    "bid": re.compile(r"[0-9]{10,12}"),
    "bpc": re.compile(r"[0-9]{10}"),
    "sbc": re.compile(r"[0-9]{4}"),
    "bbc": re.compile(r"[0-9]{4}"),
    "bpn": re.compile(r"[A-Z0-9]{9}"),
    "sstid": re.compile(r"[0-9]{13}"),
    "sstt": re.compile(r".{1,400}", re.DOTALL),
    "mu": re.compile(r"[0-9]{1,8}"),
    "trmn": re.compile(r"[0-9]{1,20}"),
    "trn": re.compile(r"[0-9A-Za-z-]{1,40}"),
    "iinn": re.compile(r"[0-9]{1,9}"),
    "acn": re.compile(r"[0-9]{1,15}"),
}
_SHARED_HEADER = frozenset({
    "taxid", "indatim", "indati2m", "insr", "inty", "inno", "irtaxid", "inp", "ins", "tins", "tob", "bid", "tinb",
    "bpc", "sbc", "bbc", "bpn", "tprdis", "tdis", "tadis", "tvam", "todam", "tbill",
})  # fmt: skip
_TYPE_1_HEADER = frozenset({"setm", "cap", "insp", "tvop"})
_SHARED_ROW = frozenset({
    "sstid", "sstt", "am", "mu", "fee", "prdis", "dis", "adis", "vra", "vam", "odam", "olam", "tsstam",
})  # fmt: skip
_TYPE_1_ROW = frozenset({"cop", "vop"})
_PAYMENT = frozenset({"iinn", "acn", "trmn", "pmt", "trn", "pid", "pdt", "pv"})
_MUST_HEADER = (
    "taxid", "indatim", "inty", "inp", "ins", "tins", "tprdis", "tadis", "tvam", "todam", "tbill",
)  # fmt: skip
_MUST_ROW = ("sstid", "am", "fee", "prdis", "dis", "adis", "vra", "vam", "tsstam")
_NAMED = 1
_ID_LENGTHS: Final[Mapping[int, int]] = {1: 10, 2: 11, 3: 11, 4: 12}
_LEGAL, _PARTNERSHIP = 2, 3

#: Path, fields, the names that are allowed and those that must be there.
_Part = tuple[str, dict[str, Any], frozenset[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`field` as a path: header.taxid, body[0].vam, payments[1].pv."""

    code: str
    field: str


def faults(invoice: Mapping[str, Any], *, now: datetime) -> tuple[Fault, ...]:
    """All that would be refused over there, in the order of the file; () = it may leave."""
    header, body = invoice.get("header"), invoice.get("body")
    payments = invoice.get("payments", [])
    if not isinstance(header, dict):
        return (Fault("e-invoice-part-missing", "header"),)
    if not isinstance(body, list) or not body or not all(isinstance(row, dict) for row in body):
        return (Fault("e-invoice-part-missing", "body"),)
    if not isinstance(payments, list) or not all(isinstance(row, dict) for row in payments):
        return (Fault("e-invoice-part-missing", "payments"),)
    return tuple(_faults(header, body, payments, now)) + tuple(
        Fault("e-invoice-field-foreign", name) for name in invoice if name not in ("header", "body", "payments")
    )


def _faults(
    header: dict[str, Any], body: list[dict[str, Any]], payments: list[dict[str, Any]], now: datetime
) -> Iterator[Fault]:
    named = header.get("inty") == _NAMED
    parts: list[_Part] = [("header", header, _SHARED_HEADER | (_TYPE_1_HEADER if named else frozenset()), _MUST_HEADER)]
    row_fields = _SHARED_ROW | (_TYPE_1_ROW if named else frozenset())
    parts += [(f"body[{at}]", row, row_fields, _MUST_ROW) for at, row in enumerate(body)]
    parts += [(f"payments[{at}]", row, _PAYMENT, ()) for at, row in enumerate(payments)]
    shapeless: set[str] = set()
    for path, fields, allowed, must in parts:
        for fault in _shape(path, fields, allowed, must):
            shapeless.add(path)
            yield fault
    if "header" not in shapeless:
        yield from _identity(header, now)
        yield from _buyer(header)
        yield from _settlement(header)
    for at, row in enumerate(body):
        if f"body[{at}]" not in shapeless:
            yield from _row(f"body[{at}]", row)
    if not any(path == "header" or path.startswith("body") for path in shapeless):
        yield from _sums(header, body)
        if not any(path.startswith("payments") for path in shapeless):
            yield from _paid(header, payments)


def _shape(path: str, fields: dict[str, Any], allowed: frozenset[str], must: tuple[str, ...]) -> Iterator[Fault]:
    for name in must:
        if name not in fields:
            yield Fault("e-invoice-field-missing", f"{path}.{name}")
    for name, value in fields.items():
        place = f"{path}.{name}"
        if name not in allowed:
            yield Fault("e-invoice-field-foreign", place)
        elif value is None or value == "":
            yield Fault("e-invoice-field-blank", place)
        elif code := _bad(name, value):
            yield Fault(code, place)


def _bad(name: str, value: Any) -> str:
    """What is wrong with one value by itself, "" = nothing."""
    if name in ("taxid", "irtaxid"):
        return "" if isinstance(value, str) and tax_id.check(value).outcome is Outcome.OK else "tax-id-form"
    if name in ("am", "vra"):
        return _bad_number(name, value)
    if name in _TEXTS:
        return "" if isinstance(value, str) and _TEXTS[name].fullmatch(value) else "e-invoice-form"
    if name == "pid":
        return "" if isinstance(value, str) else "e-invoice-form"
    if type(value) is not int:
        return "e-invoice-not-whole"
    if name in _CODES:
        return "" if value in _CODES[name] else "e-invoice-value"
    if name in _TIMES:
        return "" if 10**12 <= value < 10**13 else "e-invoice-time"
    least = 1 if name in _POSITIVE else 0
    return "" if name in _MONEY and least <= value <= MAX_MONEY else "e-invoice-amount"


def _bad_number(name: str, value: Any) -> str:
    """Quantity 18.8 and rate 3.2: the only ones that may have decimals."""
    if type(value) not in (int, float):
        return "e-invoice-not-a-number"
    number = Decimal(str(value))
    if not number.is_finite():
        return "e-invoice-amount"
    decimals = -int(number.normalize().as_tuple().exponent)
    if name == "am":
        return "" if 0 < number <= MAX_MONEY and decimals <= 8 else "e-invoice-amount"
    return "" if 0 <= number <= 100 and decimals <= 2 else "e-invoice-amount"


def _identity(header: dict[str, Any], now: datetime) -> Iterator[Fault]:
    """Tax id, serial and time are one; what refers names an earlier one, what is original names none."""
    own = tax_id.parse(header["taxid"])
    issued = datetime.fromtimestamp(header["indatim"] / 1000, UTC)
    if "inno" in header and header["inno"] != own.hex_serial:
        yield Fault("e-invoice-serial-differs", "header.inno")
    if tax_id.days_of(issued) != own.days:
        yield Fault("e-invoice-date-differs", "header.indatim")
    if issued > now:
        yield Fault("e-invoice-in-future", "header.indatim")
    if ("insr" in header) != ("indati2m" in header):
        yield Fault("e-invoice-late-half", "header.insr" if "indati2m" in header else "header.indati2m")
    refers = header.get("irtaxid")
    if header["ins"] == ORIGINAL and refers:
        yield Fault("e-invoice-field-foreign", "header.irtaxid")
    if header["ins"] != ORIGINAL and not refers:
        yield Fault("e-invoice-field-missing", "header.irtaxid")
    if refers and refers == header["taxid"]:
        yield Fault("e-invoice-refers-to-itself", "header.irtaxid")
    if refers and tax_id.parse(refers).days > own.days:
        yield Fault("e-invoice-before-referred", "header.irtaxid")


def _buyer(header: dict[str, Any]) -> Iterator[Fault]:
    """Type 1 names its buyer: companies by economic number alone, persons by it or by id and postal code."""
    kind = header.get("tob")
    if "bid" in header and kind is not None and len(header["bid"]) != _ID_LENGTHS[kind]:
        yield Fault("e-invoice-form", "header.bid")
    if header["inty"] != _NAMED:
        return
    if kind is None:
        yield Fault("e-invoice-field-missing", "header.tob")
        return
    if "tinb" in header:
        return
    if kind in (_LEGAL, _PARTNERSHIP):
        yield Fault("e-invoice-field-missing", "header.tinb")
        return
    for name in ("bid", "bpc"):
        if name not in header:
            yield Fault("e-invoice-field-missing", f"header.{name}")


def _settlement(header: dict[str, Any]) -> Iterator[Fault]:
    if header["inty"] != _NAMED:
        return
    if "setm" not in header:
        yield Fault("e-invoice-field-missing", "header.setm")
    elif header["setm"] == BOTH:
        lacking = [name for name in ("cap", "insp") if not header.get(name)]
        yield from (Fault("e-invoice-field-missing", f"header.{name}") for name in lacking)
        if not lacking and header["cap"] + header["insp"] != header["tbill"]:
            yield Fault("e-invoice-formula", "header.cap")


def _row(path: str, row: dict[str, Any]) -> Iterator[Fault]:
    """Everything is cut, nothing rounded; there is no tolerance."""
    quantity, rate = Decimal(str(row["am"])), Decimal(str(row["vra"]))
    rules: tuple[tuple[str, Callable[[], int]], ...] = (
        ("prdis", lambda: int((quantity * row["fee"]).to_integral_value(ROUND_DOWN))),
        ("adis", lambda: row["prdis"] - row["dis"]),
        ("vam", lambda: row["adis"] * int(rate * 100) // 10_000),
        ("tsstam", lambda: row["adis"] + row["vam"] + row.get("odam", 0) + row.get("olam", 0)),
    )  # fmt: skip
    if row["dis"] > row["prdis"]:
        yield Fault("discount-too-large", f"{path}.dis")
    for name, rule in rules:
        if row[name] != rule():
            yield Fault("e-invoice-formula", f"{path}.{name}")


def _sums(header: dict[str, Any], body: list[dict[str, Any]]) -> Iterator[Fault]:
    """The header adds the cut rows."""
    others = sum(row.get("odam", 0) + row.get("olam", 0) for row in body)
    for name, of in (("tprdis", "prdis"), ("tdis", "dis"), ("tadis", "adis"), ("tvam", "vam"), ("tbill", "tsstam")):
        if name in header and header[name] != sum(row[of] for row in body):
            yield Fault("e-invoice-formula", f"header.{name}")
    if header["todam"] != others:
        yield Fault("e-invoice-formula", "header.todam")


def _paid(header: dict[str, Any], payments: list[dict[str, Any]]) -> Iterator[Fault]:
    if sum(row.get("pv", 0) for row in payments) > header["tbill"]:
        yield Fault("e-invoice-paid-too-much", "payments")
