"""Bulk mail and mailing lists: never answered; the organiser can rescue one from the digest."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.context import Context

KIND = Kind.LIST


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.LIST or message.rescued:
        return None
    if message.eoi and message.eoi.summary and _is_discussion(message):
        return None  # a person's own mail: a sign of automation stops the answer, never the work
    return "It came from a mailing list or a bulk sender."


def _is_discussion(message: Message) -> bool:
    """Whether people write to one another over this list, rather than one sender to many."""
    precedence = "".join(message.headers.get("precedence", ())).strip().lower()
    return precedence == "list" or "list-post" in message.headers


def decide(message: Message, context: Context) -> Decision:
    return Decision(
        "It came from a mailing list or a bulk sender.", KIND, Disposition.LEFT, why=message.signs
    )
