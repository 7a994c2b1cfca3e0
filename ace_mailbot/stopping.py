"""SIGTERM and SIGINT: what they ask for is done after the message in hand."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


@contextmanager
def stop_on_signal() -> Iterator[Event]:
    """An Event that SIGTERM and SIGINT set."""
    asked = Event()

    def stop(_signal: int, _frame: object) -> None:
        asked.set()

    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop) for number in signals]
    try:
        yield asked
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
