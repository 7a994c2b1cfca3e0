"""Close: by the server's receipt time. What is late is held; the organiser may extend one."""

from __future__ import annotations

from ace_mailbot.rehearsal.mailmaker import File
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World


def invited(world: World) -> Correspondent:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    return kwame


def test_a_form_that_arrived_at_two_minutes_to_midnight_and_was_read_later_is_on_time(
    world: World,
) -> None:
    kwame = invited(world)
    world.at("2021-08-20 23:58", awake=False)
    kwame.returns_form()
    world.at("2021-08-21 00:05")
    kwame.receives("receipt", mentioning="is complete")
    kwame.receives_nothing_more()
    assert world.stage("ACE-001") == "submitted"


def test_a_form_a_minute_late_is_held_for_the_organiser(world: World) -> None:
    kwame = invited(world)
    world.at("2021-08-20 12:00")
    kwame.has_read()
    world.at("2021-08-21 00:00", awake=False)
    kwame.returns_form()
    world.at("2021-08-21 00:05")
    kwame.receives("late-form", not_mentioning="reject")
    kwame.receives_nothing_more()
    assert world.stage("ACE-001") == "late"
    world.digest("2021-08-23 08:00", mentioning="extend ACE-001")


def test_an_extension_lets_one_late_form_in_with_a_reason(world: World) -> None:
    kwame = invited(world)
    world.at("2021-08-23 07:30")
    kwame.has_read()
    kwame.returns_form()
    kwame.receives("late-form")
    digest = world.digest("2021-08-23 08:00")
    world.organiser.replies(digest, "extend ACE-001 to 2021-08-27 because the lead was in hospital")
    world.organiser.receives("orders", mentioning="27 August 2021")
    kwame.receives("extended", mentioning="27 August 2021")
    kwame.receives("receipt", mentioning="is complete")
    assert world.stage("ACE-001") == "submitted"
    assert world.application("ACE-001").due_reason == "the lead was in hospital"


def test_an_extension_is_for_the_named_application_alone(world: World) -> None:
    kwame, tom = invited(world), world.applicant("tom")
    tom.expresses_interest()
    digest = world.digest("2021-08-16 08:00")
    world.organiser.replies(digest, "extend 1 to 27 August because two of the team are ill")
    kwame.receives("extended")
    world.at("2021-08-21 00:05")
    tom.receives("lapsed")
    assert [world.stage("ACE-001"), world.stage("ACE-002")] == ["invited", "lapsed"]
    world.at("2021-08-27 21:30")
    kwame.returns_form()
    kwame.receives("receipt")
    assert world.stage("ACE-001") == "submitted"


def test_who_sent_no_form_is_told_kindly_that_time_is_up(world: World) -> None:
    kwame = invited(world)
    world.at("2021-08-20 12:00")
    kwame.has_read()
    world.at("2021-08-21 00:01")
    kwame.receives("lapsed")
    world.at("2021-08-23 09:00")
    kwame.receives_nothing_more()


def test_whose_form_nobody_could_read_is_not_told_that_none_came(world: World) -> None:
    kwame = invited(world)
    world.at("2021-08-20 21:00")
    kwame.has_read()
    scan = File("ACE form.png", b"\x89PNG\r\n\x1a\n" + bytes(4000))
    kwame.writes("Our form", "Please find our form attached.", attachments=(scan,))
    kwame.has_read()
    world.at("2021-08-21 00:05")
    kwame.receives_nothing_more()
    digest = world.digest(
        "2021-08-23 08:00", mentioning=("may hold it", "extend ACE-001", "dismiss ")
    )
    [parked] = world.state.parked
    world.organiser.replies(digest, f"dismiss {parked}")
    kwame.receives("lapsed")
    assert world.stage("ACE-001") == "lapsed"


def test_an_extension_settles_what_is_parked_before_the_close(world: World) -> None:
    kwame = invited(world)
    world.at("2021-08-20 21:00")
    kwame.has_read()
    kwame.writes("Hello", "Here is what you wanted from us about the thing.")
    world.at("2021-08-21 00:05")
    digest = world.digest("2021-08-23 08:00")
    kwame.has_read()
    world.organiser.replies(digest, "extend 1 to 27 August because we could not read the file")
    kwame.receives("extended")
    kwame.returns_form()
    kwame.receives("receipt", mentioning="is complete")
    assert world.stage("ACE-001") == "submitted"


def test_mail_of_others_in_parked_delays_nobody(world: World) -> None:
    kwame, tom = invited(world), world.applicant("tom")
    tom.expresses_interest()
    world.at("2021-08-20 21:00")
    tom.has_read()
    kwame.writes("Hello", "Here is what you wanted from us about the thing.")
    world.at("2021-08-21 00:05")
    tom.receives("lapsed")
    assert [world.stage("ACE-001"), world.stage("ACE-002")] == ["invited", "lapsed"]


def test_an_expression_of_interest_after_the_close_gets_a_holding_reply(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-08-23 08:05")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    letter = amara.receives("late-eoi", not_mentioning="reject")
    assert letter.files == ()
    assert world.stage("ACE-001") == "late"
    digest = world.digest("2021-08-24 08:00", mentioning="ACE-001")
    world.organiser.replies(digest, "extend ACE-001 to Friday because they were told a wrong date")
    amara.receives("extended", mentioning="27 August 2021")
    amara.receives("pack", attached=["form.docx"])
