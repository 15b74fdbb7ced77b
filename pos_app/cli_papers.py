"""`main.py invoice`, `render` and `label`: an issued invoice, a stored document, labels of the stock; all as PDF."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from pos_app import cli, cli_registry
from pos_app.application import invoicing, labels, paper_file
from pos_app.application.labels import LabelJob
from pos_app.application.services import Services
from pos_app.bootstrap import LazyRenderer
from pos_app.domain import buy_in_document, document_check, frozen, invoice
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import InvoiceDocument
from pos_app.settings import Settings, default_folder

_LARGEST = 16 * 1024 * 1024
_FAULTS = 5  # are named at once


def command(given: Namespace) -> int:
    """Status 0, or 2 when there is no such document, paper or place to write."""
    return {"invoice": _invoice, "render": _render, "label": _label}[str(given.command)](given)


def _invoice(given: Namespace) -> int:
    """The next print: it is counted, and each one after the first says that it is a copy."""
    number = fold(given.number)

    def work(services: Services) -> dict[str, Any]:
        path = invoicing.paper(services, number, sheet=given.paper, language=given.language, out=given.out)
        return {"number": number, "paper": given.paper, "file": str(path)}

    return cli_registry.run(Settings(given.data or default_folder()), work)


def _label(given: Namespace) -> int:
    def work(services: Services) -> dict[str, Any]:
        job = LabelJob(paper=given.paper, copies=given.copies, skip=given.skip)
        path = labels.make(services, tuple(given.code), job, given.out)
        return {"labels": len(given.code) * given.copies, "paper": given.paper, "file": str(path)}

    return cli_registry.run(Settings(given.data or default_folder()), work)


def _render(given: Namespace) -> int:
    """Needs no shop: the document is complete. `--data` only for the shop's own templates."""
    try:
        with given.document.open("rb") as file:
            document = _read(file.read(_LARGEST).decode("utf-8-sig"))
        stamp = given.stamp.read_bytes() if given.stamp else None
    except OSError as error:
        return cli.complain("document-unreadable", given.document, error.strerror)
    except ValueError as error:
        return cli.complain("document-unreadable", given.document, error)
    renderer = LazyRenderer(Settings(given.data or default_folder()).templates)
    try:
        if isinstance(document, InvoiceDocument):
            pdf = renderer.render(document, stamp=stamp, copy=given.copy, paper=given.paper, language=given.language)
        elif given.paper == invoicing.A4:
            pdf = renderer.buy_in(document, stamp=stamp, copy=given.copy)
        else:
            return cli.complain("paper-unknown", given.paper)
        paper_file.write(given.out, pdf, refused="paper-not-written")
    except ShopError as error:
        return cli.complain(error.code, error.detail)
    return cli.DONE


def _read(text: str) -> InvoiceDocument | BuyInDocument:
    """Raises ValueError for anything that is neither an invoice nor a paper of a buy-in."""
    document: InvoiceDocument | BuyInDocument
    try:
        bought = frozen.plain(text).get("kind") == buy_in_document.KIND
        document = buy_in_document.from_json(text) if bought else invoice.from_json(text)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(": ".join(("not-a-document", str(error)))) from error
    if found := document_check.faults(document):
        raise ValueError(", ".join(found[:_FAULTS]))
    return document
