"""A letter that comes back: the organiser's task, and a line that puts the address right."""

from __future__ import annotations

from ace_mailbot import tokens
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World

EOI = "Expression of interest"


def _amara(world: World) -> Correspondent:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes(EOI, FALLS_IN_BRENT)
    return amara


def test_a_pack_that_came_back_is_the_organisers_task_until_the_address_is_right(
    world: World,
) -> None:
    amara = _amara(world)
    right = world.person("Amara Okafor <a.okafor@trust.example>")
    pack = amara.receives("pack")
    amara.bounces(pack)
    digest = world.digest(
        "2021-07-07 08:00",
        mentioning=[
            "the application pack did not reach amara.okafor@trust.example",
            "address ACE-001 NEW@ADDRESS",
        ],
    )
    world.organiser.replies(digest, "address ACE-001 a.okafor@trust.example")
    world.organiser.receives("orders", mentioning="a.okafor@trust.example")
    again = right.receives("pack", attached=["form.docx", "form.odt"])
    assert (again.subject, again.recipients) == (pack.subject, (right.email,))
    assert world.application("ACE-001").lead.email == right.email
    world.digest("2021-07-08 08:00", not_mentioning="did not reach")
    amara.receives_nothing_more()


def test_a_reply_to_the_letter_that_went_again_is_known_by_its_own_token(world: World) -> None:
    amara = _amara(world)
    right = world.person("Amara Okafor <a.okafor@trust.example>")
    pack = amara.receives("pack")
    amara.bounces(pack)
    digest = world.digest("2021-07-07 08:00")
    world.organiser.replies(digest, "address 1 a.okafor@trust.example")
    again = right.receives("pack")
    assert tokens.in_message_ids((again.message_id,)) == tokens.in_body(again.text)[:1]
    assert again.message_id != pack.message_id
    right.replies(again, "Sorry, we have to withdraw.")
    right.receives("withdrawn")


def test_only_the_one_whose_address_failed_gets_the_letter_again(world: World) -> None:
    joanna = world.person("Joanna Mills <joanna.mills@council.example>")
    tariq = world.person("Tariq Aziz <tariq@charity.example>")
    right = world.person("Tariq Aziz <tariq.aziz@charity.example>")
    world.at("2021-07-06 09:12")
    joanna.writes(
        EOI,
        "Tariq Aziz (copied) and I will lead this together.\n\n" + FALLS_IN_BRENT,
        cc=["Tariq Aziz <tariq@charity.example>"],
    )
    joanna.receives("pack")
    tariq.bounces(tariq.receives("pack"))
    digest = world.digest("2021-07-07 08:00", mentioning="tariq@charity.example")
    world.organiser.replies(digest, "address ACE-001 tariq.aziz@charity.example")
    right.receives("pack")
    joanna.receives_nothing_more()


def test_an_outcome_that_came_back_goes_again_as_it_was_approved(world: World) -> None:
    right = world.person("Amara Okafor <a.okafor@trust.example>")
    amara = world.applicant("stefan")
    world.at("2021-07-12 09:20")
    amara.expresses_interest()
    amara.returns_form()
    senior = world.senior_of(amara)
    senior.replies(senior.receives("senior-request"), "Yes, I confirm.")
    digest = world.digest("2021-08-23 08:00")
    world.organiser.replies(digest, "decline ACE-001 because the test has no end")
    world.cycle()
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    amara.has_read()
    letter = amara.read[-1]
    assert letter.obligation == "outcome-declined"
    amara.bounces(letter)
    digest = world.digest("2021-09-28 08:00", mentioning="the letter with the outcome")
    world.organiser.replies(digest, f"address ACE-001 {right.email}")
    again = right.receives("outcome-declined", mentioning="the test has no end")
    assert again.subject == letter.subject


def test_a_bounce_that_returns_no_letter_is_known_by_the_address_it_names(world: World) -> None:
    amara = _amara(world)
    amara.receives("pack")
    server = world.person("Mail Delivery System <mailer-daemon@trust.example>")
    server.writes(
        "Undeliverable: your message",
        "Delivery has failed to these recipients or groups:\n\namara.okafor@trust.example\n"
        "The email address you entered couldn't be found.\n\n550 5.1.1 user unknown",
        headers={"Return-Path": "<>", "Auto-Submitted": "auto-replied"},
    )
    server.receives_nothing_more()
    world.digest("2021-07-07 08:00", mentioning="the application pack did not reach")


def test_a_report_of_a_delay_asks_nothing_of_the_organiser(world: World) -> None:
    amara = _amara(world)
    amara.receives("pack")
    server = world.person("Mail Delivery System <mailer-daemon@trust.example>")
    server.writes(
        "Delayed: your message",
        "Your message to amara.okafor@trust.example has been delayed and will be retried.",
        headers={"Return-Path": "<>", "Auto-Submitted": "auto-replied"},
    )
    world.digest("2021-07-07 08:00", not_mentioning="did not reach")


def test_an_address_is_not_changed_where_nothing_came_back(world: World) -> None:
    _amara(world)
    digest = world.digest("2021-07-07 08:00")
    world.organiser.replies(digest, "address ACE-001 mallory@evil.example")
    world.organiser.receives("orders", mentioning="No letter of ACE-001 came back")
    assert world.application("ACE-001").lead.email == "amara.okafor@trust.example"


def test_what_came_back_can_be_dismissed(world: World) -> None:
    amara = _amara(world)
    amara.bounces(amara.receives("pack"))
    digest = world.digest("2021-07-07 08:00")
    (parked,) = world.state.parked
    world.organiser.replies(digest, f"dismiss {parked}")
    world.digest("2021-07-08 08:00", not_mentioning="did not reach")
