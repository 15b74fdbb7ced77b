"""What is said of the drawer and its shift."""

from __future__ import annotations

from pos_app.i18n import mark as _
from ui.sentences import Sentence, stop, wait

DRAWER: dict[str, Sentence] = {
    "shift-open-already": wait(_("A shift is open already; it goes on.")),
    "shift-closed": wait(_("This shift is closed already. Its paper lies in the list below.")),
    "shift-not-closed": stop(_("A shift has its paper once it is closed.")),
    "no-shift-open": wait(_("No shift is open now. Write down what is in the drawer, then open one.")),
    "amount-negative": stop(_("An amount is 0 or more.")),
    "count-out-of-range": stop(_("So many pieces cannot be counted here. Write the number of notes, not their sum.")),
    "denomination-unknown": stop(_("This note or coin is not known: {detail}. Count it as other money.")),
    "left-more-than-counted": stop(_("No more can stay in the drawer than was counted.")),
}
