"""What a backup says of itself: the manifest that stands readable at its beginning. Nothing in it is private."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

FORMAT: Final = 1
UNCHECKED: Final = "unchecked"
DATABASE: Final = "shop.db"
#: The shop's own small files that come along, beside the database.
FOLDERS: Final = ("templates", "scripts")
MOST_FILES, MOST_BYTES = 200, 8 * 1024 * 1024  # of the small files together
_NAME: Final = re.compile(r"(?:templates|scripts)(?:/[\w\-. ()]{1,100}){1,4}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the history of one till ends. `hash` "" = that history is not chained yet."""

    count: int
    last: int
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: schema version, rows of each table, heads of the history by till."""

    schema: str
    rows: Mapping[str, int]
    heads: Mapping[str, Head]


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a backup; the database is the first."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`shop_id` "" = the shop has none yet; `program` the version that made it; `left_out`: small files that are too
    many or too large to come along; `history` "" = its chain was verified and holds, UNCHECKED, or what is wrong."""

    shop_id: str
    made_at: datetime
    program: str
    contents: Contents
    members: tuple[Member, ...]
    left_out: tuple[str, ...] = ()
    history: str = ""
    format: int = FORMAT
    chunk: int = field(default=1024 * 1024)

    @property
    def database(self) -> Member:
        return self.members[0]

    @property
    def sound(self) -> bool:
        """Nothing is known against it."""
        return self.history in ("", UNCHECKED)

    @property
    def size(self) -> int:
        return sum(member.size for member in self.members)


def may_come_along(name: str) -> bool:
    """A name that a restore may write: of our two folders, and never outside of them."""
    return _NAME.fullmatch(name) is not None and not any(part.strip(". ") == "" for part in name.split("/"))


def to_json(manifest: Manifest) -> dict[str, Any]:
    return {**asdict(manifest), "made_at": manifest.made_at.isoformat()}


def from_json(said: Any) -> Manifest:
    """Inverse of `to_json`, suspicious of everything. Raises ValueError `backup-newer` for another format,
    `backup-damaged` for what is no manifest."""
    try:
        if int(said["format"]) > FORMAT:
            raise ValueError("backup-newer")
        contents = said["contents"]
        heads = {str(till): Head(**head) for till, head in contents["heads"].items()}
        rows = {str(name): int(count) for name, count in contents["rows"].items()}
        members = tuple(Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in said["members"])
        manifest = Manifest(
            shop_id=str(said["shop_id"]), made_at=datetime.fromisoformat(said["made_at"]),
            program=str(said["program"]), contents=Contents(str(contents["schema"]), rows, heads), members=members,
            left_out=tuple(map(str, said["left_out"])), history=str(said["history"]), format=int(said["format"]),
            chunk=int(said["chunk"]),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("backup-damaged") from error
    if not _sound(manifest):
        raise ValueError("backup-damaged")
    return manifest


def _sound(manifest: Manifest) -> bool:
    names = [member.name for member in manifest.members]
    return (
        names[:1] == [DATABASE]
        and all(may_come_along(name) for name in names[1:])
        and len(set(names)) == len(names) <= MOST_FILES + 1
        and all(member.size >= 0 and _SHA256.fullmatch(member.sha256) for member in manifest.members)
        and 4096 <= manifest.chunk <= 16 * 1024 * 1024
        and manifest.made_at.tzinfo is not None
    )


def dumps(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a database has that a backup lacks, or what nobody can say any more (None). `since` = the backup's time."""

    since: datetime
    events: int | None = None
    sales: int | None = None
    invoices: int | None = None


def lacking(manifest: Manifest, now: Contents | None) -> Lacks:
    """`now` None: the database cannot be read."""
    if now is None:
        return Lacks(manifest.made_at)
    then = manifest.contents.rows

    def more(table: str) -> int:
        return max(0, now.rows.get(table, 0) - then.get(table, 0))

    return Lacks(manifest.made_at, more("audit_event"), more("sale"), more("invoice"))
