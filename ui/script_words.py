"""A sentence for every line that an assisted script may hold."""

from __future__ import annotations

from pos_app.i18n import mark as _

SAY = {
    "dial": _("Dial this code, from any SIM:"),
    "dial-buyer-sim": _("Dial this code, best on the buyer's own SIM:"),
    "send-menu": _("Answer the menu with:"),
    "send-imei": _("Send the IMEI:"),
    "send-sim": _("Send the SIM number:"),
    "send-code": _("Send the activation code:"),
    "compare": _("Compare the IMEI and SIM number shown with the ones above."),
    "send-confirm": _("If they are right, send:"),
    "read-success": _("Read what the screen says at the end."),
    "new-message": _("Write a new message to:"),
    "message-text": _("Its text is these digits and nothing else:"),
    "press-send": _("Send it."),
    "open-site": _("Open the site:"),
    "site-may-sign-in": _("If the site asks: SIM number and security code, then the one-time password, typed by its owner."),
    "app-sign-in": _("Sign in to the Hamta app."),
    "press-inquiry": _("Press «استعلام اصالت»."),
    "press-activation": _("Press «فعال‌سازی»."),
    "type-imei": _("Type the IMEI:"),
    "type-sim": _("Type the SIM number:"),
    "type-code": _("Type the activation code:"),
    "captcha-words": _("The security code is written in words: type it in digits."),
    "captcha-if-shown": _("If a security code in words is shown, type it in digits."),
    "press-search": _("Press «جستجو»."),
    "press-activate": _("Press «فعال‌سازی» at the end of the form."),
    "copy-answer": _("Copy the answer from the page, or take a picture of it."),
    "await-sms": _("Wait for the message from HAMTA. You may serve the next customer meanwhile."),
    "paste-answer": _("Paste the message below, or add a picture of it."),
    "confirm-fields": _("Confirm what it says."),
    "ask-first": _("First ask by a fresh inquiry what became of it."),
    "never-activate-again": _("Do not activate again before that inquiry is answered."),
}  # fmt: skip
