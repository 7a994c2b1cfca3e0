"""Seasons with faults at every step: nothing lost, nothing answered twice, the books balance.

20 seeds by default; `SIMULATIONS=300 make simulate` runs more. A failure names its seed, and
`SIMULATION_SEED=17 make simulate` replays that one alone.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from ace_mailbot import engine
from ace_mailbot.config import Config, load
from ace_mailbot.fence import Fence
from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.model import Unreachable
from ace_mailbot.rehearsal.post import Post
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from ace_mailbot.writing.writer import Writer
from tests.ledger import differences
from tests.simulation.faults import Faults, FaultyMailbox, FaultyStore, Killed
from tests.simulation.seasons import Arrival, season

ROOT = Path(__file__).parents[2]
SECRET = b"a secret for simulations"

_ONE = os.environ.get("SIMULATION_SEED")
SEEDS = [int(_ONE)] if _ONE else list(range(int(os.environ.get("SIMULATIONS", "20"))))


@dataclass(frozen=True)
class Tools:
    """What every run may share: neither keeps anything of a season."""

    fence: Fence
    writer: Writer


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    with Fence() as fence:
        yield Tools(fence, Writer(load(ROOT / "config.toml", {}), SECRET))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_season_with_faults_ends_like_one_without(
    seed: int, tmp_path: Path, tools: Tools
) -> None:
    print(f"seed {seed}")
    quiet = _play(seed, tmp_path / "quiet", tools, rarity=0)
    faulty = _play(seed, tmp_path / "faulty", tools, rarity=25)

    assert faulty["struck"], "no fault struck: the simulation proves nothing"
    for run in (quiet, faulty):
        assert not run["rebuilt"], "\n".join(("rebuilt from the mailbox:", *run["rebuilt"]))
        assert run["inbox"] == 0, "something was left in the inbox"
        assert run["held"] == run["arrived"] == sum(run["dispositions"].values())
        assert run["states"].keys() <= {"sent", "cancelled", "unknown"}, run["states"]
        # A letter over which we died twice is not tried a third time: the organiser is told.
        assert run["states"]["unknown"] == run["doubts"]
        assert sorted(run["sent"]) == sorted(run["outbox"]), "what was sent is not the outbox"
        assert max(Counter(run["sent"]).values()) == 1, "a letter was sent twice"
    assert faulty["answers"] == quiet["answers"]
    assert faulty["applications"] == quiet["applications"]
    assert faulty["dispositions"] == quiet["dispositions"]


def _play(seed: int, folder: Path, tools: Tools, rarity: int) -> dict[str, Any]:
    """One season in *folder*; *rarity* 0 is without faults. What came of it, to compare."""
    config = _config(folder)
    faults = Faults(random.Random(seed), rarity) if rarity else None
    sent: list[str] = []
    arrivals = season(seed, config)
    MaildirMailbox(config)
    post = Post(config.mailbox.maildir_path)
    machine = Machine(config, tools, faults, sent)
    for now, mails in _moments(arrivals, config):
        for mail in mails:
            post.deliver(mail.data, mail.at)
        machine.turn(now)
    # The faults are over: whatever is still in doubt settles itself.
    machine.stop()
    calm = Machine(config, tools, None, sent)
    end = config.programme.closes + timedelta(days=50)
    for minutes in range(0, 12, 3):
        calm.turn(end + timedelta(minutes=minutes))
    calm.stop()
    rebuilt = _rebuilt(config, tools, end)
    return {**_outcome(config, arrivals, sent, faults), "rebuilt": rebuilt}


def _rebuilt(config: Config, tools: Tools, now: datetime) -> Sequence[str]:
    """How a database made from the mailbox alone differs from the season's own."""
    again = replace(config, database=config.database.with_name("rebuilt.db"))
    store = Store(again.database, MOVES)
    try:
        mailbox = MaildirMailbox(again)
        engine.catch_up(engine.House(again, store, mailbox, tools.writer, tools.fence), now)
    finally:
        store.close()
    return differences(config.database, again.database)


def _moments(
    arrivals: Sequence[Arrival], config: Config
) -> Iterator[tuple[datetime, list[Arrival]]]:
    """The morning after each mail, with all that came meanwhile; and some days with none."""
    programme = config.programme
    days = {m.at.date() for m in arrivals} | {programme.opens.date(), programme.closes.date()}
    days |= {programme.closes.date() - timedelta(days=n) for n in (2, 7, 21)}
    waiting = list(arrivals)
    for day in sorted(days):
        now = datetime.combine(day, time(9, 30), programme.zone) + timedelta(days=1)
        came = [m for m in waiting if m.at <= now]
        waiting = waiting[len(came) :]
        yield now, came


class Machine:
    """The bot on a machine that starts it anew after each death."""

    def __init__(
        self, config: Config, tools: Tools, faults: Faults | None, sent: list[str]
    ) -> None:
        self._config = config
        self._tools = tools
        self._faults = faults
        self._sent = sent
        self._house: engine.House | None = None

    def turn(self, now: datetime) -> None:
        """Turn the engine until a cycle ends well."""
        for _ in range(200):
            self._house = self._house or self._start()
            try:
                engine.cycle(self._house, now.astimezone(UTC), allowance=1000)
            except (Killed, Unreachable):
                # The operator, or systemd, starts it again a few minutes later.
                self.stop()
                now += timedelta(minutes=3)
                continue
            return
        raise AssertionError("no cycle ever ended well")

    def stop(self) -> None:
        if self._house:
            self._house.store.close()
        self._house = None

    def _start(self) -> engine.House:
        config = self._config
        store = (
            FaultyStore(config.database, MOVES) if self._faults else Store(config.database, MOVES)
        )
        if self._faults and isinstance(store, FaultyStore):
            store.faults = self._faults
        never = self._faults or Faults(random.Random(0), 10**12)
        mailbox = FaultyMailbox(MaildirMailbox(config), never, self._sent)
        return engine.House(config, store, mailbox, self._tools.writer, self._tools.fence)


def _outcome(
    config: Config, arrivals: Sequence[Arrival], sent: list[str], faults: Faults | None
) -> dict[str, Any]:
    mailbox = MaildirMailbox(config)
    store = Store(config.database, MOVES)
    try:
        letters = [e for e in store.outbox() if not e.letter.internal]
        return {
            "struck": faults.struck if faults else [],
            "arrived": len(arrivals),
            "inbox": len(mailbox.listing()),
            "held": mailbox.held(),
            "dispositions": dict(store.counts()),
            "states": Counter(e.state for e in store.outbox()),
            "outbox": [e.letter.message_id for e in store.outbox("sent")],
            "sent": sent,
            "doubts": len(store.accounts(config.programme.opens, None).doubts),
            "answers": sorted(e.letter.key for e in letters),
            "applications": {
                a.reference: replace(a, pack_at=None) for a in store.state.applications.values()
            },
        }
    finally:
        store.close()


def _config(folder: Path) -> Config:
    config = load(ROOT / "config.toml", {})
    mailbox = replace(config.mailbox, maildir_path=folder / "mail")
    return replace(config, mailbox=mailbox, database=folder / "ace.db")
