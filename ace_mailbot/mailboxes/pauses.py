"""How long to wait before trying again: ever longer, and never in step with others."""

from __future__ import annotations

from collections.abc import Iterator
from random import SystemRandom

_FIRST_SECONDS = 1.0
_MOST_SECONDS = 300.0


def growing_pauses() -> Iterator[float]:
    """Seconds to wait, doubling up to five minutes, each somewhere in its upper half."""
    chance = SystemRandom()
    longest = _FIRST_SECONDS
    while True:
        yield chance.uniform(longest / 2, longest)
        longest = min(longest * 2, _MOST_SECONDS)
