"""`main.py verify-invoice` and `main.py verify-page`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import main as program
from pos_app.bootstrap import open_shop
from pos_app.domain import seal
from pos_app.domain.invoice import from_json
from pos_app.settings import Settings
from tests.cli.test_tax_commands import sold


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Path, str]:
    """A shop's folder and the document of its first invoice."""
    number = sold(tmp_path)
    services = open_shop(Settings(tmp_path)).services
    with services.storage.read() as session:
        stored = session.invoice(number)
    services.storage.close()
    assert stored is not None
    return tmp_path, stored.document


def verified(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = program.main(["verify-invoice", *words])
    return status, json.loads(capsys.readouterr().out)


def test_a_document_and_its_code(
    shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    folder, text = shop
    document = from_json(text)
    file = tmp_path / "invoice.json"
    file.write_text(text, "utf-8")
    status, said = verified(capsys, str(file), "--data", str(folder))
    assert (status, said["outcome"], said["whose"]) == (0, "valid", "shop")
    assert (said["number"], said["total"]) == (document.number, document.tsstam)
    status, said = verified(capsys, seal.code(document))
    assert (status, said["whose"], said["fingerprint"]) == (
        0, "unknown", seal.fingerprint(seal.from_text(document.public_key)),
    )  # fmt: skip
    assert verified(capsys, seal.code(document), "--key", document.public_key)[1]["whose"] == "shop"
    status, said = verified(capsys, seal.code(document), "--key", seal.to_text(bytes(32)))
    assert (status, said["outcome"], said["whose"]) == (2, "valid", "other")


def test_one_rial_more(shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = json.loads(shop[1])
    file = tmp_path / "invoice.json"
    file.write_text(json.dumps({**plain, "tsstam": plain["tsstam"] + 1}), "utf-8")
    assert verified(capsys, str(file))[0] == 2
    file.write_text(json.dumps({**plain, "tsstam": plain["tsstam"] + 1}), "utf-8")
    assert verified(capsys, str(file))[1]["outcome"] == "altered"


def test_a_photo_of_the_code(shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zxingcpp
    from PIL import Image

    symbol = zxingcpp.create_barcode(seal.code(from_json(shop[1])), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = io.BytesIO()
    Image.fromarray(symbol.to_image(scale=4)).save(drawn, "PNG")
    file = tmp_path / "photo.png"
    file.write_bytes(drawn.getvalue())
    assert verified(capsys, str(file))[1]["outcome"] == "valid"


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG nothing", b"\xff\xfe\x00"])
def test_what_is_no_invoice(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other"
    file.write_bytes(data)
    status, said = verified(capsys, str(file))
    assert (status, said["outcome"]) == (2, "unreadable")


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["verify-invoice", "nowhere.json"]) == 2
    assert capsys.readouterr().err.startswith("file-unreadable: nowhere.json")


def test_the_page_is_written_whole(
    shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    out = tmp_path / "verify.html"
    assert program.main(["verify-page", "--out", str(out), "--data", str(shop[0])]) == 0
    assert from_json(shop[1]).public_key in out.read_text("utf-8")
    assert program.main(["verify-page", "--out", str(tmp_path), "--data", str(shop[0])]) == 2
    assert capsys.readouterr().err.startswith("paper-not-written")


def drawn(text: str, *more: str) -> bytes:
    """A picture with these codes beside each other."""
    import zxingcpp
    from PIL import Image

    parts = [
        Image.fromarray(
            zxingcpp.create_barcode(one, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=4)
        )
        for one in (text, *more)
    ]  # fmt: skip
    whole = Image.new("L", (sum(part.width + 40 for part in parts), max(part.height for part in parts)), 255)
    at = 0
    for part in parts:
        whole.paste(part, (at, 0))
        at += part.width + 40
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def test_a_genuine_code_vouches_for_no_other_beside_it(
    shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    code = seal.code(from_json(shop[1]))
    file = tmp_path / "photo.png"
    file.write_bytes(drawn(code, code.replace("IRR", "QRN")))
    assert program.main(["verify-invoice", str(file)]) == 2
    assert capsys.readouterr().err.startswith("several-codes")
    file.write_bytes(drawn(code, "https://example.com"))
    assert verified(capsys, str(file))[1]["outcome"] == "valid"


@pytest.mark.parametrize("paper", ["a4", "a5", "80mm", "58mm"])
def test_our_own_paper(
    shop: tuple[Path, str], tmp_path: Path, paper: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    file, pdf = tmp_path / "invoice.json", tmp_path / "invoice.pdf"
    file.write_text(shop[1], "utf-8")
    assert program.main(["render", str(file), "--paper", paper, "--out", str(pdf)]) == 0
    status, said = verified(capsys, str(pdf), "--data", str(shop[0]))
    assert (status, said["whose"], said["number"]) == (0, "shop", from_json(shop[1]).number)


def test_a_pdf_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.7 and nothing more")
    assert verified(capsys, str(file)) == (2, {"outcome": "unreadable", "whose": "unknown"})


def test_what_is_said_twice_is_no_document(
    shop: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    file = tmp_path / "invoice.json"
    file.write_text('{"tsstam":1,' + shop[1][1:], "utf-8")
    assert verified(capsys, str(file))[1]["outcome"] == "unreadable"
