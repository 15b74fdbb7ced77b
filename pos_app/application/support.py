"""The support bundle: what somebody who helps has to know, and nothing of anybody who bought here."""

from __future__ import annotations

import io
import json
import platform
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pos_app.application import paper_file
from pos_app.domain import log_mask
from pos_app.domain.errors import StorageError
from pos_app.ports.support import Diagnostics

#: Settings whose value is harmless; of the second row only whether there is one. Every other is counted, not named:
#: some of their names are made of what people typed.
SHOWN: Final = (
    "language", "theme", "backup.keep", "backup.made_at", "backup.verified_at", "tax.sending", "tax.key_kept",
    "people.autolock_minutes", "registry.max_age_hours", "registry.key_kept_days",
)  # fmt: skip
ONLY_WHETHER: Final = (
    "shop", "shop.id", "backup.folder", "recovery.printed_at", "tax.address", "tax.key_file", "tax.certificate_file",
    "tax.ca_file", "registry.address", "registry.client_id", "modem.port", "registry.ca_file", "printing",
    "invoice_keys", "registry.capabilities",
)  # fmt: skip
_TAIL = 200_000  # bytes of each log
_LOGS = 2
_ABOUT = """What is in here: versions, what the database says of itself, row counts, a few settings, the files of the
shop's folder by kind and size, and the end of the log. Of the log only words that the program itself uses are kept;
everything else stands as three dots. No name, number, address, price or code of anybody is in it.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    path: Path
    files: tuple[str, ...]


def make(
    diagnostics: Diagnostics, folder: Path, log: Path, out: Path, *, program: str, more: Mapping[str, str],
    codes: frozenset[str],
) -> Bundle:  # fmt: skip
    """Writes the bundle, also of a shop that cannot be opened. `more`: versions that only the window knows; `codes`:
    the words of the log that are the program's own. Raises StorageError `support-not-written`."""
    _refuse(out)
    said = diagnostics.describe()
    files = {
        "about.txt": _ABOUT,
        "versions.json": _json(_versions(program, said.versions, more)),
        "database.json": _json(
            {"problem": said.problem, "schema": said.schema, "pragmas": said.pragmas, "rows": said.rows,
             "check": said.check}
        ),
        "settings.json": _json(_settings(said.settings)),
        "files.json": _json(_files(folder)),
        "log.txt": _logs(log, codes),
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    paper_file.write(out, packed.getvalue(), refused="support-not-written", private=True)
    return Bundle(out, tuple(files))


def _versions(program: str, database: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {
        "program": program, "python": sys.version.split()[0], "system": platform.system(),
        "release": platform.release(), "machine": platform.machine(), **database, **more,
    }  # fmt: skip


def _settings(held: Mapping[str, str]) -> dict[str, Any]:
    shown = {name: held[name] for name in SHOWN if len(held.get(name, "")) in range(1, 41)}
    whether = {name: bool(held.get(name)) for name in ONLY_WHETHER}
    return {"values": shown, "set": whether, "others": len(set(held) - {*SHOWN, *ONLY_WHETHER})}


def _files(folder: Path) -> list[dict[str, Any]]:
    """By kind: names of papers are numbers of invoices."""
    found: dict[str, list[int]] = {}
    try:
        for path in folder.iterdir():
            kind = "folder" if path.is_dir() else path.suffix.lower()[:12] or "none"
            found.setdefault(kind if kind.isascii() else "other", []).append(path.stat().st_size)
    except OSError:
        return []
    return [{"kind": kind, "count": len(sizes), "bytes": sum(sizes)} for kind, sizes in sorted(found.items())]


def _logs(log: Path, codes: frozenset[str]) -> str:
    parts = []
    for nth in reversed(range(_LOGS)):
        path = log if nth == 0 else log.with_name(f"{log.name}.{nth}")
        try:
            with path.open("rb") as file:
                file.seek(0, io.SEEK_END)
                begin = max(0, file.tell() - _TAIL)
                file.seek(begin)
                text = file.read().decode("utf-8", "replace")
        except OSError:
            continue
        parts.append(text.partition("\n")[2] if begin else text)  # a half line could read as anything
    return "\n".join(log_mask.masked(part, codes) for part in parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True) + "\n"


def _refuse(out: Path) -> None:
    """A bundle never takes the place of something else. Raises StorageError `support-not-written`."""
    if out.exists() and not zipfile.is_zipfile(out):
        raise StorageError("support-not-written", detail=out.name)
