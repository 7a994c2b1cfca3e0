"""Taking in what lies in the inbox: fetched, durable, parsed and decided."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from ace_mailbot import receiving
from ace_mailbot.config import load
from ace_mailbot.house import open_house
from tests.bench import post
from tests.bench.child import Measured, in_a_child
from tests.bench.ground import Ground
from tests.bench.table import Row

RUNS = 3


class Timed:
    """Anything, with the time spent in one of its methods told apart."""

    def __init__(self, inner: Any, name: str) -> None:
        self._inner = inner
        self._name = name
        self.each: list[tuple[str, float]] = []  # what for (a file's ending), and seconds

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._timed(found) if name == self._name else found

    def _timed(self, method: Any) -> Any:
        def call(*arguments: Any) -> Any:
            began = perf_counter()
            try:
                return method(*arguments)
            finally:
                self.each.append((_ending(arguments[0]), perf_counter() - began))

        return call

    @property
    def seconds(self) -> float:
        return sum(seconds for _, seconds in self.each)

    def milliseconds(self, ending: str) -> float:
        """The median of one call."""
        return median([s for what, s in self.each if what == ending] or [0.0]) * 1000


def _ending(what: Any) -> str:
    """Of the last file of a message, where *what* is its attachments."""
    last = what[-1] if isinstance(what, tuple) and what else None
    return str(getattr(last, "filename", "")).rpartition(".")[2]


def take_in(config_path: str) -> Measured:
    """In the child: one cycle's receiving, the opening of files and the moving timed apart."""
    config = load(Path(config_path), os.environ)
    with open_house(config) as house:
        fence, mailbox = Timed(house.fence, "opened"), Timed(house.mailbox, "move")
        house = replace(house, fence=fence, mailbox=mailbox)  # type: ignore[arg-type]
        began = perf_counter()
        receiving.receive(house, datetime.now(UTC), whole=True)
        seconds = perf_counter() - began
        counts = house.store.counts()
        letters = len(house.store.outbox())
    return {
        "seconds": seconds - fence.seconds - mailbox.seconds,
        "opening": fence.seconds,
        "opened": len(fence.each),
        "docx": fence.milliseconds("docx"),
        "pdf": fence.milliseconds("pdf"),
        "moving": mailbox.seconds,
        "decided": sum(count for disposition, count in counts.items() if disposition),
        "letters": letters,
    }


def rows(ground: Ground, count: int) -> list[Row]:
    mixed = ground.corpus(f"mixed-{count}", post.many(post.mixed(), count))
    small = ground.corpus(f"small-{count}", post.many(post.small(), count))
    megabytes = sum(file.stat().st_size for file in mixed.iterdir()) / 1e6
    many = [_once(ground, mixed, count) for _ in range(RUNS)]
    few = [_once(ground, small, count) for _ in range(RUNS)]
    return [
        Row(
            f"taking in {count:,} mixed messages ({megabytes:,.0f} MB)",
            "400/s, < 120 MB",
            _rate(many),
        ),
        Row("  then, apart: files opened behind the fence", "", _opening(many)),
        Row(f"taking in {count:,} messages of 4 kB", "1,000/s", _rate(few)),
    ]


def _once(ground: Ground, corpus: Path, count: int) -> Measured:
    user = ground.mailbox("taking-in", corpus)
    config = ground.config("taking-in", user)
    found = in_a_child(take_in, str(config))
    assert (found["decided"], found["letters"]) == (count, 0), found
    ground.forget(user)
    ground.clear(config)
    return found


def _rate(runs: list[Measured]) -> str:
    rates = sorted(run["decided"] / run["seconds"] for run in runs)
    peak = max(run["peak_mb"] for run in runs)
    moving = median(run["moving"] for run in runs)
    spread = f"{rates[0]:,.0f} to {rates[-1]:,.0f}"
    return f"{median(rates):,.0f}/s ({spread}), {peak:.0f} MB; then moved in {moving:.1f} s"


def _opening(runs: list[Measured]) -> str:
    docx, pdf = (median(run[ending] for run in runs) for ending in ("docx", "pdf"))
    seconds = median(run["opening"] for run in runs)
    return (
        f"{docx:.1f} ms a .docx, {pdf:.1f} ms a .pdf; {seconds:.0f} s for {runs[0]['opened']:.0f}"
    )
