"""A small season through real servers ends as on the Maildir: the same letters, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from ace_mailbot.config import load
from ace_mailbot.house import House, open_house
from ace_mailbot.model import State
from ace_mailbot.rebuilding import rebuild
from ace_mailbot.rehearsal import season, shipped
from ace_mailbot.rehearsal.post import Posted, read
from tests.contract.servers.imap import configured, need_dovecot
from tests.ledger import differences
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.imap_staff import Staff
from tests.servers.smtp_sink import SmtpSink, smtp_sink
from tests.world import ROOT, SECRET, World, open_world


class RealPost:
    """Mail comes by APPEND, as a delivery agent would bring it; letters are what SMTP brought."""

    def __init__(self, staff: Staff, sink: SmtpSink) -> None:
        self._staff = staff
        self._sink = sink
        self._collected = 0

    def deliver(self, data: bytes, at: datetime) -> None:
        self._staff.deliver("mail", data, at)

    def collect(self, obligation_of: Callable[[str], str]) -> list[Posted]:
        new = self._sink.letters[self._collected :]
        self._collected += len(new)
        letters = [read(letter.data, obligation_of) for letter in new]
        return sorted(letters, key=lambda p: (p.at, p.recipients, p.subject, p.message_id))


@contextmanager
def real_house(
    folder: Path, secret: bytes, **changes: Any
) -> Iterator[tuple[House, RealPost, Staff, SmtpSink]]:
    """A house at Dovecot; *changes* replace parts of its config."""
    server, user = dovecot(), f"u{uuid4().hex[:12]}"
    with ExitStack() as stack:
        sink = stack.enter_context(smtp_sink())
        config = replace(configured(folder, server.port, user, PASSWORD, sink.port), **changes)
        staff = Staff(server.port, user, PASSWORD)
        stack.callback(staff.leave)
        house = stack.enter_context(open_house(config, secret=secret))
        yield house, RealPost(staff, sink), staff, sink


@contextmanager
def real_world(folder: Path) -> Iterator[tuple[World, Staff, SmtpSink]]:
    with real_house(folder, SECRET) as (house, post, staff, sink):
        yield World(house.config, house, post), staff, sink


def play(world: World) -> State:
    """Two apply, one well and one not; one asks something; a form comes back late; a day passes."""
    kwame, amara = world.applicant("kwame"), world.applicant("amara")
    world.at("2021-07-06 09:12")
    kwame.expresses_interest()
    world.at("2021-07-07 16:48")
    pack = amara.expresses_interest()
    world.at("2021-07-08 10:00")
    amara.replies(pack, "May the lead be employed by a charity?")
    world.at("2021-08-05 18:20")
    amara.returns_form("partial")
    world.at("2021-08-10 20:14")
    kwame.returns_form()
    world.digest("2021-08-11 08:00")
    world.at("2021-08-18 09:00")
    world.at("2021-08-21 00:10")
    kwame.returns_form()
    return world.state


def test_a_season_through_dovecot_and_smtp_is_the_one_on_the_maildir(tmp_path: Path) -> None:
    need_dovecot()
    (tmp_path / "embedded").mkdir()
    (tmp_path / "real").mkdir()
    with open_world(tmp_path / "embedded") as world:
        expected = play(world)
        sent = [path.read_bytes() for path in (tmp_path / "embedded/mail/.Sent/cur").iterdir()]
    with real_world(tmp_path / "real") as (world, staff, sink):
        state = play(world)
        copies = staff.folder("Sent")
        left = [letter.data for letter in sink.letters]
        inbox, processed = staff.folder("INBOX"), staff.folder("Processed")
        again = tmp_path / "again.db"
        rebuild(world.config, again, world.now.astimezone(UTC), secret=b"another secret")
        assert differences(world.config.database, again) == []
    assert len(sent) >= 8
    assert sorted(left) == sorted(sent)
    assert sorted(copies) == sorted(sent)
    assert inbox == []
    assert len(processed) == 6
    assert replace(state, letters={}) == replace(expected, letters={})
    assert state.letters.keys() == expected.letters.keys()


def test_the_rehearsal_through_dovecot_and_smtp_is_the_one_on_the_maildir(tmp_path: Path) -> None:
    need_dovecot()
    config = load(ROOT / "config.toml", {})
    scene, cues = shipped(config)
    expected = season.play(scene.config, cues, scene.take, progress=False)
    scene, cues = shipped(config)
    panel = {"people": scene.config.people, "panel": scene.config.panel}
    with real_house(tmp_path, season.SECRET, **panel) as (house, post, staff, sink):
        record = season.play_in(house, post, cues, scene.take, progress=False)
        left = [letter.data for letter in sink.letters]
        copies = staff.folder("Sent")
    letters = sorted(m.data for m in expected.mails if isinstance(m, Posted))
    assert len(letters) > 700
    assert sorted(left) == letters
    assert sorted(copies) == letters
    assert replace(record.state, letters={}) == replace(expected.state, letters={})
