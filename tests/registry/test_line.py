"""What a network may do to a call, by a raw server that says whatever it likes; and who may be spoken to at all."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.registry import NotSent, Unreadable
from tests.registry.practice import NOW, PracticeAt, inquiry

Talk = Callable[[socket.socket], None]


@contextmanager
def raw_server(
    talk: Talk, context: ssl.SSLContext | None = None, hear: Callable[[bytes], object] = len
) -> Iterator[int]:
    """Accepts on loopback, `hear`s one request, then `talk`s."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            with suppress(OSError):
                peer, _ = listener.accept()
                with peer:
                    peer.settimeout(20)
                    with context.wrap_socket(peer, server_side=True) if context else peer as line:
                        if asked := line.recv(65536):
                            hear(asked)
                            talk(line)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        with suppress(OSError):
            socket.create_connection(listener.getsockname()).close()  # wakes accept
        thread.join()
        listener.close()


def says(text: bytes) -> Talk:
    return lambda line: line.sendall(text)


def drips_headers(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    with suppress(OSError):
        while True:
            line.sendall(b"x")
            time.sleep(0.02)


def client(address: str, deadline: float = 20.0, ca_file: Path | None = None) -> HttpxRegistry:
    return HttpxRegistry(address, "till", lambda: "secret", now=lambda: NOW, deadline=deadline, ca_file=ca_file)


def reply(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


JSON = "200 OK\r\nContent-Type: application/json"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "connection-lost"),
        (b"\x00\xff garbage\r\n\r\n", "connection-lost"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", "connection-lost"),
        (reply("302 Found\r\nLocation: http://192.0.2.1/portal"), "contract-breach"),
        (reply("204 No Content"), "contract-breach"),
        (reply("500 Oh"), "no-problem-body"),
        (reply(JSON), "bad-json"),
        (reply(JSON + "\r\nContent-Encoding: gzip", b"{}"), "contract-breach"),
        (reply(JSON, b'{"now": 1}'), "contract-breach"),
        (reply(JSON, b'{"now": "0001-01-01T00:00:00+14:00"}'), "contract-breach"),
        (reply(JSON, b" " * 1_100_000), "contract-breach"),
        (reply("503 Down\r\nContent-Type: application/problem+json", b'{"code": "x"}'), "contract-breach"),
    ],
)
def test_whatever_is_said_is_unreadable(said: bytes, why: str) -> None:
    with raw_server(says(said)) as port:
        registry = client(f"http://127.0.0.1:{port}")
        found = registry.server_time()
        registry.close()
    assert isinstance(found, Unreadable)
    assert found.why == why
    assert len(found.raw) <= 65536


def test_dripping_headers_end_at_the_deadline() -> None:
    with raw_server(drips_headers) as port:
        registry = client(f"http://127.0.0.1:{port}", deadline=0.5)
        assert registry.server_time() == Unreadable("timeout")
        registry.close()


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    registry = client(f"http://127.0.0.1:{port}")
    assert registry.submit(inquiry()) == NotSent("no-connection")
    assert registry.capabilities() == NotSent("no-connection")
    registry.close()


@pytest.mark.parametrize(
    "address", ["http://registry.example", "ftp://127.0.0.1", "http://192.168.1.4:8080/v1", "http://127.0.0.1.example"]
)
def test_plain_http_beyond_this_machine_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="insecure-address"):
        client(address)


@pytest.mark.parametrize("address", ["", "registry.example", "https://", "https://a:b@registry.example", "https://r/x"])
def test_unclear_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address-form"):
        client(address)


def test_address_may_name_the_version(practice: PracticeAt) -> None:
    registry = client(practice.address + "/v1/")
    assert isinstance(registry.server_time(), dt.datetime)
    registry.close()
    assert isinstance(registry.server_time(), dt.datetime)  # opens again
    registry.close()


@contextmanager
def tls_registry(
    folder: Path, *, rightly_named: bool = True, hear: Callable[[bytes], object] = len
) -> Iterator[tuple[int, Path]]:
    """A server on 127.0.0.1 with an authority of its own: (port, the authority's file). Its certificate names that
    address, or another place: no name has to be looked up, a bare machine may not even know `localhost`."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"practice authority {folder.name}"[:64])])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    named = here if rightly_named else x509.DNSName("registry.example")
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)  # noqa: TID251 - certificates live by real time
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, key_pem = folder / "ca.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    with raw_server(says(reply(JSON, b'{"now": "2026-11-22T09:00:00Z"}')), context, hear) as port:
        yield port, pem


def test_only_the_pinned_authority_is_believed(tmp_path: Path) -> None:
    with tls_registry(tmp_path) as (port, pem):
        address = f"https://127.0.0.1:{port}"
        pinned, stranger = client(address, ca_file=pem), client(address)
        assert pinned.server_time() == NOW
        assert stranger.server_time() == NotSent("wrong-certificate")
        assert stranger.submit(inquiry()) == NotSent("wrong-certificate")
        for registry in (pinned, stranger):
            registry.close()


def test_a_certificate_of_another_place_is_refused(tmp_path: Path) -> None:
    with tls_registry(tmp_path, rightly_named=False) as (port, pem):
        registry = client(f"https://127.0.0.1:{port}", ca_file=pem)
        assert registry.server_time() == NotSent("wrong-certificate")
        registry.close()


def test_plain_server_behind_an_https_address_gets_nothing(practice: PracticeAt) -> None:
    registry = client(practice.address.replace("http:", "https:"))
    assert registry.submit(inquiry()) == NotSent("wrong-certificate")
    registry.close()


def test_missing_authority_file_is_said(tmp_path: Path) -> None:
    registry = client("https://localhost:9", ca_file=tmp_path / "none.pem")
    assert registry.submit(inquiry()) == NotSent("ca-file-unreadable")


def test_import_is_cheap() -> None:
    """httpx, pydantic and asyncio come with the first call, never with the start of the program."""
    script = (
        "import sys, pos_app.adapters.registry.api as a, pos_app.adapters.registry.assisted, datetime\n"
        "a.HttpxRegistry('http://127.0.0.1:9', 'c', lambda: 's', now=lambda: None)\n"
        "print(sorted({'httpx', 'pydantic', 'asyncio', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
