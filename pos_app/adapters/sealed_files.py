"""Backup files. Implements `ports.backups.SealedFiles`.

`PSKNBAK1`, length and JSON of the header (manifest, and the two ways to the keys), then the payload in chunks, then
the SHA-256 of everything before it. Payload: AES-256-GCM under a random file key; the nonce of a chunk is its number
and whether it is the last, and every chunk is bound to the header, so that none can be moved, left out or taken from
another file. The file key and the shop's keys are sealed under keys derived (HKDF) from the recovery key and from the
data key. Neither writing nor reading holds more than one chunk.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import struct
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from pos_app.domain import recovery_code
from pos_app.domain.backup import Manifest, dumps, from_json, to_json
from pos_app.domain.errors import ShopError, StorageError
from pos_app.ports.backups import DATA_KEY, RECOVERY_KEY, Opened

MAGIC = b"PSKNBAK1"
_MOST_HEADER = 1024 * 1024
_SUM = 32
_TAG = 16
_SALT, _NONCE = 16, 12
_PIECE = 1024 * 1024
_RECOVERY, _MACHINE = "recovery", "machine"


class AesBackupFiles:
    """See `ports.backups.SealedFiles`."""

    def write(self, target: Path, manifest: Manifest, sources: Mapping[str, Path], keys: Mapping[str, str]) -> None:
        file_key = secrets.token_bytes(32)
        core = to_json(manifest)
        bundle = dumps({"file_key": b64encode(file_key).decode(), "keys": dict(keys)})
        secrets_of_ways = {_MACHINE: keys[DATA_KEY].encode()}
        if RECOVERY_KEY in keys:
            secrets_of_ways[_RECOVERY] = recovery_code.from_text(keys[RECOVERY_KEY])
        ways = {name: _seal(secret, name, bundle, dumps(core)) for name, secret in secrets_of_ways.items()}
        header = dumps({"manifest": core, "ways": ways})
        with _refused(target), _Summed(target) as out:
            out.write(MAGIC + struct.pack(">I", len(header)) + header)
            cipher = _cipher(file_key)
            bound = hashlib.sha256(header).digest()
            for number, last, plain in _chunks(_plain(manifest, sources), manifest):
                out.write(cipher.encrypt(_nonce(number, last), plain, bound))
            out.finish()

    def settle(self, partial: Path, target: Path) -> None:
        with _refused(target):
            partial.replace(target)
            if sys.platform != "win32":  # there a rename is in the file system's own journal
                folder = os.open(target.parent, os.O_RDONLY)
                try:
                    with suppress(OSError):  # some sticks' file systems know no such thing
                        os.fsync(folder)
                finally:
                    os.close(folder)

    def manifest(self, file: Path) -> Manifest:
        with _reading(file) as source:
            return _header(source)[0]

    def check(self, file: Path) -> Manifest:
        with _reading(file) as source:
            manifest = _header(source)[0]
            size = os.fstat(source.fileno()).st_size
            source.seek(0)
            digest, left = hashlib.sha256(), size - _SUM
            while left > 0:
                piece = source.read(min(_PIECE, left))
                if not piece:
                    break
                digest.update(piece)
                left -= len(piece)
            if left != 0 or source.read(_SUM + 1) != digest.digest():
                raise ShopError("backup-damaged", detail=file.name)
            return manifest

    def open_here(self, file: Path, data_key: str) -> Opened | None:
        return self._open(file, _MACHINE, data_key.encode())

    def open_by_recovery(self, file: Path, recovery_key: bytes) -> Opened:
        opened = self._open(file, _RECOVERY, recovery_key)
        if opened is None:
            raise ShopError("recovery-key-wrong", detail=file.name)
        return opened

    def _open(self, file: Path, way: str, secret: bytes) -> Opened | None:
        with _reading(file) as source:
            manifest, ways, _ = _header(source)
            said = ways.get(way)
            plain = _unseal(secret, way, said, dumps(to_json(manifest))) if said else None
        if plain is None:
            return None
        bundle = json.loads(plain)
        return Opened(b64decode(bundle["file_key"]), bundle["keys"])

    def unpack(self, file: Path, opened: Opened, folder: Path) -> Manifest:
        with _reading(file) as source:
            manifest, _, raw = _header(source)
            plain = _Plain(_decrypted(source, manifest, opened.file_key, hashlib.sha256(raw).digest(), file.name))
            for member in manifest.members:
                target = folder.joinpath(*member.name.split("/"))
                digest = hashlib.sha256()
                with _room(), _new(target) as out:
                    for piece in plain.take(member.size):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != member.sha256:
                    raise ShopError("backup-damaged", detail=member.name)
        return manifest


# -- the payload -------------------------------------------------------------------------------


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _nonce(number: int, last: bool) -> bytes:
    """Never twice under one file key; a file that was cut ends without its last chunk."""
    return struct.pack(">IQ", 1 if last else 0, number)


def _plain(manifest: Manifest, sources: Mapping[str, Path]) -> Iterator[bytes]:
    for member in manifest.members:
        left = member.size
        with sources[member.name].open("rb") as file:
            while left > 0:
                piece = file.read(min(_PIECE, left))
                if not piece:
                    raise StorageError("backup-write-failed", detail=member.name)
                left -= len(piece)
                yield piece


def _chunks(pieces: Iterator[bytes], manifest: Manifest) -> Iterator[tuple[int, bool, bytes]]:
    """The members one after the other, in chunks of one size; the last may be shorter."""
    plain, left, number = _Plain(pieces), manifest.size, 0
    while True:
        size = min(manifest.chunk, left)
        left -= size
        yield number, left == 0, b"".join(plain.take(size))
        if left == 0:
            return
        number += 1


def _decrypted(source: BinaryIO, manifest: Manifest, key: bytes, bound: bytes, name: str) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag

    cipher, left, number = _cipher(key), manifest.size, 0
    while True:
        size = min(manifest.chunk, left)
        left -= size
        try:
            yield cipher.decrypt(_nonce(number, left == 0), source.read(size + _TAG), bound)
        except (InvalidTag, ValueError) as error:
            raise ShopError("backup-damaged", detail=name) from error
        if left == 0:
            return
        number += 1


class _Plain:
    """A stream of pieces, taken in other pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def take(self, size: int) -> Iterator[memoryview]:
        while size > 0:
            if not self._rest:
                self._rest = memoryview(next(self._pieces))
                continue
            piece, self._rest = self._rest[:size], self._rest[size:]
            size -= len(piece)
            yield piece


# -- keys --------------------------------------------------------------------------------------


def _derived(secret: bytes, salt: bytes, way: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"pishkhan backup 1 " + way.encode()).derive(secret)


def _seal(secret: bytes, way: str, plain: bytes, bound: bytes) -> dict[str, str]:
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    sealed = _cipher(_derived(secret, salt, way)).encrypt(nonce, plain, bound)
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": b64encode(sealed).decode()}


def _unseal(secret: bytes, way: str, said: Mapping[str, str], bound: bytes) -> bytes | None:
    """None where the secret is another one."""
    from cryptography.exceptions import InvalidTag

    try:
        salt, nonce, sealed = bytes.fromhex(said["salt"]), bytes.fromhex(said["nonce"]), b64decode(said["sealed"])
        plain: bytes = _cipher(_derived(secret, salt, way)).decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError, KeyError, TypeError):
        return None
    return plain


# -- the disk ----------------------------------------------------------------------------------


class _Summed:
    """A new file that keeps the sum of what was written into it; on disk when `finish` returns."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._digest = hashlib.sha256()

    def __enter__(self) -> _Summed:
        self._file = _private(self._target)
        return self

    def write(self, piece: bytes) -> None:
        self._digest.update(piece)
        self._file.write(piece)

    def finish(self) -> None:
        self._file.write(self._digest.digest())
        self._file.flush()
        os.fsync(self._file.fileno())
        if hasattr(os, "posix_fadvise"):  # what is tried by opening afterwards is read from the disk, not from memory
            os.posix_fadvise(self._file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _private(target: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(target, flags, 0o600), "wb")


def _new(target: Path) -> BinaryIO:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _private(target)


@contextmanager
def _refused(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        code = "backup-full" if full else "backup-write-failed"
        raise StorageError(code, detail=error.strerror or target.name) from error


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError("storage-full" if full else "storage-write-failed", detail=error.strerror or "") from error


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    try:
        source = file.open("rb")
    except OSError as error:
        raise ShopError("backup-missing", detail=str(file)) from error
    with source:
        try:
            yield source
        except OSError as error:
            raise ShopError("backup-damaged", detail=file.name) from error


def _header(source: BinaryIO) -> tuple[Manifest, dict[str, Any], bytes]:
    """The manifest, the ways to the keys, and the bytes of both."""
    if source.read(len(MAGIC)) != MAGIC:
        raise ShopError("not-a-backup", detail=Path(source.name).name)
    length = source.read(4)
    size = struct.unpack(">I", length)[0] if len(length) == 4 else 0
    raw = source.read(size) if 0 < size <= _MOST_HEADER else b""
    try:
        said = json.loads(raw)
        manifest = from_json(said["manifest"])
        ways = dict(said["ways"])
    except ValueError as error:
        code = "backup-newer" if str(error) == "backup-newer" else "backup-damaged"
        raise ShopError(code, detail=Path(source.name).name) from error
    except (KeyError, TypeError) as error:
        raise ShopError("backup-damaged", detail=Path(source.name).name) from error
    return manifest, ways, raw
