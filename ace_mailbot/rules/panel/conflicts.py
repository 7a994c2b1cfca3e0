"""A conflict, once declared: the paper is not sent, or its reading ends, and it counts no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Decision, Letter, evolve
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import letters, roster


def declare(
    each: PanelMember, conflicts: Mapping[str, str], version: str, context: Context
) -> Decision:
    """Put *conflicts* (reference -> words) on record; readings begun end, and the organiser is
    told with the name of who could read instead."""
    reviewer = context.state.reviewers[each.address.email]
    known = replace(
        reviewer,
        conflicts={**reviewer.conflicts, **conflicts},
        cleared=tuple(dict.fromkeys((*reviewer.cleared, *conflicts))),
    )
    ended = [
        replace(x, ended=f"A conflict of interest: {conflicts[x.reference]}", replacement="")
        for x in context.state.assessments.values()
        if x.member == reviewer.email and x.reference in conflicts and not x.ended
    ]
    after = replace(context, state=evolve(context.state, (known, *ended)))
    told: list[Letter] = [
        letters.conflict_found(
            each,
            x.reference,
            conflicts[x.reference],
            version,
            roster.replacement(x.reference, after),
            after,
        )
        for x in ended
    ]
    unsent = tuple(
        x.key
        for x in context.state.letters.values()
        if x.waiting
        and (x.party, x.obligation) == (reviewer.email, letters.PAPER)
        and x.reference in conflicts
    )
    names = ", ".join(conflicts)
    return Decision(
        f"{each.name} declares a conflict in {names}.",
        changes=(known, *ended),
        letters=tuple(told),
        cancels=unsent,
    )
