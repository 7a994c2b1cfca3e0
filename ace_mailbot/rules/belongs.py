"""Which application a message belongs to, by evidence; and who may speak for it.

A token or a reference alone joins nobody to an application: its writer must be one of its people.
"""

from __future__ import annotations

from dataclasses import dataclass

from ace_mailbot.model import Application, Message
from ace_mailbot.rules.context import Context


@dataclass(frozen=True, slots=True)
class Belonging:
    """*application* when sure; else None, with what it might be, likeliest first, and why."""

    application: Application | None = None
    guesses: tuple[Application, ...] = ()
    why: str = ""


def belongs(message: Message, context: Context) -> Belonging:
    """Find the application that the writer of *message* speaks for."""
    if not message.sender:
        return Belonging(why="It names no sender.")
    theirs = context.state.of(message.sender.email)
    named = _named(message, context)
    if named and named in theirs:
        return Belonging(named, why=f"It names {named.reference}, and the writer is on it.")
    if named:
        why = f"It names {named.reference}, but the writer is not on that application."
        return Belonging(None, (named, *theirs), why)
    if len(theirs) == 1:
        return Belonging(theirs[0], why=f"The writer is on {theirs[0].reference} alone.")
    if theirs:
        names = ", ".join(a.reference for a in theirs)
        return Belonging(None, theirs, f"The writer is on several applications: {names}.")
    return Belonging(why="The writer is on no application.")


def _named(message: Message, context: Context) -> Application | None:
    letter = context.letter_answered(message.tokens)
    reference = (letter and letter.reference) or message.reference
    return context.state.applications.get(reference) if reference else None
