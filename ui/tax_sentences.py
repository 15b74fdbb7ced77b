"""Sentences about the law of invoices: tax ids, payments, buyers who must be named, corrections."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import Sentence
from ui.sentences import stop as _stop

TAX: dict[str, Sentence] = {
    # -- the shop's tax memory ---------------------------------------------------------------------
    "tax-memory-form": _stop(_("A tax memory id has six Latin letters or digits, as the taxpayers' system shows it.")),
    "tax-serial-out-of-range": _stop(_("A serial is a whole number of at most twelve digits. After the last one a new tax memory is needed.")),
    "tax-days-out-of-range": _stop(_("This date cannot stand in a tax id. Check the date of this computer.")),
    "tax-id-length": _stop(_("A tax id has 22 characters.")),
    "tax-id-form": _stop(_("{detail} is no tax id. Copy it once more from the invoice.")),
    "tax-id-check-digit": _stop(_("The check digit of {detail} does not fit: one character was misread.")),
    "tax-id-taken": _stop(_("Another invoice already has this tax id. Set “last serial used elsewhere” in the settings.")),
    "send-term-out-of-range": _stop(_("The term for sending is a whole number of days, from 1 to 365.")),
    "goods-id-not-digits": _stop(_("A goods id has digits only.")),
    "goods-id-length": _stop(_("A goods id has 13 digits. Look it up at stuffid.tax.gov.ir.")),
    # -- invoices that refer to one another --------------------------------------------------------
    "before-referred": _stop(_("Invoice {detail} is dated later than now. Check the date of this computer.")),
}  # fmt: skip
