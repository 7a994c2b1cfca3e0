"""A letter that could not be delivered, or a report about one: never answered.

One of ours that failed is the organiser's to mend, by correcting the address; any other report is
left alone. Which letter it was is told by its Message-ID, then by the reference, then by whom it
did not reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from ace_mailbot.model import (
    Decision,
    Delivery,
    Disposition,
    Kind,
    Message,
    Nature,
    SentLetter,
    Undelivered,
)
from ace_mailbot.rules.context import Context

KIND = Kind.BOUNCE


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.BOUNCE or message.rescued:
        return None
    return "It reports on the delivery of a letter."


def decide(message: Message, context: Context) -> Decision:
    letter = next(_returned(message, context), None)
    if not letter or message.delivery is not Delivery.FAILED:
        return Decision(
            "A delivery report that asks for nothing.", KIND, Disposition.LEFT, why=message.signs
        )
    # A report that names nobody is about whom the letter was written to.
    failed = message.failed_recipients or (letter.party,)
    back = Undelivered(message.id, letter.token, letter.obligation, letter.reference, failed)
    return Decision(
        f"Our letter “{letter.obligation}” did not reach {', '.join(failed)}.",
        KIND,
        Disposition.PARKED,
        reference=letter.reference,
        changes=(back,),
    )


def _returned(message: Message, context: Context) -> Iterator[SentLetter]:
    """The letters of ours that *message* may report on, by the strength of the evidence."""
    if named := context.letter_answered(message.tokens):
        yield named
    latest = reversed(list(context.state.letters.values()))
    theirs = [x for x in latest if x.party in message.failed_recipients and not x.waiting]
    if message.reference:
        yield from (x for x in theirs if x.reference == message.reference)
    yield from theirs
