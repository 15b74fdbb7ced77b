"""`main.py import` and `main.py export`: phones from a list into stock, tables of the shop into files; both as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pos_app import cli, cli_registry, i18n
from pos_app.application import exporting, importing
from pos_app.application.exporting import Wording
from pos_app.application.import_chunk import day
from pos_app.application.importing import BadRow, Choice, Imported
from pos_app.application.services import Services
from pos_app.domain import import_cells
from pos_app.domain.errors import ShopError
from pos_app.settings import Settings, default_folder

ALL = "all"


def command(given: Namespace) -> int:
    """Status 0, or 2 where the file could not be read, nothing of it holds, or all or nothing was nothing."""
    folder: Path = given.data or default_folder()
    bad_to: Path = given.bad or importing.beside(folder / "imports", given.file.stem, ".csv")
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


def export(given: Namespace, wording: Callable[[], Wording]) -> int:
    """Status 0, or 2 where there is no such table, day or place to write."""
    try:
        period = _period(given.first_day, given.last_day)
    except ValueError:
        return cli.complain("day-unreadable", given.first_day, given.last_day)

    def work(services: Services) -> list[dict[str, Any]]:
        with services.storage.read() as session:
            i18n.use(given.language or session.setting("language") or i18n.DEFAULT)
        kinds, folder = [(given.kind, given.out)], given.out
        if given.kind == ALL:
            if reason := cli.no_folder(folder):
                raise ShopError("sheet-not-written", detail=reason)
            kinds = [(kind, folder / f"{kind}.xlsx") for kind in exporting.KINDS]
        done = [exporting.export(services, kind, out, wording=wording(), period=period) for kind, out in kinds]
        return [{"kind": one.kind, "rows": one.rows, "file": str(one.file)} for one in done]

    return cli_registry.run(Settings(given.data or default_folder()), work, show=_exported)


def _exported(done: list[dict[str, Any]]) -> int:
    cli.print_json(done[0] if len(done) == 1 else done)
    return cli.DONE


def _period(first: str, last: str) -> tuple[date, date] | None:
    """Both ends are days of either calendar; an end that is not given is open."""
    ends = [import_cells.year_month_day(text) for text in (first, last)]
    if ends == [None, None]:
        return None
    days = [day(*end) if end else None for end in ends]
    return days[0] or date.min, days[1] or date.max
