"""What an empty shop folder needs before its first sale: a till, a seller, the dated VAT table."""

from __future__ import annotations

from pos_app.application.services import Services
from pos_app.application.shop import SHOP_ID
from pos_app.domain.ids import new_id
from pos_app.domain.vat import SEED
from pos_app.ports.storage import Staff

DEFAULT_SELLER = "فروشنده"


def furnish_empty(services: Services) -> None:
    """Does nothing in a shop that has its till. No manager exists yet, so no stop can be reopened."""
    with services.storage.read() as session:
        if session.staff():
            return
    with services.storage.write() as session:
        session.put_till(services.till_id, str(services.till_id))
        session.put_staff(Staff(id=0, name=DEFAULT_SELLER, role="seller", pin_hash=""))
        session.put_vat_rates(SEED)
        session.put_setting(SHOP_ID, new_id(services.clock.now()))
