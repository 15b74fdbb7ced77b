"""`main.py tac-import`: the shop's table of TACs from a CSV file, as JSON."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from pos_app import cli, cli_registry
from pos_app.application import tacs
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.settings import Settings, default_folder


def command(given: Namespace) -> int:
    """Status 0, or 2 where nothing could be read."""
    try:
        data = tacs.read_file(given.file)
    except ShopError as error:
        return cli.complain(error.code, given.file, error.detail)
    nothing = False

    def work(services: Services) -> dict[str, Any]:
        nonlocal nothing
        done = tacs.preview(services, data)
        nothing = not done.rows
        if done.rows and not given.dry_run:
            done = tacs.take(services, data)
        bad = [asdict(row) for row in done.bad]
        written = bool(done.rows) and not given.dry_run
        return {"rows": done.rows, "new": done.new, "changed": done.changed, "bad": bad, "written": written}

    status = cli_registry.run(Settings(given.data or default_folder()), work)
    return cli.FAILED if nothing else status
