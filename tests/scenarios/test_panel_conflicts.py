"""Conflicts of interest: asked before any paper, declared at any time, and final."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.panels import (
    SCORES,
    everyone,
    forms_in,
    listed,
    panel_member,
    panel_world,
    paper,
    papers_out,
    readers,
)
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with panel_world(tmp_path) as world:
        yield world


def test_the_list_names_titles_agencies_and_people_and_nothing_else(world: World) -> None:
    (amara,) = forms_in(world, "amara")
    world.at("2021-08-21 09:00")
    answers = amara.answers()
    for each in everyone(world):
        each.receives(
            "panel-list",
            mentioning=[answers["A1"], answers["B1_name"], answers["B4_1_agency"]],
            not_mentioning=[answers["B1_email"], answers["B1_phone"], answers["C1"][:40]],
        )


def test_nobody_is_asked_before_every_deadline_is_over(world: World) -> None:
    kwame, tom = forms_in(world, "kwame"), world.applicant("tom")
    assert kwame
    tom.expresses_interest()
    digest = world.digest("2021-08-20 15:00") if world.organiser.unread else None
    order = digest or next(x for x in world.organiser.read if x.obligation == "digest")
    world.organiser.replies(order, "extend 2 to 27 August because two of the team are ill")
    world.at("2021-08-23 09:00")
    joan = everyone(world)[0]
    joan.receives_nothing_more()
    world.digest("2021-08-24 08:00", mentioning=["ACE-002", "invite panel"])
    world.at("2021-08-28 09:00")
    joan.receives("panel-list", mentioning="ACE-001", not_mentioning="ACE-002")


def test_the_organiser_may_have_the_panel_asked_earlier_and_the_rest_follows(world: World) -> None:
    forms_in(world, "kwame")
    tom = world.applicant("tom")
    tom.expresses_interest()
    order = next(x for x in world.organiser.read if x.obligation == "digest")
    world.organiser.replies(order, "extend 2 to 27 August because two of the team are ill")
    world.at("2021-08-23 09:00")
    world.organiser.replies(order, "invite panel")
    world.at("2021-08-23 09:05")
    joan = everyone(world)[0]
    joan.replies(joan.receives("panel-list", not_mentioning="ACE-002"), "none")
    joan.receives("panel-declared")
    world.at("2021-08-26 09:00")
    tom.returns_form()
    world.at("2021-08-28 09:00")
    second = joan.receives("panel-list", mentioning="ACE-002", not_mentioning="ACE-001")
    joan.replies(second, "2 - I chair their board")
    joan.receives("panel-declared", mentioning="I chair their board")
    assert set(world.state.reviewers[joan.email].conflicts) == {"ACE-002"}


def test_forms_that_wait_for_a_ruling_are_waited_for(world: World) -> None:
    forms_in(world, "kwame")
    tom = world.applicant("tom")
    tom.expresses_interest()
    tom.returns_form("one missing")
    digest = world.digest("2021-08-23 08:00", mentioning="admit incomplete")
    joan = everyone(world)[0]
    joan.receives_nothing_more()
    world.organiser.replies(digest, "admit incomplete because the panel can judge")
    world.at("2021-08-23 09:00")
    joan.receives("panel-list", mentioning=["ACE-001", "ACE-002"])


@pytest.mark.parametrize(
    ("words", "conflicts"),
    [
        ("none", {}),
        ("None of these, thanks!\n\nJoan", {}),
        ("I have no conflicts of interest.", {}),
        ("ACE-002: she is my sister-in-law", {"ACE-002": "she is my sister-in-law"}),
        ("conflict 2 because I chair the trust", {"ACE-002": "I chair the trust"}),
        ("2 - we share an office", {"ACE-002": "we share an office"}),
        ("I have a conflict with ACE-002: I manage the lead.", {"ACE-002": "I manage the lead."}),
        ("None apart from ACE-002, where I am a trustee.", {"ACE-002": "where I am a trustee."}),
    ],
)
def test_a_declaration_is_read_as_people_write_it(
    world: World, words: str, conflicts: dict[str, str]
) -> None:
    lists = listed(world, "amara", "kwame")
    joan = everyone(world)[0]
    joan.replies(lists[joan.email], words)
    joan.receives("panel-declared", mentioning=list(conflicts.values()))
    reviewer = world.state.reviewers[joan.email]
    assert dict(reviewer.conflicts) == conflicts
    assert not reviewer.waits


def test_a_conflict_may_be_declared_by_the_name_of_a_person(world: World) -> None:
    (amara, _) = forms_in(world, "amara", "kwame")
    world.at("2021-08-21 09:00")
    joan = everyone(world)[0]
    name = amara.project.senior.name
    joan.replies(joan.receives("panel-list"), f"{name} used to be my manager.")
    joan.receives("panel-declared", mentioning="used to be my manager")
    assert set(world.state.reviewers[joan.email].conflicts) == {"ACE-001"}


def test_what_is_not_understood_is_asked_again_and_no_paper_goes(world: World) -> None:
    lists = listed(world, "amara", "kwame")
    joan, *others = everyone(world)
    joan.replies(lists[joan.email], "Well, there was that matter in Ealing.")
    joan.receives("panel-declared", mentioning=["that matter in Ealing", "ACE-001 and ACE-002"])
    for each in others:
        each.replies(lists[each.email], "none")
    world.at("2021-08-26 09:00")  # the time to declare is over
    assert joan not in readers(world, "ACE-001") + readers(world, "ACE-002")
    joan.receives_nothing_more()


def test_a_member_who_never_declares_gets_no_paper_and_is_shown(world: World) -> None:
    lists = listed(world, "amara", "kwame")
    joan, *others = everyone(world)
    for each in others:
        each.replies(lists[each.email], "none")
        each.receives("panel-declared")
        each.receives_nothing_more()
    world.at("2021-08-24 09:00")
    joan.receives("panel-declare-reminder", mentioning=["ACE-001", "ACE-002"])
    world.at("2021-08-26 00:05")
    joan.receives_nothing_more()
    assert [len(readers(world, r)) for r in ("ACE-001", "ACE-002")] == [2, 2]
    world.digest("2021-08-26 08:00", mentioning="Joan Price")


def test_a_conflicted_member_gets_neither_the_paper_nor_the_scores(world: World) -> None:
    papers_out(world, "amara", conflicts={"joan.price@funder.example": "1: my sister leads it"})
    joan = everyone(world)[0]
    joan.receives_nothing_more()
    assert joan not in readers(world, "ACE-001")
    for each in readers(world, "ACE-001"):
        each.replies(paper(each, "ACE-001"), SCORES)
        each.receives("scores-read")
    digest = world.digest("2021-09-01 08:00", mentioning="open meeting")
    world.organiser.replies(digest, "open meeting")
    for each in everyone(world)[1:]:
        each.receives("panel-meeting", mentioning="ACE-001")
    joan.receives_nothing_more()


def test_a_conflict_declared_with_the_scores_stops_the_assessment(world: World) -> None:
    papers_out(world, "amara")
    first, second = readers(world, "ACE-001")
    first.replies(
        paper(first, "ACE-001"), SCORES.replace("Conflict: none", "Conflict: I sold her my car")
    )
    first.receives("paper-ended", mentioning="I sold her my car")
    first.receives_nothing_more()
    assessment = world.state.assessments[f"ACE-001/{first.email}"]
    assert assessment.scoring is None
    assert assessment.ended.endswith("I sold her my car")
    letter = world.organiser.receives("panel-conflict", mentioning="I sold her my car")
    assert second in readers(world, "ACE-001")
    line = next(x for x in letter.text.splitlines() if "assign ACE-001" in x).strip()
    world.organiser.replies(letter, line)
    third = next(e for e in readers(world, "ACE-001") if e is not second)
    assert third is not first
    third.receives("paper")


def test_a_conflict_remembered_later_ends_what_was_begun(world: World) -> None:
    papers_out(world, "amara")
    first, _ = readers(world, "ACE-001")
    declared = next(x for x in first.read if x.obligation == "panel-declared")
    first.replies(declared, "ACE-001: I now see that my brother is their treasurer")
    first.receives("panel-declared", mentioning="treasurer")
    world.organiser.receives("panel-conflict", mentioning="treasurer")
    assert first not in readers(world, "ACE-001")
    world.digest("2021-08-31 08:00", mentioning=["ACE-001 has 1 of 2 readers", "assign ACE-001"])


def test_a_declaration_without_proof_of_its_sender_is_confirmed_by_a_mail_back(
    world: World,
) -> None:
    lists = listed(world, "amara")
    joan = everyone(world)[0]
    joan.replies(lists[joan.email], "1: I chair their board", authenticated=False)
    asked = joan.receives("panel-confirm", mentioning="I chair their board")
    assert world.state.reviewers[joan.email].waits
    joan.replies(asked, "Yes")
    joan.receives("panel-declared", mentioning="I chair their board")
    assert set(world.state.reviewers[joan.email].conflicts) == {"ACE-001"}


def test_likely_conflicts_are_hinted_to_the_organiser(tmp_path: Path) -> None:
    panel = [
        panel_member("Joan Price <joan.price@nhs.net>", organisation="Ealing Together"),
        panel_member("Omar Haddad <omar.haddad@trust.example>"),
        panel_member("Ruth Adler <ruth.adler@nhs.net>"),
    ]
    with panel_world(tmp_path, panel) as world:
        amara = world.applicant("amara")
        world.at("2021-07-08 10:00")
        amara.expresses_interest()
        amara.returns_form(
            F1="Ruth Adler, who is on the panel, once taught our lead.",
            B3_email="senior@trust.example",
            B4_2_agency="Ealing Together",
            D5_email="finance@nhs.net",
        )
        world.at("2021-08-21 09:00")
        world.organiser.receives(
            "panel-hints",
            mentioning=[
                "Joan Price is from Ealing Together",
                "Omar Haddad's email is at trust.example",
                "Its form names Ruth Adler",
                "once taught our lead",
                "conflict ACE-001 for NAME because",
            ],
            not_mentioning=["at nhs.net"],  # many share it: it says nothing
        )


def test_the_organiser_puts_a_conflict_on_record(world: World) -> None:
    lists = listed(world, "amara")
    digest = world.digest("2021-08-23 08:00")
    world.organiser.replies(digest, "conflict ACE-001 for Joan because their trusts are merging")
    world.organiser.receives("orders", mentioning="Joan Price has a conflict in ACE-001")
    joan, *others = everyone(world)
    for each in (joan, *others):
        each.replies(lists[each.email], "none")
    assert readers(world, "ACE-001")
    assert joan not in readers(world, "ACE-001")


def test_without_a_panel_in_the_config_nothing_of_it_happens(tmp_path: Path) -> None:
    from tests.world import open_world

    with open_world(tmp_path) as world:
        forms_in(world, "amara")
        member = world.person(f"<{world.config.people.panel[0].address.email}>")
        world.at("2021-08-23 09:00")
        member.receives_nothing_more()
        world.organiser.has_read()
        world.organiser.replies(world.digest("2021-08-24 08:00"), "invite panel\naccept 1")
        world.organiser.receives("orders", mentioning=["There is no panel", "ACE-001 is accepted"])


def test_thanks_for_the_list_are_not_answered_again(world: World) -> None:
    lists = listed(world, "amara")
    joan = everyone(world)[0]
    joan.replies(lists[joan.email], "none")
    told = joan.receives("panel-declared")
    joan.replies(told, "Many thanks!\n\nJoan")
    joan.receives_nothing_more()


def test_a_plain_sentence_in_reply_to_a_paper_is_a_conflict_too(world: World) -> None:
    papers_out(world, "amara")
    first, _ = readers(world, "ACE-001")
    first.replies(paper(first, "ACE-001"), "I cannot assess this, the lead is my cousin.")
    first.receives("paper-ended", mentioning="my cousin")
    assert first not in readers(world, "ACE-001")
