"""Keeps the bytes that made a target raise, once for each place that raised."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path


def caught(name: str, target: Callable[[bytes], None], found: Path) -> Callable[[bytes], None]:
    """*target*, which never raises: what it would have raised is written to *found* instead."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except (MemoryError, RecursionError) as problem:
            _keep(found / f"{name}-{type(problem).__name__}", data, problem)
        except Exception as problem:
            frames = traceback.extract_tb(problem.__traceback__)
            ours = [f for f in frames if "/ace_mailbot/" in f.filename] or frames
            place = f"{Path(ours[-1].filename).stem}-{ours[-1].lineno}"
            _keep(found / f"{name}-{type(problem).__name__}-{place}", data, problem)

    return run


def _keep(path: Path, data: bytes, problem: BaseException) -> None:
    if not path.exists():
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(problem)))
        print(f"{path.name}: {problem}"[:200], flush=True)
