"""A document from elsewhere: what it says is of the kind that its form says, before anything is drawn or believed."""

from __future__ import annotations

import re
import types
from dataclasses import is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.invoice import InvoiceDocument

MAX_TEXT: Final = 100_000  # characters of one field
MAX_ROWS: Final = 2_000
MAX_NUMBER: Final = 10**18 - 1
_YEARS = range(1970, 2300)
_QUANTITY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_SEAL = {"public_key": re.compile(r"[A-Za-z0-9_-]{0,43}"), "signature": re.compile(r"[A-Za-z0-9_-]{0,86}")}
_SUMS = ("prdis", "dis", "adis", "vam", "tsstam")
_INSTANTS = frozenset({"issued_at", "inquiry_at", "activation_at", "transfer_at", "at"})


def faults(document: InvoiceDocument | BuyInDocument) -> tuple[str, ...]:
    """`field: code`, all of them, e.g. `lines[0].quantity: number-expected`."""
    found = _part(document, "")
    if found or isinstance(document, BuyInDocument):
        return tuple(found)
    for name in _SUMS:
        if getattr(document, name) != sum(getattr(line, name) for line in document.lines):
            found.append(f"{name}: sum-differs")
    if not document.lines:
        found.append("lines: empty")
    if document.unit_rials < 1:
        found.append("unit_rials: number-expected")
    return tuple(found)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _part(part: Any, where: str) -> list[str]:
    found: list[str] = []
    for name, kind in _hints(part.__class__).items():
        path = f"{where}.{name}" if where else name
        found += _value(getattr(part, name), kind, path, name)
    return found


def _value(value: Any, kind: Any, path: str, name: str) -> list[str]:
    if get_origin(kind) in (Union, types.UnionType):
        if value is None:
            return []
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple:
        if len(value) > MAX_ROWS:
            return [f"{path}: too-many"]
        return [
            fault for at, one in enumerate(value) for fault in _value(one, get_args(kind)[0], f"{path}[{at}]", name)
        ]
    if is_dataclass(kind):
        return _part(value, path) if type(value) is kind else [f"{path}: object-expected"]
    code = _plain(value, kind, name)
    return [f"{path}: {code}"] if code else []


def _plain(value: Any, kind: Any, name: str) -> str:
    if type(value) is not kind:  # True is no number here
        return {str: "text-expected", int: "number-expected", bool: "yes-or-no-expected"}[kind]
    if kind is int:
        return "" if 0 <= value <= MAX_NUMBER else "number-out-of-range"
    if kind is not str:
        return ""
    if len(value) > MAX_TEXT or any("\ud800" <= char <= "\udfff" for char in value):
        return "text-expected"
    if name in _SEAL:
        return "" if _SEAL[name].fullmatch(value) else "seal-expected"
    if name == "quantity":
        return "" if _QUANTITY.fullmatch(value) else "number-expected"
    if name in _INSTANTS and (value or name == "issued_at"):
        return "" if _instant(value) else "time-expected"
    if name == "due" and value:
        return "" if _day(value) else "day-expected"
    return ""


def _instant(text: str) -> bool:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return False
    return found.tzinfo is not None and found.year in _YEARS


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year in _YEARS
    except ValueError:
        return False
