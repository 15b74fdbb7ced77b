"""Backups that are made by themselves: where to, how many, when the last one was made, when that is too long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pos_app.application import backups, options, recovery
from pos_app.application.backups import Made
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import backup_rotation
from pos_app.domain.errors import ShopError
from pos_app.domain.options import BY_NAME, KEEP
from pos_app.domain.rights import Right
from pos_app.ports.backups import BackupDesk

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGAIN = timedelta(minutes=5)  # after a stick that was not there, or a disk that was full
VERIFIED = "backup.verified_at"
_FOLDER_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """`folder` "" = none was chosen; `last_at` None = there is no backup yet; `loses`: there is something that would be
    lost; `key_printed`: the recovery key is on paper."""

    folder: str = ""
    keep: int = backup_rotation.NEWEST
    last_at: datetime | None = None
    last_file: str = ""
    verified_at: datetime | None = None
    key_printed: bool = False
    loses: bool = False

    def too_old(self, now: datetime) -> bool:
        """Somebody has to be reminded. A clock that was set back reminds of nothing."""
        return self.loses and (self.last_at is None or now - self.last_at > DAY)


def load(services: Services) -> Kept:
    desk = services.backups
    with services.storage.read() as session:
        said = {
            name: session.setting(name) or ""
            for name in (
                backups.FOLDER, backups.LAST_AT, backups.LAST_FILE, VERIFIED, recovery.PRINTED,
            )
        }  # fmt: skip
        keep = options.whole(session, KEEP)
        sold = session.newest_invoice(services.till_id) is not None
    return Kept(
        folder=said[backups.FOLDER], keep=keep,
        last_at=_at(said[backups.LAST_AT]), last_file=said[backups.LAST_FILE], verified_at=_at(said[VERIFIED]),
        key_printed=bool(said[recovery.PRINTED]), loses=sold and desk is not None and desk.reminds,
    )  # fmt: skip


@needs(Right.SHOP)
def save(services: Services, folder: str, keep: str) -> str:
    """Where backups go by themselves, "" = nowhere. Returns "" or the code of what the shop should know of this place.
    Raises ShopError at its field: `backup-folder-missing`, `backup-folder-inside`, `option-out-of-range`."""
    desk = recovery.desk_of(services)
    place, count = folder.strip(), BY_NAME[KEEP].read(keep)
    if count is None:
        raise ShopError("option-out-of-range", field="keep", detail=BY_NAME[KEEP].range)
    remark = _judged(desk, place) if place else ""
    with services.storage.write() as session:
        session.put_setting(backups.FOLDER, place)
        session.put_setting(KEEP, count)
        data: dict[str, object] = {"chosen": bool(place), "keep": int(count)}  # a path names its person
        session.audit(services.till_id, services.clock.now(), services.person, "backup-place-changed", "", data)
    return remark


def _judged(desk: BackupDesk, place: str) -> str:
    path = Path(place)
    if len(place) > _FOLDER_LENGTH or not path.is_absolute() or not path.is_dir():
        raise ShopError("backup-folder-missing", field="folder", detail=place[:_FOLDER_LENGTH])
    here, there = desk.folder.resolve(), path.resolve()
    if there == here or there.is_relative_to(here):
        raise ShopError("backup-folder-inside", field="folder")
    return "backup-same-disk" if there.stat().st_dev == here.stat().st_dev else ""


def make(services: Services, *, thorough: bool) -> Made:
    """The next rolling one, into the chosen folder. Raises as `backups.make`, and `backup-folder-none`."""
    kept = load(services)
    if not kept.folder:
        raise ShopError("backup-folder-none")
    made = backups.make_rolling(services, Path(kept.folder), thorough=thorough)
    if thorough and made.manifest.sound:
        with services.storage.write() as session:
            session.put_setting(VERIFIED, made.manifest.made_at.isoformat())
    return made


@needs(Right.SELL)
def make_now(services: Services) -> Made:
    """Somebody asked for it: with the whole history verified. Whoever is at work may, since nobody is to be kept from
    saving the shop; `make` is what the program does by itself, at a locked till too. Raises as `make`."""
    return make(services, thorough=True)


def verified_today(kept: Kept, now: datetime) -> bool:
    """The history was gone through not long ago: once a day is enough."""
    return kept.verified_at is not None and abs(now - kept.verified_at) < DAY - 4 * HOUR


@needs(Right.SELL)
def try_newest(services: Services) -> Made:
    """Opens the newest one as a restore would. Raises ShopError as `backups.try_open`, `backup-missing`."""
    desk = recovery.desk_of(services)
    kept = load(services)
    found = backups.listed(desk, Path(kept.folder)) if kept.folder else ()
    file = found[0][0] if found else Path(kept.last_file or kept.folder)
    return Made(file, backups.try_open(services, file))


def mark(desk: BackupDesk) -> tuple[int, ...]:
    """Differs as soon as anything was written: sizes and times of the database and of its write-ahead log."""
    found: list[int] = []
    for side in ("", "-wal"):
        try:
            said = desk.database.with_name(f"{desk.database.name}{side}").stat()
        except OSError:
            continue
        found += [said.st_size, said.st_mtime_ns]
    return tuple(found)


def _at(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
