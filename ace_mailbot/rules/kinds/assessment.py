"""A panel member scores an application, in the form or as lines in a reply.

A letter's token stands for one member and one application. Scores that come without it, or from a
sender that our mail server doesn't vouch for, wait for the member's yes to a mail back.
"""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import (
    Assessment,
    Decision,
    Disposition,
    Intent,
    Kind,
    Letter,
    Message,
    Nature,
    Reviewer,
    SentLetter,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import declaration, others_scores
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.rules.panel import conflicts, letters, proof, roster, scoring
from ace_mailbot.rules.together import together

KIND = Kind.ASSESSMENT

_LEAST = 2  # criteria scored in a mail that answers nothing of ours
_ELSEWHERE = (
    "Scores count only when they come from the address that we sent the paper to. If you are on the"
    " panel, please send them again from there."
)
_CONFLICTED = (
    "These scores do not count, for you declared a conflict of interest about this application."
)
_HANDED_ON = (Nature.OWN, Nature.BOUNCE, Nature.UNREADABLE)


def claims(message: Message, context: Context) -> str | None:
    if message.nature in _HANDED_ON:
        return None
    letter = proof.their_letter(message, context)
    if letter and letter.obligation == letters.CONFIRM and message.nature is Nature.PERSON:
        return "It answers whether a panel member's scores or declaration are really theirs."
    if not message.scoring:
        return None
    in_file = not message.form_source.startswith("the message")
    if not in_file and message.nature is not Nature.PERSON:
        return None
    scored = sum(tag.endswith("_score") for tag in message.scoring)
    if letter and letter.obligation in {*letters.PAPERS, letters.CHASE}:
        return f"It answers a paper for the panel, with {_things(scored)}."
    if scored and (owner := _whose_paper(message, context)):
        return f"It scores in reply to the paper of {owner.name}, from another address."
    answers_us = bool(message.tokens) and not context.state.applications  # as `explain` sees it
    alone = not message.answers and scored >= (1 if answers_us else _LEAST)
    if in_file or alone:
        return f"It scores an application: {_things(scored)} in {message.form_source}."
    return None


def decide(message: Message, context: Context) -> Decision:
    letter, each = proof.their_letter(message, context), proof.writer(message, context)
    if letter and each and letter.obligation == letters.CONFIRM:
        return _confirmed(letter, each, message, context)
    if not each and (owner := _whose_paper(message, context)):
        reason = (
            f"Scores in reply to {owner.name}'s paper came from another address. Only those from"
            f" {owner.address.email} count."
        )
        return doubt(message, context, reason, KIND, advice=_ELSEWHERE)
    if not each:
        return doubt(message, context, "Scores came from somebody who isn't on the panel.", KIND)
    bound = letter if letter and letter.obligation in letters.PAPERS else None
    reference = (bound.reference if bound else None) or message.reference or ""
    assessment = context.state.assessments.get(f"{reference}/{each.address.email}")
    if not assessment:
        what = reference or "an application that is not named"
        return doubt(message, context, f"{each.name} was not asked to assess {what}.", KIND)
    if not proof.is_proven(bound, message, context):
        return proof.mail_back(each, reference, letter, message, KIND)
    return take_in(assessment, each, message, context)


def _whose_paper(message: Message, context: Context) -> PanelMember | None:
    """The member whose paper *message* answers, though it comes from another address."""
    letter = context.letter_answered(message.tokens)
    if not letter or letter.obligation not in letters.PAPERS:
        return None
    return roster.member(letter.party, context) if letter.party != message.sender_email else None


def take_in(
    assessment: Assessment, each: PanelMember, message: Message, context: Context
) -> Decision:
    """Keep a scoring beside all earlier ones, and quote back what was read of it."""
    application = context.state.applications[assessment.reference]
    if assessment.ended or application.told_at:
        reason = f"{each.name} scored {assessment.reference}, which they no longer assess."
        reviewer = context.state.reviewers.get(each.address.email)
        conflicted = reviewer is not None and assessment.reference in reviewer.conflicts
        return doubt(message, context, reason, KIND, advice=_CONFLICTED if conflicted else "")
    before = assessment.scorings[-1] if assessment.scorings else None
    found = scoring.read(
        message.scoring,
        before,
        message.id,
        message.received_at,
        message.form_source,
        context.config,
    )
    given = replace(found.scoring, form=assessment.form)
    kept = replace(assessment, scorings=(*assessment.scorings, given), late="", replacement="")
    if found.scoring.conflict:
        return _conflicted(kept, each, found.scoring.conflict, message, context)
    told = letters.scores_read(each, kept, found.scoring, found.problems, message, context)
    number = f"scoring {len(kept.scorings)}" if before else "scores"
    return Decision(
        f"{each.name}'s {number} of {assessment.reference} came.",
        KIND,
        reference=assessment.reference,
        changes=(kept, *_is_here(each, context)),
        letters=(told, *_after_seeing(kept, each, message, context)),
    )


def _is_here(each: PanelMember, context: Context) -> tuple[Reviewer, ...]:
    """A member who sends scores is no longer away."""
    reviewer = context.state.reviewers.get(each.address.email)
    return (replace(reviewer, away_at=None),) if reviewer and reviewer.away_at else ()


def _conflicted(
    kept: Assessment, each: PanelMember, said: str, message: Message, context: Context
) -> Decision:
    """A conflict stops the assessment; nothing else in the scoring counts."""
    state = replace(context.state, assessments={**context.state.assessments, kept.id: kept})
    step = conflicts.declare(
        each, {kept.reference: said}, message.id, replace(context, state=state)
    )
    told = letters.to_member(
        each,
        "paper-ended",
        message.id,
        reference=kept.reference,
        values={"conflict": said},
        replying_to=message,
    )
    step = together(step, Decision("They are told.", letters=(told,)))
    return replace(step, kind=KIND, reference=kept.reference)


def _after_seeing(
    kept: Assessment, each: PanelMember, message: Message, context: Context
) -> tuple[Letter, ...]:
    """A score that changes when others' may have been seen is shown to the organiser."""
    opened = context.state.season.meeting_at is not None
    if not (opened or kept.seen_at) or len(kept.scorings) < 2:
        return ()
    before, after = kept.scorings[-2:]
    values = {"member": each, "before": before, "after": after, "opened": opened}
    return (
        to_staff(context, "panel-late-change", message.id, reference=kept.reference, values=values),
    )


def _confirmed(
    letter: SentLetter, each: PanelMember, message: Message, context: Context
) -> Decision:
    pending = context.state.pending.get(letter.key.rpartition("/")[2])
    if not pending or pending.done or pending.party != message.sender_email:
        return Decision("Nothing waits for this confirmation.", KIND, Disposition.LEFT)
    done = replace(pending, done=True)
    said = {Intent.YES, Intent.NO} & set(message.intents)
    if said == {Intent.NO}:
        return Decision("It is not confirmed; nothing is done.", KIND, changes=(done,))
    if said != {Intent.YES}:
        return doubt(message, context, "Neither yes nor no to a confirmation.", KIND)
    first = replace(
        message,
        reply_text=pending.text,
        received_at=pending.asked_at,
        scoring=pending.scoring,
        form_source=pending.source,
    )
    assessment = context.state.assessments.get(f"{pending.reference}/{pending.party}")
    if assessment and pending.scoring:
        step = take_in(assessment, each, first, context)
    elif others_scores.is_asked(pending.text):
        step = others_scores.show(each, first, context)
    else:
        step = declaration.perform(pending.text, each, first, context)
    return replace(step, kind=KIND, changes=(done, *step.changes))


def _things(scored: int) -> str:
    return f"{scored} scores" if scored else "what a panel member says of it"
