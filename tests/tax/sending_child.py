"""Sells a phone and sends its invoice; it says the number once that is on disk, and is killed while it sends."""

from __future__ import annotations

import sys
from pathlib import Path

from pos_app.application import e_sending
from tests.application.steps import sold
from tests.fakes import parts
from tests.tax.shops import sending


def main(path: Path, address: str, key_file: Path) -> None:
    till = parts.at_work(path)
    services = sending(till, address, key_file)
    sys.stdout.write(sold(services).number + "\n")
    sys.stdout.flush()
    e_sending.once(services)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
