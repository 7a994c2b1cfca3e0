"""A world whose database must come out the same from its mailbox alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ace_mailbot.rebuilding import rebuild
from tests.ledger import differences
from tests.world import World, open_world


@contextmanager
def rebuilt_world(folder: Path, **changes: Any) -> Iterator[World]:
    """`open_world`, rebuilt at the end of the scenario and compared."""
    with open_world(folder, **changes) as world:
        yield world
        rebuilt = folder / "made again.db"
        rebuild(world.house.config, rebuilt, world.now, secret=b"another secret: the first is lost")
        different = differences(world.config.database, rebuilt)
        assert not different, "\n".join(("rebuilt from the mailbox:", *different))
