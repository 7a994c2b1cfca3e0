"""The reserve list: who is next when a place falls free, and how the list ends.

A free place goes to nobody by itself: the organiser is told who is next, and decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ace_mailbot.config import Footprint
from ace_mailbot.model import Application, Decision, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about, to_staff
from ace_mailbot.rules.meeting import as_it_stands
from ace_mailbot.rules.outcomes import Render, all_decided
from ace_mailbot.rules.rulings import accepted_in

_RESERVE = {Stage.RESERVED, Stage.ON_RESERVE}


def proposals(context: Context, render: Render) -> Iterator[Decision]:
    """Propose the next reserve to the organiser for each place that was given back."""
    if context.now >= context.config.programme.reserve_until or not all_decided(context):
        return
    for footprint in context.config.programme.footprints:
        freed = _freed(footprint, context)
        slots = context.config.programme.awards_per_footprint
        left = min(len(freed), slots - accepted_in(footprint.key, context))
        if left > 0:
            yield from _proposed(footprint, freed, left, context)


def ends(context: Context, render: Render) -> Iterator[Decision]:
    """Tell those still on the list that it has ended."""
    if context.now < context.config.programme.reserve_until:
        return
    for application in context.state.applications.values():
        if application.stage is Stage.ON_RESERVE:
            changed = replace(application, stage=Stage.UNSUCCESSFUL)
            yield Decision(
                f"{changed.reference}: the reserve list has ended.",
                reference=changed.reference,
                changes=(changed,),
                letters=(about(changed, "reserve-ended", "end"),),
            )


def _freed(footprint: Footprint, context: Context) -> list[Application]:
    applications = context.state.applications.values()
    return [a for a in applications if a.freed_at and a.takes_place_in == footprint.key]


def _proposed(
    footprint: Footprint, freed: Sequence[Application], left: int, context: Context
) -> Iterator[Decision]:
    """The next reserves, one letter for each or for several that tie; or that there is none."""
    groups = _in_order(footprint, context) or [()]
    for group in groups:
        if left <= 0:
            return
        references = [a.reference for a in group]
        letter = to_staff(
            context,
            "place-free",
            "-".join([footprint.key, *references, str(len(freed))]),
            values={
                "footprint": footprint,
                "freed": freed,
                "reserves": group,
                "left": left,
                "elsewhere": () if group else _elsewhere(context),
            },
        )
        if not context.owed(letter):
            who = ", ".join(references) or "nobody on its reserve list"
            yield Decision(f"A place in {footprint.name} is free: {who} next.", letters=(letter,))
        left -= len(group)


def _in_order(footprint: Footprint, context: Context) -> list[tuple[Application, ...]]:
    """The footprint's reserves, best first; those that the scores don't tell apart together."""
    places = as_it_stands(context).of(footprint.key)
    waiting = [s for s in places.standings if s.stage in _RESERVE] if places else []
    applications = context.state.applications
    return [
        tuple(applications[s.reference] for s in group)
        for _, group in groupby(waiting, key=lambda s: s.rank)
    ]


def _elsewhere(context: Context) -> tuple[Application, ...]:
    """Reserves of other footprints, whom only the organiser can give this place."""
    return tuple(a for a in context.state.applications.values() if a.stage in _RESERVE)
