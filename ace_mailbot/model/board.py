"""The board: how the panel's scores rank the applications, and what that proposes for each.

Figures are exact (Fraction), so that a tie is a tie; whoever shows one rounds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ace_mailbot.model.applications import Application, Stage
from ace_mailbot.model.panel import Assessment


class Proposal(StrEnum):
    """What the scores alone propose. Only people decide."""

    ACCEPT = "accept"
    RESERVE = "reserve"
    DECLINE = "decline"
    TIED = "tied"  # as good as another that wants the same place: the organiser decides
    UNSCORED = "not scored"
    UNPLACED = "no footprint"  # not known yet: it can't be ranked


@dataclass(frozen=True, slots=True)
class Spread:
    """Several members' figures for one thing."""

    mean: Fraction
    low: Fraction
    high: Fraction
    deviation: float  # standard deviation of these very figures
    count: int

    @property
    def range(self) -> Fraction:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Result:
    """What the panel made of one application.

    *members* holds each member's weighted score, by address; *criteria* the spread of each
    criterion that has a score. *score* is None while a criterion has none; *corrected* is None
    unless the config asks for the correction. *disagreements* are sentences without names.
    """

    reference: str
    members: Mapping[str, Fraction]
    criteria: Mapping[str, Spread]
    overall: Spread | None
    score: Fraction | None
    corrected: Fraction | None = None
    disagreements: tuple[str, ...] = ()

    @property
    def figure(self) -> Fraction | None:
        """What it is ranked by."""
        return self.score if self.corrected is None else self.corrected


@dataclass(frozen=True, slots=True)
class Leniency:
    """How far above (or below) their co-assessors a member scores, on average over *shared*
    applications; 0 where they share none."""

    deviation: Fraction
    shared: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One application's line on the board.

    *rank* is within its footprint, from 1; those that are equal share it (*tied*), and None means
    not scored. *proposal* is what the scores say for the places left; for one that is decided, what
    they say by themselves.
    """

    reference: str
    stage: Stage
    rank: int | None
    tied: bool
    fundable: bool
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Places:
    """One footprint's part of the board; *footprint* is None for those whose own isn't known.

    *taken* counts the places that the organiser has given away.
    """

    footprint: str | None
    slots: int
    taken: int
    fundable: int
    standings: tuple[Standing, ...]

    @property
    def tied(self) -> tuple[str, ...]:
        """Undecided applications that tie for the last place."""
        return self.proposed(Proposal.TIED)

    @property
    def unused(self) -> int:
        """Places that nobody fundable is left to take; 0 while a tie or a score may still."""
        if self.tied or self.proposed(Proposal.UNSCORED):
            return 0
        return max(0, self.slots - self.taken - len(self.proposed(Proposal.ACCEPT)))

    def proposed(self, proposal: Proposal) -> tuple[str, ...]:
        """The undecided applications for which the scores propose it."""
        undecided = (s for s in self.standings if s.stage is Stage.SUBMITTED)
        return tuple(s.reference for s in undecided if s.proposal == proposal)


@dataclass(frozen=True, slots=True)
class Board:
    """*missing* names the assessments that still wait for their scores."""

    places: tuple[Places, ...]
    results: Mapping[str, Result]
    leniency: Mapping[str, Leniency]
    missing: tuple[str, ...] = ()

    def standing(self, reference: str) -> Standing | None:
        every = (s for p in self.places for s in p.standings)
        return next((s for s in every if s.reference == reference), None)

    def of(self, footprint: str | None) -> Places | None:
        return next((p for p in self.places if p.footprint == footprint), None)


@dataclass(frozen=True, slots=True)
class Meeting:
    """All that the meeting pack shows. *conflicts* names, by reference, the members' addresses
    who take no part in it."""

    board: Board
    applications: tuple[Application, ...]
    assessments: tuple[Assessment, ...]
    conflicts: Mapping[str, tuple[str, ...]]
