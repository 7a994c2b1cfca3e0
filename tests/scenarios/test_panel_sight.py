"""Who sees whose scores, and when: after their own, after the meeting opened, or never."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.panels import SCORES, everyone, panel_world, paper, papers_out, readers
from tests.world import Correspondent, World

THEIRS = SCORES.replace("C5: 1", "C5: 3")
GIVEN = "C1 3, C2 2, C3 2, C4 2, C5 {}, C6 3"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        yield world


@pytest.fixture
def both(world: World) -> tuple[Correspondent, Correspondent]:
    first, second = readers(world, "ACE-001")
    for each in (first, second):
        paper(each, "ACE-001")
    return first, second


def test_whose_scores_are_in_sees_the_others_on_asking(
    both: tuple[Correspondent, Correspondent],
) -> None:
    first, second = both
    first.replies(paper(first, "ACE-001"), SCORES)
    done = first.receives("scores-read", mentioning="reply with the word “scores”")
    first.replies(done, "scores")
    first.receives("panel-others", mentioning="Nobody else has scored it yet")
    second.replies(paper(second, "ACE-001"), THEIRS)
    done = second.receives("scores-read", not_mentioning=GIVEN.format(1))
    second.replies(done, "Hello,\n\nplease send me the others\u2019 scores.\n\nThanks")
    second.receives("panel-others", mentioning=[f"{first}: {GIVEN.format(1)}", GIVEN.format(3)])
    first.replies(paper(first, "ACE-001"), "Scores please")
    first.receives("panel-others", mentioning=f"{second}: {GIVEN.format(3)}")


def test_whose_scores_are_not_whole_sees_nothing_yet(
    both: tuple[Correspondent, Correspondent],
) -> None:
    first, second = both
    first.replies(paper(first, "ACE-001"), SCORES)
    second.replies(paper(second, "ACE-001"), "C1: 2\nC2: 3")
    asked = second.receives("scores-read", not_mentioning="the word “scores”")
    second.replies(asked, "scores")
    second.receives(
        "panel-others",
        mentioning=["no scores that you can see yet", "You have still to score", "ACE-001"],
        not_mentioning=[GIVEN.format(1), str(first)],
    )


def test_scores_that_wait_to_be_shown_are_not_once_their_reader_declares_a_conflict(
    world: World, both: tuple[Correspondent, Correspondent]
) -> None:
    first, second = both
    second.replies(paper(second, "ACE-001"), THEIRS)
    first.replies(paper(first, "ACE-001"), SCORES)
    done = first.receives("scores-read")
    digest = world.digest("2021-09-08 08:00")
    world.organiser.replies(digest, "hold")
    first.replies(done, "scores")
    world.organiser.replies(digest, "open meeting")
    first.replies(paper(first, "ACE-001"), "Conflict: the lead is my cousin")
    world.organiser.replies(digest, "resume")
    assert "panel-others" not in {x.obligation for x in first.unread}
    first.receives("panel-meeting", not_mentioning=GIVEN.format(3))


def test_nobody_is_offered_the_others_scores_of_what_they_have_just_declared_a_conflict_with(
    world: World, both: tuple[Correspondent, Correspondent]
) -> None:
    first, _ = both
    digest = world.digest("2021-09-08 08:00")
    world.organiser.replies(digest, "hold")
    first.replies(paper(first, "ACE-001"), SCORES)
    first.replies(paper(first, "ACE-001"), "Conflict: the lead is my cousin")
    world.organiser.replies(digest, "resume")
    first.receives("paper-ended", mentioning="Your scores of this application do not count")
    assert "scores-read" not in {x.obligation for x in first.unread}


def test_a_score_changed_after_seeing_the_others_is_shown_to_the_organiser(
    world: World, both: tuple[Correspondent, Correspondent]
) -> None:
    first, second = both
    first.replies(paper(first, "ACE-001"), SCORES)
    second.replies(paper(second, "ACE-001"), THEIRS)
    second.replies(second.receives("scores-read"), "C4: 3 - on reflection")
    done = second.receives("scores-read")
    world.organiser.has_read()
    second.replies(done, "scores")
    second.receives("panel-others", mentioning="reply to our email about that application")
    second.replies(done, "C5: 1")
    second.receives("scores-read", mentioning="Your correction has come")
    told = world.organiser.receives(
        "panel-late-change", mentioning=["after they saw what others gave", "3, now 1"]
    )
    assert told.says(str(second))


def test_a_conflicted_member_never_sees_them(world: World) -> None:
    first, second = readers(world, "ACE-001")
    first.replies(paper(first, "ACE-001"), SCORES)
    second.replies(paper(second, "ACE-001"), THEIRS)
    done = second.receives("scores-read")
    second.replies(paper(second, "ACE-001"), "Conflict: the lead is my cousin")
    second.receives("paper-ended")
    second.replies(done, "scores")
    second.receives("panel-others", not_mentioning=["ACE-001:", str(first), GIVEN.format(1)])


def test_nobody_else_can_ask_for_a_members_sight(
    world: World, both: tuple[Correspondent, Correspondent]
) -> None:
    first, _ = both
    first.replies(paper(first, "ACE-001"), SCORES)
    done = first.receives("scores-read")
    other = next(m for m in everyone(world) if m not in both)
    other.has_read()
    for each in (other, world.person("Pat Green <pat.green@elsewhere.example>")):
        each.replies(done, "scores")
        assert not any(x.says(GIVEN.format(1)) for x in each.unread)
    first.replies(done, "scores", authenticated=False)
    asked = first.receives("panel-confirm")
    first.receives_nothing_more()
    first.replies(asked, "yes")
    first.receives("panel-others", mentioning=GIVEN.format(1))
