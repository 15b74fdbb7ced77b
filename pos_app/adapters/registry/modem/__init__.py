"""A GSM modem as a channel: `modem_from` makes the gateway, `ports` lists what is plugged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pos_app.adapters.registry.modem.inbox import Message
from pos_app.adapters.registry.modem.port import SerialPort, ports
from pos_app.adapters.registry.modem.registry import ModemRegistry, Tell
from pos_app.adapters.registry.modem.setup import USUAL, Timing
from pos_app.domain.scripts import Scripts

__all__ = ["WHY_CODES", "Message", "ModemRegistry", "Timing", "modem_from", "ports"]

#: Every code that a `Heard` or a `NotSent` of this channel may carry, "" and those of other channels apart.
WHY_CODES = frozenset(
    {
        "modem-absent", "modem-busy", "modem-denied", "modem-timeout", "no-carrier", "no-signal",
        "sim-pin-needed", "sim-missing",
        "menu-unknown", "compare-differs", "hamta-pin-asked", "network-refused", "session-dropped",
        "session-dropped-after-send", "sms-awaited",
    }
)  # fmt: skip


def modem_from(
    port_name: str, scripts: Scripts, tell: Tell, *, now: Callable[[], datetime], timing: Timing = USUAL
) -> ModemRegistry:
    """The gateway on the serial port `port_name` (COM5, /dev/ttyUSB0); nothing is opened before it is asked."""
    return ModemRegistry(lambda: SerialPort(port_name), scripts, tell, now=now, timing=timing)
