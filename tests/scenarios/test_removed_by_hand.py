"""The mail of the erased, removed from the mailbox as `erase` asks, and the database made again.

The world isn't compared with one that is rebuilt in the end: what was removed is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from ace_mailbot import engine, forgetting
from ace_mailbot.house import open_house
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import SECRET, Correspondent, World, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world


def test_no_reference_of_the_erased_is_given_anew_and_all_others_keep_theirs(
    world: World, tmp_path: Path
) -> None:
    amara, kwame, gareth = (world.applicant(id) for id in ("amara", "kwame", "gareth"))
    for hour, applicant in enumerate((amara, kwame, gareth), 9):
        world.at(f"2021-07-06 {hour:02}:12")
        applicant.expresses_interest()
    _forget_to_the_last_mail(world, amara)
    _forget_to_the_last_mail(world, gareth)

    zoe = world.person("Zoë Nuñez <zoe@charity.example>")
    world.at("2021-07-07 09:12", awake=False)
    zoe.writes("Expression of interest", FALLS_IN_BRENT)
    config = replace(world.config, database=tmp_path / "again.db")
    with open_house(config, secret=SECRET) as again:
        engine.cycle(again, world.now.astimezone(UTC), allowance=1000)
        kept = again.store.state.applications
    assert {reference: a.lead.email for reference, a in kept.items()} == {
        "ACE-002": kwame.email,
        "ACE-004": zoe.email,
    }


def _forget_to_the_last_mail(world: World, person: Correspondent) -> None:
    house = world.house
    forgetting.erase(person.email, world.config, house.store, house.mailbox, house.fence, world.now)
    for folder in (".Processed", ".Sent"):
        for path in (world.config.mailbox.maildir_path / folder / "cur").iterdir():
            if person.email.encode() in path.read_bytes().partition(b"\r\n\r\n")[0]:
                path.unlink()
