"""What applicants hear of the panel's view: a draft first, the organiser's words, no names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.panelled import CLEAR, meeting, open_panelled
from tests.world import World

STRONG = "Maps connections against the ambition"  # config's words for a strong C3


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_panelled(tmp_path) as world:
        yield world


def test_each_letter_gives_a_reason_per_criterion_a_strength_and_an_improvement(
    world: World,
) -> None:
    amara, kwame, fatima = meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "confirm board")
    world.approver.replies(world.approver.receives("preview", mentioning=STRONG), "approve")
    world.at("2021-09-27 09:00")
    amara.receives("outcome-accepted", mentioning=["Systemic connections: strong", "stop."])
    kwame.receives("outcome-accepted", mentioning=["Systemic connections: solid", STRONG])
    letter = fatima.receives(
        "outcome-reserved",
        mentioning=[
            "Lead and senior coaching: emerging",
            "The partners trust each other.",
            "Say when you would stop.",
        ],
        not_mentioning=["saw C", "Asha", "I used to work there"],
    )
    assert letter.text.count("The partners trust each other.") == 1


def test_the_draft_shows_the_organiser_the_very_words_and_how_to_change_them(world: World) -> None:
    meeting(world, CLEAR)
    world.organiser.receives(
        "feedback-draft",
        mentioning=[
            "feedback ACE-001 C1:",
            "C3, solid: A strong answer would say more",
            "strength: The partners trust each other.",
        ],
        not_mentioning=["saw C", "I used to work there", "Asha"],
    )


def test_the_organisers_words_replace_the_draft(world: World) -> None:
    amara, _, fatima = meeting(world, CLEAR)
    draft = world.organiser.receives("feedback-draft")
    pack = world.organiser.receives("meeting-pack")
    world.organiser.replies(
        draft,
        "feedback ACE-003 C6: The lead has the trust of all four agencies, and needs a day a week\n"
        "for it.\n"
        "ACE-003 strength: You know your streets.\n"
        "feedback 3 improvement: none\n\n"
        "ACE-001 One front door for falls in Brent\n"
        "C1, strong: You wrote it together.\n",
    )
    world.organiser.receives("orders", mentioning=["C6 is now in your words", "is left out"])
    world.organiser.replies(pack, "confirm board")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    fatima.receives(
        "outcome-reserved",
        mentioning=[
            "emerging. The lead has the trust of all four agencies, and needs a day a week for it.",
            "You know your streets.",
        ],
        not_mentioning=["What would make it better", "The partners trust"],
    )
    amara.receives("outcome-accepted", mentioning="ambition: strong. You wrote it together.")


def test_any_edit_voids_the_approval(world: World) -> None:
    amara, _, _ = meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "confirm board")
    world.approver.replies(world.approver.receives("preview"), "approve")
    draft = world.organiser.receives("feedback-draft")
    world.organiser.replies(draft, "feedback ACE-001 C2: You have everyone who matters.")
    second = world.approver.receives("preview", mentioning="You have everyone who matters.")
    world.at("2021-09-27 09:00")
    amara.receives_nothing_more()
    world.approver.replies(second, "approve")
    amara.receives("outcome-accepted", mentioning="You have everyone who matters.")


def test_feedback_for_somebody_who_was_told_goes_nowhere_and_says_so(world: World) -> None:
    meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "confirm board")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    world.organiser.has_read()
    draft = next(x for x in world.organiser.read if x.obligation == "feedback-draft")
    world.organiser.replies(draft, "feedback ACE-001 C2: Too late.")
    world.organiser.receives("orders", mentioning="ACE-001 gets no letter")


def test_an_outcome_without_a_panel_says_nothing_of_one(world: World) -> None:
    meeting(world, {})
    world.organiser.replies(
        world.digest("2021-09-09 08:00"),
        "accept 1\ndecline 2 because it has no partners\ndecline 3 because it has no end",
    )
    world.approver.receives("preview", not_mentioning="The panel's view")
