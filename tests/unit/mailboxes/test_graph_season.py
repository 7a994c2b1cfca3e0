"""The bot at work on Microsoft 365: the piece of a season that a cycle or two are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ace_mailbot import engine
from ace_mailbot.house import House, open_house
from ace_mailbot.model import Unreachable
from ace_mailbot.rebuilding import rebuild
from ace_mailbot.store import Store
from tests.contract.servers.graph import config_for
from tests.servers.graph import Fault, GraphServer
from tests.servers.graph_http import serving

NOW = datetime(2021, 7, 6, 9, 0, tzinfo=UTC)
EOI = b"""\
From: Amara Okafor <amara@trust.example>
To: ace@funder.example
Subject: Expression of interest: ACE
Date: Tue, 06 Jul 2021 08:50:00 +0000
Message-ID: <eoi@trust.example>

Dear team,

I'd like to express an interest in ACE for Falls prevention in Brent.

Name: Amara Okafor
Organisation: Brent Falls Network
Phone: 07700 900123
Footprint: North West London
Summary: We bring housing and ambulance crews together about falls in Brent.

Amara
"""


class Office:
    def __init__(self, server: GraphServer, house: House) -> None:
        self.server = server
        self.house = house

    def arrives(self, mime: bytes) -> None:
        inbox = "AQMk-inbox="
        at = NOW - timedelta(minutes=5)
        self.server.store.put(inbox, mime.replace(b"\n", b"\r\n"), at)

    def cycle(self, seconds: int = 0) -> None:
        engine.cycle(self.house, NOW + timedelta(seconds=seconds), 25)

    def letters(self) -> list[tuple[str, str]]:
        """Obligation and state of all that is in the outbox for the applicant."""
        entries = self.house.store.outbox()
        return [(e.letter.obligation, e.state) for e in entries if not e.letter.internal]

    def left(self) -> list[str]:
        """To whom letters went, the organiser's left out."""
        found = [message_from_bytes(m, policy=policy.default) for m in self.server.store.left]
        to = [str(m["To"]) for m in found]
        return [t for t in to if "amara" in t]

    def inside(self, folder: str) -> int:
        store = self.server.store
        return len(store.inside(store.folder_id(folder) or store.named(folder) or ""))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    server = GraphServer()
    with serving(server, tmp_path) as (certificate, _):
        config = replace(config_for(server, certificate), database=tmp_path / "ace.db")
        with open_house(config, secret=b"a secret for tests") as house:
            yield Office(server, house)


def test_an_expression_of_interest_gets_its_pack_and_is_put_away(office: Office) -> None:
    office.arrives(EOI)
    office.cycle()
    assert office.letters() == [("pack", "sent")]
    assert office.left() == ["Amara Okafor <amara@trust.example>"]
    assert (office.inside("inbox"), office.inside("Processed")) == (0, 1)
    office.cycle(30)
    assert len(office.left()) == 1


def test_a_lost_answer_is_settled_by_sent_though_the_message_id_was_rewritten(
    office: Office,
) -> None:
    office.server.store.rewrites_message_ids = True
    office.arrives(EOI)
    office.server.faults.append(Fault("POST .*/sendMail", closes="after", times=9))
    office.cycle()
    assert office.letters() == [("pack", "unknown")]
    office.server.faults.clear()
    office.cycle(30)
    assert office.letters() == [("pack", "sent")]
    assert len(office.left()) == 1


def test_a_letter_that_was_lost_goes_once_more_after_a_while(office: Office) -> None:
    office.arrives(EOI)
    office.server.faults.append(Fault("POST .*/sendMail", closes="before", times=9))
    office.cycle()
    office.server.faults.clear()
    office.cycle(30)
    assert (office.letters(), office.left()) == ([("pack", "unknown")], [])
    for seconds in (180, 210, 240):
        office.cycle(seconds)
    assert office.letters() == [("pack", "sent")]
    assert len(office.left()) == 1


def test_an_outage_at_every_kind_of_request_loses_nothing(office: Office) -> None:
    office.arrives(EOI)
    for request in ("POST .*/mailFolders", "GET .*/delta", "GET .*value", r"POST .*/\$batch"):
        office.server.faults.append(Fault(request, status=500))
        with pytest.raises(Unreachable):
            office.cycle()
    office.server.faults.append(Fault("POST .*/sendMail", status=429, headers={"Retry-After": "0"}))
    office.cycle()
    assert office.letters() == [("pack", "sent")]
    assert len(office.left()) == 1
    assert (office.inside("inbox"), office.inside("Processed")) == (0, 1)


@pytest.mark.parametrize("secret", [b"a secret for tests", b"another: the first is lost"])
def test_the_database_is_made_again_though_headers_were_dropped_and_message_ids_rewritten(
    office: Office, tmp_path: Path, secret: bytes
) -> None:
    office.server.store.rewrites_message_ids = True
    office.server.store.drops = ("x-ace-mailbot", "auto-submitted")
    office.arrives(EOI)
    office.cycle()
    rosa = EOI.replace(b"eoi@", b"two@").replace(b"Amara", b"Rosa").replace(b"amara", b"rosa")
    later = NOW + timedelta(minutes=50)
    office.server.store.put("AQMk-inbox=", rosa.replace(b"\n", b"\r\n"), later)
    office.cycle(3600)
    before, into = office.house.store, tmp_path / "again.db"
    left, moved = len(office.server.store.left), len(office.server.store.journal)
    rebuild(office.house.config, into, NOW, secret=secret)
    with closing(Store(into)) as again:
        assert again.state.applications == before.state.applications
        assert again.state.letters == before.state.letters
        assert {e.state for e in again.outbox()} == {"sent"}
    store = office.server.store
    assert (len(store.left), len(store.journal)) == (left, moved)
