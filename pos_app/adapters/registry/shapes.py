"""The contract's shapes (`docs/registry-api.yaml`) as strict models, and what they are in the domain.

Imported with the first call only, because pydantic is slow to load.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from pos_app.domain.imei import is_imei
from pos_app.domain.registry import (
    Assurance,
    Capabilities,
    Channel,
    Operation,
    OperationKind,
    OperationState,
    Problem,
    Retry,
)
from pos_app.domain.verdict import InquiryAnswer, Verdict

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, to hold the answer against. `imei` None: asked by operation id alone."""

    operation_id: str
    kind: OperationKind
    imei: str | None = None


def _read_instant(value: object) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value.upper()):
        raise ValueError("instant-form")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except OverflowError as error:  # year 1 or 9999, moved out of the calendar by its zone
        raise ValueError("instant-range") from error


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("nul")
    return value


def _checked_imei(value: str) -> str:
    if not is_imei(value):
        raise ValueError("imei")
    return value


#: What a database column of 32 bits can hold.
_LARGEST = 2**31 - 1
Whole = Annotated[int, Field(ge=0, le=_LARGEST)]
Counted = Annotated[int, Field(ge=1, le=_LARGEST)]  # from one
Text = Annotated[str, AfterValidator(_without_nul)]
Imei = Annotated[str, AfterValidator(_checked_imei)]
Instant = Annotated[datetime, BeforeValidator(_read_instant)]


class _Shape(BaseModel):
    """Wrong types are refused; members that we do not know are let pass, the contract may grow."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class FieldErrorShape(_Shape):
    pointer: Text = ""
    code: Text = ""


class ProblemShape(_Shape):
    type: Text
    title: Text
    status: Annotated[int, Field(ge=400, le=599)]
    code: Text
    detail: Text = ""
    retry: Literal["never", "same_key", "new_key_after_fix", "after_login"] | None = None
    field_errors: list[FieldErrorShape] = []
    server_time: Instant | None = None
    attempts_left: Whole | None = None
    operation_id: Annotated[str, Field(pattern=r"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")] | None = None

    def to_domain(self, retry_after: float | None = None) -> Problem:
        return Problem(
            code=self.code,
            status=self.status,
            title=self.title,
            detail=self.detail,
            retry=Retry(self.retry) if self.retry else Retry.RECONCILE,
            retry_after=retry_after,
            field_errors=tuple((e.pointer, e.code) for e in self.field_errors),
            attempts_left=self.attempts_left,
            operation_id=self.operation_id or "",
        )


class DeviceShape(_Shape):
    imei: Imei
    result: Verdict
    as_of: Instant
    version: Counted
    provisional: bool = False
    reasons: list[Text] = []
    deadline: Instant | None = None
    raw_text: Text | None = None
    brand: Text | None = None
    model: Text | None = None
    importer: Text | None = None
    import_type: Literal["commercial", "passenger", "other"] | None = None
    currency_type: Text | None = None
    seen_on_network_before: bool | None = None
    linked_imeis: list[Imei] = []
    owner_msisdn_masked: Text | None = None

    def to_domain(self) -> InquiryAnswer:
        return InquiryAnswer(
            verdict=self.result,
            imei=self.imei,
            brand=self.brand or "",
            model=self.model or "",
            importer=self.importer or "",
            import_type=self.import_type or "",
            currency_type=self.currency_type or "",
            seen_on_network_before=self.seen_on_network_before,
            raw_text=self.raw_text or "",
            as_of=self.as_of,
            provisional=self.provisional,
            reasons=tuple(self.reasons),
            deadline=self.deadline,
        )


class OperationShape(_Shape):
    operation_id: Text
    kind: Literal["inquiry", "activation", "transfer", "transfer_cancel"]
    state: Literal["accepted", "awaiting_buyer", "succeeded", "rejected", "expired", "cancelled"]
    version: Counted
    imei: Imei
    updated_at: Instant
    assurance: Assurance
    deadline: Instant | None = None
    registry_ref: Text | None = None
    channel: Literal["api", "ussd", "sms", "web", "app"] = "api"
    result: DeviceShape | None = None
    problem: ProblemShape | None = None

    def answers(self, question: Question) -> bool:
        """The answer belongs to this question and does not contradict itself."""
        if not _same_uuid(self.operation_id, question.operation_id) or self.kind != question.kind:
            return False
        if question.imei is not None and self.imei != question.imei:
            return False
        if self.result is not None and self.result.imei != self.imei:
            return False
        succeeded = self.state == "succeeded"
        if succeeded and self.problem is not None:
            return False
        return question.kind is not OperationKind.INQUIRY or succeeded == (self.result is not None)

    def to_domain(self, question: Question) -> Operation:
        return Operation(
            operation_id=question.operation_id,
            kind=question.kind,
            state=OperationState(self.state),
            version=self.version,
            imei=self.imei,
            updated_at=self.updated_at,
            assurance=self.assurance,
            channel=Channel(self.channel),
            deadline=self.deadline,
            registry_ref=self.registry_ref,
            result=self.result.to_domain() if self.result else None,
            problem=self.problem.to_domain() if self.problem else None,
        )


def _same_uuid(one: str, other: str) -> bool:
    try:
        return uuid.UUID(one) == uuid.UUID(other)
    except ValueError:
        return False


class TimeShape(_Shape):
    now: Instant


class CapabilitiesShape(_Shape):
    commands: list[Text]  # an open list: what we do not know, we do not use
    code_pattern: Text
    batch_max: Counted = 1
    idempotency_ttl_days: Counted = 30
    notices: list[Text] = []

    def to_domain(self) -> Capabilities:
        ours = {kind.value for kind in OperationKind}
        return Capabilities(
            commands=frozenset(OperationKind(c) for c in self.commands if c in ours),
            code_pattern=self.code_pattern,
            idempotency_ttl_days=self.idempotency_ttl_days,
            notices=tuple(self.notices),
        )
