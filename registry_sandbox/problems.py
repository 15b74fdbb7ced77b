"""Readable refusals (RFC 9457), one row for each code of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse, Response

#: code -> (HTTP status, `retry` hint or None = absent, title)
PROBLEMS: dict[str, tuple[int, str | None, str]] = {
    "imei-invalid": (422, "new_key_after_fix", "The IMEI is not 15 digits with a right check digit"),
    "code-invalid": (422, "new_key_after_fix", "The activation code is not six digits, the first not 0"),
    "msisdn-invalid": (422, "new_key_after_fix", "The mobile number is not +989 and nine digits"),
    "activation-code-wrong": (422, "new_key_after_fix", "This is not the device's activation code"),
    "already-activated-this-sim": (409, "never", "The device is active on this SIM already"),
    "already-activated-other-sim": (409, "never", "The device is active on another SIM"),
    "imei-not-registered": (409, "never", "The registry does not know this IMEI"),
    "blocked-or-stolen": (409, "never", "The device is blocked"),
    "duplicate-imei": (409, "never", "More than one device carries this IMEI"),
    "owned-by-other": (409, "never", "The device is active on a SIM of somebody else"),
    "not-owner": (409, "never", "The device is not active on the SIM that hands it over"),
    "transfer-open": (409, "never", "A transfer of this device is open"),
    "transfer-not-open": (409, "never", "There is no open transfer of this client and device with this id"),
    "idempotency-key-missing": (400, "never", "A command needs an Idempotency-Key"),
    "idempotency-in-progress": (409, "same_key", "The first request with this key is still running"),
    "idempotency-mismatch": (422, "never", "This key came with another payload before"),
    "operation-not-found": (404, "same_key", "No such operation was ever received"),
    "cursor-gone": (410, None, "This cursor is not known any more; begin without one"),
    "unauthenticated": (401, "after_login", "Sign in first"),
    "forbidden": (403, "after_login", "This sign-in may not do that"),
    "clock-skewed": (401, "same_key", "The terminal's clock differs too much"),
    "rate-limited": (429, "same_key", "Too many requests"),
    "upstream-unavailable": (503, "same_key", "The registry behind this service does not answer"),
    # The list is open; these two are for what only a faulty programme sends.
    "request-invalid": (400, "never", "The request does not follow the contract"),
    "no-such-path": (404, "never", "The contract has no such path"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out; `extra` holds further members of the problem body."""

    code: str
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return PROBLEMS[self.code][0]

    def body(self) -> dict[str, Any]:
        status, retry, title = PROBLEMS[self.code]
        body: dict[str, Any] = {"type": f"/problems/{self.code}", "title": title, "status": status, "code": self.code}
        if retry is not None:
            body["retry"] = retry
        if self.detail:
            body["detail"] = self.detail
        return body | self.extra


def problem_response(body: dict[str, Any], *, retry_after: str = "") -> Response:
    """A problem body as it goes over the wire; `retry_after` as given, even if it is nonsense."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    if body["code"] == "rate-limited" and retry_after.isdecimal():
        headers["RateLimit"] = f'"practice";r=0;t={retry_after[:9]}'
    return JSONResponse(body, int(body["status"]), headers, media_type="application/problem+json")


def refuse(code: str, detail: str = "", *, retry_after: str = "", **extra: Any) -> Response:
    return problem_response(Refusal(code, detail, extra).body(), retry_after=retry_after)
