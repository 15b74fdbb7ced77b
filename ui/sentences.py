"""The shape of a sentence about an error: how grave it is, and its msgid."""

from __future__ import annotations

from dataclasses import dataclass

STOP, WAIT, GOOD = "stop", "wait", "good"


@dataclass(frozen=True, slots=True)
class Sentence:
    severity: str
    msgid: str


def stop(msgid: str) -> Sentence:
    return Sentence(STOP, msgid)


def wait(msgid: str) -> Sentence:
    return Sentence(WAIT, msgid)
