"""A panel member whose scores are in asks what the others gave: `scores`, in a reply to us.

They see it of each application that they have scored whole themselves. A score that they change
after that is shown to the organiser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Application, Assessment, Decision, Kind, Message, Nature
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import letters, proof, sight

KIND = Kind.ASSESSMENT  # the interface has no kind of its own for it

_ASKED_IN = frozenset({*letters.PAPERS, letters.CHASE, letters.MEETING, letters.OTHERS})
_ASKS = re.compile(
    r"(?:(?:please|(?:can|could|may) i (?:please )?(?:see|have|get)"
    r"|i(?: would|['’]d) like(?: to see)?|(?:show|send|let) (?:me|us)(?: (?:have|see))?"
    r"|send|show|see)\s+)*"
    r"(?:(?:all|the|everyone['’]s|everybody['’]s|others?['’]?|members['’]|assessors['’]"
    r"|panel['’]s|their)\s+)*"
    r"scores?(?:\s+(?:please|(?:of|from) (?:the )?other(?:s| members| assessors)))*\W*",
    re.IGNORECASE,
)
_GREETED = 2  # lines: a greeting may stand above the one that asks


def claims(message: Message, context: Context) -> str | None:
    letter = proof.their_letter(message, context)
    if not letter or letter.obligation not in _ASKED_IN or message.nature is not Nature.PERSON:
        return None
    if message.scoring or not proof.writer(message, context) or not is_asked(message.reply_text):
        return None
    return "A panel member asks what the others gave."


def decide(message: Message, context: Context) -> Decision:
    letter, each = proof.their_letter(message, context), proof.writer(message, context)
    assert letter and each, "claimed without either"
    if not proof.is_proven(letter, message, context):
        return proof.mail_back(each, "", letter, message, KIND)
    return show(each, message, context)


def is_asked(text: str) -> bool:
    """Whether it asks for the scores at its very beginning, a greeting aside."""
    lines = (line.strip(" \t*\"“”'") for line in text.splitlines())
    said = [line for line in lines if re.search(r"\w", line)]
    return any(_ASKS.fullmatch(line) for line in said[:_GREETED])


def show(each: PanelMember, message: Message, context: Context) -> Decision:
    """Answer with all that *each* may see; what they have seen of others is kept in mind."""
    seen = sight.seen_by(each.address.email, context)
    told = letters.others(each, seen, list(_waits(each, context)), message, context)
    return Decision(
        f"{each.name} sees the scores of {len(seen)} applications.",
        KIND,
        changes=tuple(_marked(each, seen, context)),
        letters=(told,),
    )


def _waits(each: PanelMember, context: Context) -> Iterator[Application]:
    """What they read and have not scored whole: they see the others' of it after that."""
    for assessment in context.state.assessments.values():
        theirs = assessment.member == each.address.email and not assessment.ended
        application = context.state.applications.get(assessment.reference)
        if (
            theirs
            and application
            and not sight.may_see(each.address.email, assessment.reference, context)
        ):
            yield application


def _marked(each: PanelMember, seen: letters.Seen, context: Context) -> Iterator[Assessment]:
    """Their own assessments of which they see somebody else's now, and did not before."""
    for application, assessments in seen:
        own = context.state.assessments.get(f"{application.reference}/{each.address.email}")
        if own and not own.seen_at and any(x.id != own.id for x in assessments):
            yield replace(own, seen_at=context.now)
