"""Outcomes: prepared, previewed, approved, and released together at `decisions`, never before."""

from __future__ import annotations

from tests.scenarios.panels import forms_in
from tests.world import Correspondent, World


def closed(world: World, *ids: str) -> list[Correspondent]:
    """The season on 6 September, with the forms of *ids* in and their seniors' confirmations."""
    applicants = forms_in(world, *ids)
    world.at("2021-09-06 08:00")
    for each in applicants:
        each.has_read()
    world.organiser.has_read()
    return applicants


def test_outcomes_are_shown_approved_and_told_together(world: World) -> None:
    amara, kwame, fatima = closed(world, "amara", "kwame", "fatima")
    digest = world.digest("2021-09-07 08:00")
    world.organiser.replies(
        digest,
        "accept ACE-001\nreserve 2 because the footprint is nearly full\ndecline 3 because"
        " the experiment does not say when it would stop",
    )
    world.organiser.receives("orders", mentioning=["ACE-001", "ACE-002", "ACE-003"])
    world.at("2021-09-07 09:00")
    world.organiser.receives(
        "preview",
        mentioning=["ACE-001", "ACE-003", "We have asked Second Approver to approve"],
        not_mentioning='Reply "approve"',
    )
    preview = world.approver.receives(
        "preview", mentioning=["when it would stop", 'Reply "approve"']
    )
    world.at("2021-09-08 09:00")
    world.approver.replies(preview, "Approve")
    world.at("2021-09-27 08:59")
    for each in (amara, kwame, fatima):
        each.receives_nothing_more()
    world.at("2021-09-27 09:00")
    amara.receives("outcome-accepted", attached=[".docx"], mentioning="pleased to offer")
    kwame.receives("outcome-reserved", mentioning="reserve")
    fatima.receives("outcome-declined", mentioning="when it would stop")
    stages = [world.stage(reference) for reference in ("ACE-001", "ACE-002", "ACE-003")]
    assert stages == ["awarded", "on reserve", "unsuccessful"]


def test_nothing_is_told_without_the_approvers_word(world: World) -> None:
    (amara,) = closed(world, "amara")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "accept 1")
    preview = world.organiser.receives("preview")
    world.organiser.replies(preview, "approve")
    world.at("2021-09-27 09:00")
    amara.receives_nothing_more()
    world.at("2021-09-27 15:00")
    world.approver.replies(world.approver.receives("preview"), "approve")
    amara.receives("outcome-accepted")


def test_a_changed_decision_voids_the_approval_and_the_letter_that_waited(world: World) -> None:
    (amara,) = closed(world, "amara")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "accept 1")
    first = world.approver.receives("preview")
    world.approver.replies(first, "approve")
    world.at("2021-09-20 10:00")
    world.organiser.has_read()
    digest = world.digest("2021-09-21 08:00")
    world.organiser.replies(digest, "decline 1 because the partners have left the project")
    second = world.approver.receives("preview", mentioning="version 2")
    world.at("2021-09-27 09:00")
    amara.receives_nothing_more()
    world.approver.replies(second, "Approve")
    amara.receives("outcome-declined", mentioning="the partners have left the project")
    amara.receives_nothing_more()


def test_an_approval_of_an_older_preview_is_not_taken(world: World) -> None:
    (amara,) = closed(world, "amara")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "accept 1")
    first = world.approver.receives("preview")
    digest = world.digest("2021-09-08 08:00")
    world.organiser.replies(digest, "decline 1 because the partners have left the project")
    world.approver.receives("preview")
    world.approver.replies(first, "approve")
    world.at("2021-09-27 09:00")
    amara.receives_nothing_more()


def test_no_preview_goes_until_every_submitted_application_is_decided(world: World) -> None:
    closed(world, "amara", "kwame")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "accept 1")
    world.approver.receives_nothing_more()
    world.organiser.replies(world.digest("2021-09-08 08:00"), "accept 2")
    world.approver.receives("preview")


def test_a_third_award_in_a_footprint_needs_a_reason(world: World) -> None:
    closed(world, "amara", "kwame", "fatima")
    digest = world.digest("2021-09-07 08:00")
    world.organiser.replies(digest, "accept 1\naccept 2\naccept 3")
    world.organiser.receives("orders", mentioning=["North West London has its 2 already"])
    assert world.stage("ACE-003") == "submitted"
    digest = world.digest("2021-09-08 08:00")
    world.organiser.replies(digest, "accept 3 because another footprint has only one project")
    assert world.stage("ACE-003") == "accepted"


def test_incomplete_forms_are_ruled_on_the_same_for_all(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    world.at("2021-08-20 10:00")
    kwame.returns_form("one missing")
    digest = world.digest("2021-08-31 08:00")
    assert digest.says("admit incomplete")
    world.organiser.replies(
        digest, "admit incomplete because the panel can judge\nadmit unconfirmed because of August"
    )
    application = world.application("ACE-001")
    assert application.stage == "submitted"
    assert application.admitted == "the panel can judge"
    assert application.senior_answer == "waived"


def test_excluded_forms_are_declined_with_the_reason(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    world.at("2021-08-20 10:00")
    kwame.returns_form("one missing")
    digest = world.digest("2021-08-31 08:00")
    world.organiser.replies(digest, "exclude incomplete because the others kept to the form")
    application = world.application("ACE-001")
    assert application.stage == "declined"
    assert application.decision_reason == "the others kept to the form"


def test_what_was_declined_and_told_cannot_be_withdrawn_any_more(world: World) -> None:
    (amara,) = closed(world, "amara")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "decline 1 because others shone")
    world.at("2021-09-07 09:00")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    letter = amara.receives("outcome-declined")
    world.organiser.has_read()
    world.organiser.replies(world.digest("2021-09-28 08:00"), "withdraw 1 by phone")
    world.organiser.receives("orders", mentioning="ACE-001 is unsuccessful: this can't be done")
    amara.replies(letter, "We would like to withdraw our application.")
    world.digest("2021-09-29 08:00", mentioning="It withdraws an application that is unsuccessful")
    assert world.stage("ACE-001") == "unsuccessful"
