"""Opening what the taxpayers' system is sent, from the standards alone: nothing of the program's own code is used, so
that a fault there is found here. RFC 7515 (RS256, x5c, crit), RFC 7516 (RSA-OAEP-256, A256GCM)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class EnvelopeError(Exception):
    """`args[0]` says what does not hold."""


def _part(text: str) -> bytes:
    """base64url without padding, and nothing else."""
    if not re.fullmatch(r"[0-9A-Za-z_-]*", text):
        raise EnvelopeError("not base64url")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise EnvelopeError("not base64url") from error


def _header(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_part(text))
    except ValueError as error:
        raise EnvelopeError("header is no JSON") from error
    if not isinstance(found, dict):
        raise EnvelopeError("header is no object")
    return found


def opened_jws(text: str, root: x509.Certificate, now: datetime) -> bytes:
    """The payload of a compact JWS, signed by a certificate that `root` vouches for. Raises EnvelopeError."""
    parts = text.split(".")
    if len(parts) != 3:
        raise EnvelopeError("a compact JWS has three parts")
    header = _header(parts[0])
    if set(header) != {"alg", "x5c", "sigT", "crit"} or header["alg"] != "RS256" or header["crit"] != ["sigT"]:
        raise EnvelopeError("header is not the published one")
    try:
        signed_at = datetime.strptime(header["sigT"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (TypeError, ValueError) as error:
        raise EnvelopeError("sigT has another form") from error
    if abs((now - signed_at).total_seconds()) > 600:
        raise EnvelopeError("sigT is not now")
    key = _vouched(header["x5c"], root, now)
    try:
        key.verify(_part(parts[2]), f"{parts[0]}.{parts[1]}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise EnvelopeError("signature does not fit") from error
    return _part(parts[1])


def _vouched(x5c: object, root: x509.Certificate, now: datetime) -> rsa.RSAPublicKey:
    """The first certificate's key; each is issued by the next, the last by the root."""
    if not isinstance(x5c, list) or not x5c:
        raise EnvelopeError("x5c is empty")
    try:
        chain = [x509.load_der_x509_certificate(base64.b64decode(text, validate=True)) for text in x5c]
        for own, issuer in zip(chain, [*chain[1:], root], strict=True):
            if own != root:
                own.verify_directly_issued_by(issuer)
            if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
                raise EnvelopeError("certificate is not valid now")
    except (ValueError, TypeError, InvalidSignature) as error:
        raise EnvelopeError("x5c is no chain to the authority") from error
    key = chain[0].public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise EnvelopeError("key is not RSA")
    return key


def opened_jwe(text: str, key: rsa.RSAPrivateKey, key_id: str) -> str:
    """The text in a compact JWE. Raises EnvelopeError."""
    parts = text.split(".")
    if len(parts) != 5:
        raise EnvelopeError("a compact JWE has five parts")
    if _header(parts[0]) != {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key_id}:
        raise EnvelopeError("header is not the published one")
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    try:
        content_key = key.decrypt(_part(parts[1]), scheme)
        plain = AESGCM(content_key).decrypt(_part(parts[2]), _part(parts[3]) + _part(parts[4]), parts[0].encode())
    except (ValueError, InvalidTag) as error:
        raise EnvelopeError("cannot be opened") from error
    if len(content_key) != 32:
        raise EnvelopeError("content key has another length")
    return plain.decode("ascii", "replace")
