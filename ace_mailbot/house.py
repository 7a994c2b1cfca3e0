"""All that a cycle works with, opened together and closed together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from ace_mailbot import instance, steps
from ace_mailbot.config import Config
from ace_mailbot.copies import Copies
from ace_mailbot.fence import Fence
from ace_mailbot.mailboxes import BACKENDS, Mailbox
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.secret import read_or_make_secret
from ace_mailbot.store import Store
from ace_mailbot.writing.writer import Writer


@dataclass
class Lookout:
    """What this process has seen of the mailbox."""

    looked: bool = False  # whether it has caught up since it began
    seen: set[str] = field(default_factory=set)  # names in Sent that need no second look


@dataclass(frozen=True)
class House:
    """All that a cycle works with. Set *stop* to end after the message in hand.

    *step* is told each step by name: torture runs die there.
    """

    config: Config
    store: Store
    mailbox: Mailbox
    writer: Writer
    fence: Fence
    stop: Event = field(default_factory=Event)
    copies: Copies = field(default_factory=Copies)
    lookout: Lookout = field(default_factory=Lookout)
    step: steps.Step = steps.pass_by

    def context(self, now: datetime) -> Context:
        return Context(self.config, now, self.store.state)


@contextmanager
def open_house(
    config: Config,
    *,
    secret: bytes | None = None,
    machine: str = "",
    stop: Event | None = None,
    step: steps.Step = steps.pass_by,
) -> Iterator[House]:
    """Open what *config* names; *secret* replaces the one in `data/` (a rehearsal's is fixed).

    *machine* is the one we are on, for another bot on the mailbox to be told from us.

    Raises ConfigError when another instance is at work, Unreachable when the mailbox is.
    """
    store = Store(config.database, MOVES)
    try:
        made = secret or read_or_make_secret(config.database.with_name("secret"))
        mailbox = BACKENDS[config.mailbox.backend](config)
        with Fence() as fence:
            name = instance.name(made, machine, config.database)
            writer = Writer(config, made, name)
            yield House(config, store, mailbox, writer, fence, stop or Event(), step=step)
        mailbox.close()
    finally:
        store.close()
