"""One thing to tell, and how an exception becomes one: nothing fails silently, nothing private is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from pos_app.domain.errors import ShopError, StepRefusedError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` for `ui.notices`, `field` where it belongs ("" = the bar)."""

    code: str
    detail: str = ""
    field: str = ""


def notices_of(error: BaseException) -> tuple[Notice, ...]:
    """An ordinary day names its reasons; a fault of ours is logged with its traceback and shown as such."""
    if isinstance(error, StepRefusedError):
        return tuple(Notice(finding.code, finding.detail, finding.field) for finding in error.findings)
    if isinstance(error, ShopError):
        return (Notice(error.code, error.detail, error.field),)
    log.error("fault of ours", exc_info=error)
    return (Notice("internal-fault", type(error).__name__),)
