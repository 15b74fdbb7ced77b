"""Each command's contract: what it prints, its status 0 or 2, and never a traceback."""

from __future__ import annotations

import json
import signal
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import main as program
from pos_app import cli
from pos_app.domain.identifiers import CHECKS
from pos_app.settings import RESOURCES
from tests.cli import run

SAMPLES = RESOURCES / "samples"
COMMANDS = ("counter", "demo", "scan", "check", "registry-sandbox")
VECTORS = json.loads((Path(__file__).parents[1] / "data" / "vectors.json").read_text("utf-8"))


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        program.main(["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_a_shops_folder_after_its_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        program.main([command, "--help"])
    assert end.value.code == 0
    assert "--data DIR" in capsys.readouterr().out
    extra = {"demo": ["--out", "x"], "scan": ["a.png"], "check": ["imei", "1"]}.get(command, [])
    assert cli.parse([command, *extra, "--data", "here"]).data == Path("here")


def test_without_a_command_the_counter_opens() -> None:
    assert cli.parse([]).command == "counter"
    given = cli.parse(["--data", "here"])
    assert (given.command, given.data) == ("counter", Path("here"))


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["check"], ["check", "shoe-size", "42"], ["scan"], ["demo"], ["--nonsense"], ["counter", "extra"],
     ["registry-sandbox", "--port", "many"]],
    ids=" ".join,
)  # fmt: skip
def test_nonsense_is_answered_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        program.main(words)
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "usage" in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_check_says_what_the_vectors_say(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    cases = VECTORS.get(kind.replace("-", "_"), {})
    for vector in cases.get("valid", []):
        assert program.main(["check", kind, "--", vector["value"]]) == 0, vector
        answer = said(capsys)
        assert answer["ok"] is True
        assert answer["outcome"] in ("ok", "fix", "warn")
        assert answer["value"]
        assert set(answer) <= {"ok", "outcome", "value", "code"}
    for vector in cases.get("invalid", []):
        assert program.main(["check", kind, "--", vector["value"]]) == 2, vector
        answer = said(capsys)
        assert answer["ok"] is False
        assert answer["outcome"] in ("ask", "refuse")
        assert set(answer) == {"ok", "outcome", "code"}
        assert answer["code"] == answer["code"].lower()
    for vector in cases.get("normalise", []):
        program.main(["check", kind, "--", vector["input"]])
        assert said(capsys).get("value") == vector["output"], vector


def test_every_kind_of_the_contract_is_there() -> None:
    kinds = "imei eid iccid national-id legal-id postal-code mobile sheba activation-code gtin"
    assert set(CHECKS) == set(kinds.split())


@pytest.mark.parametrize("value", ["", " ", "\u200c", "١٢٣", "9" * 100_000, "\x00", "‮1‬", "💥", "--"])
@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_check_survives_anything(kind: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.check(kind, value) in (0, 2)
    assert isinstance(said(capsys)["ok"], bool)


def test_scan_reads_a_box_and_names_each_code(capsys: pytest.CaptureFixture[str]) -> None:
    image = str(SAMPLES / "phone_a_clean.png")
    assert program.main(["scan", image]) == 0
    (answer,) = said(capsys)
    assert answer["image"] == image
    assert all(set(code) == {"text", "kind", "symbology"} for code in answer["codes"])
    kinds = {(code["kind"], code["text"]) for code in answer["codes"]}
    assert {
        ("imei", "356938035643809"), ("imei", "356938035643817"), ("eid", "89049032000001000000012345678954"),
        ("serial", "R5CX40ABCDE"), ("activation_code", "482915"), ("gtin", "2000000000015"),
    } <= kinds  # fmt: skip


def test_an_unreadable_file_is_an_entry_with_its_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    names = [str(tmp_path / "missing.png"), str(broken), str(tmp_path), str(SAMPLES / "phone_b_half.png")]
    assert program.main(["scan", *names]) == 0
    answers = said(capsys)
    assert [answer["image"] for answer in answers] == names
    assert ["error" in answer for answer in answers] == [True, True, True, False]
    assert program.main(["scan", *names[:3]]) == 2
    assert len(said(capsys)) == 3


def test_the_real_program_once(tmp_path: Path) -> None:
    good = run.main("check", "imei", "۳۵۶۹۳۸۰۳۵۶۴۳۸۰۹")
    assert (good.returncode, json.loads(good.stdout)["value"], good.stderr) == (0, "356938035643809", "")
    bad = run.main("check", "imei", "35693803564380", "--data", str(tmp_path))
    assert (bad.returncode, json.loads(bad.stdout)["code"], bad.stderr) == (2, "imei-14-digits", "")
    folder = tmp_path / "a file"
    folder.write_text("not a folder")
    refused = run.main("counter", "--data", str(folder / "shop"))
    assert refused.returncode == 2
    assert refused.stderr.startswith("storage-unreachable: ")
    assert "Traceback" not in refused.stderr


def test_the_sandbox_prints_its_address_serves_and_stops(tmp_path: Path) -> None:
    with run.started("registry-sandbox", "--port", "0", "--data", str(tmp_path / "state")) as sandbox:
        assert sandbox.stdout is not None
        address = json.loads(sandbox.stdout.readline())["address"]
        with urllib.request.urlopen(f"{address}/v1/time", timeout=20) as reply:  # noqa: S310 - loopback
            assert "now" in json.loads(reply.read())
        sandbox.send_signal(signal.SIGTERM)
        assert sandbox.wait(20) == 0
        assert sandbox.stderr is not None
        assert sandbox.stderr.read() == ""
    assert (tmp_path / "state" / "registry.db").exists()


@pytest.mark.parametrize("faults", ['[{"fault": "nonsense"}]', "{", "7", None])
def test_a_bad_file_of_faults_is_answered_with_two(
    tmp_path: Path, faults: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "faults.json"
    if faults is not None:
        file.write_text(faults)
    assert program.main(["registry-sandbox", "--port", "0", "--faults", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [["backup", "--to", ""], ["backup", "--to", " "], ["backup", "--to="], ["outbox", "--data", ""],
     ["recovery-key", "--out", ""], ["export", "units", "--out", ""], ["import", ""], ["import", "a", "--bad", ""],
     ["restore", ""], ["demo", "--out", ""], ["--data", ""]],
    ids=" ".join,
)  # fmt: skip
def test_an_empty_name_is_no_place(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        program.main(words)
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.rstrip().endswith(": empty")) == ("", True)
    assert list(tmp_path.iterdir()) == []
