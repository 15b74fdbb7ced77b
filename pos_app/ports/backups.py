"""What backing up and restoring needs of the disk, of SQLite and of ciphers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pos_app.domain import history
from pos_app.domain.backup import Contents, Manifest
from pos_app.domain.series import Counters
from pos_app.ports.secrets import SecretStore
from pos_app.ports.storage import Storage

#: Every key of the shop's secret store without which its data, its invoices' seals or its history would be lost.
#: They come along in each backup; a key that is added to the store is added here.
SHOP_KEYS = ("data-key", "data-keys-later", "invoice-key", "history-key", "recovery-key")
DATA_KEY, RECOVERY_KEY = "data-key", "recovery-key"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens one backup: the key of its payload, and the shop's keys as they were when it was made."""

    file_key: bytes
    shop_keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remains:
    """What can still be read of a database that is about to be put aside. `contents` None = it is damaged."""

    shop_id: str
    contents: Contents | None
    counters: Counters | None
    erased: tuple[str, ...] = ()  # cases whose person was erased


class Snapshots(Protocol):
    """Copies of a database that may be in use. Raises StorageError `storage-damaged` and what a disk can do."""

    def take(self, database: Path, copy: Path) -> None:
        """By SQLite's backup API, while others go on reading and writing; never byte by byte."""
        ...

    def count(self, copy: Path) -> Contents:
        """What it holds, unchecked."""
        ...

    def look(self, copy: Path) -> Contents:
        """Opens it, checks it and counts. `storage-damaged` where the check finds anything."""
        ...

    def sound(self, database: Path) -> str:
        """Is the database in use as SQLite wrote it? "" or what is wrong; in short pieces, so that nobody waits long.
        Raises StorageError where it cannot be asked."""
        ...

    def remains(self, database: Path) -> Remains | None:
        """Of one that may be damaged; never raises. None: there is none."""
        ...


class SealedFiles(Protocol):
    """Backup files: a readable manifest, then everything else encrypted in chunks, then a checksum over all."""

    def write(self, target: Path, manifest: Manifest, sources: Mapping[str, Path], keys: Mapping[str, str]) -> None:
        """To `target`, which is on disk when it returns. `keys`: the shop's; the file opens by the data key or by the
        recovery key. Raises StorageError `backup-full`, `backup-write-failed`."""
        ...

    def settle(self, partial: Path, target: Path) -> None:
        """Gives a finished file its name; that too is on disk when it returns. Raises as `write`."""
        ...

    def manifest(self, file: Path) -> Manifest:
        """Its beginning alone. Raises ShopError `backup-damaged`, `backup-newer`, `not-a-backup`, `backup-missing`."""
        ...

    def check(self, file: Path) -> Manifest:
        """All of it against its checksum, which needs no key. Raises as `manifest`."""
        ...

    def open_here(self, file: Path, data_key: str) -> Opened | None:
        """By the data key of this computer's own store; None where it is another one."""
        ...

    def open_by_recovery(self, file: Path, recovery_key: bytes) -> Opened:
        """Raises ShopError `recovery-key-wrong`."""
        ...

    def unpack(self, file: Path, opened: Opened, folder: Path) -> Manifest:
        """Every member into `folder`, compared with its SHA-256. Raises `backup-damaged`, `storage-full`."""
        ...


class KnownPlaces(Protocol):
    """Where backups were made, outside of the database: who cannot open it any more still finds them."""

    def remember(self, folder: Path) -> None: ...

    def all(self) -> tuple[Path, ...]:
        """The one used last comes first."""
        ...


class Placing(Protocol):
    """Puts what was restored into the shop's folder: from `commit` on it happens whole, now or at the next start."""

    def commit(self, staged: Path, keys: Mapping[str, str], suffix: str) -> str:
        """`staged` holds the database and the small files; what stands in their places gets `suffix`. Returns the name
        of the database that was put aside, "" = there was none. Raises StorageError `keyring-unavailable`,
        `storage-write-failed`: then nothing has changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupDesk:
    """The parts of a shop that lives in one file. `scratch` makes a folder that only its owner may read and that is
    gone afterwards, whatever happens; `history`: does the chain of a copy hold, under these keys of the shop? "" = it
    does, UNCHECKED = it is of another program's schema, else what is wrong with it."""

    folder: Path
    database: Path
    snapshots: Snapshots
    files: SealedFiles
    store: SecretStore
    program: str
    scratch: Callable[[], AbstractContextManager[Path]]
    history: Callable[[Path, Mapping[str, str]], str]
    places: KnownPlaces
    log: Path
    reminds: bool = True  # an invented shop has nothing to lose


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreDesk:
    """The same for an empty folder. `open_copy` brings a restored database up to date with the keys it came with;
    `complete` adds a key that its program had not yet; `witness` gives what the key store keeps of its history's end,
    as one more entry of it; `alone`: nobody else works in the folder meanwhile (StorageError `shop-is-open`,
    `restore-under-way`)."""

    backup: BackupDesk
    placing: Placing
    complete: Callable[[Mapping[str, str]], dict[str, str]]
    witness: Callable[[tuple[history.Head, ...]], Mapping[str, str]]
    open_copy: Callable[[Path, Mapping[str, str]], Storage]
    till_id: int
    alone: Callable[[], AbstractContextManager[None]]
    now: Callable[[], datetime]
