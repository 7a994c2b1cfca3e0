"""Somebody says whether they come: a calendar program's REPLY, or words in answer to an invitation.

An answer to an older version of the event, or one given before the latest we know, changes nothing
(RFC 5546, 2.1.5).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import (
    Attendance,
    Award,
    Coming,
    Decision,
    Disposition,
    Gathering,
    Intent,
    Kind,
    Message,
    Nature,
)
from ace_mailbot.rules.awards.people import awarded, team
from ace_mailbot.rules.cohort.due import CALLED_OFF, INVITED, is_invited, key_of
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import question
from ace_mailbot.rules.letters import answer
from ace_mailbot.rules.together import together

KIND = Kind.RSVP

_SAYS = {
    Intent.ABSENT: Attendance.DECLINED,
    Intent.PERHAPS: Attendance.TENTATIVE,
    Intent.ATTENDS: Attendance.ACCEPTED,
    Intent.NO: Attendance.DECLINED,
    Intent.YES: Attendance.ACCEPTED,
}


def claims(message: Message, context: Context) -> str | None:
    if message.calendar:
        return f"It is a calendar's answer to an invitation: {message.calendar.attendance}."
    if message.nature is not Nature.PERSON or not message.tokens:
        return None
    letter = context.letter_answered(message.tokens)
    if Intent.STOP_INVITATIONS in message.intents and _award(message, context):
        return f"It wants no more invitations: “{message.intents[Intent.STOP_INVITATIONS]}”"
    said = _said(message)
    if letter and letter.obligation in (INVITED, CALLED_OFF) and said:
        return f"It answers an invitation: “{message.intents[said]}”"
    if not context.state.letters and {Intent.ATTENDS, Intent.ABSENT} & set(message.intents):
        return "It says whether somebody comes."  # all that `explain` can tell
    return None


def decide(message: Message, context: Context) -> Decision:
    if Intent.STOP_INVITATIONS in message.intents and (award := _award(message, context)):
        return _stopped(award, message)
    gathering, sequence = _answered(message, context)
    if not gathering:
        return _left("It answers an invitation that is none of ours.", Disposition.PARKED)
    if not is_invited(message.sender_email, gathering, context):
        return _left("Somebody answers who was not invited.", Disposition.PARKED)
    decision = _counted(gathering, sequence, message)
    if Intent.QUESTION in message.intents and message.nature is Nature.PERSON:
        return together(decision, question.decide(message, context))
    return decision


def _counted(gathering: Gathering, sequence: int, message: Message) -> Decision:
    if sequence < gathering.sequence:
        return _left(f"It answers an older invitation to {gathering.title}.")
    given_at, email = _given_at(message), message.sender_email
    known = gathering.of(email)
    if known and known.at > given_at:
        return _left(f"A later answer about {gathering.title} is known.")
    attendance = _attendance(message)
    coming = Coming(email, attendance, given_at)
    others = tuple(c for c in gathering.answers if c.email != email)
    what = {
        Attendance.ACCEPTED: f"you will come to “{gathering.title}”",
        Attendance.DECLINED: f"you will not come to “{gathering.title}”",
        Attendance.TENTATIVE: f"you may come to “{gathering.title}”",
    }[attendance]
    told = () if message.calendar else answer(message, "noted", values={"what": what, "ask": ""})
    return Decision(
        f"{gathering.title}: an answer is counted, {attendance.value.lower()}.",
        KIND,
        changes=(replace(gathering, answers=(*others, coming)),),
        letters=told,
    )


def _answered(message: Message, context: Context) -> tuple[Gathering | None, int]:
    """The event that it answers, and which version of it."""
    if message.calendar:
        key = message.calendar.uid.partition("@")[0]
        return context.state.gatherings.get(key), message.calendar.sequence
    letter = context.letter_answered(message.tokens)
    version = letter.key.rpartition("/")[2] if letter else ""
    sequence = version.rpartition(".")[2]
    number = int(sequence) if sequence.isdigit() else 0
    return context.state.gatherings.get(key_of(version)), number


def _given_at(message: Message) -> datetime:
    """When it was given: a calendar says so, but no later than it came."""
    stamp = message.calendar.stamp if message.calendar else None
    return min(stamp, message.received_at) if stamp else message.received_at


def _attendance(message: Message) -> Attendance:
    if message.calendar:
        return message.calendar.attendance
    said = _said(message)
    assert said, "claimed without words that say it"
    return _SAYS[said]


def _said(message: Message) -> Intent | None:
    return next((intent for intent in _SAYS if intent in message.intents), None)


def _stopped(award: Award, message: Message) -> Decision:
    changed = replace(award, stopped=(*award.stopped, message.sender_email))
    what = "you want no more event invitations"
    return Decision(
        "Somebody wants no more event invitations.",
        KIND,
        reference=award.reference,
        changes=(changed,),
        letters=answer(message, "noted", values={"what": what, "ask": ""}),
    )


def _award(message: Message, context: Context) -> Award | None:
    """The award whose lead, contact or senior leader writes."""
    email = message.sender_email
    theirs = (w for a, w in awarded(context) if email in {p.email for p in team(a)})
    return next((w for w in theirs if message.sender_email not in w.stopped), None)


def _left(reason: str, disposition: Disposition = Disposition.LEFT) -> Decision:
    return Decision(reason, KIND, disposition)
