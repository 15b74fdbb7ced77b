"""`main.py support`: the support bundle, also of a shop that cannot be opened any more."""

from __future__ import annotations

from argparse import Namespace

from pos_app import cli
from pos_app.application import support
from pos_app.backup_parts import diagnostics
from pos_app.domain.errors import ShopError
from pos_app.settings import VERSION, Settings, default_folder


def command(given: Namespace, codes: frozenset[str]) -> int:
    """Status 0, or 2 when it could not be written. `codes`: the program's own words in the log."""
    settings = Settings(given.data or default_folder())
    if not settings.folder.is_dir():
        return cli.complain("storage-unreachable", settings.folder)
    try:
        made = support.make(
            diagnostics(settings), settings.folder, settings.log, given.out, program=VERSION, more={}, codes=codes
        )
    except ShopError as error:
        return cli.complain(error.code, error.detail)
    cli.print_json({"file": str(made.path), "holds": list(made.files)})
    return cli.DONE
