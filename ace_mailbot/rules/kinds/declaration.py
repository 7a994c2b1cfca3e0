"""A panel member declares conflicts, or none, in a reply to the list of applications; a conflict
found later in any mail that calls it one."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Decision, Intent, Kind, Message, Nature, Reviewer, SentLetter, evolve
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import conflicts, hints, letters, proof
from ace_mailbot.rules.panel.declaring import Declaration, declared
from ace_mailbot.rules.together import together

KIND = Kind.CONFIRMATION

_CONFLICT = re.compile(r"\bconflict", re.IGNORECASE)


def claims(message: Message, context: Context) -> str | None:
    if message.nature is not Nature.PERSON:
        return None
    if _names_a_conflict(message, context):
        return "A panel member names a conflict of interest."
    if not _answered(message, context):
        return None
    said = _said(message.reply_text, message.sender_email, context)
    waits = context.state.reviewers[message.sender_email].waits
    if not said.says_something and (Intent.QUESTION in message.intents or not waits):
        return None  # for the organiser to answer, or only thanks
    if not said.says_something and not said.unclear:
        return None
    return "It is a panel member's reply to the list of applications."


def decide(message: Message, context: Context) -> Decision:
    letter, each = proof.their_letter(message, context), proof.writer(message, context)
    assert each, "claimed without a member"
    if not proof.is_proven(letter, message, context):
        return proof.mail_back(each, "", letter, message, KIND)
    return perform(message.reply_text, each, message, context)


def perform(text: str, each: PanelMember, message: Message, context: Context) -> Decision:
    """Take *text* as the declaration of *each*; *message* is what our letter answers."""
    reviewer = context.state.reviewers[each.address.email]
    said = _said(text, reviewer.email, context)
    step = _on_record(said, reviewer, each, message, context)
    after = evolve(context.state, step.changes).reviewers[reviewer.email]
    told = letters.to_member(
        each,
        "panel-declared",
        message.id,
        values={
            "conflicts": [(context.state.applications[r], w) for r, w in after.conflicts.items()],
            "unclear": said.unclear,
            "waits": [
                context.state.applications[r] for r in after.listed if r not in after.cleared
            ],
        },
        replying_to=message,
    )
    return replace(together(step, Decision("It is quoted back.", letters=(told,))), kind=KIND)


def _on_record(
    said: Declaration, reviewer: Reviewer, each: PanelMember, message: Message, context: Context
) -> Decision:
    """Put on record what is sure. What is not understood leaves the rest of the list open."""
    whole = (said.none or bool(said.conflicts)) and not said.unclear
    cleared = reviewer.listed if whole else (*said.conflicts, *said.clear)
    kept = {r: w for r, w in reviewer.conflicts.items() if r not in said.clear}
    known = replace(
        reviewer,
        cleared=tuple(dict.fromkeys((*reviewer.cleared, *cleared))),
        conflicts=kept,
        away_at=None,
        declared_at=message.received_at if said.says_something else reviewer.declared_at,
    )
    if not said.conflicts:
        what = "no conflict" if whole else "nothing that we understood whole"
        return Decision(f"{each.name} declares {what}.", changes=(known,))
    after = replace(context, state=evolve(context.state, (known,)))
    return conflicts.declare(each, said.conflicts, message.id, after)


def _answered(message: Message, context: Context) -> SentLetter | None:
    """The list, or what came of it, that a member with a list answers."""
    letter = proof.their_letter(message, context)
    known = message.sender_email in context.state.reviewers and proof.writer(message, context)
    return letter if letter and known and letter.obligation in letters.LISTS else None


def _names_a_conflict(message: Message, context: Context) -> bool:
    """Whether a member who had a list says of something on it that it is a conflict."""
    email = message.sender_email
    if email not in context.state.reviewers or not proof.writer(message, context):
        return False
    called = _CONFLICT.search(f"{message.subject}\n{message.reply_text}")
    asks = Intent.QUESTION in message.intents
    return bool(called) and not asks and bool(_said(message.reply_text, email, context).conflicts)


def _said(text: str, email: str, context: Context) -> Declaration:
    """What *text* declares of the applications that were listed to the member."""
    listed = context.state.reviewers[email].listed
    names = {
        r: (a.title, *hints.organisations(a, context.config), *hints.people(a, context.config))
        for r in listed
        if (a := context.state.applications.get(r))
    }
    return declared(text, context.config.programme.key, names)
