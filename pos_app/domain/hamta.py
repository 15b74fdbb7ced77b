"""Constants of the registry's public channels, and the forgiving reader of dial codes."""

from __future__ import annotations

from pos_app.domain.checks import Check, good, refuse
from pos_app.domain.digits import fold

USSD_CODE = "*7777#"
SHOW_IMEI_CODE = "*#06#"
SMS_NUMBER = "7777"
SITE = "hamta.ntsw.ir"
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


def sender_problem(sender: str) -> str:
    """Code of what is wrong with the sender that a message shows, "" = genuine."""
    if not sender:
        return "sender-missing"
    return "" if sender_is_genuine(sender) else "sender-not-genuine"


def sender_is_genuine(sender: str) -> bool:
    """Genuine messages show the name همتا or HAMTA, or the number 7777; all else counts as fraud."""
    return fold(sender).upper() in GENUINE_SENDERS
