"""What this till prints on: which paper an invoice is drawn on, and which printer takes it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pos_app.application import paper_file
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.ports.hardware import PrinterAddress, PrinterError, Raster
from pos_app.ports.storage import ReadSession

_SETTING = "printing"
SYSTEM, USB, NETWORK, FILE = "system", "usb", "network", "file"
KINDS = (SYSTEM, USB, NETWORK, FILE)
_USB_ID = re.compile(r"([0-9A-Fa-f]{4}:[0-9A-Fa-f]{4})?")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(:[0-9]{1,5})?")
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSetup:
    """`paper` of an invoice. `system_printer`: its name, "" = the system's default. `slips`: how the printer of narrow
    papers is reached, `address` as `PrinterAddress`; sheets always go to the system's printer. `drawer`: the drawer
    opens with the first print of what is paid in cash."""

    paper: str = "a4"
    system_printer: str = ""
    slips: str = SYSTEM
    address: str = ""
    cut: bool = True
    drawer: bool = False
    label_paper: str = "roll"
    label_printer: str = ""

    @property
    def receipt_printer(self) -> PrinterAddress | None:
        """None: slips go to the system's printer too."""
        return None if self.slips == SYSTEM else PrinterAddress(self.slips, self.address)


def load(session: ReadSession) -> PrintSetup:
    raw = session.setting(_SETTING)
    known = {field.name for field in fields(PrintSetup)}
    return PrintSetup(**{k: v for k, v in json.loads(raw).items() if k in known}) if raw else PrintSetup()


def checked(services: Services, setup: PrintSetup) -> PrintSetup:
    """As it would be kept. Raises ShopError `paper-unknown`, `printer-address-wrong`."""
    if setup.paper not in services.renderer.papers():
        raise ShopError("paper-unknown", field="printer_paper", detail=setup.paper)
    if setup.label_paper not in services.renderer.label_papers():
        raise ShopError("paper-unknown", field="label_paper", detail=setup.label_paper)
    address = setup.address.strip()
    if setup.slips != FILE:
        address = fold(address)
    wrong = len(address) > _LONGEST or (
        (setup.slips == USB and not _USB_ID.fullmatch(address))
        or (setup.slips == NETWORK and not _HOST.fullmatch(address))
        or (setup.slips == FILE and not address)
    )
    if wrong or setup.slips not in KINDS:
        raise ShopError("printer-address-wrong", field="printer_address", detail=address)
    kept = {**asdict(setup), "address": address, "system_printer": setup.system_printer.strip()}
    return PrintSetup(**kept)


def trial(services: Services, setup: PrintSetup) -> Path:
    """Writes a page to try this set-up with, saved or not; returns its path. Raises as `checked`, StorageError
    `paper-not-written`."""
    to = checked(services, setup)
    named = to.system_printer if to.receipt_printer is None else to.address or to.slips
    path = services.papers / "printer-trial.pdf"
    paper_file.write(path, services.renderer.trial(to.paper, printer=named), refused="paper-not-written")
    return path


def try_slip(services: Services, setup: PrintSetup, slip: Raster) -> str:
    """Sends it; blocks as long as the printer may take. Returns "" or the code of what went wrong."""
    to = setup.receipt_printer
    if to is None or services.receipt_printer is None:
        return "printer-absent"
    try:
        services.receipt_printer.print_slip(slip, to, cut=setup.cut, drawer=setup.drawer)
    except PrinterError as error:
        return error.code
    return ""


@needs(Right.PRINTERS)
def save(services: Services, setup: PrintSetup) -> None:
    """From the next print on. Raises as `checked`."""
    kept = asdict(checked(services, setup))
    with services.storage.write() as session:
        session.put_setting(_SETTING, json.dumps(kept, ensure_ascii=False))
        session.audit(services.till_id, services.clock.now(), services.person, "printing-changed", "", dict(kept))
