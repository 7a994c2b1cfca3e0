"""Thanks and remarks that ask for nothing: kept, and left alone."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Intent, Kind, Message
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context

KIND = Kind.UNCLEAR  # the interface has no kind of its own for it


def claims(message: Message, context: Context) -> str | None:
    if Intent.THANKS not in message.intents or any(a.contents for a in message.attachments):
        return None
    return "It only thanks or remarks; nothing is asked."


def decide(message: Message, context: Context) -> Decision:
    application = belongs(message, context).application
    return Decision(
        "Thanks or a remark; nothing is asked.",
        KIND,
        Disposition.LEFT,
        reference=application.reference if application else None,
    )
