"""Sentences about sending invoices to the taxpayers' system: key, way, states, and what to do next."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

SENDING: dict[str, Sentence] = {
    # -- settings ----------------------------------------------------------------------------------
    "tax-address-wrong": stop(_("{detail} is no address of the taxpayers' system. It begins with https://.")),
    "tax-memory-missing": stop(_("Type the tax memory id above first: without it an invoice has no tax id and cannot be sent.")),
    "tax-key-missing": stop(_("The file of the key is missing. Choose the token file (.p12, .pfx) or the PEM file of the key.")),
    "tax-key-unreadable": stop(_("This file holds no RSA key of 2048 bits or more. Choose another file.")),
    "tax-key-password": stop(_("The password does not open the key. Type it again and save.")),
    "tax-key-differs": stop(_("Key and certificate do not belong together. Choose the certificate that was issued for this key.")),
    "tax-certificate-unreadable": stop(_("The certificate cannot be read. Choose its file (PEM or DER), or a token file that holds it.")),
    "tax-certificate-expired": stop(_("The certificate is not valid today. Get a new one at gica.ir, and check the date of this computer.")),
    "tax-key-kept": Sentence(GOOD, _("The key lies in this computer's key store now. Put its file away where nobody finds it.")),
    "tax-key-not-kept": wait(_("This computer's key store did not take the key. It stays in its file.")),
    "tax-practice-only": wait(_("Saved. The practice shop sends to a practice office on this computer alone, never to the tax office.")),
    "tax-sending-off": stop(_("Sending is off. Turn it on in the settings.")),
    # -- on the way --------------------------------------------------------------------------------
    "tax-no-connection": wait(_("The tax office cannot be reached. Nothing was sent; it is tried again by itself.")),
    "tax-wrong-certificate": stop(_("This is not the tax office: its certificate does not fit. Nothing was sent. Check the network.")),
    "tax-token-refused": stop(_("The tax office does not accept this key. Check that the certificate belongs to this tax memory, and the clock of this computer.")),
    "tax-asks-to-wait": wait(_("The tax office asks to wait. It is tried again by itself.")),
    "tax-office-unwell": wait(_("The tax office has a trouble of its own. It is tried again by itself.")),
    "tax-office-unreadable": wait(_("The answer of the tax office cannot be read. It is tried again by itself.")),
    "tax-never-arrived": wait(_("It never arrived there: the same packet is sent once more.")),
    "tax-not-found": wait(_("The tax office does not know of it yet. It is asked again by itself.")),
    "tax-open-too-long": stop(_("There is no answer for a day. Look it up in the taxpayers' folder (my.tax.gov.ir) by its reference number.")),
    "tax-refused": stop(_("The tax office has refused it. Put right what is said below, then send it again.")),
    "tax-timed-out": stop(_("The tax office has not finished it in time. Look in the taxpayers' folder whether it is there; if not, send it again.")),
    "e-invoice-faulty": stop(_("It was not sent, because it would be refused. What an issued invoice says never changes: correct or void it, and issue it anew.")),
    "e-invoice-original-open": wait(_("It waits for the invoice that it refers to: that one has to be accepted first.")),
    "e-invoice-too-large": stop(_("It has too many rows to be sent.")),
    "e-invoice-queued-already": wait(_("Invoice {detail} is on its way already.")),
    "e-invoice-not-due": stop(_("Invoice {detail} has no tax id: it is not sent.")),
    "e-invoice-under-way": stop(_("Invoice {detail} is on its way or has come to its end: nothing can be changed now.")),
}  # fmt: skip
