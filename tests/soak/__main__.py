"""`make soak`: 7 months and 100,000 messages through one daemon, on a turned clock.

It prints memory and open files week by week. Most of what comes is what a mailbox is full of:
newsletters, thanks, questions of machines, the same mail again; 200 apply and return their forms.
`SOAK_MESSAGES=10000` is a shorter one.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ace_mailbot import daemon
from ace_mailbot.config import Config
from ace_mailbot.model import Address
from ace_mailbot.rehearsal.mailmaker import Mail, Postmark, Writer, make
from ace_mailbot.rehearsal.post import Post
from tests import applicants
from tests.world import open_world

_TICK = timedelta(hours=6)
_DAYS = 213
_TICKS = int(timedelta(days=_DAYS) / _TICK)
_TICKS_A_WEEK = int(timedelta(days=7) / _TICK)
_APPLICANTS = 200
_SETTLED = 8  # weeks: by then everyone has applied
_MEGABYTES = 30  # that memory may grow from then on

Made = Callable[[datetime], bytes]


@dataclass(frozen=True)
class Week:
    number: int
    megabytes: float
    files: int


def main() -> int:
    messages = int(os.environ.get("SOAK_MESSAGES", "100000"))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ace-soak-") as folder:
        weeks = list(_live(Path(folder), messages))
    print(f"{_DAYS} days in {(time.monotonic() - began) / 60:.0f} minutes")
    settled = weeks[_SETTLED:]
    growth = settled[-1].megabytes - settled[0].megabytes
    files = {week.files for week in settled}
    print(
        f"from week {_SETTLED} on: memory {growth:+.1f} MB, {min(files)} to {max(files)} open files"
    )
    return int(growth > _MEGABYTES or max(files) > min(files) + 1)


def _live(folder: Path, messages: int) -> Iterator[Week]:
    with open_world(folder) as world:
        now = [world.config.programme.opens]
        ticker = daemon.Ticker(world.house, lambda: now[0])
        post = Post(world.config.mailbox.maildir_path)
        mails = _mails(world.config, messages)
        for tick in range(_TICKS):
            for made in itertools.islice(mails, messages // _TICKS + 1):
                post.deliver(made(now[0]), now[0])
            ticker.tick()
            now[0] += _TICK
            if tick % _TICKS_A_WEEK == 0 or tick == _TICKS - 1:
                yield _measured(tick // _TICKS_A_WEEK, sum(world.house.store.counts().values()))
        print(f"by disposition: {dict(world.house.store.counts())}")


def _measured(week: int, stored: int) -> Week:
    status = Path("/proc/self/status").read_text()
    kilobytes = next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmRSS"))
    found = Week(week, kilobytes / 1024, len(list(Path("/proc/self/fd").iterdir())))
    print(
        f"week {week:2}: {stored:7,} messages, {found.megabytes:6.1f} MB, {found.files} open files",
        flush=True,
    )
    return found


def _mails(config: Config, messages: int) -> Iterator[Made]:
    """*messages* of them: what the applicants write comes in the first weeks."""
    rng = random.Random(2021)
    every = max(1, messages // 5 // (2 * _APPLICANTS))
    for number in range(messages):
        applicant, kind = divmod(number // every, 2)
        if number % every == 0 and applicant < _APPLICANTS:
            yield _of_applicant(config, applicant, form=bool(kind))
        else:
            yield noise(config, rng, number)


def _of_applicant(config: Config, number: int, *, form: bool) -> Made:
    rng = random.Random(number)
    lead = Address(f"lead{number}@agency{number}.example", f"Lead Number{number}")
    mail = applicants.form(rng, number) if form else applicants.eoi(rng, number)
    return lambda at: make(Writer(lead), mail, Postmark(at, config.mailbox.address))


def noise(config: Config, rng: random.Random, number: int) -> Made:
    """One of those that a mailbox is full of."""
    stranger = Writer(Address(f"someone{number}@elsewhere{number % 977}.example", "Some One"))
    bulk = {"List-Unsubscribe": "<https://news.example/u>", "Precedence": "bulk"}
    away = {"Auto-Submitted": "auto-replied"}
    mail = rng.choice(
        (
            Mail("Win more grants today!", f"News {number}", headers=bulk),
            Mail("I am out of the office.", f"Automatic reply: {number}", headers=away),
            Mail("Many thanks!", f"Thanks {number}"),
        )
    )
    return lambda at: make(stranger, mail, Postmark(at, config.mailbox.address))


if __name__ == "__main__":
    sys.exit(main())
