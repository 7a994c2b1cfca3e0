"""Exchange's mailbox beyond the contract: reading it, its folders, what an operator is told."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ace_mailbot.config.shapes import Exchange, Secret
from ace_mailbot.mailboxes.exchange import ExchangeMailbox
from ace_mailbot.model import Unreachable
from tests.contract.servers.exchange import ADDRESS, configured
from tests.servers.ews import EwsServer, serving
from tests.servers.ews_store import ARRIVAL
from tests.unit.config_files import EXAMPLE, loaded
from tests.unit.mailboxes.exchange_letters import letter, with_exchange


@pytest.fixture
def ews() -> Iterator[EwsServer]:
    with serving(ADDRESS) as server:
        yield server


@pytest.fixture
def mailbox(ews: EwsServer) -> Iterator[ExchangeMailbox]:
    opened = ExchangeMailbox(configured(ews))
    yield opened
    opened.close()


# --- reading -------------------------------------------------------------------------------------


def uids(found: Any) -> list[str]:
    return [m.uid for m in found]


def test_a_sync_takes_as_many_rounds_as_the_server_wants(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    came = [ews.store.deliver(b"%d" % n, ARRIVAL + timedelta(minutes=n)).id for n in range(5)]
    ews.store.sync_page = 2
    assert uids(mailbox.news()) == came
    assert ews.asked.count("SyncFolderItems") == 3


def test_an_interrupted_sync_misses_nothing(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    assert uids(mailbox.news()) == []
    came = [ews.store.deliver(b"%d" % n, ARRIVAL + timedelta(minutes=n)).id for n in range(5)]
    ews.store.sync_page = 2
    ews.fail("SyncFolderItems", "pass")
    ews.fail("SyncFolderItems", "close before")
    with pytest.raises(Unreachable):
        mailbox.news()
    assert uids(mailbox.news()) == came
    assert uids(mailbox.news()) == []


def test_a_sync_state_that_the_server_forgot_brings_a_whole_listing(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    known = ews.store.deliver(b"one")
    assert uids(mailbox.news()) == [known.id]
    ews.fail("SyncFolderItems", "code:ErrorInvalidSyncStateData")
    assert uids(mailbox.news()) == [known.id]


def test_what_was_read_or_moved_away_is_no_news(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    read, moved = ews.store.deliver(b"one"), ews.store.deliver(b"two")
    mailbox.news()
    ews.store.read(read)
    ews.store.move(moved, "drafts")
    assert uids(mailbox.news()) == []


def test_a_listing_takes_as_many_pages_as_the_server_wants(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    came = [ews.store.deliver(b"%d" % n, ARRIVAL + timedelta(minutes=n)).id for n in range(5)]
    ews.store.find_page = 2
    assert uids(mailbox.listing()) == came


def test_an_interrupted_listing_is_no_listing(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    for n in range(5):
        ews.store.deliver(b"%d" % n)
    ews.store.find_page = 2
    ews.fail("FindItem", "pass")
    ews.fail("FindItem", "500")
    with pytest.raises(Unreachable, match="HTTP 500"):
        mailbox.listing()
    assert len(mailbox.listing()) == 5


@pytest.mark.parametrize("fault", ["close before", "500", "503", "401", "busy"])
@pytest.mark.parametrize(
    ("operation", "ask"),
    [
        ("FindItem", lambda m: m.listing()),
        ("SyncFolderItems", lambda m: m.news()),
        ("GetItem", lambda m: m.fetch("AAMk0001=")),
        ("MoveItem", lambda m: m.move(["AAMk0001="], "Processed")),
        ("GetFolder", lambda m: m.held()),
        ("FindFolder", lambda m: m.listing()),
        ("CreateFolder", lambda m: m.listing()),
        ("FindItem", lambda m: m.in_sent(letter())),
    ],
)
def test_what_is_lost_on_the_way_is_unreachable_and_then_works(
    ews: EwsServer, operation: str, ask: Callable[[ExchangeMailbox], object], fault: str
) -> None:
    later = iter(range(0, 10_000, 100))
    mailbox = ExchangeMailbox(configured(ews), monotonic=lambda: next(later))
    ews.store.deliver(b"one")
    ews.fail(operation, fault)
    with pytest.raises(Unreachable):
        ask(mailbox)
    ask(mailbox)


def test_what_exchange_cannot_hand_over_is_shown_by_who_and_what(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    item = ews.store.deliver("From: Zoë <zoe@charity.example>\r\nSubject: Añadir\r\n\r\n".encode())
    item.broken = "ErrorMimeContentConversionFailed"
    fetched = mailbox.fetch(item.id)
    assert fetched is not None
    assert fetched.received_at == ARRIVAL
    assert fetched.data == (
        b"From: zoe@charity.example\r\nSubject: =?utf-8?q?A=C3=B1adir?=\r\n\r\n"
        b"Exchange could not hand this message over. Open it in the mailbox.\r\n"
    )


def test_a_uid_that_is_no_id_of_this_server_is_of_nothing(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    ews.fail("GetItem", "code:ErrorInvalidIdMalformed")
    assert mailbox.fetch("other") is None


# --- folders ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["F-inbox", "F-top"])
def test_folders_that_are_there_are_used(
    ews: EwsServer, mailbox: ExchangeMailbox, place: str
) -> None:
    made = ews.store.make_folder("processed", place)
    item = ews.store.deliver(b"one")
    mailbox.move([item.id], "Processed")
    assert [i.mime for i in ews.store.held_in(made.id)] == [b"one"]
    assert ews.asked.count("CreateFolder") == 1  # Parked


def test_folders_are_looked_up_once(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    mailbox.listing()
    before = len(ews.asked)
    mailbox.listing()
    mailbox.news()
    mailbox.held()
    assert ews.asked[before:] == ["FindItem", "SyncFolderItems", "GetFolder"]


def test_a_folder_that_somebody_deleted_is_made_again(
    ews: EwsServer, mailbox: ExchangeMailbox
) -> None:
    item = ews.store.deliver(b"one")
    mailbox.listing()
    gone = ews.store.folder("Processed")
    assert gone is not None
    del ews.store.folders[gone.id]
    with pytest.raises(Unreachable):
        mailbox.move([item.id], "Processed")
    mailbox.move([item.id], "Processed")
    assert [i.mime for i in ews.store.held_in("Processed")] == [b"one"]


# --- the operator's side -------------------------------------------------------------------------


def test_what_was_found_is_described(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    ews.store.deliver(b"one")
    host = ews.url.split("/")[2]
    assert list(mailbox.describe()) == [
        f"Exchange 15.2.1748.10 at {host}",
        "signed in by basic, funder-ace, with delegate",
        "folders: Inbox 1, Processed 0, Parked 0; letters are kept in Sent Items",
    ]


@pytest.mark.parametrize(
    ("host", "warned"),
    [
        ("outlook.office365.com", True),
        ("Outlook.Office.com", True),
        ("mail.funder.example", False),
        ("office365.com.funder.example", False),
    ],
)
def test_exchange_online_brings_a_warning_at_the_start(
    ews: EwsServer, caplog: pytest.LogCaptureFixture, host: str, warned: bool
) -> None:
    endpoint = f"https://{host}/EWS/Exchange.asmx"
    with caplog.at_level(logging.WARNING, "ace_mailbot"):
        ExchangeMailbox(with_exchange(configured(ews), endpoint=endpoint))
    said = [str(getattr(record, "why", "")) for record in caplog.records]
    expected = [
        f"{host.lower()} is Exchange Online. Microsoft blocks EWS there since 1 October 2026 "
        "unless the tenant has put the app on its allow list, and removes it on 1 April 2027. "
        'Set mailbox.backend = "graph".'
    ]
    assert said == (expected if warned else [])


def test_new_mail_wakes_us_until_we_stop(ews: EwsServer, mailbox: ExchangeMailbox) -> None:
    woken, stop = threading.Semaphore(0), threading.Event()
    watching = threading.Thread(target=mailbox.watch, args=(woken.release, stop), daemon=True)
    watching.start()
    assert woken.acquire(timeout=10)  # it listens now
    ews.store.deliver(b"one")
    assert woken.acquire(timeout=10)
    assert mailbox.listing()  # over a connection of its own
    stop.set()
    ews.store.deliver(b"two")
    watching.join(timeout=10)
    assert not watching.is_alive()


class _Heard(logging.Handler):
    """Does something when the log says *what*."""

    def __init__(self, what: str, then: Callable[[], None]) -> None:
        super().__init__()
        self._what, self._then = what, then

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == self._what:
            self._then()


def test_a_watch_that_is_lost_says_so_and_never_raises(
    ews: EwsServer, mailbox: ExchangeMailbox, caplog: pytest.LogCaptureFixture
) -> None:
    stop, log = threading.Event(), logging.getLogger("ace_mailbot.mailboxes.exchange")
    heard = _Heard("watch_lost", stop.set)
    log.addHandler(heard)
    with caplog.at_level(logging.INFO, "ace_mailbot"):
        # Woken once, by the subscription; the server goes while the stream is read.
        mailbox.watch(ews.vanish, stop)
    log.removeHandler(heard)
    assert [r.getMessage() for r in caplog.records] == ["watch_lost"]


def test_quick_commands_do_not_import_exchangelib() -> None:
    script = (
        "import sys, ace_mailbot.cli, ace_mailbot.mailboxes, ace_mailbot.engine;"
        "print(sorted({'exchangelib', 'requests', 'msal'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_config_says_how_to_sign_in_and_whom_to_trust(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    text = EXAMPLE + (
        '\n[mailbox.exchange]\nendpoint = "https://mail.funder.example/EWS/Exchange.asmx"\n'
        'user = "funder-ace"\npassword_env = "ACE_EWS_PASSWORD"\nauth = "basic"\n'
        'ca_file = "ca.pem"\n'
    )
    assert loaded(tmp_path, text).mailbox.exchange == Exchange(
        endpoint="https://mail.funder.example/EWS/Exchange.asmx",
        user="funder-ace",
        password=Secret("$ACE_EWS_PASSWORD"),
        auth="basic",
        ca_file=tmp_path / "ca.pem",
    )
