"""The panel's meeting: the pack, the board confirmed or departed from, and places that move."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.scenarios.panelled import (
    ASHA,
    BEN,
    CLEAR,
    TIE,
    all_score,
    meeting,
    open_panelled,
    papers_go,
    scores,
)
from tests.scenarios.panels import SCORES, panel_world, paper, papers_out, readers
from tests.scenarios.test_outcomes import closed
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_panelled(tmp_path) as world:
        yield world


# --- the pack ------------------------------------------------------------------------------------


def test_the_pack_comes_once_when_every_score_is_in(world: World) -> None:
    closed(world, "amara", "kwame")
    papers_go(world)
    scores(world, ASHA, "ACE-001", 2)
    scores(world, BEN, "ACE-001", 2)
    scores(world, BEN, "ACE-002", 3)
    world.at("2021-09-07 10:00")
    world.organiser.receives_nothing_more(besides="digest")
    scores(world, ASHA, "ACE-002", 3)
    world.at("2021-09-07 11:00")
    pack = world.organiser.receives(
        "meeting-pack",
        attached=["meeting pack.xlsx", "meeting pack.docx"],
        mentioning=["confirm board", "1. ACE-002", "2. ACE-001", "3.00", "nothing is decided"],
    )
    assert not pack.says("missing")
    world.organiser.receives("feedback-draft")
    world.at("2021-09-07 12:00")
    world.organiser.receives_nothing_more(besides="digest")


def test_the_pack_waits_for_a_form_that_may_still_come(world: World) -> None:
    closed(world, "amara")
    late = world.applicant("kwame")
    late.writes("Expression of interest", "We should like to apply for our work in Brent.")
    world.organiser.replies(
        world.digest("2021-09-07 08:00"), "extend 2 to 2021-09-09 because the mail was down"
    )
    all_score(world, {"ACE-001": 2})
    world.at("2021-09-08 10:00")
    assert not [x for x in world.organiser.unread if x.obligation == "meeting-pack"]
    world.at("2021-09-10 09:00")
    world.organiser.receives("meeting-pack")


def test_the_pack_comes_when_the_panels_time_is_up_and_says_what_is_missing(world: World) -> None:
    closed(world, "amara", "kwame")
    papers_go(world)
    scores(world, ASHA, "ACE-001", 2)
    scores(world, BEN, "ACE-001", 2)
    world.at("2021-09-10 17:00")
    pack = world.organiser.receives(
        "meeting-pack", mentioning=["2 scores are still missing", "ACE-002 has no score"]
    )
    world.organiser.replies(pack, "confirm board")
    world.organiser.receives("orders", mentioning=["ACE-002 has no score", "Nothing is decided"])
    assert world.stage("ACE-001") == "submitted"


def test_the_organiser_can_ask_for_the_pack(world: World) -> None:
    meeting(world, CLEAR)
    pack = world.organiser.receives("meeting-pack")
    world.organiser.replies(pack, "meeting pack")
    world.organiser.receives("meeting-pack")


def test_before_the_panel_reads_there_is_no_pack(world: World) -> None:
    closed(world, "amara")
    world.organiser.replies(world.digest("2021-09-07 08:00"), "meeting pack")
    world.organiser.receives("orders", mentioning="nothing to assess yet")


def test_the_workbook_and_the_document_hold_what_the_meeting_needs(world: World) -> None:
    meeting(world, CLEAR)
    pack = world.organiser.receives("meeting-pack")
    sheet = pack.file(".xlsx")
    paper = pack.file(".docx")
    assert sheet and paper
    book = load_workbook(io.BytesIO(sheet.data))
    assert book.sheetnames == [
        *("Board", "Places", "Scores", "Spread", "Comments", "Members", "Charts")
    ]
    assert [row[2] for row in book["Board"].iter_rows(min_row=2, values_only=True)] == [
        *("ACE-001", "ACE-002", "ACE-003")
    ]
    assert len(book["Charts"]._charts) == 2  # type: ignore[attr-defined]
    said = [row[3] for row in book["Comments"].iter_rows(min_row=2, values_only=True)]
    assert "I used to work there." in said
    document = Document(io.BytesIO(paper.data))
    text = "\n".join(p.text for p in document.paragraphs)
    assert text.count("ACE-00") >= 3
    assert "I used to work there." not in text
    described = [x.get("descr") for x in document.element.iter("{*}docPr")]
    assert described and all(described)


def test_what_members_sent_by_mail_reaches_the_board(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara", "kwame")
        world.at("2021-09-06 10:00")
        for reference in ("ACE-001", "ACE-002"):
            for each in readers(world, reference):
                marks = SCORES if reference == "ACE-001" else SCORES.replace("C5: 1", "C5: 3")
                each.replies(paper(each, reference), marks)
        world.at("2021-09-06 11:00")
        pack = world.organiser.receives("meeting-pack", mentioning=["1. ACE-002", "2. ACE-001"])
        world.organiser.replies(pack, "confirm board")
        assert [world.stage(r) for r in ("ACE-001", "ACE-002")] == ["accepted", "accepted"]
        preview = world.approver.receives("preview", mentioning="say when you would stop")
        assert not preview.says("no stop point")


# --- confirming ----------------------------------------------------------------------------------


def test_the_board_is_confirmed_as_it_stands(world: World) -> None:
    meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "Confirm the board, please.")
    world.organiser.receives("orders", mentioning="2 accepted, 1 on reserve")
    stages = [world.stage(f"ACE-00{n}") for n in (1, 2, 3)]
    assert stages == ["accepted", "accepted", "reserved"]
    world.approver.receives("preview", mentioning=["ACE-001", "ACE-003"])


def test_a_tie_for_a_place_must_be_decided_first_and_then_the_rest_follows(world: World) -> None:
    meeting(world, TIE)
    pack = world.organiser.receives("meeting-pack", mentioning="ACE-002 and ACE-003 are equal")
    world.organiser.replies(pack, "confirm board")
    answer = world.organiser.receives("orders", mentioning="ACE-002, ACE-003 tie")
    assert [world.stage(f"ACE-00{n}") for n in (1, 2, 3)] == ["submitted"] * 3
    assert answer.says("accept ACE-003 because ...")
    world.organiser.replies(pack, "accept 3 because nobody else works with Barnet\nconfirm board")
    stages = [world.stage(f"ACE-00{n}") for n in (1, 2, 3)]
    assert stages == ["accepted", "reserved", "accepted"]


def test_a_departure_from_the_board_needs_its_reason(world: World) -> None:
    meeting(world, CLEAR)
    pack = world.organiser.receives("meeting-pack")
    world.organiser.replies(pack, "accept ACE-003")
    world.organiser.receives("orders", mentioning="accept ACE-003 because ...")
    assert world.stage("ACE-003") == "submitted"
    world.organiser.replies(pack, "accept ACE-003 because it is the only one with young people")
    world.organiser.replies(pack, "confirm board")
    stages = [world.stage(f"ACE-00{n}") for n in (1, 2, 3)]
    assert stages == ["accepted", "reserved", "accepted"]
    reason = world.application("ACE-003").decision_reason
    assert reason == "it is the only one with young people"


def test_what_the_board_proposes_needs_no_reason(world: World) -> None:
    meeting(world, CLEAR)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "accept 1\nreserve 3")
    assert world.stage("ACE-001") == "accepted"
    assert world.stage("ACE-003") == "reserved"


def test_an_unused_place_moves_only_by_order_and_with_a_reason(world: World) -> None:
    closed(world, "amara", "kwame", "fatima")
    all_score(world, CLEAR)
    world.at("2021-09-08 10:00")
    pack = world.organiser.receives(
        "meeting-pack", mentioning="no fundable project for 2 places. 2 places stay unused"
    )
    world.organiser.replies(pack, "accept 3 in place of SEL")
    world.organiser.receives("orders", mentioning="accept ACE-003 in place of SEL because ...")
    assert world.stage("ACE-003") == "submitted"
    order = "accept ACE-003 in place of South East London because none there is fundable"
    world.organiser.replies(pack, f"{order}\nconfirm board")
    world.organiser.receives("orders", mentioning=["in place of SEL", "1 of SEL"])
    moved = world.application("ACE-003")
    assert (moved.stage, moved.place) == ("accepted", "SEL")
    assert moved.place_reason == "none there is fundable"
    assert [world.stage(f"ACE-00{n}") for n in (1, 2)] == ["accepted", "accepted"]
    world.approver.receives(
        "preview",
        mentioning=[
            "South East London: 1 accepted of 2",
            "It takes a place of South East London. The reason: none there is fundable",
        ],
    )


def test_a_footprint_whose_places_are_taken_has_none_to_give(world: World) -> None:
    meeting(world, CLEAR)
    pack = world.organiser.receives("meeting-pack")
    lend = "accept {} in place of SEL because none there is fundable"
    world.organiser.replies(pack, "\n".join(lend.format(n) for n in (1, 2, 3)))
    world.organiser.receives("orders", mentioning="South East London has no place left to give")
    assert world.stage("ACE-003") == "submitted"


def test_a_correction_after_the_pack_sends_a_new_one_that_says_what_changed(world: World) -> None:
    meeting(world, CLEAR)
    pack = world.organiser.receives("meeting-pack")
    scores(world, ASHA, "ACE-003", 3)
    new = world.organiser.receives(
        "New meeting pack", mentioning=["ACE-003: 1.83, rank 3 in NWL, reserve; now 2.42, rank 2"]
    )
    world.organiser.replies(pack, "confirm board")
    world.organiser.receives("orders", mentioning="look at the latest meeting pack")
    assert world.stage("ACE-001") == "submitted"
    world.organiser.replies(new, "confirm board")
    assert world.stage("ACE-003") == "accepted"


def test_a_correction_by_mail_is_told_score_by_score_in_one_new_pack(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        world.at("2021-09-06 10:00")
        first, second = readers(world, "ACE-001")
        for each in (first, second):
            each.replies(paper(each, "ACE-001"), SCORES)
        world.at("2021-09-06 11:00")
        world.organiser.receives("meeting-pack", not_mentioning="What has changed")
        world.organiser.has_read()
        first.replies(paper(first, "ACE-001"), "C4: 3 - on reflection\nC5: 2")
        new = world.organiser.receives(
            "meeting-pack",
            attached=["meeting pack.xlsx", "meeting pack.docx"],
            mentioning=[f"{first} corrected ACE-001: C4 2, now 3; C5 1, now 2.", "2.17", "2.33"],
        )
        world.at("2021-09-06 12:00")
        assert not [x for x in world.organiser.unread if x.obligation == "meeting-pack"]
        world.organiser.replies(new, "confirm board")
        assert world.stage("ACE-001") == "accepted"


def test_only_the_organiser_confirms_the_board(world: World) -> None:
    meeting(world, CLEAR)
    world.organiser.replies(
        world.organiser.receives("meeting-pack"),
        "accept 1\ndecline 2 because it has no partners\ndecline 3 because it has no end",
    )
    world.approver.replies(world.approver.receives("preview"), "confirm board")
    world.approver.receives("orders", mentioning="Only the organiser can order this")
