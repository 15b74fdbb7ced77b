"""What is this code? A box carries several; the scan field never assumes which one came.

First row that fits wins (`validation.md`, section 13). A misread is `ASK`, never silently a serial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from pos_app.domain import imei
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.identifiers import check_activation_code, check_eid, check_gtin, check_iccid

MAX_PAYLOAD = 4096  # a QR code holds less; anything longer is not a label
_BETWEEN = re.compile(r"[\r\n\t;,|]+|(?<=\d{15})\s*/\s*(?=\d{15}(?!\d))")  # the last: both IMEIs in one line
_NUMBER_AND_MORE = re.compile(r"[0-9]{15}/[0-9/]*")
_SERIAL_LABEL = re.compile(r"^(S/?N|SERIAL(\s*NO\.?)?)\s*[:：]\s*", re.IGNORECASE)
_EID_LABEL = re.compile(r"^EID\s*[:：]\s*", re.IGNORECASE)


class CodeKind(StrEnum):
    IMEI = "imei"
    EID = "eid"
    GTIN = "gtin"
    ICCID = "iccid"
    ACTIVATION_CODE = "activation_code"
    SERIAL = "serial"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class BoxCode:
    """`value` is canonical, and out of `repr`: it may be an activation code. `reason` says why a code is `ASK`."""

    kind: CodeKind
    value: str = field(repr=False)
    reason: str = ""


def classify(payload: str) -> tuple[BoxCode, ...]:
    """Every code in one payload, in its order. Empty lines vanish; at most `MAX_PAYLOAD` characters count."""
    lines = _BETWEEN.split(payload[:MAX_PAYLOAD])
    return tuple(classify_line(line) for line in lines if fold(line))


def classify_line(line: str) -> BoxCode:
    """One code, of the first kind whose rule it meets."""
    text = fold(line)
    digits = imei.normalise(_EID_LABEL.sub("", text))
    if _NUMBER_AND_MORE.fullmatch(digits):
        return BoxCode(CodeKind.ASK, digits, "imei-not-digits")
    if not all_latin_digits(digits):
        return BoxCode(CodeKind.SERIAL, _SERIAL_LABEL.sub("", text))
    length = len(digits)
    if length == 15:
        said = imei.check(digits)
        return BoxCode(CodeKind.IMEI, said.value) if said.ok else BoxCode(CodeKind.ASK, digits, said.code)
    if length == 32:
        said = check_eid(digits)
        return BoxCode(CodeKind.EID, said.value) if said.ok else BoxCode(CodeKind.ASK, digits, said.code)
    if length in (12, 13) and check_gtin(digits).ok:
        return BoxCode(CodeKind.GTIN, digits)
    if length in (19, 20) and check_iccid(digits).ok:
        return BoxCode(CodeKind.ICCID, digits)
    if check_activation_code(digits).ok:
        return BoxCode(CodeKind.ACTIVATION_CODE, digits)
    if length == 14:
        return BoxCode(CodeKind.ASK, digits, "imei-14-digits")
    return BoxCode(CodeKind.SERIAL, _SERIAL_LABEL.sub("", text))
