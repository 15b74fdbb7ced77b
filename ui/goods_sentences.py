"""Sentences about goods: lists that are imported, deliveries, what a row of them lacks, files of tables."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence
from ui.sentences import stop as _stop
from ui.sentences import wait as _wait

GOODS: dict[str, Sentence] = {
    # -- files -------------------------------------------------------------------------------------
    "sheet-missing": _stop(_("{detail} cannot be read. Choose a CSV or XLSX file of this computer.")),
    "sheet-too-large": _stop(_("The file is too large: at most {detail} MB. Part it into several.")),
    "sheet-too-many-rows": _stop(_("The file has more than {detail} rows. Part it into several.")),
    "sheet-empty": _stop(_("The file has no rows.")),
    "sheet-not-text": _stop(_("This file is no table. Save it in Excel as XLSX or as CSV UTF-8.")),
    "sheet-not-xlsx": _stop(_("This XLSX cannot be read. Save it anew in Excel, without a password.")),
    "sheet-kind-unknown": _stop(_("A table is written as .xlsx or .csv; “{detail}” is neither.")),
    "sheet-not-written": _stop(_("The file could not be written: {detail}. Choose another place.")),
    "sheets-missing": _stop(_("This program reads and writes no tables. Install it anew.")),
    "export-kind-unknown": _stop(_("There is no table “{detail}”.")),
    "stopped": Sentence(GOOD, _("Stopped, as you wished.")),
    # -- a list of phones --------------------------------------------------------------------------
    "import-columns-missing": _stop(_("No column of this list holds IMEIs. Call one of them “IMEI” in its first row.")),
    "import-bad-is-list": _stop(_("The bad rows would take the place of the list {detail} itself. Choose another name for them.")),
    "import-column-twice": _stop(_("Two columns of this list mean the same: “{detail}”. Rename one of them.")),
    "import-columns-many": _stop(_("A list has at most {detail} columns.")),
    "money-unit-unknown": _stop(_("Say whether the sums of the list are rials or tomans.")),
    "row-unreadable": _stop(_("The row cannot be read: a quotation mark is open.")),
    "number-rounded": _stop(_("{detail} was rounded by Excel and its digits are lost. Type the number anew, as text.")),
    "imei-twice": _stop(_("This IMEI stands in the list already, in line {detail}.")),
    "serial-twice": _stop(_("This serial stands in the list already, in line {detail}.")),
    "imei-in-stock": _stop(_("{detail} is in stock already.")),
    "serial-in-stock": _stop(_("A phone with the serial {detail} is known already.")),
    "imei-held": _stop(_("{detail} is here already and still kept back.")),
    "imei-sold": _stop(_("{detail} was sold by this shop. It comes back by a return or a buy-in.")),
    "imei-left": _stop(_("{detail} was here and left. It comes back by a buy-in.")),
    "imeis-too-many": _stop(_("A phone has at most two IMEIs; here are {detail}.")),
    "imei-missing": _stop(_("Neither an IMEI nor a serial stands here.")),
    "list-too-long": _stop(_("At most {detail} lines at once. Import a longer list from a file.")),
    "price-not-a-number": _stop(_("This is no sum: {detail}")),
    "price-negative": _stop(_("A price is not below zero.")),
    "day-unreadable": _stop(_("This is no day: {detail}. Write it as 1405/08/01 or 2026-10-23.")),
    "day-in-future": _stop(_("This day is still to come.")),
    "condition-unknown": _stop(_("“{detail}” is no condition of a phone: new, used or passenger.")),
    "text-control": _stop(_("The text holds signs that cannot be seen. Type it anew.")),
    "text-too-long": _stop(_("Too long: at most {detail} characters.")),
    "gtin-other-product": _stop(_("This barcode is that of {detail}.")),
    "product-ambiguous": _stop(_("Several products fit, {detail} among them. Give its barcode, storage or colour.")),
    "product-unknown": _stop(_("The product is not known. Brand and model would be enough to make it.")),
    "products-too-many": _stop(_("One list makes at most {detail} products.")),
    "product-not-a-phone": _stop(_("{detail} is counted, not listed by its numbers.")),
    # -- deliveries --------------------------------------------------------------------------------
    "supplier-missing": _stop(_("Who delivered it? Type the supplier's name.")),
    "supplier-twice": _stop(_("A supplier of this name is there already.")),
    "purchase-number-twice": _stop(_("This invoice of the supplier was taken in already.")),
    "intake-empty": _stop(_("No line of the list can come in.")),
    # -- goods -------------------------------------------------------------------------------------
    "goods-short": _wait(_("Of {detail} fewer are here than are sold now. The sale goes on; count them later.")),
    "title-missing": _stop(_("What is it called? Type its title.")),
    "brand-and-model-missing": _stop(_("A phone has a brand, and a model or a model code.")),
    "quantity-out-of-range": _stop(_("A whole number of pieces, at most {detail}.")),
    "product-is-a-phone": _stop(_("{detail} is a phone: each has its own number, and is not counted by pieces.")),
    "product-added": Sentence(GOOD, _("{detail} is on the list now.")),
    "product-saved": Sentence(GOOD, _("{detail} is saved.")),
    "purchase-taken": Sentence(GOOD, _("Taken in: {detail}")),
    "import-done": Sentence(GOOD, _("Taken in from the list: {detail}")),
    "export-done": Sentence(GOOD, _("The table is written: {detail}")),
    "goods-none-fits": _stop(_("No product fits “{detail}”. Ctrl+8 and Ctrl+N add one.")),
    "intake-open-item": _wait(_("A product is still being typed. Ctrl+Return adds it to the delivery.")),
    "list-refused": _stop(_("Nothing came in: a row is bad. Mend it, or let the good rows in alone.")),
    "period-backwards": _stop(_("The first day lies behind the last.")),
    # -- stocktake ---------------------------------------------------------------------------------
    "stocktake-press-again": _wait(_("Still to find: {detail}. Press F9 once more to close the stocktake.")),
    "stocktake-closed": Sentence(GOOD, _("The stocktake is closed. Missing: {detail}. Nothing of the stock was changed.")),
    "stocktake-none-open": _stop(_("No stocktake is open. Begin one first.")),
    "scan-its-imei": _stop(_("{detail} is a phone: scan its IMEI or its serial.")),
    "serial-of-several": _stop(_("Several phones have the serial {detail}. Scan the IMEI.")),
    "stocktake-open-already": _stop(_("A stocktake is open at this till. Close it first.")),
}  # fmt: skip
#: Their detail is a number.
COUNTED = (
    "sheet-too-large", "sheet-too-many-rows", "import-columns-many", "imei-twice", "serial-twice", "imeis-too-many",
    "list-too-long", "text-too-long", "products-too-many", "stocktake-press-again", "stocktake-closed", "purchase-taken", "import-done", "quantity-out-of-range",
)  # fmt: skip
