"""EOI: one email within the same cycle says what was understood, asks, and carries the pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot.config import load
from ace_mailbot.rehearsal.mailmaker import File
from tests.scenarios.texts import FALLS_IN_BRENT, NO_BOROUGH
from tests.world import ROOT, World, open_world


def test_an_expression_of_interest_gets_the_pack_in_the_same_cycle(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    pack = amara.receives(
        "pack",
        attached=["application form.docx", "application form.odt", ".ics"],
        mentioning=["Amara Okafor", "Brent Community Trust", "North West London", "20 August 2021"],
    )
    assert pack.subject.startswith("[ACE-001]")
    amara.receives_nothing_more()
    world.organiser.receives_nothing_more(besides="digest")
    assert world.stage("ACE-001") == "invited"


def test_what_is_missing_is_asked_in_the_same_email_and_the_answer_settles_it(
    world: World,
) -> None:
    kit = world.person("Kit Larsen <kit@hospices.example>", "gmail")
    world.at("2021-07-06 09:12")
    kit.writes("Expression of interest", NO_BOROUGH)
    pack = kit.receives("pack", attached=["form.docx"], mentioning=["footprint", "phone"])
    kit.receives_nothing_more()
    world.at("2021-07-06 11:00")
    kit.replies(pack, "We are in North Central London. My number is 020 7946 0123.")
    kit.receives("details-updated", mentioning=["North Central London", "020 7946 0123"])
    kit.receives_nothing_more()
    assert world.application("ACE-001").footprint == "NCL"
    assert world.application("ACE-001").lead.phone == "020 7946 0123"


def test_the_same_bytes_again_bring_no_second_pack(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    data = amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.receives("pack")
    world.at("2021-07-07 09:12")
    world.arrives(data)
    amara.receives_nothing_more()
    assert list(world.state.applications) == ["ACE-001"]


def test_the_same_project_in_a_new_email_is_asked_about(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.receives("pack")
    world.at("2021-07-08 10:00")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    asked = amara.receives("duplicate", mentioning=["ACE-001"])
    world.at("2021-07-08 10:30")
    amara.replies(asked, "It replaces the first one.")
    amara.receives("details-updated")
    amara.receives_nothing_more()
    assert list(world.state.applications) == ["ACE-001"]


def test_interest_that_came_through_a_list_is_not_answered_but_not_lost(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes(
        "Expression of interest",
        FALLS_IN_BRENT,
        headers={"List-Id": "<all.trust.example>", "Precedence": "list"},
    )
    amara.receives_nothing_more()
    world.digest("2021-07-07 08:00", mentioning="amara.okafor@trust.example")


def test_a_privacy_notice_stands_in_the_first_answer(world: World) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.receives("pack", mentioning="How we use your information")


def test_both_who_say_that_they_lead_read_what_was_understood_of_each(world: World) -> None:
    joanna = world.person("Joanna Mills <joanna.mills@council.example>")
    tariq = world.person("Tariq Aziz <tariq@charity.example>")
    world.at("2021-07-06 09:12")
    joanna.writes(
        "Expression of interest",
        "Tariq Aziz (copied) and I will lead this together.\n\n"
        + FALLS_IN_BRENT
        + "\n\nJoanna Mills, Brent Council, 020 7946 0301\n"
        "Tariq Aziz, Doorstep Families, 07700 900789",
        cc=["Tariq Aziz <tariq@charity.example>"],
    )
    tariq.receives(
        "pack",
        mentioning=[
            "Phone: 020 7946 0301",
            "Tariq Aziz, Doorstep Families, tariq@charity.example, 07700 900789",
        ],
    )


TWO_PROJECTS = (
    "We would like to express an interest in ACE, with 2 projects in Ealing, North West London."
    "\n\nProject 1: Falls. Older people who fall wait long for help. The council, the trust and a "
    "charity want to try one shared line with them.\n\n"
    "Project 2: First visit. Refugees wait a year for a dentist. Two practices and a charity want "
    "to learn with them what a first visit would have to be like.\n\n"
    "Kwame Mensah, Ealing Young Carers, 07700 900131"
)


def test_who_writes_of_two_projects_has_a_pack_at_once_and_is_asked_for_the_other_by_itself(
    world: World,
) -> None:
    kwame = world.person("Kwame Mensah <kwame@carers.example>")
    world.at("2021-07-06 09:12")
    kwame.writes("Expression of interest", TWO_PROJECTS)
    kwame.receives("pack", mentioning=["Your email tells of 2 projects", "Falls", "First visit"])
    kwame.receives_nothing_more()
    world.digest("2021-07-07 08:00", mentioning="tells of 2 projects")
    world.at("2021-07-07 10:00")
    second = TWO_PROJECTS.partition("Project 2: ")[2]
    kwame.writes("Expression of interest", "An expression of interest in Ealing.\n\n" + second)
    kwame.receives("pack", mentioning=["ACE-002", "First visit"])
    kwame.receives_nothing_more()
    assert (world.stage("ACE-001"), world.stage("ACE-002")) == ("invited", "invited")
    assert world.application("ACE-001").asked == ()


def test_what_looked_like_two_projects_is_one_when_its_lead_says_so(world: World) -> None:
    kwame = world.person("Kwame Mensah <kwame@carers.example>")
    world.at("2021-07-06 09:12")
    kwame.writes("Expression of interest", TWO_PROJECTS)
    pack = kwame.receives("pack")
    world.at("2021-07-06 11:00")
    kwame.replies(pack, "It is all one project.")
    kwame.receives("details-updated")
    kwame.receives_nothing_more()
    assert world.application("ACE-001").asked == ()


def test_two_projects_in_two_attached_files_are_noticed(world: World) -> None:
    kwame = world.person("Kwame Mensah <kwame@carers.example>")
    world.at("2021-07-06 09:12")
    files = []
    for name, part in (("falls", 1), ("dentist", 2)):
        text = TWO_PROJECTS.split("Project ")[part].partition(": ")[2]
        written = f"Expression of interest, Ealing, North West London\n\n{text}"
        files.append(File(f"{name}.txt", written.encode()))
    kwame.writes("Our 2 ideas", "Please see attached.\n\nKwame Mensah", attachments=files)
    kwame.receives("pack", mentioning="Your email tells of 2 projects")


def test_one_that_came_over_a_discussion_list_is_work_but_gets_no_answer_by_itself(
    world: World,
) -> None:
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world.at("2021-07-06 09:12")
    amara.writes(
        "[ace-forum] Expression of interest",
        FALLS_IN_BRENT,
        headers={"List-Id": "<forum.ace.example>", "Precedence": "list"},
    )
    amara.receives_nothing_more()
    digest = world.digest("2021-07-07 08:00", mentioning="send ACE-001")
    world.organiser.replies(digest, "send ACE-001")
    amara.receives("pack")


def test_an_outcome_that_begins_no_week_is_told_of_by_its_day(tmp_path: Path) -> None:
    programme = load(ROOT / "config.toml", {}).programme
    friday = replace(programme, decisions=datetime(2021, 10, 1, 8, tzinfo=UTC))
    with open_world(tmp_path, programme=friday) as world:
        amara = world.person("Amara Okafor <amara.okafor@trust.example>")
        world.at("2021-07-06 09:12")
        amara.writes("Expression of interest", FALLS_IN_BRENT)
        amara.receives(
            "pack", mentioning="Friday 1 October 2021: we tell you", not_mentioning="Week of"
        )


def test_who_writes_for_an_organisation_leads_the_work_themselves(world: World) -> None:
    bola = world.person("Bola Ige <bola.ige@trust.example>")
    world.at("2021-07-06 09:12")
    bola.writes(
        "EOI",
        "I'd like to express an interest on behalf of Northside Community Trust. We want to work "
        "with the GP federation and the council in Enfield on how young carers are seen and "
        "supported. At the moment each agency keeps its own list.\n\nBola Ige\nDirector, Northside "
        "Community Trust\n020 7946 0123",
    )
    bola.receives("pack", attached=["form.docx"], mentioning="Lead: Bola Ige")
    assert world.application("ACE-001").eoi.contact is None


def test_a_lead_without_an_address_has_the_pack_by_whoever_wrote_for_them(world: World) -> None:
    denise = world.person("Denise Hall <denise.hall@trust.example>")
    world.at("2021-07-06 09:12")
    denise.writes(
        "Expression of interest on behalf of Dr Samuel Okoro",
        "I am writing on behalf of Dr Samuel Okoro, who would like to submit an expression of "
        "interest. He wants to bring together the falls service, the ambulance crews and the "
        "council in Sutton, so that people who fall at home can stay there.\n\nDenise Hall",
    )
    denise.receives(
        "pack", attached=["form.docx"], mentioning=["Dr Samuel Okoro", "Which email address"]
    )
    assert world.application("ACE-001").title == ""
    world.at("2021-07-06 10:00")
    denise.writes(
        "Expression of interest on behalf of Ms Rosa Diaz",
        "I am writing on behalf of Ms Rosa Diaz, who would like to submit an expression of "
        "interest. She wants the libraries, the housing team and a food bank in Hackney to find "
        "out together why people come to them too late.\n\nDenise Hall",
    )
    denise.receives("pack", mentioning=["ACE-002", "Ms Rosa Diaz"])


@pytest.mark.parametrize(
    "words",
    [
        "Can you send the form again?",
        "I can't find the pack, please resend.",
        "Please could you resend the application pack?",
        "Sorry, I have lost the form. Could you send it to me again please?",
        "May I have the form once more please",
        "The attachment won't open here. Please send another copy.",
    ],
)
@pytest.mark.parametrize("in_reply", [True, False])
def test_whoever_had_the_pack_gets_it_again_when_they_ask(
    world: World, words: str, in_reply: bool
) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    pack = kwame.expresses_interest()
    world.at("2021-07-20 10:00")
    if in_reply:
        kwame.replies(pack, words)
    else:
        kwame.writes("ACE", words)
    kwame.receives("pack", attached=["form.docx"])
    kwame.receives_nothing_more()
    world.organiser.receives_nothing_more("digest")
    assert (list(world.state.applications), dict(world.state.parked)) == (["ACE-001"], {})


@pytest.mark.parametrize(
    "words",
    [
        "Shall we send the form again?",
        "I will resend the form tomorrow.",
        "Please send the form again in large print.",
    ],
)
def test_what_only_speaks_of_sending_again_brings_no_pack(world: World, words: str) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    pack = kwame.expresses_interest()
    kwame.replies(pack, words)
    assert "pack" not in {x.obligation for x in kwame.unread}


def test_nobody_else_gets_the_pack_of_an_application(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    pack = kwame.expresses_interest()
    stranger = world.person("Pat Green <pat@agency.example>")
    stranger.replies(pack, "I can't find the pack, please resend.")
    assert [x.obligation for x in stranger.unread] == ["unclear"]
    kwame.receives_nothing_more()
