"""Rows of the tables to nouns, and times to text and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from ace_mailbot.model import Decision, Disposition, Filed, Kind, Message, Outgoing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A letter in the outbox and how far it has got."""

    letter: Outgoing
    state: str  # queued sending sent unknown failed cancelled
    cleared: bool
    resends: int
    queued_at: datetime
    changed_at: datetime
    answer: str


def filed(message: Message, decision: Decision) -> Filed:
    return Filed(
        message.id,
        message.sender.email if message.sender else "",
        message.subject,
        message.received_at,
        decision.kind or Kind.UNCLEAR,
        decision.disposition,
        decision.reason,
        decision.reference,
    )


def filed_row(row: Sequence[Any]) -> Filed:
    id, sender, subject, received_at, kind, disposition, reason, reference = row
    return Filed(
        id,
        sender,
        subject,
        time_of(received_at),
        Kind(kind),
        Disposition(disposition),
        reason,
        reference,
    )


def doubt(entry: OutboxEntry) -> str:
    letter = entry.letter
    what = f"“{letter.subject}” to {letter.party}"
    if entry.state == "failed":
        return f"{what} was refused: {entry.answer}."
    again = f"Reply “send {letter.reference or letter.party}” to send it again."
    return f"{what} may or may not have left ({entry.answer}). {again}"


def entry(row: Mapping[str, Any]) -> OutboxEntry:
    letter = Outgoing(
        key=row["key"],
        token=row["token"],
        message_id=row["message_id"],
        reference=row["reference"],
        obligation=row["obligation"],
        party=row["party"],
        recipients=tuple(json.loads(row["recipients"])),
        subject=row["subject"],
        mime=bytes(row["mime"]),
        automatic=bool(row["automatic"]),
        decision=bool(row["decision"]),
        internal=bool(row["internal"]),
    )
    return OutboxEntry(
        letter,
        row["state"],
        bool(row["cleared"]),
        row["resends"],
        time_of(row["queued_at"]),
        time_of(row["changed_at"]),
        row["answer"],
    )


def iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def time_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def without(named: Mapping[str, T], name: str) -> Mapping[str, T]:
    return {k: v for k, v in named.items() if k != name}
