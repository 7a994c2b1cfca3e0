"""The panel by email alone: conflicts first, then papers, then scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.panels import (
    SCORES,
    everyone,
    listed,
    panel_world,
    paper,
    readers,
)
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with panel_world(tmp_path) as world:
        yield world


def test_from_the_list_to_the_scores(world: World) -> None:
    lists = listed(world, "amara", "kwame")
    joan, omar, ruth, vikram = everyone(world)
    assert lists[joan.email].says("ACE-001")
    joan.replies(lists[joan.email], "ACE-001: the lead is my sister-in-law")
    joan.receives("panel-declared", mentioning="sister-in-law")
    for each in (omar, ruth, vikram):
        each.receives_nothing_more()
        each.replies(lists[each.email], "None.")
        each.receives("panel-declared", mentioning="no conflict")
    assert [len(readers(world, r)) for r in ("ACE-001", "ACE-002")] == [2, 2]
    assert joan not in readers(world, "ACE-001")
    first = readers(world, "ACE-001")[0]
    letter = paper(first, "ACE-001")
    first.replies(letter, SCORES)
    first.receives(
        "scores-read", mentioning=["assessment is complete", "clear test, no stop point"]
    )
    scoring = world.state.assessments[f"ACE-001/{first.email}"].scoring
    assert scoring and [s.value for s in scoring.scores.values()] == [3, 2, 2, 2, 1, 3]
    assert scoring.recommendation == "fund if"
    assert scoring.condition == "they name a stop point"


def test_a_list_that_may_not_have_arrived_goes_again_on_the_organisers_word(
    tmp_path: Path,
) -> None:
    with panel_world(tmp_path) as world:
        lists = listed(world, "amara")
        joan = everyone(world)[0]
        for copy in (tmp_path / "mail" / ".Sent" / "cur").glob("*"):
            if copy.read_bytes() == lists[joan.email].data:
                copy.unlink()
        token = lists[joan.email].message_id.partition("@")[0].rpartition(".")[2]
        world.house.store.doubt(world.state.letters[token].key, world.now)
        words = f"send {joan.email}"
        digest = world.digest("2021-08-23 08:00", mentioning=f"Reply “{words}” to send it again")
        world.organiser.replies(digest, words)
        assert [x.state for x in world.house.store.outbox() if x.letter.token == token] == ["sent"]
