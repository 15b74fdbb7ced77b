"""From an issued invoice to the bytes of a receipt printer: its page, the dots of it, the commands around them."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from tests.bench.extent import Extent
from tests.bench.figures import Figure, alone, milliseconds

_PAPERS = ("80mm", "58mm")


def measure(extent: Extent) -> list[Figure]:
    """The printer itself takes some 60 mm a second: what is before it may not be felt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtPdf import QPdfDocument

    from invoices.renderer import PaperRenderer
    from pos_app.adapters.hardware.receipt_printer import compose
    from tests.bench.page_floor import another
    from ui.app import make_qt
    from ui.raster import slip_raster

    qt, renderer, figures = make_qt(), PaperRenderer(), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "slip.pdf"
        for paper in _PAPERS:
            spent = []
            for turn in range(extent.pages + 1):
                begun = time.perf_counter()
                path.write_bytes(renderer.render(another(turn), stamp=None, copy=False, paper=paper))
                document = QPdfDocument()
                document.load(str(path))
                slip = slip_raster(document)
                document.close()
                compose(slip, cut=True, drawer=False)
                spent.append(time.perf_counter() - begun)
            figures.append(alone(f"slip of {paper} to the printer", milliseconds(spent[1:]), "ms", aim=150))
    del qt
    return figures
