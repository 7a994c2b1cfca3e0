"""Automatic replies, out-of-office notes among them: never answered."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Intent, Kind, Message, Nature
from ace_mailbot.rules.context import Context

KIND = Kind.AUTO_REPLY


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.AUTO_REPLY or message.rescued:
        return None
    if message.eoi and message.eoi.summary and Intent.INTEREST in message.intents:
        return None  # a sign of automation stops the answer, never the work
    return "It is an automatic reply."


def decide(message: Message, context: Context) -> Decision:
    return Decision("It is an automatic reply.", KIND, Disposition.LEFT, why=message.signs)
