"""Where things are on this machine, and how this program was started. The shop's own settings are in its database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
VERSION = "0.1.0"  # as in pyproject.toml; a test holds the two together


@dataclass(frozen=True, slots=True)
class RegistryAccess:
    """An API registry this till may sign in to. `secret` None = it lies in the key store."""

    address: str
    client_id: str
    secret: str | None = field(default=None, repr=False)
    ca_file: Path | None = None  # the authority that signs the registry's certificate, in place of the system's
    next_ca_file: Path | None = None  # the one that will, while a registry changes over


@dataclass(frozen=True, slots=True)
class Settings:
    """`folder` holds all of one shop; `registry` overrides the shop's own setting (practice)."""

    folder: Path
    practice: bool = False
    registry: RegistryAccess | None = None

    @property
    def database(self) -> Path:
        return self.folder / "shop.db"

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    @property
    def templates(self) -> Path:
        """The shop's own papers; the folder need not be there."""
        return self.folder / "templates"

    @property
    def log(self) -> Path:
        return self.folder / "pishkhan.log"


def default_folder() -> Path:
    """The user's data folder of this system."""
    from platformdirs import user_data_path

    return user_data_path("pishkhan", appauthor=False)
