"""A slip as dots: machines read what stands on it at the density of the printer, and no edge is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from invoices.renderer import PaperRenderer
from pos_app.domain import seal
from pos_app.domain.invoice import from_json
from pos_app.ports.hardware import Raster
from tests.invoices.samples import FOLDER
from ui.raster import slip_raster

pytestmark = pytest.mark.usefixtures("qapp")


def picture(slip: Raster) -> Image.Image:
    return Image.frombytes("1", (slip.width, slip.height), bytes(byte ^ 0xFF for byte in slip.dots)).convert("L")


def of_file(path: Path) -> Raster:
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    slip = slip_raster(document)
    document.close()
    return slip


@pytest.mark.parametrize(("paper", "reach"), [("80mm", 576), ("58mm", 384)])
def test_every_code_of_a_slip_is_read_from_its_dots(tmp_path: Path, paper: str, reach: int) -> None:
    assert QGuiApplication.instance() is not None
    document = from_json((FOLDER / "invoice-awkward.json").read_text("utf-8"))
    document = seal.sealed(document, bytes(range(32)), lambda message: (message * 64)[:64])
    path = tmp_path / "slip.pdf"
    path.write_bytes(PaperRenderer().render(document, stamp=None, copy=False, paper=paper))
    slip = of_file(path)
    assert (slip.width, len(slip.dots)) == (reach, slip.height * reach // 8)
    read = {code.text for code in zxingcpp.read_barcodes(picture(slip))}
    assert {imei for line in document.lines for imei in line.imeis} <= read
    assert seal.code(document) in read


@pytest.mark.parametrize("edge", [6, 1])
def test_nothing_is_cut_off_at_the_edge_of_the_paper(tmp_path: Path, edge: int) -> None:
    """What lies where the printer does not reach makes the whole page smaller."""
    path = tmp_path / "edge.pdf"
    canvas = Canvas(str(path), pagesize=(80 * mm, 20 * mm))
    for left in (edge, 80 - edge - 1):
        canvas.rect(left * mm, 5 * mm, 1 * mm, 10 * mm, fill=1)
    canvas.save()
    slip = of_file(path)
    box = picture(slip).point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    assert slip.width == 576
    whole = 80 - 2 * edge
    assert box[2] - box[0] == pytest.approx(whole * 8 if edge == 6 else whole * 576 / 80, abs=4)
    assert 0 <= box[0] < box[2] <= 576
