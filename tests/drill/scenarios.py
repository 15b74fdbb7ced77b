"""Every way in which the registry, the line or the till goes wrong in the drill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

QUICK = 0.25  # seconds: the deadline of a call where a fault makes the registry silent


def _armed(fault: str, **options: Any) -> dict[str, Any]:
    return {"fault": fault, **options}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`faults` strike during the first part, then the registry is well again. `kills`: how often the till's process is
    killed at a moment of chance. `cut`: the line is cut in requests and replies. `registry_dies`: the registry is
    killed and started again. `asks_itself`: the registry tells no changes by itself. `tills`: processes at work on one
    shop. `away`: nobody listens for a month. `pull`: not operations but the list of allocated phones is read.
    `page`: the page of the window that is open, "" = the counter. `short`: also in the short form."""

    name: str
    faults: tuple[dict[str, Any], ...] = ()
    deadline: float = 10.0
    kills: int = 0
    cut: bool = False
    registry_dies: bool = False
    asks_itself: bool = False
    tills: int = 1
    away: bool = False
    pull: bool = False
    page: str = ""
    revoked: bool = False
    operations: int | None = None
    short: bool = field(default=False)  # also in the short form


SILENT = {"every": 12, "times": 40}  # so many calls, each as long as the deadline

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(name="nothing goes wrong", page="registry"),
    Scenario(name="reply dropped after the effect", faults=(_armed("drop_reply_after_effect", every=3),), short=True),
    Scenario(name="hang before", faults=(_armed("hang", **SILENT),), deadline=QUICK),
    Scenario(name="hang after the effect", faults=(_armed("hang_after_effect", **SILENT),), deadline=QUICK),
    Scenario(name="head byte by byte", faults=(_armed("slow_headers", **SILENT),), deadline=QUICK),
    Scenario(name="body byte by byte", faults=(_armed("drip", **SILENT),), deadline=QUICK),
    Scenario(name="slow answers", faults=(_armed("delay", seconds=0.02),)),
    Scenario(name="HTML with 500", faults=(_armed("html_500", every=3),)),
    Scenario(name="HTML with 200", faults=(_armed("html_200", every=3),)),
    Scenario(name="captive portal", faults=(_armed("captive_portal", times=60),)),
    Scenario(name="empty body", faults=(_armed("empty_body", every=3),)),
    Scenario(name="truncated JSON", faults=(_armed("bad_json", every=3),)),
    Scenario(name="reply cut in its middle", faults=(_armed("cut_reply", every=3),)),
    Scenario(name="wrong types", faults=(_armed("wrong_type", every=3),)),
    Scenario(name="14-digit IMEI", faults=(_armed("fourteen_digit_imei", every=3),)),
    Scenario(name="null status", faults=(_armed("null_status", every=3),)),
    Scenario(name="429 with Retry-After", faults=(_armed("rate_limit_429", every=40, times=8, retry_after="1"),)),
    Scenario(name="429 with nonsense", faults=(_armed("rate_limit_429", every=4, retry_after="soon"),)),
    Scenario(name="503, perhaps passed on", faults=(_armed("down_after_effect", every=4),)),
    Scenario(name="token expired", faults=(_armed("token_expired", every=5),)),
    Scenario(name="till revoked and enrolled again", revoked=True),
    Scenario(name="clock refused", faults=(_armed("clock_skewed", always=True, every=5),)),
    Scenario(name="skewed Date", faults=(_armed("skewed_date"),)),
    Scenario(name="accepted first", faults=(_armed("accepted_first", retry_after="2"),), asks_itself=True),
    Scenario(name="stale answers", faults=(_armed("stale_answer", seconds=300.0),)),
    Scenario(
        name="repeat refused though it took effect",
        faults=(_armed("drop_reply_after_effect", every=3), _armed("repeat_invalid_422")), asks_itself=True,
    ),
    Scenario(
        name="look-up knows nothing",
        faults=(_armed("drop_reply_after_effect", every=3), _armed("forget_operations", every=2)), asks_itself=True,
    ),
    Scenario(
        name="look-up contradicts", faults=(_armed("accepted_first", every=2), _armed("contradiction", every=4)),
        asks_itself=True,
    ),
    Scenario(name="line cut anywhere", cut=True, short=True),
    Scenario(name="till killed while sending", kills=15, faults=(_armed("delay", seconds=0.005),), short=True),
    Scenario(name="registry killed and started again", registry_dies=True),
    Scenario(name="two tills at once", tills=2, faults=(_armed("drop_reply_after_effect", every=4),)),
    Scenario(name="a month offline", away=True, operations=10_000),
    Scenario(name="list: cursor gone", pull=True, faults=(_armed("gone_410", every=3, times=4),)),
    Scenario(name="list: pages doubled", pull=True, faults=(_armed("duplicate_page"),)),
    Scenario(name="list: pages shuffled", pull=True, faults=(_armed("reordered_page"),), short=True),
    Scenario(name="list: the same cursor again", pull=True, faults=(_armed("repeated_cursor", times=12),)),
    Scenario(name="list: an empty page promised", pull=True, faults=(_armed("empty_next_page", times=12),)),
    Scenario(name="list: killed while reading", pull=True, kills=4, faults=(_armed("delay", seconds=0.02),)),
)  # fmt: skip
