"""The frozen document of a sale, and its paper. A reprint is the same document, marked as a copy."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence
from pos_app.domain.invoice import (
    InvoiceDocument,
    InvoiceLine,
    OpenedGate,
    Party,
    PaymentLine,
    RegistryFacts,
    StepFact,
    from_json,
)
from pos_app.domain.money import CURRENCY, LineAmounts, total
from pos_app.domain.run import Run, StepState
from pos_app.domain.sale import Sale, SaleLine
from pos_app.domain.vat import Vat


def build_document(sale: Sale, shop: Shop, vat: Vat, *, number: str, at: datetime) -> InvoiceDocument:
    """Everything the paper will ever say, fixed now. Raises MoneyError for impossible amounts."""
    rows = tuple(line.amounts(vat) for line in sale.lines)
    sums = total(rows)
    buyer = sale.buyer
    return InvoiceDocument(
        number=number,
        issued_at=at.isoformat(),
        currency=CURRENCY,
        seller=shop.party,
        buyer=Party(
            name=buyer.name, national_id=buyer.national_id, address=buyer.address,
            postal_code=buyer.postal_code, phone=buyer.mobile,
        ),
        lines=tuple(_line(n, line, row, vat) for n, (line, row) in enumerate(zip(sale.lines, rows, strict=True), 1)),
        prdis=sums.prdis, dis=sums.dis, adis=sums.adis, vam=sums.vam, tsstam=sums.tsstam,
        payments=_payments(sale, sums.tsstam),
        vat_source=vat.source,
        registry=_registry(sale.run) if sale.run else None,
        steps=_steps(sale.run) if sale.run else (),
        opened=_opened(sale.run) if sale.run else (),
        notes=shop.notes,
        licence_no=shop.licence_no,
        stamp_sha256=shop.stamp_sha256,
    )  # fmt: skip


def _line(row_no: int, line: SaleLine, row: LineAmounts, vat: Vat) -> InvoiceLine:
    override = line.product.vat_hundredths
    rate = override if vat.hundredths and override is not None else vat.hundredths
    return InvoiceLine(
        row_no=row_no, goods_code=line.product.goods_code or line.product.gtin, description=line.product.title,
        quantity=str(line.quantity), unit_code=line.product.unit_code, fee=line.fee, prdis=row.prdis, dis=row.dis,
        adis=row.adis, vat_hundredths=rate, vam=row.vam, tsstam=row.tsstam,
        imeis=line.unit.imeis if line.unit else (), serial=line.unit.serial if line.unit else "",
        guarantee=line.product.guarantee,
    )  # fmt: skip


def _payments(sale: Sale, amount: int) -> tuple[PaymentLine, ...]:
    payment = sale.payment
    if payment.method is None:
        raise ShopError("payment-missing")
    return (
        PaymentLine(
            method=payment.method.tax_code, amount=amount, reference=payment.reference, terminal=payment.terminal
        ),
    )  # fmt: skip


def _registry(run: Run) -> RegistryFacts | None:
    answered, activated = run.last("answer_control"), run.last("activation")
    if answered is None or not isinstance(answered.evidence, AnswerEvidence):
        return None
    facts = RegistryFacts(
        verdict=answered.evidence.answer.verdict.value,
        inquiry_channel=answered.channel.value if answered.channel else "",
        inquiry_at=(run.records[0].at).isoformat(),
        activation_state="deferred",
    )
    if activated is None or not isinstance(activated.evidence, ActivationEvidence):
        return facts
    return RegistryFacts(
        verdict=facts.verdict,
        inquiry_channel=facts.inquiry_channel,
        inquiry_at=facts.inquiry_at,
        activation_state="deferred" if activated.state is StepState.DEFERRED else activated.evidence.state.value,
        activation_channel=activated.channel.value if activated.channel else "",
        activation_at=activated.at.isoformat(),
        activated_imei=activated.evidence.imei,
        sim=activated.evidence.sim,
    )


def _steps(run: Run) -> tuple[StepFact, ...]:
    last = {record.step_id: record for record in run.records}
    return tuple(
        StepFact(
            step_id=record.step_id, state=record.state.value, channel=record.channel.value if record.channel else "",
            at=record.at.isoformat(), by=record.by,
        )
        for record in last.values()
    )  # fmt: skip


def _opened(run: Run) -> tuple[OpenedGate, ...]:
    kinds = {StepState.DECIDED: "decision", StepState.RELEASED: "release", StepState.DEFERRED: "deferral"}
    return tuple(
        OpenedGate(
            kind=kinds[record.state], step_id=record.step_id, reason=record.reason, by=record.opened_by,
            codes=tuple(finding.code for finding in record.findings), at=record.at.isoformat(),
        )
        for record in run.records
        if record.state in kinds
    )  # fmt: skip


def paper(services: Services, number: str) -> Path:
    """Writes the next print of an invoice as PDF and returns its path; every print after the first says copy.

    A print counts once its file is whole: one that fails leaves the original still to come, and two windows that
    print at once get different numbers. Raises ShopError `invoice-missing`, StorageError `paper-not-written`
    (the invoice itself is safe)."""
    with services.storage.read() as session:
        stored = session.invoice(number)
        if stored is None:
            raise ShopError("invoice-missing", detail=number)
        document = from_json(stored.document)
        stamp = session.picture(document.stamp_sha256) if document.stamp_sha256 else None
    nth = stored.prints + 1
    pdf = services.renderer.render(document, stamp=stamp, copy=nth > 1)
    path = services.papers / (f"{number}.pdf" if nth == 1 else f"{number}-copy-{nth - 1}.pdf")
    partial = path.with_suffix(".part")
    try:
        services.papers.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise StorageError("paper-not-written", detail=number) from error
    with services.storage.write() as session:
        session.add_print(number, nth, services.clock.now(), "made")
    return path
