"""How this till reaches the registry: address, account, certificates, modem, and how old an answer may be.

The secret lives in the key store alone; everything else is a setting of the shop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pos_app.application import options
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.address import may_be_asked
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.freshness import DEFAULT_LIMIT
from pos_app.domain.options import BY_NAME, MAX_AGE
from pos_app.domain.rights import Right
from pos_app.ports.storage import ReadSession

ADDRESS, CLIENT, CA, NEXT_CA = "registry.address", "registry.client_id", "registry.ca_file", "registry.next_ca_file"
MODEM = "modem.port"
SECRET = "registry-secret"  # noqa: S105 - the name of the entry in the key store, not the secret
MOST_HOURS = BY_NAME[MAX_AGE].high
MOST_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`ca_file`, `next_ca_file`: PEM files that replace the system's authorities, now and after a change; "" = the
    system's. `modem`: the serial port, "" = none. `max_age`: how old an answer may be when the phone is sold."""

    address: str = ""
    client_id: str = ""
    ca_file: str = ""
    next_ca_file: str = ""
    modem: str = ""
    max_age: timedelta = DEFAULT_LIMIT

    @property
    def hours(self) -> int:
        return int(self.max_age.total_seconds() // 3600)


def load(session: ReadSession) -> Link:
    said = {name: session.setting(name) or "" for name in (ADDRESS, CLIENT, CA, NEXT_CA, MODEM)}
    return Link(
        address=said[ADDRESS], client_id=said[CLIENT], ca_file=said[CA], next_ca_file=said[NEXT_CA],
        modem=said[MODEM], max_age=timedelta(hours=options.whole(session, MAX_AGE)),
    )  # fmt: skip


def max_age(session: ReadSession) -> timedelta:
    return load(session).max_age


@needs(Right.LINKS)
def save(
    services: Services, *, address: str, client_id: str, secret: str, ca_file: str, next_ca_file: str, modem: str,
    hours: str,
) -> str:  # fmt: skip
    """Writes what was typed and connects anew. `secret` "" = leave the one that is kept. Returns "" or the code of what
    the shop must know: `secret-until-closed`, `keyring-unavailable` (then it holds until the program ends).

    Raises ShopError at the first field that is wrong; `faults` says them all."""
    texts = {
        "address": address,
        "client_id": client_id,
        "ca_file": ca_file,
        "next_ca_file": next_ca_file,
        "modem": modem,
    }
    for fault in faults(**texts, hours=hours):
        raise fault
    said = {name: fold(text).strip() for name, text in texts.items()}
    age = fold(hours).strip()
    noted = services.keep_secret(SECRET, secret) if secret else ""
    rows = {
        ADDRESS: said["address"], CLIENT: said["client_id"], CA: said["ca_file"], NEXT_CA: said["next_ca_file"],
        MAX_AGE: age, MODEM: said["modem"],
    }  # fmt: skip
    with services.storage.write() as session:
        for name, text in rows.items():
            session.put_setting(name, text)
        data: dict[str, object] = {**rows, "secret": "changed" if secret else "kept"}
        session.audit(services.till_id, services.clock.now(), services.person, "registry-link-changed", "", data)
    services.reconnect()
    return noted


def faults(
    *, address: str, client_id: str, ca_file: str, next_ca_file: str, modem: str, hours: str
) -> tuple[ShopError, ...]:
    """Everything that is wrong with what was typed, each at its field; one word a field."""
    texts = {
        "address": address,
        "client_id": client_id,
        "ca_file": ca_file,
        "next_ca_file": next_ca_file,
        "modem": modem,
    }
    said = {name: fold(text).strip() for name, text in texts.items()}
    found = {name: ShopError("text-too-long", field=name) for name, text in said.items() if len(text) > MOST_TEXT}
    where, age = said["address"], fold(hours).strip()
    if where and not may_be_asked(where, ("", "/v1")):
        found.setdefault("address", ShopError("registry-address-wrong", field="address", detail=where))
    if where and not said["client_id"]:
        found.setdefault("client_id", ShopError("registry-client-missing", field="client_id"))
    if BY_NAME[MAX_AGE].read(age) is None:
        found["hours"] = ShopError("max-age-out-of-range", field="hours", detail=str(MOST_HOURS))
    return tuple(found.values())
