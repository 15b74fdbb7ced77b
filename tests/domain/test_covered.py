"""What stays private in a text of the network, in any digits, and what is left as it is."""

from __future__ import annotations

import pytest

from pos_app.domain.covered import MASK, codes_in, covered, holds, without_code

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


@pytest.mark.parametrize(
    "written", ["482915", "۴۸۲۹۱۵", "۴۸۲-۹۱۵", "482 915", "4.8.2.9.1.5", "٤٨٢\u200c٩١٥", "482\u200e915"]
)
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert holds(f"it was {written}, I think", "482915")
    assert without_code(f"code {written} of HAMTA", "482915") == f"code {MASK} of HAMTA"


def test_within_a_longer_number_it_is_none_of_ours_but_no_reason_either() -> None:
    assert without_code("1482915 4829150", "482915") == "1482915 4829150"
    assert holds("4829150", "482915")


@pytest.mark.parametrize("code", ["", "48", "48291", "abc"])
def test_what_is_half_typed_is_in_no_text(code: str) -> None:
    assert not holds("48 and 48291", code)
    assert without_code("48 and 48291", code) == "48 and 48291"


def test_all_that_may_be_a_code_is_named_in_latin_digits() -> None:
    assert codes_in(f"۷۳۹۱۸۲ and 482 915, {SHA}, 09123456789, 356938035643809, 739182") == ("739182", "482915")
