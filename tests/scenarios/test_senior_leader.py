"""Senior leader: asked by an email of their own; their reply confirms or declines."""

from __future__ import annotations

from tests.world import Correspondent, World


def submitted(world: World) -> Correspondent:
    """Kwame, whose form is in; he has read all that he got."""
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 20:14")
    kwame.has_read()
    kwame.returns_form()
    kwame.receives("receipt", mentioning="Ngozi Umeh")
    return kwame


def test_the_senior_leader_is_asked_when_the_form_comes_and_confirms_by_replying(
    world: World,
) -> None:
    kwame = submitted(world)
    ngozi = world.senior_of(kwame)
    asked = ngozi.receives(
        "senior-request",
        mentioning=[
            "Kwame Mensah",
            "Young carers on the hospital ward",
            "How we use your information",
        ],
    )
    world.at("2021-08-11 07:05")
    ngozi.replies(asked, "Yes, I confirm. I will meet the team each month.")
    ngozi.receives("senior-answer")
    ngozi.receives_nothing_more()
    application = world.application("ACE-001")
    assert application.senior_answer == "confirmed"
    assert application.senior_words == "Yes, I confirm. I will meet the team each month."


def test_one_who_declines_is_thanked_and_the_lead_is_told(world: World) -> None:
    kwame = submitted(world)
    ngozi = world.senior_of(kwame)
    asked = ngozi.receives("senior-request")
    world.at("2021-08-11 07:05")
    ngozi.replies(asked, "I am sorry, I cannot take this on.")
    ngozi.receives("senior-answer")
    kwame.receives("senior-declined", mentioning="Ngozi Umeh")
    assert world.application("ACE-001").senior_answer == "declined"


def test_a_newer_form_may_name_another_who_is_then_asked(world: World) -> None:
    kwame = submitted(world)
    asked = world.senior_of(kwame).receives("senior-request")
    world.at("2021-08-11 07:05")
    world.senior_of(kwame).replies(asked, "No, I cannot.")
    world.at("2021-08-12 10:00")
    kwame.returns_form(B3_name="Ada Cole", B3_email="ada.cole@sthilda.example")
    ada = world.person("Ada Cole <ada.cole@sthilda.example>", "iphone")
    letter = ada.receives("senior-request")
    ada.replies(letter, "I confirm")
    assert world.application("ACE-001").senior_answer == "confirmed"
    assert world.stage("ACE-001") == "submitted"


def test_the_lead_cannot_confirm_for_the_senior_leader(world: World) -> None:
    kwame = submitted(world)
    asked = world.senior_of(kwame).receives("senior-request")
    world.at("2021-08-11 07:05")
    kwame.replies(asked, "Yes, I confirm.")
    assert world.application("ACE-001").senior_answer == "asked"


def test_one_who_is_away_is_shown_with_the_day_of_return_and_not_reminded_before(
    world: World,
) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-07-20 10:00")
    kwame.returns_form()
    ngozi = world.senior_of(kwame)
    asked = ngozi.receives("senior-request")
    ngozi.is_out_of_office(asked, "I am on leave. I will be back on Monday 2 August 2021.")
    world.digest(
        "2021-07-21 08:00",
        mentioning=["Ngozi Umeh, is away until Monday 2 August 2021", "confirm ACE-001"],
    )
    world.each_day_until("2021-08-01 23:00")
    ngozi.receives_nothing_more()
    world.at("2021-08-02 09:00")
    ngozi.receives("senior-reminder")


def test_an_out_of_office_reply_confirms_nothing_and_is_not_answered(world: World) -> None:
    kwame = submitted(world)
    ngozi = world.senior_of(kwame)
    asked = ngozi.receives("senior-request")
    ngozi.is_out_of_office(asked, "Yes, I confirm that I am away until Monday.")
    ngozi.receives_nothing_more()
    assert world.application("ACE-001").senior_answer == "asked"


def test_a_request_that_bounces_is_shown_to_the_organiser(world: World) -> None:
    kwame = submitted(world)
    ngozi = world.senior_of(kwame)
    ngozi.bounces(ngozi.receives("senior-request"))
    ngozi.receives_nothing_more()
    world.digest("2021-08-11 08:00", mentioning=[ngozi.email, "ACE-001"])
