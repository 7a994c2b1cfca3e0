"""The projects are introduced, and invited to what they come together for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from ace_mailbot import reports
from ace_mailbot.config import CohortEvent, Publishing, load
from ace_mailbot.rehearsal.mailmaker import File
from ace_mailbot.rehearsal.post import Posted
from tests.scenarios.awarded import awards_out
from tests.scenarios.rebuilt import rebuilt_world
from tests.scenarios.test_outcomes import closed
from tests.world import ROOT, Correspondent, World

EVENT = 'event "Masterclass 1" on 2021-11-10 10:00 to 12:00 at The Wesley, Euston Street'


def orders(world: World, text: str) -> Posted:
    """The organiser orders *text* in reply to the latest digest; the answer."""
    letter = next(x for x in reversed(world.organiser.read) if x.obligation == "digest")
    world.organiser.replies(letter, text)
    told = world.organiser.receives("orders")
    world.cycle()
    return told


def calendar_of(letter: Posted) -> Calendar:
    file = letter.file(".ics")
    assert file, "no calendar file is attached"
    return Calendar.from_ical(file.data)


def reply_from(letter: Posted, partstat: str) -> File:
    """What a calendar program answers to the invitation in *letter* (RFC 5546, 3.2.3)."""
    asked = calendar_of(letter)
    event = asked.walk("VEVENT")[0]
    reply = Calendar()
    for name, value in (("prodid", "-//Mozilla//Thunderbird//EN"), ("version", "2.0")):
        reply.add(name, value)
    reply.add("method", "REPLY")
    event["attendee"].params["partstat"] = partstat
    reply.add_component(event)
    return File("reply.ics", bytes(reply.to_ical()))


@pytest.fixture
def leads(world: World) -> list[Correspondent]:
    return awards_out(world, "amara", "kwame")


def test_only_those_who_agreed_are_introduced_by_name(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    award = next(x for x in amara.read if x.obligation == "outcome-accepted")
    assert award.says("introduce us")
    world.at("2021-10-01 12:00")
    amara.replies(award, "Thank you! Please do introduce us to the others.")
    amara.receives("noted", mentioning="introduce you by name")
    world.at("2021-10-25 09:00")
    kwame.receives("introduction", mentioning=[amara.email, 'Reply "introduce us"'])
    amara.receives("introduction", not_mentioning=[kwame.email, "We have not heard"])


def test_an_event_that_the_organiser_orders_is_sent_as_a_calendar_invitation(
    world: World, leads: list[Correspondent]
) -> None:
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    for each in leads:
        letter = each.receives("event", mentioning=["10 November 2021, 10am to midday", "Wesley"])
        event = calendar_of(letter).walk("VEVENT")[0]
        assert str(event["attendee"]) == f"mailto:{each.email}"
    world.at("2021-10-05 09:00")
    for each in leads:
        each.receives_nothing_more()


def test_calendars_and_words_are_counted_and_shown(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    first, second = (each.receives("event") for each in leads)
    amara.replies(first, "", attachments=(reply_from(first, "ACCEPTED"),))
    amara.receives_nothing_more()
    kwame.replies(second, "Sorry, I can't make it that day.")
    kwame.receives("noted", mentioning="will not come to “Masterclass 1”")
    world.digest("2021-10-05 08:00", mentioning=["1 coming (Amara", "1 not coming (Kwame"])
    kwame.replies(second, "Good news: I can come after all!")
    world.digest("2021-10-06 08:00", mentioning="2 coming", not_mentioning="not coming")


def test_a_moved_event_asks_again_and_old_answers_no_longer_count(
    world: World, leads: list[Correspondent]
) -> None:
    amara, _ = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    first = amara.receives("event")
    amara.replies(first, "", attachments=(reply_from(first, "ACCEPTED"),))
    world.digest("2021-10-05 08:00", mentioning="1 coming")
    orders(world, 'move event "Masterclass 1" to 2021-11-11 14:00 to 16:00')
    second = amara.receives("event", mentioning=["This has changed", "11 November 2021", "Wesley"])
    before, after = (calendar_of(x).walk("VEVENT")[0] for x in (first, second))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    amara.replies(first, "", attachments=(reply_from(first, "ACCEPTED"),))
    world.digest("2021-10-06 08:00", mentioning="nobody has answered yet")
    amara.replies(second, "", attachments=(reply_from(second, "DECLINED"),))
    world.digest("2021-10-07 08:00", mentioning="1 not coming")


def test_a_cancelled_event_is_called_off_to_all_who_did_not_say_no(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    kwame.replies(kwame.receives("event"), "I cannot come.")
    kwame.receives("noted")
    amara.receives("event")
    orders(world, 'cancel event "Masterclass 1" because the speaker is ill')
    letter = amara.receives("event-cancelled", mentioning="the speaker is ill")
    calendar = calendar_of(letter)
    assert str(calendar["method"]) == "CANCEL"
    assert str(calendar.walk("VEVENT")[0]["status"]) == "CANCELLED"
    kwame.receives_nothing_more()


def test_whoever_opts_out_gets_no_more_invitations(
    world: World, leads: list[Correspondent]
) -> None:
    amara, kwame = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    amara.replies(amara.receives("event"), "Please stop invitations.")
    amara.receives("noted", mentioning="no more event invitations")
    orders(world, 'event "Workshop" on 2021-12-08 14:00 to 16:00')
    kwame.receives("event")
    kwame.receives("event", mentioning="Workshop")
    amara.receives_nothing_more()


def test_nobody_else_can_answer_for_a_guest(world: World, leads: list[Correspondent]) -> None:
    amara, _ = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    invitation = amara.receives("event")
    stranger = world.person("Mallory <mallory@elsewhere.example>")
    stranger.replies(invitation, "", attachments=(reply_from(invitation, "DECLINED"),))
    world.digest("2021-10-05 08:00", mentioning="nobody has answered yet")


def test_a_question_beside_an_answer_reaches_the_organiser(
    world: World, leads: list[Correspondent]
) -> None:
    amara, _ = leads
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    amara.replies(amara.receives("event"), "Yes, I will come. Is there step-free access?")
    world.organiser.receives("question-asked", mentioning="step-free")
    world.digest("2021-10-05 08:00", mentioning="1 coming")


def test_senior_leaders_are_invited_too_and_may_opt_out(
    world: World, leads: list[Correspondent]
) -> None:
    amara, _ = leads
    senior = world.senior_of(amara)
    world.digest("2021-10-04 08:00")
    orders(world, EVENT)
    letter = senior.receives(
        "event", mentioning="You are invited as the senior leader of One front"
    )
    assert str(calendar_of(letter).walk("VEVENT")[0]["attendee"]) == f"mailto:{senior.email}"
    senior.replies(letter, "", attachments=(reply_from(letter, "ACCEPTED"),))
    world.digest("2021-10-05 08:00", mentioning=f"1 coming ({senior}")
    senior.replies(letter, "Please stop invitations.")
    senior.receives("noted", mentioning="no more event invitations")
    orders(world, 'event "Workshop" on 2021-12-08 14:00 to 16:00')
    amara.receives("event")
    amara.receives("event", mentioning="Workshop", not_mentioning="senior leader")
    assert not [x for x in senior.unread if x.obligation == "event"]


def test_the_config_may_leave_senior_leaders_out(tmp_path: Path) -> None:
    zone = load(ROOT / "config.toml", {}).programme.zone
    starts = datetime(2021, 11, 10, 10, tzinfo=zone)
    event = CohortEvent("peers", "Peers", starts, starts.replace(hour=12), seniors=False)
    with rebuilt_world(tmp_path, cohort=(event,)) as world:
        amara, _ = awards_out(world, "amara", "kwame")
        senior = world.senior_of(amara)
        assert [x.obligation for x in amara.read].count("event") == 1
        assert not [x for x in (*senior.read, *senior.unread) if x.obligation == "event"]


def test_a_project_from_the_reserve_list_is_introduced_too(world: World) -> None:
    amara, kwame, fatima, far = closed(world, "amara", "kwame", "fatima", "adeyemi")
    first = world.digest("2021-09-07 08:00")
    world.organiser.replies(first, "accept 1\naccept 2\nreserve 3\naccept 4")
    world.at("2021-09-07 09:00")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    award = amara.receives("outcome-accepted")
    amara.replies(award, "Please do introduce us.")
    kwame.receives("outcome-accepted")
    world.at("2021-10-20 10:00")
    for each in (amara, kwame, fatima, far, world.organiser, world.approver):
        each.has_read()
    kwame.writes("[ACE-002] our award", "We are sorry, we decline the award.")
    world.organiser.replies(
        world.organiser.receives("place-free"), "accept ACE-003 because it is next"
    )
    preview = world.approver.receives("preview")
    world.at("2021-10-25 10:00")  # the introductions go; fatima has no award yet
    world.approver.replies(preview, "approve")
    world.at("2021-10-25 11:00")
    award = fatima.receives("outcome-accepted")
    world.at("2021-10-26 10:00")
    amara.receives("introduction", not_mentioning=[fatima.email, far.email])
    assert not [x for x in (*amara.unread, *fatima.unread) if x.obligation == "introduction"]
    fatima.replies(award, "Yes, please introduce us to the others.")
    world.at("2021-10-26 11:00")
    amara.receives("introduction", mentioning=["1 project has joined", fatima.email])
    fatima.receives("introduction", mentioning=["3 projects are in the programme", amara.email])
    world.at("2021-11-12 10:00")
    assert not [x for x in (*amara.unread, *fatima.unread) if x.obligation == "introduction"]


@pytest.fixture
def with_events(tmp_path: Path) -> Iterator[World]:
    zone = load(ROOT / "config.toml", {}).programme.zone
    starts = datetime(2021, 11, 10, 10, tzinfo=zone)
    event = CohortEvent("masterclass-1", "Masterclass 1", starts, starts.replace(hour=12), "Teams")
    with rebuilt_world(tmp_path, cohort=(event,)) as world:
        yield world


def test_events_of_the_config_are_sent_with_the_awards(with_events: World) -> None:
    amara, _ = awards_out(with_events, "amara", "kwame")
    (letter,) = (x for x in amara.read if x.obligation == "event")
    assert letter.says("Masterclass 1")
    assert letter.says("Teams")


def test_a_change_in_the_config_is_sent_as_an_update(with_events: World) -> None:
    amara, _ = awards_out(with_events, "amara", "kwame")
    config = with_events.config
    (event,) = config.cohort
    later = replace(event, starts=event.starts.replace(day=12), ends=event.ends.replace(day=12))
    with_events.house = replace(with_events.house, config=replace(config, cohort=(later,)))
    with_events.at("2021-10-04 09:00")
    letter = amara.receives("event", mentioning=["This has changed", "12 November"])
    assert re.search(rb"SEQUENCE:1\r\n", letter.file(".ics").data)  # type: ignore[union-attr]


def test_a_malformed_event_is_answered_with_the_form(
    world: World, leads: list[Correspondent]
) -> None:
    world.digest("2021-10-04 08:00")
    told = orders(world, 'event "Workshop" next week some time')
    assert told.says("An event needs its title, its day and its times")
    assert not world.state.gatherings


def test_awards_are_exported_as_open_data_once_they_are_told(
    world: World, leads: list[Correspondent]
) -> None:
    publishing = Publishing("360G-example", "GB-CHC-1234567", "The Funder", "ACE 2021-22")
    config, store = replace(world.config, publishing=publishing), world.house.store
    data, missing = reports.giving(config, store, world.now, is_table=False)
    assert [g["id"] for g in json.loads(data)["grants"]] == [
        "360G-example-ACE-001",
        "360G-example-ACE-002",
    ]
    assert missing == ()
    table, _ = reports.giving(config, store, world.now, is_table=True)
    assert len(table.splitlines()) == 3
    for lead in leads:
        for told in (data.decode(), table.decode()):
            assert lead.email not in told
            assert repr(lead) not in told
