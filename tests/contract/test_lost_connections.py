"""A connection that breaks at every step: nothing is lost, and the next try goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ace_mailbot.mailboxes import Mailbox
from ace_mailbot.mailboxes.smtp import AnswerLost
from ace_mailbot.model import Unreachable
from tests.contract.servers import SERVERS
from tests.contract.servers.server import Server
from tests.contract.test_mailboxes import letter
from tests.proxy import Fault

AT = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)
MESSAGE = b"Subject: form\r\n\r\nHello\r\n"
LARGE = MESSAGE + b"0123456789\r\n" * 400_000

IMAP = sorted(name for name in SERVERS if name.startswith("imap"))
WITH_SMTP = sorted(name for name in SERVERS if name.endswith("smtp"))

Step = Callable[[Mailbox], object]
STEPS: dict[str, Step] = {
    "listing": lambda mailbox: mailbox.listing(),
    "news": lambda mailbox: mailbox.news(),
    "fetch": lambda mailbox: [mailbox.fetch(m.uid) for m in mailbox.listing()],
    "move": lambda mailbox: mailbox.move([m.uid for m in mailbox.listing()[:1]], "Processed"),
    "held": lambda mailbox: mailbox.held(),
    "in_sent": lambda mailbox: mailbox.in_sent(letter()),
}


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with SERVERS[request.param](tmp_path) as server:
        yield server


def until_done(mailbox: Mailbox, step: Step) -> object:
    """What *step* gives, tried again after an outage as the daemon does, and never more often."""
    try:
        return step(mailbox)
    except Unreachable:
        return step(mailbox)


def texts(server: Server) -> list[bytes]:
    fetched = [server.mailbox.fetch(m.uid) for m in server.mailbox.listing()]
    return [raw.data for raw in fetched if raw]


@pytest.mark.parametrize("server", IMAP, indirect=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_connection_that_died_between_calls_comes_back(server: Server, step: str) -> None:
    server.deliver("one", MESSAGE, AT)
    server.deliver("two", LARGE, AT + timedelta(seconds=1))
    expected = until_done(server.mailbox, STEPS["fetch"])
    assert server.wire
    server.wire.cut()
    until_done(server.mailbox, STEPS[step])
    left = until_done(server.mailbox, STEPS["fetch"])
    assert left == (expected if step != "move" else expected[1:])  # type: ignore[index]
    assert server.mailbox.held() == 2


# What the client or the server says when the connection breaks, and how much of it still arrives.
BROKEN: Sequence[tuple[str, Fault]] = (
    ("fetch", Fault("client", b"LOGIN")),
    ("fetch", Fault("client", b'SELECT "INBOX"')),
    ("fetch", Fault("server", b"EXISTS")),
    ("listing", Fault("server", b"RFC822.SIZE")),
    ("listing", Fault("server", b"SEARCH", passing=8)),
    ("fetch", Fault("client", b"FETCH")),
    ("fetch", Fault("server", b"BODY[]", passing=18)),
    ("fetch", Fault("server", b"BODY[]<0>", passing=500_000)),
    ("fetch", Fault("server", b"BODY[]<1048576>", passing=3)),
    ("held", Fault("client", b"STATUS")),
    ("in_sent", Fault("server", b"SEARCH")),
)


def words(value: Fault | str) -> str:
    """How a test is called by what it strikes at."""
    return value.words.decode() if isinstance(value, Fault) else value


@pytest.mark.parametrize("server", IMAP, indirect=True)
@pytest.mark.parametrize(("step", "fault"), BROKEN, ids=words)
def test_a_connection_that_breaks_in_the_middle_comes_back(
    server: Server, step: str, fault: Fault
) -> None:
    server.deliver("one", MESSAGE, AT)
    server.deliver("two", LARGE, AT + timedelta(seconds=1))
    assert server.wire
    server.wire.plan(fault)
    with pytest.raises(Unreachable):
        STEPS[step](server.mailbox)
    assert server.wire.struck
    assert texts(server) == [MESSAGE, LARGE]


@pytest.mark.parametrize("server", ["imap on dovecot"], indirect=True)
@pytest.mark.parametrize(
    "fault", [Fault("client", b"MOVE"), Fault("server", b"COPYUID")], ids=words
)
def test_a_move_that_broke_off_is_done_again_without_harm(server: Server, fault: Fault) -> None:
    server.deliver("one", MESSAGE, AT)
    [listed] = server.mailbox.listing()
    assert server.wire
    server.wire.plan(fault)
    with pytest.raises(Unreachable):
        server.mailbox.move([listed.uid], "Processed")
    server.mailbox.move([listed.uid], "Processed")
    assert server.folder("Processed") == [MESSAGE]
    assert server.mailbox.listing() == []


@pytest.mark.parametrize("server", WITH_SMTP, indirect=True)
@pytest.mark.parametrize("words", [b"ehlo", b"mail FROM", b"rcpt TO", b"DATA", b"Message-ID"])
def test_until_the_final_dot_a_letter_has_surely_not_left(server: Server, words: bytes) -> None:
    # So large that it is still on its way when the connection breaks.
    large = replace(letter(), mime=letter().mime + (b"0123456789" * 90 + b"\r\n") * 13_000)
    assert server.post
    server.post.plan(Fault("client", words))
    with pytest.raises(Unreachable):
        server.mailbox.send(large)
    assert not server.mailbox.in_sent(large)
    assert server.mailbox.send(large).startswith("250 ")
    assert server.folder("Sent") == [large.mime]


@pytest.mark.parametrize("server", WITH_SMTP, indirect=True)
def test_an_answer_lost_after_the_final_dot_leaves_the_letter_in_doubt(server: Server) -> None:
    assert server.post
    server.post.plan(Fault("server", b"250 2.0.0 Ok: queued"))
    with pytest.raises(AnswerLost):
        server.mailbox.send(letter())
    assert not server.mailbox.in_sent(letter())


@pytest.mark.parametrize("server", ["imap on dovecot, with smtp"], indirect=True)
def test_a_letter_sent_whose_copy_could_not_be_filed_is_sent_all_the_same(server: Server) -> None:
    assert server.wire
    server.mailbox.listing()
    server.wire.shut()
    assert server.mailbox.send(letter()).startswith("250 ")
    server.wire.open()
    assert server.mailbox.in_sent(letter())
    assert server.folder("Sent") == [letter().mime]


@pytest.mark.parametrize("server", ["imap on dovecot", "imap on dovecot, with smtp"], indirect=True)
def test_another_uidvalidity_gives_all_messages_new_names(server: Server) -> None:
    server.deliver("one", MESSAGE, AT)
    [before] = server.mailbox.listing()
    assert server.renumber and server.wire
    server.wire.cut()
    server.renumber()
    with pytest.raises(Unreachable):
        server.mailbox.news()
    [after] = server.mailbox.news()
    assert (after.uid != before.uid, after.received_at, after.size) == (True, AT, before.size)
    assert server.mailbox.fetch(before.uid) is None
    server.mailbox.move([before.uid], "Processed")
    assert texts(server) == [MESSAGE]
