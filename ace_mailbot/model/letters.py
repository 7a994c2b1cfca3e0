"""Letters: owed, then composed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ace_mailbot.model.people import Address


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is owed. Its key makes it unique for ever in the outbox.

    *template* names a folder of `templates/`; *values* are what it may use beside the programme's
    own; *documents* names what to attach (`writing.documents.BUILDERS`). *answers* is the
    Message-ID that it replies to; None means that we write of our own accord.
    *decision* letters are never resent without a human.
    """

    to: tuple[Address, ...]
    obligation: str  # "pack", "reminder-2" ...
    version: str  # tells repeats apart; a Message.id, a date, a number
    template: str
    reference: str | None = None
    cc: tuple[Address, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    answers: str | None = None
    thread: tuple[str, ...] = ()  # Message-IDs of the conversation, oldest first
    automatic: bool = False  # counts against the caps
    decision: bool = False
    internal: bool = False  # to the organiser, approver or operations: never held, never capped

    @property
    def party(self) -> str:
        return self.to[0].email

    def key(self, programme: str) -> str:
        return "/".join(
            (programme, self.party, self.reference or "-", self.obligation, self.version)
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter composed: its bytes never change again."""

    key: str
    token: str
    message_id: str  # without angle brackets
    reference: str | None
    obligation: str
    party: str
    recipients: tuple[str, ...]  # the envelope's
    subject: str
    mime: bytes
    automatic: bool
    decision: bool
    internal: bool
