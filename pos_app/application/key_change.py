"""A new data key for the shop: what is sealed from now on is sealed under it, and what opens everything else is sealed
anew."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.rights import Right


@dataclass(frozen=True, slots=True)
class Changed:
    """`number` of the data key that seals now; `sealed` counts the rows that were sealed anew."""

    number: int
    sealed: int


@needs(Right.RECOVERY)
def seal_anew(services: Services, number: int) -> Changed:
    """After the new key is in the store and the shop was opened with it. One transaction."""
    with services.storage.write() as session:
        sealed = session.seal_anew()
        data: dict[str, object] = {"number": number, "rows": sealed}
        session.audit(services.till_id, services.clock.now(), services.person, "data-key-changed", str(number), data)
    return Changed(number, sealed)
