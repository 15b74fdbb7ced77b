"""`main.py import`: phones from a list into stock, as JSON."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from pos_app import cli, cli_registry
from pos_app.application import importing
from pos_app.application.importing import BadRow, Choice, Imported
from pos_app.application.services import Services
from pos_app.settings import Settings, default_folder


def command(given: Namespace) -> int:
    """Status 0, or 2 where the file could not be read, nothing of it holds, or all or nothing was nothing."""
    folder: Path = given.data or default_folder()
    bad_to: Path = given.bad or folder / "imports" / f"{given.file.stem}-bad.csv"
    choice = Choice(money=given.money, supplier=given.supplier, whole=given.all_or_nothing, first=given.first)
    failed = False

    def work(services: Services) -> dict[str, Any]:
        nonlocal failed
        do = importing.preview if given.dry_run else importing.take
        told = do(services, given.file, choice, bad_to=bad_to)
        failed = told.refused or (told.good == 0 and told.known == 0)
        return _told(given, told)

    status = cli_registry.run(Settings(folder), work)
    return cli.FAILED if failed else status


def _told(given: Namespace, told: Imported) -> dict[str, Any]:
    columns = told.columns
    return {
        "file": str(given.file), "dry_run": given.dry_run, "rows": told.rows, "good": told.good, "taken": told.taken,
        "bad": told.bad, "known": told.known, "products_new": told.products,
        "reasons": dict(sorted(told.reasons.items())), "first": [_bad(row) for row in told.first],
        "bad_file": str(told.bad_file) if told.bad_file else None,
        "money": given.money, "money_said": columns.units if columns else {},
        "columns": sorted(columns.places) if columns else [], "unread": list(columns.unread) if columns else [],
        "all_or_nothing": given.all_or_nothing, "refused": told.refused, "stopped": told.stopped,
    }  # fmt: skip


def _bad(row: BadRow) -> dict[str, Any]:
    reasons = [{"code": one.code, "field": one.field, "detail": one.detail} for one in row.reasons]
    return {"line": row.line, "reasons": reasons, "known": row.known, "cells": list(row.cells)}
