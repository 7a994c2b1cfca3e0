"""Automatic replies, out-of-office notes among them: never answered."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Decision,
    Disposition,
    Intent,
    Kind,
    Message,
    Nature,
    SeniorAnswer,
)
from ace_mailbot.rules.context import Context

KIND = Kind.AUTO_REPLY

_AWAY = re.compile(
    r"\b(?:out of (?:the )?office|away|on (?:annual |maternity |sick |study )?leave|on holiday"
    r"|not in the office|limited access)\b",
    re.IGNORECASE,
)


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.AUTO_REPLY or message.rescued:
        return None
    if message.eoi and message.eoi.summary and Intent.INTEREST in message.intents:
        return None  # a sign of automation stops the answer, never the work
    return "It is an automatic reply."


def decide(message: Message, context: Context) -> Decision:
    reviewer = context.state.reviewers.get(message.sender_email)
    says_away = message.back_on or _AWAY.search(f"{message.subject} {message.reply_text}")
    if reviewer and says_away:
        away = replace(reviewer, away_at=message.received_at, away_until=message.back_on)
        reason = "A panel member is away: their out-of-office says so."
        return Decision(reason, KIND, why=message.signs, changes=(away,))
    if message.back_on and (theirs := _awaited(message.sender_email, context)):
        changes = tuple(replace(a, senior_back_on=message.back_on) for a in theirs)
        reason = "A senior leader is away: their out-of-office says so."
        return Decision(reason, KIND, why=message.signs, changes=changes)
    return Decision("It is an automatic reply.", KIND, Disposition.LEFT, why=message.signs)


def _awaited(email: str, context: Context) -> list[Application]:
    """The applications whose senior leader, at *email*, has been asked and has not answered."""
    return [
        a
        for a in context.state.applications.values()
        if a.senior and a.senior.email == email and a.senior_answer is SeniorAnswer.ASKED
    ]
