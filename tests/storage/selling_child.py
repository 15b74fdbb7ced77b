"""Sells phones until it is killed: each line it prints is an invoice number that was acknowledged."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from stdnum import luhn

from pos_app.application import completing
from tests.application import steps
from tests.fakes import parts
from tests.fakes.registry import Phone, ScriptedRegistry


def main(path: Path) -> None:
    till = parts.at_work(path)
    with till.storage.read() as session:
        first = len(session.invoices(100_000))
        product = session.find_units(parts.IMEI1)[0].unit.product
    for n in itertools.count(first):
        body = f"35{n:012d}"
        imei = body + luhn.calc_check_digit(body)
        with till.storage.write() as session:
            if not session.find_units(imei):
                parts.put_unit(session, product, (imei,))
        registry = ScriptedRegistry(phones={imei: Phone(code=parts.CODE)})
        till.api.gateway = registry
        invoice = completing.complete(till.services, steps.owing(till.services, (imei,)))
        sys.stdout.write(f"{invoice.number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
