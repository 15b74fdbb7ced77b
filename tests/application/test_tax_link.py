"""Whether and how the shop sends: off by default, every wrong word at its field, secrets in the key store alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.application import tax_link
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from tests.application.test_taxing import remembered
from tests.fakes.parts import Till
from tests.fakes.tax import ScriptedOffice

TYPED = {"address": "https://tp.tax.gov.ir/requestsmanager", "key_file": "/keys/token.p12", "certificate_file": ""}


class Store(dict[str, str]):
    """A key store; `refuses` is the code it gives back instead."""

    refuses = ""

    def keep(self, name: str, secret: str) -> str:
        if not self.refuses:
            self[name] = secret
        return self.refuses


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def shop(till: Till, store: Store) -> Services:
    office = ScriptedOffice()
    return replace(till.services, keep_secret=store.keep, tax=lambda: office)


def loaded(services: Services) -> tax_link.TaxLink:
    with services.storage.read() as session:
        return tax_link.load(session)


def test_off_by_default(shop: Services) -> None:
    assert loaded(shop) == tax_link.TaxLink(on=False, address=tax_link.DEFAULT_ADDRESS)


def test_saved_without_its_secret(till: Till, shop: Services, store: Store) -> None:
    remembered(till)
    assert tax_link.save(shop, on=True, password="secret-1", **TYPED) == ""
    assert loaded(shop) == tax_link.TaxLink(on=True, key_file=TYPED["key_file"])
    assert store == {tax_link.PASSWORD: "secret-1"}
    assert b"secret-1" not in till.path.read_bytes()
    tax_link.save(shop, on=False, password="", **TYPED)
    assert store == {tax_link.PASSWORD: "secret-1"}
    assert not loaded(shop).on


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"address": "http://tp.tax.gov.ir/requestsmanager"}, "tax-address-wrong", "address"),
        ({"address": "https://user@tp.tax.gov.ir"}, "tax-address-wrong", "address"),
        ({"address": "tp.tax.gov.ir"}, "tax-address-wrong", "address"),
        ({"key_file": " "}, "tax-key-missing", "key_file"),
        ({"key_file": "x" * 501}, "text-too-long", "key_file"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    till: Till, shop: Services, changes: dict[str, str], code: str, field: str
) -> None:
    remembered(till)
    with pytest.raises(ShopError, match=code) as refused:
        tax_link.save(shop, on=True, password="", **{**TYPED, **changes})
    assert refused.value.field == field
    assert not loaded(shop).on


def test_without_a_tax_memory_nothing_could_be_sent(shop: Services) -> None:
    with pytest.raises(ShopError, match="tax-memory-missing"):
        tax_link.save(shop, on=True, password="", **TYPED)


def test_loopback_may_be_plain() -> None:
    said = {**TYPED, "address": "http://127.0.0.1:9/requestsmanager", "ca_file": ""}
    assert tax_link.faults(on=True, memory="A11216", kept=0, **said) == ()


def test_the_key_moves_into_the_key_store(till: Till, shop: Services, store: Store, tmp_path: Path) -> None:
    remembered(till)
    key = tmp_path / "token.p12"
    key.write_bytes(bytes(range(256)) * 12)
    tax_link.save(shop, on=True, password="", **{**TYPED, "key_file": str(key)})
    store.refuses = "keyring-unavailable"
    assert tax_link.keep_key(shop) == "tax-key-not-kept"
    assert loaded(shop).key_file == str(key)
    store.refuses = ""
    assert tax_link.keep_key(shop) == "tax-key-kept"
    link = loaded(shop)
    assert (link.key_file, link.kept, link.has_key) == ("", 5, True)
    assert max(len(part) for part in store.values()) <= tax_link.PART
    assert tax_link.kept_key(lambda name: store.get(name), link.kept) == key.read_bytes()
    assert tax_link.kept_key(lambda _name: None, link.kept) is None
    assert tax_link.kept_key(lambda name: store.get(name), 0) is None
    tax_link.save(shop, on=True, password="", **{**TYPED, "key_file": ""})  # still the kept one
    assert loaded(shop).kept == 5
    tax_link.save(shop, on=True, password="", **TYPED)
    assert loaded(shop).kept == 0


def test_a_key_file_that_is_gone(till: Till, shop: Services) -> None:
    remembered(till)
    tax_link.save(shop, on=True, password="", **{**TYPED, "key_file": "/nowhere/token.p12"})
    with pytest.raises(ShopError, match="tax-key-missing"):
        tax_link.keep_key(shop)
