"""The outbox: what leaves when, and what happens when nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.delivery import deliver
from ace_mailbot.mailboxes.maildir import MaildirMailbox
from ace_mailbot.model import Outgoing, Refused, Unreachable
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store

ROOT = Path(__file__).parents[2]


class Server(MaildirMailbox):
    """A Maildir whose sending goes as the test says."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.sent: list[str] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    def send(self, letter: Outgoing) -> str:
        self.before()
        answer = super().send(letter)
        self.sent.append(letter.token)
        self.after()
        return answer


class Office:
    """An outbox, a server and a clock."""

    def __init__(self, folder: Path) -> None:
        config = load(ROOT / "config.toml", {})
        mailbox = replace(config.mailbox, maildir_path=folder / "mail")
        self.config = replace(config, mailbox=mailbox)
        self.store = Store(folder / "ace.db", MOVES)
        self.server = Server(self.config)
        self.now = config.programme.opens

    def queue(self, number: int, *, decision: bool = False, internal: bool = False) -> None:
        token = f"token{number:07d}"
        letter = Outgoing(
            key=f"ACE/amara@trust.example/ACE-001/pack/{number}",
            token=token,
            message_id=f"ace-001.{token}@funder.example",
            reference="ACE-001",
            obligation="outcome-declined" if decision else "pack",
            party="amara@trust.example",
            recipients=("amara@trust.example",),
            subject=f"Letter {number}",
            mime=b"Subject: a letter\r\n\r\nHello\r\n",
            automatic=False,
            decision=decision,
            internal=internal,
        )
        with self.store.transaction():
            self.store.queue(letter, "M-ABCDEF", self.now)

    def deliver(self, allowance: int = 100, stop: Event | None = None) -> None:
        deliver(self.store, self.server, self.config, self.now, allowance, stop or Event())

    def states(self) -> list[str]:
        return [entry.state for entry in self.store.outbox()]

    def later(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.store.close()


def fail(error: Exception) -> Callable[[], None]:
    def raise_it() -> None:
        raise error

    return raise_it


def nothing() -> None:
    """All goes well."""


def test_no_more_than_the_allowance_leaves_and_the_rest_stays_queued(office: Office) -> None:
    for number in range(5):
        office.queue(number)
    office.deliver(allowance=3)
    assert office.states() == ["sent"] * 3 + ["queued"] * 2
    office.deliver(allowance=3)
    assert office.server.sent == [f"token{n:07d}" for n in range(5)]


def test_a_stop_ends_the_sending(office: Office) -> None:
    office.queue(1)
    stop = Event()
    stop.set()
    office.deliver(stop=stop)
    assert office.states() == ["queued"]


def test_out_of_reach_a_letter_stays_queued(office: Office) -> None:
    office.queue(1)
    office.server.before = fail(Unreachable("no route"))
    with pytest.raises(Unreachable):
        office.deliver()
    assert office.states() == ["queued"]
    office.server.before = nothing
    office.deliver()
    assert office.states() == ["sent"]


def test_a_refusal_is_final_told_and_stops_nobody_else(office: Office) -> None:
    office.queue(1)
    office.server.before = fail(Refused("550 no such user"))
    office.deliver()
    office.server.before = nothing
    office.queue(2)
    office.deliver()
    assert office.states() == ["failed", "sent"]
    [doubt] = office.store.accounts(office.config.programme.opens, None).doubts
    assert doubt == "“Letter 1” to amara@trust.example was refused: 550 no such user."


def test_a_lost_answer_is_settled_by_a_look_into_sent(office: Office) -> None:
    office.queue(1)
    office.server.after = fail(ConnectionResetError())
    office.deliver()
    assert office.states() == ["unknown"]
    office.server.after = nothing
    office.deliver()
    assert office.states() == ["sent"]
    assert office.server.sent == ["token0000001"]


def test_what_is_not_in_sent_goes_once_more_after_a_while_and_then_never_by_itself(
    office: Office,
) -> None:
    office.queue(1)
    office.server.before = fail(ConnectionResetError())
    office.deliver()
    office.later(60)
    office.deliver()
    assert office.states() == ["unknown"]
    office.later(61)
    office.deliver()
    assert office.states() == ["unknown"]
    office.server.before = nothing
    office.later(10_000)
    office.deliver()
    assert (office.states(), office.server.sent) == (["unknown"], [])
    assert "may or may not have left" in office.store.accounts(office.now, None).doubts[0]


def test_a_letter_in_doubt_waits_no_longer_because_the_clock_was_set_back(office: Office) -> None:
    office.queue(1)
    office.server.before = fail(ConnectionResetError())
    office.deliver()
    office.server.before = nothing
    office.later(-7200)
    office.deliver()
    office.later(121)
    office.deliver()
    assert office.server.sent == ["token0000001"]


def test_a_decision_in_doubt_waits_for_the_organiser(office: Office) -> None:
    office.queue(1, decision=True)
    office.server.before = fail(ConnectionResetError())
    office.deliver()
    office.server.before = nothing
    office.later(10_000)
    office.deliver()
    assert (office.states(), office.server.sent) == (["unknown"], [])


def test_in_hold_mode_only_letters_to_the_organiser_leave(office: Office) -> None:
    office.config = replace(office.config, sending=replace(office.config.sending, mode="hold"))
    office.queue(1)
    office.queue(2, internal=True)
    office.deliver()
    assert office.states() == ["queued", "sent"]
