"""Expressions of interest answered: packs composed, and one letter's way through the daemon."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue
from statistics import median, quantiles
from time import perf_counter

from ace_mailbot import receiving
from ace_mailbot.config import load
from ace_mailbot.house import open_house
from tests.bench import post
from tests.bench.child import Measured, in_a_child
from tests.bench.ground import Ground
from tests.bench.table import Row
from tests.servers.dovecot import PASSWORD
from tests.servers.imap_staff import Staff
from tests.servers.smtp_sink import Received, smtp_sink

RUNS = 3
_PATIENCE_SECONDS = 30


def packs(config_path: str) -> Measured:
    """In the child: expressions of interest in a Maildir become packs in the outbox."""
    config = load(Path(config_path), os.environ)
    with open_house(config) as house:
        began = perf_counter()
        receiving.receive(house, datetime.now(UTC), whole=True)
        seconds = perf_counter() - began
        written = [e.letter.mime for e in house.store.outbox() if not e.letter.internal]
    whole = sum(all(kind in mime for kind in (b".docx", b".odt", b".ics")) for mime in written)
    return {"seconds": seconds, "packs": whole}


def pack_rows(ground: Ground, count: int) -> list[Row]:
    runs = []
    for _ in range(RUNS):
        config = ground.config("packs")
        inbox = config.parent / "data/mail/new"
        inbox.mkdir(parents=True)
        for number in range(count):
            (inbox / f"{number}.bench").write_bytes(post.eoi(number))
        found = in_a_child(packs, str(config))
        assert found["packs"] == count, found
        runs.append(found)
        ground.clear(config)
    rate = median(count / run["seconds"] for run in runs)
    return [Row("EOI in, pack (docx, odt, ics) in the outbox", "50/s", f"{rate:,.0f}/s")]


def way_rows(ground: Ground, count: int) -> list[Row]:
    """From the moment that a message is handed to Dovecot until SMTP has accepted the answer."""
    ground.client("way").shutdown()
    with smtp_sink() as sink:
        accepted = Accepted()
        sink.letters = accepted
        config = ground.config("way", "way", sink.port)
        with running(config):
            staff = Staff(ground.server.port, "way", PASSWORD)
            _one_way(staff, accepted, 0)  # while it starts
            seconds = sorted(_one_way(staff, accepted, number) for number in range(1, count + 1))
            staff.leave()
    *_, p95 = quantiles(seconds, n=20, method="inclusive")
    reached = f"p50 {median(seconds):.2f} s, p95 {p95:.2f} s over {count}"
    return [Row("one letter's way, arrival to accepted by SMTP", "p95 < 1 s", reached)]


class Accepted(list[Received]):
    """Letters that SMTP accepted, each with its moment."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: Queue[tuple[tuple[str, ...], float]] = Queue()

    def append(self, letter: Received) -> None:
        super().append(letter)
        self.moments.put((letter.recipients, perf_counter()))


def _one_way(staff: Staff, accepted: Accepted, number: int) -> float:
    data = post.eoi(number)
    began = perf_counter()
    staff.deliver(str(number), data, datetime.now(UTC))
    sender = f"lead{number}@agency{number}.example"
    while True:
        try:
            recipients, moment = accepted.moments.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            raise TimeoutError(f"no answer to {sender}") from None
        if sender in recipients:
            return moment - began


@contextmanager
def running(config: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The daemon, as an operator runs it."""
    command = [sys.executable, "-m", "ace_mailbot", "--config", str(config), "run"]
    with (config.parent / "log").open("wb") as log:
        daemon = subprocess.Popen(command, stderr=log)
        try:
            yield daemon
        finally:
            daemon.terminate()
            daemon.wait(_PATIENCE_SECONDS)
