"""Orders: the organiser's replies in plain words; each line stands alone, none is done by half."""

from __future__ import annotations

from tests.world import World


def test_what_is_understood_is_done_and_the_rest_answered_with_the_nearest_forms(
    world: World,
) -> None:
    kwame, tom = world.applicant("kwame"), world.applicant("tom")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    tom.expresses_interest()
    digest = world.digest("2021-07-09 08:00")
    world.organiser.replies(
        digest,
        "extend ACE-001 to Monday 23 August because of the holidays\nextnd ACE-002 to 2021-08-23",
    )
    world.organiser.receives(
        "orders", mentioning=["ACE-001", "23 August 2021", "extnd", "extend ACE-002 to"]
    )
    kwame.receives("extended")
    tom.receives_nothing_more()


def test_a_line_below_a_reason_is_answered_and_not_put_into_a_letter(world: World) -> None:
    tom = world.applicant("tom")
    world.at("2021-07-09 13:02")
    tom.expresses_interest()
    digest = world.digest("2021-08-16 08:00")
    tom.has_read()
    world.organiser.replies(
        digest, "extend 1 to 2021-08-27 because the lead was ill\ntheir partner rang about it"
    )
    tom.receives("extended", mentioning="the lead was ill", not_mentioning="partner rang")
    world.organiser.receives("orders", mentioning=["their partner rang", "until Friday 27 August"])


def test_an_extension_without_a_reason_is_asked_for_one(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    digest = world.digest("2021-07-09 08:00")
    world.organiser.replies(digest, "extend 1 to 2021-08-27")
    world.organiser.receives("orders", mentioning=["reason", "because"])
    kwame.receives_nothing_more()
    assert world.application("ACE-001").due_at is None


def test_an_order_from_a_forged_address_is_confirmed_by_a_mail_back(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    digest = world.digest("2021-07-09 08:00")
    order = "extend 1 to 2021-08-27 because of the holidays"
    world.organiser.replies(digest, order, authenticated=False)
    kwame.receives_nothing_more()
    asked = world.organiser.receives("orders-confirm", mentioning=order)
    world.organiser.replies(asked, "yes")
    kwame.receives("extended", mentioning="27 August 2021")


def test_an_order_that_answers_no_letter_is_confirmed_first(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    world.organiser.writes("quick one", "extend 1 to 2021-08-27 because of the holidays")
    asked = world.organiser.receives("orders-confirm")
    assert world.application("ACE-001").due_at is None
    world.organiser.replies(asked, "No, that was not me")
    kwame.receives_nothing_more()
    assert world.application("ACE-001").due_at is None


def test_an_applicant_cannot_order_anything(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    pack = kwame.expresses_interest()
    kwame.replies(pack, "accept ACE-001")
    assert world.stage("ACE-001") == "invited"
    world.organiser.receives_nothing_more(besides="digest")


def test_hold_stops_all_but_the_organisers_mail_until_resume(world: World) -> None:
    kwame = world.applicant("kwame")
    digest = world.digest("2021-07-08 08:00")
    world.organiser.replies(digest, "hold")
    world.organiser.receives("orders")
    world.at("2021-07-08 10:00")
    kwame.writes("Expression of interest", "We want to apply with a project for carers in Ealing.")
    kwame.receives_nothing_more()
    digest = world.digest("2021-07-09 08:00")
    world.organiser.replies(digest, "resume")
    kwame.receives("pack")


def test_the_approver_may_approve_and_order_nothing_else(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    digest = world.digest("2021-07-09 08:00")
    world.approver.replies(digest, "extend 1 to 2021-08-27 because of the holidays")
    assert world.application("ACE-001").due_at is None
    kwame.receives_nothing_more()
