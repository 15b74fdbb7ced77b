"""A till at work, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import parts


@pytest.fixture
def till(tmp_path: Path) -> Iterator[parts.Till]:
    made = parts.at_work(parts.new_shop(tmp_path))
    yield made
    made.storage.close()
