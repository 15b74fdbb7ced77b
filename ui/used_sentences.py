"""Sentences about phones that change hands otherwise than new: used, passenger, bought in, brought back."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

USED: dict[str, Sentence] = {
    # -- not for sale ------------------------------------------------------------------------------
    "unit-being-bought": stop(_("{detail} is being bought in at a counter. It can be sold when that is finished.")),
    "unit-held": stop(_("{detail} was bought in, and its transfer or activation is still owed: it is not for sale yet. See the duties.")),
    "unit-came-back": stop(_("{detail} was brought back, and is not yet the shop's in the registry: it is not for sale yet. See the duties.")),
    "unit-has-left": stop(_("{detail} has left this shop. If it comes back, buy it in (Ctrl+B).")),
    "unit-moved-meanwhile": stop(_("{detail} was moved by another till meanwhile. Look at it anew before you go on.")),
    # -- reset -------------------------------------------------------------------------------------
    "reset-not-done": stop(_("Reset the phone first: nobody's data is handed over.")),
    "account-locked": stop(_("The phone still asks for its old account: whoever takes it could not use it. Let the owner sign out, then reset again. Only a manager may go on.")),
    "reset-impossible": stop(_("A phone that cannot be reset is not handed over. Only a manager may go on, with a reason.")),
    # -- answers -----------------------------------------------------------------------------------
    "add-device-first": wait(_("This phone is older than the registry scheme: add it to the owner's SIM first (add device, each slot's IMEI), or say why you go on.")),
    "used-not-activated": wait(_("The registry knows no owner of this used phone, so there is nothing to transfer. Sell it as sealed, or say why you go on.")),
    "used-is-passenger": wait(_("The registry calls it a passenger phone that nobody has activated. Sell it as passenger, or say why you go on.")),
    "passenger-already-active": wait(_("This passenger phone is active already ({detail}): sell it as used, or say why you go on.")),
    "not-passenger": wait(_("The answer does not call it a passenger phone ({detail}). Look at the permit again and say why you go on.")),
    # -- permit ------------------------------------------------------------------------------------
    "permit-holder-missing": stop(_("The permit's holder is missing.")),
    "permit-passport-no-missing": stop(_("The holder's passport number is missing.")),
    "permit-brand-missing": stop(_("The brand on the permit is missing.")),
    "permit-model-missing": stop(_("The model on the permit is missing.")),
    "permit-imei-missing": stop(_("Write the IMEI that stands on the permit.")),
    "passport-length": wait(_("A passport number has 9 characters; {detail} has not. Compare it, or say why it is so.")),
    "permit-for-another-phone": stop(_("{detail} on the permit is not this phone: the permit is for another one.")),
    "permit-model-differs": stop(_("The permit is for a {detail}, not for this model. Only a manager may go on.")),
    "permit-not-kept": wait(_("Keep the permit here until the phone is active, or say why it cannot stay.")),
    # -- identity ----------------------------------------------------------------------------------
    "seller-name-missing": stop(_("The seller's name is missing.")),
    "seller-national-id-missing": stop(_("The seller's national id is missing.")),
    "seller-mobile-missing": stop(_("The seller's mobile number is missing.")),
    "seller-address-missing": stop(_("The seller's address is missing.")),
    "document-not-seen": stop(_("Look at the identity document first: is it he?")),
    "document-not-pictured": wait(_("There is no picture of the document. Take one, or say why there is none.")),
    "consent-missing": stop(_("Without his consent nothing of him may be kept, and nothing is bought.")),
    # -- condition ---------------------------------------------------------------------------------
    "grade-missing": stop(_("Choose how worn it is.")),
    "grade-too-good": stop(_("With a flaw it is not like new: choose another grade, or take the flaw away.")),
    "flaw-unknown": stop(_("This program does not know the flaw {detail}.")),
    "too-many-pictures": stop(_("At most {detail} pictures.")),
    # -- numbers without a box ---------------------------------------------------------------------
    "imei-differs-from-stock": stop(_("{detail} on the screen is not what our books say of this phone. Only a manager may go on.")),
    "device-dead": wait(_("The phone shows nothing: say how you know that it is this one.")),
    "tray-not-read": stop(_("Read the number on the slot tray, or say why there is none.")),
    "tray-unreadable": wait(_("The tray's number cannot be read: say how you know that tray and phone belong together.")),
    "tray-differs": stop(_("{detail} on the tray is not the phone's own number: parts may have been exchanged. Only a manager may go on.")),
    # -- transfer ----------------------------------------------------------------------------------
    "transfer-to-owner": stop(_("{detail} is the owner's own SIM: a transfer goes to another one.")),
    "transfer-refused": stop(_("The registry refused the transfer. Is this the owner's own SIM, and no other transfer open?")),
    "transfer-deferred": wait(_("The transfer is still owed; the buyer has been told.")),
    "transfer-not-sent": wait(_("No transfer is open: the registry has not taken it ({detail}). Ask again or by another way, or put it off with a reason.")),
    "transfer-fell-through": wait(_("The transfer ran out or was called off: its code is worth nothing any more. Open it anew, or say why you go on.")),
    "transfer-unknown": wait(_("It is not known yet whether the transfer was opened. Ask first; do not open it again.")),
    "transfer-unsettled": wait(_("An earlier transfer of this phone is not settled. Ask again before you begin another.")),
    "transfer-open-to-other": stop(_("A transfer to {detail} is open already. Its code went there; go on with that number.")),
    "transfer-open-give-up": wait(_("A transfer of {detail} is open: its code is with the other party. Finish it, this is not given up.")),
    "seller-must-stay": stop(_("At a purchase the transfer does not wait: once he has left with his SIM nobody can make up for it.")),
    "completed-by-activation": Sentence(GOOD, _("complete: the new owner has activated")),
    # -- buying in ---------------------------------------------------------------------------------
    "accessory-needs-sale": wait(_("{detail} belongs to a sale. Put this aside with Esc first, then scan it.")),
    "seller-missing": wait(_("the seller's name is missing")),
    "device-missing": wait(_("say which phone it is")),
    "both-numbers-read": stop(_("Two numbers are read already, and {detail} is neither. Take the wrong one away first.")),
    "brand-missing": stop(_("The brand is missing.")),
    "model-missing": stop(_("The model is missing: its name, or the code on the box.")),
    "imei-being-bought": stop(_("{detail} is being bought in at a counter already.")),
    "imei-of-another-phone": stop(_("{detail} belongs to another phone than the first number: two phones, or a forged one.")),
    "imei-pair-changed": stop(_("This phone was seen before with another second number than {detail}. A repair, or a forged number: a manager decides; do not buy it so.")),
    "trade-in-needs-sale": wait(_("A trade-in belongs to a sale: scan the phone that is sold first. Ctrl+B buys one in by itself.")),
    "trade-in-unfinished": wait(_("the phone taken in trade ({detail}) is not finished")),
    "return-unfinished": wait(_("the return of {detail} is not finished")),
    "settled-with-sale": wait(_("This is settled with its sale: go back to it and finish there.")),
    # -- coming back -------------------------------------------------------------------------------
    "return-price-fixed": stop(_("What comes back is worth what its invoice took for it. For another sum buy it in (Ctrl+B).")),
    "return-of-what": wait(_("Scan the phone or write the invoice number, then press Ctrl+R.")),
    "return-reason-missing": wait(_("say why it comes back")),
    "return-subject-missing": stop(_("Say whether the phone alone comes back, or the whole invoice.")),
    "already-returned": stop(_("What was sold on {detail} has come back already, or is being taken back at another till.")),
    "unit-not-sold-here": stop(_("{detail} was not sold by this shop, or is here already: it cannot come back. Ctrl+B buys it in.")),
    "not-a-sale-invoice": stop(_("{detail} is itself the paper of a return.")),
    "invoice-undone-already": stop(_("This invoice was undone already.")),
    "activated-meanwhile": stop(_("{detail} has been activated for its buyer meanwhile. Give this return up and begin it again: then it asks for the transfer back.")),
    "sale-returned": wait(_("its sale came back")),
}  # fmt: skip
