"""What was sold: the name of the goods, then what tells this very device from all others."""

from __future__ import annotations

from invoices.composition import Composition
from invoices.figures import code
from invoices.pen import INK, MUTED, Colour
from invoices.text import Style, wrap
from invoices.wording import condition
from pos_app.domain.invoice import InvoiceLine

Told = tuple[str, Style, Colour]
_SLOTS = 2  # of one phone; more IMEIs than that are several phones, whose slots mean nothing
_HELD = "\u00a0"  # within a fact no line ends


def name_of(c: Composition, line: InvoiceLine) -> str:
    return c.tongue.field(line.description)


def described(c: Composition, line: InvoiceLine, limit: float, *, named: bool = True) -> list[Told]:
    """Lines of at most `limit` points, each with its type; the name itself only if `named`."""
    body, strong, small = c.sheet.body, c.sheet.strong, c.template.style("small")
    found = [(text, body, INK) for text in wrap(name_of(c, line) if named else "", body, limit)]
    found += [(text, strong, INK) for text in wrap(condition(line, c.tongue), strong, limit)]
    for fact in facts(c, line):
        found += [(text, small, MUTED) for text in wrap(fact, small, limit)]
    return found


def facts(c: Composition, line: InvoiceLine) -> list[str]:
    """IMEIs, serial and guarantee, each of them one line where it fits; many IMEIs fill lines."""
    say = c.tongue.say
    told = []
    if len(line.imeis) > _SLOTS:
        told.append(say("imeis", imeis=say("comma").join(map(code, line.imeis))))
    else:
        for slot, imei in enumerate(line.imeis, start=1):
            told.append(say("imei", slot=c.tongue.number(str(slot)), imei=code(imei)).replace(" ", _HELD))
    if line.serial:
        told.append(say("device_serial", serial=code(line.serial)).replace(" ", _HELD))
    if line.guarantee:
        told.append(c.tongue.field(line.guarantee))
    return told
