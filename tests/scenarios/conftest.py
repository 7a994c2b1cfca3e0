"""Every scenario plays in a world of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.rebuilding import rebuild
from tests.ledger import differences
from tests.world import World, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world
        rebuilt = tmp_path / "rebuilt.db"
        rebuild(world.config, rebuilt, world.now, secret=b"another secret: the first is lost")
        different = differences(world.config.database, rebuilt)
        assert not different, "\n".join(("rebuilt from the mailbox:", *different))
