"""Bulk mail and mailing lists: never answered; the organiser can rescue one from the digest."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.context import Context

KIND = Kind.LIST


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.LIST or message.rescued:
        return None
    return "It came from a mailing list or a bulk sender."


def decide(message: Message, context: Context) -> Decision:
    return Decision(
        "It came from a mailing list or a bulk sender.", KIND, Disposition.LEFT, why=message.signs
    )
