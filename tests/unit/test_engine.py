"""Messages are stored and decided in handfuls, and each of them still stands on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ace_mailbot import receiving
from ace_mailbot.config import Config, Form, load
from ace_mailbot.fence import Fence
from ace_mailbot.house import House
from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.model import Address, Attachment, Letter, Outgoing, State, Unreachable
from ace_mailbot.rehearsal.mailmaker import File, Mail, Postmark, Writer, make
from ace_mailbot.rehearsal.post import Post
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from ace_mailbot.writing.mark import Place
from ace_mailbot.writing.writer import Writer as LetterWriter

ROOT = Path(__file__).parents[2]
SECRET = b"a secret for tests"
EOI = (
    "Dear team,\n\nWe would like to express our interest in ACE. In Brent people who fall wait too "
    "long between services, and nobody joins them up. We want to change that together.\n\n"
    "Kind regards,\nAmara Okafor\n07700 900123"
)

_NOWHERE = Place()
Build = Callable[[Fence, type[LetterWriter]], House]


class NoReader(Fence):
    """A machine on which the reader of attachments can't be started."""

    def opened(
        self, attachments: tuple[Attachment, ...], form: Form, programme_key: str
    ) -> tuple[Attachment, ...]:
        if attachments:
            raise Unreachable("the reader of attachments can't be started")
        return attachments


class TornTemplate(LetterWriter):
    """Its templates are broken for one address alone."""

    def compose(
        self, letter: Letter, state: State, now: datetime, place: Place = _NOWHERE
    ) -> Outgoing:
        if letter.party.startswith("rosa"):
            raise ZeroDivisionError
        return super().compose(letter, state, now, place)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = load(ROOT / "config.toml", {})
    mailbox = replace(config.mailbox, maildir_path=tmp_path / "mail")
    return replace(config, mailbox=mailbox, database=tmp_path / "ace.db")


@pytest.fixture
def build(config: Config) -> Iterator[Build]:
    store = Store(config.database, MOVES)

    def build(fence: Fence, writer: type[LetterWriter]) -> House:
        return House(config, store, MaildirMailbox(config), writer(config, SECRET), fence)

    yield build
    store.close()


def _arrive(config: Config, *mails: tuple[str, Mail]) -> datetime:
    """Each a minute after the other; return the time then."""
    at = config.programme.opens
    post = Post(config.mailbox.maildir_path)
    for who, mail in mails:
        at += timedelta(minutes=1)
        writer = Writer(Address(f"{who}@{who}.example", who.title()))
        data = make(writer, mail, Postmark(at, config.mailbox.address))
        post.deliver(data, at)
    return at


def test_what_came_before_a_message_that_must_wait_is_decided(config: Config, build: Build) -> None:
    house = build(NoReader(), LetterWriter)
    thanks = Mail("Many thanks!", "Thanks")
    form = Mail("Our form is attached.", "Form", files=[File("form.docx", b"PK\x03\x04")])
    now = _arrive(config, ("amara", thanks), ("rosa", form), ("zoe", thanks))
    with pytest.raises(Unreachable):
        receiving.receive(house, now, whole=True)
    assert house.store.counts() == {"": 2, "left alone": 1}


def test_a_message_that_we_fail_over_takes_no_other_with_it(config: Config, build: Build) -> None:
    house = build(Fence(), TornTemplate)
    mails = [(who, Mail(EOI, "Expression of interest")) for who in ("amara", "rosa", "zoe")]
    now = _arrive(config, *mails)
    receiving.receive(house, now, whole=True)
    assert house.store.counts() == {"acted on": 2, "parked": 1}
    assert {e.letter.party for e in house.store.outbox()} == {
        "amara@amara.example",
        "zoe@zoe.example",
    }
    assert len(house.store.state.applications) == 2


def test_more_than_a_handful_is_taken_in_at_once(config: Config, build: Build) -> None:
    house = build(Fence(), LetterWriter)
    thanks = Mail("Many thanks!", "Thanks")
    now = _arrive(config, *((f"lead{number}", thanks) for number in range(120)))
    receiving.receive(house, now, whole=True)
    assert house.store.counts() == {"left alone": 120}
    assert house.mailbox.listing() == []
