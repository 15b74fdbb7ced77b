"""A shop that sends to a practice office."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos_app.adapters.tax.office import HttpTaxOffice
from pos_app.application import tax_link
from pos_app.application.services import Services
from registry_sandbox.tax_identity import PASSWORD
from tests.application.test_taxing import remembered
from tests.fakes.parts import Till


def sending(till: Till, address: str, key_file: Path) -> Services:
    remembered(till)
    with till.services.storage.write() as session:
        session.put_setting(tax_link.ON, "1")
    office = HttpTaxOffice(
        address, key_file=key_file, certificate_file=None, password=lambda: PASSWORD, now=till.clock.now
    )
    return replace(till.services, tax=lambda: office)
