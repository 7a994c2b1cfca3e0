"""What the time brings about, derived from the state: nothing is scheduled, nothing is missed.

Every rule is safe on every tick: a letter's key lets it be queued a single time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import Application, Decision, Letter, SeniorAnswer, Stage
from ace_mailbot.rules import meeting, outcomes, reserves
from ace_mailbot.rules.awards import due as awards
from ace_mailbot.rules.awards import work
from ace_mailbot.rules.cohort import due as cohort
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.dates import reminder_times
from ace_mailbot.rules.letters import about, pack
from ace_mailbot.rules.outcomes import Render
from ace_mailbot.rules.panel import due as panel

Rule = Callable[[Context, Render], Iterator[Decision]]


def openings(context: Context, render: Render) -> Iterator[Decision]:
    """The packs that waited for the opening."""
    if context.now < context.config.programme.opens:
        return
    for application in context.state.applications.values():
        if application.stage is Stage.QUEUED and not application.pack_held:
            changed = replace(application, stage=Stage.INVITED, pack_at=context.now)
            yield Decision(
                f"{changed.reference} gets its pack at the opening.",
                reference=changed.reference,
                changes=(changed,),
                letters=(pack(context, changed, "opening", early=True),),
            )


def reminders(context: Context, render: Render) -> Iterator[Decision]:
    """The latest reminder that has come due, to those whose form is not in or not complete."""
    for application in context.state.applications.values():
        if application.stage in {Stage.INVITED, Stage.INCOMPLETE} and application.pack_at:
            letter = _latest_reminder(application, context)
            if letter and not context.owed(letter):
                yield Decision(
                    f"{application.reference} is reminded.",
                    reference=application.reference,
                    letters=(letter,),
                )


def senior_reminders(context: Context, render: Render) -> Iterator[Decision]:
    """The same for senior leaders who have not answered."""
    for application in context.state.applications.values():
        senior = application.senior
        waits = application.senior_answer is SeniorAnswer.ASKED and not _away(application, context)
        if not waits or not senior or application.stage not in _IN_HAND or not application.form:
            continue
        days = _latest_due(application, context, application.form.received_at)
        letter = days is not None and Letter(
            to=(senior.address,),
            obligation=f"senior-reminder-{days}",
            version=context.due(application).date().isoformat(),
            template="senior-reminder",
            reference=application.reference,
        )
        if letter and not context.owed(letter):
            yield Decision(
                f"The senior leader of {application.reference} is reminded.",
                reference=application.reference,
                letters=(letter,),
            )


def _away(application: Application, context: Context) -> bool:
    """Whether the senior leader's out-of-office says that they are not back yet."""
    back_on = application.senior_back_on
    today = context.now.astimezone(context.config.programme.zone).date()
    return back_on is not None and today < back_on


def lapses(context: Context, render: Render) -> Iterator[Decision]:
    """Those with a pack and no form when time is up; told at once, in case one went astray.

    Whoever asked in time and had the pack too late, since we were away, lapses by no clock of ours:
    the digest asks the organiser to give them time. Whose mail is parked may have sent the form:
    that is the organiser's to settle first.
    """
    for application in context.state.applications.values():
        due = context.due(application)
        in_time = application.pack_at is None or application.pack_at <= due
        lapses = application.stage is Stage.INVITED and in_time and due < context.now
        if lapses and not context.state.waiting(application):
            changed = replace(application, stage=Stage.LAPSED)
            yield Decision(
                f"{changed.reference}: the close came without a form.",
                reference=changed.reference,
                changes=(changed,),
                letters=(about(changed, "lapsed", context.due(changed).date().isoformat()),),
            )


_IN_HAND = {Stage.INCOMPLETE, Stage.SUBMITTED}

# In this order; each sees what the ones before it brought about.
RULES: tuple[Rule, ...] = (
    openings,
    reminders,
    senior_reminders,
    lapses,
    *panel.RULES,
    meeting.packs,
    reserves.proposals,
    reserves.ends,
    outcomes.previews,
    outcomes.releases,
    *awards.RULES,
    *work.RULES,
    *cohort.RULES,
)


def _latest_due(application: Application, context: Context, since: datetime) -> int | None:
    """How many days before its deadline the latest reminder stands that fell due after *since*."""
    due = context.due(application)
    if context.now >= due:
        return None
    times = reminder_times(due, context.config)
    past = [days for days, at in times if at <= context.now and at > since]
    return past[-1] if past else None


def _latest_reminder(application: Application, context: Context) -> Letter | None:
    assert application.pack_at
    days = _latest_due(application, context, application.pack_at)
    if days is None:
        return None
    due = context.due(application)
    zone = context.config.programme.zone
    left = (due.astimezone(zone).date() - context.now.astimezone(zone).date()).days
    form = application.form
    missing = [f.sentence for f in form.findings if f.blocking] if form else []
    return about(
        application,
        "reminder",
        due.date().isoformat(),
        obligation=f"reminder-{days}",
        values={"days_left": left, "due": due, "missing": missing},
    )
