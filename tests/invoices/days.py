"""Closed shifts to draw: an ordinary one, and one in which everything happened."""

from __future__ import annotations

from pos_app.domain.day_document import ByHand, CardSum, DayDocument, Pieces
from pos_app.domain.invoice import Party

SHOP = Party(name="موبایل آریا (نمونه)", address="استان نمونه، شهر نمونه، بازار موبایل نمونه، پلاک ۱۲")

QUIET = DayDocument(
    number="Z1405-1-000001", shop=SHOP, till_id=1, opened_at="2026-11-26T05:40:00+00:00", opened_by="سارا محمدی",
    by_itself=True, closed_at="2026-11-26T17:05:00+00:00", closed_by="سارا محمدی", opening=0, sales=0, bought=0,
    returned=0, corrected=0, paid_in=0, paid_out=0, expected=0, counted=0, left=0,
)  # fmt: skip

FULL = DayDocument(
    number="Z1405-1-000118", shop=SHOP, till_id=1, opened_at="2026-11-26T05:40:00+00:00", opened_by="سارا محمدی",
    by_itself=False, closed_at="2026-11-26T17:05:00+00:00", closed_by="محمد کریمی", opening=20_000_000,
    sales=412_500_000, bought=-70_000_000, returned=-12_000_000, corrected=-500_000, paid_in=10_000_000,
    paid_out=-3_200_000, expected=356_800_000, counted=356_300_000, left=20_000_000,
    pieces=(
        Pieces(kind="cheque", rials=1_000_000, pieces=340), Pieces(kind="cheque", rials=500_000, pieces=30),
        Pieces(kind="note", rials=100_000, pieces=12), Pieces(kind="coin", rials=5_000, pieces=15),
        Pieces(kind="loose", rials=0, pieces=25_000),
    ),
    cards=(CardSum(terminal="", amount=8_000_000), CardSum(terminal="12345678", amount=1_155_000_000)),
    transfers=220_000_000, cheques=90_000_000, cheque_count=2,
    by_hand=(
        ByHand(at="2026-11-26T07:00:00+00:00", who="سارا محمدی", amount=10_000_000, reason="پول خرد از بانک"),
        ByHand(at="2026-11-26T09:30:00+00:00", who="سارا محمدی", amount=-3_200_000,
               reason="خرید ۲ بسته کاغذ حرارتی 80mm و چای برای فروشگاه، رسید در کشوی پایین است"),
    ),
    sale_count=23, note="یک اسکناس پاره کنار گذاشته شد ☃", head_count=18_412,
    head_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)  # fmt: skip
