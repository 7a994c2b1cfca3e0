"""IMAP beyond the contract: servers that lack much, what staff do meanwhile, and IDLE."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from ace_mailbot.config import Config
from ace_mailbot.config.shapes import Imap, Secret, Security
from ace_mailbot.mailboxes import BACKENDS, Mailbox
from ace_mailbot.mailboxes.imap_connection import connect, expanded, sequence_sets
from ace_mailbot.mailboxes.imap_watch import watch
from ace_mailbot.model import Unreachable
from tests.contract.servers.imap import BARE, configured, need_dovecot
from tests.contract.test_mailboxes import letter
from tests.proxy import Fault, Proxy, proxy_before
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot
from tests.servers.imap_staff import Staff

AT = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)


class Account:
    """A fresh user, the mailbox that we see, and staff who are signed in beside us."""

    def __init__(self, folder: Path, server: Dovecot, proxy: Proxy, prefix: str) -> None:
        self.server, self.proxy = server, proxy
        self.user = f"u{uuid4().hex[:12]}"
        self.config: Config = configured(folder, proxy.port, self.user, PASSWORD)
        self.mailbox: Mailbox = BACKENDS["imap"](self.config)
        self.staff = Staff(server.port, self.user, PASSWORD, prefix)

    @property
    def imap(self) -> Imap:
        assert self.config.mailbox.imap
        return self.config.mailbox.imap


@pytest.fixture(params=[("", ())])
def account(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Account]:
    need_dovecot()
    prefix, without = request.param
    server = dovecot(prefix, without)
    with proxy_before(server.port) as proxy:
        account = Account(tmp_path, server, proxy, prefix)
        yield account
        account.mailbox.close()
        account.staff.leave()


no_extensions = pytest.mark.parametrize("account", [("INBOX.", BARE)], indirect=True)


# --- folders -------------------------------------------------------------------------------------


@no_extensions
def test_a_prefix_is_found_and_our_folders_are_made_under_it(account: Account) -> None:
    account.mailbox.listing()
    expected = ["INBOX", "INBOX.Parked", "INBOX.Processed", "INBOX.Sent"]
    assert account.staff.folders() == expected


def test_a_sent_folder_of_another_name_is_used(account: Account) -> None:
    account.staff.client.create_folder("Sent Items")
    account.mailbox.listing()
    assert account.staff.folders() == ["INBOX", "Parked", "Processed", "Sent Items"]


def test_a_folder_that_staff_removed_is_made_again(account: Account) -> None:
    account.staff.deliver("one", b"Subject: one\r\n\r\n", AT)
    [listed] = account.mailbox.listing()
    account.staff.client.delete_folder("Processed")
    with pytest.raises(Unreachable):
        account.mailbox.move([listed.uid], "Processed")
    account.mailbox.move([listed.uid], "Processed")
    assert account.staff.folder("Processed") == [b"Subject: one\r\n\r\n"]


def test_the_folder_that_the_server_calls_sent_comes_first(account: Account) -> None:
    for name in ("Sent Items", "Sent"):
        account.staff.client.create_folder(name)
    account.mailbox.send(letter())  # Dovecot is told to mark Sent with \\Sent
    assert account.staff.folder("Sent") == [letter().mime]


# --- the inbox -----------------------------------------------------------------------------------


def test_reading_a_message_leaves_it_unread(account: Account) -> None:
    account.staff.deliver("small", b"Subject: one\r\n\r\n", AT)
    account.staff.deliver("large", b"Subject: one\r\n\r\n" + b"0123456\r\n" * 300_000, AT)
    for listed in account.mailbox.listing():
        assert account.mailbox.fetch(listed.uid)
    assert (account.staff.flags("small"), account.staff.flags("large")) == ((), ())


def test_news_are_only_what_is_new(account: Account) -> None:
    account.staff.deliver("one", b"one\r\n", AT)
    assert len(account.mailbox.news()) == 1
    assert list(account.mailbox.news()) == []
    account.staff.deliver("two", b"two\r\n", AT)
    account.staff.deliver("three", b"three\r\n", AT)
    news = account.mailbox.news()
    assert [raw.data for m in news if (raw := account.mailbox.fetch(m.uid))] == [
        b"two\r\n",
        b"three\r\n",
    ]
    account.mailbox.move([m.uid for m in news], "Parked")
    assert list(account.mailbox.news()) == []


def test_what_staff_move_away_while_we_look_is_passed_over(account: Account) -> None:
    for name in ("one", "two", "three"):
        account.staff.deliver(name, name.encode(), AT)
    one, two, three = account.mailbox.listing()
    account.staff.client.select_folder("INBOX")
    account.staff.client.create_folder("Elsewhere")
    account.staff.client.move([int(two.uid.partition(":")[2])], "Elsewhere")
    assert [account.mailbox.fetch(m.uid) is None for m in (one, two, three)] == [False, True, False]
    assert list(account.mailbox.news()) == [one, three]
    account.mailbox.move([one.uid, two.uid], "Processed")
    assert account.staff.folder("Processed") == [b"one"]


def test_a_time_in_any_zone_is_the_same_moment(account: Account) -> None:
    summer = datetime.fromisoformat("2021-08-20T23:58:00+01:00")
    account.staff.deliver("one", b"one", summer)
    [listed] = account.mailbox.listing()
    assert listed.received_at == datetime(2021, 8, 20, 22, 58, tzinfo=UTC)


# --- servers that can't move ---------------------------------------------------------------------


@no_extensions
def test_without_uidplus_nothing_that_others_marked_is_expunged(account: Account) -> None:
    account.staff.deliver("ours", b"ours", AT)
    account.staff.deliver("theirs", b"theirs", AT)
    ours, theirs = account.mailbox.listing()
    account.staff.mark_deleted("theirs")
    for _ in range(2):
        account.mailbox.move([ours.uid], "Processed")
    assert account.staff.folder("INBOX") == [b"ours", b"theirs"]
    assert account.staff.folder("Processed") == [b"ours"]
    assert theirs in account.mailbox.listing()


@pytest.mark.parametrize("account", [("", ("MOVE",))], indirect=True)
def test_with_uidplus_only_ours_goes(account: Account) -> None:
    account.staff.deliver("ours", b"ours", AT)
    account.staff.deliver("theirs", b"theirs", AT)
    ours, _ = account.mailbox.listing()
    account.staff.mark_deleted("theirs")
    account.mailbox.move([ours.uid], "Processed")
    assert account.staff.folder("INBOX") == [b"theirs"]
    assert account.staff.folder("Processed") == [b"ours"]


# --- signing in and describing -------------------------------------------------------------------


def test_a_wrong_password_is_told_in_the_servers_words(account: Account) -> None:
    imap = replace(account.imap, password=Secret("$ACE_IMAP_PASSWORD", "wrong"))
    config = replace(account.config, mailbox=replace(account.config.mailbox, imap=imap))
    with pytest.raises(Unreachable, match=r"won't let u\w+ in: .*Authentication failed"):
        BACKENDS["imap"](config).listing()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_is_checked(account: Account, security: Security) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    unknown = replace(account.imap, host="localhost", port=port, security=security)
    with pytest.raises(Unreachable, match="certificate verify failed"):
        connect(unknown, None)
    client = connect(replace(unknown, ca_file=server.certificate), None)
    assert client.socket().version() == "TLSv1.3"
    client.logout()


def test_check_tells_what_was_found(account: Account) -> None:
    account.staff.deliver("one", b"one", AT)
    assert list(account.mailbox.describe()) == [
        f"IMAP 127.0.0.1:{account.proxy.port}: signed in as {account.user}, no TLS",
        "IMAP offers: IDLE, MOVE, UIDPLUS, ESEARCH, CONDSTORE, SPECIAL-USE, NAMESPACE",
        "folders: INBOX 1, Processed 0, Parked 0, Sent 0",
        "IMAP takes copies of any size, as far as it tells",
        "clock: by the server, the newest message came at 2021-07-06 08:12:00 UTC; "
        "deadlines go by that clock",
    ]


# --- IDLE ----------------------------------------------------------------------------------------


class Listener:
    """Counts how often it is woken; waits for that without sleeping."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.times = 0

    def wake(self) -> None:
        with self._changed:
            self.times += 1
            self._changed.notify_all()

    def waits_for(self, times: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.times >= times, timeout=20)


@pytest.fixture
def listener(account: Account) -> Iterator[Listener]:
    listener, stop = Listener(), threading.Event()
    thread = threading.Thread(target=account.mailbox.watch, args=(listener.wake, stop))
    thread.start()
    yield listener
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_an_arrival_wakes_us(account: Account, listener: Listener) -> None:
    assert listener.waits_for(1)  # once on connecting: something may have come before
    account.staff.deliver("one", b"one", AT)
    assert listener.waits_for(2)


def test_a_dead_connection_is_made_anew(account: Account, listener: Listener) -> None:
    assert listener.waits_for(1)
    account.proxy.cut()
    assert listener.waits_for(2)
    account.staff.deliver("one", b"one", AT)
    assert listener.waits_for(3)


def test_a_server_that_is_away_for_a_while_is_waited_for(
    account: Account, listener: Listener
) -> None:
    assert listener.waits_for(1)
    account.proxy.shut()
    account.proxy.open()
    assert listener.waits_for(2)


def test_idle_is_renewed_in_time(account: Account) -> None:
    listener, stop = Listener(), threading.Event()
    account.proxy.plan(Fault("client", b"DONE", passing=6))
    arguments = (lambda: connect(account.imap, None), "localhost", listener.wake, stop, 0.5)
    thread = threading.Thread(target=watch, args=arguments)
    thread.start()
    assert listener.waits_for(2)  # the renewal was cut off, and a new connection made
    assert account.proxy.struck
    stop.set()
    thread.join(10)


@pytest.mark.parametrize("account", [("", ("IDLE",))], indirect=True)
def test_a_server_without_idle_leaves_it_to_the_poll(account: Account) -> None:
    listener = Listener()
    account.mailbox.watch(listener.wake, threading.Event())
    assert listener.times == 0


# --- sets of numbers -----------------------------------------------------------------------------


def test_numbers_are_written_as_ranges_that_fit_on_a_line() -> None:
    assert list(sequence_sets([9, 3, 4, 5])) == ["3:5,9"]
    assert list(sequence_sets([])) == []
    pieces = list(sequence_sets(range(1, 9000, 2)))
    assert len(pieces) > 1
    assert max(len(piece) for piece in pieces) <= 4000
    assert expanded(",".join(pieces)) == list(range(1, 9000, 2))
    assert expanded("5:3,9") == [3, 4, 5, 9]
