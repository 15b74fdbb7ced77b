"""Ed25519: the shop signs its invoices, and anyone verifies them."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pos_app.domain import seal
from pos_app.ports.secrets import SecretStore

_KEY_NAME, _DAMAGED = "invoice-key", "invoice-key-damaged"


class Ed25519Signer:
    """Implements `ports.secrets.Signer`."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def signer(store: SecretStore) -> Ed25519Signer:
    """With this till's own key, made at the first start; only the store ever holds it. One that is damaged is put
    aside and stops no sale: its public half stays known, and the next invoices have a key of their own."""
    known = store.get(_KEY_NAME)
    if known:
        try:
            return Ed25519Signer(seal.from_text(known))
        except ValueError:
            store.put(_DAMAGED, known)
    private = secrets.token_bytes(seal.KEY_BYTES)
    store.put(_KEY_NAME, seal.to_text(private))
    return Ed25519Signer(private)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Implements `domain.seal.Verify`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
