"""What became of messages and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ace_mailbot.model.arriving import Kind


class Disposition(StrEnum):
    ACTED = "acted on"
    PARKED = "parked"  # waits for the organiser
    LEFT = "left alone"  # with a reason; nothing waits


@dataclass(frozen=True, slots=True)
class Filed:
    """One stored message and what became of it, for the digest and the accounting line."""

    id: str
    sender: str
    subject: str
    received_at: datetime
    kind: Kind
    disposition: Disposition
    reason: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """What the rules know of a letter in the outbox."""

    key: str
    token: str
    party: str
    obligation: str
    reference: str | None
    waiting: bool = False  # queued, not yet handed to the mail server


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What a delivery report says of a letter of ours; it waits while the report is parked."""

    id: str  # Message.id of the report
    token: str  # of the letter
    obligation: str  # of the letter
    reference: str | None
    addresses: tuple[str, ...]  # those that it did not reach


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the store can say of the messages and letters, for the digest and `status`.

    *held* is how many messages the mailbox holds; None where it wasn't asked. The rest is counted
    since the last digest, but for *stored*, *waiting* and *doubts*.
    """

    held: int | None
    stored: Mapping[str, int]  # by disposition; "" for those not yet decided
    waiting: int  # letters queued
    doubts: tuple[str, ...]  # a sentence for each letter that is unknown or failed
    sent: Mapping[str, int]  # letters by obligation
    machines: tuple[Filed, ...] = ()  # bulk mail left alone, which the organiser may rescue
