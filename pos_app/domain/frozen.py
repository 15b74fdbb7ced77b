"""How a frozen paper is written down: canonical JSON, and its parts read back as the values they were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

Part = TypeVar("Part")


def to_json(document: object) -> str:
    """Canonical: sorted keys, no blanks, so that equal documents are equal bytes."""
    return json.dumps(document, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(part: Any) -> dict[str, Any]:
    """Fields of one part, as `asdict` without its deep copies: this runs inside the sale's transaction."""
    return {name: getattr(part, name) for name in part.__slots__}


def plain(text: str) -> dict[str, Any]:
    """What `to_json` wrote, before its parts are built. Raises ValueError for anything but an object, and for one that
    says a thing twice: what is verified and what another program reads could be two documents."""
    try:
        raw = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("not-a-paper") from error
    if not isinstance(raw, dict):
        raise ValueError("not-a-paper")  # noqa: TRY004 - what a caller of `from_json` expects of any bad text
    return raw


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("said-twice")
    return found


def _no_number(_text: str) -> None:
    raise ValueError("not-a-number")


def essence(part: Any) -> Any:
    """The same without what has its default: a field that a later version adds changes nothing of an older paper.
    Therefore no default may ever change."""
    if isinstance(part, tuple):
        return [essence(one) for one in part]
    if not is_dataclass(part):
        return part
    return {one.name: essence(value) for one in fields(part) if (value := getattr(part, one.name)) != one.default}


def rows(kind: type[Part], raw: Iterable[dict[str, Any]], lists: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """Parts of one kind; the fields named in `lists` become tuples again."""
    return tuple(kind(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in raw)
