"""A season on a turned clock: mail arrives, and the engine turns whenever something may be due.

Nothing here knows what the mails say, and nothing reads a real clock. What comes out is a record of
all that was written and sent, and how it all stood in the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tqdm import tqdm

from ace_mailbot import engine
from ace_mailbot.config import Config
from ace_mailbot.house import House, open_house
from ace_mailbot.model import State
from ace_mailbot.rehearsal.post import Post, Posted

SECRET = b"The rehearsal's secret is no secret."


@dataclass(frozen=True)
class Cue:
    """A mail that will arrive *at*, and be found when we look *read_at*.

    *write* is called then and no sooner, since its writer may answer letters sent until then; it
    gives None where there is nothing to answer after all.
    *part* is the id of whose page it belongs to, "" for nobody's.
    """

    at: datetime
    read_at: datetime
    write: Callable[[], bytes | None]
    part: str = ""


@dataclass(frozen=True)
class Arrived:
    """A mail that somebody sent us."""

    at: datetime
    data: bytes
    part: str = ""


@dataclass(frozen=True)
class Record:
    """The season as it went, in order, and how it stood in the end."""

    config: Config
    mails: tuple[Arrived | Posted, ...]
    state: State


class PostOffice(Protocol):
    """What plays the world around a mailbox; `post.Post` does for the embedded one."""

    def deliver(self, data: bytes, at: datetime) -> None: ...

    def collect(self, obligation_of: Callable[[str], str]) -> list[Posted]: ...


def play(
    config: Config,
    cues: Sequence[Cue],
    handed_out: Callable[[Sequence[Posted]], None] = lambda letters: None,
    progress: bool = True,
) -> Record:
    """Run the season of *config* with *cues* coming in; *handed_out* hears of each letter."""
    with TemporaryDirectory(prefix="ace-mailbot-rehearsal-", dir=_scratch()) as folder:
        config = _embedded(config, Path(folder))
        with open_house(config, secret=SECRET) as house:
            return play_in(house, Post(config.mailbox.maildir_path), cues, handed_out, progress)


def play_in(
    house: House,
    post: PostOffice,
    cues: Sequence[Cue],
    handed_out: Callable[[Sequence[Posted]], None],
    progress: bool,
) -> Record:
    """The same in any *house*, whose mailbox *post* brings mail to and collects letters from."""
    mails: list[Arrived | Posted] = []
    last = max((cue.read_at for cue in cues), default=house.config.programme.decisions)
    moments = sorted({cue.read_at for cue in cues} | set(routine(house.config, last)))
    waiting = sorted(cues, key=lambda c: (c.read_at, c.at))
    for now in tqdm(moments, unit=" moments", disable=not progress, dynamic_ncols=True):
        while waiting and waiting[0].read_at <= now:
            cue = waiting.pop(0)
            if data := cue.write():
                post.deliver(data, cue.at)
                mails.append(Arrived(cue.at, data, cue.part))
        for letters in _turn(house, post, now):
            mails += letters
            handed_out(letters)
    return Record(house.config, tuple(mails), house.store.state)


def routine(config: Config, last: datetime) -> Iterator[datetime]:
    """Every time up to the day of *last* at which something may fall due though no mail arrives.

    Once the outcomes are out, one look a day is enough.
    """
    programme, schedule = config.programme, config.schedule
    yield from (programme.opens, programme.closes + timedelta(minutes=1), programme.decisions)
    decided = programme.decisions.date() + timedelta(days=4)
    for day in _days(programme.opens.date() - timedelta(days=3), max(decided, last.date())):
        hours = {schedule.digest_at, schedule.reminders_at, time(12)}
        for hour in hours if day <= decided else {schedule.reminders_at}:
            yield datetime.combine(day, hour, programme.zone)


def _turn(house: House, post: PostOffice, now: datetime) -> Iterator[list[Posted]]:
    """Turn the engine at *now*, and each minute after while letters still wait for their turn."""
    allowance = house.config.sending.per_minute
    while True:
        engine.cycle(house, now, allowance)
        letters = post.collect(lambda token: _obligation(house.store.state, token))
        yield letters
        if len(letters) < allowance:
            return
        now += timedelta(minutes=1)


def _obligation(state: State, token: str) -> str:
    letter = state.letters.get(token)
    return letter.obligation if letter else ""


def _scratch() -> str | None:
    """Where nothing waits for a disk: nobody needs a rehearsal's mailbox after a power cut."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return str(memory) if os.access(memory, os.W_OK) else None


def _embedded(config: Config, folder: Path) -> Config:
    """*config* with its mailbox and database in *folder*, and nothing that leads outside."""
    mailbox = replace(config.mailbox, backend="maildir", maildir_path=folder / "mail", smtp=None)
    sending = replace(config.sending, mode="auto")
    return replace(config, mailbox=mailbox, sending=sending, database=folder / "ace.db")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
