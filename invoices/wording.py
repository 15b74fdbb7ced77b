"""Codes of the frozen document -> labels and sentences of the paper, in its language."""

from __future__ import annotations

from typing import Final

from invoices.currencies import Currency, currency
from invoices.figures import code
from invoices.fonts import PaperError
from invoices.tongues import FA, Tongue
from pos_app.domain.buy_in_document import PREFIX
from pos_app.domain.invoice import (
    CORRECTIVE,
    NAMED_BUYER,
    PROFORMA,
    RETURN,
    SALES,
    VOID,
    InvoiceDocument,
    InvoiceLine,
    OpenedGate,
    PaymentLine,
)

COPY: Final = FA.say("copy")
CHEQUE: Final = 1
OFFSET: Final = 2
_OTHER = "8"
_ACTS = {VOID: "of_void", RETURN: "of_return", CORRECTIVE: "of_corrective"}


def unit_of_money(tag: str, tongue: Tongue = FA) -> str:
    """Raises `PaperError` (`currency-unknown`)."""
    return currency(tag).names[tongue.code]


def title(document: InvoiceDocument, tongue: Tongue = FA) -> str:
    """Raises `PaperError` (`subject-unknown`): a return printed as a sale would be a second sale."""
    try:
        return tongue.books["titles"][document.subject]
    except KeyError:
        raise PaperError("subject-unknown", detail=document.subject) from None


def is_sale(document: InvoiceDocument) -> bool:
    """Money comes from the buyer; of a void or a return it goes back."""
    return document.subject in SALES


def reference(document: InvoiceDocument, tongue: Tongue = FA) -> str:
    """Which invoice this one corrects or takes back, and why; "" on a sale."""
    if document.subject not in _ACTS:
        return ""
    act = tongue.say(_ACTS[document.subject], paper=paper(document.refers_to, tongue))
    if document.refers_to_tax_id:
        act = tongue.say("with_tax_id", act=act, tax_id=code(document.refers_to_tax_id))
    parts = [act]
    if document.reason:
        parts.append(tongue.say("reason", reason=tongue.prose(document.reason)))
    return tongue.say("semicolon").join(parts)


def tax_facts(document: InvoiceDocument, tongue: Tongue) -> list[str]:
    """Tax id and type, as far as the paper says them."""
    tax_id, kind = tax_id_of(document), kind_of_invoice(document, tongue)
    return [*([tongue.say("tax_id", tax_id=code(tax_id))] if tax_id else ()), *([kind] if kind else ())]


def tax_id_of(document: InvoiceDocument) -> str:
    """An offer claims none."""
    return "" if document.subject == PROFORMA else document.tax_id


def kind_of_invoice(document: InvoiceDocument, tongue: Tongue) -> str:
    """«صورتحساب نوع اول، الگوی فروش» where the tax office will hear of it, or credit was given; else ""."""
    if document.subject == PROFORMA or not (document.tax_id or document.type == NAMED_BUYER):
        return ""
    return tongue.say("invoice_type", type=tongue.word("types", str(document.type)))


def condition(line: InvoiceLine, tongue: Tongue = FA) -> str:
    """How the phone is, if it is not a sealed one; "" = nothing to say."""
    return stands(line.condition, no_box=line.no_box, tongue=tongue)


def stands(condition: str, *, no_box: bool, tongue: Tongue = FA) -> str:
    """«کارکرده · بدون جعبه»."""
    parts = [tongue.word("conditions", condition), tongue.say("no_box") if no_box else ""]
    return " · ".join(part for part in parts if part)


def payment(line: PaymentLine, money: Currency, tongue: Tongue = FA) -> str:
    """One way of paying. An offset names the paper of ours that it is set off against, a cheque its Sayad id and the
    day it falls due, everything else its reference at the bank."""
    methods = tongue.books["methods"]
    method = methods.get(str(line.method), methods[_OTHER])
    parts = [f"{method} {tongue.amount(line.amount, money.digits)}\u00a0{money.names[tongue.code]}"]
    if line.terminal:
        parts.append(tongue.say("terminal", terminal=code(line.terminal)))
    if line.reference and line.method == OFFSET:
        parts[0] = tongue.say("offset_with", paid=parts[0], paper=paper(line.reference, tongue))
    elif line.reference:
        named = "cheque_reference" if line.method == CHEQUE else "bank_reference"
        parts.append(tongue.say(named, reference=code(line.reference)))
    if line.due:
        parts.append(tongue.say("due", day=tongue.day(line.due)))
    return tongue.say("comma").join(parts)


def paper(number: str, tongue: Tongue = FA) -> str:
    """A paper of ours by its number."""
    return tongue.say("buy_in" if number.startswith(PREFIX) else "invoice", number=code(number))


def settlement(document: InvoiceDocument) -> tuple[bool, bool]:
    """(cash, credit) of the form: credit is what is not paid by now, whatever the way of paying."""
    paid = sum(line.amount for line in document.payments if not line.due)
    return paid > 0 or document.tsstam == 0, paid < document.tsstam


def release(document: InvoiceDocument, tongue: Tongue = FA) -> str:
    """One line when a manager opened a stop; the reason stays in the invoice's file."""
    return released(document.opened, "released_sale" if is_sale(document) else "released_return", tongue)


def released(opened: tuple[OpenedGate, ...], said: str, tongue: Tongue = FA) -> str:
    """`said` = the key of the sentence."""
    return tongue.say(said) if any(gate.kind == "release" for gate in opened) else ""
