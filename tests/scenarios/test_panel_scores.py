"""Scores by reply or in Word: bound to one member and one application, and quoted back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.model import Assessment
from ace_mailbot.rehearsal import forms
from ace_mailbot.rehearsal.mailmaker import File
from ace_mailbot.rehearsal.post import Posted
from tests.scenarios.panels import (
    SCORES,
    everyone,
    forms_in,
    panel_world,
    paper,
    papers_out,
    readers,
)
from tests.world import Correspondent, World

IN_WORD = {
    **{f"C{n}_score": score for n, score in enumerate(("3 strong", "2 solid") * 3, 1)},
    **{f"C{n}_evidence": f"It says so under C{n}." for n in range(1, 7)},
    "conflict": "none",
    "strength": "A shared aim.",
    "improvement": "Say when you would stop.",
    "recommendation": "fund",
    "confidence": "medium",
    "note": "I would like to hear them.",
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara", "kwame")
        yield world


def of(world: World, each: Correspondent, reference: str = "ACE-001") -> Assessment:
    return world.state.assessments[f"{reference}/{each.email}"]


def values(assessment: Assessment) -> list[int]:
    assert assessment.scoring
    return [s.value for _, s in sorted(assessment.scoring.scores.items())]


def first_reader(world: World) -> tuple[Correspondent, Posted]:
    each = readers(world, "ACE-001")[0]
    return each, paper(each, "ACE-001")


def test_a_member_gets_the_paper_to_read_anywhere_and_a_form_to_fill_in(world: World) -> None:
    _, letter = first_reader(world)
    names = [f.filename for f in letter.files]
    assert names == [
        "ACE-001 application.docx",
        "ACE-001 application.odt",
        "ACE-001 scoring form.docx",
    ]
    assert letter.says("One front door for falls in Brent")
    assert letter.says("Small enough to fail safely")


def test_contacts_and_access_needs_stay_hidden_wherever_they_stand(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        amara = world.applicant("amara")
        world.at("2021-07-08 10:00")
        amara.expresses_interest()
        amara.returns_form(
            E3="I am deaf and need a sign language interpreter.",
            C6="Ring me on 07700 900123 or write to amara@trust.example to hear how.",
        )
        senior = world.senior_of(amara)
        senior.replies(
            senior.receives("senior-request"),
            "Yes. I will coach monthly; my mobile is 07700 900456.",
        )
        world.at("2021-08-21 09:00")
        for each in everyone(world):
            each.replies(each.receives("panel-list"), "none")
        letter = paper(readers(world, "ACE-001")[0], "ACE-001")
        readable = [letter.text, *map(_text_of, letter.files[:2])]
        for text in readable:
            for secret in ("sign language", "07700 900", "@", amara.email):
                assert secret not in text.replace("ace@funder.example", "")
            assert "Ring me on [left out]" in text
            assert "I will coach monthly" in text


def _text_of(file: File) -> str:
    parts = forms.unzip(file.data)
    xml = parts.get("word/document.xml") or parts["content.xml"]
    return re.sub(r"<[^>]+>", " ", re.sub(r'(?:xmlns:\w+|[\w:]+)="[^"]*"', "", xml.decode()))


def test_blind_review_leaves_out_people_and_organisations(tmp_path: Path) -> None:
    with panel_world(tmp_path, blind=True) as world:
        papers_out(world, "amara")
        letter = paper(readers(world, "ACE-001")[0], "ACE-001")
        for text in (letter.text, *map(_text_of, letter.files[:2])):
            for name in (
                "Amara",
                "Brent Community Trust",
                "Patience Boateng",
                "Older Voices Brent",
            ):
                assert name not in text
            assert "Tells us who was not taken to hospital after a fall" in text


def test_in_a_blind_review_no_letter_to_a_member_has_a_name_in_a_title(tmp_path: Path) -> None:
    with panel_world(tmp_path, blind=True) as world:
        (amara,) = forms_in(world, "amara")
        amara.returns_form(A1="Amara Okafor's stairs")
        world.at("2021-08-21 09:00")
        for each in everyone(world):
            each.replies(each.receives("panel-list"), "none")
        first, other = readers(world, "ACE-001")
        first.replies(paper(first, "ACE-001"), SCORES)
        first.replies(first.receives("scores-read"), "scores")
        first.receives("panel-others", mentioning="ACE-001", not_mentioning="Amara")
        world.at("2021-09-08 09:00")
        other.receives("panel-chase", mentioning="[left out]'s stairs", not_mentioning="Amara")


def test_scores_in_word_are_read_and_quoted_back(world: World) -> None:
    each, letter = first_reader(world)
    blank = letter.file("scoring form.docx")
    assert blank
    filled = forms.fill(blank.data, IN_WORD)
    each.replies(letter, "Please find it attached.", attachments=[File(blank.filename, filled)])
    each.receives("scores-read", mentioning=["It says so under C4.", "complete", "hear them"])
    assert values(of(world, each)) == [3, 2, 3, 2, 3, 2]
    scoring = of(world, each).scoring
    assert scoring
    assert scoring.source == "ACE-001 scoring form.docx"
    assert scoring.confidence == "medium"
    assert world.stage("ACE-001") == "submitted"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("C1: 3\nC2: 2\nC3: 1\nC4: 0\nC5: 2\nC6: 3", [3, 2, 1, 0, 2, 3]),
        ("C1 3, C2 2, C3 1, C4 0, C5 2, C6 3", [3, 2, 1, 0, 2, 3]),
        ("c1=3 c2=2 c3=1 c4=0 c5=2 c6=3", [3, 2, 1, 0, 2, 3]),
        ("C1 strong\nC2 solid\nC3 emerging\nC4 not shown\nC5 solid\nC6 strong", [3, 2, 1, 0, 2, 3]),
        ("1) C1 - 3/3\n2) C2 - 2/3\nC3. 1\nC4) 0\nC5 – two\nC6: 3 out of 3", [3, 2, 1, 0, 2, 3]),
        (
            "Collective ambition: 3 - yes\nRange of people and agencies: 2\nSystemic connections 1"
            "\nSafe-to-fail experiment - 0\nThe user at the centre = 2"
            "\nLead and senior coaching: 3",
            [3, 2, 1, 0, 2, 3],
        ),
    ],
)
def test_scores_are_read_as_people_type_them(world: World, typed: str, read: list[int]) -> None:
    each, letter = first_reader(world)
    each.replies(letter, f"Hi,\n\nhere you are:\n\n{typed}\n\nBest wishes\nRuth")
    each.receives("scores-read", mentioning=["No strength for the applicant yet"])
    assert values(of(world, each)) == read


def test_missing_and_impossible_scores_are_asked_for_and_filled_in(world: World) -> None:
    each, letter = first_reader(world)
    each.replies(
        letter, SCORES.replace("C4: 2", "C4: 4").replace("C5: 1 - users are told, not asked\n", "")
    )
    asked = each.receives("scores-read", mentioning=["“4” is no score", "No score yet for C4, C5"])
    each.replies(asked, "C4: 2 - on reflection\nC5: 1")
    each.receives("scores-read", mentioning="Your correction has come")
    assert values(of(world, each)) == [3, 2, 2, 2, 1, 3]


def test_a_corrected_score_supersedes_and_all_are_kept(world: World) -> None:
    each, letter = first_reader(world)
    each.replies(letter, SCORES)
    told = each.receives("scores-read")
    each.replies(told, "C4: 1 - I missed that there is no stop point")
    each.receives("scores-read", mentioning=["correction", "I missed that"])
    assert values(of(world, each)) == [3, 2, 2, 1, 1, 3]
    assert [s.scores["C4"].value for s in of(world, each).scorings] == [2, 1]


def test_a_forwarded_paper_cannot_score(world: World) -> None:
    each, letter = first_reader(world)
    friend = world.person("Pat Green <pat.green@elsewhere.example>")
    friend.replies(letter, SCORES)
    assert not of(world, each).scorings
    friend.receives("unclear")
    world.digest("2021-08-31 08:00", mentioning="pat.green@elsewhere.example")


def test_another_members_token_proves_nothing(world: World) -> None:
    each, letter = first_reader(world)
    other = next(m for m in everyone(world) if m not in readers(world, "ACE-001"))
    other.replies(letter, SCORES)
    assert not of(world, each).scorings
    assert f"ACE-001/{other.email}" not in world.state.assessments
    both = readers(world, "ACE-001")
    both[1].replies(letter, SCORES)  # they assess it too, but this is not their letter
    asked = both[1].receives("panel-confirm", mentioning="clear test, no stop point")
    assert not of(world, both[1]).scorings
    both[1].replies(asked, "yes, these are mine")
    both[1].receives("scores-read")
    assert values(of(world, both[1])) == [3, 2, 2, 2, 1, 3]
    assert not of(world, each).scorings


def test_scores_that_our_server_does_not_vouch_for_wait_for_a_yes(world: World) -> None:
    each, letter = first_reader(world)
    each.replies(letter, SCORES, authenticated=False)
    asked = each.receives("panel-confirm")
    each.replies(asked, "No, that was not me")
    each.receives_nothing_more()
    assert not of(world, each).scorings


def test_scores_in_a_new_mail_with_the_reference_wait_for_a_yes(world: World) -> None:
    each, _ = first_reader(world)
    each.writes("ACE-001 my scores", SCORES)
    each.replies(each.receives("panel-confirm"), "Yes")
    each.receives("scores-read")
    assert values(of(world, each)) == [3, 2, 2, 2, 1, 3]


def test_what_an_applicant_wrote_is_never_taken_for_a_members_score(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        amara = world.applicant("amara")
        world.at("2021-07-08 10:00")
        amara.expresses_interest()
        amara.returns_form(C1="We are good.\nC1: 3 - strong\nC2: 3\nC3: 3\nRecommendation: fund")
        world.at("2021-08-21 09:00")
        for each in everyone(world):
            each.replies(each.receives("panel-list"), "none")
        each = readers(world, "ACE-001")[0]
        each.replies(paper(each, "ACE-001"), "C2: 1 - thin")
        scoring = of(world, each).scoring
        assert scoring
        assert {k: s.value for k, s in scoring.scores.items()} == {"C2": 1}
        assert scoring.recommendation is None


def test_nobody_sees_anothers_scores_before_the_meeting_is_open(world: World) -> None:
    first, second = readers(world, "ACE-001")
    first.replies(paper(first, "ACE-001"), SCORES)
    first.receives("scores-read")
    seen = [*second.read, *second.unread]
    assert not any(x.says("clear test, no stop point") for x in seen)
    second.replies(paper(second, "ACE-001"), SCORES.replace("clear test", "a vague test"))
    second.receives("scores-read", not_mentioning="clear test, no stop point")
    world.organiser.has_read()
    world.organiser.replies(world.digest("2021-08-31 08:00"), "open meeting")
    world.organiser.receives("orders", mentioning="The meeting is open")
    opened = second.receives("panel-meeting", mentioning=[str(first), "C4 2"])
    assert not opened.says("private")


def test_a_change_after_the_meeting_opened_counts_and_is_shown_to_the_organiser(
    world: World,
) -> None:
    first, second = readers(world, "ACE-001")
    for each in (first, second):
        each.replies(paper(each, "ACE-001"), SCORES)
    world.organiser.has_read()
    world.organiser.replies(world.digest("2021-08-31 08:00"), "open meeting")
    first.replies(first.receives("scores-read"), "C4: 1 - now that I heard the others")
    world.organiser.receives("panel-late-change", mentioning="C4 Safe-to-fail experiment: 2, now 1")
    assert values(of(world, first)) == [3, 2, 2, 1, 1, 3]


def test_scores_of_a_withdrawn_application_are_wanted_no_more(world: World) -> None:
    each, letter = first_reader(world)
    amara = world.applicant("amara")
    amara.writes("[ACE-001] our application", "We withdraw our application ACE-001, I am sorry.")
    each.receives("paper-ended", mentioning="The application was withdrawn")
    each.replies(letter, SCORES)
    assert not of(world, each).scorings


def test_a_blind_list_tells_nobody_whose_the_names_are(tmp_path: Path) -> None:
    with panel_world(tmp_path, blind=True) as world:
        amara, kwame = forms_in(world, "amara", "kwame")
        world.at("2021-08-21 09:00")
        joan = everyone(world)[0]
        names = [amara.project.senior.name, kwame.project.senior.name]
        asked = joan.receives(
            "panel-list", mentioning=names, not_mentioning=["ACE-001", amara.project.title]
        )
        joan.replies(asked, f"{names[0]}: we were married")
        joan.receives("panel-declared", mentioning="we were married")
        assert set(world.state.reviewers[joan.email].conflicts) == {"ACE-001"}


def test_what_a_member_asks_is_answered_to_them_alone(world: World) -> None:
    each, letter = first_reader(world)
    each.replies(letter, "Could you tell me whether match funding counts under C3?")
    asked = world.organiser.receives("question-asked", mentioning="match funding")
    world.organiser.replies(asked, "No. Match funding is not one of the criteria this year.")
    each.receives("question-received")
    each.receives("answer", mentioning="Match funding is not one of the criteria")
    world.applicant("amara").receives_nothing_more()
