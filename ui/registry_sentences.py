"""Sentences about the registry link: its settings, the outbox, the list of allocated stock, conflicts."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import GOOD, Sentence, stop, wait

REGISTRY: dict[str, Sentence] = {
    # -- settings ----------------------------------------------------------------------------------
    "registry-address-wrong": stop(_("{detail} is no address of a registry. It begins with https:// and has no path.")),
    "registry-client-missing": stop(_("The name of this till's account at the registry is missing.")),
    "max-age-out-of-range": stop(_("Write a number from 1 to {detail} hours.")),
    "text-too-long": stop(_("This text is too long.")),
    "secret-until-closed": wait(
        _("Saved. This computer has no key store, so the password is not kept: type it again after the next start.")
    ),
    "keyring-unavailable": wait(
        _("The system's key store refused the password. It holds until the program is closed; unlock the store and save again.")
    ),
    # -- age of an answer --------------------------------------------------------------------------
    "answer-too-old": wait(_("the registry's answer is {detail} hours old: ask again before the phone is sold")),
    "answer-undated": wait(_("the clock was set back since the registry answered: ask again before the phone is sold")),
    "conflict-registry": stop(_("a manager took the registry's word about this phone ({detail}): it is not sold")),
    "price-missing": wait(_("the price of the phone is missing")),
    # -- outbox ------------------------------------------------------------------------------------
    "proof-missing": stop(_("Paste the message, or add a picture of it.")),
    "finish-at-the-counter": wait(_("The sale of this phone is still open: finish or give it up at the counter.")),
    "not-reconciled": wait(_("the registry says active already, and could not be asked whose doing that was")),
    "closed-by-person": wait(_("closed by a person, with a reason")),
    "sale-abandoned": wait(_("its sale was given up")),
    # -- allocated stock ---------------------------------------------------------------------------
    "cursor-gone": wait(_("The registry has forgotten how far its list was read. It is read anew; the old list stays usable.")),
    "feed-loops": stop(_("The registry's list runs in a circle and has no end. What was read is kept; tell the registry.")),
    "silent": wait(_("the registry does not answer")),
    "unit-taken-in": Sentence(GOOD, _("{detail} was taken into the stock from the registry's list.")),
    "unit-taken-in-unpriced": wait(
        _("{detail} was taken into the stock from the registry's list. Its price is still to be typed.")
    ),
    # -- clock -------------------------------------------------------------------------------------
    "clock-differs": wait(
        _("This computer's clock differs by {detail} from the registry's. Set the system's clock: times on papers hang on it.")
    ),
    # -- conflicts ---------------------------------------------------------------------------------
    "conflict-open": wait(_("registry and shop disagree about this phone ({detail}): a manager decides on the registry page")),
    "conflict-decided": wait(_("This was decided meanwhile.")),
    "decision-kept": Sentence(GOOD, _("The decision is recorded.")),
    "decision-missing": stop(_("Choose whose word counts: the shop's or the registry's.")),
}  # fmt: skip
