"""Sentences of the phones' page and of the TAC table."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence
from ui.sentences import stop as _stop
from ui.sentences import wait as _wait

PHONES: dict[str, Sentence] = {
    "search-empty": _wait(_("Scan a phone, or type its IMEI, its last digits, its serial, or the number of a paper.")),
    "search-too-short": _wait(_("Type at least {detail} of the last digits.")),
    "phone-unknown": _wait(_("Nothing is known of {detail}: never in the stock, never asked about, on no paper.")),
    "digits-unknown": _wait(_("No phone's IMEI ends with these digits.")),
    "dossier-made": Sentence(GOOD, _("The dossier is made: {detail}")),
    "dossier-kept": _wait(_("There is no printer; the dossier is kept as a PDF: {detail}")),
    "dossier-printer-silent": _stop(_("The printer does not answer; the dossier is kept as a PDF: {detail}")),
    "dossier-not-written": _stop(_("The dossier {detail} could not be written. Free some space and make it again.")),
    "tac-file-missing": _stop(_("The file was not found, or cannot be opened.")),
    "tac-file-too-large": _stop(_("The file is larger than {detail} MB. Split it, and import the parts.")),
    "tac-file-empty": _stop(_("The file is empty.")),
    "tac-file-not-text": _stop(_("This is no table that can be read. Save it as “CSV UTF-8” and choose that file.")),
    "tac-header-missing": _stop(_("The first line must name the columns: {detail}.")),
    "tac-too-many-rows": _stop(_("The file has more than {detail} rows. Split it, and import the parts.")),
    "tac-nothing-read": _stop(_("No row could be read; rows with an error: {detail}.")),
    "tac-not-8-digits": _stop(_("the TAC is not 8 digits")),
    "tac-brand-missing": _stop(_("the brand is missing")),
    "tac-model-missing": _stop(_("the model is missing")),
    "tac-name-too-long": _stop(_("a name is too long")),
    "tac-name-control": _stop(_("a name holds a character that cannot be seen")),
    "tac-twice": _stop(_("this TAC stands above with another model; the first one counts")),
    "tac-row-short": _stop(_("a column is missing")),
    "tac-row-unreadable": _stop(_("a quotation mark is not closed")),
}
