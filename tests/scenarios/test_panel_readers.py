"""Who reads what: shared out evenly, changed by the organiser, and mended when somebody is away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ace_mailbot.steps import Name
from tests.scenarios.panels import (
    ALL,
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
from tests.world import Died


def test_every_application_gets_its_readers_and_the_loads_are_even(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara", "kwame", "tom", "fatima")
        assert [len(readers(world, f"ACE-00{n}")) for n in (1, 2, 3, 4)] == [2, 2, 2, 2]
        read = [x.member for x in world.state.assessments.values()]
        assert sorted(read.count(m.email) for m in everyone(world)) == [2, 2, 2, 2]
        for each in everyone(world):
            each.receives("paper")
            each.receives("paper")
            each.receives_nothing_more()
        world.organiser.receives("panel-assigned", mentioning=["ACE-004", "Vikram Shah: 2"])


def test_the_same_seed_shares_out_the_same_and_another_differently(tmp_path: Path) -> None:
    shared = []
    for number, seed in enumerate((2021, 2021, 7)):
        with panel_world(tmp_path / str(number), seed=seed) as world:
            papers_out(world, "amara", "kwame", "tom", "fatima")
            shared.append(sorted(world.state.assessments))
    assert shared[0] == shared[1] != shared[2]


def test_members_keep_to_their_footprints(tmp_path: Path) -> None:
    panel = [
        panel_member(ALL[0], footprints=["SEL"]),
        panel_member(ALL[1], footprints=["NWL"]),
        panel_member(ALL[2]),
    ]
    with panel_world(tmp_path, panel) as world:
        papers_out(world, "amara")  # in North West London
        joan, omar, ruth = everyone(world)
        assert readers(world, "ACE-001") == [omar, ruth]
        digest = world.digest("2021-08-31 08:00")
        world.organiser.replies(digest, "assign ACE-001 to Joan Price")
        world.organiser.receives("orders", mentioning="Joan Price reads SEL only")
        world.organiser.replies(digest, "assign ACE-001 to Joan because she knows Brent well")
        joan.receives("paper")
        assert joan in readers(world, "ACE-001")


def test_too_few_readers_are_shown_with_the_words_to_reply(tmp_path: Path) -> None:
    with panel_world(tmp_path, [panel_member(ALL[0])]) as world:
        papers_out(world, "amara")
        world.organiser.receives("panel-assigned", mentioning="Joan Price (too few)")
        world.digest(
            "2021-08-31 08:00",
            mentioning=["ACE-001 has 1 of 2 readers", "assign ACE-001 to NAME"],
        )


def test_the_organiser_reassigns_by_replying(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        out, stays = readers(world, "ACE-001")
        new = next(m for m in everyone(world) if m not in (out, stays))
        letter = world.organiser.receives("panel-assigned", mentioning="reassign ACE-001 from")
        world.organiser.replies(letter, f"reassign ACE-001 from {out} to {new.email}")
        world.organiser.receives("orders", mentioning=f"ACE-001 goes to {new} in place of {out}")
        assert set(map(str, readers(world, "ACE-001"))) == {str(stays), str(new)}
        out.receives("paper")
        out.receives("paper-ended", mentioning="Someone else will read it")
        new.receives("paper")
        out.replies(out.read[-2], SCORES)
        assert not world.state.assessments[f"ACE-001/{out.email}"].scorings


def test_a_conflicted_or_unknown_member_cannot_be_given_a_paper(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara", conflicts={"joan.price@funder.example": "1: my sister leads"})
        letter = world.organiser.receives("panel-assigned")
        world.organiser.replies(letter, "assign ACE-001 to Joan\nassign ACE-001 to Josephine")
        world.organiser.receives(
            "orders",
            mentioning=["Joan Price has a conflict of interest in ACE-001", "nobody on the panel"],
        )
        world.person(ALL[0]).receives_nothing_more()


def test_who_is_silent_at_the_chase_is_shown_with_a_replacement(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        silent, busy = readers(world, "ACE-001")
        busy.replies(paper(busy, "ACE-001"), SCORES)
        busy.receives("scores-read")
        world.at("2021-09-07 09:00")
        silent.receives("paper")
        silent.receives("panel-chase", mentioning=["ACE-001", "Friday 10 September 2021"])
        busy.receives_nothing_more()
        digest = world.digest("2021-09-08 08:00", mentioning=f"{silent} has not sent their scores")
        line = next(x for x in digest.text.splitlines() if "reassign ACE-001" in x).strip()
        world.organiser.replies(digest, line)
        assert silent not in readers(world, "ACE-001")
        assert len(readers(world, "ACE-001")) == 2
        silent.receives("paper-ended")


def test_who_is_away_is_shown_with_a_replacement_until_they_write_again(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        away, _ = readers(world, "ACE-001")
        away.is_out_of_office(
            paper(away, "ACE-001"), "I am out of the office until 20 September 2021."
        )
        digest = world.digest(
            "2021-08-31 08:00", mentioning=[f"{away} is away", "20 September 2021"]
        )
        assert digest.says(f"reassign ACE-001 from {away} to ")
        away.replies(paper(away, "ACE-001"), SCORES)
        world.digest("2021-09-01 08:00", not_mentioning="is away")


def test_an_application_admitted_later_is_shared_out_too(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        lists = listed(world, "amara")
        kwame = world.applicant("kwame")
        kwame.writes("Expression of interest", "We would like to apply, in Camden.")
        for each in everyone(world):
            each.replies(lists[each.email], "none")
        digest = world.digest("2021-08-23 08:00")
        world.organiser.replies(digest, "extend 2 to 25 August because they were told a wrong date")
        kwame.receives("pack")
        kwame.returns_form()
        world.at("2021-08-26 09:00")
        for each in everyone(world):
            second = next(x for x in each.unread + each.read if x.says("This list is new"))
            each.replies(second, "none")
        assert len(readers(world, "ACE-002")) == 2
        assert len(readers(world, "ACE-001")) == 2


def test_a_newer_form_that_is_let_in_goes_to_its_readers_who_check_their_scores(
    tmp_path: Path,
) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara", "kwame")
        amara = world.applicant("amara")
        scored, waits = readers(world, "ACE-001")
        scored.replies(paper(scored, "ACE-001"), SCORES)
        scored.receives("scores-read")
        world.at("2021-08-24 10:00")
        for each in everyone(world):
            each.has_read()
        amara.returns_form(C4="We stop on 1 December if nobody has come.", E3="A ramp, please.")
        amara.receives("late-form")
        for each in everyone(world):
            each.receives_nothing_more()  # it is not let in
        digest = world.digest("2021-08-25 08:00")
        world.organiser.replies(digest, "extend 1 to 27 August because the first was a draft")
        told = scored.receives(
            "paper",
            attached=["application.docx", "application.odt"],
            mentioning=[
                *("please check your scores", "Your scores stand", "- C4:", "on 1 December if"),
            ],
            not_mentioning=["- C1:", "- E3:", "A ramp"],
        )
        waits.receives("paper", mentioning="Please score this paper, not the earlier one")
        for each in everyone(world):
            each.receives_nothing_more()
        assert world.state.assessments[f"ACE-001/{scored.email}"].scored_older
        scored.replies(told, "C4: 3 - now there is a stop point")
        scored.receives("scores-read", mentioning=["Your correction has come", "stop point"])
        assert not world.state.assessments[f"ACE-001/{scored.email}"].scored_older
        world.at("2021-08-26 09:00")
        waits.receives_nothing_more()


def test_members_who_answer_late_are_given_what_still_has_too_few(tmp_path: Path) -> None:
    panel = [panel_member(who) for who in ALL[:2]]
    with panel_world(tmp_path, panel) as world:
        lists = listed(world, "amara")
        joan, omar = everyone(world)
        joan.replies(lists[joan.email], "none")
        world.at("2021-08-26 09:00")
        assert readers(world, "ACE-001") == [joan]
        omar.replies(lists[omar.email], "none")
        assert readers(world, "ACE-001") == [joan, omar]


def test_who_takes_over_late_is_not_chased_at_once(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        silent, _ = readers(world, "ACE-001")
        new = next(m for m in everyone(world) if m not in readers(world, "ACE-001"))
        digest = world.digest("2021-09-08 08:00")
        world.organiser.replies(digest, f"reassign ACE-001 from {silent} to {new}")
        new.receives("paper")
        world.at("2021-09-09 09:00")
        new.receives_nothing_more()
        world.at("2021-09-10 17:01")
        new.receives("panel-chase")


def test_the_organiser_may_sit_on_the_panel(tmp_path: Path) -> None:
    panel = [panel_member("Organiser Name <organiser@funder.example>"), panel_member(ALL[0])]
    with panel_world(tmp_path, panel) as world:
        forms_in(world, "amara")
        world.at("2021-08-21 09:00")
        for each in everyone(world):
            each.replies(each.receives("panel-list"), "none")
        world.organiser.replies(paper(world.organiser, "ACE-001"), SCORES)
        world.organiser.receives("scores-read", mentioning="assessment is complete")


def die_after_each_thing(name: Name) -> None:
    """A step: we die whenever something that fell due is done."""
    if name == "time committed":
        raise Died


def test_the_organiser_sees_likely_conflicts_and_who_reads_what_though_we_die_in_between(
    tmp_path: Path,
) -> None:
    panel = [panel_member(ALL[0], organisation="Brent Community Trust"), panel_member(ALL[1])]
    with panel_world(tmp_path, panel) as world:
        forms_in(world, "amara", "kwame")
        world.house = replace(world.house, step=die_after_each_thing)
        world.at("2021-08-21 09:00")
        for each in everyone(world):
            each.replies(each.receives("panel-list"), "none")
        world.organiser.receives("panel-hints", mentioning="Brent Community Trust")
        world.organiser.receives("panel-assigned", mentioning=["ACE-001", "ACE-002"])
        for each in everyone(world):
            paper(each, "ACE-001")
            paper(each, "ACE-002")


def test_nobody_is_late_with_what_is_decided(tmp_path: Path) -> None:
    with panel_world(tmp_path) as world:
        papers_out(world, "amara")
        world.at("2021-09-07 09:00")
        digest = world.digest("2021-09-08 08:00", mentioning="has not sent their scores")
        world.organiser.replies(digest, "accept ACE-001 because the meeting wants it")
        world.at("2021-09-08 09:00")
        assert [x.late for x in world.state.assessments.values()] == ["", ""]


def test_a_paper_that_waits_is_not_sent_once_its_member_declares_a_conflict(
    tmp_path: Path,
) -> None:
    with panel_world(tmp_path) as world:
        lists = listed(world, "amara")
        digest = world.digest("2021-08-23 08:00")
        world.organiser.replies(digest, "hold")
        for each in everyone(world):
            each.replies(lists[each.email], "none")
        out, _ = readers(world, "ACE-001")
        out.replies(lists[out.email], "ACE-001: the lead is my cousin")
        world.organiser.replies(digest, "resume")
        assert "paper" not in {x.obligation for x in out.unread}
