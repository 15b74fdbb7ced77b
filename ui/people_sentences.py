"""What is said of people, PINs and the lock."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

PEOPLE: dict[str, Sentence] = {
    "pin-missing": stop(_("Type the PIN.")),
    "pin-wrong": stop(
        _("This PIN does not fit. Tries left: {detail}. After ten wrong ones it is locked for 30 minutes.")
    ),
    "pin-locked": stop(
        _(
            "Too many wrong PINs: none is heard for {detail} more minutes of running time. Starting anew or setting the clock does not shorten it; a manager or the owner can free it."
        )
    ),
    "pin-too-short": stop(_("A PIN has at least four digits, and digits only.")),
    "pin-too-long": stop(_("A PIN has 32 digits at most.")),
    "no-approver": stop(
        _("This takes a manager's PIN, and nobody who may has one yet. Name an owner or a manager: F11.")
    ),
    "till-locked": stop(_("The till is locked. Log in, then do it again.")),
    "scan-while-locked": stop(_("The till is locked: this scan was not taken. Log in and scan again.")),
    "needs-manager": stop(_("A manager or the owner does this. They log in with F12; what is open here stays.")),
    "needs-owner": stop(_("The owner alone does this. They log in with F12; what is open here stays.")),
    "no-pins": wait(_("Nobody has a PIN yet, so a lock would lock nobody out. Give the people PINs: F11.")),
    "person-unknown": stop(_("This person does not work here any more. Choose another.")),
    "person-name-missing": stop(_("Write the name: it stands beside everything that this person does.")),
    "person-name-taken": stop(_("{detail} is in the list already. Names are told apart by people: add something.")),
    "pin-needed": stop(_("A manager and an owner need a PIN. Type one.")),
    "owner-first": stop(_("First the owner: the shop needs somebody who may change people. Choose that role.")),
    "last-owner": stop(_("The shop would be without an owner. Name another one first.")),
    "last-person": stop(_("Somebody has to work here. Add another person first.")),
    "unlock-not-above": stop(
        _(
            "{detail} is freed by somebody who stands above: a seller by a manager or the owner, the owner by another owner."
        )
    ),
    "pins-differ": stop(_("The two PINs differ. Type the same one twice.")),
    "till-name-missing": stop(_("Give this till a short name.")),
    "folder-not-whole": stop(_("Write the whole path of the folder, from the disk on, or choose it.")),
    "scan-in-first-run": wait(
        _("This scan was not taken: first the owner is named and the start is brought to its end.")
    ),
    "people-saved": Sentence(GOOD, _("Saved.")),
    "pin-freed": Sentence(GOOD, _("The PIN is heard again.")),
}
