"""An invented authority and what it gives a practice shop: key and certificate, as PEM pair and as token file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "practice-only"  # noqa: S105 - of an invented key
_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Files:
    """`key` has the password; `token` (PKCS#12) too, with the certificate in it."""

    root: Path
    key: Path
    certificate: Path
    token: Path
    server_key: Path


def files(folder: Path) -> Files:
    names = ("root.pem", "key.pem", "certificate.pem", "token.p12", "server-key.pem")
    return Files(*(folder / name for name in names))


def made(folder: Path, now: datetime) -> Files:
    """Made once; later starts find them."""
    found = files(folder)
    if found.server_key.exists():
        return found
    folder.mkdir(parents=True, exist_ok=True)
    root_key, own_key, server_key = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    root_name = _name("Practice authority (sample)", "")
    root = _certificate(root_name, root_key.public_key(), root_name, root_key, now, authority=True)
    own = _certificate(_name("Practice shop (sample)", "14003778990"), own_key.public_key(), root_name, root_key, now)
    found.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(_pem(own_key, serialization.BestAvailableEncryption(PASSWORD.encode())))
    found.certificate.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    closed = serialization.BestAvailableEncryption(PASSWORD.encode())
    found.token.write_bytes(pkcs12.serialize_key_and_certificates(b"sample", own_key, own, [root], closed))
    found.server_key.write_bytes(_pem(server_key, serialization.NoEncryption()))
    return found


def _pem(key: rsa.RSAPrivateKey, closed: serialization.KeySerializationEncryption) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, closed)


def _name(common: str, number: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name(parts + ([x509.NameAttribute(NameOID.SERIAL_NUMBER, number)] if number else []))


def _certificate(
    subject: x509.Name, key: rsa.RSAPublicKey, issuer: x509.Name, issuer_key: rsa.RSAPrivateKey, now: datetime, *,
    authority: bool = False,
) -> x509.Certificate:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
