"""A shop in a folder of its own, as the program opens it, with private data in it and a store of keys in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pos_app import backup_parts
from pos_app.adapters.local import placing
from pos_app.adapters.secrets import sealer
from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import completing
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.backup import Contents
from pos_app.ports.backups import SHOP_KEYS
from pos_app.ports.secrets import SecretStore
from pos_app.settings import Settings
from tests.application import steps
from tests.fakes import parts
from tests.fakes.clock import FrozenClock
from tests.fakes.registry import Phone, ScriptedRegistry

SHOP_ID = "01a216fc-deeb-7426-a2fc-a78065482dd4"
FIRST, SECOND = (parts.IMEI1, parts.IMEI2), (parts.OTHER1, parts.OTHER2)
SECRET_NOTE = "canary-of-the-stamp"


@dataclass
class Drawer:
    """A store of secrets in memory; `locked` = it refuses, as a keyring does that nobody has opened."""

    kept: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    locked: bool = False

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        if self.locked:
            raise OSError("locked")
        self.kept[name] = value

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass
class BackupShop:
    folder: Path
    store: Any
    services: Services
    clock: FrozenClock

    def close(self) -> None:
        self.services.storage.close()

    def sell(self, box: tuple[str, ...] = FIRST) -> str:
        return completing.complete(self.services, steps.owing(self.services, box)).number


def opened(folder: Path, store: SecretStore, clock: FrozenClock | None = None) -> BackupShop:
    """A shop that is there already."""
    settings = Settings(folder)
    placing.finish(folder, store)
    storage = SqlStorage(sqlite_engine(settings.database), sealer(store))
    storage.bring_up_to_date()
    phones = {imei: Phone(code=parts.CODE) for imei in (*FIRST, *SECOND)}
    till = parts.at_work(settings.database, clock=clock, registry=ScriptedRegistry(phones=phones))
    till.storage.close()
    services = replace(till.services, storage=storage, backups=backup_parts.backup_desk(settings, store))
    return BackupShop(folder, store, services, till.clock)


def made(folder: Path, store: SecretStore | None = None) -> BackupShop:
    """Furnished, with a stamp that is sealed, templates of its own, and an id."""
    folder.mkdir(parents=True, exist_ok=True)
    store = store or Drawer()
    sealer(store)
    parts.empty_storage(folder / "shop.db").close()
    shop = opened(folder, store)
    parts.furnish(shop.services.storage)
    with shop.services.storage.write() as session:
        session.put_setting(shops.SHOP_ID, SHOP_ID)
        session.put_picture(SECRET_NOTE.encode())
    (folder / "templates").mkdir()
    (folder / "templates" / "a4.toml").write_text("# ours\n", "utf-8")
    (folder / "scripts").mkdir()
    (folder / "scripts" / "hamta.toml").write_text("# ours too\n", "utf-8")
    return shop


def held(folder: Path, store: SecretStore) -> Contents:
    return backup_parts.backup_desk(Settings(folder), store).snapshots.look(folder / "shop.db")


def keys_of(store: Drawer) -> Mapping[str, str]:
    return {name: store.kept[name] for name in SHOP_KEYS if name in store.kept}
