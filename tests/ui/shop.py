"""Folders of the practice shop, and what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pos_app.adapters.clock import SystemClock
from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.application.services import Program
from pos_app.bootstrap import LazyRenderer, open_shop
from pos_app.domain.registry import Channel
from pos_app.ports.registry import RegistryGateway
from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import Settings

#: One of each kind of phone that the practice shop and its registry know.
GALAXY1, GALAXY2, GALAXY_EID = "356938035643809", "356938035643817", "89049032000001000000012345678954"
GALAXY_SERIAL, GALAXY_CODE, GALAXY_GTIN = "R5CX40ABCDE", "482915", "2000000000015"
NOKIA, NOKIA_CODE = "490154203237518", "731204"
STOLEN1, STOLEN2 = "353308110002011", "353308110002029"
STRANGER = "352099001761481"  # a right number that is not in the shop
OTHER_GALAXY = "356938035701102"
CASE = "2000000000107"
PIN = "2468"

Around = Callable[[RegistryGateway], RegistryGateway]


class LaterClock:
    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return SystemClock().now() + self._by


_renderer = LazyRenderer()  # fonts are loaded once for all counters of a test process


def copied(folder: Path, to: Path) -> Path:
    """The bytes as they lie on the disk now: what a killed program leaves behind."""
    shutil.copytree(folder, to)
    return to


def opened(folder: Path, address: str, language: str = "fa", theme: str = "light", deadline: float = 20.0,
           later: timedelta = timedelta(), around: Around = lambda api: api) -> Program:  # fmt: skip
    """The shop with a client of the registry at `address` ("" = by hand only); `later`: how far the day has gone;
    `around` may put something before that client."""
    program = open_shop(Settings(folder, practice=True), clock=LaterClock(later))
    services = program.services
    ways = dict(services.gateways)
    if address:
        api = HttpxRegistry(address, CLIENT_ID, lambda: CLIENT_SECRET, now=services.clock.now, deadline=deadline)
        ways = {Channel.API: around(api), **ways}
    services = replace(services, gateways=ways, renderer=_renderer)
    return Program(services, program.notice, {"language": language, "theme": theme})
