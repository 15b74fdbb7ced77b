"""Canaries: names, numbers, addresses and pictures of people, sought in every file that a whole day leaves behind.

The papers themselves are not among them: an invoice is there to carry its buyer's name. They are drawn by a fake here.
"""

from __future__ import annotations

import base64
import io
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.sheets.sheets import FileSheets
from pos_app.application import backups, completing, customers, exporting, search, sell, staff, support
from pos_app.application.export_books import BOOKS
from pos_app.backup_parts import diagnostics
from pos_app.domain.digits import persian
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import Buyer
from pos_app.settings import Settings
from tests.application import steps
from tests.backup import shop as backup_shop

PERSON = Buyer(
    name="Qanari Parandeh", national_id="0013542419", mobile="09127654321", address="Kanarienweg 77, third floor",
    postal_code="1936745821",
)  # fmt: skip
PICTURE = b"the-picture-of-an-identity-card-of-the-canary"
TYPED = "a word that the canary typed and nobody recorded"
CANARIES = (PERSON.name, "Parandeh", PERSON.national_id, PERSON.mobile, PERSON.address, PERSON.postal_code, TYPED,
            PICTURE.decode())  # fmt: skip


def spellings(canary: str) -> Iterator[bytes]:
    for text in (canary, persian(canary), canary.upper(), canary.lower()):
        yield from (text.encode(), text.encode("utf-16-le"))
    for shift in range(3):  # in the middle of a longer text, base64 begins at any of three places
        coded = base64.b64encode(b" " * shift + canary.encode())
        yield coded[4 : -4 if len(coded) > 12 else None]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every file in a packed one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield str(path.relative_to(folder)), data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    for name in packed.namelist():
                        yield f"{path.name}:{name}", packed.read(name)


def hits(folder: Path) -> list[tuple[str, str]]:
    return [
        (name, canary)
        for name, data in files(folder)
        for canary in CANARIES
        if any(spelled in data for spelled in spellings(canary))
    ]


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """All that the program says, down to the least."""
    path = tmp_path / "all" / "pishkhan.log"
    path.parent.mkdir()
    handler = logging.FileHandler(path, encoding="utf-8")
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield path
    root.removeHandler(handler)
    root.setLevel(before)
    handler.close()


def a_day(shop: backup_shop.BackupShop, out: Path) -> None:
    services = replace(shop.services, sheets=FileSheets())
    sale_id = steps.owing(services, backup_shop.FIRST)
    sell.set_buyer(services, sale_id, PERSON)
    with services.storage.write() as session:
        session.put_picture(PICTURE)
        session.set_draft(sale_id, {"note": TYPED, "owner_name": PERSON.name})
    completing.complete(services, sale_id)
    open_one = steps.opened(services, backup_shop.SECOND[0])
    sell.set_buyer(services, open_one, PERSON)
    for found in search.find(services, PERSON.mobile):
        customers.page(services, int(found.key))
        customers.reveal(services, int(found.key))
    with pytest.raises(ShopError):
        staff.sign_in(services, 2, "0000")
    for kind in BOOKS:
        for suffix in ("csv", "xlsx"):
            exporting.export(services, kind, out / f"{kind}.{suffix}")
    backups.make(services, out / "one.pskbackup")


def test_in_no_file_of_a_day(tmp_path: Path, logged: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = logged.parent
    shop = backup_shop.made(folder / "shop")
    out = folder / "out"
    out.mkdir()
    a_day(shop, out)
    settings = Settings(shop.folder)
    support.make(
        diagnostics(settings), shop.folder, logged, out / "help.zip", program="1", more={}, codes=frozenset()
    )  # fmt: skip
    torn = sqlite3.connect(shop.folder / "shop.db", isolation_level=None)
    torn.execute("pragma cache_size = 1")  # so that it spills to the disk
    torn.execute("begin immediate")  # as a kill in the middle of a change leaves it, with its journal
    for statement in ("update sale set seller = seller || ' '", "update invoice set title = title || ' '",
                      "update picture set bytes_sealed = bytes_sealed || x'00'"):  # fmt: skip
        torn.execute(statement)
    names = [name for name, _data in files(folder)]
    assert any(name.endswith(("-journal", "-wal")) for name in names), names
    assert hits(folder) == []
    torn.rollback()
    torn.close()
    shop.close()
    assert hits(folder) == []
    caplog.clear()


def test_the_search_has_eyes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"x {PERSON.mobile} y", "utf-8")
    (tmp_path / "b.bin").write_bytes(base64.b64encode(f"name={PERSON.name};".encode()))
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner", persian(PERSON.national_id))
    assert {name.split(":")[0] for name, _canary in hits(tmp_path)} == {"a.txt", "b.bin", "c.zip"}
