"""The practice shop: invented people and phones, and a practice registry on loopback beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.application.staff import hash_pin
from pos_app.domain.options import AUTOLOCK
from pos_app.domain.stock import Condition, Product, ProductKind, Unit
from pos_app.domain.vat import SEED
from pos_app.ports.storage import Staff, WriteSession
from pos_app.settings import RESOURCES, ROOT, RegistryAccess

SAMPLE = RESOURCES / "practice" / "shop.json"
SHOP_ID = "practice-shop"
CLIENT_ID = "practice-till"
CLIENT_SECRET = "practice-only"  # noqa: S105 - of an invented registry that only answers on this machine


def furnish(services: Services) -> None:
    """Fills an empty folder with the sample shop; does nothing in one that is furnished."""
    with services.storage.read() as session:
        if session.staff():
            return
    sample = json.loads(SAMPLE.read_text("utf-8"))
    shop = shops.Shop(**sample["shop"])
    stamp = _stamp(shop)
    with services.storage.write() as session:
        session.put_till(services.till_id, str(services.till_id))
        for person in sample["staff"]:
            pin = hash_pin(person["pin"])
            session.put_staff(Staff(id=0, name=person["name"], role=person["role"], pin_hash=pin))
        session.put_vat_rates(SEED)
        session.put_setting(shops.SHOP_ID, SHOP_ID)
        session.put_setting(AUTOLOCK, "0")  # who practises may think in peace
        products = {row["gtin"]: _product(session, row) for row in sample["products"]}
        for row in sample["units"]:
            product = products[row["product"]]
            unit = Unit(
                id=0, product=product, imeis=tuple(row["imeis"]), serial=row["serial"], eid=row.get("eid", ""),
                condition=Condition(row.get("condition", Condition.SEALED)), boxed=row.get("boxed", True),
                grade=row.get("grade", ""), price=row.get("price", 0),
            )  # fmt: skip
            session.put_unit(unit, product.id)
        sha256 = session.put_picture(stamp)
        shops.put(session, shops.replace_stamp(shop, sha256))


def _product(session: WriteSession, row: dict[str, Any]) -> Product:
    from dataclasses import replace

    product = Product(id=0, **{**row, "kind": ProductKind(row["kind"])})
    return replace(product, id=session.put_product(product))


def _stamp(shop: shops.Shop) -> bytes:
    from invoices.stamp import draw_stamp

    return draw_stamp(shop.name, shop.licence_no)


def access_to(address: str) -> RegistryAccess:
    """The practice account at a practice registry of this machine. Raises ValueError `insecure-address` elsewhere (the
    practice secret is public), `address-form` for what is no address."""
    from pos_app.adapters.registry.api import checked_root

    root = checked_root(address)
    if urlsplit(root).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("insecure-address")
    return RegistryAccess(address, CLIENT_ID, CLIENT_SECRET)


@contextmanager
def registry(
    state: Path | None = None, faults: Path | None = None, devices: Path | None = None
) -> Iterator[RegistryAccess | None]:
    """A practice registry in a process of its own, for as long as the block lasts.

    None where the practice registry is not installed: the assisted way still does the whole job.
    """
    if getattr(sys, "frozen", False) or find_spec("registry_sandbox") is None:
        yield None
        return
    command = [sys.executable, "-m", "registry_sandbox", "--port", "0", "--until-stdin-closes"]
    command += ["--state", str(state)] if state else []
    command += ["--faults", str(faults)] if faults else []
    command += ["--devices", str(devices)] if devices else []
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield RegistryAccess(json.loads(line)["address"], CLIENT_ID, CLIENT_SECRET) if line else None
    finally:
        process.terminate()
        process.communicate(timeout=10)


class PracticeClock:
    """The real clock, which a practice can move on: a sale that is finished the next day."""

    def __init__(self) -> None:
        self._moved = timedelta()

    def now(self) -> datetime:
        from pos_app.adapters.clock import SystemClock

        return SystemClock().now() + self._moved

    def move(self, **by: float) -> None:
        """In the words of `timedelta`."""
        self._moved += timedelta(**by)


def sent_codes(access: RegistryAccess | None) -> dict[str, str]:
    """IMEI -> the code of its open transfer, as it lies in the new owner's telephone; a practice registry shows it."""
    if access is None:
        return {}
    address = access_to(access.address).address  # of this machine only
    with urlopen(f"{address}/_practice/messages", timeout=10) as answer:  # noqa: S310 - loopback, just checked
        said = json.load(answer)
    return {row["imei"]: row["code"] for row in reversed(said) if row["open"]}
