"""What the taxpayers' system wants around a text: signed (JWS, RS256, x5c), then closed for its eyes (JWE).

The signed header is the published one: `alg`, `x5c` in standard base64 DER, `sigT` in UTC, and `crit` that names it.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from joserfc import jwe, jws
from joserfc.jwk import RSAKey
from joserfc.registry import HeaderParameter

from pos_app.adapters.tax.keys import Identity

_SIGNING = "RS256"
_CLOSING = ("RSA-OAEP-256", "A256GCM")


class _Signatures(jws.JWSRegistry):
    """With the header that a chain of certificates fills, and with room for an invoice of many rows."""

    max_header_length = 64 * 1024
    max_payload_length = 4 * 1024 * 1024


class _Envelopes(jwe.JWERegistry):
    max_ciphertext_length = 8 * 1024 * 1024


_signatures = _Signatures(header_registry={"sigT": HeaderParameter("time of signing", "str")}, algorithms=[_SIGNING])
_envelopes = _Envelopes(algorithms=list(_CLOSING))


def signed(identity: Identity, payload: bytes, at: datetime) -> str:
    """JWS in its compact form."""
    header: dict[str, Any] = {
        "alg": _SIGNING,
        "x5c": [base64.b64encode(der).decode("ascii") for der in identity.chain],
        "sigT": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "crit": ["sigT"],
    }
    key = RSAKey.import_key(identity.key)
    return jws.serialize_compact(header, payload, key, algorithms=[_SIGNING], registry=_signatures)


def closed(text: str, server_key: bytes, key_id: str) -> str:
    """JWE in its compact form, for the owner of this key (SubjectPublicKeyInfo, DER). Raises ValueError for what is no
    RSA key."""
    public = load_der_public_key(server_key)
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < 2048:
        raise ValueError("server-key")
    alg, enc = _CLOSING
    header = {"alg": alg, "enc": enc, "kid": key_id}
    key = RSAKey.import_key(public)
    return jwe.encrypt_compact(header, text, key, algorithms=list(_CLOSING), registry=_envelopes)
