"""Records are kept as long as the config says, class by class, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.awarded import awards_out
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World, open_world

AMARA = "amara.okafor@trust.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path, retention={"withdrawn": 90, "other": 60}) as world:
        world.at("2021-07-06 09:12")
        yield world


def database(world: World) -> bytes:
    folder = world.config.database.parent
    return b"".join(p.read_bytes() for p in sorted(folder.glob("ace.db*")))


def test_a_withdrawn_application_is_announced_then_forgotten(world: World) -> None:
    amara = world.person(f"Amara Okafor <{AMARA}>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    amara.replies(amara.receives("pack"), "We withdraw our application ACE-001, sorry.")
    amara.receives("withdrawn")
    kwame = world.applicant("kwame")
    kwame.expresses_interest()
    # Decisions were due on 27 September; 90 days on it is 26 December.
    world.digest("2021-12-10 08:00", not_mentioning="withdrawn applications")
    world.digest("2021-12-14 08:00", mentioning=["28 December 2021", "withdrawn applications"])
    world.at("2021-12-27 09:00")
    assert AMARA.encode() in database(world)
    world.at("2021-12-29 08:00")  # the next working day
    assert AMARA.encode() not in database(world)
    assert world.application("ACE-001").lead.name == ""
    assert world.stage("ACE-001") == "withdrawn"
    assert world.application("ACE-002").lead.email == kwame.email
    world.digest("2021-12-30 08:00", not_mentioning=["withdrawn applications", "are stored."])
    amara.receives_nothing_more()


def test_mail_of_no_application_is_forgotten_by_its_own_class(world: World) -> None:
    seller = world.person("Sam Seller <sam@grantboost.example>")
    seller.writes("Hello", "We would love to sell you violet marmalade for elephants.")
    world.each_day_until("2021-12-15 09:00")
    assert b"violet marmalade" not in database(world)
    processed = world.config.mailbox.maildir_path / ".Processed" / "cur"
    assert any(b"LEDGER" in p.read_bytes() for p in processed.iterdir())


def test_what_a_legal_hold_names_is_kept(tmp_path: Path) -> None:
    held = {"retention": {"withdrawn": 90}, "legal_hold": ("ACE-001",)}
    with open_world(tmp_path / "held", **held) as world:
        world.at("2021-07-06 09:12")
        amara = world.person(f"Amara Okafor <{AMARA}>")
        amara.writes("Expression of interest", FALLS_IN_BRENT)
        amara.replies(amara.receives("pack"), "We withdraw our application ACE-001, sorry.")
        world.each_day_until("2022-01-15 09:00")
        assert world.application("ACE-001").lead.email == AMARA


def test_what_people_said_about_an_award_goes_with_it_and_the_money_stays_on_record(
    tmp_path: Path,
) -> None:
    with open_world(tmp_path / "awarded", retention={"awarded": 100, "other": 30}) as world:
        (amara,) = awards_out(world, "amara")
        digest = world.digest("2021-10-04 08:00")
        world.organiser.replies(
            digest, "signed 1\nverified 1\npaid 1\noffer 1: a mauve flamingo of advice"
        )
        world.at("2021-12-01 09:00")
        amara.replies(amara.receives("check-in"), "We buy violet marmalade for elephants.")
        assert b"violet marmalade" in database(world)
        world.at("2022-01-07 08:00")
        world.each_day_until("2022-01-31 09:00")
        for words in (b"violet marmalade", b"mauve flamingo", amara.email.encode()):
            assert words not in database(world)
        award = world.state.awards["ACE-001"]
        assert award.paid_on and award.signed_at and award.verified_at
        assert world.stage("ACE-001") == "awarded"
