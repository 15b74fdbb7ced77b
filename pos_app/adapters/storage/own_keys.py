"""Keys of one case or one customer: what they seal is gone for good when the key is."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, bindparam, delete, select

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.people_tables import own_key
from pos_app.ports.secrets import Sealer

KEY_BYTES = 32
_KEY = select(own_key.c.key_sealed).where(own_key.c.subject == bindparam("of"))


def of_case(sale_id: str) -> str:
    return f"case:{sale_id}"


def of_customer(customer_id: int) -> str:
    return f"customer:{customer_id}"


class OwnKeys:
    """Of one session: each key is read once."""

    def __init__(self, db: Connection, sealer: Sealer) -> None:
        self._db, self._sealer = db, sealer
        self._known: dict[str, Sealer] = {}

    def of(self, subject: str) -> Sealer:
        """Seals under the subject's key; one that has none, of a shop's earlier days, is sealed under the shop's. What
        a key that is gone sealed is opened no more: PersonErasedError."""
        if (known := self._known.get(subject)) is not None:
            return known
        sealed = self._db.scalar(_KEY, {"of": subject})
        key = self._sealer.open(sealed, f"own_key:{subject}") if sealed is not None else None
        found = self._known[subject] = self._sealer.under(key)
        return found

    def make(self, subject: str) -> Sealer:
        key = secrets.token_bytes(KEY_BYTES)
        row = {"subject": subject, "key_sealed": self._sealer.seal(key, f"own_key:{subject}")}
        self._db.execute(say.into(own_key), row)
        made = self._known[subject] = self._sealer.under(key)
        return made

    def shred(self, subject: str) -> None:
        self._db.execute(delete(own_key).where(own_key.c.subject == subject))
        self._known.pop(subject, None)
