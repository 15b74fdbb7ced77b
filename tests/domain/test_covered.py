"""What stays private in a text of the network, in any digits, and what is left as it is."""

from __future__ import annotations

import pytest

from pos_app.domain.covered import MASK, covered

SHA = "739182" + "a1" * 29
ID = "01234567-8912-7391-8212-345678739182"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HAMTA: code 739182 for 356938035643809", f"HAMTA: code {MASK} for 356938035643809"),
        ("کد فعال‌سازی: ۷۳۹۱۸۲", f"کد فعال‌سازی: {MASK}"),
        ("رمز٧٣٩١٨٢است", f"رمز{MASK}است"),
        ("> *7777*739182#\n< 123456", f"> *7777*{MASK}#\n< {MASK}"),
        ("7391825 039182 73918 1405-1-000123", "7391825 039182 73918 1405-1-000123"),
        (f'{{"picture": "{SHA}", "text": "739182"}}', f'{{"picture": "{SHA}", "text": "{MASK}"}}'),
        (f"operation {ID}", f"operation {ID}"),
        ("09123456789", "0912***6789"),
    ],
)
def test_any_code_is_covered_where_none_is_known(text: str, shown: str) -> None:
    assert covered(text, any_code=True) == shown


def test_elsewhere_only_the_code_of_the_operation_is_covered() -> None:
    assert covered("739182 123456", "739182") == f"{MASK} 123456"
