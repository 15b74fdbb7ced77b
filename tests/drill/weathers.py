"""What goes wrong around one sale at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TELLING, ACTIVATING = "/v1/operations", "/v1/activations"
Fault = Mapping[str, Any]
#: What goes wrong while one phone is sold; a till with a short deadline where the registry is silent.
WEATHERS: tuple[tuple[Fault, ...], ...] = (
    (),
    ({"fault": "drop_reply_after_effect", "path": ACTIVATING},),
    ({"fault": "drop_reply_after_effect", "path": ACTIVATING}, {"fault": "html_500", "path": TELLING}),
    ({"fault": "down_after_effect", "path": ACTIVATING},),
    ({"fault": "down_after_effect", "path": ACTIVATING}, {"fault": "down", "path": TELLING}),
    ({"fault": "down", "path": ACTIVATING},),
    ({"fault": "html_500", "path": ACTIVATING},),
    ({"fault": "html_500", "path": "/v1", "every": 3},),
    ({"fault": "hang", "path": ACTIVATING, "times": 2},),
    ({"fault": "hang_after_effect", "path": ACTIVATING, "times": 2},),
    ({"fault": "accepted_first", "path": ACTIVATING}, {"fault": "html_500", "path": TELLING, "every": 2}),
    ({"fault": "cut_reply", "path": "/v1", "every": 4},),
)


Story = tuple[tuple[Fault, ...], tuple[str, ...]]
_DROPPED: tuple[Fault, ...] = ({"fault": "drop_reply_after_effect", "path": ACTIVATING},)
_PASSED_ON: tuple[Fault, ...] = ({"fault": "down_after_effect", "path": ACTIVATING},)
#: What chance would meet once in a hundred phones, told once in each shift: the weather, then the acts.
STORIES: tuple[Story, ...] = (
    (_PASSED_ON, ("activate", "lose_the_line", "wait", "give_up")),
    (_PASSED_ON, ("activate", "lose_the_line", "wait", "other_sim")),
    (_PASSED_ON, ("activate", "lose_the_line", "wait", "dial")),
    (_DROPPED, ("activate", "decide", "wait", "issue")),
    (_DROPPED, ("activate", "wait", "other_sim", "issue")),
    (_DROPPED, ("activate", "wait", "defer", "issue")),
    ((), ("lose_the_line", "mistype", "decide", "find_the_line", "wait", "issue")),
    ((), ("die", "wait", "wait", "give_up", "issue")),
)
