"""Pishkhan: the composition root. Reads arguments, wires the parts, opens the window."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from pos_app import cli
from pos_app.settings import Settings, default_folder


def main(argv: Sequence[str]) -> int:
    """Status 0, or 2 when the command could not be done."""
    cli.speak_utf8()
    given = cli.parse(argv)
    if given.command == "check":
        return cli.check(given.kind, given.value)
    if given.command == "scan":
        return cli.scan(given.image)
    if given.command == "registry-sandbox":
        return _registry_sandbox(given)
    if given.command == "demo":
        return _demo(given)
    if given.command == "counter":
        return _counter(given)
    return _in_a_shop(given)


def _in_a_shop(given: Namespace) -> int:
    """The commands that need no window. Each is loaded when it is asked for."""
    command = str(given.command)
    if command in ("sync", "outbox"):
        from pos_app import cli_registry

        return cli_registry.command(given)
    if command in ("backup", "restore", "recovery-key"):
        from pos_app import cli_backup

        return cli_backup.command(given)
    if command in ("import", "export", "tac-import", "support"):
        return _lists(given)
    if command in ("tax-id", "e-invoice"):
        from pos_app import cli_tax

        return cli_tax.make_id(given) if command == "tax-id" else cli_tax.e_invoice(given)
    if command in ("verify-invoice", "verify-page"):
        from pos_app import cli_verify

        if command == "verify-page":
            return cli_verify.page(given)
        from ui.pdf_pages import pictures

        return cli_verify.command(given, pictures)
    if command in ("verify", "new-key"):
        from pos_app import cli_history

        return cli_history.verify(given) if command == "verify" else cli_history.new_key(given)
    if command == "search":
        from pos_app import cli_search

        return cli_search.command(given)
    if command in ("invoice", "render", "label"):
        from pos_app import cli_papers

        return cli_papers.command(given)
    raise ValueError(command)  # the parser knows no other


def _lists(given: Namespace) -> int:
    if given.command == "support":
        from pos_app import cli_support
        from ui.notices import TABLE

        return cli_support.command(given, frozenset(TABLE))
    if given.command == "tac-import":
        from pos_app import cli_tacs

        return cli_tacs.command(given)
    from pos_app import cli_goods

    if given.command == "import":
        return cli_goods.command(given)
    from ui.export_words import wording

    return cli_goods.export(given, wording)


def _demo(given: Namespace) -> int:
    for folder in (given.out, given.data):
        if folder is not None and (reason := cli.no_folder(folder)):
            return cli.complain("storage-unreachable", folder, reason)
    from pos_app.bootstrap import open_shop
    from pos_app.practice import PracticeClock, registry, sent_codes
    from ui.demo import Stage, play

    return play(given.out, given.data, Stage(open_shop, registry, PracticeClock(), sent_codes))


def _counter(given: Namespace) -> int:
    gc.disable()  # for good: `ui.collecting` collects in the window's thread alone
    from pos_app.adapters.local import one_program
    from pos_app.adapters.secrets import secret_store
    from pos_app.backup_parts import restore_desk
    from pos_app.bootstrap import TILL, open_shop
    from pos_app.domain.errors import StorageError
    from pos_app.practice import registry
    from ui.run import run, second

    folder: Path = given.data or (default_folder() / "practice" if given.practice else default_folder())
    if reason := cli.no_folder(folder):
        if given.practice:
            return cli.complain("storage-unreachable", folder, reason)
        return run(Settings(folder), open_shop)  # says it in a window
    try:
        lock = one_program.take(folder, one_program.COUNTER)
    except StorageError as error:
        return second(folder, error)
    try:
        if not given.practice:
            settings = Settings(folder)
            if not _unlocked(folder):
                return cli.FAILED
            return run(settings, open_shop, lambda: restore_desk(settings, secret_store(folder), TILL, lock))
        with registry(folder / "registry.db") as access:
            return run(Settings(folder, practice=True, registry=access), open_shop)
    finally:
        lock.release()


def _unlocked(folder: Path) -> bool:
    """Where no keyring holds the keys, somebody is asked for the passphrase; without a screen the start says so."""
    from pos_app.adapters import secrets, wrapped_keys

    due = secrets.passphrase_is_due(folder)
    if not due or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return True
    from ui.app import make_qt
    from ui.passphrase import ask

    return ask(make_qt(), lambda typed: wrapped_keys.give(folder / "keys", typed), new=due == "new")


def _registry_sandbox(given: Namespace) -> int:
    try:
        from registry_sandbox.server import serve
    except ImportError:
        sys.stderr.write("the practice registry is not installed here; it comes with the development set-up\n")
        return cli.FAILED
    state = given.data / "registry.db" if given.data else None
    if given.data and (reason := cli.no_folder(given.data)):
        return cli.complain("storage-unreachable", given.data, reason)
    return serve(given.port, given.faults, state, clients=given.clients)


if __name__ == "__main__":
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
