"""What the organiser decides on applications: outcomes, extensions, and the same rule for all.

Each function returns the Decision that does it, or raises CannotDo with a sentence to reply with.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import Application, Decision, Letter, SeniorAnswer, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds.form import take_in
from ace_mailbot.rules.kinds.withdrawal import waiting
from ace_mailbot.rules.letters import about, pack
from ace_mailbot.rules.stages import TOLD
from ace_mailbot.rules.together import together

_TOLD = frozenset(TOLD.values())
_EXTENDABLE = {Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED, Stage.LATE, Stage.LAPSED}


class CannotDo(Exception):
    """An order was understood but can't be done; *nearest* are lines that could be."""

    def __init__(self, sentence: str, *nearest: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.nearest = nearest


def decide_outcome(
    application: Application, outcome: Stage, reason: str, context: Context, place: str = ""
) -> Decision:
    """Decide ACCEPTED, RESERVED or DECLINED. Nobody is told before the release.

    *place* is the footprint whose place an accepted one takes, where that isn't its own; *reason*
    is then why the place is moved, and stays on record.
    """
    _may_be_decided(application, outcome, context)
    place = place if outcome is Stage.ACCEPTED and place != application.footprint else ""
    if place:
        _has_a_place_to_give(place, context)
    elif outcome is Stage.ACCEPTED:
        _has_a_slot(application, reason, context)
    letters = context.state.letters.values()
    unsent = {x.key for x in letters if x.waiting and x.obligation.startswith("outcome-")}
    changed = replace(
        application,
        stage=outcome,
        decision_reason="" if place else reason,
        decided_at=context.now,
        told_at=None,
        place=place,
        place_reason=reason if place else "",
    )
    moved = f" in place of {place}" if place else ""
    return Decision(
        f"{application.reference} is {outcome}{moved}; nobody is told before the release.",
        reference=application.reference,
        changes=(changed,),
        cancels=tuple(k for k in waiting(application, context) if k in unsent),
    )


def extend(
    application: Application, until: datetime, reason: str, version: str, context: Context
) -> Decision:
    """Give one application its own deadline; what came late and is now on time counts."""
    _may_be_extended(application, until, context)
    changed = replace(application, due_at=until, due_reason=reason)
    letter = about(changed, "extended", version, values={"due": until, "reason": reason})
    sentence = f"{application.reference} has until {_local(until, context)}."
    held = application.late_form
    if held and held.received_at <= until:
        taken = take_in(replace(changed, late_form=None), held, None, context)
        return replace(taken, reason=sentence, letters=(letter, *taken.letters), kind=None)
    if application.stage is Stage.LATE and not application.pack_at:
        changed = replace(changed, stage=Stage.INVITED, pack_at=context.now)
        letters: tuple[Letter, ...] = (letter, pack(context, changed, version))
    else:
        reopened = application.stage is Stage.LAPSED
        changed = replace(changed, stage=Stage.INVITED) if reopened else changed
        letters = (letter,)
    return Decision(sentence, reference=application.reference, changes=(changed,), letters=letters)


def extend_all(until: datetime, reason: str, version: str, context: Context) -> Decision:
    """The same new deadline for every application that has its pack and isn't decided."""
    done = []
    for application in context.state.applications.values():
        if application.pack_at and application.stage in _EXTENDABLE:
            if until <= context.due(application):
                continue
            done.append(extend(application, until, reason, version, context))
    if not done:
        raise CannotDo("No application is open to be extended to that date.")
    sentence = f"{len(done)} applications have until {_local(until, context)}."
    return together(Decision(sentence), *done)


def rule_on(which: str, admit: bool, reason: str, context: Context) -> Decision:
    """The same rule for all forms that are *which*: "incomplete" or "unconfirmed" at the close."""
    if context.now <= context.config.programme.closes:
        raise CannotDo("The programme is still open; rule on this after the close.")
    concerned = incomplete(context) if which == "incomplete" else unconfirmed(context)
    if not concerned:
        raise CannotDo(f"No application is {which}.")
    changes = tuple(_ruled(a, which, admit, reason, context.now) for a in concerned)
    names = ", ".join(a.reference for a in concerned)
    verb = "admitted as they stand" if admit else "excluded; they will be told at the release"
    return Decision(f"{names}: {verb}.", changes=changes)


def incomplete(context: Context) -> tuple[Application, ...]:
    """Applications whose form is not complete and whose own deadline has passed."""
    return tuple(
        a
        for a in context.state.applications.values()
        if a.stage is Stage.INCOMPLETE and context.due(a) < context.now
    )


def unconfirmed(context: Context) -> tuple[Application, ...]:
    """Applications in the running whose senior leader has not said yes."""
    return tuple(
        a
        for a in context.state.applications.values()
        if a.stage in {Stage.SUBMITTED, Stage.INCOMPLETE} and not a.senior_agrees
    )


def accepted_in(footprint: str | None, context: Context) -> int:
    """How many places of a footprint are taken."""
    taken = {Stage.ACCEPTED, Stage.AWARDED}
    applications = context.state.applications.values()
    return sum(1 for a in applications if a.takes_place_in == footprint and a.stage in taken)


def _ruled(
    application: Application, which: str, admit: bool, reason: str, now: datetime
) -> Application:
    if not admit:
        return replace(application, stage=Stage.DECLINED, decision_reason=reason, decided_at=now)
    if which == "incomplete":
        return replace(application, stage=Stage.SUBMITTED, admitted=reason)
    return replace(application, senior_answer=SeniorAnswer.WAIVED)


def _may_be_decided(application: Application, outcome: Stage, context: Context) -> None:
    reference, stage = application.reference, application.stage
    if stage in _TOLD and not _outcome_waits(application, context):
        told_reserve = stage is Stage.ON_RESERVE and outcome is Stage.ACCEPTED
        if not told_reserve:
            raise CannotDo(f"{reference} has been told its outcome ({stage}).")
    if stage is Stage.INCOMPLETE:
        raise CannotDo(
            f"{reference} is not complete; rule the same for all that are.",
            "admit incomplete because ...",
            "exclude incomplete because ...",
            f"extend {reference} to DATE because ...",
        )
    if stage is Stage.LATE and outcome is not Stage.DECLINED:
        raise CannotDo(
            f"{reference} came late; first give it an extension.",
            f"extend {reference} to DATE because ...",
        )
    if stage in {Stage.ASKED, Stage.QUEUED, Stage.INVITED, Stage.LAPSED, Stage.WITHDRAWN}:
        raise CannotDo(f"{reference} has no form to decide on; it is {stage}.")
    if outcome is not Stage.DECLINED and not application.senior_agrees:
        raise CannotDo(
            f"The senior leader of {reference} has not confirmed.",
            f"confirm {reference}",
            "admit unconfirmed because ...",
            "exclude unconfirmed because ...",
        )


def _outcome_waits(application: Application, context: Context) -> bool:
    return any(
        x.waiting and x.reference == application.reference and x.obligation.startswith("outcome-")
        for x in context.state.letters.values()
    )


def _has_a_slot(application: Application, reason: str, context: Context) -> None:
    footprint = context.config.programme.footprint(application.footprint)
    reference = application.reference
    if not footprint:
        raise CannotDo(f"{reference} has no footprint yet.", f"footprint {reference} KEY")
    slots = context.config.programme.awards_per_footprint
    counted = application.stage in {Stage.ACCEPTED, Stage.AWARDED}
    if not counted and not reason and accepted_in(footprint.key, context) >= slots:
        raise CannotDo(
            f"{footprint.name} has its {slots} already; to depart from that, give a reason.",
            f"accept {reference} because ...",
        )


def _has_a_place_to_give(key: str, context: Context) -> None:
    footprint = context.config.programme.footprint(key)
    slots = context.config.programme.awards_per_footprint
    if footprint and accepted_in(key, context) >= slots:
        raise CannotDo(f"{footprint.name} has no place left to give: its {slots} are taken.")


def _may_be_extended(application: Application, until: datetime, context: Context) -> None:
    reference, held = application.reference, application.late_form
    if application.stage not in _EXTENDABLE:
        raise CannotDo(f"{reference} can't be extended: it is {application.stage}.")
    if held and held.received_at > until:
        came = _local(held.received_at, context)
        raise CannotDo(f"The form of {reference} came on {came}: extend it beyond that.")
    if until <= context.due(application):
        due = _local(context.due(application), context)
        raise CannotDo(f"{reference} has until {due} already.")


def _local(time: datetime, context: Context) -> str:
    return f"{time.astimezone(context.config.programme.zone):%A %-d %B %Y at %H:%M}"
