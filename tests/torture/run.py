"""One torture run: a season's mail comes in, and the bot is killed over and over.

The same seed makes the same plan; when exactly a kill strikes is the machine's affair.
"""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ace_mailbot.config import load
from ace_mailbot.steps import NAMES, Name
from tests.torture.ground import Ground, wait_until
from tests.torture.mail import Crowd, Letterbox
from tests.torture.surroundings import SURROUNDINGS
from tests.torture.troubles import (
    WIRE,
    Trouble,
    always,
    on_the_wire,
    refuse_once,
    server_troubles,
    set_right,
)

_DAY = 86_400
_SLOWEST = 10.0  # seconds for a bot to begin its work
_LONGEST = 3.0  # seconds for a step or a wire's words to come up, before it is a kill at random
_AT_WORK = 0.7  # of the kills at random; the others may strike before a bot has begun
_CALM = 240.0
_CYCLE = 10.0  # seconds that one takes at most where nothing is to be done
_TOO_MUCH = 60  # messages in the inbox: on a busy machine the bot would never get to them
_BREATH = 20.0
_AT_RANDOM = 0.45  # of all kills; these need no mail to come up
_FALLEN_DUE = 6
_BUSY = 1.5  # so much more mail for the others
_OF_TIME: tuple[Name, ...] = ("time kept", "time committed")
_IN_DOUBT: tuple[Name, ...] = (
    "doubt looked up",
    "doubt settled",
    "sending committed",
    "letter gone",
)
_WITHOUT_DOUBT = tuple(name for name in NAMES if not name.startswith("doubt"))


@dataclass(frozen=True)
class Size:
    kills: int
    faults: int
    applicants: int
    seed: int


@dataclass
class Run:
    """*tell* hears of the progress."""

    ground: Ground
    size: Size
    tell: Callable[[str], None]
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    around: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    calm_now: bool = False  # whether the bot lives on in calm
    fallen_due: int = 0  # lives that are still to end while what the clock brought about is done

    def __post_init__(self) -> None:
        self.rng = random.Random(self.size.seed)
        config = load(self.ground.plain, {}, with_secrets=False)
        letterbox = Letterbox(self.ground.folder / "sink")
        self.crowd = Crowd(config, letterbox, self.rng, self.size.applicants)

    def season(self, day: int, what: str) -> None:
        if self.ground.clock.works:
            self.fallen_due = _FALLEN_DUE
            self.ground.season_at = self.ground.clock.season_began + day * _DAY
            self.ground.clock.turn(self.ground.season_at)
            self.tell(f"day {day}: {what}")

    def say(self, text: str, words: str = "digest", who: str = "organiser") -> None:
        self.ground.deliver(self.crowd.says(text, self.ground.clock.now(), words, who))

    def mail(self, count: float) -> None:
        for mail in self.crowd.write(count, self.ground.clock.now()):
            self.ground.deliver(mail)

    # --- one life of the bot after another ------------------------------------------------------

    def round(self, kills: int, mails: float) -> None:
        if kills > 0:
            self.end_calm()
        for number in range(kills):
            if number % 60 == 30:
                self.say("hold")
            elif number % 60 == 33:
                self.say("resume")
            self._life(mails)
            if self.kills.total() % 50 == 0:
                self._progress()
            if number % 40 == 39 or self.ground.inbox() > _TOO_MUCH:
                self._breathe()

    def _life(self, mails: float) -> None:
        """Start the bot, let a trouble come over it perhaps, and kill it."""
        ground = self.ground
        fault, kind = self._way_to_die()
        trouble = self._trouble() if kind == "random" else None
        if trouble and not trouble.running:
            trouble.begin(ground)
        # What is to happen at some step needs something to do.
        written = mails * _BUSY if kind != "random" or trouble else 0
        self.mail(written * 0.7)
        ground.start(
            getattr(ground, trouble.config) if trouble else self._config(),
            fault,
            trouble.password if trouble else "",
        )
        self.mail(written * 0.3)
        ended = self._lives(kind, trouble)
        how = kind if ended else "random"
        code = ground.bury(how)
        self.kills[how] += 1
        if code != -signal.SIGKILL:
            self.wrong.append(f"the bot ended by itself with {code} ({kind})")
        if trouble and trouble.struck(ground):
            self.faults[trouble.name] += 1
        set_right(ground)
        ground.disk.empty()

    def _lives(self, kind: str, trouble: Trouble | None) -> bool:
        """The time the bot is given; whether it died before by its planned death."""
        ground, rng = self.ground, self.rng
        around = rng.choice(list(SURROUNDINGS)) if rng.random() < 0.12 else ""
        if around:
            ground.bots.wait(rng.uniform(0.1, 0.6))
            self.around[around] += SURROUNDINGS[around](ground, rng)
        if kind != "random" or rng.random() < _AT_WORK:
            ground.started(_SLOWEST)
        if kind != "random":
            return ground.bots.wait(_LONGEST) is not None
        if trouble and trouble.running:
            ground.bots.wait(rng.uniform(0.3, 1))
            trouble.begin(ground)
        elif trouble and trouble.struck is not always:
            wait_until(lambda: trouble.struck(ground), 3)
        return ground.bots.wait(rng.uniform(0.1, 1.5)) is not None

    def _trouble(self) -> Trouble | None:
        left = (self.size.kills - self.kills.total()) * _AT_RANDOM
        wanted = self.size.faults - self.faults.total()
        return server_troubles(self.rng) if self.rng.random() < 1.5 * wanted / left else None

    def _way_to_die(self) -> tuple[str, str]:
        """How this life is to end: a step for the environment, and what to call it."""
        way = self.rng.random()
        due, self.fallen_due = self.fallen_due > 0, self.fallen_due - 1
        if way < _AT_RANDOM and not due:
            return "", "random"
        if way < 0.8 or due:
            # What has fallen due is soon done: these lives end while it is.
            step = self.rng.choice(_OF_TIME if due else self._steps())
            return f"{step}:{self.rng.choice((1, 1, 1, 2, 3))}", f"at: {step}"
        wire = self.rng.choice(WIRE)
        on_the_wire(wire, self.ground, kill=True)
        return "", f"wire: {wire.name}"

    def _steps(self) -> Sequence[Name]:
        """Those that may come up as things stand."""
        # After most deaths a letter is in doubt: the other steps must have their turn.
        if self.rng.random() < 0.3 and self._in_doubt():
            return _IN_DOUBT
        return _WITHOUT_DOUBT

    def _in_doubt(self) -> bool:
        sql = "SELECT 1 FROM letters WHERE state IN ('sending', 'unknown') AND resends = 0 LIMIT 1"
        return bool(self.ground.ask(sql))

    def _config(self) -> Path:
        return self.ground.tls if self.rng.random() < 0.1 else self.ground.plain

    def _breathe(self) -> None:
        """A life without troubles, long enough to work off what waits; ended by SIGTERM."""
        if self.rng.random() < 0.3 and self.ground.disk.mounted:
            self._read_only()
        if self.rng.random() < 0.1:
            refuse_once(self.ground)
        self.ground.start(self.ground.plain)
        wait_until(self.ground.quiet, _BREATH)
        self._stop()

    def _stop(self) -> None:
        """Before Python has come to our first line, SIGTERM ends it as it ends any process."""
        if (code := self.ground.stop()) not in (0, -signal.SIGTERM):
            self.wrong.append(f"the bot answered SIGTERM with {code}")

    def _read_only(self) -> None:
        """A disk that is read-only: the bot says so and ends, and nothing comes of it."""
        self.ground.disk.set_writable(False)
        self.ground.start(self.ground.plain)
        ended = self.ground.bots.wait(15) is not None
        code = self.ground.bury("the disk was read-only")
        self.ground.disk.set_writable(True)
        self.around["the disk was read-only"] += 1
        if not ended or code not in (1, 2):
            self.wrong.append(f"on a read-only disk the bot ended with {code}")

    def calm(self) -> None:
        """Let the bot work until all is done; it lives on until the next round."""
        self.say("resume")
        if not self.calm_now:
            self.ground.start(self.ground.plain)
            self.calm_now = True
        if not wait_until(self._is_through, _CALM, 0.3):
            self.wrong.append(f"the bot was not through after {_CALM:.0f} s of calm")

    def _is_through(self) -> bool:
        """Whether nothing waits, nor does once a whole cycle has looked at the clock as well."""
        if not self.ground.quiet():
            return False
        for _ in range(2):  # one may have begun before
            self.ground.next_cycle(_CYCLE)
        return self.ground.quiet()

    def end_calm(self) -> None:
        if self.calm_now:
            self.calm_now = False
            self._stop()

    def _progress(self) -> None:
        self.tell(
            f"{self.kills.total()} kills, {self.faults.total()} faults, "
            f"{self.ground.delivered} mails"
        )
