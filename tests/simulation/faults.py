"""Faults at every step of the cycle: the process dies or the mailbox goes away, before or after.

Each wrapper passes all on to the real thing; `Faults` decides, from its seed, when to strike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Any, TypeVar

from ace_mailbot.mailboxes import Folder, Kept, Listed, Mailbox, Place
from ace_mailbot.model import Outgoing, RawMessage, Unreachable
from ace_mailbot.steps import Name
from ace_mailbot.store import Store

T = TypeVar("T")


class Killed(BaseException):
    """The process died here. Nothing in the bot may catch it."""


class Faults:
    """Strikes about one call in *rarity*, each time in a way of its own."""

    def __init__(self, rng: random.Random, rarity: int) -> None:
        self._rng = rng
        self._rarity = rarity
        self.struck: list[str] = []

    def call(self, name: str, do: Callable[[], T], *, remote: bool = False) -> T:
        if self._rng.randrange(self._rarity):
            return do()
        ways = ["killed before", "killed after"] + (["unreachable before", "lost after"] * remote)
        way = self._rng.choice(ways)
        self.struck.append(f"{name}: {way}")
        if way == "killed before":
            raise Killed(name)
        if way == "unreachable before":
            raise Unreachable(name)
        result = do()
        if way == "killed after":
            raise Killed(name)
        if name == "send":
            raise ConnectionResetError("the answer was lost")
        return result

    def loses_the_copy(self) -> bool:
        """Whether a letter leaves now, and its copy for Sent and the answer are lost."""
        return not self._rng.randrange(2 * self._rarity)

    def step(self, name: Name) -> None:
        """Die at the step *name*, now and then."""
        if not self._rng.randrange(self._rarity):
            self.struck.append(f"step: {name}")
            raise Killed(name)


class AtEachStep(Faults):
    """Dies at each named step, the first time that it comes up, and is otherwise no trouble."""

    def __init__(self) -> None:
        super().__init__(random.Random(0), 10**12)

    def step(self, name: Name) -> None:
        if name not in self.struck:
            self.struck.append(name)
            raise Killed(name)


@dataclass
class Wire:
    """What the mailbox was handed to send: each Message-ID as often as it was, and what was *lost*
    of it: gone to its reader, but neither put in Sent nor answered."""

    sent: list[str] = field(default_factory=list)
    lost: list[Outgoing] = field(default_factory=list)


class FaultyMailbox:
    """A mailbox whose every operation may fail."""

    def __init__(self, mailbox: Mailbox, faults: Faults, wire: Wire) -> None:
        self._mailbox = mailbox
        self._faults = faults
        self._wire = wire

    def listing(self) -> Sequence[Listed]:
        return self._faults.call("listing", self._mailbox.listing, remote=True)

    def news(self) -> Sequence[Listed]:
        return self._faults.call("news", self._mailbox.news, remote=True)

    def fetch(self, uid: str) -> RawMessage | None:
        return self._faults.call("fetch", lambda: self._mailbox.fetch(uid), remote=True)

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        self._faults.call("move", lambda: self._mailbox.move(uids, folder), remote=True)

    def send(self, letter: Outgoing) -> str:
        # What decides something goes a second time on the organiser's word alone.
        if not letter.decision and self._faults.loses_the_copy():
            self._wire.sent.append(letter.message_id)
            self._wire.lost.append(letter)
            raise ConnectionResetError("neither copied nor answered")

        def send() -> str:
            answer = self._mailbox.send(letter)
            self._wire.sent.append(letter.message_id)
            return answer

        return self._faults.call("send", send, remote=True)

    def keep(self, data: bytes) -> None:
        self._faults.call("keep in Processed", lambda: self._mailbox.keep(data), remote=True)

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        return self._faults.call("kept", lambda: self._mailbox.kept(place, since), remote=True)

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        return self._mailbox.read(place, uids)

    def in_sent(self, letter: Outgoing) -> bool:
        return self._faults.call("in_sent", lambda: self._mailbox.in_sent(letter), remote=True)

    def held(self) -> int:
        return self._mailbox.held()

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        self._mailbox.watch(wake, stop)

    def describe(self) -> Iterator[str]:
        return self._mailbox.describe()

    def close(self) -> None:
        self._mailbox.close()


class FaultyStore(Store):
    """A store during whose every write the process may die."""

    faults: Faults

    def keep(self, *args: Any) -> None:
        self.faults.call("keep", lambda: super(FaultyStore, self).keep(*args))

    def apply(self, *args: Any) -> None:
        self.faults.call("apply", lambda: super(FaultyStore, self).apply(*args))

    def queue(self, *args: Any) -> None:
        self.faults.call("queue", lambda: super(FaultyStore, self).queue(*args))

    def file(self, *args: Any) -> None:
        self.faults.call("file", lambda: super(FaultyStore, self).file(*args))

    def moved(self, *args: Any) -> None:
        self.faults.call("moved", lambda: super(FaultyStore, self).moved(*args))

    def set_letter(self, key: str, state: str, now: datetime, answer: str = "") -> None:
        self.faults.call(
            f"set_letter {state}",
            lambda: super(FaultyStore, self).set_letter(key, state, now, answer),
        )
