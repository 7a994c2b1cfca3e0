"""A backlog is read in a second process too, ahead of what is decided in the first.

Reading is most of the work that a message makes, and needs nothing but its bytes and the config.
Whichever process is free reads the next few, so neither waits for the other.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice

from ace_mailbot.config import Config
from ace_mailbot.intake import Begun, begin
from ace_mailbot.model import RawMessage

BACKLOG = 500  # messages; fewer are read before another process is up
_AT_A_TIME = 16  # messages read in one go
_AHEAD = 10  # as many times that are held in memory
_LARGEST = 64 * 1024  # bytes; the way to another process and back costs a larger one more

log = logging.getLogger(__name__)

Load = Callable[[int], RawMessage]
Reader = Callable[[int], Begun]


@contextmanager
def second_process(messages: int, config: Config) -> Iterator[ProcessPoolExecutor | None]:
    """A process to read in, starting up meanwhile; None where so few *messages* aren't worth it."""
    pool = _pool(config) if messages >= BACKLOG else None
    try:
        yield pool
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _pool(config: Config) -> ProcessPoolExecutor | None:
    # Not forked: other threads of this process may hold locks.
    fresh = multiprocessing.get_context("spawn")
    try:
        pool = ProcessPoolExecutor(1, fresh, initializer=_prepare, initargs=(config,))
        pool.submit(_read, [])  # it would wait for something to do before it starts
    except OSError as e:  # a machine without semaphores
        log.warning("no_second_reader", extra={"error": str(e)})
        return None
    return pool


def reader(
    second: ProcessPoolExecutor | None, waiting: Iterable[int], load: Load, config: Config
) -> Reader:
    """What reads a message, its files still closed, given its number; *load* gives its bytes.

    *waiting* are the numbers it will be asked for, in this order. It may be asked for others too.
    """
    if second is None:
        return lambda number: begin(load(number), config)
    return _Ahead(second, waiting, load, config).begun


class _Some:
    """A few messages that are to be read in one go."""

    def __init__(self, raws: Mapping[int, RawMessage], pool: ProcessPoolExecutor) -> None:
        self._raws = raws
        self._coming: Future[list[Begun]] = pool.submit(_read, list(raws.values()))
        self._read: dict[int, Begun] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._raws

    def read_here(self, config: Config) -> bool:
        """Read them in this process, unless they are read or the other has them in hand."""
        # What is cancelled once can be cancelled again, and some hold nothing small enough.
        if not self._raws or self._read or not self._coming.cancel():
            return False
        self._read = {number: begin(raw, config) for number, raw in self._raws.items()}
        return True

    @property
    def is_read(self) -> bool:
        return bool(self._read) or self._coming.done()

    def begun(self, number: int) -> Begun:
        """Message *number*, read. Raises BrokenProcessPool when the other process died of it."""
        if not self._read:
            self._read = dict(zip(self._raws, self._coming.result(), strict=True))
        return self._read[number]


class _Ahead:
    """What is being read, oldest first. The other process begins at that end, this at the other."""

    def __init__(
        self, pool: ProcessPoolExecutor, waiting: Iterable[int], load: Load, config: Config
    ) -> None:
        self._pool = pool
        self._waiting = iter(waiting)
        self._load = load
        self._config = config
        self._queue: deque[_Some] = deque()

    def begun(self, number: int) -> Begun:
        try:
            self._fill()
            if some := next((some for some in self._queue if number in some), None):
                self._wait_for(some)
                return some.begun(number)
        except BrokenProcessPool:
            log.warning("second_reader_lost")
            self._waiting = iter(())
            self._queue.clear()
        return begin(self._load(number), self._config)

    def _fill(self) -> None:
        while len(self._queue) < _AHEAD:
            raws = {number: self._load(number) for number in islice(self._waiting, _AT_A_TIME)}
            if not raws:
                return
            small = {n: raw for n, raw in raws.items() if len(raw.data) <= _LARGEST}
            self._queue.append(_Some(small, self._pool))

    def _wait_for(self, some: _Some) -> None:
        """Rather than wait, read from the far end, as long as there is anything to read."""
        while self._queue[0] is not some:
            self._queue.popleft()
        while not some.is_read and any(s.read_here(self._config) for s in reversed(self._queue)):
            continue


# --- in the other process ---------------------------------------------------------------------

_config: Config


def _prepare(config: Config) -> None:
    global _config
    _config = config
    # A signal to the whole group is for the first process, which ends this one when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    assert first, "this runs in a second process"
    first.join()
    os._exit(0)


def _read(raws: Sequence[RawMessage]) -> list[Begun]:
    return [begin(raw, _config) for raw in raws]
