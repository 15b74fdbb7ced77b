"""One practice registry per test module, as on the first day for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from pos_app.adapters.registry.api import HttpxRegistry
from tests.registry.practice import PracticeAt, in_thread
from tests.registry.recorder import Recorder


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeAt]:
    with in_thread() as practice:
        yield practice


@pytest.fixture(scope="module")
def recorded() -> Iterator[tuple[PracticeAt, Recorder]]:
    """One more, with all that is said to it and by it."""
    recorders: list[Recorder] = []

    def wrapped(app: ASGIApp) -> Recorder:
        recorders.append(Recorder(app))
        return recorders[0]

    with in_thread(wrapped) as practice:
        yield practice, recorders[0]


@pytest.fixture
def practice(running: PracticeAt) -> PracticeAt:
    running.reset()
    return running


@pytest.fixture
def registry(practice: PracticeAt) -> Iterator[HttpxRegistry]:
    client = practice.client()
    yield client
    client.close()
