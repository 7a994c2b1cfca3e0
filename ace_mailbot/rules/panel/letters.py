"""The letters to the panel's members, and those to the organiser about the panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ace_mailbot.config import FormQuestion, PanelMember
from ace_mailbot.model import (
    Application,
    Assessment,
    Decision,
    FormVersion,
    Letter,
    Message,
    Reviewer,
    Scoring,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.rules.panel import hints, roster

LISTS = frozenset({"panel-list", "panel-declared", "panel-declare-reminder"})
PAPER = "paper"
PAPERS = frozenset({PAPER, "scores-read"})
CHASE = "panel-chase"
CONFIRM = "panel-confirm"
MEETING = "panel-meeting"
OTHERS = "panel-others"
Seen = Sequence[tuple[Application, Sequence[Assessment]]]

_PAPER_DOCUMENTS = ("paper-docx", "paper-odt", "scoring-form")


def to_member(
    each: PanelMember,
    template: str,
    version: str,
    *,
    reference: str | None = None,
    values: Mapping[str, Any] | None = None,
    documents: tuple[str, ...] = (),
    replying_to: Message | None = None,
) -> Letter:
    """A letter to one member; with a *reference*, its token stands for them and it alone."""
    thread = tuple(reversed(replying_to.in_reply_to)) if replying_to else ()
    return Letter(
        to=(each.address,),
        obligation=template,
        version=version,
        template=template,
        reference=reference,
        values={"member": each, **(values or {})},
        documents=documents,
        answers=replying_to.message_id if replying_to else None,
        thread=thread,
    )


def conflict_list(
    each: PanelMember, reviewer: Reviewer, new: Sequence[Application], context: Context
) -> Letter:
    """Titles, agencies and people, for a member to declare conflicts against.

    For a blind review the agencies and people of all stand together: nobody learns whose is which.
    """
    entries = [entry(a, context) for a in new]
    blind = context.config.panel_rules.blind
    agencies = {name for e in entries for name in e["agencies"]}
    people = {name for e in entries for name in e["people"]}
    return to_member(
        each,
        "panel-list",
        f"{len(reviewer.listed)}",
        values={
            "entries": [] if blind else entries,
            "agencies": sorted(agencies, key=str.lower) if blind else [],
            "people_named": sorted(people, key=str.lower) if blind else [],
            "count": len(entries),
            "declare_by": roster.declare_by(reviewer, context),
            "more": len(new) < len(reviewer.listed),
        },
    )


def entry(application: Application, context: Context) -> dict[str, Any]:
    """What a member sees of an application before they have declared."""
    return {
        "reference": application.reference,
        "title": application.title,
        "agencies": hints.organisations(application, context.config),
        "people": hints.people(application, context.config),
    }


def give(reference: str, each: PanelMember, version: str, context: Context) -> Decision:
    """Send *each* the paper of an application, to assess it; *version* tells repeats apart."""
    return Decision(
        f"{reference} goes to {each.name}.",
        reference=reference,
        changes=(given(reference, each.address.email, context),),
        letters=(paper(reference, each, version, context),),
    )


def given(reference: str, email: str, context: Context) -> Assessment:
    """The member at *email* reads an application from now on; scores sent before stay."""
    id = f"{reference}/{email}"
    before = context.state.assessments.get(id)
    form = context.state.applications[reference].form
    return Assessment(
        id,
        reference,
        email,
        context.now,
        scorings=before.scorings if before else (),
        form=form.version if form else 0,
        seen_at=before.seen_at if before else None,
    )


def newer(
    assessment: Assessment,
    each: PanelMember,
    form: FormVersion,
    changes: Sequence[FormQuestion],
    context: Context,
) -> Decision:
    """Send *each* the paper of a form that came after the one they have; their scores stand."""
    told = {"changes": changes, "scored": assessment.scoring is not None}
    reference = assessment.reference
    return Decision(
        f"{each.name} gets the newer form of {reference}.",
        reference=reference,
        changes=(replace(assessment, form=form.version),),
        letters=(paper(reference, each, f"form-{form.version}", context, told),),
    )


def paper(
    reference: str,
    each: PanelMember,
    version: str,
    context: Context,
    newer: Mapping[str, Any] | None = None,
) -> Letter:
    return to_member(
        each,
        "paper",
        version,
        reference=reference,
        values={"panel": context.config.panel, **(newer or {"changes": (), "scored": False})},
        documents=_PAPER_DOCUMENTS,
    )


def scores_read(
    each: PanelMember,
    assessment: Assessment,
    scoring: Scoring,
    problems: Sequence[str],
    message: Message,
    context: Context,
) -> Letter:
    """What was read of a scoring, quoted back, and what is still asked for."""
    criteria = context.config.programme.criteria
    return to_member(
        each,
        "scores-read",
        message.id,
        reference=assessment.reference,
        values={
            "scoring": scoring,
            "rows": [(c, scoring.scores.get(c.key)) for c in criteria],
            "problems": problems,
            "corrected": len(assessment.scorings) > 1,
            "may_see": roster.is_whole(assessment, context),
            "panel": context.config.panel,
        },
        replying_to=message,
    )


def conflict_found(
    each: PanelMember, reference: str, said: str, version: str, proposed: str, context: Context
) -> Letter:
    """To the organiser: a member who had the paper has a conflict, and who could read instead."""
    return to_staff(
        context,
        "panel-conflict",
        version,
        reference=reference,
        values={
            "member": each,
            "said": said,
            "proposed": roster.member(proposed, context) if proposed else None,
        },
    )


def meeting(each: PanelMember, seen: Seen, version: str, context: Context) -> Letter:
    """Everyone's scores of what a member may see, without private notes."""
    return to_member(each, MEETING, version, values={"seen": _rows(seen, context)})


def others(
    each: PanelMember,
    seen: Seen,
    waits: Sequence[Application],
    message: Message,
    context: Context,
) -> Letter:
    """The answer to a member who asks what the others gave; *waits* lack their own scores."""
    values = {"seen": _rows(seen, context), "waits": waits}
    return to_member(each, OTHERS, message.id, values=values, replying_to=message)


def _rows(seen: Seen, context: Context) -> list[tuple[Application, list[Any]]]:
    """For each application: who, their score for each criterion (None for none), their scoring."""
    criteria = context.config.programme.criteria
    return [
        (
            application,
            [
                (
                    roster.called(x.member, context),
                    [x.scoring.scores.get(c.key) for c in criteria],
                    x.scoring,
                )
                for x in assessments
                if x.scoring
            ],
        )
        for application, assessments in seen
    ]
