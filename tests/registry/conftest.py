"""One practice registry per test module, as on the first day for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from tests.registry.practice import PracticeAt, in_thread


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeAt]:
    with in_thread() as practice:
        yield practice


@pytest.fixture
def practice(running: PracticeAt) -> PracticeAt:
    running.reset()
    return running


@pytest.fixture
def registry(practice: PracticeAt) -> Iterator[HttpxRegistry]:
    client = practice.client()
    yield client
    client.close()
