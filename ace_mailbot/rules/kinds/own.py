"""Our own letters coming home: left alone."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.context import Context

KIND = Kind.OWN


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.OWN or message.rescued:
        return None
    return "It is one of our own letters, come home."


def decide(message: Message, context: Context) -> Decision:
    return Decision(
        "It is one of our own letters, come home.", KIND, Disposition.LEFT, why=message.signs
    )
