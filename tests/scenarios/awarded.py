"""A season whose awards are out: what the scenarios of the cohort and the learning share."""

from __future__ import annotations

from tests.scenarios.test_outcomes import closed
from tests.world import Correspondent, World


def awards_out(world: World, *ids: str, at: str = "2021-09-27 10:00") -> list[Correspondent]:
    """The leads of *ids* have their award letters; all else has been read."""
    leads = closed(world, *ids)
    orders = "\n".join(
        f"accept {n}" if n <= 2 else f"accept {n} because it is the best of the rest"
        for n in range(1, len(ids) + 1)
    )
    world.organiser.replies(world.digest("2021-09-07 08:00"), orders)
    world.at("2021-09-07 09:00")
    world.approver.replies(world.approver.receives("preview"), "approve")
    world.at("2021-09-27 09:00")
    world.at(at)
    for each in (*leads, *(world.senior_of(x) for x in leads), world.organiser, world.approver):
        each.has_read()
    assert {world.stage(f"ACE-00{n}") for n in range(1, len(ids) + 1)} == {"awarded"}
    return leads
