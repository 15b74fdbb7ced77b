"""Whether and how this shop sends its invoices to the taxpayers' system. Off until somebody turns it on.

The key's password, or the key itself, lies in the key store alone; everything else is a setting of the shop.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.ports.storage import ReadSession

ON, ADDRESS, KEY_FILE, CERTIFICATE_FILE = "tax.sending", "tax.address", "tax.key_file", "tax.certificate_file"
CA_FILE = "tax.ca_file"
PASSWORD = "tax-key-password"  # noqa: S105 - the name of the entry in the key store, not the password
DEFAULT_ADDRESS = "https://tp.tax.gov.ir/requestsmanager"
TEST_ADDRESS = "https://sandboxrc.tax.gov.ir/requestsmanager"
MOST_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLink:
    """`key_file`: PEM or PKCS#12; `certificate_file` "" = it is in the key file; `ca_file` "" = the system's
    authorities vouch for the office."""

    on: bool = False
    address: str = DEFAULT_ADDRESS
    key_file: str = ""
    certificate_file: str = ""
    ca_file: str = ""


def load(session: ReadSession) -> TaxLink:
    return TaxLink(
        on=session.setting(ON) == "1", address=session.setting(ADDRESS) or DEFAULT_ADDRESS,
        key_file=session.setting(KEY_FILE) or "", certificate_file=session.setting(CERTIFICATE_FILE) or "",
        ca_file=session.setting(CA_FILE) or "",
    )  # fmt: skip


def save(
    services: Services, *, on: bool, address: str, key_file: str, certificate_file: str, password: str,
    ca_file: str = "",
) -> str:  # fmt: skip
    """Writes what was typed and connects anew. `password` "" = leave the one that is kept. Returns "" or the code of
    what the shop must know: where the password is kept, or why nothing can be sent yet.

    Raises ShopError at the first field that is wrong; `faults` says them all."""
    texts = {"address": address, "key_file": key_file, "certificate_file": certificate_file, "ca_file": ca_file}
    with services.storage.read() as session:
        memory = shops.load(session).tax_memory
    for fault in faults(on=on, memory=memory, **texts):
        raise fault
    said = {name: fold(text).strip() for name, text in texts.items()}
    noted = services.keep_secret(PASSWORD, password) if password else ""
    rows = {
        ON: "1" if on else "", ADDRESS: said["address"], KEY_FILE: said["key_file"],
        CERTIFICATE_FILE: said["certificate_file"], CA_FILE: said["ca_file"],
    }  # fmt: skip
    with services.storage.write() as session:
        for name, text in rows.items():
            session.put_setting(name, text)
        data: dict[str, object] = {**rows, "password": "changed" if password else "kept"}
        session.audit(services.till_id, services.clock.now(), services.person, "tax-link-changed", "", data)
    services.reconnect()
    office = services.tax()
    if office is None:
        return "tax-practice-only" if on else noted
    return office.ready() or noted


def faults(
    *, on: bool, memory: str, address: str, key_file: str, certificate_file: str, ca_file: str
) -> tuple[ShopError, ...]:
    """Everything that is wrong with what was typed, each at its field; one word a field."""
    texts = {"address": address, "key_file": key_file, "certificate_file": certificate_file, "ca_file": ca_file}
    said = {name: fold(text).strip() for name, text in texts.items()}
    found = {name: ShopError("text-too-long", field=name) for name, text in said.items() if len(text) > MOST_TEXT}
    if said["address"] and not _may_be_asked(said["address"]):
        found.setdefault("address", ShopError("tax-address-wrong", field="address", detail=said["address"]))
    if on and not said["key_file"]:
        found.setdefault("key_file", ShopError("tax-key-missing", field="key_file"))
    if on and not memory:
        found.setdefault("on", ShopError("tax-memory-missing", field="tax_memory"))
    return tuple(found.values())


def _may_be_asked(address: str) -> bool:
    """https to anywhere; plain http only to this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        well_formed = parts.port != 0 and re.fullmatch(r"[0-9A-Za-z.:-]+", host) is not None
    except ValueError:
        return False
    if not well_formed or parts.query or parts.fragment or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_here(address))


def is_here(address: str) -> bool:
    """Is it this very machine?"""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
