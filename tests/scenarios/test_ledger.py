"""The mailbox is the ledger: older backups, lost disks, and a second bot on the same mailbox."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from ace_mailbot import engine, receiving
from ace_mailbot.house import House, open_house
from tests.ledger import differences
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import SECRET, World

OTHER_SECRET = b"the secret of another machine"
Start = Callable[..., House]


@pytest.fixture
def start(world: World) -> Iterator[Start]:
    """Start a bot on the world's mailbox, over a database of its own."""
    with ExitStack() as stack:

        def start(database: Path, secret: bytes = SECRET) -> House:
            config = replace(world.config, database=database)
            return stack.enter_context(open_house(config, secret=secret))

        yield start


def _turn(house: House, world: World) -> None:
    engine.cycle(house, world.now.astimezone(UTC), allowance=1000)
    world._hand_out()


def _backup(world: World, path: Path) -> Path:
    """What a backup taken now would hold."""
    world.house.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(world.config.database, path)
    return path


def _season_until_the_meeting(world: World, tmp_path: Path) -> Path:
    """Two applications, a question and an order; a backup from the middle of it."""
    world.at("2021-07-06 09:12")
    amara = world.applicant("amara")
    amara.expresses_interest()
    backup = _backup(world, tmp_path / "older.db")
    world.at("2021-07-08 10:00")
    amara.returns_form()
    world.applicant("gareth").expresses_interest()
    digest = world.digest("2021-07-09 08:00")
    world.organiser.replies(digest, "extend ACE-002 to 2021-08-27 because the lead was ill")
    world.applicant("gareth").writes("A question", "Can we use the grant to pay for room hire?")
    world.at("2021-08-18 09:00")
    for person in (amara, world.applicant("gareth"), world.organiser):
        person.has_read()
    return backup


@pytest.mark.parametrize("secret", [SECRET, OTHER_SECRET])
def test_an_older_backup_catches_up_and_answers_nobody_again(
    world: World, tmp_path: Path, start: Start, secret: bytes
) -> None:
    backup = _season_until_the_meeting(world, tmp_path)
    sent = len(list((tmp_path / "mail" / ".Sent" / "cur").iterdir()))
    restored = start(backup, secret)
    _turn(restored, world)
    assert len(list((tmp_path / "mail" / ".Sent" / "cur").iterdir())) == sent
    assert restored.store.state.season.held is False
    assert not differences(world.config.database, backup)


def test_a_bot_that_starts_with_nothing_knows_all_and_goes_on_from_there(
    world: World, tmp_path: Path, start: Start
) -> None:
    _season_until_the_meeting(world, tmp_path)
    before = world.state.applications
    fresh = start(tmp_path / "fresh.db", OTHER_SECRET)
    _turn(fresh, world)
    assert fresh.store.state.applications == before
    amara = world.applicant("amara")
    amara.receives_nothing_more()
    zoe = world.person("Zoë Nuñez <zoe@charity.example>")
    world._awake = False
    zoe.writes("Expression of interest", FALLS_IN_BRENT)
    _turn(fresh, world)
    assert "ACE-003" in fresh.store.state.applications
    # The one that was left behind learns of it too, as soon as it looks.
    world._awake = True
    world.cycle()
    assert world.state.applications == fresh.store.state.applications


def test_what_was_done_after_our_clock_was_set_back_is_done_again_after_what_came_before(
    world: World, tmp_path: Path, start: Start
) -> None:
    world.at("2021-07-06 09:12")
    amara = world.applicant("amara")
    amara.expresses_interest()
    world.at("2021-07-08 10:00")
    amara.returns_form()
    world._awake = False
    withdrawal = "I am sorry to say that we have to withdraw our application."
    amara.replies(amara.receives("receipt"), withdrawal)
    engine.cycle(world.house, world.now.astimezone(UTC) - timedelta(minutes=20), allowance=1000)
    assert world.stage("ACE-001") == "withdrawn"
    fresh = start(tmp_path / "fresh.db", OTHER_SECRET)
    _turn(fresh, world)
    assert not differences(world.config.database, fresh.config.database)


def test_a_second_bot_on_the_mailbox_is_noticed_before_anything_goes_twice(
    world: World, tmp_path: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    world.at("2021-07-06 09:12")
    other = start(tmp_path / "elsewhere" / "ace.db", OTHER_SECRET)
    _turn(other, world)
    world.organiser.has_read()
    amara = world.person("Amara Okafor <amara.okafor@trust.example>")
    world._awake = False
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    # Ours has the message and the letter it owes, when the other sends that very letter.
    now = world.now.astimezone(UTC)
    receiving.receive(world.house, now, whole=True)
    _give_back(tmp_path / "mail")
    _turn(other, world)
    world._awake = True
    with caplog.at_level(logging.ERROR):
        world.cycle()
    assert "another_instance" in caplog.messages
    amara.receives("Your ACE application form")
    amara.receives_nothing_more()
    told = world.organiser.receives("another-instance", mentioning=["resume", "1 letter"])
    world.person("<ops@funder.example>").receives("another-instance")

    gareth = world.applicant("gareth")
    gareth.writes("Expression of interest", FALLS_IN_BRENT.replace("fall", "wait"))
    gareth.receives_nothing_more()
    world.organiser.replies(told, "resume")
    gareth.receives("pack")
    amara.receives_nothing_more()


def _give_back(mail: Path) -> None:
    """Put what we moved back into the inbox: the other listed it before we moved it."""
    for path in (mail / ".Processed" / "cur").iterdir():
        path.rename(mail / "new" / path.name.partition(":")[0])
