"""Reminders: 21, 7 and 2 days before the close, only to those not yet in."""

from __future__ import annotations

from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World


def test_an_applicant_is_reminded_once_two_days_before_the_close(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.receives("pack", attached=["ACE-001 application form.docx"])
    world.at("2021-08-18 09:00")
    amara.receives("reminder", mentioning="2 days")
    amara.receives_nothing_more()


def test_there_are_three_reminders_and_no_more(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.each_day_until("2021-08-20 20:00")
    letters = [kwame.receives("reminder") for _ in range(3)]
    assert [f"{letter.at:%d %B %H:%M}" for letter in letters] == [
        "30 July 09:00",
        "13 August 09:00",
        "18 August 09:00",
    ]
    kwame.receives_nothing_more()


def test_who_has_sent_a_complete_form_is_not_reminded(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-07-20 10:00")
    kwame.returns_form()
    kwame.receives("receipt")
    world.each_day_until("2021-08-20 20:00")
    kwame.receives_nothing_more()


def test_who_has_sent_part_of_it_is_told_what_is_missing(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 10:00")
    kwame.has_read()
    kwame.returns_form("one missing")
    kwame.receives("receipt")
    world.at("2021-08-18 09:00")
    kwame.receives("reminder", mentioning=["2 days", "not complete"])


def test_a_senior_leader_who_has_not_answered_is_reminded_too(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 10:00")
    kwame.returns_form()
    ngozi = world.senior_of(kwame)
    ngozi.receives("senior-request")
    world.at("2021-08-18 09:00")
    ngozi.receives("senior-reminder")
    ngozi.receives_nothing_more()
