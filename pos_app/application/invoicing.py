"""The frozen document of a sale, and its paper. A reprint is the same document, marked as a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pos_app.application import printing
from pos_app.application.in_currency import priced
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain import paying
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence, TransferEvidence
from pos_app.domain.invoice import (
    NAMED_BUYER,
    InvoiceDocument,
    InvoiceLine,
    OpenedGate,
    Party,
    PaymentLine,
    RegistryFacts,
    StepFact,
)
from pos_app.domain.money import LineAmounts, total
from pos_app.domain.registry import OperationState
from pos_app.domain.run import Run, StepRecord, StepState
from pos_app.domain.sale import Sale, SaleLine
from pos_app.domain.stock import Condition
from pos_app.domain.tax_id import check_goods_id
from pos_app.domain.transfer import TransferState, state_of
from pos_app.domain.vat import Vat

A4 = printing.A4


def build_document(
    sale: Sale, shop: Shop, vat: Vat, *, number: str, at: datetime, offsets: tuple[PaymentLine, ...] = (),
    paid: bool = True, tax_id: str = "",
) -> InvoiceDocument:  # fmt: skip
    """Everything the paper will ever say, fixed now. `offsets`: what is set off against it, in rials; `paid` False = an
    offer, which nobody pays. Raises MoneyError for impossible amounts."""
    from pos_app import jalali

    day = jalali.local(at).date()
    currency = shop.currency_on(day)
    sale, offsets = priced(sale, currency, offsets)
    rows = tuple(line.amounts(vat) for line in sale.lines)
    sums = total(rows)
    buyer, owed = sale.buyer, paying.owed(sale.payment, day)
    kind = paying.invoice_type(buyer, owed)
    return InvoiceDocument(
        number=number,
        issued_at=at.isoformat(),
        currency=currency.code,
        unit_rials=currency.rials,
        seller=shop.party,
        buyer=Party(
            name=buyer.name, national_id=buyer.national_id, address=buyer.address,
            postal_code=buyer.postal_code, phone=buyer.mobile, economic_no=buyer.economic_no,
            kind=paying.kind_of(buyer).value if kind == NAMED_BUYER else "",
        ),
        lines=tuple(_line(n, line, row, vat) for n, (line, row) in enumerate(zip(sale.lines, rows, strict=True), 1)),
        prdis=sums.prdis, dis=sums.dis, adis=sums.adis, vam=sums.vam, tsstam=sums.tsstam,
        payments=(*offsets, *_payments(sale, sums.tsstam - sum(x.amount for x in offsets), day)) if paid else (),
        instalments=sale.payment.instalments if paid else (),
        type=kind,
        vat_source=vat.source,
        registry=registry_facts(sale.run) if sale.run else None,
        steps=step_facts(sale.run) if sale.run else (),
        opened=opened_gates(sale.run) if sale.run else (),
        notes=shop.notes,
        licence_no=shop.licence_no,
        stamp_sha256=shop.stamp_sha256,
        tax_id=tax_id,
    )  # fmt: skip


def _line(row_no: int, line: SaleLine, row: LineAmounts, vat: Vat) -> InvoiceLine:
    override = line.product.vat_hundredths
    rate = override if vat.hundredths and override is not None else vat.hundredths
    return InvoiceLine(
        row_no=row_no, goods_code=line.product.goods_code or line.product.gtin, description=line.product.title,
        quantity=str(line.quantity), unit_code=line.product.unit_code, fee=line.fee, prdis=row.prdis, dis=row.dis,
        adis=row.adis, vat_hundredths=rate, vam=row.vam, tsstam=row.tsstam,
        imeis=line.unit.imeis if line.unit else (), serial=line.unit.serial if line.unit else "",
        guarantee=line.product.guarantee if _is_new(line) else "",
        condition="" if line.unit is None or _is_new(line) else line.unit.condition.value,
        no_box=line.unit is not None and not line.unit.boxed,
        goods_id=line.product.goods_code if check_goods_id(line.product.goods_code).ok else "",
    )  # fmt: skip


def _is_new(line: SaleLine) -> bool:
    """The maker's guarantee of a new phone is not promised with a used one."""
    return line.unit is None or line.unit.condition is Condition.SEALED


def return_document(
    original: InvoiceDocument, case: Sale, *, number: str, at: datetime, subject: str,
    payments: tuple[PaymentLine, ...], tax_id: str = "",
) -> InvoiceDocument:  # fmt: skip
    """The paper that undoes an invoice: its own frozen lines, all of them or the phone's, never computed anew."""
    own = set(case.unit.imeis) if case.unit else set()
    kept = [line for line in original.lines if subject == "void" or own & set(line.imeis)]
    rows = tuple(replace(line, row_no=place) for place, line in enumerate(kept, 1))
    run = case.run
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("prdis", "dis", "adis", "vam", "tsstam")}
    return replace(
        original, number=number, issued_at=at.isoformat(), lines=rows, payments=payments, subject=subject,
        refers_to=original.number, refers_to_tax_id=original.tax_id, tax_id=tax_id, instalments=(),
        reason=case.draft.get("return_reason", ""),
        registry=registry_facts(run) if run else None, steps=step_facts(run) if run else (),
        opened=opened_gates(run) if run else (), **sums,
    )  # fmt: skip


def _payments(sale: Sale, amount: int, day: date) -> tuple[PaymentLine, ...]:
    """The parts, then what is left by the way that was chosen."""
    payment = sale.payment
    rest = amount - payment.split
    if rest < 0 and payment.split:
        raise ShopError("payments-exceed", detail=str(-rest))
    lines = tuple(
        PaymentLine(
            method=part.method.tax_code, amount=part.amount, reference=part.reference, terminal=part.terminal,
            due=part.due if paying.is_later(part.due, day) else "",
        )
        for part in payment.parts
    )  # fmt: skip
    if rest <= 0:
        return lines
    if payment.method is None:
        raise ShopError("payment-missing")
    return (
        *lines,
        PaymentLine(
            method=payment.method.tax_code, amount=rest, reference=payment.reference, terminal=payment.terminal
        ),
    )  # fmt: skip


def registry_facts(run: Run) -> RegistryFacts | None:
    """What the paper says of the registry; None where it was neither asked nor told anything."""
    answered, activated, transferred = (run.last(step) for step in ("answer_control", "activation", "transfer"))
    if activated is None:  # a passenger phone that stays its permit holder's
        activated = run.last("holder_activation")
    if answered is None and activated is None and transferred is None:
        return None
    facts = RegistryFacts(verdict="", inquiry_channel="", inquiry_at="", activation_state="deferred")
    if answered is not None and isinstance(answered.evidence, AnswerEvidence):
        asked = next((record.at for record in run.records if record.step_id == "inquiry"), answered.at)
        channel = answered.channel.value if answered.channel else ""
        verdict = answered.evidence.answer.verdict.value
        facts = replace(facts, verdict=verdict, inquiry_channel=channel, inquiry_at=asked.isoformat())
    if transferred is not None and isinstance(transferred.evidence, TransferEvidence):
        said = transferred.evidence
        facts = replace(
            facts, transfer_state=_transfer_state(transferred, activated), transfer_at=transferred.at.isoformat(),
            transfer_channel=transferred.channel.value if transferred.channel else "", from_sim=said.from_sim,
            to_sim=said.to_sim,
        )  # fmt: skip
    if activated is None or not isinstance(activated.evidence, ActivationEvidence):
        return facts
    return replace(
        facts,
        activation_state="deferred" if activated.state is StepState.DEFERRED else activated.evidence.state.value,
        activation_channel=activated.channel.value if activated.channel else "",
        activation_at=activated.at.isoformat(),
        activated_imei=activated.evidence.imei,
        sim=activated.evidence.sim,
    )


def _transfer_state(transferred: StepRecord, activated: StepRecord | None) -> str:
    """In the paper's three words: still owed, opened, complete."""
    halves = [_operation_state(record) for record in (transferred, activated)]
    state = state_of(*halves)
    if state is TransferState.DUE:
        return "deferred"
    return "succeeded" if state.complete else "awaiting_buyer"


def _operation_state(record: StepRecord | None) -> OperationState | None:
    if record is None or not isinstance(record.evidence, TransferEvidence | ActivationEvidence):
        return None
    return OperationState.QUEUED if record.state is StepState.DEFERRED else record.evidence.state


def step_facts(run: Run) -> tuple[StepFact, ...]:
    last = {record.step_id: record for record in run.records}
    return tuple(
        StepFact(
            step_id=record.step_id, state=record.state.value, channel=record.channel.value if record.channel else "",
            at=record.at.isoformat(), by=record.by,
        )
        for record in last.values()
    )  # fmt: skip


def opened_gates(run: Run) -> tuple[OpenedGate, ...]:
    kinds = {StepState.DECIDED: "decision", StepState.RELEASED: "release", StepState.DEFERRED: "deferral"}
    return tuple(
        OpenedGate(
            kind=kinds[record.state], step_id=record.step_id, reason=record.reason, by=record.opened_by,
            codes=tuple(finding.code for finding in record.findings), at=record.at.isoformat(),
        )
        for record in run.records
        if record.state in kinds
    )  # fmt: skip


def paper(services: Services, number: str, *, sheet: str = A4, language: str = "", out: Path | None = None) -> Path:
    """Writes the next print of an invoice, or of the paper of a buy-in (B…), as PDF and returns its path; every print
    after the first says copy, whatever it is printed on.

    `sheet` is one of the renderer's papers, `language` "" = the paper's own, `out` the file in place of ours.

    A print counts once its file is whole: one that fails leaves the original still to come, and two windows that
    print at once get different numbers. Raises ShopError `invoice-missing` or what the renderer says, StorageError
    `paper-not-written` (what was issued is safe)."""
    return printing.to_file(services, number, sheet=sheet, language=language, out=out)
