"""A damaged shop, or an empty folder: the newest good backup, and what it lacks. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pos_app.application import backups
from pos_app.domain.backup import Lacks, Manifest, lacking
from pos_app.domain.errors import ShopError
from pos_app.ports.backups import DATA_KEY, BackupDesk


@dataclass(frozen=True, slots=True)
class Offer:
    """`needs_key`: this computer cannot open it by itself; `numbers_known`: what is put aside still says which numbers
    were given; `passed_over`: newer ones by name, and why they are not offered."""

    file: Path
    manifest: Manifest
    lacks: Lacks
    needs_key: bool
    numbers_known: bool
    passed_over: tuple[tuple[str, str], ...] = ()


def damage(desk: BackupDesk) -> str:
    """What SQLite finds wrong with the database in use, "" = nothing. Short reads: the counter goes on meanwhile."""
    try:
        return desk.snapshots.sound(desk.database)
    except ShopError as error:
        return error.detail or error.code if error.code == "storage-damaged" else ""


def newest_good(desk: BackupDesk, folders: tuple[Path, ...] = ()) -> Offer | None:
    """Of these folders, or of all in which backups were made. One whose history does not hold is offered only where
    there is no other."""
    rows = [row for folder in (folders or desk.places.all()) for row in backups.listed(desk, folder)]
    rows.sort(key=backups.made_at, reverse=True)
    passed: list[tuple[str, str]] = []
    for doubtful in (False, True):
        for file, manifest in rows:
            if manifest is None:
                if not doubtful:
                    passed.append((file.name, "backup-damaged"))
                continue
            if manifest.sound == doubtful:
                if not doubtful:
                    passed.append((file.name, "history"))
                continue
            try:
                return look(desk, file, tuple(passed))
            except ShopError as error:
                passed.append((file.name, error.code))
    return None


def look(desk: BackupDesk, file: Path, passed_over: tuple[tuple[str, str], ...] = ()) -> Offer:
    """One backup, whole by its checksum. Raises ShopError as `SealedFiles.check`."""
    manifest = desk.files.check(file)
    own = desk.store.get(DATA_KEY)
    left = desk.snapshots.remains(desk.database)
    ours = left if left is not None and left.shop_id == manifest.shop_id else None
    return Offer(
        file=file, manifest=manifest, lacks=lacking(manifest, ours.contents if ours else None),
        needs_key=not own or desk.files.open_here(file, own) is None,
        numbers_known=ours is not None and ours.counters is not None, passed_over=passed_over,
    )  # fmt: skip
