"""Nothing that a port may do is an exception to the caller."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.registry.modem import ModemRegistry, Timing
from pos_app.adapters.registry.modem.port import BytePort, PortGoneError
from pos_app.adapters.registry.scripts import shipped
from pos_app.domain.registry import ByHand, Command, NotSent
from tests.modem.commands import transfer
from tests.modem.conftest import NOW
from tests.modem.test_line import Tape
from tests.registry.practice import activation, inquiry

HASTY = Timing(total=0.05, step=0.01, command=0.01, sms=0.01, poll=0.01)
#: What a modem says, true and false, in any order.
PHRASES = (
    "OK", "ERROR", "RING", "+CME ERROR: 30", "+CME ERROR: ", "NO CARRIER", "+CPIN: READY", "+CPIN: SIM PUK",
    "+CSQ: 99,99", "+CSQ: 99999999999999999999", "+CREG: 0,1", "+CREG: ",
    '+CUSD: 1,"1. استعلام\r\n2. فعال",15', '+CUSD: 1,"', "+CUSD: 2",
    '+CUSD: 0,"D9AF",72', '+CUSD: 1,"06",72', "+CUSD: 7", '+CMTI: "SM",1', "+CMGL: 1,0,,20", "07" * 30, "> ", "\x00",
)  # fmt: skip
talk = st.lists(st.sampled_from(PHRASES), max_size=40).map(lambda said: "".join(f"\r\n{line}\r\n" for line in said))


def gateway_on(port: BytePort) -> ModemRegistry:
    return ModemRegistry(lambda: port, shipped(), lambda _id, _turn: None, now=lambda: NOW, timing=HASTY)


@pytest.mark.parametrize("command", [inquiry(), activation(), transfer()], ids=lambda command: command.kind.value)
@given(octets=st.binary(max_size=400) | talk.map(str.encode), breaks=st.booleans())
def test_any_talk_is_a_reply(command: Command, octets: bytes, breaks: bool) -> None:
    pieces = [octets[place : place + 16] for place in range(0, len(octets), 16)]
    gateway = gateway_on(Tape(*pieces, breaks=breaks))
    assert isinstance(gateway.submit(command), ByHand | NotSent)
    assert isinstance(gateway_on(Tape(*pieces, breaks=breaks)).inbox(NOW), tuple | NotSent)
    assert isinstance(gateway.look_up(command.operation_id, command.kind), ByHand | NotSent)


class Breaking(Tape):
    """A port that takes a number of commands and is then gone."""

    def __init__(self, taken: int) -> None:
        super().__init__()
        self._left = taken

    def read(self, timeout: float) -> bytes:
        return b"\r\nOK\r\n"

    def write(self, octets: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise PortGoneError
        super().write(octets)


@pytest.mark.parametrize("taken", range(14))
def test_a_port_that_goes_at_any_command(taken: int) -> None:
    port = Breaking(taken)
    reply = gateway_on(port).submit(activation())
    dialled = b"*7777#" in port.written
    if not dialled and isinstance(reply, ByHand):  # gone while dialling: it cannot be told
        assert reply.heard is not None
        assert reply.heard.why == "modem-absent"
    elif not dialled:
        assert reply == NotSent("modem-absent")
    else:
        assert isinstance(reply, ByHand)
