"""Every scenario plays in a world of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.rebuilt import rebuilt_world
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with rebuilt_world(tmp_path) as world:
        yield world
