"""What a template may say: every key with its kind and bounds. Anything else is a mistake with a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from invoices.templates.template import Mistake

#: Reasons of a `Mistake`.
REASONS: Final = (
    "unknown-key", "missing", "number-expected", "whole-number-expected", "out-of-range", "text-expected",
    "switch-expected", "list-expected", "table-expected", "unknown-word", "twice", "wider-than-the-page",
    "needs-one-without-width", "no-toml", "unreadable", "too-large", "no-picture", "no-plain-name",
    "glyph-missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    least: float
    most: float
    default: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    allowed: frozenset[str]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    longest: int
    default: str | None = ""


@dataclass(frozen=True, slots=True)
class Switch:
    default: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    least: float
    most: float
    default: tuple[float, ...] = ()


Rule = Number | Word | Text | Switch | Numbers
Rules = Mapping[str, Rule]

LANGUAGES: Final = frozenset({"fa", "en"})
LOOKS: Final = frozenset({"form", "slip"})
COLUMNS: Final = frozenset(
    {"row", "goods_code", "description", "quantity", "unit", "fee", "prdis", "dis", "adis", "vat_rate", "vam", "tsstam"}
)
TOP: Final[Rules] = {"language": Word(LANGUAGES, "fa"), "look": Word(LOOKS)}
#: A height of 0 = a roll.
PAGE: Final[Rules] = {"width": Number(30, 1200), "height": Number(60, 1200, 0), "margin": Number(0, 60)}
_SIZE: Final = Number(3, 60)
TYPE: Final[Mapping[str, Rules]] = {
    "form": dict.fromkeys(("body", "small", "heading", "money", "money_least", "title", "shop", "mark"), _SIZE),
    "slip": dict.fromkeys(("body", "small", "title", "shop", "total", "mark"), _SIZE),
}
_BARS: Final[Rules] = {"gap": Number(0, 30), "bars": Number(3, 40), "bars_wide": Number(25, 150)}
ROOM: Final[Mapping[str, Rules]] = {
    "form": {
        **_BARS,
        "row": Number(0, 20),
        "grid": Number(1, 12, whole=True),
        "description": Number(10, 500),
        "bars_across": Number(1, 12, whole=True),
    },
    "slip": _BARS,
}
_SHOWN: Final[Rules] = {"kind": Text(40), "show": Switch(True)}
_HEAD: Final[Rules] = {**_SHOWN, "address": Switch(True), "logo": Text(100)}
_INSTALMENTS: Final[Rules] = {**_SHOWN, "across": Number(1, 6, 1, whole=True)}
_SIGNATURES: Final[Rules] = {**_SHOWN, "heights": Numbers(8, 120, (28.0,)), "stamp": Switch(True), "qr": Switch(True)}
BLOCKS: Final[Mapping[str, Mapping[str, Rules]]] = {
    "form": {
        "head": {**_HEAD, "tax": Switch(False)},
        **dict.fromkeys(("reference", "tax", "seller", "buyer", "lines", "bars", "footer"), _SHOWN),
        "instalments": _INSTALMENTS,
        "terms": {**_SHOWN, "beside": Switch(False)},
        "signatures": _SIGNATURES,
    },
    "slip": {
        "head": _HEAD,
        **dict.fromkeys(
            (
                "reference", "tax", "seller", "buyer", "lines", "totals", "words", "payments", "instalments",
                "registry", "terms", "bars", "footer",
            ),
            _SHOWN,
        ),
        "qr": {**_SHOWN, "size": Number(15, 120, 40)},
        "signatures": {name: rule for name, rule in _SIGNATURES.items() if name != "qr"},
    },
}  # fmt: skip
#: Keys of a block that are read apart from the rest.
NESTED: Final = {"lines": "columns"}
COLUMN: Final[Rules] = {"name": Word(COLUMNS), "width": Number(3, 400, 0)}
TEXTS: Final[Rules] = {"title": Text(80), "terms": Text(4000), "footer": Text(600)}


class Check:
    """Reads tables by their rules and collects what is wrong, so that a shop sees all of it at once."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def fault(self, key: str, reason: str) -> None:
        self.mistakes.append(Mistake(key, reason))

    def table(self, value: Any, key: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.fault(key, "table-expected")
        return {}

    def rows(self, value: Any, key: str) -> list[tuple[str, dict[str, Any]]]:
        """Tables of a list, each with its path; counted from 1, as a person counts."""
        if not isinstance(value, list):
            self.fault(key, "list-expected")
            return []
        return [(f"{key}[{n}]", self.table(row, f"{key}[{n}]")) for n, row in enumerate(value, start=1)]

    def read(self, table: dict[str, Any], rules: Rules, path: str, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
        """The values of `rules`, defaults filled in; `but` = keys that are read elsewhere."""
        for key in table:
            if key not in rules and key not in but:
                self.fault(_join(path, key), "unknown-key")
        return {key: self._value(table, key, rule, _join(path, key)) for key, rule in rules.items()}

    def _value(self, table: dict[str, Any], key: str, rule: Rule, path: str) -> Any:
        if key not in table:
            if rule.default is None:
                self.fault(path, "missing")
                return _stand_in(rule)
            return rule.default
        value = table[key]
        reason = _refused(value, rule)
        if reason:
            self.fault(path, reason)
            return _stand_in(rule)
        return tuple(value) if isinstance(rule, Numbers) else value


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _stand_in(rule: Rule) -> Any:
    """Something of the right kind, so that the reading goes on to the next mistake."""
    if isinstance(rule, Number):
        return int(rule.least) if rule.whole else rule.least
    if isinstance(rule, Word):
        return min(rule.allowed)
    return rule.default if rule.default is not None else ""


def _refused(value: Any, rule: Rule) -> str:
    """The reason, "" = it may stand."""
    if isinstance(rule, Number):
        return _number(value, rule.least, rule.most, whole=rule.whole)
    if isinstance(rule, Numbers):
        if not isinstance(value, list) or not value:
            return "list-expected"
        return next((reason for entry in value if (reason := _number(entry, rule.least, rule.most))), "")
    if isinstance(rule, Switch):
        return "" if isinstance(value, bool) else "switch-expected"
    if not isinstance(value, str):
        return "text-expected"
    if isinstance(rule, Word):
        return "" if value in rule.allowed else "unknown-word"
    return "" if len(value) <= rule.longest else "too-large"


def _number(value: Any, least: float, most: float, *, whole: bool = False) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "number-expected"
    if whole and not isinstance(value, int):
        return "whole-number-expected"
    return "" if least <= value <= most else "out-of-range"
