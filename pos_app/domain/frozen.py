"""How a frozen paper is written down: canonical JSON, and its parts read back as the values they were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeVar

Part = TypeVar("Part")


def to_json(document: object) -> str:
    """Canonical: sorted keys, no blanks, so that equal documents are equal bytes."""
    return json.dumps(document, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(part: Any) -> dict[str, Any]:
    """Fields of one part, as `asdict` without its deep copies: this runs inside the sale's transaction."""
    return {name: getattr(part, name) for name in part.__slots__}


def plain(text: str) -> dict[str, Any]:
    """What `to_json` wrote, before its parts are built. Raises ValueError for anything but an object."""
    raw = json.loads(text)
    if not isinstance(raw, dict):
        raise ValueError("not-a-paper")  # noqa: TRY004 - what a caller of `from_json` expects of any bad text
    return raw


def rows(kind: type[Part], raw: Iterable[dict[str, Any]], lists: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """Parts of one kind; the fields named in `lists` become tuples again."""
    return tuple(kind(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in raw)
