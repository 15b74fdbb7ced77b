"""A shop and the practice office over loopback: sales, corrections, trouble, and nothing is ever there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from json import dumps, loads
from pathlib import Path
from typing import Any

import pytest

from pos_app.application import completing, e_sending
from pos_app.application.services import Services
from pos_app.domain.e_sending import SendState
from registry_sandbox.tax_identity import Files
from tests.application.steps import sold
from tests.application.test_e_sending import at, rounds
from tests.application.test_returns import ready
from tests.fakes import parts
from tests.fakes.parts import ROOT, Till
from tests.tax.conftest import Desk
from tests.tax.shops import sending


@pytest.fixture
def till(tmp_path: Path, desk: Desk) -> Iterator[Till]:
    made = parts.at_work(parts.new_shop(tmp_path), clock=desk.clock)
    yield made
    made.storage.close()


@pytest.fixture
def shop(till: Till, desk: Desk) -> Services:
    return sending(till, desk.server.address, desk.keys.token)


def there(desk: Desk) -> list[tuple[str, str]]:
    return [(parcel.tax_id, parcel.status) for parcel in desk.server.rules.parcels.values()]


def test_a_sale_and_its_return(till: Till, shop: Services, desk: Desk) -> None:
    first = sold(shop)
    rounds(till, shop, 3)
    found = at(shop, first.number)
    assert (found.state, bool(found.sign)) == (SendState.SUCCEEDED, True)
    back = completing.complete(shop, ready(replace(till, services=shop)))
    rounds(till, shop, 3)
    assert at(shop, back.number).state is SendState.SUCCEEDED
    assert there(desk) == [(first.tax_id, "SUCCESS"), (back.tax_id, "SUCCESS")]


@pytest.mark.parametrize("fault", ["lost-reply", "unavailable", "unavailable-after", "garbage"])
def test_trouble_with_the_packet(till: Till, shop: Services, desk: Desk, fault: str) -> None:
    paper = sold(shop)
    desk.server.faults = [("invoice", fault)]
    rounds(till, shop, 1)
    assert at(shop, paper.number).state is SendState.UNKNOWN
    rounds(till, shop, 5)
    assert at(shop, paper.number).state is SendState.SUCCEEDED
    assert there(desk) == [(paper.tax_id, "SUCCESS")]


def test_trouble_with_everything_around_it(till: Till, shop: Services, desk: Desk) -> None:
    paper = sold(shop)
    desk.server.faults = [
        ("nonce", "unavailable"), ("server-information", "lost-reply"), ("nonce", "bad-nonce"),
        ("inquiry-by-reference-id", "garbage"), ("inquiry-by-reference-id", "unknown"),
    ]  # fmt: skip
    rounds(till, shop, 9)
    assert desk.server.faults == []
    assert at(shop, paper.number).state is SendState.SUCCEEDED
    assert there(desk) == [(paper.tax_id, "SUCCESS")]


def test_given_up_over_there_and_sent_again_by_a_person(till: Till, shop: Services, desk: Desk) -> None:
    paper = sold(shop)
    desk.server.faults = [("inquiry-by-reference-id", "timed-out")]
    rounds(till, shop, 2)
    assert at(shop, paper.number).state is SendState.TIMED_OUT
    e_sending.again(shop, paper.number)
    rounds(till, shop, 3)
    # The first packet was there after all: the office tells, since the tax id is the same.
    found = at(shop, paper.number)
    assert (found.state, found.errors[0].code) == (SendState.FAILED, "sample-tax-id-twice")
    assert [status for _tax_id, status in there(desk)] == ["SUCCESS", "FAILED"]


# -- killed --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Process:
    address: str
    key_file: Path
    child: subprocess.Popen[str]

    def ask(self, path: str, body: object = None) -> Any:
        root = self.address.removesuffix("/requestsmanager")
        data = dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(f"{root}/_practice/{path}", data=data, timeout=20) as answer:  # noqa: S310
            return loads(answer.read())


@contextmanager
def office(folder: Path, state: Path, port: int = 0) -> Iterator[Process]:
    """Killed hard at the end; the state it wrote stays."""
    command = [
        sys.executable, "-m", "tests.tax.office_child", "--keys", str(folder), "--state", str(state),
        "--port", str(port),
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = loads(child.stdout.readline())
        try:
            yield Process(told["address"], Path(told["key_file"]), child)
        finally:
            child.kill()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_shop_and_office_are_killed_between_packet_and_answer(tmp_path: Path, keys: Files) -> None:
    folder = keys.root.parent
    path, state = parts.new_shop(tmp_path), tmp_path / "office.json"
    with office(folder, state) as first:
        first.ask("faults", [{"call": "invoice", "fault": "slow"}])
        command = [sys.executable, "-m", "tests.tax.sending_child", str(path), first.address, str(first.key_file)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            number = child.stdout.readline().strip()
            while not first.ask("packets"):
                assert child.poll() is None
            os.kill(child.pid, signal.SIGKILL)
        port = int(first.address.rpartition(":")[2].partition("/")[0])
    till = parts.at_work(path)
    try:
        services = sending(till, first.address, first.key_file)
        assert at(services, number).state is SendState.SENDING
        till.clock.move(minutes=3)
        assert e_sending.once(services).problem == "tax-no-connection"  # the office is dead as well
        assert at(services, number).state is SendState.UNKNOWN
        with office(folder, state, port) as second:
            for _round in range(3):
                till.clock.move(minutes=2)
                e_sending.once(services)
            assert at(services, number).state is SendState.SUCCEEDED
            (packet,) = second.ask("packets")
            assert packet[::2] == [at(services, number).uid, "SUCCESS"]
    finally:
        till.storage.close()
