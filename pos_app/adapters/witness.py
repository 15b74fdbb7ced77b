"""Where each till's history stood when it was last looked at, kept outside the database: in the key store.

Whoever puts an older copy of the whole file back has its older, rightly signed head too; only what lies elsewhere knows
better."""

from __future__ import annotations

import json

from pos_app.domain.history import Head
from pos_app.ports.secrets import SecretStore

NAME = "history-witness"


def read(store: SecretStore) -> tuple[Head, ...]:
    """() = none was kept, or it is not to be read."""
    try:
        rows = json.loads(store.get(NAME) or "[]")
        return tuple(Head(int(till), int(count), str(end), int(seq)) for till, count, end, seq in rows)
    except (ValueError, TypeError):
        return ()


def keep(store: SecretStore, heads: tuple[Head, ...]) -> None:
    """In place of what was kept: also after a restore, whose history ends earlier."""
    store.put(NAME, text(heads))


def text(heads: tuple[Head, ...]) -> str:
    return json.dumps([[head.till_id, head.count, head.hash, head.seq] for head in heads])
