"""The languages of the paper: its words, and how each writes numbers, days and names."""

from __future__ import annotations

from typing import Final

from invoices.tongues.en import EN
from invoices.tongues.fa import FA
from invoices.tongues.tongue import Tongue

TONGUES: Final = {tongue.code: tongue for tongue in (FA, EN)}

__all__ = ["EN", "FA", "TONGUES", "Tongue"]
