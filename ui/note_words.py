"""What each note of the shop is about, as the question that it answers."""

from __future__ import annotations

from pos_app.i18n import mark as _

NOTES: dict[str, str] = {
    "answer-wording": _("How are Hamta's answers and messages worded?"),
    "stolen-wording": _("How does an answer read for a stolen, temporary or pardoned phone?"),
    "grace": _("How much time is there really, case by case?"),
    "pin-asked": _("Is the Hamta PIN asked for?"),
    "code-validity": _("How long is the code of a transfer valid?"),
    "transfer-cancel": _("How is a transfer cancelled?"),
    "yearly-limits": _("Are there yearly limits?"),
    "several-devices": _("What holds for several devices at once?"),
    "menu-numbers": _("What else does the menu offer beyond 3?"),
    "online-transfer": _("What do site and app ask for in a transfer?"),
    "deactivation": _("Can a shop undo an activation?"),
    "fees": _("Does anything cost money?"),
    "company-sim": _("What holds for a company's SIM?"),
    "login-rules": _("How does one sign in today?"),
    "app-version": _("Which version of the app is current?"),
    "where-to-report": _("Where are violations reported?"),
}
