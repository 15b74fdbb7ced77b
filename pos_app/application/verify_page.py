"""The one page that says, in any browser and without a network, whether an invoice is as it was issued."""

from __future__ import annotations

import json
from pathlib import Path

from pos_app.application import paper_file, sealing
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import seal
from pos_app.domain.rights import Right
from pos_app.settings import RESOURCES

FOLDER = RESOURCES / "verify"


NAME = "verify-invoice.html"


@needs(Right.PRINT)
def make(services: Services) -> Path:
    """Writes the page of this shop beside its papers. Raises StorageError `paper-not-written`."""
    path = services.papers / NAME
    paper_file.write(path, of_shop(services).encode(), refused="paper-not-written")
    return path


def of_shop(services: Services) -> str:
    """The page with the name and all keys of this shop."""
    with services.storage.read() as session:
        return build(shops.load(session).name, sealing.known(session))


def build(shop: str, keys: tuple[str, ...], folder: Path = FOLDER) -> str:
    """One HTML file, all in it. `keys`: public keys of the shop, base64url."""
    facts = {
        "shop": shop, "keys": [{"key": key, "fingerprint": seal.fingerprint(seal.from_text(key))} for key in keys],
    }  # fmt: skip
    parts = {
        "/*NACL*/": _script(folder / "nacl-fast.min.js"),
        "/*VERIFY*/": _script(folder / "verify.js"),
        "/*SHOP*/": "var SHOP = " + json.dumps(facts, ensure_ascii=True).replace("<", "\\u003c") + ";",
    }
    page = (folder / "page.html").read_text("utf-8")
    for place, text in parts.items():
        page = page.replace(place, text)
    return page


def _script(path: Path) -> str:
    """A script that ended its own element would end the page."""
    text = path.read_text("utf-8")
    if "</script" in text.lower():
        raise ValueError(path.name)
    return text
