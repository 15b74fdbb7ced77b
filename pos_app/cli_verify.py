"""`main.py verify-invoice` and `main.py verify-page`: is this invoice as the shop issued it?"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pos_app import cli, cli_registry
from pos_app.adapters.signing import verify as holds
from pos_app.application import paper_file, sealing, verify_page
from pos_app.application.services import Services
from pos_app.application.verifying import Outcome, Verification, verify
from pos_app.domain import seal
from pos_app.domain.errors import ShopError
from pos_app.ports.hardware import UnreadableImageError
from pos_app.settings import Settings, default_folder

MAX_FILE = 8_000_000  # bytes of a document or of a photo of the code


#: A PDF -> pictures of its pages. Only a room above can draw one.
Pages = Callable[[Path], list[bytes]]


def command(given: Namespace, pages: Pages) -> int:
    """What the code says and whether it holds, as JSON; status 0 = valid, 2 = anything else."""
    try:
        texts = _texts(given.source, pages)
    except OSError as error:
        return cli.complain("file-unreadable", given.source[:80], error.strerror or "")
    if len(texts) > 1:  # which of them was meant?
        return cli.complain("several-codes", given.source[:80])

    def judged(keys: tuple[str, ...]) -> int:
        said = verify(texts[0], holds, (*keys, *(given.key or ()))) if texts else Verification(Outcome.UNREADABLE)
        cli.print_json(_plain(said))
        return cli.DONE if said.holds else cli.FAILED

    if given.data is None:
        return judged(())
    return cli_registry.run(Settings(given.data), _keys, show=judged)


def page(given: Namespace) -> int:
    """Writes the page with the keys of this shop; status 2 where it cannot be written."""

    def written(html: str) -> int:
        try:
            paper_file.write(given.out, html.encode(), refused="paper-not-written")
        except ShopError as error:
            return cli.complain(error.code, given.out, error.detail)
        return cli.DONE

    return cli_registry.run(Settings(given.data or default_folder()), verify_page.of_shop, show=written)


def _keys(services: Services) -> tuple[str, ...]:
    with services.storage.read() as session:
        return sealing.known(session)


def _texts(source: str, pages: Pages) -> list[str]:
    """A code itself, or what the file of that name holds: a document, a code, a photo of one, or our PDF. Raises
    OSError."""
    if source.lstrip().startswith((seal.MARK, "{")):
        return [source]
    with Path(source).open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return []
    if data.startswith(b"%PDF-"):
        return _codes(*pages(Path(source)))
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return _codes(data)


def _codes(*photos: bytes) -> list[str]:
    """The different codes of ours in these pictures; an invoice has other codes too."""
    from pos_app.adapters.hardware.code_reader import TwoEngineReader

    reader, found = TwoEngineReader(), []
    for photo in photos:
        with suppress(UnreadableImageError):
            found += [code.text for code in reader.read(photo) if code.text.startswith(seal.MARK)]
    return list(dict.fromkeys(found))


def _plain(said: Verification) -> dict[str, Any]:
    plain: dict[str, Any] = {"outcome": said.outcome.value, "whose": said.whose.value}
    if (code := said.sealed) is not None:
        plain |= {
            "number": code.number, "issued_at": code.issued_at, "total": code.total, "currency": code.currency,
            "imeis": list(code.imeis), "key": code.key_text, "fingerprint": seal.fingerprint(code.public_key),
        }  # fmt: skip
    return plain
