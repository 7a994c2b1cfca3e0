"""While the work goes on: check-ins, coaching questions, and the learning report at its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ace_mailbot.model import Decision
from ace_mailbot.rules.awards.people import awarded, once, to_one
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.dates import working_morning
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.outcomes import Render


def checks_in(context: Context, render: Render) -> Iterator[Decision]:
    """One question to each lead in each quarter."""
    for quarter, at in context.config.awards.check_ins.items():
        for application, award in awarded(context):
            if at <= context.now and award.told_at < at and quarter not in award.check_ins:
                letter = about(application, "check-in", quarter, values={"quarter": quarter})
                yield from once(letter, f"{award.reference}: the {quarter} check-in.", context)


def coaches(context: Context, render: Render) -> Iterator[Decision]:
    """A short question to each senior leader, each month while the work goes on."""
    months = [(m, at) for m, at in _months(context) if at <= context.now]
    if not months:
        return
    month, at = months[-1]  # after an outage the latest alone
    for application, award in awarded(context):
        senior = application.senior
        if not senior or not senior.email or award.told_at >= at or month in award.coaching:
            continue
        values = {"month": at, "number": len(months)}
        letter = to_one(senior.address, "coaching", month, reference=award.reference, values=values)
        yield from once(letter, f"{award.reference}: the coaching question of {month}.", context)


def _months(context: Context) -> Iterator[tuple[str, datetime]]:
    """Each month of the work, such as "2021-10", and when its question goes."""
    awards, zone = context.config.awards, context.config.programme.zone
    day, end = awards.starts.astimezone(zone).date(), awards.ends.astimezone(zone).date()
    while day <= end:
        yield f"{day:%Y-%m}", working_morning(day, context.config)
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


# --- the learning report -------------------------------------------------------------------------


def reminders_due(due: date, context: Context) -> int:
    """How many reminders of what was due on *due* have fallen due: at most awards.chases."""
    days = (1 + n * context.config.awards.chase_days for n in range(context.config.awards.chases))
    times = (working_morning(due + timedelta(days=d), context.config) for d in days)
    return sum(1 for at in times if at <= context.now)


def asks_for_learning(context: Context, render: Render) -> Iterator[Decision]:
    """The learning report: asked for, then reminded while it is overdue."""
    awards, zone = context.config.awards, context.config.programme.zone
    asked_on = awards.learning_due - timedelta(days=awards.learning_days)
    if context.now < asked_on:
        return
    number = reminders_due(awards.learning_due.astimezone(zone).date(), context)
    for application, award in awarded(context):
        if award.report or award.told_at >= asked_on:
            continue
        template = "learning-reminder" if number else "learning-asked"
        values = {"due": awards.learning_due, "last": number == awards.chases}
        letter = about(application, template, str(number or "asked"), values=values)
        yield from once(letter, f"{award.reference}: the learning report is asked for.", context)


def shares_learning(context: Context, render: Render) -> Iterator[Decision]:
    """Each report whose writers agree goes to the leads of the other projects."""
    everyone = list(awarded(context))
    for application, award in everyone:
        if not award.report or not award.share:
            continue
        for other, _ in everyone:
            if other.reference == award.reference or not other.lead.email:
                continue
            letter = to_one(
                other.lead.address,
                "learning-shared",
                f"{award.reference}-{award.report.message}",
                reference=other.reference,
                values={"project": application, "report": award.report},
            )
            yield from once(letter, f"The learning of {award.reference} is shared.", context)


RULES = (checks_in, coaches, asks_for_learning, shares_learning)
