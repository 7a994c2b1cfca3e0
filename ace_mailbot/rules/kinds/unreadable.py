"""Bytes that can't be understood as a message: parked, with the reason, for a human."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer

KIND = Kind.UNREADABLE


_NO_SENDER = "It has no From address."


def claims(message: Message, context: Context) -> str | None:
    return " ".join(_reasons(message)) or None


def decide(message: Message, context: Context) -> Decision:
    reason = " ".join(_reasons(message))
    return Decision(
        reason,
        KIND,
        Disposition.PARKED,
        letters=answer(message, "unreadable", values={"reason": reason}),
    )


def _reasons(message: Message) -> tuple[str, ...]:
    if message.defects or message.nature is Nature.UNREADABLE:
        return message.defects or ("It can't be read as a message.",)
    if not message.sender and message.nature is Nature.PERSON:
        return (_NO_SENDER,)
    return ()
