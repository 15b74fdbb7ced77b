"""The practice registry as a program: its address, its end, its refusals, its memory."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.identifiers import check_activation_code, check_eid, check_gtin
from pos_app.domain.imei import is_imei
from pos_app.domain.registry import Answered, Refused
from registry_sandbox.__main__ import main
from registry_sandbox.devices import load
from registry_sandbox.fault_bench import FaultBench
from registry_sandbox.faults import FAULTS
from registry_sandbox.practice import Practice
from registry_sandbox.rules import Registry
from registry_sandbox.state import State
from registry_sandbox.switches import Switches
from tests.registry.practice import PHONE_A, activation, in_process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_at_once_and_cleanly(number: signal.Signals) -> None:
    with in_process() as (_practice, process):
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_state_outlives_the_process_and_holds_no_number_in_clear(tmp_path: Path) -> None:
    command = activation()
    for _ in range(2):
        with in_process("--state", str(tmp_path / "practice.db")) as (practice, _process):
            registry: HttpxRegistry = practice.client()
            reply = registry.submit(command)
            assert isinstance(reply, Answered)
            again = registry.submit(activation())
            assert isinstance(again, Refused)
            assert practice.activations() == {PHONE_A: 1}
            registry.close()
    for file in tmp_path.iterdir():
        kept = file.read_bytes()
        for private in (command.msisdn[1:], command.activation_code):
            assert private.encode() not in kept


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[{", "not JSON"),
        ("{}", "a list is wanted"),
        ("[7]", "is wanted"),
        ('[{"fault": "explode"}]', "unknown fault 'explode'"),
        ('[{"fault": "delay", "secs": 1}]', "no option 'secs'"),
        ('[{"fault": "delay", "seconds": "1"}]', "must be a float"),
        ('[{"fault": "down", "times": 0}]', "times"),
        ('[{"fault": "down", "path": 1}]', "path"),
        ('[{"fault": "down", "every": 0}]', "every"),
        ('[{"fault": "clock_skewed", "always": "yes"}]', "must be a bool"),
    ],
)
def test_bad_fault_file_is_refused_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    file = tmp_path / "faults.json"
    file.write_text(text)
    assert reason in refusal(capsys, "--faults", str(file))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[", "not JSON"),
        ("{}", "a list of devices"),
        ("[1]", "an object"),
        ('[{"imei": "356938035643808", "verdict": "OTHER"}]', "check digit"),
        ('[{"imei": "356938035643809", "verdict": "FINE"}]', "unknown verdict"),
        ('[{"imei": "356938035643809", "verdict": "OTHER", "colour": "red"}]', "unknown field colour"),
        ('[{"imei": "356938035643809", "imei2": "356938035643809", "verdict": "OTHER"}]', "twice"),
    ],
)
def test_bad_device_file_is_refused_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    file = tmp_path / "devices.json"
    file.write_text(text)
    assert reason in refusal(capsys, "--devices", str(file))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[", "not JSON"),
        ("{}", "a list of clients"),
        ('["till"]', "is wanted"),
        ('[{"id": "till-2"}]', "must be texts"),
        ('[{"id": "till-2", "secret": "x", "colour": "red"}]', "is wanted"),
    ],
)
def test_bad_client_file_is_refused_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    file = tmp_path / "clients.json"
    file.write_text(text)
    assert reason in refusal(capsys, "--clients", str(file))


def test_state_of_the_first_version_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    old = sqlite3.connect(path)
    old.executescript("""
        CREATE TABLE operation (operation_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
            status INTEGER NOT NULL, answer TEXT NOT NULL, view TEXT NOT NULL);
        CREATE TABLE activation (seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL,
            msisdn_sha256 TEXT NOT NULL, msisdn_masked TEXT NOT NULL);
        CREATE TABLE wrong_code (seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL);
        CREATE TABLE token (sha256 TEXT PRIMARY KEY, client_id TEXT NOT NULL, expires_at REAL NOT NULL);
        INSERT INTO operation VALUES ('op-1', 'practice-till', 'f', 201, '{}', '{"kind": "activation"}');
        INSERT INTO activation VALUES (1, 'op-1', '356938035643809', 'x', '+98912***0001');
    """)
    old.close()
    with in_process("--state", str(path)) as (practice, _process):
        assert practice.activations() == {PHONE_A: 1}
        registry = practice.client()
        reply = registry.submit(activation())
        assert isinstance(reply, Refused)
        assert reply.problem.code == "already-activated-other-sim"
        registry.close()


def test_missing_file_taken_port_open_host_and_foreign_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No such file" in refusal(capsys, "--faults", str(tmp_path / "none.json"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "in use" in refusal(capsys, "--port", str(taken.getsockname()[1]))
    for host in ("0.0.0.0", "192.168.1.4", "registry.example"):  # noqa: S104 - what must be refused
        assert "loopback" in refusal(capsys, "--host", host)
    assert "65535" in refusal(capsys, "--port", "70000")
    (tmp_path / "photo.db").write_bytes(b"not a database at all, " * 100)
    assert "cannot open" in refusal(capsys, "--state", str(tmp_path / "photo.db"))


def test_faults_from_a_file_strike(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps([{"fault": "down", "path": "/v1/activations", "times": 1}]))
    with in_process("--faults", str(file)) as (practice, _process):
        registry = practice.client()
        command = activation()
        assert isinstance(registry.submit(command), Refused)
        assert isinstance(registry.submit(command), Answered)
        registry.close()


def test_seed_passes_every_check_and_phones_a_and_b_are_the_sample_boxes() -> None:
    devices = list({device.imei: device for device in load().values()}.values())
    for device in devices:
        assert all(map(is_imei, device.imeis))
        assert device.gtin is None or check_gtin(device.gtin).ok
        assert device.eid is None or check_eid(device.eid).ok
        assert device.activation_code is None or check_activation_code(device.activation_code).ok
    a, b = devices[:2]
    assert (a.imei, a.imei2, a.eid, a.serial, a.gtin) == (
        "356938035643809",
        "356938035643817",
        "89049032000001000000012345678954",
        "R5CX40ABCDE",
        "2000000000015",
    )
    assert (b.imei, b.imei2, b.serial, b.gtin) == ("490154203237518", None, "NK7H2000421", "2000000000022")
    assert {a.verdict, b.verdict} == {"LEGAL_NOT_ACTIVATED"}
    assert {"BLOCKED_OR_STOLEN", "NOT_REGISTERED", "DUPLICATE_IMEI", "LEGAL_ACTIVE_OTHER_SIM"} <= {
        device.verdict for device in devices
    }


def test_state_is_rolled_back_whole() -> None:
    state = State()

    def fails_half_way() -> None:
        with state.change():
            state.activate("op", PHONE_A, "+989120000001")
            state._db.execute("INSERT INTO operation (operation_id) VALUES ('x')")

    with pytest.raises(sqlite3.IntegrityError):
        fails_half_way()
    assert state.owner(PHONE_A) is None
    state.close()


def test_the_guide_names_every_fault_and_switch() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "practice-registry.md").read_text("utf-8")
    assert [name for name in FAULTS if f"`{name}`" not in guide] == []
    for kind in FAULTS.values():
        assert [option for option in kind.options if f"`{option}`" not in guide] == []
    in_memory = Practice(Registry(load(), State()), FaultBench())
    paths = [route.path.partition("/{")[0] for route in Switches(in_memory).routes()]
    assert [path for path in paths if path not in guide] == []
    in_memory.registry.state.close()
