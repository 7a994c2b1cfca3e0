"""A letter by Exchange leaves once, whatever its server does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from ace_mailbot.delivery import deliver
from ace_mailbot.mailboxes.exchange import ExchangeMailbox
from ace_mailbot.model import Refused, Unreachable
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from tests.contract.servers.exchange import ADDRESS, configured
from tests.servers.ews import EwsServer, serving
from tests.servers.ews_store import ARRIVAL, Submission
from tests.unit.mailboxes.exchange_letters import letter, sends


@pytest.fixture
def ews() -> Iterator[EwsServer]:
    with serving(ADDRESS) as server:
        yield server


@pytest.fixture
def mailbox(ews: EwsServer) -> Iterator[ExchangeMailbox]:
    opened = ExchangeMailbox(configured(ews))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("fault", "ending", "left"),
    [
        ("close before", "in doubt", 0),
        ("close after", "in doubt", 1),
        ("500", "in doubt", 0),
        ("500 after", "in doubt", 1),
        ("503", "Unreachable", 0),
        ("401", "Unreachable", 0),
        ("busy", "Unreachable", 0),
        ("413", "Refused", 0),
        ("code:ErrorServerBusy", "Unreachable", 0),
        ("code:ErrorSubmissionQuotaExceeded", "Unreachable", 0),
        ("code:ErrorInternalServerTransientError", "in doubt", 0),
        ("code:ErrorTimeoutExpired", "in doubt", 0),
        ("code:ErrorTooManyObjectsOpened", "in doubt", 0),
        ("code:ErrorInternalServerError", "in doubt", 0),
        ("code:ErrorSendAsDenied", "Refused", 0),
        ("code:ErrorMessageSizeExceeded", "Refused", 0),
        ("code:ErrorInvalidRecipients", "Refused", 0),
        ("fault:ErrorInvalidServerVersion", "Refused", 0),
    ],
)
def test_a_letter_is_posted_once_whatever_happens_to_it(
    ews: EwsServer, mailbox: ExchangeMailbox, fault: str, ending: str, left: int
) -> None:
    mailbox.listing()
    ews.fail("CreateItem", fault, times=9)
    assert sends(mailbox) == ending
    assert ews.asked.count("CreateItem") == 1
    assert len(ews.store.left) == left


@pytest.mark.parametrize(
    ("fault", "states"),
    [
        ("close after", ["unknown", "sent", "sent", "sent"]),
        ("500 after", ["unknown", "sent", "sent", "sent"]),
        ("close before", ["unknown", "unknown", "sent", "sent"]),
        ("500", ["unknown", "unknown", "sent", "sent"]),
        ("503", ["queued", "sent", "sent", "sent"]),
        ("401", ["queued", "sent", "sent", "sent"]),
        ("code:ErrorInvalidRecipients", ["failed", "failed", "failed", "failed"]),
    ],
)
def test_the_outbox_settles_each_doubt_and_sends_nothing_twice(
    ews: EwsServer, mailbox: ExchangeMailbox, tmp_path: Path, fault: str, states: list[str]
) -> None:
    config = configured(ews)
    ews.fail("CreateItem", fault)
    seen = []
    with closing(Store(tmp_path / "ace.db", MOVES)) as store:
        with store.transaction():
            store.queue(letter(), "time", ARRIVAL)
        for minute in range(4):
            now = ARRIVAL + timedelta(minutes=1.5 * minute)
            with suppress(Unreachable):
                deliver(store, mailbox, config, now, 5, Event())
            seen.append(store.outbox()[0].state)
    assert seen == states
    sent = [Submission(("amara@trust.example",), letter().mime)]
    assert ews.store.left == (sent if states[-1] == "sent" else [])


def test_a_copy_under_another_message_id_is_known_by_its_token(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    ews.store.rewrites_message_ids = True
    mailbox.send(letter())
    assert mailbox.in_sent(letter())
    assert not mailbox.in_sent(letter("zzzzzzzzzzzz"))
    assert not mailbox.in_sent(letter(to="gareth@surgery.example"))


def test_a_copy_from_before_the_letter_was_written_is_another_letter(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    ews.store.rewrites_message_ids = True
    earlier = ews.store.deliver(letter().mime, ARRIVAL - timedelta(days=2), "sentitems")
    earlier.message_id = "<other@exchange.example>"
    assert not mailbox.in_sent(letter())


def test_nobody_but_the_recipients_gets_a_letter(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    named_by_mistake = replace(
        letter(to="gareth@surgery.example"), recipients=("amara@trust.example",)
    )
    with pytest.raises(Refused):
        mailbox.send(named_by_mistake)
    assert ews.store.left == []


def test_who_is_not_named_in_the_headers_gets_the_letter_too(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    both = ("amara@trust.example", "zoe@xn--mller-kva.example")
    mailbox.send(replace(letter(), recipients=("Amara@trust.example", "zoe@müller.example")))
    assert ews.store.left == [Submission(both, letter().mime)]


def test_a_server_that_is_gone_surely_took_nothing(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    mailbox.listing()
    ews.vanish()
    assert sends(mailbox) == "Unreachable"


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(ews: EwsServer) -> None:
    now = [100.0]
    mailbox = ExchangeMailbox(configured(ews), monotonic=lambda: now[0])
    mailbox.listing()
    ews.fail("CreateItem", "busy")
    assert sends(mailbox) == "Unreachable"
    asked = len(ews.asked)
    now[0] += 29
    with pytest.raises(Unreachable, match="for 1 more seconds"):
        mailbox.listing()
    assert len(ews.asked) == asked
    now[0] += 1
    assert mailbox.listing() == []


def test_a_letter_of_25_mb_and_such_a_message_come_through_whole(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    large = letter().mime + b"A line of some length, many times over.\r\n" * 640_000
    mailbox.send(replace(letter(), mime=large))
    item = ews.store.deliver(large)
    fetched = mailbox.fetch(item.id)
    assert fetched is not None
    assert (fetched.data == large, ews.store.left[0].mime == large) == (True, True)
