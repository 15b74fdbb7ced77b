"""Every paper as pictures for a person to look at: `python -m tests.invoices.gallery` writes build/papers/."""

from __future__ import annotations

from importlib import import_module

from invoices.renderer import PaperRenderer
from invoices.stamp import draw_stamp
from invoices.tongues import TONGUES
from pos_app.settings import ROOT
from tests.invoices.samples import awkward, returned, sample, used

OUT = ROOT / "build" / "papers"
_DPI = 150


def main() -> None:
    renderer, stamp = PaperRenderer(), draw_stamp("فروشگاه نمونهٔ آریا", "12345")
    documents = {"new": sample(), "used": used(), "void": returned(), "awkward": awkward()}
    OUT.mkdir(parents=True, exist_ok=True)
    for name, document in documents.items():
        for paper in renderer.papers():
            for language in TONGUES:
                pdf = renderer.render(document, stamp=stamp, copy=name == "used", paper=paper, language=language)
                _draw(pdf, f"{name}-{paper}-{language}")


def _draw(pdf: bytes, name: str) -> None:
    opened = import_module("pypdfium2").PdfDocument(pdf)  # it has no types
    for number, page in enumerate(opened, start=1):
        page.render(scale=_DPI / 72).to_pil().save(OUT / f"{name}-{number}.png")
    opened.close()


if __name__ == "__main__":
    main()
