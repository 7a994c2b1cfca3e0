"""A season whose panel has scored: what the scenarios of the board, feedback and reserves share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Panel, load
from tests.scenarios.panels import panel_member, paper
from tests.scenarios.rebuilt import rebuilt_world
from tests.scenarios.test_outcomes import closed
from tests.world import ROOT, Correspondent, World

Marks = int | tuple[int, ...]  # one for every criterion, or one each

ASHA, BEN = "Asha Rao <asha@panel.example>", "Ben Cole <ben@panel.example>"
CLEAR: Mapping[str, Marks] = {"ACE-001": 3, "ACE-002": 2, "ACE-003": (2, 2, 2, 2, 2, 1)}
TIE: Mapping[str, Marks] = {"ACE-001": 3, "ACE-002": 2, "ACE-003": 2}


@contextmanager
def open_panelled(folder: Path) -> Iterator[World]:
    """A world with a panel of two, Asha and Ben, who both read everything."""
    config = load(ROOT / "config.toml", {})
    assess_by = datetime(2021, 9, 10, 17, tzinfo=config.programme.zone)
    panel = Panel(assess_by, assessors_per_application=2)
    people = replace(config.people, panel=tuple(map(panel_member, (ASHA, BEN))))
    with rebuilt_world(folder, panel=panel, people=people) as world:
        yield world


def papers_go(world: World) -> None:
    """Asha and Ben declare no conflict, and have their papers; the organiser has read of it."""
    for who in (ASHA, BEN):
        each = world.person(who)
        each.replies(each.receives("panel-list"), "none")
    world.organiser.has_read()


def scores(world: World, who: str, reference: str, marks: Marks) -> None:
    """One of them sends their scores."""
    each, criteria = world.person(who), world.config.programme.criteria
    given = [marks] * len(criteria) if isinstance(marks, int) else marks
    lines = [f"{c.key}: {v} - {each} saw {c.key}." for c, v in zip(criteria, given, strict=True)]
    lines += [
        "Strength: The partners trust each other.",
        f"Improvement: Say when you would stop. ({each.email[:3]})",
        "Recommendation: fund",
        "Confidence: high",
        "Note: I used to work there.",
    ]
    each.replies(paper(each, reference), "\n".join(lines))


def all_score(world: World, marks: Mapping[str, Marks]) -> None:
    """The papers go, and both score each application as *marks* says."""
    papers_go(world)
    for reference, values in marks.items():
        for who in (ASHA, BEN):
            scores(world, who, reference, values)


def meeting(world: World, marks: Mapping[str, Marks]) -> list[Correspondent]:
    """Amara, Kwame and Fatima (all in North West London), scored; the pack has come."""
    applicants = closed(world, "amara", "kwame", "fatima")
    all_score(world, marks)
    world.at("2021-09-08 10:00")
    return applicants


def released(world: World, marks: Mapping[str, Marks]) -> list[Correspondent]:
    """The same with the board confirmed and approved, and everyone told; all has been read."""
    applicants = meeting(world, marks)
    world.organiser.replies(world.organiser.receives("meeting-pack"), "confirm board")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    for each in (world.organiser, world.approver):
        each.has_read()
    return applicants
