"""The daemon: when it looks at the whole inbox, what an outage does, and what wakes it."""

from __future__ import annotations

import logging
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ace_mailbot import daemon, notify
from ace_mailbot.mailboxes import Kept, Listed
from ace_mailbot.mailboxes.protocol import Place
from ace_mailbot.model import Unreachable
from tests.world import World, open_world


class Watched:
    """A mailbox that remembers what it was asked, is out of reach when told, and can be rung."""

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox
        self.asked: list[str] = []
        self.looked_back_to: list[datetime | None] = []  # in Processed
        self.away = False
        self.rung = threading.Event()

    def listing(self) -> Sequence[Listed]:
        return self._ask("listing")

    def news(self) -> Sequence[Listed]:
        return self._ask("news")

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        if place == "Processed":
            self.looked_back_to.append(since)
        found: Sequence[Kept] = self._mailbox.kept(place, since)
        return found

    def _ask(self, what: str) -> Sequence[Listed]:
        self.asked.append(what)
        if self.away:
            raise Unreachable("imap.funder.example can't be reached")
        found: Sequence[Listed] = getattr(self._mailbox, what)()
        return found

    def watch(self, wake: Callable[[], None], stop: threading.Event) -> None:
        self.rung.wait(10)
        wake()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mailbox, name)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world


def ticking(world: World) -> tuple[daemon.Ticker, Watched, Clock]:
    mailbox, clock = Watched(world.house.mailbox), Clock(world.now)
    return daemon.Ticker(replace(world.house, mailbox=mailbox), clock), mailbox, clock


def test_the_whole_inbox_is_read_at_the_start_and_hourly_and_the_news_between(
    world: World,
) -> None:
    ticker, mailbox, clock = ticking(world)
    for minutes in (0, 1, 58, 1, 1):
        clock.turn(minutes=minutes)
        ticker.tick()
    assert mailbox.asked == ["listing", "news", "news", "listing", "news"]


def test_mail_that_waits_in_the_inbox_is_no_reason_to_read_all_that_was_put_away(
    world: World,
) -> None:
    ticker, mailbox, clock = ticking(world)
    rosa = world.person("Rosa Diaz <rosa@diaz.example>")
    rosa.writes("Expression of interest", "We would like to apply, in Brent, with the council.")
    world._awake = False
    rosa.writes("Thanks", "Many thanks!")
    clock.turn(hours=2)
    ticker.tick()
    assert None not in mailbox.looked_back_to

    moved, *_ = (world.config.mailbox.maildir_path / ".Processed" / "cur").iterdir()
    (moved.parent / "another:2,S").write_bytes(b"Subject: from before\r\n\r\nHello\r\n")
    clock.turn(hours=2)
    ticker.tick()
    assert mailbox.looked_back_to[-1] is None


def test_an_outage_is_told_once_and_followed_by_a_whole_look(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ticker, mailbox, clock = ticking(world)
    caplog.set_level(logging.INFO, "ace_mailbot.daemon")
    ticker.tick()
    mailbox.away = True
    for _ in range(5):
        clock.turn(minutes=6)
        ticker.tick()
    mailbox.away = False
    clock.turn(minutes=6)
    ticker.tick()
    assert mailbox.asked == ["listing", "news", *["listing"] * 5]
    told = [r.message for r in caplog.records if r.name == "ace_mailbot.daemon"]
    assert told == ["mailbox_unreachable", "mailbox_back"]


def test_pauses_grow_in_an_outage_and_being_woken_ends_them(world: World) -> None:
    ticker, mailbox, clock = ticking(world)
    mailbox.away = True
    for _ in range(600):
        ticker.tick()
        clock.turn(seconds=1)
    # 1, 2, 4 ... 256 seconds at the most, and half of each at the least.
    assert 8 <= len(mailbox.asked) <= 11
    ticker.tick()  # whatever is due by now
    tries = len(mailbox.asked)
    ticker.tick()
    assert len(mailbox.asked) == tries
    mailbox.away = False
    ticker.wake()
    ticker.tick()
    assert len(mailbox.asked) == tries + 1


def test_what_comes_is_read_at_once_when_the_mailbox_rings(world: World) -> None:
    mailbox = Watched(world.house.mailbox)
    slow = replace(world.config, schedule=replace(world.config.schedule, poll_seconds=3600))
    house = replace(world.house, config=slow, mailbox=mailbox)

    def clock() -> datetime:
        return datetime.now(world.config.programme.zone)

    def end_it() -> None:
        while len(mailbox.asked) < 1:
            threading.Event().wait(0.01)
        mailbox.rung.set()
        while len(mailbox.asked) < 2:
            threading.Event().wait(0.01)
        house.stop.set()  # as a signal does

    threading.Thread(target=end_it, daemon=True).start()
    daemon.run(house, clock)
    assert mailbox.asked == ["listing", "news"]


def test_a_clock_set_back_keeps_nothing_waiting(world: World) -> None:
    ticker, mailbox, clock = ticking(world)
    ticker.tick()
    mailbox.away = True
    clock.turn(minutes=1)
    ticker.tick()
    mailbox.away = False
    clock.turn(hours=-2)
    ticker.tick()
    assert mailbox.asked == ["listing", "news", "listing"]
    clock.turn(minutes=-90)
    ticker.tick()
    assert mailbox.asked[-1] == "listing"


def test_letters_sent_before_the_clock_was_set_back_use_up_no_allowance(world: World) -> None:
    rosa = world.person("Rosa Diaz <rosa@diaz.example>")
    at = world.now
    rosa.writes("Expression of interest", "We would like to apply, in Brent, with the council.")
    store = world.house.store
    assert store.sent_between(at - timedelta(minutes=1), at) > 0
    assert store.sent_between(at - timedelta(hours=2), at - timedelta(hours=1)) == 0


def test_the_next_cycle_comes_although_the_clock_was_set_back(world: World) -> None:
    mailbox = Watched(world.house.mailbox)
    quick = replace(world.config, schedule=replace(world.config.schedule, poll_seconds=1))
    house = replace(world.house, config=quick, mailbox=mailbox)
    ahead = [timedelta(hours=1)]  # only until the first cycle was planned

    def clock() -> datetime:
        return datetime.now(UTC) + (ahead.pop() if ahead else timedelta(0))

    def end_it() -> None:
        while not mailbox.asked:
            threading.Event().wait(0.01)
        mailbox.rung.set()
        house.stop.set()

    threading.Thread(target=end_it, daemon=True).start()
    daemon.run(house, clock)
    assert mailbox.asked


def test_the_service_manager_hears_that_we_are_ready_alive_and_stopping(
    world: World, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        mailbox, clock = Watched(world.house.mailbox), Clock(world.now)
        house = replace(world.house, mailbox=mailbox)
        ticker = daemon.Ticker(house, clock, notify.teller(str(tmp_path / "notify")))
        mailbox.away = True
        ticker.tick()
        mailbox.away = False
        for _ in range(2):
            clock.turn(minutes=6)
            ticker.tick()
        heard = [manager.recv(100).decode() for _ in range(4)]
    assert heard == ["WATCHDOG=1", "READY=1", "WATCHDOG=1", "WATCHDOG=1"]


def test_a_cycle_that_fails_by_our_own_fault_is_no_sign_of_life(world: World) -> None:
    told: list[str] = []
    ticker = daemon.Ticker(world.house, Clock(world.now), told.append)
    world.house.store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        ticker.tick()
    assert told == []
