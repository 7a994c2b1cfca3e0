"""While the work goes on: support, check-ins, coaching questions, and the learning report."""

from __future__ import annotations

import pytest

from ace_mailbot.rehearsal.mailmaker import File
from tests.scenarios.awarded import awards_out
from tests.world import Correspondent, World

LEARNT = """\
We tried one joint visit a week, by a therapist and a housing officer together. It saved most people
two visits, and it showed us that nobody had asked carers what they wanted to know.

What did not work was the shared record: two agencies could not agree who owns it.

You may share it with the other projects.
"""


@pytest.fixture
def leads(world: World) -> list[Correspondent]:
    return awards_out(world, "amara", "kwame")


def test_a_request_for_support_gets_an_owner_an_offer_and_a_follow_up(
    world: World, leads: list[Correspondent]
) -> None:
    asked = world.application("ACE-001").form.answers["E1"]  # type: ignore[union-attr]
    digest = world.digest("2021-10-04 08:00", mentioning=[asked[:40], "owner ACE-001 NAME"])
    world.organiser.replies(digest, "owner ACE-001 Joan Price")
    digest = world.digest("2021-10-05 08:00", mentioning=["Joan Price", "offer ACE-001: ..."])
    world.organiser.replies(digest, "offer ACE-001: two hours with a facilitator in November")
    amara = leads[0]
    amara.receives("support-offer", mentioning=["two hours with a facilitator", "Joan Price"])
    world.digest("2021-10-06 08:00", not_mentioning="offer ACE-001")
    amara.has_read()
    world.at("2022-01-31 12:00")
    digest = world.digest("2022-02-02 08:00", mentioning="follow-up ACE-001: ...")
    world.organiser.replies(digest, "follow-up ACE-001: it helped, says Amara")
    world.digest("2022-02-03 08:00", not_mentioning="follow-up ACE-001")
    assert world.state.awards["ACE-001"].follow_up == "it helped, says Amara"


def test_leads_are_asked_one_question_a_quarter_and_the_digest_shows_what_they_say(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    world.at("2021-12-01 09:00")
    letter = amara.receives("check-in", mentioning="How is your project going")
    amara.replies(letter, "Slower than planned. One partner dropped out, which taught us a lot.")
    amara.receives("noted", mentioning="how it goes in Q3")
    assert world.stage("ACE-001") == "awarded"
    world.digest("2021-12-02 08:00", mentioning=["Q3 check-in", "Slower than planned"])
    amara.has_read()
    kwame.has_read()
    world.at("2022-02-01 09:00")
    for each in leads:
        each.receives("check-in")


def test_the_senior_leader_is_asked_about_coaching_each_month(
    world: World, leads: list[Correspondent]
) -> None:
    senior = world.senior_of(leads[0])
    world.each_day_until("2021-12-02 10:00")
    letters = [x for x in senior.unread if x.obligation == "coaching"]
    assert [f"{x.at:%Y-%m-%d}" for x in letters] == ["2021-10-01", "2021-11-01", "2021-12-01"]
    senior.replies(letters[-1], "I met the team twice, and asked more than I told.")
    senior.receives("noted")
    world.digest("2021-12-03 08:00", mentioning=["coaching in 2021-12", "asked more than I told"])


def test_someone_else_cannot_answer_for_the_senior_leader(
    world: World, leads: list[Correspondent]
) -> None:
    senior = world.senior_of(leads[0])
    world.at("2021-10-01 09:00")
    letter = next(x for x in senior.unread if x.obligation == "coaching")
    world.person("Mallory <mallory@elsewhere.example>").replies(letter, "All is well with us.")
    assert not world.state.awards["ACE-001"].coaching


def test_a_learning_report_is_asked_for_reminded_recorded_and_shared_where_they_agree(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    world.at("2022-03-03 17:00")
    letter = amara.receives("learning-asked", mentioning=["31 March 2022", "you may share it"])
    for each in leads:
        each.has_read()
    amara.replies(letter, LEARNT)
    amara.receives("noted", mentioning="we have your learning report", not_mentioning="May the")
    world.at("2022-03-04 09:01")
    kwame.receives("learning-shared", mentioning="nobody had asked carers")
    amara.receives_nothing_more()
    world.at("2022-04-01 09:00")
    reminder = kwame.receives("learning-reminder", mentioning="31 March 2022")
    report = File("Learning.txt", b"We learnt to ask why as well as how, and to stop in time.\n")
    kwame.replies(reminder, "Attached.", attachments=(report,))
    noted = kwame.receives("noted", mentioning=["Learning.txt", "you may share it"])
    world.at("2022-04-01 10:00")
    amara.receives_nothing_more()
    kwame.replies(noted, "Please do not share it.")
    kwame.receives("noted", mentioning="we do not share")
    world.at("2022-05-10 08:00")
    amara.receives_nothing_more()
    kwame.receives_nothing_more()


def test_a_lead_who_only_asks_for_more_time_has_sent_no_report(
    world: World, leads: list[Correspondent]
) -> None:
    amara = leads[0]
    world.at("2022-03-04 09:00")
    letter = amara.receives("learning-asked")
    amara.replies(letter, "Could we send this a week later?")
    world.organiser.receives("question-asked", mentioning="a week later")
    assert world.state.awards["ACE-001"].report is None


def test_reports_that_stay_away_are_the_organisers_task_at_last(
    world: World, leads: list[Correspondent]
) -> None:
    world.each_day_until("2022-04-20 12:00")
    amara = leads[0]
    assert [x.obligation for x in amara.unread].count("learning-reminder") == 2
    world.organiser.has_read()
    world.digest("2022-04-25 08:00", mentioning="learning report has not come")


def test_saying_that_they_give_up_in_a_check_in_is_for_a_person_to_read(
    world: World, leads: list[Correspondent]
) -> None:
    amara = leads[0]
    world.at("2021-12-01 09:00")
    amara.replies(amara.receives("check-in"), "We are sorry, we have to withdraw from this.")
    assert world.stage("ACE-001") == "awarded"
    world.digest("2021-12-02 08:00", mentioning="It may be giving up")
