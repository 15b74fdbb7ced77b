"""The shop's key and certificate: a PEM pair, or one PKCS#12 token file.

The password is asked for only when a file is opened; neither it nor the key is ever in a message or a log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

MOST_BYTES = 256 * 1024
_SKEW = timedelta(days=1)  # a till's clock may be off by that; the office judges in the end


class KeyProblemError(Exception):
    """`args[0]` is a code."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`chain`: certificates as DER, the shop's own first."""

    key: rsa.RSAPrivateKey = field(repr=False)
    chain: tuple[bytes, ...]
    not_before: datetime
    not_after: datetime

    def valid_at(self, now: datetime) -> bool:
        return self.not_before - _SKEW <= now <= self.not_after + _SKEW


def load(key: bytes | None, certificate: bytes | None, password: Callable[[], str | None]) -> Identity:
    """`certificate` None = it is in the token or beside the key. Raises KeyProblemError: `tax-key-missing`,
    `tax-key-unreadable`, `tax-key-password`, `tax-key-differs`, `tax-certificate-unreadable`."""
    if not key:
        raise KeyProblemError("tax-key-missing")
    if _looks_der(key):
        opened, certificates = _from_pkcs12(key, password())
    else:
        opened, certificates = _from_pem(key, password()), _certificates(key) if certificate is None else []
    if certificate is not None:
        certificates = _certificates(certificate)
    if not certificates:
        raise KeyProblemError("tax-certificate-unreadable")
    return _identity(opened, certificates)


def read(path: Path, missing: str) -> bytes:
    """Raises KeyProblemError(`missing`), `tax-key-unreadable` for what is too large to be one."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KeyProblemError(missing) from error
    if len(data) > MOST_BYTES:
        raise KeyProblemError("tax-key-unreadable")
    return data


def _identity(key: object, certificates: list[x509.Certificate]) -> Identity:
    """The office takes RSA alone; the certificate of this key comes first."""
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < 2048:
        raise KeyProblemError("tax-key-unreadable")
    ours = key.public_key().public_numbers()
    own = [c for c in certificates if _numbers(c) == ours]
    if not own:
        raise KeyProblemError("tax-key-differs")
    ordered = [own[0], *(c for c in certificates if c != own[0])]
    chain = tuple(c.public_bytes(serialization.Encoding.DER) for c in ordered)
    return Identity(key, chain, own[0].not_valid_before_utc, own[0].not_valid_after_utc)


def _numbers(certificate: x509.Certificate) -> rsa.RSAPublicNumbers | None:
    public = certificate.public_key()
    return public.public_numbers() if isinstance(public, rsa.RSAPublicKey) else None


def _from_pkcs12(data: bytes, password: str | None) -> tuple[object, list[x509.Certificate]]:
    try:
        key, own, further = pkcs12.load_key_and_certificates(data, password.encode() if password else None)
    except ValueError as error:  # a wrong password and a broken file are told apart by nobody
        raise KeyProblemError("tax-key-password") from error
    # The authority's own certificates in a token are not sent along: the published header holds the shop's alone.
    return key, [own] if own is not None else list(further)


def _from_pem(data: bytes, password: str | None) -> object:
    """A key without a password is opened whatever password is kept."""
    try:
        return serialization.load_pem_private_key(data, None)
    except TypeError:
        pass  # it has one
    except ValueError as error:
        raise KeyProblemError("tax-key-unreadable") from error
    if not password:
        raise KeyProblemError("tax-key-password")
    try:
        return serialization.load_pem_private_key(data, password.encode())
    except (ValueError, TypeError) as error:
        raise KeyProblemError("tax-key-password") from error


def _certificates(data: bytes) -> list[x509.Certificate]:
    try:
        if _looks_der(data):
            return [x509.load_der_x509_certificate(data)]
        return x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise KeyProblemError("tax-certificate-unreadable") from error


def _looks_der(data: bytes) -> bool:
    return data[:1] == b"\x30"
