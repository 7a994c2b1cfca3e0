"""The reserve list: its end date, the next in line when a place falls free, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.panelled import CLEAR, TIE, meeting, open_panelled, released
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_panelled(tmp_path) as world:
        yield world


def test_a_declined_award_is_offered_to_the_next_reserve_once_the_organiser_says_so(
    world: World,
) -> None:
    amara, kwame, fatima = released(world, CLEAR)
    fatima.receives("outcome-reserved", mentioning="ends on Monday 25 October 2021")
    award = kwame.receives("outcome-accepted")
    world.at("2021-09-29 10:00")
    kwame.replies(award, "I am sorry, but we have to decline the award.")
    kwame.receives("withdrawn", mentioning="do not take up the award", not_mentioning="assess")
    world.at("2021-09-29 10:01")
    proposal = world.organiser.receives(
        "place-free", mentioning=["ACE-002", "accept ACE-003", "North West London"]
    )
    fatima.receives_nothing_more()
    world.organiser.replies(proposal, "accept ACE-003")
    preview = world.approver.receives("preview", not_mentioning="ACE-001")
    world.approver.replies(preview, "approve")
    fatima.receives("outcome-accepted", mentioning="pleased to offer")
    amara.receives("outcome-accepted")
    amara.receives_nothing_more()
    assert [world.stage(f"ACE-00{n}") for n in (1, 2, 3)] == ["awarded", "withdrawn", "awarded"]
    world.at("2021-10-25 09:00")
    assert {x.obligation for x in fatima.unread} == {"mou-chase", "introduction"}


def test_a_place_is_proposed_once(world: World) -> None:
    _, kwame, _ = released(world, CLEAR)
    kwame.replies(kwame.receives("outcome-accepted"), "We must withdraw, our trust is merging.")
    world.at("2021-09-28 10:00")
    world.organiser.receives("place-free")
    world.at("2021-09-28 11:00")
    assert not [x for x in world.organiser.unread if x.obligation == "place-free"]
    world.digest("2021-09-29 08:00", mentioning=["a place was given back", "accept ACE-003"])


def test_an_award_that_the_organiser_withdraws_frees_its_place(world: World) -> None:
    _, kwame, _ = released(world, CLEAR)
    kwame.receives("outcome-accepted")
    world.organiser.replies(world.digest("2021-09-28 08:00"), "withdraw ACE-002")
    kwame.receives("withdrawn", mentioning="do not take up the award")
    world.organiser.receives("place-free", mentioning="accept ACE-003")


def test_reserves_that_are_equal_are_left_to_the_organiser(world: World) -> None:
    amara, _, _ = meeting(world, TIE)
    pack = world.organiser.receives("meeting-pack")
    world.organiser.replies(
        pack,
        "reserve 2 because both wait\nreserve 3 because both wait\n"
        "accept 1 because the others wait",
    )
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    world.organiser.has_read()
    amara.replies(amara.receives("outcome-accepted"), "We cannot accept the offer.")
    world.at("2021-09-27 10:00")
    world.organiser.receives(
        "place-free", mentioning=["ACE-002 and ACE-003 are equal", "accept ACE-003 because ..."]
    )


def test_a_place_that_nobody_waits_for_is_told_to_the_organiser(world: World) -> None:
    _, kwame, fatima = released(world, {**CLEAR, "ACE-003": 1})
    fatima.receives("outcome-declined")
    kwame.replies(kwame.receives("outcome-accepted"), "We cannot accept the offer.")
    world.at("2021-09-27 10:00")
    world.organiser.receives("place-free", mentioning="nobody is on its reserve list")


def test_withdrawing_before_the_release_tells_nobody_what_was_decided(world: World) -> None:
    _, kwame, _ = meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "confirm board")
    world.at("2021-09-20 10:00")
    kwame.writes("Withdrawing", "We withdraw our application.")
    kwame.receives("withdrawn", not_mentioning="award")
    world.at("2021-09-20 10:01")
    world.organiser.receives("place-free", mentioning="accept ACE-003")


def test_when_the_list_ends_those_on_it_are_told_kindly(world: World) -> None:
    _, _, fatima = released(world, CLEAR)
    fatima.receives("outcome-reserved")
    world.at("2021-10-25 08:59")
    fatima.receives_nothing_more()
    world.at("2021-10-25 09:00")
    fatima.receives("reserve-ended", mentioning="no place became free")
    assert world.stage("ACE-003") == "unsuccessful"
    world.at("2021-10-26 09:00")
    fatima.receives_nothing_more()
