"""A season whose panel has scored: what the scenarios of the board, feedback and reserves share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Panel, load
from ace_mailbot.model import Assessment, Decision
from tests.panel import scored
from tests.scenarios.test_outcomes import closed
from tests.world import ROOT, Correspondent, World, open_world

Marks = int | tuple[int, ...]  # one for every criterion, or one each

ASHA, BEN = "asha@panel.example", "ben@panel.example"
CLEAR: Mapping[str, Marks] = {"ACE-001": 3, "ACE-002": 2, "ACE-003": (2, 2, 2, 2, 2, 1)}
TIE: Mapping[str, Marks] = {"ACE-001": 3, "ACE-002": 2, "ACE-003": 2}


@contextmanager
def open_panelled(folder: Path) -> Iterator[World]:
    """A world with a panel whose members nobody writes to: their scores are put in as they are."""
    config = load(ROOT / "config.toml", {})
    panel = Panel(datetime(2021, 9, 10, 17, tzinfo=config.programme.zone))
    with open_world(folder, panel=panel, people=replace(config.people, panel=())) as world:
        yield world


def the_panel_reads(world: World, *assessments: Assessment) -> None:
    """*assessments* as the panel's mails would have left them."""
    store = world.house.store
    with store.transaction():
        store.apply(Decision("The panel has read.", changes=assessments), "panel", world.now)


def all_score(world: World, marks: Mapping[str, Marks]) -> None:
    """Asha scores each application as *marks* says, and Ben just the same."""
    the_panel_reads(
        world,
        *(
            scored(
                world.config,
                world.application(reference),
                member,
                values,
                strength="The partners trust each other.",
                improvement=f"Say when you would stop. ({member[:3]})",
                private_note="I used to work there.",
            )
            for reference, values in marks.items()
            for member in (ASHA, BEN)
        ),
    )


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
