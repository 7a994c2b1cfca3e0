"""A conflict, once declared: the paper is not sent, or its reading ends, and it counts no more."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Decision, Letter, SentLetter, evolve
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import letters, roster, sight


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
    unsent = [x for x in context.state.letters.values() if _shows_it(x, reviewer.email, conflicts)]
    if any(x.obligation == letters.MEETING for x in unsent):
        told.append(letters.meeting(each, sight.seen_by(reviewer.email, after), version, after))
    names = ", ".join(conflicts)
    return Decision(
        f"{each.name} declares a conflict in {names}.",
        changes=(known, *ended),
        letters=tuple(told),
        cancels=tuple(x.key for x in unsent),
    )


def _shows_it(letter: SentLetter, email: str, conflicts: Container[str]) -> bool:
    """Whether a letter that waits would show the member what they have a conflict with."""
    if not letter.waiting or letter.party != email:
        return False
    about_it = letter.obligation in letters.PAPERS and letter.reference in conflicts
    return about_it or letter.obligation in (letters.MEETING, letters.OTHERS)
