"""`main.py invoice` and `main.py render`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import main as program
from pos_app.application import completing, scan, sell
from pos_app.application import shop as shops
from pos_app.bootstrap import open_shop
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.settings import Settings
from tests.invoices.drawn import read
from tests.invoices.samples import FOLDER

CASE_GTIN = "2000000000107"  # of the practice shop
COPY = "تشونور"


def sold(folder: Path) -> str:
    services = open_shop(Settings(folder, practice=True)).services
    with services.storage.write() as session:
        shops.put(session, replace(shops.load(session), vat_registered=False))  # whatever year it is
    sale_id = scan.take(services, "", CASE_GTIN).sale_id
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    number = completing.complete(services, sale_id).number
    services.storage.close()
    return number


def test_the_first_print_is_the_original_whatever_its_paper_and_the_next_a_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = sold(tmp_path)
    for paper, copy in (("80mm", False), ("58mm", True), ("a4", True), ("a5", True)):
        out = tmp_path / f"{paper}.pdf"
        arguments = ["invoice", number, "--paper", paper, "--out", str(out), "--data", str(tmp_path)]
        assert program.main(arguments) == 0
        assert json.loads(capsys.readouterr().out) == {"number": number, "paper": paper, "file": str(out)}
        text = "".join(page.text for page in read(out.read_bytes()))
        assert number in text
        assert (COPY in text) is copy


def test_an_unknown_paper_counts_no_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = sold(tmp_path)
    out = tmp_path / "out.pdf"
    arguments = ["invoice", number, "--out", str(out), "--data", str(tmp_path)]
    assert program.main([*arguments, "--paper", "a3"]) == 2
    assert capsys.readouterr().err.startswith("paper-unknown: ")
    assert not out.exists()
    assert program.main(arguments) == 0
    assert COPY not in read(out.read_bytes())[0].text


def test_a_template_of_the_shop_is_used_and_its_mistake_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = sold(tmp_path)
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "80mm.toml"
    shipped = Path("invoices/templates/80mm.toml").read_text("utf-8")
    own.write_text(shipped.replace("width = 80", "width = 104"), "utf-8")
    out = tmp_path / "out.pdf"
    arguments = ["invoice", number, "--paper", "80mm", "--out", str(out), "--data", str(tmp_path)]
    assert program.main(arguments) == 0
    assert read(out.read_bytes())[0].width == pytest.approx(294.8, abs=0.1)
    own.write_text(shipped.replace("width = 80", "width = 'broad'"), "utf-8")
    capsys.readouterr()
    assert program.main(arguments) == 2
    assert "80mm.toml: page.width: number-expected" in capsys.readouterr().err


@pytest.mark.parametrize("paper", ["a4", "a5", "80mm", "58mm"])
def test_a_stored_document_needs_no_shop(tmp_path: Path, paper: str) -> None:
    out = tmp_path / "out.pdf"
    document = str(FOLDER / "invoice-new-device.json")
    arguments = ["render", document, "--out", str(out), "--paper", paper, "--data", str(tmp_path / "none")]
    assert program.main(arguments) == 0
    first = out.read_bytes()
    assert "1405-1-000418" in read(first)[0].text
    assert program.main(arguments) == 0
    assert out.read_bytes() == first
    assert program.main([*arguments, "--language", "en", "--copy"]) == 0
    assert "COPY" in read(out.read_bytes())[0].text
    assert not (tmp_path / "none").exists()


def test_the_paper_of_a_buy_in_is_one_to_sign_on_a4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["render", str(FOLDER / "buy-in-walk-in.json"), "--out", str(tmp_path / "out.pdf")]
    assert program.main(arguments) == 0
    assert program.main([*arguments, "--paper", "80mm"]) == 2
    assert capsys.readouterr().err == "paper-unknown: 80mm\n"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 1}', '{"schema": 9}', "\x00", '{"kind": "buy_in"}'])
def test_what_is_no_document_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    given = tmp_path / "document.json"
    given.write_text(text, "utf-8")
    assert program.main(["render", str(given), "--out", str(tmp_path / "out.pdf")]) == 2
    assert capsys.readouterr().err.startswith("document-unreadable: ")
    assert program.main(["render", str(tmp_path / "none.json"), "--out", str(tmp_path / "out.pdf")]) == 2
    assert not (tmp_path / "out.pdf").exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    document = str(FOLDER / "invoice-new-device.json")
    assert program.main(["render", document, "--out", str(tmp_path / "file" / "out.pdf")]) == 2
    assert capsys.readouterr().err.startswith("paper-not-written: ")


def test_labels_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_shop(Settings(tmp_path, practice=True)).services.storage.close()
    out = tmp_path / "labels.pdf"
    words = ["--out", str(out), "--data", str(tmp_path)]
    assert program.main(["label", "356938035643809", CASE_GTIN, "--paper", "sheet", "--copies", "2", *words]) == 0
    assert json.loads(capsys.readouterr().out) == {"labels": 4, "paper": "sheet", "file": str(out)}
    assert len(read(out.read_bytes())) == 1
    assert program.main(["label", "356938035643809", *words]) == 0
    assert len(read(out.read_bytes())) == 1
    for wrong in (["nothing"], [CASE_GTIN, "--paper", "b7"], [CASE_GTIN, "--copies", "0"]):
        assert program.main(["label", *wrong, *words]) == 2


@pytest.mark.parametrize("command", ["invoice", "render", "label", "verify-page", "recovery-key"])
@pytest.mark.parametrize("file", ["shop.db", "keys/data-key"])
def test_nothing_of_the_shop_makes_way_for_a_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, file: str
) -> None:
    number = sold(tmp_path)
    arguments = {"invoice": [number], "render": [str(FOLDER / "invoice-new-device.json")], "label": [CASE_GTIN]}
    held = (tmp_path / file).read_bytes()[:16]  # what opening it writes, it writes further on
    recovery = tmp_path / "keys" / "recovery-key"
    before = recovery.read_bytes() if recovery.exists() else b""
    renewed = ["--renew"] if command == "recovery-key" else []
    words = [command, *arguments.get(command, []), *renewed, "--out", str(tmp_path / file), "--data", str(tmp_path)]
    assert program.main(words) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.startswith("paper-place-taken")) == ("", True)
    assert (tmp_path / file).read_bytes()[:16] == held
    assert (recovery.read_bytes() if recovery.exists() else b"") == before
