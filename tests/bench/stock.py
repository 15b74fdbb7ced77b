"""Shops with a thousand to a million phones: the real schema, filled by bare sqlite3, kept in `build/bench`."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from pos_app.adapters.storage.tables import HEAD
from pos_app.application import first_run
from pos_app.application import shop as shops
from pos_app.bootstrap import open_shop
from pos_app.domain.stock import Product, ProductKind
from pos_app.settings import ROOT, Settings

FOLDER = ROOT / "build" / "bench"
_FIRST_BODY = 35_000_000_000_000  # of an IMEI without its check digit
_BATCH = 50_000

PHONE = Product(
    id=0, kind=ProductKind.DEVICE, title="گوشی سامسونگ Galaxy A55 ۲۵۶ گیگابایت", price=385_000_000,
    gtin="2000000000015", brand="Samsung", model="Galaxy A55", model_code="SM-A556E", goods_code="2330000604708",
    unit_code=1631, guarantee="گارانتی ۱۸ ماهه",
)  # fmt: skip
SHOP = shops.Shop(
    name="موبایل آریا", national_id="14003778990", economic_no="14003778990", address="تهران، خیابان نمونه ۱۲",
    postal_code="1234567891", phone="02100000000", licence_no="12345", vat_registered=True, card_terminal="12345678",
)  # fmt: skip


def imeis(place: int) -> tuple[str, str]:
    """Both numbers of unit `place`, counted from 0."""
    return _imei(_FIRST_BODY + 2 * place), _imei(_FIRST_BODY + 2 * place + 1)


@contextmanager
def shop(units: int) -> Iterator[Path]:
    """A folder of its own with `units` phones in stock, gone afterwards."""
    kept = FOLDER / f"stock-{HEAD}-{units}"
    if not kept.exists():
        _make(kept, units)
    folder = Path(mkdtemp(prefix="shop-", dir=FOLDER))
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield folder
    finally:
        shutil.rmtree(folder)


def _make(kept: Path, units: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="making-", dir=FOLDER))
    (folder / "keys").mkdir()  # a key file: a measurement leaves the person's keyring alone
    program = open_shop(Settings(folder))
    with program.services.storage.write() as session:
        shops.put(session, SHOP)
        session.put_setting(first_run.PAGE, first_run.DONE)  # it is the counter that is measured
        product = session.put_product(PHONE)
    program.services.storage.close()
    _fill(folder / "shop.db", units, product)
    try:
        folder.rename(kept)
    except OSError:  # another process made the same one meanwhile
        shutil.rmtree(folder)


def _fill(database: Path, units: int, product: int) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous=OFF")  # it is copied before it is used
    for first in range(0, units, _BATCH):
        places = range(first, min(first + _BATCH, units))
        connection.executemany(
            "insert into unit (id, product_id, serial, eid, state) values (?, ?, ?, '', 'in_stock')",
            ((place + 1, product, f"R5CX{place:07}") for place in places),
        )
        connection.executemany(
            "insert into unit_imei (imei, unit_id, slot) values (?, ?, ?)",
            ((imei, place + 1, slot) for place in places for slot, imei in enumerate(imeis(place), 1)),
        )
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()


def _weight(digits: str) -> int:
    """Luhn's sum of an even number of digits, the last of them doubled."""
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    return sum(map(int, digits[0::2])) + sum(doubled[int(digit)] for digit in digits[1::2])


_WEIGHTS = [_weight(f"{number:04}") for number in range(10_000)]


def _imei(body: int) -> str:
    high, low = divmod(body, 100_000_000)
    weight = _weight(f"{high:06}") + _WEIGHTS[low // 10_000] + _WEIGHTS[low % 10_000]
    return f"{body:014}{-weight % 10}"
