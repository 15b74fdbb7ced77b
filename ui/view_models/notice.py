"""One thing to tell, and how an exception becomes one: nothing fails silently, nothing private is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from pos_app.domain.duty import CodeAt
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.sale import CaseKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` for `ui.notices`, `field` where it belongs ("" = the bar)."""

    code: str
    detail: str = ""
    field: str = ""


_CODES = ("activation-code-wrong", "activation-code-missing")


def placed(notice: Notice, at: CodeAt, kind: CaseKind) -> Notice:
    """The same, said for where this case's code lies and for the paper that the field is of."""
    if notice.code == "activation-code-wrong" and at is CodeAt.CARD:
        return notice
    if notice.code in _CODES:
        where = "shop" if at is CodeAt.MESSAGE and kind is not CaseKind.SALE else at.value
        return replace(notice, code=f"{notice.code}-{where}")
    if notice.code == "imei-empty" and notice.field.startswith("permit_"):
        return replace(notice, code="permit-imei-missing")
    return notice


def notices_of(error: BaseException) -> tuple[Notice, ...]:
    """An ordinary day names its reasons; a fault of ours is logged with its traceback and shown as such."""
    if isinstance(error, StepRefusedError):
        return tuple(Notice(finding.code, finding.detail, finding.field) for finding in error.findings)
    if isinstance(error, ShopError):
        return (Notice(error.code, error.detail, error.field),)
    log.error("fault of ours", exc_info=error)
    return (Notice("internal-fault", type(error).__name__),)
