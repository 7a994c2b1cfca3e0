"""`run`: one cycle after another until told to stop. What a cycle does is the engine's affair."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from ace_mailbot import engine
from ace_mailbot.model import Unreachable

log = logging.getLogger(__name__)


def run(house: engine.House, clock: Callable[[], datetime]) -> None:
    """Run cycles every `schedule.poll_seconds` until SIGTERM or SIGINT; *clock* tells the time."""
    # This executor stays in our thread, to which the database belongs.
    scheduler = BlockingScheduler(timezone="UTC", executors={"default": DebugExecutor()})
    scheduler.add_job(
        _Ticker(house, clock).tick,
        "interval",
        seconds=house.config.schedule.poll_seconds,
        next_run_time=clock(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    with stop_on_signal(house, scheduler.shutdown):
        log.info("started", extra={"backend": house.config.mailbox.backend})
        scheduler.start()
    log.info("stopped")


@contextmanager
def stop_on_signal(house: engine.House, then: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the cycle after the message in hand, and *then* follow."""

    def stop(_signal: int, _frame: object) -> None:
        house.stop.set()
        # The scheduler waits for the cycle, which waits for this handler to return.
        threading.Thread(target=then, daemon=True).start()

    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


class _Ticker:
    """Keeps to `sending.per_minute` over the cycles, and tells of an outage once."""

    def __init__(self, house: engine.House, clock: Callable[[], datetime]) -> None:
        self._house = house
        self._clock = clock
        self._unreachable = False

    def tick(self) -> None:
        house, now = self._house, self._clock()
        sent = house.store.sent_since(now - timedelta(minutes=1))
        try:
            engine.cycle(house, now, max(0, house.config.sending.per_minute - sent))
        except Unreachable as error:
            if not self._unreachable:
                log.warning("mailbox_unreachable", extra={"why": str(error)})
            self._unreachable = True
            return
        if self._unreachable:
            log.info("mailbox_back")
        self._unreachable = False
