"""What still keeps the finishing button shut, in one line."""

from __future__ import annotations

from pos_app import i18n
from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, words
from ui.view_models.counter_state import State

AMOUNTS = ("payments-exceed", "amount-not-whole", "amount-below-unit")  # their detail is one


def lack_text(state: State) -> str:
    said = []
    for code, detail in state.lacks:
        if code == "step-missing":
            detail = i18n.text(words.SHORT_STEPS.get(detail, detail))
        if code == "buyer-missing" and state.kind is CaseKind.BUY_IN:
            code = "seller-missing"
        if code == "identity-missing":
            detail = i18n.text(words.BUYER_FIELDS[detail])
        if code in AMOUNTS:
            detail = fmt.number(int(detail))
        said.append(notices.sentence(code, detail))
    if not said:
        return ""
    return _("to finish: {list}").format(list=("، " if i18n.right_to_left() else ", ").join(said))
