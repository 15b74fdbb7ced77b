"""`main.py verify`: is the shop's memory as it was written? JSON; changes nothing, and the counter may be open.
`main.py new-key`: a new data key; the counter has to be closed."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from pos_app import cli, cli_registry
from pos_app.adapters import witness
from pos_app.adapters.local import one_program
from pos_app.adapters.secrets import add_data_key, secret_store
from pos_app.application import key_change
from pos_app.bootstrap import open_storage
from pos_app.domain.errors import StorageError
from pos_app.ports.history import Verified
from pos_app.settings import Settings, default_folder


def verify(given: Namespace) -> int:
    """Status 0 = all of it is as it was written, 2 = it is not, or it cannot be read."""
    settings = Settings(given.data or default_folder())
    if not settings.database.is_file():
        return cli.complain("storage-unreachable", settings.folder)
    try:
        opened = open_storage(settings)
        try:
            opened.storage.require_newest()
            found = opened.storage.verify(witness.read(opened.store))
        finally:
            opened.storage.close()
    except StorageError as error:
        if error.code != "storage-damaged":
            return cli.complain(error.code, settings.folder, error.detail)
        found = Verified(database=(error.code,), heads=(), invoices=0, bad=None)
    cli.print_json(_plain(found))
    return cli.DONE if found.ok else cli.FAILED


def new_key(given: Namespace) -> int:
    """Status 0, or 2 when it could not be done; then nothing is lost: the older keys go on opening all they sealed."""
    settings = Settings(given.data or default_folder())
    if not settings.database.is_file():
        return cli.complain("storage-unreachable", settings.folder)
    try:
        lock = one_program.take(settings.folder, one_program.COUNTER)
    except StorageError as error:
        return cli.complain(error.code, settings.folder)
    try:
        number = add_data_key(secret_store(settings.folder))
        return cli_registry.run(settings, lambda services: asdict(key_change.seal_anew(services, number)))
    except StorageError as error:
        return cli.complain(error.code, settings.folder, error.detail)
    finally:
        lock.release()


def _plain(found: Verified) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "database": list(found.database),
        "events": sum(head.count for head in found.heads),
        "heads": [asdict(head) for head in found.heads],
        "invoices": found.invoices,
        "first_bad": asdict(found.bad) if found.bad else None,
    }
