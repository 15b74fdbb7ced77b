"""Lists of phones for tests: numbers that no other shop has, and files of them."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.imei import is_imei

HEADER = ("imei1", "imei2", "serial", "brand", "model", "model code", "price", "cost", "supplier", "condition")
SUPPLIER = "Sample distributor"


def imei(body: int) -> str:
    """The one with these 14 digits."""
    return next(f"{body}{digit}" for digit in range(10) if is_imei(f"{body}{digit}"))


def pair(place: int) -> tuple[str, str]:
    return imei(35_700_000_000_000 + 2 * place), imei(35_700_000_000_000 + 2 * place + 1)


def row(place: int, **changed: str) -> list[str]:
    one, two = pair(place)
    cells = dict(zip(HEADER, (one, two, f"SN{place}", "Samsung", "Galaxy A55", "SM-A556E", "385000000", "350000000",
                              SUPPLIER, "new"), strict=True))  # fmt: skip
    return list((cells | changed).values())


def text(rows: list[list[str]], separator: str = ",") -> str:
    return "\n".join(separator.join(cells) for cells in [list(HEADER), *rows]) + "\n"


def written(folder: Path, rows: list[list[str]], name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text(rows), "utf-8-sig")
    return path
