"""Steps of second-hand and passenger trade that ask nobody: reset, permit, identity, condition, no box."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import guide, sell
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import imei
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import (
    DeviceMatchEvidence,
    GradeEvidence,
    IdentityEvidence,
    PermitEvidence,
    ResetEvidence,
)
from pos_app.domain.identifiers import check_mobile, mobile_masked
from pos_app.domain.rights import Right
from pos_app.domain.sale import Buyer

MOST_PICTURES = 8
MAX_NAME = 200  # characters


@needs(Right.SELL)
def reset(
    services: Services, sale_id: str, *, done: bool, unlocked: bool, impossible: bool = False,
    picture: bytes | None = None,
) -> None:  # fmt: skip
    """The phone was set back before the eyes of the one who takes it."""
    with services.storage.write() as session:
        sha256 = session.put_picture(picture) if picture else ""
        evidence = ResetEvidence(done=done, unlocked=unlocked, impossible=impossible, picture_sha256=sha256)
        guide.add(services, session, sell.load(session, sale_id), "reset", evidence, None)


@needs(Right.SELL)
def match_device(
    services: Services, sale_id: str, device: tuple[str, ...], tray: tuple[str, ...], *, tray_says: str = "",
    dead: bool = False, picture: bytes | None = None,
) -> None:  # fmt: skip
    """Without a box: the phone's screen and its slot tray against what the shop knows of it."""
    with services.storage.write() as session:
        sha256 = session.put_picture(picture) if picture else ""
        evidence = DeviceMatchEvidence(
            device=guide.numbers(device), tray=guide.numbers(tray), tray_says=tray_says, dead=dead,
            picture_sha256=sha256,
        )  # fmt: skip
        guide.add(services, session, sell.load(session, sale_id), "device_match", evidence, None)


@needs(Right.SELL)
def permit(services: Services, sale_id: str, said: PermitEvidence, *, picture: bytes | None = None) -> None:
    """The traveller's customs permit; whether it is for this very phone is judged number by number."""
    clean = replace(
        said, holder=said.holder.strip()[:MAX_NAME], passport_no=fold(said.passport_no).upper().replace(" ", ""),
        brand=said.brand.strip()[:MAX_NAME], model=said.model.strip()[:MAX_NAME],
        particulars=said.particulars.strip()[:2_000],
        imeis=tuple(number for value in said.imeis if (number := imei.normalise(value))),
    )  # fmt: skip
    with services.storage.write() as session:
        sha256 = session.put_picture(picture) if picture else ""
        evidence = replace(clean, picture_sha256=sha256)
        guide.add(services, session, sell.load(session, sale_id), "permit", evidence, None)


@needs(Right.SELL)
def identity(
    services: Services, sale_id: str, person: Buyer, *, document_seen: bool, consent: bool, picture: bytes | None = None
) -> None:
    """Who sells to the shop: kept with the buy-in and looked at in the document, in one transaction. Raises ShopError
    at the field that is wrong."""
    with services.storage.write() as session:
        clean = sell.put_buyer(session, sale_id, person, looked_at=True)
        sha256 = session.put_picture(picture) if picture else ""
        evidence = IdentityEvidence(
            name=clean.name, national_id=masked_id(clean.national_id),
            mobile=mobile_masked(clean.mobile) if clean.mobile else "", address=bool(clean.address),
            document_seen=document_seen, consent=consent, picture_sha256=sha256,
        )  # fmt: skip
        guide.add(services, session, sell.load(session, sale_id), "identity", evidence, None)


def masked_id(national_id: str) -> str:
    """The last four digits say to its owner which one is meant."""
    return "\u25cf" * (len(national_id) - 4) + national_id[-4:] if national_id else ""


@needs(Right.SELL)
def grade(
    services: Services, sale_id: str, grade_: str, flaws: tuple[str, ...], *, note: str = "",
    pictures: tuple[bytes, ...] = (),
) -> None:  # fmt: skip
    """The condition as the shop sees it, by a short list."""
    if len(pictures) > MOST_PICTURES:
        raise ShopError("too-many-pictures", field="grade_pictures", detail=str(MOST_PICTURES))
    with services.storage.write() as session:
        kept = tuple(session.put_picture(picture) for picture in pictures)
        evidence = GradeEvidence(grade=grade_, flaws=flaws, pictures=kept, note=note.strip()[:2_000])
        case = sell.load(session, sale_id)
        guide.add(services, session, case, "condition", evidence, None)
        if case.unit is not None:
            session.change_unit(replace(case.unit, grade=grade_))


@needs(Right.SELL)
def holder_sim(services: Services, sale_id: str, sim: str) -> None:
    """The SIM in the name of the permit's holder; the transfer starts from it. Raises ShopError at `sim`."""
    said = check_mobile(sim)
    if not said.ok:
        raise ShopError(said.code, field="sim", detail=said.value)
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        session.set_draft(sale_id, {**sale.draft, "holder_sim": said.value})
