"""The log as it may leave the shop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.log_mask import masked

CODES = frozenset({"storage-full", "backup-folder-missing"})


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("2026-11-26 09:15:00,123 WARNING ui.keeping: no backup at the end: backup-folder-missing",
         "2026-11-26 09:15:00,123 WARNING ui.keeping: no backup at the end: backup-folder-missing"),
        ("2026-11-26 09:15:00,123 INFO ui.app: sold to Ali Rezaei for 385000000",
         "2026-11-26 09:15:00,123 INFO ui.app: … to … for …"),
        ("2026-11-26 09:15:00,123 ERROR ui.app: خریدار رضایی", "2026-11-26 09:15:00,123 ERROR ui.app: …"),
        ("2026-11-26 09:15:00,123 INFO ui.app: ali-reza", "2026-11-26 09:15:00,123 INFO ui.app: …"),
        ('  File "/home/sara/shop/pos_app/application/sell.py", line 12, in add',
         '  File "pos_app/application/sell.py", line 12, in add'),
        ("    buyer = find('09121234567')", "    …"),
        ("Traceback (most recent call last):", "Traceback (most recent call last):"),
        ("pos_app.domain.errors.StorageError: storage-full", "pos_app.domain.errors.StorageError: storage-full"),
        ("KeyError: 'Ali Rezaei'", "KeyError: …"),
        ("ValueError: ali-reza", "ValueError: …"),
        ("KeyboardInterrupt", "KeyboardInterrupt"),
        ("[parameters: ('Ali', '0912')]", "    …"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_line(line: str, shown: str) -> None:
    assert masked(line, CODES) == shown


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=80),
    st.sampled_from(["09121234567", "رضایی", "Rezaei"]),
)
def test_what_is_private_never_comes_through(text: str, private: str) -> None:
    for line in (
        f"2026-11-26 09:15:00,123 INFO ui.app: {text} {private}", f"ValueError: {text}{private}", f"{private} {text}",
        f"    {text}{private}", f"\t{private}",
    ):  # fmt: skip
        assert private not in masked(line, CODES)
