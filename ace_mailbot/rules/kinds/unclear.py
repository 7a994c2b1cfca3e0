"""What no other kind claims: parked for the organiser, and its sender told kindly."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import Decision, Disposition, Kind, Message
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import answer

KIND = Kind.UNCLEAR


def claims(message: Message, context: Context) -> str | None:
    return "Nothing that we know how to handle was found in it."


def decide(message: Message, context: Context) -> Decision:
    empty = next((a.name for a in message.attachments if a.contents and a.contents.answers), "")
    if not empty:
        return doubt(message, context, "We could not tell what it is for.", KIND)
    # Had anything been filled in, `form` would have claimed it.
    told = f"The form {empty} holds no answer of yours: only what we had filled in before."
    advice = "Please see that your answers are saved, and reply with that file."
    decision = doubt(message, context, "It brought a form that nobody has filled in.", KIND)
    letters = answer(message, "form-unread", values={"problems": [f"{told} {advice}"]})
    return replace(decision, letters=letters)


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
