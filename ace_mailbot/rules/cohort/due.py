"""The projects are introduced to each other, and invited to what they come together for.

An invitation is sent once for each version of its event: anew when it is moved, and once more when
it is called off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ace_mailbot.config import CohortEvent
from ace_mailbot.model import (
    Address,
    Application,
    Attendance,
    Award,
    Decision,
    Gathering,
    Letter,
)
from ace_mailbot.rules.awards.people import awarded, once, said, team, to_one
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.outcomes import Render

_TO_ANSWER = timedelta(days=7)  # whether a lead may be introduced by name
INVITED, CALLED_OFF = "event", "event-cancelled"  # obligations of the letters


def introductions(context: Context, render: Render) -> Iterator[Decision]:
    """Each lead reads who the others are: by name and address only those who agreed.

    A project that joins later, from the reserve list, reads of all the others and they of it, once
    its lead has said whether by name, or has had the time to.
    """
    everyone = [(a, w) for a, w in awarded(context) if _may_be_introduced(w, context)]
    if context.now < context.config.awards.introduction or len(everyone) < 2:
        return
    for application, award in everyone:
        known = _introduced(application, award, everyone, context)
        new = [(a, w) for a, w in everyone if a is not application and a.reference not in known]
        if not new:
            continue
        letter = about(
            application,
            "introduction",
            "+".join(a.reference for a, _ in new) if known else "all",
            values={
                "others": [(a, w.introduce is True) for a, w in new],
                "asked": award.introduce is None,
                "joined": bool(known),
            },
        )
        changed = replace(award, introduced=(*known, *(a.reference for a, _ in new)))
        for step in once(letter, f"{award.reference}: the projects are introduced.", context):
            yield replace(step, changes=(changed,))


def _may_be_introduced(award: Award, context: Context) -> bool:
    """Whether it was there from the first, or has answered, or has had the time to."""
    introduction = context.config.awards.introduction
    answered = award.introduce is not None or bool(award.introduced)
    return award.told_at < introduction or answered or context.now >= award.told_at + _TO_ANSWER


def _introduced(
    application: Application,
    award: Award,
    everyone: list[tuple[Application, Award]],
    context: Context,
) -> tuple[str, ...]:
    """The projects that its lead has read of."""
    if award.introduced or not context.owed(about(application, "introduction", "all")):
        return award.introduced
    # It read of them before that was kept.
    first = context.config.awards.introduction
    return tuple(a.reference for a, w in everyone if w.told_at < first and a is not application)


def configured(context: Context, render: Render) -> Iterator[Decision]:
    """Take what the config says of an event that is new or changed there.

    After a lost disk the config alone is left of what it said before; how often that changed stands
    on the invitations.
    """
    for event in context.config.cohort:
        known = context.state.gatherings.get(event.key)
        as_said, sent = _fingerprint(event), _last_sequence(event.key, context)
        if known and known.configured == as_said and known.sequence >= sent:
            continue
        if known and known.configured == as_said:
            changed = replace(known, sequence=sent, answers=())
        elif known:
            changed = moved(known, event.title, event.starts, event.ends, event.place)
        else:
            changed = Gathering(event.key, event.title, event.starts, event.ends, event.place)
        changes = (replace(changed, configured=as_said),)
        yield Decision(f"{event.title} is on the calendar.", changes=changes)


def _fingerprint(event: CohortEvent) -> str:
    times = f"{event.starts.isoformat()} {event.ends.isoformat()}"
    return f"{event.title} {times} {event.place}"


def moved(known: Gathering, title: str, starts: datetime, ends: datetime, place: str) -> Gathering:
    """*known* as it is to be: everyone is asked anew (RFC 5546, 3.2.2.1)."""
    return replace(
        known,
        title=title,
        starts=starts,
        ends=ends,
        place=place,
        sequence=known.sequence + 1,
        cancelled=False,
        reason="",
        answers=(),
    )


def invites(context: Context, render: Render) -> Iterator[Decision]:
    """Each person of each award is invited once to each version of what is still to come."""
    for gathering in context.state.gatherings.values():
        if gathering.cancelled or gathering.starts <= context.now:
            continue
        for reference, person in guests(gathering, context):
            letter = invitation(gathering, person, reference)
            yield from once(letter, f"Somebody is invited to {gathering.title}.", context)


def cancels(context: Context, render: Render) -> Iterator[Decision]:
    """Those who were invited hear that it is called off, unless they said no."""
    for gathering in context.state.gatherings.values():
        if not gathering.cancelled or gathering.ends <= context.now:
            continue
        for email in _invited(gathering, context):
            guest = Address(email, _name(email, context))
            letter = to_one(
                guest,
                "event-cancelled",
                version(gathering),
                obligation=CALLED_OFF,
                values={"gathering": gathering, "guest": guest},
                documents=("event-cancel",),
            )
            yield from once(letter, f"{gathering.title} is called off.", context)


def guests(gathering: Gathering, context: Context) -> Iterator[tuple[str, Address]]:
    """The people and the senior leader of each award, each once; not those who opted out.

    The config may leave the senior leaders out of an event.
    """
    seniors = all(e.seniors for e in context.config.cohort if e.key == gathering.key)
    seen = {email for _, award in awarded(context) for email in award.stopped}
    for application, award in awarded(context):
        if said(application, "E2").lower() == "no":
            continue
        for person in team(application) if seniors else application.people:
            if person.email and person.email not in seen:
                seen.add(person.email)
                yield award.reference, person.address


def invitation(gathering: Gathering, person: Address, reference: str) -> Letter:
    return to_one(
        person,
        "event",
        version(gathering),
        obligation=INVITED,
        reference=reference,
        values={"gathering": gathering, "guest": person},
        documents=("event-request",),
    )


def version(gathering: Gathering) -> str:
    return f"{gathering.key}.{gathering.sequence}"


def key_of(version: str) -> str:
    """The gathering's key in a letter's version."""
    return version.rpartition(".")[0]


def is_invited(email: str, gathering: Gathering, context: Context) -> bool:
    """Whether *email* had an invitation to any version of it."""
    return email in _parties(gathering, context)


def _invited(gathering: Gathering, context: Context) -> Iterator[str]:
    """Who had an invitation, but those who will not come or opted out."""
    out = {email for _, award in awarded(context) for email in award.stopped}
    out |= set(gathering.coming(Attendance.DECLINED))
    yield from (email for email in _parties(gathering, context) if email not in out)


def _parties(gathering: Gathering, context: Context) -> dict[str, None]:
    letters = context.state.letters.values()
    theirs = (x for x in letters if x.obligation == INVITED)
    return {x.party: None for x in theirs if key_of(x.key.rpartition("/")[2]) == gathering.key}


def _last_sequence(key: str, context: Context) -> int:
    """The latest version of an event that anybody was invited to; 0 for none."""
    letters = context.state.letters.values()
    versions = (x.key.rpartition("/")[2] for x in letters if x.obligation == INVITED)
    return max((int(v.rpartition(".")[2]) for v in versions if key_of(v) == key), default=0)


def _name(email: str, context: Context) -> str:
    people = (p for a in context.state.applications.values() for p in team(a))
    return next((p.name for p in people if p.email == email), "")


RULES = (introductions, configured, invites, cancels)
