"""Key and certificate as shops get them, and every way in which they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pos_app.adapters.tax.keys import KeyProblemError, load, read
from pos_app.adapters.tax.office import HttpTaxOffice
from registry_sandbox.tax_identity import PASSWORD, Files
from tests.fakes.clock import NOON


def problem(key: Path | None, certificate: Path | None = None, password: str | None = PASSWORD) -> str:
    try:
        data = read(key, "tax-key-missing") if key else None
        own = read(certificate, "tax-certificate-unreadable") if certificate else None
        load(data, own, lambda: password)
    except KeyProblemError as error:
        return str(error)
    return ""


def other_key(folder: Path) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    path = folder / "other.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form))
    return path


def test_a_token_file_and_a_pair_are_the_same(keys: Files) -> None:
    token = load(keys.token.read_bytes(), None, lambda: PASSWORD)
    pair = load(keys.key.read_bytes(), keys.certificate.read_bytes(), lambda: PASSWORD)
    assert token.key.private_numbers() == pair.key.private_numbers()
    assert token.chain[0] == pair.chain[0]
    assert token.valid_at(NOON)
    assert "private" not in repr(token)


def test_one_pem_with_both(keys: Files, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(keys.key.read_bytes() + keys.certificate.read_bytes())
    assert problem(both) == ""


def test_what_is_wrong_has_a_name(keys: Files, tmp_path: Path, nowhere: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("nothing")
    large = tmp_path / "large.pem"
    large.write_bytes(b"x" * 300_000)
    assert problem(None) == problem(nowhere) == "tax-key-missing"
    assert problem(junk) == problem(large) == "tax-key-unreadable"
    for key in (keys.token, keys.key):
        assert problem(key, keys.certificate, "wrong") == "tax-key-password"
        assert problem(key, keys.certificate, None) == "tax-key-password"
    assert problem(keys.key) == problem(keys.key, nowhere) == problem(keys.key, junk) == "tax-certificate-unreadable"
    assert problem(other_key(tmp_path), keys.certificate) == "tax-key-differs"


def test_a_file_that_is_put_in_place_later_is_seen(keys: Files, tmp_path: Path) -> None:
    path = tmp_path / "token.p12"
    office = HttpTaxOffice(
        "http://127.0.0.1:1", key_file=path, certificate_file=None, password=lambda: PASSWORD, now=lambda: NOON
    )
    assert office.ready() == "tax-key-missing"
    path.write_bytes(keys.token.read_bytes())
    assert office.ready() == ""


def test_a_locked_key_store_is_one_without_the_password(keys: Files, caplog: pytest.LogCaptureFixture) -> None:
    def locked() -> str:
        raise RuntimeError

    office = HttpTaxOffice(
        "http://127.0.0.1:1", key_file=keys.token, certificate_file=None, password=locked, now=lambda: NOON
    )
    assert office.ready() == "tax-key-password"
    assert [record.message for record in caplog.records] == ["the key store was not read: RuntimeError"]
    caplog.clear()


def test_a_key_that_lies_in_the_key_store(keys: Files) -> None:
    office = HttpTaxOffice(
        "http://127.0.0.1:1", key_file=None, certificate_file=None, password=lambda: PASSWORD, now=lambda: NOON,
        kept=keys.token.read_bytes,
    )  # fmt: skip
    assert office.ready() == ""
