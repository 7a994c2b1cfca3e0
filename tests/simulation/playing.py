"""One random season played, with faults or without, and all that came in and went out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from ace_mailbot import engine, reading
from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.house import House
from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.model import Address, RawMessage, Unreachable
from ace_mailbot.rehearsal import post
from ace_mailbot.rehearsal.cast import Deed
from ace_mailbot.rehearsal.mailmaker import Mail, Postmark, make
from ace_mailbot.rehearsal.mailmaker import Writer as Person
from ace_mailbot.rehearsal.post import Post, Posted
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from ace_mailbot.writing.writer import Writer
from tests.simulation.doing import mail_of
from tests.simulation.faults import Faults, FaultyMailbox, FaultyStore, Killed, Wire
from tests.simulation.seasons import Season

_NEVER = Faults(Random(0), 10**12)
_MORNING = time(9, 30)
_LONG_AFTER = datetime(2022, 6, 1, tzinfo=UTC)
# When something may fall due though nobody writes: the close, the panel's, the awards' time.
_ROUTINE = (
    *(date(2021, 7, day) for day in (4, 30)),
    *(date(2021, 8, day) for day in (13, 18, 20, 24, 27, 31)),
    *(date(2021, 9, day) for day in (3, 7, 11, 14, 18, 26)),
    *(date(2021, 10, day) for day in (3, 10, 17, 24, 31)),
    *(date(2021, 11, day) for day in (9, 30)),
    *(date(2022, month, day) for month, day in ((1, 31), (3, 3), (3, 31), (4, 7), (4, 14))),
)


@dataclass(frozen=True)
class Came:
    """A mail that came in. *label* is the same in every play of the season."""

    label: str
    deed: Deed | None  # None: the organiser's word on letters in doubt
    data: bytes

    @property
    def id(self) -> str:
        """Our own name for it."""
        return reading.bare(RawMessage("", self.data, datetime.now(UTC))).id


@dataclass
class Play:
    """*journal* holds all mail in its order: what came by some morning, then what was sent."""

    season: Season
    config: Config
    faults: Faults
    wire: Wire = field(default_factory=Wire)
    journal: list[Came | Posted] = field(default_factory=list)

    @property
    def came(self) -> Sequence[Came]:
        return [x for x in self.journal if isinstance(x, Came)]

    @property
    def letters(self) -> Sequence[Posted]:
        return [x for x in self.journal if isinstance(x, Posted)]


def play(folder: Path, found: Season, writer: Writer, fence: Fence, faults: Faults | None) -> Play:
    """*found* played from its beginning, all of it kept in *folder*."""
    kept = replace(found.config.mailbox, maildir_path=folder / "mail")
    found.config = replace(found.config, mailbox=kept, database=folder / "ace.db")
    played = Play(found, found.config, faults or _NEVER)
    MaildirMailbox(found.config)
    machine = _Machine(played, writer, fence)
    for now, some in _mornings(found):
        machine.morning(now, some)
    # The faults are over: whatever is still in doubt settles itself.
    machine.stop()
    played.faults = _NEVER
    for days in range(1, 4):
        machine.morning(now + timedelta(days=days), ())
    machine.stop()
    played.faults = faults or _NEVER
    return played


def rebuilt(played: Play, writer: Writer, fence: Fence) -> Path:
    """A database made from the mailbox alone."""
    again = replace(played.config, database=played.config.database.with_name("rebuilt.db"))
    store = Store(again.database, MOVES)
    try:
        house = House(again, store, MaildirMailbox(again), writer, fence)
        engine.catch_up(house, _LONG_AFTER)
    finally:
        store.close()
    return again.database


def _mornings(found: Season) -> Iterator[tuple[datetime, list[tuple[str, Deed]]]]:
    """The morning after each deed, with all that was done meanwhile; and some with nothing."""
    zone = found.config.programme.zone
    labels = [(f"deed {n}", deed) for n, deed in enumerate(found.plan)]
    days = {_morning_after(deed.at) for _, deed in labels} | set(_ROUTINE)
    for day in sorted(days):
        # Another hour each week: what is due so many weeks later must not hang on minutes.
        hour = timedelta(minutes=50) * (day.toordinal() // 7 % 5)
        now = datetime.combine(day, _MORNING, zone) + hour
        done = [x for x in labels if x[1].at <= now]
        labels = labels[len(done) :]
        yield now, done


def _morning_after(at: datetime) -> date:
    return at.date() + timedelta(days=at.time() > _MORNING)


class _Machine:
    """The bot on a machine that starts it anew after each death."""

    def __init__(self, played: Play, writer: Writer, fence: Fence) -> None:
        self._played = played
        self._post = Post(played.config.mailbox.maildir_path)
        self._writer = writer
        self._fence = fence
        self._house: House | None = None
        self._had: set[str] = set()  # Message-IDs of letters that people have

    def morning(self, now: datetime, done: Sequence[tuple[str, Deed]]) -> None:
        """People write what they have *done*; the bot works; they read what it sends."""
        for label, deed in done:
            if data := mail_of(deed, self._played.season):
                self._comes(Came(label, deed, data), deed.at)
        now = self._turn(now)
        while words := self._asked_about():
            now += timedelta(minutes=5)
            self._comes(Came("doubt", None, self._from_the_desk(words, now)), now)
            now = self._turn(now)

    def _comes(self, came: Came, at: datetime) -> None:
        self._post.deliver(came.data, at)
        self._played.journal.append(came)

    def _turn(self, now: datetime) -> datetime:
        """Turn the engine until a cycle ends well; hand out the letters. Returns when it ended."""
        for _ in range(300):
            try:
                self._house = self._house or self._start()
                engine.cycle(self._house, now.astimezone(UTC), allowance=1000)
            except (Killed, Unreachable):
                # The operator, or systemd, starts it again a few minutes later.
                self.stop()
                now += timedelta(minutes=3)
                continue
            self._played.season.state = self._house.store.state
            self._hand_out()
            return now
        raise AssertionError("no cycle ever ended well")

    def _hand_out(self) -> None:
        """Everyone gets their letters, in an order that deaths in between don't change."""
        letters = self._played.season.state.letters

        def obligation(token: str) -> str:
            return letters[token].obligation if token in letters else ""

        found = self._post.collect(obligation)
        found += [post.read(x.mime, obligation) for x in self._played.wire.lost]
        new = {x.message_id: x for x in found if x.message_id not in self._had}
        self._had |= new.keys()
        ordered = sorted(new.values(), key=lambda x: (x.recipients, x.obligation, x.subject))
        self._played.season.take(ordered)
        self._played.journal += ordered

    def _asked_about(self) -> str:
        """What the organiser orders when a letter in doubt never came, as its reader says."""
        assert self._house
        lost = {x.message_id for x in self._played.wire.lost}
        doubtful = [
            e.letter
            for e in self._house.store.outbox("unknown")
            if (e.letter.decision or e.resends) and e.letter.message_id not in self._had | lost
        ]
        return "\n".join(dict.fromkeys(f"send {x.reference or x.party}" for x in doubtful))

    def _from_the_desk(self, text: str, now: datetime) -> bytes:
        config = self._played.config
        letters = self._played.season.letters[config.people.organiser.email]
        digest = next(x for x in reversed(letters) if x.obligation == "digest")
        organiser: Address = config.people.organiser
        postmark = Postmark(now, config.mailbox.address, config.mailbox.authserv_id)
        return make(Person(organiser), Mail(text, answers=digest.data), postmark)

    def stop(self) -> None:
        if self._house:
            self._house.store.close()
        self._house = None

    def _start(self) -> House:
        config, faults = self._played.config, self._played.faults
        store = FaultyStore(config.database, MOVES)
        store.faults = faults
        mailbox = FaultyMailbox(MaildirMailbox(config), faults, self._played.wire)
        return House(config, store, mailbox, self._writer, self._fence, step=faults.step)
