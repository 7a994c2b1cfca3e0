"""What the organiser orders about the panel: who reads what, conflicts, and when it meets.

Each function returns the Decision that does it, or raises CannotDo with a sentence to reply with.
"""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Application, Assessment, Decision, Letter, evolve
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import conflicts, letters, roster, sight
from ace_mailbot.rules.rulings import CannotDo
from ace_mailbot.rules.together import together


def assign(
    application: Application, said: str, reason: str, version: str, context: Context
) -> Decision:
    """Give *application* to one more member."""
    each = _member(said, context)
    _may_be_given(application, each, reason, context)
    return letters.give(application.reference, each, version, context)


def reassign(
    application: Application, out: str, to: str, reason: str, version: str, context: Context
) -> Decision:
    """Give *application* to another member, in place of one who reads it."""
    reference = application.reference
    leaving = _reader(reference, out, context)
    if roster.is_whole(leaving, context) and not reason:
        name = roster.called(leaving.member, context)
        raise CannotDo(
            f"{name} has sent their scores of {reference}; to leave them out, give a reason.",
            f"reassign {reference} from {name} to {to} because ...",
        )
    new = _member(to, context)
    _may_be_given(application, new, reason, context)
    ended = replace(
        leaving,
        ended=f"The organiser gave it to {new.name}." + (f" {reason}" if reason else ""),
        late="",
        replacement="",
    )
    after = replace(context, state=evolve(context.state, (ended,)))
    given = letters.give(reference, new, version, after)
    sentence = (
        f"{reference} goes to {new.name} in place of {roster.called(leaving.member, context)}."
    )
    stop = Decision(
        sentence, reference=reference, changes=(ended,), letters=_ended(leaving, version, context)
    )
    return replace(together(stop, given), reason=sentence)


def conflict(
    application: Application, said: str, reason: str, version: str, context: Context
) -> Decision:
    """Put on record that a member has a conflict, as the organiser knows it."""
    each, reference = _member(said, context), application.reference
    if each.address.email not in context.state.reviewers:
        raise CannotDo(f"{each.name} has not been sent the list yet; record it after that.")
    assessment = context.state.assessments.get(f"{reference}/{each.address.email}")
    step = conflicts.declare(each, {reference: reason}, version, context)
    told = _ended(assessment, version, context, reason) if assessment else ()
    sentence = f"{each.name} has a conflict in {reference}, on record."
    return replace(step, reason=sentence, reference=reference, letters=(*step.letters, *told))


def open_meeting(version: str, context: Context) -> Decision:
    """From now on members see each other's scores, but for those of their conflicts."""
    if not roster.members(context) or not context.state.assessments:
        raise CannotDo("The panel has nothing to meet about yet.")
    season = context.state.season
    opened = replace(season, meeting_at=season.meeting_at or context.now)
    after = replace(context, state=replace(context.state, season=opened))
    told = tuple(
        letters.meeting(each, seen, version, after)
        for each in roster.members(context)
        if (seen := sight.seen_by(each.address.email, after))
    )
    sentence = "The meeting is open: members see all scores, but for those of their conflicts."
    return Decision(sentence, changes=(opened,), letters=told)


def invite(context: Context) -> Decision:
    """Ask the panel now, though a form may still come or wait for a ruling."""
    if not roster.members(context):
        raise CannotDo("There is no panel: config.toml has no [panel], or no [[people.panel]].")
    if context.now <= context.config.programme.closes:
        raise CannotDo("The programme is still open; the panel is asked after the close.")
    asked = replace(context.state.season, panel_at=context.now)
    return Decision("The panel is asked about what is complete now.", changes=(asked,))


def _member(said: str, context: Context) -> PanelMember:
    if not roster.members(context):
        raise CannotDo("There is no panel: config.toml has no [panel], or no [[people.panel]].")
    found = roster.named(said, context)
    if len(found) != 1:
        names = ", ".join(m.name for m in found or roster.members(context))
        which = "may be any of" if found else "is nobody on the panel; its members are"
        raise CannotDo(f"“{said}” {which} {names}.")
    return found[0]


def _reader(reference: str, said: str, context: Context) -> Assessment:
    """The assessment that ends: of the member named, or of the only one who is late."""
    reading = roster.reading(reference, context)
    if said:
        email = _member(said, context).address.email
        reading = tuple(x for x in reading if x.member == email)
    elif len(reading) > 1:
        reading = tuple(x for x in reading if x.late)
    if len(reading) == 1:
        return reading[0]
    names = [roster.called(x.member, context) for x in roster.reading(reference, context)]
    raise CannotDo(
        f"It is not clear who should no longer read {reference}.",
        *(f"reassign {reference} from {name} to NAME" for name in names[:3]),
    )


def _may_be_given(
    application: Application, each: PanelMember, reason: str, context: Context
) -> None:
    reference, name = application.reference, each.name
    reviewer = context.state.reviewers.get(each.address.email)
    if application.stage not in roster.READ:
        raise CannotDo(f"{reference} is not for the panel: it is {application.stage}.")
    if reviewer and reference in reviewer.conflicts:
        raise CannotDo(f"{name} has a conflict of interest in {reference}.")
    if not reviewer or reference not in reviewer.cleared:
        raise CannotDo(f"{name} has not declared yet whether they have a conflict in {reference}.")
    held = context.state.assessments.get(f"{reference}/{reviewer.email}")
    if held and not held.ended:
        raise CannotDo(f"{name} reads {reference} already.")
    if not roster.covers(each, application) and not reason:
        raise CannotDo(
            f"{name} reads {', '.join(each.footprints)} only; to depart from that, give a reason.",
            f"assign {reference} to {name} because ...",
        )


def _ended(
    assessment: Assessment, version: str, context: Context, said: str = ""
) -> tuple[Letter, ...]:
    """Tell a member that they need not go on reading; nobody who has left the panel."""
    each = roster.member(assessment.member, context)
    if not each or assessment.ended:
        return ()
    values = {"conflict": said}
    letter = letters.to_member(
        each, "paper-ended", version, reference=assessment.reference, values=values
    )
    return (letter,)
