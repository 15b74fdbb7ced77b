"""`main.py sync --once` sends the invoices of a shop whose sending is on."""

from __future__ import annotations

import json
from pathlib import Path

from pos_app.application import completing, scan, sell, tax_link
from pos_app.bootstrap import open_shop
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.settings import Settings
from registry_sandbox.tax_identity import PASSWORD, files
from tests.cli import run
from tests.ui.shop import CASE
from tests.ui.tax_scene import remembered, tax_office


def test_one_round_sends_what_is_due(tmp_path: Path) -> None:
    folder, keys = tmp_path / "shop", tmp_path / "tax-keys"
    with tax_office(keys) as office:
        services = open_shop(Settings(folder, practice=True)).services
        remembered(services)
        typed = {"address": office.address, "key_file": str(files(keys).token), "certificate_file": ""}
        assert tax_link.save(services, on=True, password=PASSWORD, **typed) == ""
        sale_id = scan.take(services, "", CASE).sale_id
        sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
        paper = completing.complete(services, sale_id)
        services.storage.close()
        done = run.main("sync", "--once", "--practice", "--data", str(folder))
        assert done.stderr == ""
        assert json.loads(done.stdout)["tax"] == {
            "on": True, "sent": 1, "settled": 0, "waiting": 1, "needs_person": 0, "problem": "",
        }  # fmt: skip
        assert [(p.tax_id, p.status) for p in office.rules.parcels.values()] == [(paper.tax_id, "SUCCESS")]


def test_the_practice_shop_never_sends_elsewhere(tmp_path: Path) -> None:
    services = open_shop(Settings(tmp_path / "shop", practice=True)).services
    remembered(services)
    typed = {"address": tax_link.DEFAULT_ADDRESS, "key_file": "/keys/token.p12", "certificate_file": ""}
    assert tax_link.save(services, on=True, password="", **typed) == "tax-practice-only"
    assert services.tax() is None
    services.storage.close()


def test_the_password_of_the_key_survives_and_is_in_no_database(tmp_path: Path) -> None:
    folder, keys = tmp_path / "shop", tmp_path / "tax-keys"
    with tax_office(keys) as office:
        services = open_shop(Settings(folder, practice=True)).services
        remembered(services)
        typed = {"address": office.address, "key_file": str(files(keys).token), "certificate_file": ""}
        tax_link.save(services, on=True, password=PASSWORD, **typed)
        assert tax_link.keep_key(services) == "tax-key-kept"
        services.storage.close()
        files(keys).token.unlink()
        again = open_shop(Settings(folder, practice=True)).services
        opened = again.tax()
        assert opened is not None
        assert opened.ready() == ""
        again.storage.close()
    assert PASSWORD.encode() not in (folder / "shop.db").read_bytes()
