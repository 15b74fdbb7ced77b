"""The practice tax office in this process, and the client that speaks to it over loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.adapters.tax.office import HttpTaxOffice
from registry_sandbox.tax_identity import PASSWORD, Files, made
from registry_sandbox.tax_rules import TaxOfficeRules
from registry_sandbox.tax_server import PracticeTaxOffice
from tests.fakes.clock import NOON, FrozenClock


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return made(tmp_path_factory.mktemp("keys"), NOON)


@dataclass(slots=True)
class Desk:
    """The office, its clock (which is the client's too), and clients of it."""

    server: PracticeTaxOffice
    clock: FrozenClock
    keys: Files

    def client(self, **changes: object) -> HttpTaxOffice:
        plain: dict[str, object] = {
            "key_file": self.keys.token, "certificate_file": None, "password": lambda: PASSWORD,
            "now": self.clock.now, "seconds": 20.0,
        }  # fmt: skip
        address = str(changes.pop("address", self.server.address))
        return HttpTaxOffice(address, **{**plain, **changes})  # type: ignore[arg-type]


@pytest.fixture
def desk(keys: Files) -> Iterator[Desk]:
    clock = FrozenClock()
    server = PracticeTaxOffice(TaxOfficeRules(keys, clock.now))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Desk(server, clock, keys)
    server.awake.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def password() -> Callable[[], str]:
    return lambda: PASSWORD


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "nothing.pem"
