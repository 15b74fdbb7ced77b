"""What is said of a print: what is wrong, that nothing is lost, and what to do. `{detail}` is the document's number.

The first sentence stands alone in a list, and beside the test page.
"""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

PRINTS: dict[str, Sentence] = {
    "no-printer": Sentence(GOOD, _("It is issued. There is no printer; the PDF is saved: {detail}")),
    "paper-not-readable": stop(_("The paper {detail} cannot be read. Print a copy from the list of invoices.")),
    "paper-place-taken": stop(_("{detail} is a file of another kind and was left alone. Choose another name.")),
    "printer-silent": stop(_("The printer does not answer. The paper is safe: {detail}. Print a copy from the list.")),
    "printer-address-wrong": stop(_("This is no address of a printer. Write it as the line below the field shows.")),
    "printer-absent": stop(_("The printer is not there. {detail} is issued and safe: look at its plug, cable and network, then print it from the list with F9; it stays the same print.")),
    "printer-refused": stop(_("The printer does not take work now. {detail} is issued and safe: close other programs that print there, then press F9 in the list; it stays the same print.")),
    "printer-not-allowed": stop(_("This computer does not let the program use the printer. {detail} is issued and safe: on Linux the user must belong to the group lp; then press F9 in the list, it stays the same print.")),
    "printer-usb-missing": stop(_("The part that speaks USB is missing on this computer. {detail} is issued and safe: install libusb, or choose another way to the printer under Settings.")),
    "printer-out-of-paper": stop(_("The printer has no paper. {detail} is issued and safe: put a roll in, then press F9 in the list; it stays the same print.")),
    "printer-cover-open": stop(_("The printer's cover is open. {detail} is issued and safe: close it, then press F9 in the list; it stays the same print.")),
    "printer-cut-off": stop(_("The printer broke off in the middle. Look at what it printed of {detail}: the next print from the list says that it is a copy.")),
    "printer-stalled": stop(_("The printer stopped taking the page. Look at what it printed of {detail}: the next print from the list says that it is a copy.")),
    "printer-paper-ran-out": stop(_("The paper ran out in the middle. Put a roll in and look at what was printed of {detail}: the next print from the list says that it is a copy.")),
    "printer-no-word": wait(_("The printer did not say that it is done. Look whether {detail} is whole; if not, print it from the list as a copy.")),
    "printer-queue-broke": stop(_("The system's printer gave up. Look at what it printed of {detail}: the next print from the list says that it is a copy.")),
    "crashed-while-printing": wait(_("The program ended while it was printing. Look at the printer for {detail}: if it is not there, Ctrl+2 opens the list, and F9 prints it as a copy.")),
    "label-kept": Sentence(GOOD, _("The label is made. There is no printer for it; the PDF is saved: {detail}")),
    "label-sent": Sentence(GOOD, _("The label is at the printer; the PDF is saved too: {detail}")),
    "label-printer-silent": stop(_("The printer of labels does not take work. The PDF is saved: {detail}")),
    "label-of-what": stop(_("No phone and no product of this shop has the code {detail}: there is nothing to put on a label.")),
    "labels-too-many": stop(_("From 1 to {detail} labels can be made in one go.")),
    "test-page-failed": stop(_("The test page was not printed: {detail}.")),
    "test-page-sent": Sentence(GOOD, _("The test page is at the printer. Compare it line by line with what it says.")),
}  # fmt: skip
