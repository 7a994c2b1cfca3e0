"""What it costs when little happens: polls, reconciling, idling, `status`; a large message."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

from ace_mailbot import engine, reading, receiving
from ace_mailbot.config import load
from ace_mailbot.house import House, open_house
from ace_mailbot.model import Decision, Disposition, Kind, RawMessage
from tests.bench import post
from tests.bench.child import Measured, in_a_child, memory_mb
from tests.bench.ground import Ground
from tests.bench.letters import packs, running
from tests.bench.table import Row
from tests.bench.taking_in import take_in

_POLLS = 50
_RECONCILIATIONS = 5
_COLD_STARTS = 5
_APPLICATIONS = 50  # in the season whose `status` is asked
_SETTLING_SECONDS = 10.0  # until a daemon has started and done what was due


def polls(config_path: str) -> Measured:
    """In the child: the times of a poll and of reconciling, when all is stored already."""
    config = load(Path(config_path), os.environ)
    with open_house(config) as house:
        _store_all(house)
        now = datetime.now(UTC)
        engine.cycle(house, now, 1000)  # sends what the day brings
        return {
            "poll": _median(lambda: receiving.receive(house, now, whole=False), _POLLS),
            "cycle": _median(lambda: engine.cycle(house, now, 1000, whole=False), _POLLS),
            "whole": _median(lambda: receiving.receive(house, now, whole=True), _RECONCILIATIONS),
        }


def _store_all(house: House) -> None:
    """As if all that the inbox holds had been decided, and staff had moved it back."""
    done = Decision("It was there before.", Kind.UNCLEAR, Disposition.LEFT)
    listed = house.mailbox.listing()
    with house.store.transaction():
        for number, item in enumerate(listed, 1):
            raw = RawMessage(item.uid, post.tiny(number), item.received_at)
            message = reading.bare(raw)
            house.store.keep(raw, message)
            house.store.file(number, message, done)
        house.store.moved([item.uid for item in listed])


def _median(do: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        began = perf_counter()
        do()
        seconds.append(perf_counter() - began)
    return median(seconds)


def poll_rows(ground: Ground, few: int, many: int) -> list[Row]:
    rows = []
    for count in (few, many):
        corpus = ground.corpus(f"tiny-{count}", post.many(post.tiny, count))
        user = ground.mailbox(f"polls-{count}", corpus)
        found = in_a_child(polls, str(ground.config(f"polls-{count}", user)))
        poll, cycle = found["poll"] * 1000, found["cycle"] * 1000
        reached = f"{poll:.1f} ms; with what the time may bring {cycle:.1f} ms"
        rows.append(Row(f"a poll that finds nothing, {count:,} in the mailbox", "2 ms", reached))
    reached = f"{found['whole'] * 1000:,.0f} ms; peak {found['peak_mb']:.0f} MB"
    return [*rows, Row(f"reconciling {many:,} messages", "300 ms", reached)]


def idle_rows(ground: Ground, seconds: int) -> list[Row]:
    """The daemon beside a mailbox to which nothing comes."""
    ground.client("idle").shutdown()
    pause = Event()
    with running(ground.config("idle", "idle")) as daemon:
        pause.wait(_SETTLING_SECONDS)
        before = _cpu_seconds(daemon.pid)
        pause.wait(seconds)
        percent = (_cpu_seconds(daemon.pid) - before) / seconds * 100
        memory = memory_mb(Path(f"/proc/{daemon.pid}/status"), "VmRSS")
    reached = f"CPU {percent:.2f} %, {memory:.0f} MB"
    return [Row(f"idle for {seconds} s, IDLE on Dovecot", "CPU < 0.1 %, < 60 MB", reached)]


def _cpu_seconds(pid: int) -> float:
    """Of a process and its threads so far, in user and system mode."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def status_rows(ground: Ground) -> list[Row]:
    config = ground.config("status")
    inbox = config.parent / "data/mail/new"
    inbox.mkdir(parents=True)
    for number in range(_APPLICATIONS):
        (inbox / f"{number}.bench").write_bytes(post.eoi(number))
    in_a_child(packs, str(config))
    command = [sys.executable, "-m", "ace_mailbot", "--config", str(config), "status"]
    seconds = _median(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), _COLD_STARTS
    )
    what = f"`status` from a cold start, {_APPLICATIONS} applications"
    return [Row(what, "0.3 s", f"{seconds:.2f} s")]


def large_rows(ground: Ground) -> list[Row]:
    user = ground.mailbox("large", ground.corpus("large", [post.large()]))
    found = in_a_child(take_in, str(ground.config("large", user)))
    reached = f"{found['peak_mb']:.0f} MB, {found['seconds'] + found['opening']:.1f} s"
    return [Row("a 25 MB message: peak memory", "< 120 MB", reached)]
