"""`main.py search TEXT`: whatever the shop has ever seen, as JSON."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from pos_app import cli_registry
from pos_app.application import search
from pos_app.settings import Settings, default_folder


def command(given: Namespace) -> int:
    """Status 0, also where nothing is found; 2 where the shop cannot be opened. Mobile numbers are masked."""

    def found(services: Any) -> list[dict[str, Any]]:
        return [asdict(hit) for hit in search.find(services, given.text, given.limit)]

    return cli_registry.run(Settings(given.data or default_folder()), found)
