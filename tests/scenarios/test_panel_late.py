"""What comes late in a panel's season: scores from elsewhere, a conflict found, a score missing."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.panelled import ASHA, BEN, CLEAR, open_panelled, papers_go, scores
from tests.scenarios.panels import SCORES, paper
from tests.scenarios.test_outcomes import closed
from tests.world import World


def _papers_out(world: World) -> None:
    closed(world, "amara", "kwame", "fatima")
    papers_go(world)
    for who in (ASHA, BEN):
        paper(world.person(who), "ACE-001")
        world.person(who).has_read()


def test_scores_from_another_address_of_a_member_are_asked_for_from_theirs(
    tmp_path: Path,
) -> None:
    with open_panelled(tmp_path) as world:
        _papers_out(world)
        letter = paper(world.person(ASHA), "ACE-001")
        elsewhere = world.person("Asha Rao <asha.rao@home.example>")
        for said in (SCORES, "C4: 1 - no stop point"):
            elsewhere.replies(letter, said)
            elsewhere.receives("unclear", mentioning="send them again from there")
        assert not world.state.assessments["ACE-001/asha@panel.example"].scorings
        world.digest(
            "2021-09-07 08:00",
            mentioning="Asha Rao's paper came from another address. Only those from asha@panel",
        )


def test_a_conflict_found_later_ends_the_assessment_once_it_is_sure_whose_word_it_is(
    tmp_path: Path,
) -> None:
    with open_panelled(tmp_path) as world:
        _papers_out(world)
        ben = world.person(BEN)
        scores(world, BEN, "ACE-003", 2)
        ben.receives("scores-read")
        ben.writes("Conflict of interest", "ACE-003: the lead is my cousin, as I have just learnt.")
        assert not world.state.assessments["ACE-003/ben@panel.example"].ended
        ben.replies(ben.receives("panel-confirm", mentioning="my cousin"), "yes")
        ben.receives("panel-declared", mentioning=["ACE-003", "my cousin"])
        assert world.state.assessments["ACE-003/ben@panel.example"].ended
        ben.replies(paper(ben, "ACE-003"), SCORES)
        ben.receives("unclear", mentioning="you declared a conflict of interest")
        assert len(world.state.assessments["ACE-003/ben@panel.example"].scorings) == 1


def test_a_question_about_conflicts_declares_none(tmp_path: Path) -> None:
    with open_panelled(tmp_path) as world:
        _papers_out(world)
        ben = world.person(BEN)
        ben.writes("Conflict?", "Is it a conflict that I once met the lead of ACE-003?")
        assert not world.state.reviewers["ben@panel.example"].conflicts
        world.organiser.receives("question-asked", mentioning="once met the lead")


def test_a_board_confirmed_while_a_score_is_awaited_says_whose(tmp_path: Path) -> None:
    with open_panelled(tmp_path) as world:
        _papers_out(world)
        for reference, marks in CLEAR.items():
            scores(world, ASHA, reference, marks)
        scores(world, BEN, "ACE-001", 3)
        scores(world, BEN, "ACE-002", 2)
        world.organiser.replies(world.digest("2021-09-08 08:00"), "meeting pack")
        pack = world.organiser.receives("meeting-pack", mentioning="1 score is still missing")
        world.organiser.replies(pack, "confirm board")
        world.organiser.receives("orders")
        world.organiser.receives(
            "orders", mentioning="Decided without scores that have not come: Ben Cole's of ACE-003."
        )
        world.organiser.has_read()
        scores(world, BEN, "ACE-003", 2)
        world.organiser.receives(
            "meeting-pack", mentioning="All is decided already", not_mentioning="confirm board"
        )


def test_a_mistyped_reference_is_answered_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    with open_panelled(tmp_path) as world:
        closed(world, "amara", "kwame", "fatima")
        digest = world.digest("2021-09-07 08:00")
        for typed, meant in (
            ("accept ACE-022 because it is good", "There is no ACE-022. Did you mean ACE-002?"),
            ("decline AEC-002 because the aim is unclear", "decline ACE-002 because ..."),
            ("accept ACE-0O2", "accept ACE-002"),
        ):
            world.organiser.replies(digest, typed)
            world.organiser.receives(
                "orders", mentioning=["We did not carry out your orders", meant]
            )
