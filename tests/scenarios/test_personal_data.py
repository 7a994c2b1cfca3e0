"""What somebody may ask of us under data protection law: all that we hold, and to be forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ace_mailbot import forgetting, ledger, personal
from ace_mailbot.model import ConfigError, RawMessage
from ace_mailbot.reading import read
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import Correspondent, World

AMARA = "amara.okafor@trust.example"


@pytest.fixture
def amara(world: World) -> Correspondent:
    world.at("2021-07-06 09:12")
    amara = world.person(f"Amara Okafor <{AMARA}>")
    amara.writes("Expression of interest", FALLS_IN_BRENT)
    return amara


def held_on(world: World, email: str) -> personal.Holding:
    house = world.house
    return personal.held_on(email, house.config, house.store, house.fence)


def erase(world: World, email: str) -> str:
    house = world.house
    done = forgetting.erase(email, world.config, house.store, house.mailbox, house.fence, world.now)
    return forgetting.told(done, email)


def database(world: World) -> bytes:
    folder = world.config.database.parent
    return b"".join(p.read_bytes() for p in sorted(folder.glob("ace.db*")))


def test_all_that_is_held_on_somebody_is_shown(world: World, amara: Correspondent) -> None:
    world.at("2021-07-07 10:00")
    amara.replies(amara.receives("pack"), "Can we include a hospice from outside London?")
    world.at("2021-07-07 11:00")
    joanna = world.person("Joanna Mills <joanna.mills@council.example>")
    joanna.writes("A word", f"I met Amara Okafor ({AMARA}) yesterday. What a good project.")
    held = held_on(world, AMARA)
    shown = personal.as_json(held)
    assert {r["kind"] for r in shown["records"]} == {"application", "question"}
    assert [m["role"] for m in shown["messages"]] == ["from", "from", "mentions"]
    assert "passed between five services" in shown["messages"][0]["text"]
    assert "hospice" in shown["messages"][1]["text"]
    assert shown["known_as"] == ("Amara Okafor", "07700 900112")
    assert [x["role"] for x in shown["letters"]][:1] == ["to"]
    text = personal.as_text(held)
    for words in ("ACE-001", "outside London", "07700 900112", "Letter (to), sent", "(mentions)"):
        assert words in text


def test_a_form_in_an_attachment_is_found_too(world: World) -> None:
    world.at("2021-07-08 10:00")
    kwame = world.applicant("kwame")
    kwame.expresses_interest()
    kwame.returns_form(B4_1_person="Amara Okafor", B4_1_agency=f"Trust ({AMARA})")
    roles = [m.role for m in held_on(world, AMARA).messages]
    assert roles == ["mentions"]


def test_everything_can_be_handed_over_whole(
    world: World, amara: Correspondent, tmp_path: Path
) -> None:
    personal.write_out(held_on(world, AMARA), tmp_path / "out")
    [mail] = (tmp_path / "out" / "mail").iterdir()
    assert b"Expression of interest" in mail.read_bytes()
    assert (tmp_path / "out" / "person.json").read_text().startswith("{")


def test_nothing_is_held_on_a_stranger(world: World, amara: Correspondent) -> None:
    assert personal.as_text(held_on(world, "x@y.example")) == "Nothing is held on x@y.example."
    with pytest.raises(ConfigError, match="nothing is held on"):
        erase(world, "x@y.example")


def test_the_erased_are_gone_from_the_database_to_the_last_byte(
    world: World, amara: Correspondent
) -> None:
    world.digest("2021-07-07 08:00")
    assert AMARA.encode() in database(world)
    erase(world, AMARA)
    left = database(world)
    for words in (AMARA, "Okafor", "07700 900112", "passed between five services"):
        assert words.encode() not in left
    assert not held_on(world, AMARA)


def test_erasing_leaves_the_season_and_the_books_in_order(
    world: World, amara: Correspondent
) -> None:
    world.at("2021-07-08 10:00")
    kwame = world.applicant("kwame")
    kwame.expresses_interest()
    erase(world, AMARA)
    assert world.stage("ACE-001") == "withdrawn"
    assert world.stage("ACE-002") == "invited"
    digest = world.digest("2021-07-09 08:00", not_mentioning="are stored.")
    assert digest.says("held by the server")
    amara.receives("pack")
    world.each_day_until("2021-08-21 09:00")
    amara.receives_nothing_more()
    kwame.receives("reminder")


def test_the_ledger_in_processed_names_nobody_and_knows_them_again(
    world: World, amara: Correspondent
) -> None:
    erase(world, AMARA)
    processed = world.config.mailbox.maildir_path / ".Processed" / "cur"
    [kept] = [p for p in processed.iterdir() if b"LEDGER" in p.read_bytes()]
    data = kept.read_bytes()
    assert b"amara" not in data.lower()
    message = read(RawMessage("1", data, world.now), world.config)
    entry = ledger.read(message.text, message.headers)
    assert entry is not None
    assert entry.names(AMARA)
    assert not entry.names("kwame@trust.example")
    assert entry.references == ("ACE-001",)
    assert len(entry.sha256) == 1
    assert message.nature == "own"


def test_an_entry_that_came_by_mail_is_none(world: World, amara: Correspondent) -> None:
    erase(world, AMARA)
    processed = world.config.mailbox.maildir_path / ".Processed" / "cur"
    [kept] = [p for p in processed.iterdir() if b"LEDGER" in p.read_bytes()]
    forged = b"Received: from attacker.example\r\n" + kept.read_bytes()
    message = read(RawMessage("1", forged, world.now), world.config)
    assert ledger.read(message.text, message.headers) is None


def test_somebody_named_by_others_leaves_their_application_standing(world: World) -> None:
    world.at("2021-07-08 10:00")
    kwame = world.applicant("kwame")
    kwame.expresses_interest()
    kwame.returns_form()
    senior = world.senior_of(kwame)
    told = erase(world, senior.email)
    application = world.application("ACE-001")
    assert application.senior is None
    assert application.form
    assert senior.email not in str(application)
    assert application.lead.email == kwame.email
    assert "Mail of others" in told


def test_whoever_writes_again_begins_anew(world: World, amara: Correspondent) -> None:
    erase(world, AMARA)
    amara.has_read()
    world.at("2021-07-09 10:00")
    amara.writes("Expression of interest", FALLS_IN_BRENT + "\nThis time with the hospice.")
    amara.receives("pack", mentioning="ACE-002")


def test_what_a_hold_protects_is_refused(world: World, amara: Correspondent) -> None:
    for held in ("ACE-001", AMARA):
        world.config = replace(world.config, legal_hold=(held,))
        with pytest.raises(ConfigError, match="legal_hold protects"):
            erase(world, AMARA)
    assert held_on(world, AMARA)


def test_who_runs_the_programme_is_refused(world: World, amara: Correspondent) -> None:
    for email in (world.organiser.email, "panel@funder.example", "ace@funder.example"):
        with pytest.raises(ConfigError, match="stands in the config"):
            erase(world, email)


def test_it_says_what_is_left_in_the_mailbox(world: World, amara: Correspondent) -> None:
    told = erase(world, AMARA)
    assert "received 2021-07-06 08:12 UTC" in told
    assert "Sent: 1 letters. Search for amara.okafor@trust.example" in told
