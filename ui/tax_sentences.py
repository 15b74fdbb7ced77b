"""Sentences about the law of invoices: tax ids, payments, buyers who must be named, corrections."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence
from ui.sentences import stop as _stop
from ui.sentences import wait as _wait

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
    "unit-code-unknown": _stop(_("This unit of measure is not on the list.")),
    "product-missing": _stop(_("This product is not in the shop's list any more.")),
    "currency-rate-out-of-range": _stop(_("The value is a whole number of present rials: 100 for the qeran, 10,000 for the new rial, 1 for the rial of today.")),
    "amount-not-whole": _stop(_("The invoice is in whole units of {detail} rials: type a multiple of it.")),
    "amount-below-unit": _stop(_("Invoices are in whole units of {detail} rials: a price is one at least.")),
    "currency-day-missing": _stop(_("Type the day of the change, as 1407/01/01.")),
    # -- invoices that refer to one another --------------------------------------------------------
    "put-right": Sentence(GOOD, _("Invoice {detail} stands now. No money changes hands.")),
    "put-right-collect": _wait(_("The buyer pays {detail} rials more.")),
    "put-right-give-back": _wait(_("Give the buyer {detail} rials back.")),
    "nothing-changed": _stop(_("Nothing was changed: there is nothing to correct.")),
    "correction-below-cheques": _stop(_("Less would be left than the cheques in hand. Void the invoice and issue it anew.")),
    "void-by-return": _stop(_("A phone is on invoice {detail}: take it back instead, so that the phone is settled too.")),
    "before-referred": _stop(_("Invoice {detail} is dated later than now. Check the date of this computer.")),
    # -- how it is paid, and who is named then -----------------------------------------------------
    "sayad-missing": _stop(_("The cheque's 16-digit Sayad id is missing.")),
    "sayad-not-digits": _stop(_("A Sayad id has digits only.")),
    "sayad-length": _stop(_("A Sayad id has 16 digits.")),
    "cheque-twice": _stop(_("The cheque {detail} stands here twice.")),
    "cheque-elsewhere": _stop(_("This cheque pays invoice {detail} already.")),
    "due-passed": _wait(_("the day of an instalment or a cheque has come meanwhile")),
    "cheque-as-part": _stop(_("A cheque is typed as a part, with its Sayad id. Choose another way for the rest.")),
    "due-missing": _stop(_("Type the day it falls due, as 1405/10/20.")),
    "due-in-past": _stop(_("This day has passed. A cheque of today needs no day.")),
    "due-not-later": _stop(_("An instalment falls due after today.")),
    "payments-too-many": _stop(_("An invoice takes at most {detail} payments.")),
    "payments-exceed": _wait(_("the payments are {detail} rials more than the sum")),
    "payment-in-one": _stop(_("What the shop pays out is paid in one way.")),
    "identity-for-credit": _stop(_("Needed for instalments and later cheques: such an invoice is in the buyer's name.")),
    "identity-missing": _wait(_("{detail} of the buyer is missing")),
    "economic-no-not-digits": _stop(_("An economic number has digits only.")),
    "economic-no-length": _stop(_("An economic number has 11 or 14 digits.")),
    "foreigner-id-not-digits": _stop(_("The id of a foreigner has digits only.")),
    "foreigner-id-length": _stop(_("The id of a foreigner has 12 digits.")),
    "proforma-made": Sentence(GOOD, _("Offer {detail} is made. It is no invoice: nothing is sold or reserved by it.")),
    "proforma-of-sale-only": _stop(_("An offer is made of a sale only.")),
    # -- the e-invoice, looked at before it leaves; {detail} is the field in the tax office's own words ----
    "not-an-invoice": _stop(_("{detail} is an offer (proforma), no invoice: nothing of it goes to the tax office.")),
    "e-invoice-part-missing": _stop(_("The e-invoice lacks its part “{detail}”.")),
    "e-invoice-field-missing": _stop(_("The e-invoice lacks {detail}, which the tax office asks for.")),
    "e-invoice-field-foreign": _stop(_("{detail} has no place in an e-invoice of this type.")),
    "e-invoice-field-blank": _stop(_("{detail} is empty: the tax office refuses an empty field.")),
    "e-invoice-form": _stop(_("{detail} has the wrong length or the wrong characters.")),
    "e-invoice-not-whole": _stop(_("{detail} has to be a whole number.")),
    "e-invoice-not-a-number": _stop(_("{detail} has to be a number.")),
    "e-invoice-value": _stop(_("{detail} has a code that the tax office does not know.")),
    "e-invoice-time": _stop(_("{detail} is no time in milliseconds.")),
    "e-invoice-amount": _stop(_("{detail} is outside of what the tax office accepts.")),
    "e-invoice-formula": _stop(_("{detail} does not follow the published formula.")),
    "e-invoice-serial-differs": _stop(_("{detail} is another serial than that of the tax id.")),
    "e-invoice-date-differs": _stop(_("{detail} is another day than that of the tax id.")),
    "e-invoice-in-future": _stop(_("{detail} lies in the future. Check the date of this computer.")),
    "e-invoice-late-half": _stop(_("{detail} is missing: an e-invoice after its term says so and says when.")),
    "e-invoice-refers-to-itself": _stop(_("{detail} names the invoice itself.")),
    "e-invoice-before-referred": _stop(_("{detail} names an invoice that is dated later.")),
    "e-invoice-paid-too-much": _stop(_("The payments are more than the total of the e-invoice.")),
    "e-invoice-needs-review": _wait(_("Invoice {detail} was issued between 00:00 and 03:30: look at the day in its tax id before it is sent.")),
}  # fmt: skip
