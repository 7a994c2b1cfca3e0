"""Digest: on working days at `digest_at`, first what needs the organiser, then where all stands."""

from __future__ import annotations

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World


def test_a_digest_comes_each_working_day_and_not_at_the_weekend(world: World) -> None:
    world.at("2021-07-08 08:00")
    world.organiser.receives("digest")
    world.each_day_until("2021-07-12 12:00")
    days = [f"{world.organiser.receives('digest').at:%A %d}" for _ in range(2)]
    assert days == ["Friday 09", "Monday 12"]
    world.organiser.receives_nothing_more()


def test_there_is_none_on_a_bank_holiday(world: World) -> None:
    world.at("2021-08-27 08:00")
    world.organiser.receives("digest")
    world.each_day_until("2021-08-30 12:00")
    world.organiser.receives_nothing_more()
    world.at("2021-08-31 08:00")
    world.organiser.receives("digest")


def test_it_counts_what_came_and_what_became_of_it(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    world.person("Olive Penrose <olive@arts.example>").writes("Tuesday", "Bring the blue folder.")
    world.digest(
        "2021-07-07 08:00",
        mentioning=[
            "North West London: 1 application",
            "44 days",
            "olive@arts.example",
            "2 held by the server = 2 stored = 1 acted on + 1 parked + 0 left alone",
        ],
    )


def test_what_waits_is_answerable_with_a_short_reply(world: World) -> None:
    stranger = world.person("Olive Penrose <olive@arts.example>")
    world.at("2021-07-06 09:12")
    stranger.writes("Tuesday", "Bring the blue folder.")
    stranger.receives("unclear")
    digest = world.digest("2021-07-07 08:00", mentioning="dismiss")
    (id,) = world.state.parked
    world.organiser.replies(digest, f"dismiss {id}")
    assert dict(world.state.parked) == {}
    world.digest("2021-07-08 08:00", not_mentioning="olive@arts.example")


def test_bulk_mail_is_left_alone_and_can_be_rescued(world: World) -> None:
    boost = world.person("GrantBoost Solutions <hello@grantboost.example>")
    world.at("2021-07-20 06:15")
    boost.writes(
        "Win more grants!",
        "Our experts write your bids. Unsubscribe here.",
        headers={"List-Unsubscribe": "<https://grantboost.example/u>", "Precedence": "bulk"},
    )
    boost.receives_nothing_more()
    world.digest("2021-07-20 08:00", mentioning=["hello@grantboost.example", "rescue"])
