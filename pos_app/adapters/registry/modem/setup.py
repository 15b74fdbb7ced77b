"""Opening the modem and asking whether it could dial at all, before anything is dialled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.adapters.registry.modem.line import AtLine

_PIN = re.compile(r"\+CPIN:\s*(.*)")
_REGISTERED = re.compile(r"\+CREG:\s*[0-9]+\s*,\s*([0-9]+).*")
_STRENGTH = re.compile(r"\+CSQ:\s*([0-9]+).*")
_ON_A_NETWORK = ("1", "5")  # at home, roaming
_CME = re.compile(r"\+CM[ES] ERROR:\s*(.*)")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. `total` of one dialogue with its message, `step` for one sentence of the network, `command` for one
    answer of the modem itself, `sms` for the message after the last sentence, `poll` between two looks for it."""

    total: float = 90.0
    step: float = 20.0
    command: float = 5.0
    sms: float = 45.0
    poll: float = 3.0


USUAL = Timing()


def prepare(line: AtLine, timing: Timing) -> str:
    """Code of what stands in the way, "" = ready to dial. A modem that leaves one question without any answer is not
    asked the rest. Raises PortGoneError."""
    if not any(line.command("AT", timing.command / 2).ok for _try in range(2)):
        return "modem-timeout"
    for text in ("ATE0", "AT+CMEE=1"):
        if not line.command(text, timing.command).final:
            return "modem-timeout"
    return _sim(line, timing) or _air(line, timing) or _open_dialogue(line, timing)


def read_messages(line: AtLine, timing: Timing) -> bool:
    """PDU mode: the only one in which long and Persian messages come whole. New ones are stored, and announced.
    False = the modem is silent."""
    return all(line.command(text, timing.command).final for text in ("AT+CMGF=0", "AT+CNMI=2,1,0,0,0"))


def _open_dialogue(line: AtLine, timing: Timing) -> str:
    """A dialogue that somebody left open would take our words for its own."""
    if not read_messages(line, timing) or not line.command("AT+CUSD=2", timing.command).final:
        return "modem-timeout"
    return ""


def _sim(line: AtLine, timing: Timing) -> str:
    answer = line.command("AT+CPIN?", timing.command)
    if not answer.ok:
        return cause(answer.final) if answer.final.startswith("+CM") or not answer.final else ""
    said = [found[1] for text in answer.lines if (found := _PIN.fullmatch(text))]
    return "sim-pin-needed" if said and said[-1] != "READY" else ""


def _air(line: AtLine, timing: Timing) -> str:
    """A modem that refuses a question is not held back by it: then the network itself will say."""
    strength, registered = line.command("AT+CSQ", timing.command), line.command("AT+CREG?", timing.command)
    if not strength.final or not registered.final:
        return "modem-timeout"
    bars = [int(found[1]) for text in strength.lines if (found := _STRENGTH.fullmatch(text))]
    states = [found[1] for text in registered.lines if (found := _REGISTERED.fullmatch(text))]
    deaf = bool(bars) and bars[-1] == 0
    lost = bool(states) and states[-1] not in _ON_A_NETWORK
    return "no-signal" if deaf or lost else ""


def cause(final: str) -> str:
    """Our code for a final result that is not OK; numbers and words of 3GPP TS 27.007."""
    if not final:
        return "modem-timeout"
    if final.startswith("NO ") or final == "BUSY":
        return "no-carrier"
    found = _CME.fullmatch(final)
    said = found[1].strip().casefold() if found else ""
    if said in ("11", "12", "16", "17", "18") or "pin required" in said or "puk" in said:
        return "sim-pin-needed"
    if said in ("10", "13", "15") or "sim not inserted" in said or "sim failure" in said:
        return "sim-missing"
    if said in ("30", "31", "32") or "no network" in said:
        return "no-signal"
    if said == "14" or "busy" in said:
        return "modem-busy"
    return "network-refused"
