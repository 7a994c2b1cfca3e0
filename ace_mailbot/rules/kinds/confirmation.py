"""An answer to something that a letter of ours asked: a senior leader's word, a missing detail ...

Each letter that asks has its handler here, by the letter's obligation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Decision,
    Intent,
    Kind,
    Message,
    SeniorAnswer,
    Stage,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.details import details, merged
from ace_mailbot.rules.kinds import people
from ace_mailbot.rules.kinds.eoi import begin, new_application
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.kinds.withdrawal import withdraw
from ace_mailbot.rules.letters import about, answer

KIND = Kind.CONFIRMATION

Handler = Callable[[Application, Message, Context], Decision | None]


def claims(message: Message, context: Context) -> str | None:
    if not context.state.applications:
        return _claims_unseen(message)
    application, handler = _asked(message, context)
    if application and handler and handler(application, message, context):
        return f"It answers what we asked about {application.reference}."
    return None


def decide(message: Message, context: Context) -> Decision:
    application, handler = _asked(message, context)
    decision = application and handler and handler(application, message, context)
    assert decision, "claimed without an answer"
    return replace(decision, kind=KIND)


def _claims_unseen(message: Message) -> str | None:
    """What `explain` can tell without knowing what we asked: a plain yes or no, in a reply."""
    answers = {Intent.YES, Intent.NO, Intent.REPLACES, Intent.SEPARATE} & set(message.intents)
    if (message.reference or message.tokens or message.in_reply_to) and answers:
        said = message.intents[sorted(answers)[0]]
        return f"It answers one of our letters: “{said}”"
    return None


def _handler(obligation: str) -> Handler:
    """Reminders say in their obligation how many days before the deadline they stand."""
    return _HANDLERS.get(re.sub(r"-\d+$", "", obligation), details)


def _asked(message: Message, context: Context) -> tuple[Application | None, Handler | None]:
    letter = context.letter_answered(message.tokens)
    if letter and letter.reference and letter.reference in context.state.applications:
        return (
            context.state.applications[letter.reference],
            _handler(letter.obligation),
        )
    senior = [
        a
        for a in context.state.applications.values()
        if a.senior and a.senior.email == message.sender_email
    ]
    if len(senior) == 1:
        return senior[0], _senior_without_token
    theirs = context.state.of(message.sender_email)
    return (theirs[0], details) if len(theirs) == 1 else (None, None)


# --- the senior leader ---------------------------------------------------------------------------


def _senior(application: Application, message: Message, context: Context) -> Decision | None:
    senior = application.senior
    if not senior or senior.email != message.sender_email:
        reason = f"Somebody else answered for the senior leader of {application.reference}."
        return doubt(message, context, reason, KIND)
    said = {Intent.YES, Intent.NO} & set(message.intents)
    if len(said) != 1:
        reason = f"The senior leader of {application.reference} said neither yes nor no plainly."
        return None if Intent.QUESTION in message.intents else doubt(message, context, reason, KIND)
    confirmed = Intent.YES in said
    changed = replace(
        application,
        senior_answer=SeniorAnswer.CONFIRMED if confirmed else SeniorAnswer.DECLINED,
        senior_words=message.reply_text.strip(),
    )
    letters = answer(
        message,
        "senior-answer",
        reference=application.reference,
        values={"confirmed": confirmed},
        automatic=False,
    )
    if not confirmed:
        letters += (about(changed, "senior-declined", message.id),)
    return Decision(
        f"{application.reference}: the senior leader {'confirms' if confirmed else 'declines'}.",
        reference=application.reference,
        changes=(changed,),
        letters=letters,
    )


def _senior_without_token(
    application: Application, message: Message, context: Context
) -> Decision | None:
    """They wrote anew instead of replying: their address may be forged, so ask for a reply."""
    if not {Intent.YES, Intent.NO} & set(message.intents) or message.answers:
        return None
    return Decision(
        f"{application.reference}: its senior leader wrote anew and is asked to reply.",
        reference=application.reference,
        letters=answer(message, "senior-reminder", reference=application.reference),
    )


# --- who leads, who is copied --------------------------------------------------------------------


def _new_lead(application: Application, message: Message, context: Context) -> Decision | None:
    if message.sender_email != application.lead.email or not application.new_lead:
        return None
    if Intent.YES in message.intents:
        return people.change_lead(application, application.new_lead, message.id, message)
    return _refused(replace(application, new_lead=None), message)


def _new_contact(application: Application, message: Message, context: Context) -> Decision | None:
    if message.sender_email != application.lead.email or not application.new_contact:
        return None
    if Intent.YES in message.intents:
        return people.add_contact(application, application.new_contact, message.id, message)
    return _refused(replace(application, new_contact=None), message)


def _refused(application: Application, message: Message) -> Decision | None:
    if Intent.NO not in message.intents:
        return None
    return Decision(
        f"{application.reference}: its lead says no to somebody new.",
        reference=application.reference,
        changes=(application,),
        letters=answer(
            message,
            "details-updated",
            reference=application.reference,
            values={"changed": [("People", "nothing has changed")]},
        ),
    )


# --- expressions of interest ---------------------------------------------------------------------


def _quoted(application: Application, message: Message, context: Context) -> Decision | None:
    """The writer of an EOI that somebody else quoted says whether they want to apply."""
    if message.sender_email != application.lead.email or application.stage is not Stage.ASKED:
        return None
    if Intent.NO in message.intents or Intent.WITHDRAW in message.intents:
        return withdraw(application, context, message.id, application.lead, message)
    if Intent.YES not in message.intents:
        return None
    lead = merged(application.lead, message.writer)
    asked = tuple(c for c in application.asked if not (c == "phone" and lead.phone))
    sure = replace(
        application,
        lead=lead,
        lead_confirmed=True,
        asked=asked,
        received_at=message.received_at,
    )
    return begin(sure, message, context)


def _duplicate(application: Application, message: Message, context: Context) -> Decision | None:
    eoi = application.second_eoi
    if not eoi or not application.is_of(message.sender_email):
        return details(application, message, context)
    said = {Intent.REPLACES, Intent.SEPARATE} & set(message.intents)
    if len(said) != 1:
        return None
    first = replace(application, second_eoi=None, second_eoi_message="", second_eoi_at=None)
    if Intent.SEPARATE in said:
        return _separate(first, application, message, context)
    changed = replace(
        first,
        eoi=eoi,
        title=eoi.title or first.title,
        footprint=eoi.footprint or first.footprint,
        footprint_basis=eoi.footprint_basis if eoi.footprint else first.footprint_basis,
    )
    return Decision(
        f"{changed.reference}: the second expression of interest replaces the first.",
        reference=changed.reference,
        changes=(changed,),
        letters=answer(
            message,
            "details-updated",
            reference=changed.reference,
            values={"changed": [("Expression of interest", "your second one replaces the first")]},
        ),
    )


def _separate(
    first: Application, offered: Application, message: Message, context: Context
) -> Decision:
    eoi = offered.second_eoi
    assert eoi and offered.second_eoi_at
    fresh = replace(
        new_application(context.next_reference(), eoi, merged(first.lead, eoi.lead), message),
        eoi_message=offered.second_eoi_message,
        received_at=offered.second_eoi_at,
    )
    begun = begin(fresh, message, context)
    return replace(begun, changes=(first, *begun.changes))


_HANDLERS: dict[str, Handler] = {
    "senior-request": _senior,
    "senior-reminder": _senior,
    "lead-change-asked": _new_lead,
    "contact-asked": _new_contact,
    "eoi-quoted": _quoted,
    "duplicate": _duplicate,
}
