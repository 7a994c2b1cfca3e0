"""What a line of orders becomes: an Order, or NotUnderstood with what to type instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ace_mailbot.model import Address


@dataclass(frozen=True, slots=True)
class Order:
    """One order, understood whole.

    *references* are applications (`ACE-003`), messages (`M-7QKABC`; rescue and dismiss) or, for
    send, questions as well (`Q-7QKABC`). *argument* is `all` (extend, send), `nothing` or an
    address (send), `incomplete` or `unconfirmed` (admit, exclude), a footprint's key (footprint;
    accept, for the one whose place is taken), what feedback is about (a criterion's key, `strength`
    or `improvement`; *reason* has the words), a panel member as they were named (assign, reassign,
    conflict), the new lead as `Name <email>`, an event's title (event, move event, cancel event),
    who looks after a request for support (owner), or for address the new one, the old one before
    it where the line names it.
    """

    line: str  # as it was typed
    verb: str
    references: tuple[str, ...] = ()
    until: datetime | None = None  # UTC; for an event its end
    reason: str = ""  # as it was typed
    argument: str = ""
    starts: datetime | None = None  # UTC; of an event
    place: str = ""  # of an event, as it was typed
    instead_of: str = ""  # reassign: the panel member who reads it no more

    @property
    def address(self) -> Address:
        """The new lead's, where the verb is lead."""
        name, _, email = self.argument.rpartition(" ")
        return Address(email.strip("<>").lower(), name)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A line that was not done, why in a sentence, and what to type instead."""

    line: str
    sentence: str
    nearest: tuple[str, ...] = ()
