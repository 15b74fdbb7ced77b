"""What is wrong with the numbers of one form."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain import imei
from pos_app.domain.errors import Finding
from pos_app.domain.verdict import Gate


def imei_findings(values: tuple[str, ...], field: str) -> Iterator[Finding]:
    """Each number by itself, then the pair: two slots never share one number."""
    for slot, value in enumerate(values, 1):
        said = imei.check(value)
        if not said.ok:
            yield Finding(said.code, Gate.REFUSE, f"{field}{slot}", value)
    if len(values) > 1 and len(set(values)) < len(values) and values[0]:
        yield Finding("imei-slots-equal", Gate.REFUSE, f"{field}2", values[1])
