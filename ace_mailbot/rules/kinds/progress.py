"""What the people of an award answer while the work goes on: each letter that asks has its part.

May they be introduced, how does it go (check-ins), how do they coach, what was learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Attachment,
    Award,
    Decision,
    Disposition,
    Intent,
    Kind,
    Message,
    Nature,
    Said,
    SentLetter,
    Stage,
)
from ace_mailbot.rules.awards.people import document
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import people, question
from ace_mailbot.rules.letters import answer
from ace_mailbot.rules.together import together

KIND = Kind.CONFIRMATION  # the interface has no kind of its own for it

_LONGEST = 20_000  # characters of a report that we keep to quote
_FEWEST_WORDS = 30  # a reply without a file that is shorter is no report

# Gives what is now known, and what was noted in words; None where the message doesn't answer it.
Part = Callable[[Application, Award, Message, SentLetter], tuple[Award, str] | None]


def claims(message: Message, context: Context) -> str | None:
    found = _found(message, context)
    return f"It answers what we asked about {found[0].reference}." if found else None


def decide(message: Message, context: Context) -> Decision:
    found = _found(message, context)
    assert found, "claimed without an answer"
    award, what = found
    ask = ""
    if award.report and award.share is None and award.report.message == message.id:
        ask = "May the other projects read it? Reply “you may share it” or “do not share it”."
    decision = Decision(
        f"{award.reference}: noted that {what}.",
        KIND,
        reference=award.reference,
        changes=(award,),
        letters=answer(
            message, "noted", reference=award.reference, values={"what": what, "ask": ask}
        ),
    )
    return _besides(decision, message, context)


def _besides(decision: Decision, message: Message, context: Context) -> Decision:
    """What else the message wants. "A partner pulled out" is no withdrawal: a person reads it."""
    if Intent.QUESTION in message.intents:
        decision = together(decision, question.decide(message, context))
    if people.claims(message, context):
        decision = together(decision, people.decide(message, context))
    leaves = [i for i in (Intent.WITHDRAW, Intent.DECLINES_OFFER) if i in message.intents]
    if not leaves:
        return decision
    reason = f"It may be giving up: “{message.intents[leaves[0]]}”"
    return replace(decision, reason=reason, disposition=Disposition.PARKED)


def _found(message: Message, context: Context) -> tuple[Award, str] | None:
    letter = context.letter_answered(message.tokens)
    application = context.state.applications.get((letter and letter.reference) or "")
    award = context.state.awards.get(application.reference) if application else None
    if message.nature is not Nature.PERSON or not letter or not application or not award:
        return None
    if application.stage is not Stage.AWARDED:
        return None
    part = _PARTS.get(letter.obligation)
    found = part(application, award, message, letter) if part else None
    return found or _agreed(application, award, message)


def _agreed(application: Application, award: Award, message: Message) -> tuple[Award, str] | None:
    """Whether they may be introduced, and whether their report may be shared."""
    if not application.is_of(message.sender_email):
        return None
    said = message.intents
    if Intent.NOT_INTRODUCE in said:
        return replace(award, introduce=False), "we do not introduce you by name"
    if Intent.INTRODUCE in said:
        return replace(award, introduce=True), "we may introduce you by name to the other projects"
    if not award.report:
        return None
    if Intent.NOT_SHARE in said:
        return replace(award, share=False), "we do not share your learning report"
    if Intent.SHARE in said:
        return replace(award, share=True), "the other projects may read your learning report"
    return None


def _check_in(
    application: Application, award: Award, message: Message, letter: SentLetter
) -> tuple[Award, str] | None:
    if not application.is_of(message.sender_email) or not message.reply_text.strip():
        return None
    quarter = letter.key.rpartition("/")[2]
    known = {**award.check_ins, quarter: _words(message)}
    return replace(award, check_ins=known), f"you told us how it goes in {quarter}"


def _coaching(
    application: Application, award: Award, message: Message, letter: SentLetter
) -> tuple[Award, str] | None:
    senior = application.senior
    if not senior or senior.email != message.sender_email or not message.reply_text.strip():
        return None
    month = letter.key.rpartition("/")[2]
    known = {**award.coaching, month: _words(message)}
    return replace(award, coaching=known), "you told us about your coaching"


def _report(
    application: Application, award: Award, message: Message, letter: SentLetter
) -> tuple[Award, str] | None:
    file = document(message)
    enough = len(message.reply_text.split()) >= _FEWEST_WORDS
    if not application.is_of(message.sender_email) or not (file or enough):
        return None
    said = _words(message, file)
    share = award.share
    if {Intent.SHARE, Intent.NOT_SHARE} & set(message.intents):
        share = Intent.NOT_SHARE not in message.intents
    what = f"we have your learning report{', ' + file.filename if file else ''}"
    return replace(award, report=said, share=share), what


def _words(message: Message, file: Attachment | None = None) -> Said:
    written = file.contents.text if file and file.contents else ""
    text = (written or message.reply_text).strip()[:_LONGEST]
    return Said(message.id, message.received_at, text, file.filename if file else "")


_PARTS: Mapping[str, Part] = {
    "check-in": _check_in,
    "coaching": _coaching,
    "learning-asked": _report,
    "learning-reminder": _report,
}
