"""Where registry and shop disagree: shown side by side, decided by a manager with a reason, nothing overwritten."""

from __future__ import annotations

from pos_app.application import codes
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain.conflict import Conflict
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON

MAX_REASON = 2_000
SHOP, REGISTRY = "shop", "registry"


def listed(services: Services) -> tuple[Conflict, ...]:
    """Undecided, oldest first."""
    with services.storage.read() as session:
        return session.conflicts()


@needs(Right.DECIDE)
def decide(services: Services, conflict_id: int, decision: str, *, pin: str, reason: str) -> None:
    """`decision`: `shop` or `registry`, whose word counts for the sale. Both stay on record.

    Raises ShopError `reason-missing`, `reason-holds-code`, a PIN's errors, `conflict-decided`."""
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")  # before the PIN, so that no try is spent on it
    if decision not in (SHOP, REGISTRY):
        raise ShopError("decision-missing", field="decision")
    with services.storage.read() as session:
        about = [one.imei for one in session.conflicts() if one.id == conflict_id]
        for case_id in {hit.sale_id for number in about for hit in session.find_units(number) if hit.sale_id}:
            codes.refuse_in(session, reason, session.sale(case_id))
    manager = approved_by(services, Right.DECIDE, pin)
    now = services.clock.now()
    with services.storage.write() as session:
        if not session.decide_conflict(conflict_id, decision, manager.name, reason.strip()[:MAX_REASON], now):
            raise ShopError("conflict-decided")
        data: dict[str, object] = {
            "decision": decision,
            "reason": reason.strip()[:MAX_REASON],
            "seller": services.person,
        }
        session.audit(services.till_id, now, manager.name, "conflict-decided", str(conflict_id), data)
