"""Signing and closing, held against a reader that was written from the standards alone."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pos_app.adapters.tax import envelope, keys
from registry_sandbox.tax_envelopes import EnvelopeError, opened_jwe, opened_jws
from registry_sandbox.tax_identity import PASSWORD, Files
from tests.fakes.clock import NOON

TEXT = '{"header":{"inno":"00000001C8"},"body":[{"sstt":"گوشی «نمونه»"}]}'


def own(files: Files) -> keys.Identity:
    return keys.load(files.token.read_bytes(), None, lambda: PASSWORD)


def root(files: Files) -> x509.Certificate:
    return x509.load_pem_x509_certificate(files.root.read_bytes())


def test_the_header_is_the_published_one(keys: Files) -> None:
    token = envelope.signed(own(keys), TEXT.encode(), NOON)
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    assert list(header) == ["alg", "x5c", "sigT", "crit"]
    assert (header["alg"], header["sigT"], header["crit"]) == ("RS256", NOON.strftime("%Y-%m-%dT%H:%M:%SZ"), ["sigT"])
    assert [base64.b64decode(text, validate=True) for text in header["x5c"]] == list(own(keys).chain)
    assert opened_jws(token, root(keys), NOON).decode() == TEXT


def test_a_letter_that_was_changed_is_seen(keys: Files) -> None:
    head, body, signature = envelope.signed(own(keys), TEXT.encode(), NOON).split(".")
    other = base64.urlsafe_b64encode(TEXT.replace("1C8", "1C9").encode()).decode().rstrip("=")
    for spoilt in (f"{head}.{other}.{signature}", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body}"):
        with pytest.raises(EnvelopeError):
            opened_jws(spoilt, root(keys), NOON)


def test_closed_for_one_reader(keys: Files) -> None:
    server = serialization.load_pem_private_key(keys.server_key.read_bytes(), None)
    assert isinstance(server, rsa.RSAPrivateKey)
    der = server.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    token = envelope.signed(own(keys), TEXT.encode(), NOON)
    one, other = (envelope.closed(token, der, "kid-1") for _ in range(2))
    assert one != other
    assert json.loads(base64.urlsafe_b64decode(one.split(".")[0] + "==")) == {
        "alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "kid-1",
    }  # fmt: skip
    assert opened_jwe(one, server, "kid-1") == token
    long = "x" * 2_000_000
    assert opened_jwe(envelope.closed(long, der, "kid-1"), server, "kid-1") == long
    with pytest.raises(EnvelopeError):
        opened_jwe(one, server, "kid-2")


def test_the_offices_key_must_be_rsa() -> None:
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = curve.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    for key in (der, b"nothing"):
        with pytest.raises(ValueError, match=r".+"):
            envelope.closed(TEXT, key, "kid")
