"""When a step is part of a run at all. The vocabulary is closed: a checklist may only name what stands in `CONDITIONS`.

A condition looks at the last evidence of each step that was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pos_app.domain.evidence import Evidence, PermitEvidence

Known = Mapping[str, Evidence]  # step id -> its last evidence


def another_buyer(known: Known) -> bool:
    """The phone goes to somebody else than the holder of its permit. Until the permit was read nobody knows: yes."""
    permits = [evidence for evidence in known.values() if isinstance(evidence, PermitEvidence)]
    return not permits or not permits[-1].for_holder


CONDITIONS: dict[str, Callable[[Known], bool]] = {another_buyer.__name__: another_buyer}
