"""A measurement in a process of its own, so that its memory is its own too."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Measured = dict[str, float]


def in_a_child(function: Callable[..., Measured], *arguments: str | float) -> Measured:
    """What *function* measured in a fresh Python, and as `peak_mb` how much memory it took."""
    call = json.dumps([function.__module__, function.__name__, arguments])
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.child", call], stdout=subprocess.PIPE, check=True
    )
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def _main() -> None:
    module, name, arguments = json.loads(sys.argv[1])
    measured = getattr(importlib.import_module(module), name)(*arguments)
    print(json.dumps({**measured, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux getrusage also counts what the parent held when it started us.
        return memory_mb(status, "VmHWM")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def memory_mb(status: Path, field: str) -> float:
    """A memory figure of Linux's /proc/PID/status, in MB of 1,000,000 bytes."""
    [line] = [line for line in status.read_text().splitlines() if line.startswith(f"{field}:")]
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    _main()
