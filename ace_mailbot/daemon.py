"""`run`: one cycle after another until told to stop; `once`: one of them, as cron has it.

What a cycle does is the engine's affair.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.debug import DebugExecutor
from apscheduler.job import Job
from apscheduler.schedulers.blocking import BlockingScheduler

from ace_mailbot import engine
from ace_mailbot.alarms import Alarms
from ace_mailbot.house import House
from ace_mailbot.mailboxes.pauses import growing_pauses
from ace_mailbot.model import Unreachable
from ace_mailbot.notify import Tell, tell_nobody

_WHOLE_EVERY = timedelta(hours=1)
_LONGEST_REST = timedelta(minutes=5)  # as `pauses` has it

log = logging.getLogger(__name__)


def run(house: House, clock: Callable[[], datetime], tell: Tell = tell_nobody) -> None:
    """Run cycles every `schedule.poll_seconds` until *house* is to stop; *clock* tells the time.

    A mailbox that can push has its news read at once. *tell* hears how we are (see `notify`).
    """
    # This executor stays in our thread, to which the database belongs.
    scheduler = BlockingScheduler(timezone="UTC", executors={"default": DebugExecutor()})
    ticker = Ticker(house, clock, tell)
    job = scheduler.add_job(
        ticker.tick,
        "interval",
        seconds=house.config.schedule.poll_seconds,
        next_run_time=clock(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )

    def wake() -> None:
        if house.stop.is_set():
            return
        ticker.wake()
        # This waits for a cycle that is under way, so what woke us is looked at after it.
        job.modify(next_run_time=clock())

    def look_after(_started: object) -> None:
        minding = (house, scheduler, job, clock)
        threading.Thread(target=_watch, args=(house, wake), daemon=True).start()
        threading.Thread(target=_mind_clock_and_end, args=minding, daemon=True).start()

    # Not before: what hasn't started can't be shut down.
    scheduler.add_listener(look_after, EVENT_SCHEDULER_STARTED)
    log.info("started", extra={"backend": house.config.mailbox.backend})
    scheduler.start()
    tell("STOPPING=1")
    log.info("stopped")


def once(house: House, now: datetime) -> None:
    """One cycle at *now*; operations hear of the same troubles as from the daemon.

    Raises Unreachable when the mailbox is out of reach.
    """
    alarms = Alarms(house.config, house.mailbox)
    try:
        engine.cycle(house, now, house.config.sending.per_minute)
    except Unreachable:
        alarms.look(now, house.store.last_arrival(), away=True)
        raise
    alarms.look(now, house.store.last_arrival(), away=False)


def _watch(house: House, wake: Callable[[], None]) -> None:
    try:
        house.mailbox.watch(wake, house.stop)
    except Exception:
        # Mail is read at the next poll all the same.
        log.exception("watch_ended")


class Ticker:
    """Keeps to `sending.per_minute` over the cycles, and tells of an outage once.

    The whole inbox is looked through at the start, after an outage and hourly; the news otherwise.
    In an outage the pauses between tries grow, unless the mailbox itself says that it is back.
    *tell* hears that we are ready after the first good cycle, and after each tick that we live.
    """

    def __init__(
        self, house: House, clock: Callable[[], datetime], tell: Tell = tell_nobody
    ) -> None:
        self._house = house
        self._clock = clock
        self._tell = tell
        self._ready = False
        self._away = False
        self._alarms = Alarms(house.config, house.mailbox)
        self._whole_at: datetime | None = None  # None: at the next cycle
        self._rest_until: datetime | None = None
        self._pauses = growing_pauses()
        self._woken = threading.Event()

    def wake(self) -> None:
        """Something may have come; safe from any thread."""
        self._woken.set()

    def tick(self) -> None:
        now = self._clock()
        if not _ahead(self._rest_until, now, _LONGEST_REST) or self._woken.is_set():
            self._woken.clear()
            self._turn(now)
        self._alarms.look(now, self._house.store.last_arrival(), away=self._away)
        # Not after a failure of ours: one that comes with every cycle is for the watchdog.
        self._tell("WATCHDOG=1")

    def _turn(self, now: datetime) -> None:
        whole = not _ahead(self._whole_at, now, _WHOLE_EVERY)
        try:
            engine.cycle(self._house, now, self._allowance(now), whole=whole)
        except Unreachable as error:
            self._went_away(now, error)
            return
        except Exception:
            self._whole_at = None  # what the news told may have been left undone
            raise
        if whole:
            self._whole_at = now + _WHOLE_EVERY
        self._came_back()
        if not self._ready:
            self._tell("READY=1")
            self._ready = True

    def _allowance(self, now: datetime) -> int:
        sent = self._house.store.sent_between(now - timedelta(minutes=1), now)
        return max(0, self._house.config.sending.per_minute - sent)

    def _went_away(self, now: datetime, error: Unreachable) -> None:
        if not self._away:
            log.warning("mailbox_unreachable", extra={"why": str(error)})
        self._away = True
        self._whole_at = None
        self._rest_until = now + timedelta(seconds=next(self._pauses))

    def _came_back(self) -> None:
        if self._away:
            log.info("mailbox_back")
            self._pauses = growing_pauses()
        self._away = False
        self._rest_until = None


def _ahead(moment: datetime | None, now: datetime, most: timedelta) -> bool:
    """Whether *moment* is still to come; one further off than *most* is from before the clock was
    set back, and no longer means anything."""
    return moment is not None and now < moment <= now + most


def _mind_clock_and_end(
    house: House, scheduler: BlockingScheduler, job: Job, clock: Callable[[], datetime]
) -> None:
    """Bring the next cycle forward when the clock was set back: the scheduler would wait for it.

    End the scheduler when *house* is to stop, after the cycle under way; never from a signal's
    handler, for which that cycle waits.
    """
    poll = timedelta(seconds=house.config.schedule.poll_seconds)
    while not house.stop.wait(poll.total_seconds()):
        if not _ahead(job.next_run_time, clock() - poll, 3 * poll):
            job.modify(next_run_time=clock())
    scheduler.shutdown()
