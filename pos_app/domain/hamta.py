"""Constants of the registry's public channels, and the forgiving readers of dial codes and IMEIs inside a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.domain.checks import Check, good, refuse
from pos_app.domain.digits import fold

USSD_CODE = "*7777#"
SHOW_IMEI_CODE = "*#06#"
SMS_NUMBER = "7777"
SITE = "hamta.ntsw.ir"
GUARANTEE_SITE = "irangs.ir"  # سامانه جامع گارانتی: the importer's telephone
GENUINE_SENDERS = ("همتا", "HAMTA", "7777")
GUIDE_NEW_DEVICE = "hmti.ir/05"
GUIDE_USED_DEVICE = "hmti.ir/06"

#: Right digits whose order was mangled by right-to-left layout; the web is full of them.
_ACCEPTED = {
    "*7777#": USSD_CODE,
    "#7777*": USSD_CODE,
    "*#06#": SHOW_IMEI_CODE,
    "#06#*": SHOW_IMEI_CODE,
}
#: Misprints of public guides: never shown, answered with "did you mean".
_MISPRINTS = {"*777#": USSD_CODE, "#777*": USSD_CODE, "#060#*": SHOW_IMEI_CODE}


def check_dial_code(text: str) -> Check:
    """The canonical code, or `refuse` with `ussd-misprint` and the code that was probably meant."""
    plain = "".join(fold(text).split())
    if plain in _ACCEPTED:
        return good(text, _ACCEPTED[plain])
    if plain in _MISPRINTS:
        return refuse(_MISPRINTS[plain], "ussd-misprint")
    return refuse(plain, "ussd-unknown")


@dataclass(frozen=True, slots=True)
class DialCode:
    """One dial code inside a text: as it stands there, what it means; `ussd-misprint` where that is only a guess."""

    shown: str
    means: str
    code: str = ""


_GAP = r"[ \t\u00a0]*"
_DIALLED = re.compile(
    rf"\*{_GAP}#{_GAP}[0-9]{{2,8}}{_GAP}#"  # *#06#
    rf"|#{_GAP}[0-9]{{2,8}}{_GAP}#{_GAP}\*(?!{_GAP}[0-9])"  # the same, mangled
    rf"|[*#]{_GAP}[0-9]{{2,8}}{_GAP}[*#]"
)


def dial_codes_in(text: str) -> tuple[DialCode, ...]:
    """Every dial code of the registry in a running text, mangled and misprinted ones too; others are left out."""
    found = []
    for match in _DIALLED.finditer(fold(text)):
        said = check_dial_code(match[0])
        if said.ok or said.code == "ussd-misprint":
            found.append(DialCode(match[0], said.value, said.code))
    return tuple(found)


# How an IMEI is written: in one run, or in the groups of boxes and screens. Other groupings are other numbers:
# a mobile number beside a code, or a bank card in fours, must not be read as one.
_SEP = r"[-/.\u00a0 ]"
_IMEI_SHAPES = (
    r"[0-9]{14,17}",
    rf"[0-9]{{6}}{_SEP}[0-9]{{2}}{_SEP}[0-9]{{6}}{_SEP}?[0-9]{{1,3}}",
    rf"[0-9]{{2}}{_SEP}[0-9]{{6}}{_SEP}[0-9]{{6}}{_SEP}?[0-9]{{1,3}}",
    rf"[0-9]{{8}}{_SEP}[0-9]{{6}}{_SEP}?[0-9]{{1,3}}",
    rf"[0-9]{{5}}{_SEP}[0-9]{{5}}{_SEP}[0-9]{{5}}",
    rf"[0-9]{{4}}{_SEP}[0-9]{{4}}{_SEP}[0-9]{{4}}{_SEP}[0-9]{{3}}",
)
_IMEI_IN_TEXT = re.compile(rf"(?<![0-9])(?:{'|'.join(_IMEI_SHAPES)})(?![0-9])")


def imeis_in(text: str) -> tuple[str, ...]:
    """Numbers of 14 to 17 digits as messages write IMEIs, in their order, each once and cut to 15 digits. Nothing is
    said of their check digits: registries cut the last one, so two numbers are compared on the first 14."""
    shown = (re.sub(r"[^0-9]", "", match[0])[:15] for match in _IMEI_IN_TEXT.finditer(fold(text)))
    return tuple(dict.fromkeys(shown))


def sender_problem(sender: str) -> str:
    """Code of what is wrong with the sender that a message shows, "" = genuine."""
    if not sender:
        return "sender-missing"
    return "" if sender_is_genuine(sender) else "sender-not-genuine"


def sender_is_genuine(sender: str) -> bool:
    """Genuine messages show the name همتا or HAMTA, or the number 7777; all else counts as fraud."""
    return fold(sender).upper() in GENUINE_SENDERS
