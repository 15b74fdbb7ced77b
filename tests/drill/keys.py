"""What the effects alone do not show: a registry that refuses the second activation hides that it was asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

REFUSED = "rejected"


def needless(received: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Device -> activation keys that nobody had a reason for, out of what arrived, in its order.

    The only reason for another key is that the one before was readably refused, and that something was put right: the
    same wish again (the same wrong code) is none. A key that never arrived is no key."""
    by_device: dict[str, list[Mapping[str, str]]] = {}
    found: dict[str, int] = {}
    for key in received:
        before = by_device.setdefault(key["device"], [])
        again = key["asks"] in {old["asks"] for old in before}
        put_right = bool(before) and before[-1]["state"] == REFUSED and not again
        if before and not put_right:
            found[key["device"]] = found.get(key["device"], 0) + 1
        before.append(key)
    return found
