"""`main.py tax-id` and `main.py e-invoice`: what the tax office wants, without a window."""

from __future__ import annotations

import sys
from argparse import Namespace

from pos_app import cli, cli_registry
from pos_app.application import e_invoices
from pos_app.domain import e_invoice as e_invoice_file
from pos_app.domain import tax_id
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.settings import Settings, default_folder

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


def e_invoice(given: Namespace) -> int:
    """The official JSON of an issued invoice; where it may not leave, each reason on a line of standard error."""
    number = fold(given.number)
    settings = Settings(given.data or default_folder())
    return cli_registry.run(settings, lambda services: e_invoices.made(services, number), show=_shown)


def _shown(made: e_invoices.Made) -> int:
    for fault in made.faults:
        cli.complain(fault.code, fault.field)
    if made.faults:
        return cli.FAILED
    if made.needs_review:
        cli.complain("e-invoice-needs-review", made.number)
    sys.stdout.write(e_invoice_file.text(made.invoice) + "\n")
    return cli.DONE
