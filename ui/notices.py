"""Code -> sentence, severity, what to do next: one table. Every error of the product ends here.

A sentence names what is wrong and what to do; `{detail}` is the value it is about, shown as its own island.
"""

from __future__ import annotations

from datetime import date

from pos_app import i18n, jalali
from pos_app.domain.verdict import Verdict
from pos_app.i18n import mark as _
from ui import format as fmt
from ui import words
from ui.backup_sentences import BACKUPS
from ui.drawer_sentences import DRAWER
from ui.goods_sentences import COUNTED, GOODS
from ui.people_sentences import PEOPLE
from ui.phone_sentences import PHONES
from ui.print_sentences import PRINTS
from ui.registry_sentences import REGISTRY
from ui.sending_sentences import SENDING
from ui.sentences import GOOD, STOP, Sentence
from ui.sentences import stop as _stop
from ui.sentences import wait as _wait
from ui.tax_sentences import TAX
from ui.used_sentences import USED

TABLE: dict[str, Sentence] = {
    **REGISTRY,
    **PEOPLE, **DRAWER, **PHONES,
    **USED,
    **TAX,
    **GOODS,
    **PRINTS,
    **SENDING,
    **BACKUPS,
    # -- numbers of the device -------------------------------------------------------------------
    "imei-empty": _stop(_("No IMEI yet: scan it from the box, or dial *#06# on the phone and type it.")),
    "imei-not-digits": _stop(_("An IMEI has digits only; {detail} holds something else. Type it again.")),
    "imei-short": _stop(_("An IMEI has 15 digits; this one is shorter. Look for the missing digits.")),
    "imei-long": _stop(_("An IMEI has 15 digits; this one is longer. Take the first 15, before the slash.")),
    "imei-14-digits": _stop(
        _("{detail} has 14 digits: an IMEI without its check digit, or a part number. Scan the IMEI's own barcode.")
    ),
    "imei-16-digits": _stop(_("{detail} has 16 digits: an IMEISV. Type the 15 digits that the box calls IMEI.")),
    "imei-all-equal": _stop(_("Fifteen equal digits are no IMEI. Read the number from the box again.")),
    "imei-check-digit": _stop(_("The check digit of {detail} does not fit: one digit was misread. Compare and type it again.")),
    "imei-slots-equal": _stop(_("Both slots have the same number {detail}. Each slot has an IMEI of its own: read the second one.")),
    "imei-not-this-unit": _stop(_("{detail} is not an IMEI of this phone in the stock. Check that box and phone belong together.")),
    "imei-on-another-unit": _stop(_("{detail} belongs to another phone of the stock. Take the right box.")),
    "imei-slots-swapped": _stop(_("The two numbers of the device are swapped. Put the IMEI of slot 1 first.")),
    "imei-differs": _stop(_("{detail} on the device differs from the box. Do not sell it; a manager may reopen with a reason.")),
    "second-imei-missing": _wait(_("Missing: {detail}. Scan it, or say why there is none.")),
    "one-imei-missing": _wait(_("The second IMEI is missing on one side. Read it, or say why there is none.")),
    "eid-not-digits": _stop(_("An EID has digits only.")),
    "eid-length": _stop(_("An EID has 32 digits.")),
    "eid-check-digit": _stop(_("{detail} looks like an EID, but its check digits do not fit. Scan it again.")),
    "eid-not-this-unit": _stop(_("The EID {detail} is not the one of this phone in the stock.")),
    "serial-not-this-unit": _stop(_("{detail} is not the serial of this phone. If it is another code of the box, go on.")),
    "serial-shared": _stop(_("Several phones carry the serial {detail}. Scan the IMEI instead.")),
    "imei-in-stock-twice": _stop(_("This IMEI is already in the stock. One phone is one unit.")),
    "iccid-not-digits": _stop(_("A SIM serial has digits only.")),
    "iccid-form": _stop(_("A SIM serial has 19 or 20 digits and begins with 89.")),
    "iccid-check-digit": _stop(_("The check digit of this SIM serial does not fit. Read it again.")),
    "gtin-not-digits": _stop(_("A product barcode has digits only.")),
    "gtin-length": _stop(_("A product barcode has 8, 12, 13 or 14 digits.")),
    "gtin-check-digit": _stop(_("The check digit of this product barcode does not fit. Scan it again.")),
    "gtin-twice": _stop(_("Another product already has this barcode.")),
    "ussd-misprint": _stop(_("This dial code is a misprint. Did you mean {detail}?")),
    "ussd-unknown": _stop(_("This is no dial code of the registry.")),
    # -- scanning --------------------------------------------------------------------------------
    "scan-empty": _stop(_("Nothing readable came. Scan again, or type the IMEI.")),
    "unit-not-in-stock": _stop(_("{detail} is not in the stock. Check the number, or take the phone into the stock first.")),
    "unit-already-sold": _stop(_("This phone was sold with invoice {detail}. Ctrl+R takes it back, Ctrl+5 shows its life.")),
    "unit-sold-unnumbered": _stop(_("This phone is already sold: {detail}. Ctrl+R takes it back, Ctrl+5 shows its life.")),
    "unit-in-another-sale": _stop(_("{detail} is in the basket of another till. Finish or give up that sale first.")),
    "sale-has-device": _stop(_("This sale already has a phone. Finish it, or park it with Esc, then scan {detail} again.")),
    "codes-of-two-units": _stop(_("These codes belong to two different phones. Scan one box at a time.")),
    "gtin-unknown": _stop(_("No product has the barcode {detail}.")),
    "gtin-of-another-product": _wait(_("This barcode belongs to another product than the phone in the sale.")),
    "scan-the-imei": _wait(_("{detail}: this is the product's barcode. Scan the IMEI to say which phone it is.")),
    "scan-the-imei-first": _wait(_("This looks like an activation code. Scan the IMEI of the phone first.")),
    "scan-is-dial-code": _wait(_("This is the dial code {detail}: it is dialled on a phone, it is no code of a box.")),
    "scan-is-sim-card": _wait(_("{detail} is the serial of a SIM card, not of a phone.")),
    "no-code-in-picture": _stop(_("No code was found in the picture. Take it closer, straight and without glare.")),
    "image-missing": _stop(_("The picture was not found.")),
    "image-too-large": _stop(_("The picture is too large. Take a smaller one.")),
    "image-not-a-picture": _stop(_("This file is not a picture that can be read. Choose a JPEG or PNG photo.")),
    "camera-missing": _stop(_("No camera was found. Choose a photo file, or paste a picture.")),
    "clipboard-has-no-picture": _stop(_("The clipboard holds no picture.")),
    # -- inquiry and its answer ------------------------------------------------------------------
    "no-answer": _wait(_("No answer came ({detail}). Ask again or by another way; or go on with a reason, and ask later.")),
    "verdict-gate": _stop(_("The answer is: {detail}.")),
    "invoice-key-new": _wait(
        _("This till signs its invoices with a new key. Earlier ones stay good. Make the verification page again (F1).")
    ),
    "verify-page-made": Sentence(GOOD, _("The verification page is made: {detail}")),
    "stopped-before": _stop(
        _("Earlier the registry's answer for this phone was: {detail}. What somebody reads elsewhere does not lift that. "
          "Ask the service again, or call a manager.")
    ),
    "verdict-not-chosen": _stop(_("Choose the result that the answer says.")),
    "answer-names-other-imei": _stop(_("The answer speaks of {detail}, not of this phone. Paste the answer for this IMEI.")),
    "sender-missing": _stop(_("Say which sender the message shows.")),
    "sender-not-genuine": _stop(_("{detail} is not the registry: genuine messages come from HAMTA or 7777. Do not trust this message.")),
    "model-differs": _stop(_("The registry knows this number as {detail}, not as the phone in the hand. Do not sell it; only a manager may reopen.")),
    "match-not-said": _stop(_("Say whether the answer fits the phone in your hand.")),
    "model-not-said": _wait(_("The answer names no model to compare. Look at the phone in your hand and say why you go on.")),
    "sealed-but-active": _wait(_("A sealed phone that is already active on a SIM belongs on the used list. Say why you go on.")),
    "sealed-but-seen": _wait(_("This sealed phone was switched on before. Look at the seal and say why you go on.")),
    # -- activation ------------------------------------------------------------------------------
    "activation-code-missing": _stop(_("The activation code is missing: six digits, on the box or the guarantee card, or in HAMTA's message to the new owner.")),
    "activation-code-not-digits": _stop(_("The activation code has digits only.")),
    "activation-code-length": _stop(_("The activation code has six digits.")),
    "activation-code-leading-zero": _stop(_("The activation code never begins with 0. Read it again.")),
    "activation-code-wrong": _stop(_("The registry does not accept this code. Read it again from box or card. Tries left: {detail}")),
    "activation-code-refused": _stop(_("The registry does not accept this code. Read it again from box or card.")),
    "activation-code-wrong-message": _stop(_("The registry does not accept this code. Read it again from HAMTA's message on the buyer's phone (not an old one). Tries left: {detail}")),
    "activation-code-refused-message": _stop(_("The registry does not accept this code. Read it again from HAMTA's message on the buyer's phone (not an old one).")),
    "activation-code-wrong-shop": _stop(_("The registry does not accept this code. Read it again from HAMTA's message to the shop's SIM (not an old one). Tries left: {detail}")),
    "activation-code-refused-shop": _stop(_("The registry does not accept this code. Read it again from HAMTA's message to the shop's SIM (not an old one).")),
    "activation-code-wrong-permit": _stop(_("The registry does not accept this code. Read it again from the SMS that approved the permit, or from the traveller's cartable. Tries left: {detail}")),
    "activation-code-refused-permit": _stop(_("The registry does not accept this code. Read it again from the SMS that approved the permit, or from the traveller's cartable.")),
    "activation-code-missing-card": _stop(_("The activation code is missing: six digits, on the box or the guarantee card.")),
    "activation-code-missing-message": _stop(_("The activation code is missing: six digits, in HAMTA's message to the buyer's SIM.")),
    "activation-code-missing-shop": _stop(_("The activation code is missing: six digits, in HAMTA's message to the shop's SIM.")),
    "activation-code-missing-permit": _stop(_("The activation code is missing: six digits, in the SMS that approved the permit, or in the traveller's cartable.")),
    "activation-code-used-up": _stop(
        _("No tries are left for this activation code. The importer named in the guarantee system must help.")
    ),
    "code-invalid": _stop(_("The registry does not accept the form of this code. Read it again.")),
    "imei-invalid": _stop(_("The registry does not accept this IMEI. Read it again from the box.")),
    "msisdn-invalid": _stop(_("The registry does not accept this SIM number. Type it again.")),
    "activation-refused": _stop(_("The registry refused the activation. Check code, IMEI and SIM number, then try again.")),
    "already-activated-other-sim": _stop(_("This phone is already active on another SIM. Its owner must transfer it first.")),
    "owned-by-other": _stop(_("This phone belongs to somebody else in the registry. Its owner must transfer it first.")),
    "not-owner": _stop(_("This SIM is not the owner in the registry. The owner must transfer it first.")),
    "imei-not-registered": _stop(_("The registry does not know this IMEI. Do not hand the phone over.")),
    "blocked-or-stolen": _stop(_("The registry says blocked or stolen. Do not hand the phone over.")),
    "duplicate-imei": _stop(_("The registry says the IMEI is forged or doubled. Do not hand the phone over.")),
    "transfer-not-open": _stop(_("This transfer is not open any more: it was finished, cancelled, or is not this till's.")),
    "transfer-open": _stop(_("A transfer of this phone is still open. Finish that one first.")),
    "activation-deferred": _wait(_("The activation is still owed; the buyer has been told.")),
    "activation-unknown": _wait(_("It is not known yet whether the activation went through. The program is asking the registry; you need do nothing. Do not activate again.")),
    "still-unknown": _wait(_("Asked just now; it is still not known.")),
    "activation-not-sent": _wait(_("Nothing is activated: the registry has not taken it ({detail}). Ask again or by another way, or put it off with a reason.")),
    "activation-accepted": _wait(_("The registry has accepted the activation; its answer is awaited. Ask again in a moment, or go on with a reason.")),
    "activation-under-way": _wait(_("The registry is still at work on {detail}: wait for its answer, or ask again. Until then this is not given up.")),
    "tell-first": _wait(_("Say first what the telephone showed for {detail}: it may have gone through. Until then this is not given up.")),
    "activated-on-first-sim": _stop(_("The phone has been activated on {detail} meanwhile: go on with that number. Another SIM gets it by a transfer of ownership.")),
    "already-activated-give-up": _stop(_("{detail} is already active on the buyer's SIM. Finish the sale; after a return the manager settles it.")),
    "activation-unsettled": _wait(_("An earlier activation of this phone is not settled. Ask again before you send another.")),
    "already-activated-this-sim": Sentence(GOOD, _("Already active on this SIM.")),
    # -- the way to the registry -----------------------------------------------------------------
    "no-connection": _wait(_("The registry cannot be reached. Ask again, or by USSD or SMS; nothing was sent.")),
    "no-credentials": _wait(_("This till has no access to the registry's service. Use USSD, SMS or the site.")),
    "wrong-certificate": _stop(_("This is not the registry: its certificate does not fit. Nothing was sent. Check the network.")),
    "not-the-registry": _stop(_("What answers here is not the registry; perhaps this network wants its own sign-in first. Nothing was sent. Check the network.")),
    "sign-in-unavailable": _wait(_("The registry's sign-in does not answer. Ask again, or by USSD or SMS.")),
    "ca-file-unreadable": _stop(_("The certificate file of the registry cannot be read. Look under Settings.")),
    "by-hand": _wait(_("This way is done by hand.")),
    # -- the modem -------------------------------------------------------------------------------
    "script-unreadable": _wait(_("The shop's own scripts cannot be read ({detail}). The ones that came with the program are used until the file is put right.")),
    "scripts-not-written": _stop(_("The copy could not be written. Check the rights of the shop's folder.")),
    "modem-absent": _wait(_("The modem was not found, or it was unplugged. Plug it in and ask again, or dial by hand.")),
    "modem-busy": _wait(_("The modem is busy with another question, or another program holds it. Wait for its end, then ask again.")),
    "modem-dialling": _wait(_("The modem is dialling for this sale. Wait for its end, or put the sale aside with Esc.")),
    "modem-cut-off": _wait(_("The program ended while the modem was dialling: see below how far it came. First ask what became of it.")),
    "modem-denied": _stop(_("This user may not use the modem's port. Let the administrator allow it (on Linux: the group dialout).")),
    "modem-timeout": _wait(_("The modem or the network did not answer in time. Ask again, or dial by hand.")),
    "no-carrier": _wait(_("The network did not take the call. Ask again, or dial by hand.")),
    "no-signal": _wait(_("The modem has no network. Move it or its antenna, or dial by hand.")),
    "sim-pin-needed": _stop(_("The SIM in the modem is locked by a PIN. Take the PIN off in a phone, then plug the modem in again.")),
    "sim-missing": _stop(_("The modem finds no working SIM. Put one in, then ask again.")),
    "menu-unknown": _wait(_("The network said something that the modem does not know. Nothing took effect: read it, and go on by hand.")),
    "compare-differs": _stop(_("The network showed another IMEI or SIM number than this sale. Nothing was confirmed: compare, and begin again by hand.")),
    "hamta-pin-asked": _wait(_("The network asks for the owner's Hamta PIN. Nothing took effect: its owner goes on by hand.")),
    "network-refused": _wait(_("The network ended the dialogue. Read what it said, and go on by hand.")),
    "session-dropped": _wait(_("The dialogue broke off before anything took effect. Ask again, or dial by hand.")),
    "session-dropped-after-send": _wait(_("The dialogue broke off after the confirmation was sent: it is not known whether it went through. First ask by a fresh inquiry; never repeat it blindly.")),
    "sms-awaited": _wait(_("Everything was sent; the message has not come yet. You may serve the next customer meanwhile.")),
    "request-invalid": _stop(_("The registry did not understand the question. This is a fault of the program; it is in the log.")),
    "no-such-path": _stop(_("The registry does not know this question. Check its address under Settings.")),
    "accepted": _wait(_("accepted, the answer is awaited")),
    "no-cause-said": _wait(_("no cause was given")),
    "timeout": _wait(_("no answer in time")),
    "html": _wait(_("an unreadable answer")),
    "bad-json": _wait(_("an unreadable answer")),
    "contract-breach": _wait(_("an unreadable answer")),
    "no-problem-body": _wait(_("an unreadable answer")),
    "too-large": _wait(_("an unreadable answer")),
    "unexpected-status": _wait(_("an unreadable answer")),
    "connection-lost": _wait(_("the connection broke off")),
    "no-answer-by-hand": _wait(_("no message came")),
    "dialogue-broke-off": _wait(_("the dialogue broke off")),
    "asked-otherwise": _wait(_("asked by another way")),
    "channel-does-not-offer": _stop(_("This way does not offer that. Choose another.")),
    "unauthenticated": _wait(_("The registry wants a new sign-in. Use USSD, SMS or the site meanwhile.")),
    "forbidden": _wait(_("This till may not do that at the registry. Use USSD, SMS or the site.")),
    "clock-skewed": _wait(_("This computer's clock is wrong. Set the clock of the system, then ask again.")),
    "rate-limited": _wait(_("The registry asks to wait a little. Ask again in a moment.")),
    "upstream-unavailable": _wait(_("The registry is out of order at the moment. Ask again, or by USSD or SMS.")),
    "idempotency-in-progress": _wait(_("The first question is still being worked on. Ask again in a moment.")),
    "idempotency-mismatch": _stop(_("The registry refused a repeat that differs. This is a fault of the program; it is in the log.")),
    "idempotency-key-missing": _stop(_("The registry missed a key. This is a fault of the program; it is in the log.")),
    "crashed-while-sending": _wait(_("The program ended while it was asking; it asks again what became of it.")),
    "cursor-gone": _wait(_("The registry begins its list anew. The old list stays in use meanwhile.")),
    "operation-not-found": _wait(_("The registry never received it.")),
    "operation-busy": _wait(_("This question is on its way already. Wait a moment.")),
    "operation-closed": _wait(_("This question is already closed.")),
    "nothing-to-ask": _wait(_("Nothing is open to ask about.")),
    # -- people ----------------------------------------------------------------------------------
    "buyer-missing": _wait(_("the buyer's name is missing")),
    "national-id-not-digits": _stop(_("A national id has digits only.")),
    "national-id-length": _stop(_("A national id has ten digits.")),
    "national-id-pad": _stop(_("This national id is too short. If zeros are missing in front, it is {detail}: type it in full.")),
    "national-id-all-equal": _stop(_("Ten equal digits are no national id.")),
    "national-id-check-digit": _stop(_("The check digit of this national id does not fit. Compare with the card.")),
    "legal-id-not-digits": _stop(_("A company's id has digits only.")),
    "legal-id-length": _stop(_("A company's id has eleven digits.")),
    "legal-id-check-digit": _stop(_("The check digit of this company's id does not fit.")),
    "postal-code-not-digits": _stop(_("A postal code has digits only.")),
    "postal-code-length": _stop(_("A postal code has ten digits.")),
    "postal-code-all-equal": _stop(_("Ten equal digits are no postal code.")),
    "mobile-missing": _stop(_("The mobile number is missing.")),
    "mobile-not-digits": _stop(_("A mobile number has digits only.")),
    "mobile-length": _stop(_("A mobile number has eleven digits and begins with 09.")),
    "mobile-landline": _stop(_("{detail} is a landline. The SIM's mobile number is needed.")),
    "mobile-prefix-unknown": _wait(_("This prefix is new to the program. Check the number.")),
    "sheba-form": _stop(_("A Sheba number is IR and 24 digits.")),
    "sheba-check-digits": _stop(_("The check digits of this Sheba number do not fit. Read it again.")),
    "becomes-missing": _stop(_("Choose what becomes of the phone: for sale, or gone.")),
    "reason-missing": _stop(_("Write the reason: it stays on record with your name.")),
    "manager-needed": _stop(_("Only a manager's PIN and a reason reopen this step.")),
    "nothing-to-open": _wait(_("This step waits for nothing.")),
    "step-out-of-order": _wait(_("This step is not the next one.")),
    # -- basket and money ------------------------------------------------------------------------
    "basket-empty": _wait(_("nothing is in the basket")),
    "step-missing": _wait(_("step {detail} is left")),
    "payment-missing": _wait(_("how it is paid is not chosen")),
    "amount-not-positive": _stop(_("A price is more than 0 rials.")),
    "amount-too-large": _stop(_("This amount is too large.")),
    "amount-not-digits": _stop(_("An amount has digits only.")),
    "discount-too-large": _stop(_("The discount is larger than the price.")),
    "product-title-too-long": _stop(_("Brand and model together have more than {detail} characters. Write them shorter.")),
    "quantity-too-large": _stop(_("This quantity is not possible.")),
    "line-missing": _wait(_("This line is gone.")),
    "line-holds-device": _wait(_("The phone leaves the basket only when the whole sale is given up.")),
    "sale-not-open": _wait(_("This sale is closed.")),
    "sale-without-device": _wait(_("No phone is in this sale.")),
    "sale-already-invoiced": _wait(_("This sale already has its invoice.")),
    "invoice-number-taken": _stop(_("Another window issued this number. Press again.")),
    "print-number-taken": _wait(_("Another window printed this invoice just now. Press again for a copy.")),
    "invoice-missing": _stop(_("There is no invoice {detail}.")),
    "invoice-number-missing": _stop(_("The invoice has no number.")),
    "paper-not-written": _stop(_("Invoice {detail} is safe, but its paper could not be written. Free some space and print again.")),
    "vat-rate-missing": _stop(_("The VAT table has no row for {detail}. Add one under Settings, with the accountant's word.")),
    "vat-row-backwards": _stop(_("The row from {detail} ends before it begins.")),
    "vat-rows-overlap": _stop(_("Two rows of the VAT table cover {detail}.")),
    "vat-rate-out-of-range": _stop(_("A VAT rate lies between 0 and 100 percent.")),
    "date-unreadable": _stop(_("{detail} is no date. Write it like 1405/01/01.")),
    # -- the shop --------------------------------------------------------------------------------
    "shop-name-missing": _stop(_("The shop has no name yet. Fill it in under Settings: every invoice carries it.")),
    "stamp-too-large": _stop(_("The picture of the stamp is too large. Choose one under 20 MB.")),
    "stamp-unclear": _stop(_("Ink and paper cannot be told apart in this picture. Stamp on white paper, take it from above in good light, and let the stamp fill the picture.")),
    "stamp-unreadable": _stop(_("This file is no picture of a stamp. Choose a PNG or JPEG.")),
    "note-unknown": _stop(_("There is no such note: {detail}.")),
    "note-source-missing": _stop(_("Say who told you, or where it stands: a note without a source is a rumour.")),
    "settings-not-saved": _wait(_("Something typed here is not saved yet. Save it first, then change language or light.")),
    "insecure-address": _stop(_("The registry's address must begin with https.")),
    "no-keyring": _wait(_("This computer has no key store: the data key lies in a file beside the data. Guard the folder.")),
    # -- the environment, and ourselves ------------------------------------------------------------
    "storage-full": _stop(_("The disk is full: nothing was sold. Free some space and press again; the basket is kept.")),
    "storage-locked": _stop(_("Another program holds the database. Nothing was sold; press again in a moment.")),
    "storage-read-only": _stop(_("The shop's folder cannot be written. Check the rights of the folder.")),
    "storage-unreachable": _stop(_("The shop's database cannot be opened. Check folder, disk and network.")),
    "storage-write-failed": _stop(_("The disk refused to write: nothing was sold. Check the disk; the basket is kept.")),
    "storage-damaged": _stop(_("The database is damaged. Do not go on; call for help and keep the file.")),
    "storage-older": _stop(_("This shop was last opened by an older program ({detail}). Open the counter once, then try again.")),
    "history-not-as-witnessed": _stop(_("The history of this shop is not the one that this computer knew: events are gone or changed. An older copy was put in its place, or somebody edited it. Tell the owner.")),
    "person-erased": _stop(_("The person of this paper was erased. Its number, goods and sums are kept; it can be neither printed nor taken back.")),
    "customer-erased": Sentence(GOOD, _("The customer is erased for good. His papers keep number, goods and sums.")),
    "customer-missing": _stop(_("There is no such customer any more.")),
    "invoices-to-be-kept": _stop(_("Invoices of this person are younger than {detail} years, and the tax office may ask for them. Say that the shop answers for it, or wait.")),
    "duties-open": _stop(_("Something is still owed with this person. Bring it to its end first: duties, Ctrl+6.")),
    "passphrase-needed": _stop(_("The keys of this shop are sealed under a passphrase. Open the counter and type it, or name its file in PISHKHAN_PASSPHRASE_FILE.")),
    "passphrase-wrong": _stop(_("This passphrase does not open the keys of the shop. Mind the keyboard's language.")),
    "passphrase-differs": _stop(_("The two are not the same. Type it twice alike.")),
    "passphrase-too-short": _stop(_("Take at least {detail} characters: several words are easier to keep than signs.")),
    "passphrase-file": _stop(_("The file of the passphrase cannot be read: {detail}")),
    "keys-damaged": _stop(_("The file of the keys is damaged. Restore the shop from a backup with the recovery key.")),
    "option-out-of-range": _stop(_("This setting may be {detail}.")),
    "option-unknown": _stop(_("There is no setting {detail}.")),
    "data-keys-used-up": _stop(_("The shop's data key was changed too often; no further one fits into the key store.")),
    "invoice-not-as-issued": _stop(_("Invoice {detail} is not the one that was issued: somebody changed it in the database. Tell the owner, and run main.py verify.")),
    "keys-missing": _stop(_("The keys of this shop are not on this computer. Restore them with the recovery key.")),
    "storage-newer": _stop(_("This shop was opened by a newer program ({detail}). Update this one.")),
    "seal-broken": _stop(_("A sealed value cannot be opened: the key does not fit this shop's folder.")),
    "glyph-missing": _stop(_("The paper's font lacks {detail}. Write the name in Persian or Latin letters.")),
    "currency-unknown": _stop(_("This paper knows no such currency.")),
    "paper-unknown": _stop(_("There is no paper called {detail}. Choose another, or put its template into the shop's folder.")),
    "language-unknown": _stop(_("The paper does not speak {detail}.")),
    "template-invalid": _stop(_("The shop's paper has a mistake: {detail}. Mend the file, or take it away to print on ours.")),
    "paper-block-too-tall": _stop(_("A text is too long for the paper. Shorten the product's name or the shop's terms.")),
    "press-again-to-give-up": _wait(_("Ctrl+Del once more gives this sale up; the phone goes back to the stock.")),
    "press-again-buy-in": _wait(_("Ctrl+Del once more gives this purchase up; nothing comes into the stock.")),
    "press-again-trade-in": _wait(_("Ctrl+Del once more gives this trade-in up and goes back to the sale.")),
    "press-again-return": _wait(_("Ctrl+Del once more gives this return up; the phone stays sold.")),
    "guard-unknown": _stop(_("A checklist names a condition that this program does not have: {detail}.")),
    "evidence-unknown": _stop(_("A checklist names a kind of evidence that this program does not have: {detail}.")),
    "step-twice": _stop(_("A checklist has the same step twice: {detail}.")),
    "checklist-malformed": _stop(_("A checklist cannot be read: {detail}.")),
    "checking-outcome": _wait(_("It is not known yet what became of the question; the program is asking.")),
    "invoice-not-printed": _wait(_("Invoice {detail} is issued but was never printed. Ctrl+2 opens the list, F9 prints it.")),
    "internal-fault": _stop(_("A fault of the program ({detail}). Nothing typed is lost; it is in the log. Try once more.")),
}  # fmt: skip

#: What a seller does about an answer that does not let the phone go.
_NEXT = {
    Verdict.BLOCKED_OR_STOLEN: _("Do not hand the phone over: put it aside and ask the one who supplied it."),
    Verdict.DUPLICATE_IMEI: _("Do not hand the phone over: read *#06# on the phone itself and put it aside."),
    Verdict.NOT_REGISTERED: _("Read the IMEI again from the box; if it is right, do not hand the phone over."),
    Verdict.INVALID_IMEI: _("Read the IMEI again from the box and ask once more; until then do not hand the phone over."),
    Verdict.UNAVAILABLE: _("Ask again or by another way; or go on with a reason, and ask later."),
    Verdict.OTHER: _("Ask again by another way; or go on with a reason."),
}  # fmt: skip
_DATED = {"vat-rate-missing", "vat-row-backwards", "vat-rows-overlap"}  # their detail is an ISO day
_FROM_THE_LEFT = {"scan-is-dial-code", "ussd-misprint", "activated-on-first-sim"}  # in every language
_PLACES = ("message", "shop", "permit")  # where an activation code lies, if not on box or card
_COUNTED = {
    "amount-not-whole", "amount-below-unit", "activation-code-wrong", "answer-too-old", "max-age-out-of-range", "labels-too-many",
    "pin-wrong", "pin-locked",
    *COUNTED,
    *(f"activation-code-wrong-{place}" for place in _PLACES),
}  # their detail is a number  # fmt: skip
#: Some details ask for a sentence of their own: "" = the registry did not say how many.
_INSTEAD = {
    ("second-imei-missing", ""): "one-imei-missing",
    ("activation-code-wrong", ""): "activation-code-refused",
    ("activation-code-wrong", "0"): "activation-code-used-up",
    **{(f"activation-code-wrong-{place}", ""): f"activation-code-refused-{place}" for place in _PLACES},
    **{(f"activation-code-wrong-{place}", "0"): "activation-code-used-up" for place in _PLACES},
}


def sentence(code: str, detail: str = "") -> str:
    """The sentence in the current language. An unknown code is a fault of ours, shown as such; a `detail` that is
    itself a code is said in words."""
    code = _INSTEAD.get((code, detail), code)
    if code == "unit-already-sold" and " " not in detail:
        code = "unit-sold-unnumbered"
    entry = TABLE.get(code)
    if entry is None:
        entry, detail = TABLE["internal-fault"], code
    if detail in TABLE:
        detail = cause(detail)
    shown = _shown(code, detail)
    island = fmt.ltr(shown) if code in _FROM_THE_LEFT else fmt.natural(shown)
    return i18n.text(entry.msgid).replace("{detail}", island)


def _shown(code: str, detail: str) -> str:
    """Days in the calendar of the shop and counts in the digits of the language; identifiers as they are."""
    if code in _DATED:
        try:
            return fmt.digits("{:04}/{:02}/{:02}".format(*jalali.parts(date.fromisoformat(detail))))
        except ValueError:
            return detail
    if code == "unit-already-sold":
        return fmt.ltr(fmt.digits(detail.split()[-1]))  # the phone is before the seller, the invoice is not
    if code == "second-imei-missing":
        return words.of(words.SLOTS, detail)
    if code in ("conflict-open", "conflict-registry"):
        return words.of(words.CONFLICTS, detail)  # type: ignore[arg-type]
    if code == "stopped-before":
        return words.of(words.VERDICTS, detail)  # type: ignore[arg-type]
    return fmt.digits(detail) if code in _COUNTED else detail


def verdict_sentence(verdict: str) -> str:
    """What the registry answered and, where the phone may not simply go, what to do next."""
    said = sentence("verdict-gate", words.of(words.VERDICTS, verdict))  # type: ignore[arg-type]
    following = next((msgid for known, msgid in _NEXT.items() if known == verdict), "")
    return f"{said} {i18n.text(following)}" if following else said


def cause(code: str) -> str:
    """The first sentence alone, without its full stop: why, for the inside of another sentence."""
    return sentence(code).split(". ")[0].rstrip(".")


def severity(code: str) -> str:
    entry = TABLE.get(code)
    return entry.severity if entry else STOP
