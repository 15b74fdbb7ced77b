"""Backups: made from a checked copy, tried by opening, and only then given their name."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pos_app.application import options, recovery
from pos_app.application.services import Services
from pos_app.application.shop import SHOP_ID
from pos_app.domain import backup_rotation
from pos_app.domain.backup import (
    DATABASE,
    FOLDERS,
    MOST_BYTES,
    MOST_FILES,
    UNCHECKED,
    Contents,
    Manifest,
    Member,
    may_come_along,
)
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.options import KEEP
from pos_app.ports.backups import DATA_KEY, SHOP_KEYS, BackupDesk

FOLDER = "backup.folder"
LAST_AT, LAST_FILE = "backup.made_at", "backup.made_file"
_PIECE = 1024 * 1024
_STALE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Made:
    """`removed`: older ones that went, after this one was tried."""

    file: Path
    manifest: Manifest
    removed: tuple[str, ...] = ()


def make(services: Services, target: Path, *, thorough: bool = True) -> Made:
    """One backup at `target`; one that stands there is replaced only by a new one that opens. `thorough`: the whole
    history is verified, which takes a while; what is wrong with it is said in the manifest, and such a backup replaces
    nothing. Raises ShopError `backup-refused` (the database is damaged, or a good backup would be replaced: `detail`),
    `backup-target`, `backup-full`, `backup-write-failed`, `backup-folder-missing`, `backup-not-here`, and what a disk
    can do."""
    desk = recovery.desk_of(services)
    if not target.parent.is_dir():
        raise StorageError("backup-folder-missing", detail=str(target.parent))
    if target.exists():
        _refuse_stranger(desk, target)
    with desk.scratch() as room:
        manifest, sources, keys = _copied(services, desk, room, thorough=thorough)
        if target.exists() and not manifest.sound:
            raise StorageError("backup-refused", detail=f"history-{manifest.history}")
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            desk.files.write(partial, manifest, sources, keys)
            (room / DATABASE).unlink()
            with _refusing():  # of the same bytes: one check of the database is enough, and it is the last one
                tried = _tried(desk, partial, keys[DATA_KEY], room / "tried")
            if tried != manifest.contents:
                raise StorageError("backup-damaged", detail="counts-differ")
            desk.files.settle(partial, target)
        except OSError as error:
            raise StorageError("backup-write-failed", detail=error.strerror or str(target)) from error
        finally:
            with suppress(OSError):
                partial.unlink()
    desk.places.remember(target.parent)
    _note(services, target, manifest)
    return Made(target, manifest)


def make_rolling(services: Services, folder: Path, *, thorough: bool = True) -> Made:
    """The next of the rolling ones; those that are no longer needed go once it has been tried. One whose history does
    not hold is kept beside all the others: none of them goes for it."""
    with services.storage.read() as session:
        shop_id = session.setting(SHOP_ID) or ""
        newest = options.whole(session, KEEP)
    target = folder / backup_rotation.name_of(shop_id, services.clock.now())
    nth = 1
    while target.exists():  # two within one second
        nth += 1
        target = folder / backup_rotation.name_of(shop_id, services.clock.now()).replace(
            backup_rotation.SUFFIX, f"-{nth}{backup_rotation.SUFFIX}"
        )
    made = make(services, target, thorough=thorough)
    removed = []
    names = [path.name for path in folder.iterdir()]
    _sweep_parts(folder, names, made.manifest.made_at)
    old = backup_rotation.superfluous(names, shop_id, newest=newest, just_made=target.name)
    for name in old if made.manifest.sound else ():
        with suppress(OSError):
            (folder / name).unlink()
            removed.append(name)
    return Made(made.file, made.manifest, tuple(removed))


def _sweep_parts(folder: Path, names: list[str], now: datetime) -> None:
    """What a killed program had begun; never one that another program may be writing now."""
    for name in names:
        begun = backup_rotation.begun_name(name)
        if begun is not None and abs(now - begun.made_at) > _STALE:
            with suppress(OSError):
                (folder / name).unlink()


def try_open(services: Services, file: Path) -> Manifest:
    """Opens a backup as a restore would, on this computer. Raises ShopError `backup-damaged`, `backup-of-another`."""
    desk = recovery.desk_of(services)
    manifest = desk.files.check(file)
    with desk.scratch() as room:
        if _tried(desk, file, desk.store.get(DATA_KEY) or "", room) != manifest.contents:
            raise ShopError("backup-damaged", detail=file.name)
    return manifest


def listed(desk: BackupDesk, folder: Path) -> tuple[tuple[Path, Manifest | None], ...]:
    """The rolling backups of a folder, newest first; None for one whose beginning cannot be read."""
    try:
        files = [path for path in folder.iterdir() if backup_rotation.read_name(path.name)]
    except OSError:
        return ()
    found: list[tuple[Path, Manifest | None]] = []
    for file in files:
        try:
            found.append((file, desk.files.manifest(file)))
        except ShopError:
            found.append((file, None))
    return tuple(sorted(found, key=made_at, reverse=True))


def made_at(row: tuple[Path, Manifest | None]) -> datetime:
    named = backup_rotation.read_name(row[0].name)
    assert named is not None  # noqa: S101 - `listed` took no other
    return row[1].made_at if row[1] else named.made_at


# -- parts of making one ---------------------------------------------------------------------


def _refuse_stranger(desk: BackupDesk, target: Path) -> None:
    """What is there and is no backup, is somebody's letter: it stays. A damaged backup may be replaced."""
    if target.is_dir():
        raise ShopError("backup-target", detail=str(target))
    try:
        desk.files.manifest(target)
    except ShopError as error:
        if error.code == "not-a-backup":
            raise ShopError("backup-target", detail=str(target)) from error


def _copied(
    services: Services, desk: BackupDesk, room: Path, *, thorough: bool
) -> tuple[Manifest, dict[str, Path], Mapping[str, str]]:
    """The copy in `room`, and what it holds."""
    copy = room / DATABASE
    recovery.ensure(desk.store)
    keys = {name: value for name in SHOP_KEYS if (value := desk.store.get(name))}
    with _refusing():
        desk.snapshots.take(desk.database, copy)
        contents = desk.snapshots.count(copy)
        history = desk.history(copy, keys) if thorough else UNCHECKED
    small, left_out = _small_files(desk.folder)
    sources = {DATABASE: copy, **small}
    with services.storage.read() as session:
        shop_id = session.setting(SHOP_ID) or ""
    manifest = Manifest(
        shop_id=shop_id, made_at=services.clock.now(), program=desk.program, contents=contents,
        members=tuple(_member(name, path) for name, path in sources.items()), left_out=left_out,
        history=history,
    )  # fmt: skip
    return manifest, sources, keys


@contextmanager
def _refusing() -> Iterator[None]:
    """Nothing damaged ever becomes a backup."""
    try:
        yield
    except StorageError as error:
        if error.code == "storage-damaged":
            raise StorageError("backup-refused", detail=error.detail or error.code) from error
        raise


def _small_files(folder: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The shop's own templates and scripts; bounded, and what is over the bound is named, never silently dropped."""
    taken: dict[str, Path] = {}
    left_out: list[str] = []
    size = 0
    for top in FOLDERS:
        for path in sorted((folder / top).rglob("*")):
            if not path.is_file() or path.is_symlink():
                continue
            name = path.relative_to(folder).as_posix()
            length = path.stat().st_size
            if may_come_along(name) and len(taken) < MOST_FILES and size + length <= MOST_BYTES:
                taken[name] = path
                size += length
            elif len(left_out) < MOST_FILES:
                left_out.append(name)
    return taken, tuple(left_out)


def _member(name: str, path: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Member(name, size, digest.hexdigest())


def _tried(desk: BackupDesk, file: Path, data_key: str, room: Path) -> Contents:
    """Decrypted again, opened by SQLite, checked and counted."""
    desk.files.check(file)
    opened = desk.files.open_here(file, data_key)
    if opened is None:
        raise ShopError("backup-of-another", detail=file.name)
    desk.files.unpack(file, opened, room)
    return desk.snapshots.look(room / DATABASE)


def _note(services: Services, target: Path, manifest: Manifest) -> None:
    heads = {till: [head.count, head.hash] for till, head in manifest.contents.heads.items()}
    data: dict[str, object] = {"heads": heads, "size": manifest.size, "history": manifest.history}
    with services.storage.write() as session:
        session.put_setting(LAST_AT, manifest.made_at.isoformat())
        session.put_setting(LAST_FILE, str(target))
        session.audit(services.till_id, services.clock.now(), services.person, "backup-made", target.name, data)
