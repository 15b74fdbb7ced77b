"""The file of one phone for a dispute: its whole life, and who drew it up when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.invoice import Party
from pos_app.domain.life import Life


@dataclass(frozen=True, slots=True)
class Dossier:
    """The shop's own record, never a document of the registry. `made_at` is UTC."""

    made_at: datetime
    made_by: str
    shop: Party
    licence_no: str
    life: Life
