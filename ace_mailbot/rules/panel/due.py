"""What the time brings about for the panel: lists, papers, reminders, and who is shown as late.

Derived from the state on every tick; each letter's key lets it be queued a single time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Application, Assessment, Decision, Letter, Reviewer, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.rules.outcomes import Render
from ace_mailbot.rules.panel import hints, letters, newer, roster
from ace_mailbot.rules.panel.assigning import assign

Rule = Callable[[Context, Render], Iterator[Decision]]

_STILL_OPEN = {Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED}


def lists(context: Context, render: Render) -> Iterator[Decision]:
    """Ask each member about the applications, once every form that may come is in.

    An application that is admitted later is asked about by itself.
    """
    applications = roster.to_read(context)
    if not roster.members(context) or not applications or not _forms_are_in(context):
        return
    asked = [step for m in roster.members(context) if (step := _list(m, applications, context))]
    if asked:
        # First: once a member is asked, nothing tells that the hints are still owed.
        yield from _hints(applications, context)
    yield from asked


def reminders(context: Context, render: Render) -> Iterator[Decision]:
    """A member who has not declared is reminded when half of their time is over."""
    for each in roster.members(context):
        reviewer = context.state.reviewers.get(each.address.email)
        if not reviewer or not reviewer.waits:
            continue
        until = roster.declare_by(reviewer, context)
        if not reviewer.invited_at + (until - reviewer.invited_at) / 2 <= context.now < until:
            continue
        waiting = [r for r in reviewer.listed if r not in reviewer.cleared]
        letter = letters.to_member(
            each,
            "panel-declare-reminder",
            f"{len(reviewer.listed)}",
            values={
                "declare_by": until,
                "applications": [context.state.applications[r] for r in waiting],
            },
        )
        if not context.owed(letter):
            yield Decision(f"{each.name} is reminded to declare.", letters=(letter,))


def assignments(context: Context, render: Render) -> Iterator[Decision]:
    """Share out what has too few readers, once everyone has declared or their time is over.

    All at once: dying halfway we would share out the rest another way, and show it to nobody. The
    papers themselves follow one by one.
    """
    if not roster.members(context) or context.state.season.meeting_at:
        return
    wanted = {a.reference: n for a in roster.to_read(context) if (n := _lacking(a, context))}
    eligible = {r: roster.eligible(context.state.applications[r], context) for r in wanted}
    seed = context.config.panel_rules.seed
    pairs = assign(wanted, eligible, roster.loads(context), seed)
    if pairs:
        given = tuple(letters.given(r, email, context) for r, email in pairs)
        yield replace(_overview(context, given), changes=given)


def papers(context: Context, render: Render) -> Iterator[Decision]:
    """Each paper that was shared out and is not on its way."""
    sent = None
    for assessment in context.state.assessments.values():
        each = roster.member(assessment.member, context)
        if assessment.ended or not each:
            continue
        letter = letters.paper(assessment.reference, each, "1", context)
        if context.owed(letter):
            continue
        if sent is None:  # looked for only where the usual key isn't there
            every = context.state.letters.values()
            sent = {(x.party, x.reference) for x in every if x.obligation == letter.obligation}
        if (assessment.member, assessment.reference) not in sent:
            yield Decision(
                f"{assessment.reference} goes to {each.name}.",
                reference=assessment.reference,
                letters=(letter,),
            )


def chasing(context: Context, render: Render) -> Iterator[Decision]:
    """Members who are silent when it is time to chase them get one letter for all they owe."""
    for each in roster.members(context):
        owed = [x for x in _owed_by(each.address.email, context) if not x.chased_at]
        theirs = [x for x in owed if _chase_at(x, context) <= context.now]
        if not theirs:
            continue
        letter = letters.to_member(
            each,
            letters.CHASE,
            ",".join(x.reference for x in theirs),
            values={
                "applications": [context.state.applications[x.reference] for x in theirs],
                "panel": context.config.panel_rules,
            },
        )
        yield Decision(
            f"{each.name} is chased for {len(theirs)} assessments.",
            changes=tuple(replace(x, chased_at=context.now) for x in theirs),
            letters=(letter,),
        )


def replacements(context: Context, render: Render) -> Iterator[Decision]:
    """For each assessment that is late or whose member is away, who could do it instead."""
    changes = []
    for each in roster.members(context):
        owed = {x.id for x in _owed_by(each.address.email, context)}
        theirs = (x for x in context.state.assessments.values() if x.member == each.address.email)
        for assessment in theirs:
            waits = assessment.id in owed  # nobody waits for what is decided
            late = _late(assessment, context) if waits else ""
            proposed = roster.replacement(assessment.reference, context) if late else ""
            if (late, proposed) != (assessment.late, assessment.replacement):
                changes.append(replace(assessment, late=late, replacement=proposed))
    if changes:
        yield Decision("Somebody else is proposed for what waits.", changes=tuple(changes))


def endings(context: Context, render: Render) -> Iterator[Decision]:
    """Nobody goes on reading what was withdrawn."""
    for assessment in context.state.assessments.values():
        application = context.state.applications.get(assessment.reference)
        if assessment.ended or not application or application.stage is not Stage.WITHDRAWN:
            continue
        each = roster.member(assessment.member, context)
        told: tuple[Letter, ...] = ()
        if each and not roster.is_whole(assessment, context):
            told = (
                letters.to_member(
                    each,
                    "paper-ended",
                    "withdrawn",
                    reference=assessment.reference,
                    values={"conflict": ""},
                ),
            )
        yield Decision(
            f"{assessment.reference} is withdrawn; nobody goes on reading it.",
            reference=assessment.reference,
            changes=(replace(assessment, ended="The application was withdrawn."),),
            letters=told,
        )


# In this order; each sees what the ones before it brought about.
RULES: tuple[Rule, ...] = (
    lists,
    reminders,
    newer.papers,
    assignments,
    endings,
    papers,
    chasing,
    replacements,
)


def _forms_are_in(context: Context) -> bool:
    """Whether no form may come any more and none waits for a ruling, or the organiser says so."""
    if context.now <= context.config.programme.closes:
        return False
    if context.state.season.panel_at:
        return True
    applications = context.state.applications.values()
    return not any(
        a.stage is Stage.INCOMPLETE or (a.stage in _STILL_OPEN and context.due(a) >= context.now)
        for a in applications
    )


def _list(
    each: PanelMember, applications: tuple[Application, ...], context: Context
) -> Decision | None:
    """The list for one member: all of it at first, later what is new on it."""
    email = each.address.email
    reviewer = context.state.reviewers.get(email) or Reviewer(email, context.now)
    new = [a for a in applications if a.reference not in reviewer.listed]
    if not new:
        return None
    listed = (*reviewer.listed, *(a.reference for a in new))
    asked = replace(reviewer, invited_at=context.now, listed=listed)
    return Decision(
        f"{each.name} is asked about {len(new)} applications.",
        changes=(asked,),
        letters=(letters.conflict_list(each, asked, new, context),),
    )


def _hints(applications: tuple[Application, ...], context: Context) -> Iterator[Decision]:
    """Likely conflicts, to the organiser, of applications that were not hinted at before."""
    known = {r for reviewer in context.state.reviewers.values() for r in reviewer.listed}
    new = [a for a in applications if a.reference not in known]
    panel = roster.members(context)
    found = [(a, h) for a in new if (h := hints.hints(a, panel, context.config))]
    if not found:
        return
    letter = to_staff(
        context,
        "panel-hints",
        f"{len(known) + len(new)}",
        values={"found": found},
    )
    if not context.owed(letter):
        yield Decision("Likely conflicts are shown to the organiser.", letters=(letter,))


def _lacking(application: Application, context: Context) -> int:
    """How many readers it lacks; 0 while somebody may still declare.

    One whose reading ended counts: who takes over is for the organiser to say.
    """
    for each in roster.members(context):
        reviewer = context.state.reviewers.get(each.address.email)
        if not reviewer or application.reference not in reviewer.listed:
            return 0
        undeclared = application.reference not in reviewer.cleared
        if undeclared and context.now < roster.declare_by(reviewer, context):
            return 0
    given = [x for x in context.state.assessments.values() if x.reference == application.reference]
    return max(0, context.config.panel_rules.assessors_per_application - len(given))


def _overview(context: Context, changes: tuple[object, ...]) -> Decision:
    """Who reads what, to the organiser, who may change it by replying."""
    new = {x.id: x for x in changes if isinstance(x, Assessment)}
    every = {**context.state.assessments, **new}
    panel = context.config.panel_rules
    rows = []
    for application in roster.to_read(context):
        readers = [
            roster.called(x.member, context)
            for x in every.values()
            if x.reference == application.reference and not x.ended
        ]
        rows.append((application, readers, len(readers) < panel.assessors_per_application))
    loads = [
        (m, sum(1 for x in every.values() if x.member == m.address.email and not x.ended))
        for m in roster.members(context)
    ]
    letter = to_staff(
        context, "panel-assigned", f"{len(every)}", values={"rows": rows, "loads": loads}
    )
    return Decision("The organiser sees who reads what.", letters=(letter,))


def _chase_at(assessment: Assessment, context: Context) -> datetime:
    """When its member is chased; one who got the paper after that has until the last day."""
    panel, at = context.config.panel_rules, roster.chase_at(context)
    return at if assessment.assigned_at < at else panel.assess_by


def _owed_by(email: str, context: Context) -> list[Assessment]:
    """What a member has not scored whole and nobody has decided."""
    open_ = {a.reference for a in roster.to_read(context)}
    return [
        x
        for x in context.state.assessments.values()
        if x.member == email
        and not x.ended
        and x.reference in open_
        and not roster.is_whole(x, context)
    ]


def _late(assessment: Assessment, context: Context) -> str:
    """Why somebody else should be thought of, as a sentence; "" while there is no reason."""
    reviewer = context.state.reviewers.get(assessment.member)
    name = roster.called(assessment.member, context)
    if reviewer and roster.is_away(reviewer, context):
        until = reviewer.away_until
        back = f" and returns on {until:%-d %B %Y}" if until else ""
        return f"{name} is away{back}, as their out-of-office said."
    if assessment.chased_at:
        return f"{name} has not sent their scores."
    return ""
