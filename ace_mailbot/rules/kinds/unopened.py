"""A file that could not be read, or one behind a link: kept for a person, and its sender told."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer

KIND = Kind.UNREADABLE


def claims(message: Message, context: Context) -> str | None:
    if not message.unread or message.nature is not Nature.PERSON:
        return None
    return "It brought what only a person can read: " + " ".join(message.unread)


def decide(message: Message, context: Context) -> Decision:
    where = belongs(message, context)
    reference = where.application.reference if where.application else None
    values = {"problems": list(message.unread)}
    return Decision(
        "It brought what only a person can read: " + " ".join(message.unread),
        KIND,
        Disposition.PARKED,
        reference=reference,
        letters=answer(message, "form-unread", reference=reference, values=values),
    )
