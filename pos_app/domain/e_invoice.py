"""The official e-invoice of a frozen document: header, body and payments (RC_IITP.IS V7.9), type 1 or 2, pattern 1.

Only what the type has, no blanks, no nulls, whole numbers. `e_invoice_check` looks at it before it leaves.
Left out on purpose: a type 2 buyer (optional, and private) and the payer's card number (we never hold it).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from pos_app.domain import tax_id
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import (
    CHEQUE,
    CORRECTIVE,
    NAMED_BUYER,
    ORIGINAL,
    PROFORMA,
    RETURN,
    VOID,
    InvoiceDocument,
    InvoiceLine,
    Party,
    PaymentLine,
)

PATTERN: Final = 1  # a sale; the other patterns are currency, gold, contracting, ...
SUBJECTS: Final[Mapping[str, int]] = {ORIGINAL: 1, CORRECTIVE: 2, VOID: 3, RETURN: 4}
KINDS: Final[Mapping[str, int]] = {"natural": 1, "legal": 2, "partnership": 3, "foreigner": 4}
CASH, CREDIT, BOTH = 1, 2, 3  # `setm`
MAX_DESCRIPTION: Final = 400
OFFSET: Final = 2
_TRACE = re.compile(r"[0-9A-Za-z-]{1,40}")

Json = dict[str, Any]


def build(
    document: InvoiceDocument, *, original: InvoiceDocument | None = None, at: datetime, send_term_days: int
) -> Json:
    """`original`: the document that a return refers to, as the official one carries what remains of it; `at`: when it
    is made, which decides whether the term is over. Raises ShopError `not-an-invoice` for an offer, and
    `invoice-missing` for a return without its original."""
    if document.subject == PROFORMA:
        raise ShopError("not-an-invoice", detail=document.number)
    subject = SUBJECTS[document.subject]
    lines, owed = document.lines, document.owed
    if document.subject == VOID and original is not None:
        owed = original.owed
    if document.subject == RETURN:
        if original is None:
            raise ShopError("invoice-missing", detail=document.refers_to)
        lines = remaining(original, document)
        if lines:
            owed = min(_still_owed(original, document), sum(line.tsstam for line in lines))
        else:  # all of it came back: then it is void
            lines, subject, owed = original.lines, SUBJECTS[VOID], original.owed
    body = [_row(line) for line in lines]
    header = _header(document, subject, body, owed, at, send_term_days)
    payments = [_payment(line, document) for line in document.payments] if _is_paid_by_buyer(document) else []
    return {"header": header, "body": body, **({"payments": payments} if payments else {})}


def text(invoice: Json) -> str:
    """As it leaves: no blank between its parts, letters as they are."""
    return json.dumps(invoice, ensure_ascii=False, separators=(",", ":"))


def remaining(original: InvoiceDocument, returned: InvoiceDocument) -> tuple[InvoiceLine, ...]:
    """The rows of the original that did not come back, found by their place once rows are told apart by content."""
    gone = [_content(line) for line in returned.lines]
    kept = []
    for line in original.lines:
        if _content(line) in gone:
            gone.remove(_content(line))
        else:
            kept.append(line)
    return tuple(kept)


def _still_owed(original: InvoiceDocument, returned: InvoiceDocument) -> int:
    """What falls due after the day of the return, less what the return sets off against it."""
    day = (datetime.fromisoformat(returned.issued_at).astimezone(UTC) + tax_id.OFFSET).date()
    set_off = sum(x.amount for x in returned.payments if x.method == OFFSET and x.reference == original.number)
    return max(original.owed_after(day) - set_off, 0)


def _content(line: InvoiceLine) -> tuple[object, ...]:
    return (line.goods_code, line.description, line.imeis, line.serial, line.quantity, line.fee, line.tsstam)


def milliseconds(instant: datetime) -> int:
    """Thirteen digits, cut."""
    return (instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def economic_no(party: Party) -> str:
    """A company's economic number is its national id; a person's is a number of its own."""
    return party.economic_no or (party.national_id if len(party.national_id) == 11 else "")


def _header(
    document: InvoiceDocument, subject: int, body: list[Json], owed: int, at: datetime, send_term_days: int
) -> Json:
    issued = datetime.fromisoformat(document.issued_at)
    identity = tax_id.check(document.tax_id)
    header: Json = {
        "taxid": document.tax_id,
        "indatim": milliseconds(issued),
        "inty": document.type,
        "inno": tax_id.parse(document.tax_id).hex_serial if identity.ok else "",
        "irtaxid": document.refers_to_tax_id if subject != SUBJECTS[ORIGINAL] else "",
        "inp": PATTERN,
        "ins": subject,
        "tins": economic_no(document.seller),
        "tprdis": _sum(body, "prdis"), "tdis": _sum(body, "dis"), "tadis": _sum(body, "adis"),
        "tvam": _sum(body, "vam"), "todam": 0, "tbill": _sum(body, "tsstam"),
    }  # fmt: skip
    if at > issued + timedelta(days=send_term_days):
        header |= {"insr": 1, "indati2m": milliseconds(at)}
    if document.type == NAMED_BUYER:
        header |= _buyer(document.buyer) | _settlement(header["tbill"], owed)
    return without_blanks(header)


def _sum(rows: Iterable[Json], name: str) -> int:
    return sum(row[name] for row in rows)


def _buyer(buyer: Party) -> Json:
    """Companies by their economic number alone; persons by it, or by id and postal code."""
    kind: Json = {"tob": KINDS.get(buyer.kind, 0) or None}
    if buyer.kind in ("legal", "partnership"):
        return kind | {"tinb": economic_no(buyer)}
    if buyer.economic_no:
        return kind | {"tinb": buyer.economic_no}
    return kind | {"bid": buyer.national_id, "bpc": buyer.postal_code}


def _settlement(total: int, owed: int) -> Json:
    if owed <= 0:
        return {"setm": CASH}
    if owed >= total:
        return {"setm": CREDIT}
    return {"setm": BOTH, "cap": total - owed, "insp": owed}


def _row(line: InvoiceLine) -> Json:
    return without_blanks({
        "sstid": line.goods_id,
        "sstt": described(line),
        "am": _plain(Decimal(line.quantity)),
        "mu": str(line.unit_code or ""),
        "fee": line.fee, "prdis": line.prdis, "dis": line.dis, "adis": line.adis,
        "vra": _plain(Decimal(line.vat_hundredths) / 100),
        "vam": line.vam, "tsstam": line.tsstam,
    })  # fmt: skip


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def described(line: InvoiceLine) -> str:
    """No column exists for an IMEI: the numbers stand in the description, which gives way to them."""
    marks = [f"IMEI{n}: {imei}" for n, imei in enumerate(line.imeis, 1)]
    if line.serial:
        marks.append(f"S/N: {line.serial}")
    tail = " | ".join(marks)[:MAX_DESCRIPTION]
    room = MAX_DESCRIPTION - len(tail) - (3 if tail else 0)
    words = line.description.strip()[: max(room, 0)].strip()
    return " | ".join(part for part in (words, tail) if part)


def _is_paid_by_buyer(document: InvoiceDocument) -> bool:
    """What is paid back with a void or a return is no payment of an invoice."""
    return document.subject in (ORIGINAL, CORRECTIVE)


def _payment(line: PaymentLine, document: InvoiceDocument) -> Json:
    """A cheque is traced by its Sayad id; it is paid on a day that has not come, hence without a time. What was typed
    so that it could not be sent is left out: it is optional."""
    traced = fold(line.reference)
    if line.method == OFFSET or not _TRACE.fullmatch(traced):  # there it is a number of our own papers
        traced = ""
    terminal = fold(line.terminal) if all_latin_digits(fold(line.terminal)) else ""
    paid_at = None if line.method == CHEQUE else milliseconds(datetime.fromisoformat(document.issued_at))
    return without_blanks({
        "pmt": line.method, "trmn": terminal, "trn": traced, "pdt": paid_at, "pv": line.amount,
    })  # fmt: skip


def without_blanks(fields: Json) -> Json:
    """A blank optional field is refused by the tax office: it is left out."""
    return {name: value for name, value in fields.items() if value not in ("", None)}
