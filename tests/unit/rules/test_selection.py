"""The board: scores, spread, leniency, places, ties and what is never decided silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ace_mailbot.config import Config, Panel, load, shipped_folder
from ace_mailbot.model import (
    Application,
    Assessment,
    Board,
    Proposal,
    Recommendation,
    Spread,
    Stage,
)
from ace_mailbot.rules.selection import board
from tests.panel import read_by_all, scored, submitted, waiting

_SHIPPED = load(shipped_folder() / "config.toml", {})
CONFIG = replace(_SHIPPED, panel=Panel(_SHIPPED.programme.decisions))
MEMBERS = ("asha@panel.example", "ben@panel.example", "cleo@panel.example")
A, B, C = MEMBERS


def of(config: Config, *read: tuple[Application, Sequence[Assessment]]) -> Board:
    return board(config, [a for a, _ in read], [x for _, each in read for x in each])


def each_scored(*scores: int | Sequence[int], footprint: str = "NWL") -> Board:
    """Applications 1, 2 ... of one footprint, read by one member."""
    read = []
    for number, values in enumerate(scores, 1):
        application = submitted(CONFIG, number, footprint)
        read.append((application, [scored(CONFIG, application, A, values)]))
    return of(CONFIG, *read)


def proposals(found: Board, footprint: str = "NWL") -> dict[str, str]:
    places = found.of(footprint)
    assert places
    return {s.reference[-1]: str(s.proposal) for s in places.standings}


# --- scores --------------------------------------------------------------------------------------


def test_a_score_is_the_weighted_mean_with_its_spread() -> None:
    first, *others = CONFIG.programme.criteria
    programme = replace(CONFIG.programme, criteria=(replace(first, weight=2.5), *others))
    config = replace(CONFIG, programme=programme)
    one = submitted(config, 1)
    marks = {A: (3, 2, 2, 2, 2, 2), B: (1, 2, 2, 2, 2, 2)}
    found = of(config, (one, read_by_all(config, one, marks))).results["ACE-001"]
    spread = found.criteria["C1"]
    assert spread == Spread(Fraction(2), Fraction(1), Fraction(3), 1.0, 2)
    assert spread.range == 2
    assert found.members == {A: Fraction(35, 15), B: Fraction(25, 15)}
    assert found.score == 2
    assert found.overall and found.overall.range == Fraction(2, 3)


def test_an_application_with_a_criterion_that_nobody_scored_is_not_ranked() -> None:
    found = each_scored((3, 3, 3), 2)
    assert found.results["ACE-001"].score is None
    assert proposals(found) == {"2": "accept", "1": "not scored"}


def test_what_ended_or_declared_a_conflict_counts_for_nothing() -> None:
    one = submitted(CONFIG, 1)
    ended = replace(scored(CONFIG, one, B, 0), ended="A conflict was declared.")
    conflict = scored(CONFIG, one, C, 0, conflict="We worked together.")
    found = of(CONFIG, (one, [scored(CONFIG, one, A, 3), ended, conflict]))
    assert found.results["ACE-001"].score == 3
    assert list(found.results["ACE-001"].members) == [A]


def test_the_newest_scoring_counts() -> None:
    one = submitted(CONFIG, 1)
    first, second = scored(CONFIG, one, A, 1), scored(CONFIG, one, A, 3)
    corrected = replace(second, scorings=(*first.scorings, *second.scorings))
    assert of(CONFIG, (one, [corrected])).results["ACE-001"].score == 3


def test_assessments_without_scores_are_named() -> None:
    one = submitted(CONFIG, 1)
    found = of(CONFIG, (one, [scored(CONFIG, one, A, 2), waiting(CONFIG, one, B)]))
    assert found.missing == (f"ACE-001/{B}",)


def test_disagreements_past_the_threshold_are_named() -> None:
    one, two = submitted(CONFIG, 1), submitted(CONFIG, 2)
    wide = read_by_all(CONFIG, one, {A: (3, 2, 2, 2, 2, 2), B: (1, 2, 2, 2, 2, 2)})
    near = read_by_all(CONFIG, two, {A: 2, B: 3})
    found = of(CONFIG, (one, wide), (two, near))
    assert found.results["ACE-001"].disagreements == (
        "C1 Collective ambition: scores from 1 to 3.",
    )
    assert found.results["ACE-002"].disagreements == ()


def test_opposite_recommendations_are_a_disagreement() -> None:
    one = submitted(CONFIG, 1)
    for_it, against = scored(CONFIG, one, A, 2), scored(CONFIG, one, B, 2)
    no = replace(against.scorings[0], recommendation=Recommendation.DO_NOT_FUND)
    found = of(CONFIG, (one, [for_it, replace(against, scorings=(no,))]))
    assert found.results["ACE-001"].disagreements == ("Recommendations from fund to do not fund.",)


# --- leniency ------------------------------------------------------------------------------------


def lenient_season() -> list[tuple[Application, list[Assessment]]]:
    """Asha gives a point more than Ben wherever both read; she reads 1 and 2, he 1 and 3."""
    one, two, three = (submitted(CONFIG, n) for n in (1, 2, 3))
    return [
        (one, read_by_all(CONFIG, one, {A: 3, B: 2})),
        (two, read_by_all(CONFIG, two, {A: 2})),
        (three, read_by_all(CONFIG, three, {B: 2})),
    ]


def test_leniency_is_shown_and_changes_no_score() -> None:
    found = of(CONFIG, *lenient_season())
    assert found.leniency[A].deviation == 1
    assert found.leniency[A].shared == 1
    assert found.leniency[B].deviation == -1
    assert found.results["ACE-002"].figure == found.results["ACE-003"].figure == 2
    assert found.results["ACE-002"].corrected is None


def test_leniency_is_corrected_only_where_the_config_says_so_and_both_figures_stay() -> None:
    assert CONFIG.panel
    config = replace(CONFIG, panel=replace(CONFIG.panel, correct_leniency=True))
    found = of(config, *lenient_season())
    two, three = found.results["ACE-002"], found.results["ACE-003"]
    assert two.score == 2 and two.corrected == 1
    assert three.score == 2 and three.corrected == 3
    assert [s.reference for p in found.places[:1] for s in p.standings] == [
        "ACE-003",
        "ACE-001",
        "ACE-002",
    ]


# --- places --------------------------------------------------------------------------------------


def test_two_places_then_reserves_then_what_is_not_fundable() -> None:
    found = each_scored((3, 3, 3, 3, 3, 2), 3, 2, (2, 2, 2, 2, 2, 1), 1)
    assert proposals(found) == {
        "1": "accept",
        "2": "accept",
        "3": "reserve",
        "4": "reserve",
        "5": "decline",
    }


def test_each_footprint_has_places_of_its_own() -> None:
    applications = [submitted(CONFIG, n, f) for n, f in enumerate(("NWL", "NWL", "NWL", "SEL"), 1)]
    marks = ((3,) * 6, (3, 3, 3, 3, 3, 2), (3, 3, 3, 3, 2, 2), (2,) * 6)
    found = of(
        CONFIG,
        *((a, [scored(CONFIG, a, A, m)]) for a, m in zip(applications, marks, strict=True)),
    )
    assert proposals(found) == {"1": "accept", "2": "accept", "3": "reserve"}
    assert proposals(found, "SEL") == {"4": "accept"}


def test_a_tie_for_the_last_place_is_shown_and_never_broken() -> None:
    found = each_scored(3, 2, 2, (2, 2, 2, 2, 2, 1))
    assert proposals(found) == {"1": "accept", "2": "tied", "3": "tied", "4": "reserve"}
    places = found.of("NWL")
    assert places and places.tied == ("ACE-002", "ACE-003")
    assert [(s.rank, s.tied) for s in places.standings] == [
        (1, False),
        (2, True),
        (2, True),
        (4, False),
    ]


def test_a_tie_that_needs_no_decision_is_shown_all_the_same() -> None:
    found = each_scored(3, 3, 2, 2)
    assert proposals(found) == {"1": "accept", "2": "accept", "3": "reserve", "4": "reserve"}
    places = found.of("NWL")
    assert places and all(s.tied for s in places.standings)


def test_a_place_that_nobody_fundable_takes_stays_unused() -> None:
    places = each_scored(2, 1).of("NWL")
    assert places
    assert (places.fundable, places.unused, places.slots) == (1, 1, 2)


def test_the_organisers_decisions_take_their_places_first() -> None:
    three = [submitted(CONFIG, n) for n in (1, 2, 3)]
    chosen = [*three[:2], replace(three[2], stage=Stage.ACCEPTED)]
    read = [(a, [scored(CONFIG, a, A, 4 - n)]) for n, a in enumerate(chosen, 1)]
    found = of(CONFIG, *read)
    assert proposals(found) == {"1": "accept", "2": "reserve", "3": "decline"}


def test_a_place_lent_to_another_footprint_is_gone_from_its_own() -> None:
    guest = replace(submitted(CONFIG, 9, "SEL"), stage=Stage.ACCEPTED, place="NWL")
    one, two = submitted(CONFIG, 1), submitted(CONFIG, 2)
    found = of(
        CONFIG,
        (guest, [scored(CONFIG, guest, A, 2)]),
        (one, [scored(CONFIG, one, A, 3)]),
        (two, [scored(CONFIG, two, A, 2)]),
    )
    assert proposals(found) == {"1": "accept", "2": "reserve"}
    south = found.of("SEL")
    assert south and (south.taken, south.unused) == (0, 2)


def test_an_application_without_a_footprint_takes_no_place() -> None:
    lost = submitted(CONFIG, 1, None)
    found = of(CONFIG, (lost, [scored(CONFIG, lost, A, 3)]))
    standing = found.standing("ACE-001")
    assert standing and standing.proposal is Proposal.UNPLACED


# --- properties ----------------------------------------------------------------------------------

_MARKS = st.lists(st.integers(0, 3), min_size=6, max_size=6)
_WEIGHTS = st.lists(st.sampled_from([0.5, 1, 1.3, 2]), min_size=6, max_size=6)
_SEASON = st.lists(
    st.tuples(
        st.sampled_from(["NWL", "SEL"]),
        st.dictionaries(st.sampled_from(MEMBERS), _MARKS, min_size=1),
    ),
    min_size=2,
    max_size=8,
)
_ORDER = [Proposal.ACCEPT, Proposal.TIED, Proposal.RESERVE, Proposal.DECLINE]


def season(
    rows: list[tuple[str, dict[str, list[int]]]],
) -> tuple[list[Application], list[Assessment]]:
    applications = [submitted(CONFIG, n, footprint) for n, (footprint, _) in enumerate(rows, 1)]
    return applications, [
        x
        for application, (_, marks) in zip(applications, rows, strict=True)
        for x in read_by_all(CONFIG, application, marks)
    ]


def weighted(weights: list[float]) -> Config:
    criteria = zip(CONFIG.programme.criteria, weights, strict=True)
    programme = replace(CONFIG.programme, criteria=tuple(replace(c, weight=w) for c, w in criteria))
    return replace(CONFIG, programme=programme)


@given(_SEASON, _WEIGHTS)
def test_none_ranks_below_another_that_it_beats_on_every_criterion(
    rows: list[tuple[str, dict[str, list[int]]]], weights: list[float]
) -> None:
    found = board(weighted(weights), *season(rows))
    for places in found.places:
        for better in places.standings:
            for worse in places.standings:
                means = found.results[better.reference].criteria
                others = found.results[worse.reference].criteria
                if all(means[k].mean > others[k].mean for k in means):
                    assert better.rank and worse.rank and better.rank < worse.rank
                    assert _ORDER.index(better.proposal) <= _ORDER.index(worse.proposal)


@given(_SEASON, st.randoms())
def test_the_order_of_arrival_never_matters(
    rows: list[tuple[str, dict[str, list[int]]]], chance: Random
) -> None:
    applications, assessments = season(rows)
    shuffled, mixed = applications[:], assessments[:]
    chance.shuffle(shuffled)
    chance.shuffle(mixed)
    assert board(CONFIG, shuffled, mixed) == board(CONFIG, applications, assessments)


@given(_SEASON, st.data())
def test_a_conflict_never_changes_another_applications_scores(
    rows: list[tuple[str, dict[str, list[int]]]], data: st.DataObject
) -> None:
    applications, assessments = season(rows)
    before = board(CONFIG, applications, assessments).results
    chosen = data.draw(st.sampled_from(assessments))
    ended = replace(chosen, ended="A conflict was declared.")
    after = board(CONFIG, applications, [ended if x is chosen else x for x in assessments]).results
    others = before.keys() - {chosen.reference}
    assert {r: after[r] for r in others} == {r: before[r] for r in others}


@given(_SEASON)
def test_no_footprint_gives_away_more_places_than_it_has_nor_skips_a_better_one(
    rows: list[tuple[str, dict[str, list[int]]]],
) -> None:
    for places in board(CONFIG, *season(rows)).places:
        assert len(places.proposed(Proposal.ACCEPT)) <= places.slots
        for first, second in pairwise(places.standings):
            assert _ORDER.index(first.proposal) <= _ORDER.index(second.proposal)
            if first.rank == second.rank:
                assert first.proposal is second.proposal


def test_a_programme_without_a_panel_has_a_board_with_nothing_scored() -> None:
    found = board(replace(CONFIG, panel=None), [submitted(CONFIG, 1)], [])
    assert proposals(found) == {"1": "not scored"}


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.LAPSED, Stage.INCOMPLETE])
def test_what_is_not_in_the_running_is_not_on_the_board(stage: Stage) -> None:
    gone = replace(submitted(CONFIG, 1), stage=stage)
    assert board(CONFIG, [gone], [scored(CONFIG, gone, A, 3)]).standing("ACE-001") is None
