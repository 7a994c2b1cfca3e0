"""A letter that could not be delivered, or a report about one: never answered.

One that names a letter of ours is the organiser's to mend; any other is left alone.
"""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message, Nature
from ace_mailbot.rules.context import Context

KIND = Kind.BOUNCE


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.BOUNCE or message.rescued:
        return None
    return "It reports on the delivery of a letter."


def decide(message: Message, context: Context) -> Decision:
    letter = context.letter_answered(message.tokens)
    if not letter or not message.failed_recipients:
        return Decision(
            "A delivery report that asks for nothing.", KIND, Disposition.LEFT, why=message.signs
        )
    failed = ", ".join(message.failed_recipients)
    return Decision(
        f"Our letter “{letter.obligation}” did not reach {failed}.",
        KIND,
        Disposition.PARKED,
        reference=letter.reference,
    )
