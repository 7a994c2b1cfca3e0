"""Seasons with faults at every step, from the first email to the learning reports.

Whatever dies or is lost, they end like those without, keep every promise, and can be rebuilt from
the mailbox. 8 seeds by default; `SIMULATIONS=200 make simulate` runs more. A failure names its
seed, and `SIMULATION_SEED=17 make simulate` replays that one alone.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.fence import Fence
from ace_mailbot.steps import NAMES
from ace_mailbot.writing.writer import Writer
from tests.ledger import differences as rebuilt_otherwise
from tests.simulation.faults import AtEachStep, Faults
from tests.simulation.outcome import differences
from tests.simulation.playing import Play, play, rebuilt
from tests.simulation.promises import broken
from tests.simulation.seasons import season

ROOT = Path(__file__).parents[2]
SECRET = b"a secret for simulations"
_RARITY = 40

_ONE = os.environ.get("SIMULATION_SEED")
SEEDS = [int(_ONE)] if _ONE else list(range(int(os.environ.get("SIMULATIONS", "8"))))


@pytest.fixture(scope="module")
def fence() -> Iterator[Fence]:
    with Fence(seconds=60) as fence:  # on a busy machine too, all runs read the same
        yield fence


@pytest.fixture(scope="module")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_season_with_faults_ends_like_one_without(
    seed: int, tmp_path: Path, config: Config, fence: Fence
) -> None:
    print(f"seed {seed}")
    writer = Writer(season(seed, config).config, SECRET)

    def played(name: str, faults: Faults | None) -> Play:
        return play(tmp_path / name, season(seed, config), writer, fence, faults)

    quiet = played("quiet", None)
    assert not broken(quiet), _listed("without faults:", broken(quiet))
    faulty = played("faulty", Faults(random.Random(seed), _RARITY))
    assert faulty.faults.struck, "no fault struck: the simulation proves nothing"
    assert not broken(faulty), _listed("with faults:", broken(faulty))
    assert not differences(quiet, faulty), _listed("faults changed:", differences(quiet, faulty))
    for each in (quiet, faulty):
        different = rebuilt_otherwise(each.config.database, rebuilt(each, writer, fence))
        assert not different, _listed("rebuilt from the mailbox:", different)


def test_a_season_in_which_we_die_at_every_step_ends_like_any_other(
    tmp_path: Path, config: Config, fence: Fence
) -> None:
    writer = Writer(season(2, config).config, SECRET)
    quiet = play(tmp_path / "quiet", season(2, config), writer, fence, None)
    faulty = play(tmp_path / "faulty", season(2, config), writer, fence, AtEachStep())
    assert set(faulty.faults.struck) == set(NAMES)
    assert not broken(faulty), _listed("with faults:", broken(faulty))
    assert not differences(quiet, faulty), _listed("faults changed:", differences(quiet, faulty))


def _listed(title: str, lines: object) -> str:
    assert isinstance(lines, list)
    return "\n".join((title, *lines))
