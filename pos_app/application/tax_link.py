"""Whether and how this shop sends its invoices to the taxpayers' system. Off until somebody turns it on.

The key's password, or the key itself, lies in the key store alone; everything else is a setting of the shop.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.address import may_be_asked
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.ports.storage import ReadSession

ON, ADDRESS, KEY_FILE, CERTIFICATE_FILE = "tax.sending", "tax.address", "tax.key_file", "tax.certificate_file"
CA_FILE, KEPT = "tax.ca_file", "tax.key_kept"
PASSWORD = "tax-key-password"  # noqa: S105 - the name of the entry in the key store, not the password
DEFAULT_ADDRESS = "https://tp.tax.gov.ir/requestsmanager"
TEST_ADDRESS = "https://sandboxrc.tax.gov.ir/requestsmanager"
KEY_PART = "tax-key-{}"  # entries of the key store that together hold the key
PART = 1_000  # characters; the key store of one system takes 1,280 at most
MOST_PARTS = 40
MOST_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLink:
    """`key_file`: PEM or PKCS#12; "" with `kept` parts = the key lies in the key store. `certificate_file` "" = it is
    with the key; `ca_file` "" = the system's authorities vouch for the office."""

    on: bool = False
    address: str = DEFAULT_ADDRESS
    key_file: str = ""
    certificate_file: str = ""
    ca_file: str = ""
    kept: int = 0

    @property
    def has_key(self) -> bool:
        return bool(self.key_file or self.kept)


def load(session: ReadSession) -> TaxLink:
    return TaxLink(
        on=session.setting(ON) == "1", address=session.setting(ADDRESS) or DEFAULT_ADDRESS,
        key_file=session.setting(KEY_FILE) or "", certificate_file=session.setting(CERTIFICATE_FILE) or "",
        ca_file=session.setting(CA_FILE) or "", kept=int(session.setting(KEPT) or 0),
    )  # fmt: skip


@needs(Right.LINKS)
def save(
    services: Services, *, on: bool, address: str, key_file: str, certificate_file: str, password: str,
    ca_file: str = "",
) -> str:  # fmt: skip
    """Writes what was typed and connects anew. `password` "" = leave the one that is kept. Returns "" or the code of
    what the shop must know: where the password is kept, or why nothing can be sent yet.

    Raises ShopError at the first field that is wrong; `faults` says them all."""
    texts = {"address": address, "key_file": key_file, "certificate_file": certificate_file, "ca_file": ca_file}
    with services.storage.read() as session:
        memory, kept = shops.load(session).tax_memory, load(session).kept
    for fault in faults(on=on, memory=memory, kept=kept, **texts):
        raise fault
    said = {name: fold(text).strip() for name, text in texts.items()}
    noted = services.keep_secret(PASSWORD, password) if password else ""
    rows = {
        ON: "1" if on else "", ADDRESS: said["address"], KEY_FILE: said["key_file"],
        CERTIFICATE_FILE: said["certificate_file"], CA_FILE: said["ca_file"],
        KEPT: "0" if said["key_file"] else str(kept),  # a file that is named anew takes the kept one's place
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


@needs(Right.LINKS)
def keep_key(services: Services) -> str:
    """Moves the key from its file into the key store of this computer; the file itself stays where it is, for the shop
    to put away. Returns "tax-key-kept", or the code of why it stays in its file. Raises ShopError `tax-key-missing`."""
    with services.storage.read() as session:
        link = load(session)
    data = b""
    if link.key_file:
        try:
            with Path(link.key_file).open("rb") as file:
                data = file.read(MOST_PARTS * PART)
        except OSError as error:
            raise ShopError("tax-key-missing", field="key_file") from error
    text = base64.b64encode(data).decode("ascii")
    parts = [text[at : at + PART] for at in range(0, len(text), PART)]
    if not 0 < len(parts) <= MOST_PARTS:
        raise ShopError("tax-key-unreadable" if parts else "tax-key-missing", field="key_file")
    for number, part in enumerate(parts):
        if services.keep_secret(KEY_PART.format(number), part):
            return "tax-key-not-kept"
    with services.storage.write() as session:
        session.put_setting(KEPT, str(len(parts)))
        session.put_setting(KEY_FILE, "")
        session.audit(services.till_id, services.clock.now(), services.person, "tax-key-kept", "", {})
    services.reconnect()
    office = services.tax()
    return (office.ready() if office is not None else "") or "tax-key-kept"


def kept_key(get: Callable[[str], str | None], parts: int) -> bytes | None:
    """The key as it lies in the key store, None where a part is gone."""
    found = [get(KEY_PART.format(number)) for number in range(parts)]
    whole = "".join(part for part in found if part)
    return base64.b64decode(whole) if found and all(found) else None


def faults(
    *, on: bool, memory: str, kept: int, address: str, key_file: str, certificate_file: str, ca_file: str
) -> tuple[ShopError, ...]:
    """Everything that is wrong with what was typed, each at its field; one word a field."""
    texts = {"address": address, "key_file": key_file, "certificate_file": certificate_file, "ca_file": ca_file}
    said = {name: fold(text).strip() for name, text in texts.items()}
    found = {name: ShopError("text-too-long", field=name) for name, text in said.items() if len(text) > MOST_TEXT}
    if said["address"] and not may_be_asked(said["address"]):
        found.setdefault("address", ShopError("tax-address-wrong", field="address", detail=said["address"]))
    if on and not said["key_file"] and not kept:
        found.setdefault("key_file", ShopError("tax-key-missing", field="key_file"))
    if on and not memory:
        found.setdefault("on", ShopError("tax-memory-missing", field="tax_memory"))
    return tuple(found.values())
