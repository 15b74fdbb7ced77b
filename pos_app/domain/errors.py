"""What can go wrong at the counter, as codes. Each code has one sentence in `ui.notices`.

`ShopError` is an ordinary day (a wrong number, a full disk): the person is told what to do next.
Anything else is a fault of ours: logged with its traceback and shown as such.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.verdict import Gate


class ShopError(Exception):
    """`code` names what is wrong, `field` where (a form field, or ""), `detail` fills the sentence."""

    def __init__(self, code: str, *, field: str = "", detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.detail = detail


class StorageError(ShopError):
    """The disk or the database refused: `storage-full`, `storage-locked`, `storage-damaged`, ..."""


class PersonErasedError(ShopError):
    """What was sealed under this person's key can be read by nobody any more."""

    def __init__(self) -> None:
        super().__init__("person-erased")


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a step does not hold; `field` names the form field, `detail` a value for the sentence."""

    code: str
    gate: Gate
    field: str = ""
    detail: str = ""


class StepRefusedError(ShopError):
    """The evidence fails our own check: nothing is recorded, nothing passes, every reason is named."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].code, field=findings[0].field, detail=findings[0].detail)
        self.findings = findings
