"""`main.py backup`, `restore` and `recovery-key`: a shop that is back on another computer."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pos_app import cli, cli_registry
from pos_app.adapters.clock import SystemClock
from pos_app.adapters.local import placing
from pos_app.adapters.local.places import refuse_unfit
from pos_app.adapters.secrets import secret_store
from pos_app.application import backups, recovery, rescue, restoring
from pos_app.application.services import Services
from pos_app.backup_parts import backup_desk, restore_desk
from pos_app.bootstrap import TILL
from pos_app.domain.backup import Lacks, Manifest
from pos_app.domain.errors import ShopError
from pos_app.ports.backups import BackupDesk
from pos_app.settings import Settings, default_folder

_MOST_KEY = 256  # characters that a recovery key is read from


def command(given: Namespace) -> int:
    """Status 0, or 2 when it could not be done."""
    settings = Settings(given.data or default_folder())
    if given.command == "backup":
        return cli_registry.run(settings, _backup(given))
    if given.command == "recovery-key":
        return cli_registry.run(settings, _recovery(given))
    return _restore(given, settings)


def _backup(given: Namespace) -> Callable[[Services], dict[str, Any]]:
    def work(services: Services) -> dict[str, Any]:
        target = Path(given.to)
        made = backups.make_rolling(services, target) if target.is_dir() else backups.make(services, target)
        printed = recovery.printed_at(services)
        return {
            "file": str(made.file), "size": made.file.stat().st_size, **told(made.manifest),
            "removed": list(made.removed), "recovery_key_printed": bool(printed),
        }  # fmt: skip

    return work


def _recovery(given: Namespace) -> Callable[[Services], dict[str, Any]]:
    def work(services: Services) -> dict[str, Any]:
        out = recovery.print_once(services, given.out, renew=given.renew)
        return {"file": str(out), "renewed": given.renew, "delete_after_printing": True}

    return work


def _restore(given: Namespace, settings: Settings) -> int:
    if reason := cli.no_folder(settings.folder):
        return cli.complain("storage-unreachable", settings.folder, reason)
    try:
        refuse_unfit(settings.folder)
        if given.look:  # also beside an open counter: it changes nothing
            cli.print_json(_look(_offered(backup_desk(settings, secret_store(settings.folder)), given.file)))
            return cli.DONE
        placing.finish(settings.folder, secret_store(settings.folder))
        store = secret_store(settings.folder)
        desk = restore_desk(settings, store, TILL)
        file = _offered(desk.backup, given.file).file if given.file.is_dir() else given.file
        done = restoring.restore(
            desk, file, SystemClock().now(),
            last=restoring.read_last(tuple(given.last_invoice)), ask_key=_asked(given.recovery_key_file),
            replace=given.replace,
        )  # fmt: skip
    except ShopError as error:
        return cli.complain(error.code, *([error.detail] if error.detail else []))
    cli.print_json(
        {
            "file": str(file), **told(done.manifest), "way": done.way, "replaced": done.replaced or None,
            "lacks": _lacks(done.lacks),
            "numbers": [
                {**asdict(jump.series), "backup_had": jump.was, "goes_on_after": jump.last, "basis": jump.basis}
                for jump in done.jumps
            ],
            "tax_serials_above": dict(done.serials), "unknown": list(done.unknown),
            "keys_in": store.notice or "keyring", "history": done.history,
        }
    )  # fmt: skip
    return cli.DONE


def _offered(desk: BackupDesk, file: Path) -> rescue.Offer:
    offer = rescue.newest_good(desk, (file,)) if file.is_dir() else rescue.look(desk, file)
    if offer is None:
        raise ShopError("backup-missing", detail=str(file))
    return offer


def _look(offer: rescue.Offer) -> dict[str, Any]:
    return {
        "file": str(offer.file), **told(offer.manifest), "lacks": _lacks(offer.lacks), "needs_key": offer.needs_key,
        "numbers_known": offer.numbers_known,
        "passed_over": [{"file": name, "reason": code} for name, code in offer.passed_over],
    }  # fmt: skip


def _lacks(lacks: Lacks) -> dict[str, Any]:
    return {**asdict(lacks), "since": lacks.since.isoformat()}


def _asked(file: Path | None) -> Callable[[], str]:
    """From a file or from standard input, never from an argument: those stand in the list of processes."""

    def ask() -> str:
        if file is None:
            if sys.stdin is None or sys.stdin.closed:
                return ""
            if sys.stdin.isatty():
                sys.stderr.write("recovery key: ")
                sys.stderr.flush()
            return sys.stdin.readline(_MOST_KEY)
        try:
            with file.open(encoding="utf-8-sig") as opened:
                return opened.read(_MOST_KEY)
        except (OSError, ValueError) as error:
            raise ShopError("recovery-key-file", detail=str(file)) from error

    return ask


def told(manifest: Manifest) -> dict[str, Any]:
    return {
        "shop": manifest.shop_id, "made_at": manifest.made_at.isoformat(), "schema": manifest.contents.schema,
        "rows": dict(manifest.contents.rows),
        "heads": {till: asdict(head) for till, head in manifest.contents.heads.items()},
        "sha256": manifest.database.sha256, "database_size": manifest.database.size,
        "files": [member.name for member in manifest.members[1:]], "left_out": list(manifest.left_out),
        "history": manifest.history,
    }  # fmt: skip
