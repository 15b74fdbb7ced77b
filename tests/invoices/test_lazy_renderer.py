"""The renderer that the program is given draws what the real one draws."""

from __future__ import annotations

from invoices.renderer import PaperRenderer
from pos_app.bootstrap import LazyRenderer
from tests.invoices.samples import a_dossier, bought, returned


def test_every_paper_comes_through() -> None:
    lazy, real = LazyRenderer(), PaperRenderer()
    assert lazy.render(returned(), stamp=None, copy=True) == real.render(returned(), stamp=None, copy=True)
    assert lazy.buy_in(bought(), stamp=None, copy=True) == real.buy_in(bought(), stamp=None, copy=True)
    assert lazy.dossier(a_dossier(), stamp=None) == real.dossier(a_dossier(), stamp=None)
    assert lazy.unprintable(bought()) == lazy.unprintable(returned()) == ""
