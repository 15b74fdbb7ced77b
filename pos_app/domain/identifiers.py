"""The other numbers of the counter: box, person, phone line, bank. Arithmetic by python-stdnum.

What stdnum lacks (Iranian ids, Iranian IBAN) is written here. Source: `validation.md` of the project's
domain notes; every rule is held by published vectors and by property tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import ean, luhn
from stdnum.iso7064 import mod_97_10

from pos_app.domain import imei
from pos_app.domain.checks import Check, ask, good, refuse, warn
from pos_app.domain.digits import all_latin_digits, fold

_NOT_PHONE_DIGITS = re.compile(r"[\s().\-]")
_BLANKS = re.compile(r"[\s\-]")
ACTIVATION_CODE = re.compile(r"[1-9][0-9]{5}")
_LEGAL_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)


def check_eid(text: str) -> Check:
    """EID of an eSIM: 32 digits, the whole number mod 97 = 1 (ISO 7064)."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "eid-not-digits")
    if len(value) != 32:
        return refuse(value, "eid-length")
    if not mod_97_10.is_valid(value):
        return ask(value, "eid-check-digit")
    return good(text, value)


def check_iccid(text: str) -> Check:
    """Serial of a SIM card: 19 or 20 digits beginning 89, Luhn. Not part of the phone."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "iccid-not-digits")
    if len(value) not in (19, 20) or not value.startswith("89"):
        return refuse(value, "iccid-form")
    if not luhn.is_valid(value):
        return refuse(value, "iccid-check-digit")
    return good(text, value)


def check_gtin(text: str) -> Check:
    """EAN-13, UPC-A (12) or EAN-8 on accessories. The zero-padded form is canonical for none: kept as read."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "gtin-not-digits")
    if len(value) not in (8, 12, 13, 14):
        return refuse(value, "gtin-length")
    if not ean.is_valid(value):
        return refuse(value, "gtin-check-digit")
    return good(text, value)


def check_activation_code(text: str, pattern: re.Pattern[str] = ACTIVATION_CODE) -> Check:
    """Six digits, the first not 0. `pattern` may come from the registry's capabilities, then that rules."""
    value = fold(text)
    if pattern.fullmatch(value):
        return good(text, value)
    if not all_latin_digits(value):
        return refuse(value, "activation-code-not-digits")
    if len(value) != 6:
        return refuse(value, "activation-code-length")
    return refuse(value, "activation-code-leading-zero")


def check_national_id(text: str) -> Check:
    """کد ملی. Eight or nine digits are padded only after asking."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "national-id-not-digits")
    if len(value) in (8, 9):
        padded = value.zfill(10)
        return ask(padded, "national-id-pad") if _national_id_holds(padded) else refuse(value, "national-id-length")
    if len(value) != 10:
        return refuse(value, "national-id-length")
    if value == value[0] * 10:
        return refuse(value, "national-id-all-equal")
    if not _national_id_holds(value):
        return refuse(value, "national-id-check-digit")
    return good(text, value)


def _national_id_holds(value: str) -> bool:
    rest = sum(int(d) * w for d, w in zip(value, range(10, 1, -1), strict=False)) % 11
    return int(value[9]) == (rest if rest < 2 else 11 - rest)


def check_legal_id(text: str) -> Check:
    """شناسه ملی of a company: 11 digits."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "legal-id-not-digits")
    if len(value) != 11:
        return refuse(value, "legal-id-length")
    shift = int(value[9]) + 2
    rest = sum((int(d) + shift) * w for d, w in zip(value, _LEGAL_WEIGHTS, strict=False)) % 11 % 10
    return good(text, value) if rest == int(value[10]) else refuse(value, "legal-id-check-digit")


def check_postal_code(text: str) -> Check:
    """کد پستی: ten digits, not all equal. More is contested, so nothing more is asked."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "postal-code-not-digits")
    if len(value) != 10:
        return refuse(value, "postal-code-length")
    return refuse(value, "postal-code-all-equal") if value == value[0] * 10 else good(text, value)


def check_mobile(text: str) -> Check:
    """Canonical 09xxxxxxxxx. phonenumbers' pattern data lag behind new prefixes: a warning, never a wall."""
    value = _NOT_PHONE_DIGITS.sub("", fold(text))
    digits = value.removeprefix("+")
    if not digits:
        return refuse(value, "mobile-missing")
    if not all_latin_digits(digits):
        return refuse(value, "mobile-not-digits")
    for prefix in ("0098", "98", "0"):
        if value.removeprefix("+").startswith(prefix) and len(digits) - len(prefix) == 10:
            digits = digits[len(prefix) :]
            break
    if len(digits) != 10 or digits.startswith("09"):  # 09 and eight digits: one is missing
        return refuse(value, "mobile-length")
    if not digits.startswith("9"):
        return refuse(value, "mobile-landline")
    canonical = "0" + digits
    if not _library_knows_mobile(canonical):
        return warn(canonical, "mobile-prefix-unknown")
    return good(text, canonical)


def _library_knows_mobile(canonical: str) -> bool:
    import phonenumbers  # here, not above: its tables are read only when a number is typed

    return phonenumbers.is_valid_number(phonenumbers.parse(canonical, "IR"))


def mobile_e164(canonical: str) -> str:
    """+989xxxxxxxxx, as the registry contract wants it."""
    return "+98" + canonical[1:]


def mobile_masked(canonical: str) -> str:
    """0912***4567: enough to recognise, too little to call."""
    return f"{canonical[:4]}***{canonical[-4:]}" if len(canonical) >= 8 else "***"


def check_sheba(text: str) -> Check:
    """Iranian IBAN. python-stdnum refuses every one of them, hence the five lines."""
    value = _BLANKS.sub("", fold(text)).upper()
    if not re.fullmatch(r"IR[0-9]{24}", value):
        return refuse(value, "sheba-form")
    as_number = value[4:] + "1827" + value[2:4]  # I = 18, R = 27
    return good(text, value) if int(as_number) % 97 == 1 else refuse(value, "sheba-check-digits")


CHECKS: dict[str, Callable[[str], Check]] = {
    "imei": imei.check,
    "eid": check_eid,
    "iccid": check_iccid,
    "national-id": check_national_id,
    "legal-id": check_legal_id,
    "postal-code": check_postal_code,
    "mobile": check_mobile,
    "sheba": check_sheba,
    "activation-code": check_activation_code,
    "gtin": check_gtin,
}
