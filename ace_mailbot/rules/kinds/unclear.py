"""What no other kind claims: parked for the organiser, and its sender told kindly."""

from __future__ import annotations

from ace_mailbot.model import Decision, Disposition, Kind, Message
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer

KIND = Kind.UNCLEAR


def claims(message: Message, context: Context) -> str | None:
    return "Nothing that we know how to handle was found in it."


def decide(message: Message, context: Context) -> Decision:
    return doubt(message, context, "We could not tell what it is for.", KIND)


def doubt(
    message: Message, context: Context, reason: str, kind: Kind, *, advice: str = ""
) -> Decision:
    """Park *message* for the organiser with ranked guesses; give its sender a friendly word, and
    *advice* where there is any.

    The word says nothing of any application: its writer may not be on it.
    """
    where = belongs(message, context)
    guesses = (where.application,) if where.application else where.guesses
    likely = (
        " It may be about " + ", ".join(a.reference for a in guesses if a) + "." if guesses else ""
    )
    return Decision(
        reason + likely,
        kind,
        Disposition.PARKED,
        reference=where.application.reference if where.application else None,
        why=(where.why,) if where.why else (),
        letters=answer(message, "unclear", values={"advice": advice}),
    )
