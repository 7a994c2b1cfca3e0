"""What the engine asks of a mailbox, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Literal, Protocol

from ace_mailbot.model import Outgoing, RawMessage

Folder = Literal["Processed", "Parked"]
Place = Literal["Processed", "Parked", "Sent"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in the inbox: its lasting name there, its size in bytes, its receipt time."""

    uid: str
    size: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that was put away or sent: its name in its folder, when the server received it.

    *message_id* has no angle brackets; "" where there is none.
    """

    uid: str
    received_at: datetime
    message_id: str


def plain_id(header: str) -> str:
    """A Message-ID header's value without blanks and angle brackets."""
    return "".join(header.split()).strip("<>")


class Mailbox(Protocol):
    """What the engine asks of a mailbox.

    Every method raises Unreachable when the server can't be asked now. Nothing is ever deleted.
    """

    def listing(self) -> Sequence[Listed]:
        """All that the inbox holds, oldest receipt first, read or not."""
        ...

    def news(self) -> Sequence[Listed]:
        """What may have come since the last `listing` or `news`, as cheaply as can be.

        It may name messages again; whatever it misses the next `listing` finds. The first call on
        a new connection, and any doubt (counts that disagree, a changed UIDVALIDITY), is answered
        by a whole `listing`.
        """
        ...

    def fetch(self, uid: str) -> RawMessage | None:
        """One message whole; None if it has left the inbox meanwhile."""
        ...

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        """Put messages away. Those that have left the inbox already are passed over."""
        ...

    def send(self, letter: Outgoing) -> str:
        """Hand *letter* over, leaving a copy in Sent; return the server's answer.

        Raises Unreachable only when the letter surely has not left, Refused when it never will; the
        Unreachable called Later when others may be tried all the same.
        Any other exception means that nobody knows.
        """
        ...

    def keep(self, data: bytes) -> None:
        """Put a message of our own making into Processed, as an entry of the ledger."""
        ...

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        """What *place* holds, oldest receipt first; *since* leaves out what is surely older.

        It may name some that are a little older. Names last until the folder changes.
        """
        ...

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        """Messages of *place* whole, in the order of *uids*; those that have left are passed over.

        Ask nothing else of the mailbox before the last one is here.
        """
        ...

    def in_sent(self, letter: Outgoing) -> bool:
        """Whether Sent holds *letter*."""
        ...

    def held(self) -> int:
        """How many messages the inbox, Processed and Parked hold together."""
        ...

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        """Call *wake* whenever something may have come, until *stop* is set.

        Runs in a thread of its own, over a connection of its own, and never raises: where the
        server can't push, or is out of reach for now, the regular poll does the work.
        """
        ...

    def describe(self) -> Iterator[str]:
        """Lines for `check`: what was found on connecting, and what an operator should know."""
        ...

    def close(self) -> None: ...
