"""What of the panel waits for the organiser, each with the words that would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ace_mailbot.config import Config
from ace_mailbot.model import Assessment, Reviewer, Stage, State
from ace_mailbot.writing.need import Need
from ace_mailbot.writing.words import listed


def panel_needs(state: State, config: Config, now: datetime) -> Iterator[Need]:
    """The most pressing first: nobody to read, who is silent, then the meeting."""
    if not config.panel or state.season.released_at:
        return
    yield from _waits_to_begin(state, config, now)
    yield from _undeclared(state, config, now)
    yield from _too_few(state, config)
    yield from _late(state, config)
    yield from _meeting(state, config)


def _waits_to_begin(state: State, config: Config, now: datetime) -> Iterator[Need]:
    """The list has not gone out, though the close has come."""
    if state.reviewers or state.season.panel_at or now <= config.programme.closes:
        return
    unruled = [a for a in state.applications.values() if a.stage is Stage.INCOMPLETE]
    open_ = [
        a
        for a in state.applications.values()
        if a.stage in {Stage.INVITED, Stage.SUBMITTED} and a.due_at and a.due_at >= now
    ]
    if (unruled or open_) and config.people.panel:
        names = listed([a.reference for a in (*unruled, *open_)])
        yield Need(
            f"The panel is asked about conflicts once nothing is open any more ({names}).",
            ("invite panel",),
        )


def _undeclared(state: State, config: Config, now: datetime) -> Iterator[Need]:
    """Members whose time to declare is over; the papers have gone out without them."""
    silent = [r for r in state.reviewers.values() if r.waits and state.assessments]
    names = [_name(r.email, config) + _absence(r) for r in silent]
    if names:
        yield Need(f"No declaration of conflicts, and so no papers: {listed(names)}.")


def _too_few(state: State, config: Config) -> Iterator[Need]:
    assert config.panel
    wanted = config.panel.assessors_per_application
    for application in state.applications.values():
        if application.stage is not Stage.SUBMITTED or not state.assessments:
            continue
        if any(r.waits and application.reference in r.listed for r in state.reviewers.values()):
            continue  # somebody may still declare, and be given it
        reading = [x for x in _reading(state) if x.reference == application.reference]
        if len(reading) < wanted:
            yield Need(
                f"{application.reference} has {len(reading)} of {wanted} readers.",
                (f"assign {application.reference} to NAME",),
            )


def _late(state: State, config: Config) -> Iterator[Need]:
    for assessment in _reading(state):
        if not assessment.late:
            continue
        name = _name(assessment.member, config)
        reference = assessment.reference
        if assessment.replacement:
            other = _name(assessment.replacement, config)
            sentence = f"{reference}: {assessment.late} {other} could read it instead."
            yield Need(sentence, (f"reassign {reference} from {name} to {other}",))
        else:
            yield Need(f"{reference}: {assessment.late} Nobody else is free to read it.")


def _meeting(state: State, config: Config) -> Iterator[Need]:
    """Every score is in, and the members may see each other's when the organiser says so."""
    reading = _reading(state)
    whole = all(_is_whole(x, config) for x in reading)
    if reading and whole and not state.season.meeting_at:
        yield Need("Every score is in. To show members each other's scores:", ("open meeting",))


def _reading(state: State) -> list[Assessment]:
    """The assessments that have not ended, of applications that nobody has decided."""
    open_ = {r for r, a in state.applications.items() if a.stage is Stage.SUBMITTED}
    return [x for x in state.assessments.values() if not x.ended and x.reference in open_]


def _is_whole(assessment: Assessment, config: Config) -> bool:
    scoring = assessment.scoring
    return bool(scoring) and all(
        c.key in scoring.scores for c in config.programme.criteria if scoring
    )


def _absence(reviewer: Reviewer) -> str:
    return " (away)" if reviewer.away_at else ""


def _name(email: str, config: Config) -> str:
    found = next((m for m in config.people.panel if m.address.email == email), None)
    return found.name if found else email
