"""One target under Hypothesis: seeds with pieces cut out, repeated and overwritten."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.catching import caught
from tests.fuzz.targets import TARGETS

_EDITS = st.lists(
    st.tuples(st.integers(0, 60_000), st.integers(0, 200), st.binary(max_size=40)), max_size=8
)


def main() -> None:
    name, seconds, corpus, found = sys.argv[1:]
    kept = [p.read_bytes()[:60_000] for p in sorted(Path(corpus).iterdir())] or [b""]
    target = caught(name, TARGETS[name][0], Path(found))
    ends = time.monotonic() + float(seconds)

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(st.sampled_from(kept), _EDITS)
    def several(seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
        for at, length, new in edits:
            at %= len(seed) + 1
            seed = seed[:at] + new + seed[at + length :]
        target(seed)

    while time.monotonic() < ends:
        several()


if __name__ == "__main__":
    main()
