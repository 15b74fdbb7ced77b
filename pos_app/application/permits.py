"""`@needs(right)` before an act of a person: refused where the till is locked or the person at work may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pos_app.application.services import Services
from pos_app.domain.rights import Right

P = ParamSpec("P")
T = TypeVar("T")


def needs(right: Right) -> Callable[[Callable[Concatenate[Services, P], T]], Callable[Concatenate[Services, P], T]]:
    """Asked before anything is read or written."""

    def guard(act: Callable[Concatenate[Services, P], T]) -> Callable[Concatenate[Services, P], T]:
        @wraps(act)
        def checked(services: Services, /, *args: P.args, **kwargs: P.kwargs) -> T:
            services.at_work.require(right)
            return act(services, *args, **kwargs)

        checked.right = right  # type: ignore[attr-defined]
        return checked

    return guard
