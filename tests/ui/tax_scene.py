"""A practice tax office in a thread, and a practice shop that sends to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pos_app.adapters.clock import SystemClock
from pos_app.application import shop as shops
from pos_app.application.services import Services
from registry_sandbox.tax_identity import made
from registry_sandbox.tax_rules import TaxOfficeRules
from registry_sandbox.tax_server import PracticeTaxOffice

MEMORY = "A11216"


@contextmanager
def tax_office(folder: Path) -> Iterator[PracticeTaxOffice]:
    now = SystemClock().now
    server = PracticeTaxOffice(TaxOfficeRules(made(folder, now()), now, looks=0))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="tax-office")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def remembered(services: Services, memory: str = MEMORY) -> None:
    """Its invoices have tax ids of this memory from now on; "" = none."""
    with services.storage.read() as session:
        shop = shops.load(session)
    shops.save(services, replace(shop, tax_memory=memory))
