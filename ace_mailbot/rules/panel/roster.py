"""The members of the panel: who they are, how much they read, and who may take what."""

from __future__ import annotations

import re
from datetime import datetime

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Application, Assessment, Reviewer, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.dates import chase_time, declare_time
from ace_mailbot.rules.panel.assigning import in_order

# A form came in and the panel may read it; what is decided early still is.
READ = frozenset({Stage.SUBMITTED, Stage.ACCEPTED, Stage.RESERVED, Stage.DECLINED})


def members(context: Context) -> tuple[PanelMember, ...]:
    """The panel as the config has it; nobody where there is no [panel]."""
    return context.config.people.panel if context.config.panel else ()


def member(email: str, context: Context) -> PanelMember | None:
    return next((m for m in members(context) if m.address.email == email), None)


def named(said: str, context: Context) -> list[PanelMember]:
    """The members whom *said* may mean: an address, a whole name, or a part of one."""
    words = said.strip(" <>.").lower()
    address = re.search(r"[^\s<]+@[^\s>]+", words)
    wanted = address[0] if address else " ".join(words.split())
    panel = members(context)
    whole = [m for m in panel if wanted in (m.address.email, m.name.lower())]
    return whole or [m for m in panel if wanted in m.name.lower().split()]


def called(email: str, context: Context) -> str:
    """A member's name, or their address where the config no longer has them."""
    found = member(email, context)
    return found.name if found else email


def to_read(context: Context) -> tuple[Application, ...]:
    """The applications that the panel reads and nobody has decided."""
    applications = context.state.applications.values()
    return tuple(a for a in applications if a.stage is Stage.SUBMITTED)


def reading(reference: str, context: Context) -> tuple[Assessment, ...]:
    """The assessments of an application that have not ended."""
    every = context.state.assessments.values()
    return tuple(x for x in every if x.reference == reference and not x.ended)


def loads(context: Context) -> dict[str, int]:
    """How many applications each member reads or has read."""
    counted = {m.address.email: 0 for m in members(context)}
    for assessment in context.state.assessments.values():
        if assessment.member in counted and not assessment.ended:
            counted[assessment.member] += 1
    return counted


def eligible(application: Application, context: Context) -> tuple[str, ...]:
    """Who may be given *application*: declared, free of conflict, in its footprint, not away."""
    found = []
    for each in members(context):
        reviewer = context.state.reviewers.get(each.address.email)
        if not reviewer or not reviewer.may_read(application.reference):
            continue
        if f"{application.reference}/{reviewer.email}" in context.state.assessments:
            continue
        if covers(each, application) and not _away_throughout(reviewer, context):
            found.append(reviewer.email)
    return tuple(found)


def covers(each: PanelMember, application: Application) -> bool:
    """Whether the config lets them read applications of its footprint."""
    return not each.footprints or application.footprint in each.footprints


def replacement(reference: str, context: Context) -> str:
    """The address of the member with the least to read who could take it; "" for nobody."""
    application = context.state.applications[reference]
    known = context.state.reviewers
    here = [m for m in eligible(application, context) if not is_away(known[m], context)]
    have = loads(context)
    ordered = in_order(here, f"{context.config.panel_rules.seed}/{reference}")
    return min(ordered, key=lambda m: have[m], default="")


def declare_by(reviewer: Reviewer, context: Context) -> datetime:
    """When a member's time to declare is over."""
    return declare_time(reviewer.invited_at, context.config, context.config.panel_rules)


def chase_at(context: Context) -> datetime:
    return chase_time(context.config, context.config.panel_rules)


def is_whole(assessment: Assessment, context: Context) -> bool:
    """Whether its scores are in, for every criterion."""
    scoring = assessment.scoring
    return scoring is not None and all(
        c.key in scoring.scores for c in context.config.programme.criteria
    )


def is_away(reviewer: Reviewer, context: Context) -> bool:
    """Whether their out-of-office said so, and the day of return is not here yet."""
    if not reviewer.away_at or not reviewer.away_until:
        return reviewer.away_at is not None
    return context.now.astimezone(context.config.programme.zone).date() < reviewer.away_until


def _away_throughout(reviewer: Reviewer, context: Context) -> bool:
    """Whether they come back too late to read anything."""
    if not reviewer.away_at or not reviewer.away_until:
        return False
    zone = context.config.programme.zone
    return reviewer.away_until >= context.config.panel_rules.assess_by.astimezone(zone).date()
