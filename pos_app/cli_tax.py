"""`main.py tax-id`: the arithmetic of the tax office without a window."""

from __future__ import annotations

import sys
from argparse import Namespace

from pos_app import cli
from pos_app.domain import tax_id
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError

MAX_DIGITS = 20  # of a number that is typed: more is never a day or a serial


def make_id(given: Namespace) -> int:
    """The 22 characters, or one line on standard error and status 2."""
    numbers = []
    for name, typed in (("days", given.days), ("serial", given.serial)):
        plain = fold(typed)
        if not all_latin_digits(plain) or len(plain) > MAX_DIGITS:
            return cli.complain(f"tax-{name}-out-of-range", plain[:40])
        numbers.append(int(plain))
    memory = tax_id.check_memory(given.memory)
    if not memory.ok:
        return cli.complain(memory.code, memory.value[:40])
    try:
        made = tax_id.make(memory.value, *numbers)
    except ShopError as error:
        return cli.complain(error.code, error.detail)
    sys.stdout.write(made.text + "\n")
    return cli.DONE
