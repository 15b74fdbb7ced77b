"""A print from the wish to its outcome: on disk first, then the paper's PDF, then the printer, then what became of it.

Nothing is sent before the disk says so, so a program that ends meanwhile leaves a print of which it is known that a
person must look at the printer. Which print is a copy is decided by `pos_app.domain.print_job`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pos_app.application import paper_file, printers
from pos_app.application.permits import needs
from pos_app.application.printers import PrintSetup
from pos_app.application.services import Services
from pos_app.domain import print_job
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.buy_in_document import from_json as buy_in_from_json
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.invoice import InvoiceDocument, from_json
from pos_app.domain.print_job import PrintJob, PrintState
from pos_app.domain.rights import Right
from pos_app.domain.sale import PaymentMethod
from pos_app.ports.hardware import PrinterError, Raster
from pos_app.ports.storage import ReadSession

A4 = "a4"
_PDF = "pdf"  # the printer of a paper that was only wanted as a file
NO_PRINTER = "no-printer"  # problem of a print that is a file alone


@dataclass(frozen=True, slots=True)
class ReadyPrint:
    """A print whose paper is made and whole on the disk, and that nothing has been sent of. `drawer`: it opens now."""

    job: PrintJob
    path: Path
    setup: PrintSetup
    drawer: bool = False


@needs(Right.PRINT)
def prepare(services: Services, number: str, *, sheet: str = "", language: str = "") -> ReadyPrint:
    """The next print of an invoice, or of the paper of a buy-in: the one that never left, else a new one.

    `sheet` "" = the paper of the shop's set-up. Raises ShopError `invoice-missing`, `paper-unknown`,
    `print-number-taken` or what the renderer says, StorageError `paper-not-written` (what was issued is safe)."""
    with services.storage.read() as session:
        setup = printers.load(session)
        document, stamp = _document(session, number)
    sheet = A4 if isinstance(document, BuyInDocument) and not sheet else sheet or setup.paper
    job = _job(services, number, sheet, language)
    try:
        path = _paper(services, job, document, stamp, None)
    except ShopError as error:
        with suppress(StorageError):  # the disk that refused the paper may refuse this as well
            _move(services, job, PrintState.FAILED, error.code)
        raise
    drawer = setup.drawer and not job.copy and _takes_cash(document)
    return ReadyPrint(job, path, setup, drawer)


@needs(Right.PRINT)
def to_file(
    services: Services, number: str, *, sheet: str = A4, language: str = "", out: Path | None = None
) -> Path:  # fmt: skip
    """The next print as a file that a person takes from here: `out`, or one in the folder of papers. It counts once it
    is whole; raises as `prepare`, and ShopError `paper-place-taken`."""
    with services.storage.read() as session:
        document, stamp = _document(session, number)
    if out is not None:
        paper_file.refuse_taken(out)
    job = _job(services, number, sheet, language)
    path = _paper(services, job, document, stamp, out)
    now = services.clock.now()
    done = replace(job, state=PrintState.PRINTED, printer=_PDF, problem="", sent_at=now, ended_at=now)
    with services.storage.write() as session:
        session.move_print(done, job.state)
    return path


def draft(services: Services, number: str, *, sheet: str = "", language: str = "") -> bytes:
    """The page of the next print, to look at; nothing is counted and nothing written. Raises as `prepare`."""
    with services.storage.read() as session:
        setup = printers.load(session)
        document, stamp = _document(session, number)
        copy = print_job.next_nth(session.last_prints((number,)).get(number)) > 1
    if isinstance(document, BuyInDocument):
        return services.renderer.buy_in(document, stamp=stamp, copy=copy)
    return services.renderer.render(document, stamp=stamp, copy=copy, paper=sheet or setup.paper, language=language)


def sending(services: Services, job: PrintJob, printer: str) -> PrintJob:
    """From now on something may lie in the printer. Durable when it returns; raises `print-number-taken`."""
    sent = replace(
        job, state=PrintState.SENT, printer=printer, problem="", sent_at=services.clock.now(), ended_at=None,
        by=services.person,
    )  # fmt: skip
    with services.storage.write() as session:
        session.move_print(sent, job.state)
    return sent


def ended(services: Services, job: PrintJob, state: PrintState, problem: str = "") -> PrintJob:
    """What became of it."""
    return _move(services, job, state, problem)


def no_printer(services: Services, job: PrintJob) -> PrintJob:
    """This machine has no printer at all, and none was chosen: the file is the shop's paper, and it counts. That it
    never was on paper stays on record."""
    return ended(services, sending(services, job, _PDF), PrintState.PRINTED, NO_PRINTER)


def print_slip(services: Services, ready: ReadyPrint, slip: Raster) -> PrintJob:
    """On the receipt printer of the set-up; blocks as long as the printer may take. What went wrong stands in the
    job's state and problem."""
    to, printer = ready.setup.receipt_printer, services.receipt_printer
    if to is None or printer is None:
        return _move(services, ready.job, PrintState.FAILED, "printer-absent")
    job = sending(services, ready.job, to.address or to.kind)
    try:
        printer.print_slip(slip, to, cut=ready.setup.cut, drawer=ready.drawer)
    except PrinterError as error:
        state = PrintState.UNKNOWN if error.reached else PrintState.FAILED
        return ended(services, job, state, error.code)
    return ended(services, job, PrintState.PRINTED)


def recover(services: Services) -> tuple[PrintJob, ...]:
    """At the start: what was being sent when the program ended is unknown from now on. Those that this start found:
    they are told once, and their state stays in the list."""
    now = services.clock.now()
    with services.storage.write() as session:
        if not session.recover_prints(services.till_id, now):
            return ()
        return tuple(job for job in session.unclear_prints(services.till_id) if job.ended_at == now)


def _document(session: ReadSession, number: str) -> tuple[InvoiceDocument | BuyInDocument, bytes | None]:
    bought = print_job.is_buy_in(number)
    stored = session.paper(number) if bought else session.invoice(number)
    if stored is None:
        raise ShopError("invoice-missing", detail=number)
    document = buy_in_from_json(stored.document) if bought else from_json(stored.document)
    return document, session.picture(document.stamp_sha256) if document.stamp_sha256 else None


def _job(services: Services, number: str, sheet: str, language: str) -> PrintJob:
    with services.storage.write() as session:
        last = session.last_prints((number,)).get(number)
        wanted = PrintJob(
            number=number, nth=print_job.next_nth(last), state=PrintState.SAVED, sheet=sheet, language=language,
            till_id=services.till_id, by=services.person, made_at=services.clock.now(),
        )  # fmt: skip
        if last is None or last.counts:
            return session.add_print(wanted)
        again = replace(wanted, id=last.id)  # it never left: the same print, perhaps on other paper
        session.move_print(again, last.state)
    if last.sheet != sheet:
        with suppress(OSError):  # of one print one file; a folder that is gone holds none
            _path(services, last).unlink()
    return again


def _paper(
    services: Services, job: PrintJob, document: InvoiceDocument | BuyInDocument, stamp: bytes | None, out: Path | None
) -> Path:  # fmt: skip
    if isinstance(document, BuyInDocument):
        if job.sheet != A4:
            raise ShopError("paper-unknown", detail=job.sheet)  # that paper is one to sign, on A4 alone
        pdf = services.renderer.buy_in(document, stamp=stamp, copy=job.copy)
    else:
        pdf = services.renderer.render(
            document, stamp=stamp, copy=job.copy, paper=job.sheet, language=job.language
        )  # fmt: skip
    path = out or _path(services, job)
    paper_file.write(path, pdf, refused="paper-not-written")
    return path


def _path(services: Services, job: PrintJob) -> Path:
    name = job.number if job.sheet == A4 else f"{job.number}-{job.sheet}"
    return services.papers / (f"{name}-copy-{job.nth - 1}.pdf" if job.copy else f"{name}.pdf")


def _move(services: Services, job: PrintJob, state: PrintState, problem: str) -> PrintJob:
    moved = replace(job, state=state, problem=problem, ended_at=services.clock.now())
    with services.storage.write() as session:
        session.move_print(moved, job.state)
    return moved


def _takes_cash(document: InvoiceDocument | BuyInDocument) -> bool:
    cash = PaymentMethod.CASH.tax_code
    return isinstance(document, InvoiceDocument) and any(line.method == cash for line in document.payments)
