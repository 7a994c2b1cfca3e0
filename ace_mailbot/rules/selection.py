"""From the panel's scores to the board. Pure, and blind to the order in which anything arrived.

An application's score is the weighted mean of its criteria, each the mean of its members' scores.
So none ranks below another that it beats on every criterion. Scores stay what members gave, unless
the config asks for their leniency to be taken off; and then both figures are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from statistics import pstdev

from ace_mailbot.config import Config, Criterion, Panel
from ace_mailbot.model import (
    Application,
    Assessment,
    Board,
    Leniency,
    Places,
    Proposal,
    Recommendation,
    Result,
    Scoring,
    Spread,
    Stage,
    Standing,
)

_TAKEN = {Stage.ACCEPTED, Stage.AWARDED}
# The stages that have a line on the board: a form came and the panel may read it.
ON_BOARD = frozenset(
    {Stage.SUBMITTED, Stage.RESERVED, Stage.DECLINED, Stage.ON_RESERVE, Stage.UNSUCCESSFUL} | _TAKEN
)


def board(
    config: Config, applications: Iterable[Application], assessments: Iterable[Assessment]
) -> Board:
    """Rank *applications* within each footprint, and say what the places left propose for each."""
    panel = config.panel_rules
    shown = [a for a in applications if a.stage in ON_BOARD]
    read = _by_reference(assessments, {a.reference for a in shown})
    raw = {r: result(r, read[r], config.programme.criteria, panel) for r in sorted(read)}
    lenient = leniency(raw.values())
    results = {r: _corrected(x, lenient) if panel.correct_leniency else x for r, x in raw.items()}
    keys = [f.key for f in config.programme.footprints]
    slots = config.programme.awards_per_footprint
    places = [
        _places(key, slots, shown, results, panel)
        for key in (*keys, None)
        if key or any(a.footprint not in keys for a in shown)
    ]
    every = (x for each in read.values() for x in each if not x.ended)
    criteria = {c.key for c in config.programme.criteria}
    missing = sorted(x.id for x in every if not x.scoring or criteria - set(x.scoring.scores))
    return Board(tuple(places), results, lenient, tuple(missing))


def result(
    reference: str, assessments: Iterable[Assessment], criteria: Sequence[Criterion], panel: Panel
) -> Result:
    """What the members made of one application; theirs that have *ended* count for nothing."""
    counted = {x.member: x.scoring for x in assessments if x.scoring and not x.scoring.conflict}
    spreads = {
        c.key: spread([Fraction(s.scores[c.key].value) for s in given])
        for c in criteria
        if (given := [s for s in counted.values() if c.key in s.scores])
    }
    members = {
        member: _weighted({k: Fraction(v.value) for k, v in scoring.scores.items()}, criteria)
        for member, scoring in sorted(counted.items())
        if all(c.key in scoring.scores for c in criteria)
    }
    whole = all(c.key in spreads for c in criteria)
    return Result(
        reference,
        members,
        spreads,
        spread(list(members.values())) if members else None,
        _weighted({k: s.mean for k, s in spreads.items()}, criteria) if whole else None,
        disagreements=tuple(_disagreements(spreads, counted.values(), criteria, panel)),
    )


def leniency(results: Iterable[Result]) -> Mapping[str, Leniency]:
    """Each member's mean deviation from those who scored the same applications."""
    deviations: dict[str, list[Fraction]] = defaultdict(list)
    for each in results:
        for member, figure in each.members.items():
            others = [f for m, f in each.members.items() if m != member]
            deviations[member] += [figure - _mean(others)] if others else []
    return {
        m: Leniency(_mean(found) if found else Fraction(0), len(found))
        for m, found in sorted(deviations.items())
    }


def spread(figures: Sequence[Fraction]) -> Spread:
    deviation = pstdev(float(f) for f in figures)
    return Spread(_mean(figures), min(figures), max(figures), deviation, len(figures))


def _by_reference(
    assessments: Iterable[Assessment], references: Collection[str]
) -> Mapping[str, list[Assessment]]:
    found: dict[str, list[Assessment]] = {r: [] for r in references}
    for assessment in assessments:
        if assessment.reference in found:
            found[assessment.reference].append(assessment)
    return found


def _corrected(found: Result, lenient: Mapping[str, Leniency]) -> Result:
    """*found* with the leniency of its members taken off its score."""
    if found.score is None or not found.members:
        return found
    return replace(
        found, corrected=found.score - _mean([lenient[m].deviation for m in found.members])
    )


def _weighted(figures: Mapping[str, Fraction], criteria: Sequence[Criterion]) -> Fraction:
    # A weight is written in decimals; as a binary float it would make figures that nearly tie.
    weights = {c.key: Fraction(str(c.weight)) for c in criteria}
    return sum((weights[k] * figures[k] for k in weights), Fraction(0)) / sum(weights.values())


def _mean(figures: Sequence[Fraction]) -> Fraction:
    return sum(figures, Fraction(0)) / len(figures)


def _disagreements(
    spreads: Mapping[str, Spread],
    scorings: Collection[Scoring],
    criteria: Sequence[Criterion],
    panel: Panel,
) -> Iterable[str]:
    for criterion in criteria:
        found = spreads.get(criterion.key)
        if found and found.range >= panel.disagreement_from:
            yield f"{criterion.key} {criterion.title}: scores from {found.low} to {found.high}."
    said = {s.recommendation for s in scorings}
    if {Recommendation.FUND, Recommendation.DO_NOT_FUND} <= said:
        yield "Recommendations from fund to do not fund."


# --- places --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ranked:
    application: Application
    rank: int
    tied: bool
    fundable: bool


def _places(
    footprint: str | None,
    slots: int,
    shown: Sequence[Application],
    results: Mapping[str, Result],
    panel: Panel,
) -> Places:
    theirs = sorted((a for a in shown if a.footprint == footprint), key=lambda a: a.reference)
    ranked = _ranked(theirs, results, panel) if footprint else []
    taken = sum(1 for a in shown if a.stage in _TAKEN and a.takes_place_in == footprint)
    undecided = [r for r in ranked if r.application.stage is Stage.SUBMITTED]
    proposals = _proposals(ranked, slots) | _proposals(undecided, slots - taken)
    last = Proposal.UNSCORED if footprint else Proposal.UNPLACED
    known = {r.application.reference for r in ranked}
    return Places(
        footprint,
        slots=slots if footprint else 0,
        taken=taken,
        fundable=sum(1 for r in ranked if r.fundable),
        standings=(
            *(_standing(r, proposals[r.application.reference]) for r in ranked),
            *(
                Standing(a.reference, a.stage, None, False, False, last)
                for a in theirs
                if a.reference not in known
            ),
        ),
    )


def _standing(r: _Ranked, proposal: Proposal) -> Standing:
    return Standing(
        r.application.reference, r.application.stage, r.rank, r.tied, r.fundable, proposal
    )


def _ranked(
    theirs: Sequence[Application], results: Mapping[str, Result], panel: Panel
) -> list[_Ranked]:
    """Those with a score, best first; those whose scores are equal share their rank."""
    figures = {a.reference: f for a in theirs if (f := results[a.reference].figure) is not None}
    scored = sorted(
        (a for a in theirs if a.reference in figures), key=lambda a: -figures[a.reference]
    )
    ranked: list[_Ranked] = []
    for figure, group in groupby(scored, key=lambda a: figures[a.reference]):
        equals, rank = list(group), len(ranked) + 1
        fundable = figure >= Fraction(str(panel.fundable_from))
        ranked += [_Ranked(a, rank, len(equals) > 1, fundable) for a in equals]
    return ranked


def _proposals(ranked: Sequence[_Ranked], free: int) -> dict[str, Proposal]:
    """What *free* places mean for each of *ranked*, best first. A tie is never broken here."""
    proposals: dict[str, Proposal] = {}
    for _, group in groupby(ranked, key=lambda r: r.rank):
        equals = list(group)
        if not equals[0].fundable:
            proposal = Proposal.DECLINE
        elif free <= 0:
            proposal = Proposal.RESERVE
        elif len(equals) <= free:
            proposal = Proposal.ACCEPT
        else:
            proposal = Proposal.TIED
        free -= len(equals) if equals[0].fundable else 0
        proposals |= {r.application.reference: proposal for r in equals}
    return proposals
