"""What the engine relies on in a mailbox, asked of every one in BACKENDS."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ace_mailbot.mailboxes import BACKENDS, Listed
from ace_mailbot.model import Address, Outgoing, Unreachable
from ace_mailbot.writing import mime
from tests.contract.servers import SERVERS
from tests.contract.servers.server import Server

LINES = (b"0123456789" * 7 + b"\r\n") * 364_000  # 25 MB
AT = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)


@pytest.fixture(params=sorted(SERVERS))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with SERVERS[request.param](tmp_path) as server:
        yield server


def test_every_backend_has_a_server() -> None:
    assert {name.split()[0] for name in SERVERS} == set(BACKENDS)


def letter(token: str = "abcdefghijkl") -> Outgoing:
    return Outgoing(
        key=f"ACE/amara@trust.example/ACE-001/pack/{token}",
        token=token,
        message_id=f"ace-001.{token}@funder.example",
        reference="ACE-001",
        obligation="pack",
        party="amara@trust.example",
        recipients=("amara@trust.example",),
        subject="[ACE-001] Your form",
        mime=f"Message-ID: <ace-001.{token}@funder.example>\r\n\r\nHello\r\n".encode(),
        automatic=False,
        decision=False,
        internal=False,
    )


def test_a_message_is_listed_with_the_servers_receipt_time_and_fetched_whole(
    server: Server,
) -> None:
    server.deliver("one", b"Subject: one\r\n\r\n\xff\xfe one", AT)
    [listed] = server.mailbox.listing()
    assert listed.received_at == AT
    assert listed.size == 22
    raw = server.mailbox.fetch(listed.uid)
    assert raw is not None
    assert (raw.uid, raw.data, raw.received_at) == (
        listed.uid,
        b"Subject: one\r\n\r\n\xff\xfe one",
        AT,
    )


def test_messages_come_oldest_first_and_unacknowledged_ones_come_back(server: Server) -> None:
    server.deliver("later", b"later", AT.replace(hour=9))
    server.deliver("sooner", b"sooner", AT)
    first = server.mailbox.listing()
    assert [m.received_at.hour for m in first] == [8, 9]
    assert server.mailbox.listing() == first


def test_news_names_what_came_since(server: Server) -> None:
    server.deliver("one", b"one", AT)
    [one] = server.mailbox.news()
    server.deliver("two", b"two", AT.replace(hour=9))
    assert [m.received_at.hour for m in server.mailbox.news() if m != one] == [9]
    assert len(server.mailbox.listing()) == 2


def test_one_that_staff_have_read_keeps_its_name(server: Server) -> None:
    server.deliver("one", b"one", AT)
    [before] = server.mailbox.listing()
    server.read_by_staff("one")
    raw = server.mailbox.fetch(before.uid)
    assert raw is not None
    assert raw.data == b"one"
    assert server.mailbox.listing() == [before]


def test_putting_away_moves_and_doing_it_twice_is_harmless(server: Server) -> None:
    server.deliver("one", b"one", AT)
    server.deliver("two", b"two", AT)
    uids = {server.mailbox.fetch(m.uid).data: m.uid for m in server.mailbox.listing()}  # type: ignore[union-attr]
    for _ in range(2):
        server.mailbox.move([uids[b"one"]], "Processed")
        server.mailbox.move([uids[b"two"]], "Parked")
    assert (server.folder("Processed"), server.folder("Parked")) == ([b"one"], [b"two"])
    assert server.mailbox.listing() == []
    assert server.mailbox.fetch(uids[b"one"]) is None
    assert server.mailbox.held() == 2


def test_a_second_message_under_the_same_name_is_another_message(server: Server) -> None:
    server.deliver("reply.eml", b"first", AT)
    [first] = server.mailbox.listing()
    server.mailbox.move([first.uid], "Processed")
    server.deliver("reply.eml", b"second one", AT)
    [second] = server.mailbox.listing()
    assert second.uid != first.uid
    server.mailbox.move([second.uid], "Processed")
    assert server.folder("Processed") == [b"first", b"second one"]


def test_a_letter_sent_is_found_in_sent_as_it_was_written(server: Server) -> None:
    assert not server.mailbox.in_sent(letter())
    assert server.mailbox.send(letter())
    assert server.mailbox.in_sent(letter())
    assert not server.mailbox.in_sent(letter("zzzzzzzzzzzz"))
    assert server.folder("Sent") == [letter().mime]


def test_what_we_keep_lies_in_processed_and_is_not_listed(server: Server) -> None:
    server.mailbox.keep(letter().mime)
    assert server.folder("Processed") == [letter().mime]
    assert server.mailbox.listing() == []
    assert server.mailbox.held() == 1
    assert not server.mailbox.in_sent(letter())


def test_what_was_put_away_is_listed_and_read_with_its_receipt_time(server: Server) -> None:
    texts = {f"{n}": b"Message-ID: <%d@agency.example>\r\n\r\n\xff %d" % (n, n) for n in range(4)}
    for number, text in texts.items():
        server.deliver(number, text, AT + timedelta(days=int(number)))
    uids = [m.uid for m in server.mailbox.listing()]
    server.mailbox.move(uids[:1] + uids[2:], "Processed")
    server.mailbox.move(uids[1:2], "Parked")

    kept = server.mailbox.kept("Processed")
    assert [(m.received_at, m.message_id) for m in kept] == [
        (AT + timedelta(days=n), f"{n}@agency.example") for n in (0, 2, 3)
    ]
    [parked] = server.mailbox.kept("Parked")
    late = [m for m in kept if m in server.mailbox.kept("Processed", AT + timedelta(days=3))]
    assert late[-1:] == kept[-1:]
    assert kept[0] not in late

    read = list(server.mailbox.read("Processed", [kept[2].uid, kept[0].uid, parked.uid + "9"]))
    assert [(m.data, m.received_at) for m in read] == [
        (texts["3"], AT + timedelta(days=3)),
        (texts["0"], AT),
    ]
    [raw] = server.mailbox.read("Parked", [parked.uid])
    assert raw.data == texts["1"]
    assert server.mailbox.listing() == []


def test_letters_are_read_back_from_sent(server: Server) -> None:
    assert server.mailbox.kept("Sent") == []
    for token in ("abcdefghijkl", "zzzzzzzzzzzz"):
        server.mailbox.send(letter(token))
    kept = server.mailbox.kept("Sent")
    assert sorted(m.message_id for m in kept) == [
        letter(token).message_id for token in ("abcdefghijkl", "zzzzzzzzzzzz")
    ]
    read = server.mailbox.read("Sent", [m.uid for m in kept])
    assert sorted(m.data for m in read) == server.folder("Sent")


def test_what_cannot_be_reached_says_so(server: Server) -> None:
    server.deliver("one", b"one", AT)
    [listed] = server.mailbox.listing()
    server.vanish()
    with pytest.raises(Unreachable):
        server.mailbox.listing()
    with pytest.raises(Unreachable):
        server.mailbox.fetch(listed.uid)
    with pytest.raises(Unreachable):
        server.mailbox.move([listed.uid], "Processed")
    with pytest.raises(Unreachable):
        server.mailbox.send(letter())
    with pytest.raises(Unreachable):
        server.mailbox.held()
    with pytest.raises(Unreachable):
        server.mailbox.keep(b"Subject: kept")
    with pytest.raises(Unreachable):
        server.mailbox.kept("Processed")
    with pytest.raises(Unreachable):
        list(server.mailbox.read("Sent", [listed.uid]))


def test_many_messages_come_whole_whatever_their_order(server: Server) -> None:
    texts = [b"Subject: %d\r\n\r\nHello\r\n" % number for number in range(70)]
    for number, text in enumerate(texts):
        # The last to be delivered was the first to arrive.
        server.deliver(f"m{number}", text, AT - timedelta(seconds=number))
    listed = server.mailbox.listing()
    assert _fetched(server, listed) == texts[::-1]
    assert _fetched(server, listed[::-1]) == texts


def _fetched(server: Server, listed: Sequence[Listed]) -> list[bytes]:
    return [raw.data for m in listed if (raw := server.mailbox.fetch(m.uid))]


def test_a_message_of_25_mb_comes_whole(server: Server) -> None:
    data = b"Subject: large\r\n\r\n" + LINES
    server.deliver("large", data, AT)
    [listed] = server.mailbox.listing()
    raw = server.mailbox.fetch(listed.uid)
    assert raw is not None
    assert len(raw.data) == len(data)
    assert raw.data == data
    server.mailbox.move([listed.uid], "Processed")
    assert server.mailbox.listing() == []


def test_a_letter_of_25_mb_leaves_whole_and_is_found_in_sent(server: Server) -> None:
    data = LINES[: 18 * 2**20]  # 25 MB in base64
    large = replace(letter(), mime=_with_file(data))
    server.mailbox.send(large)
    assert server.mailbox.in_sent(large)
    [copy] = server.folder("Sent")
    # Graph builds the letter anew around the same file.
    assert _long_lines(copy) == _long_lines(base64.encodebytes(data))


def _long_lines(mail: bytes) -> list[bytes]:
    """The full lines of base64: nothing else in a test letter is a word that long."""
    return [line for line in mail.split() if len(line) == 76]


def _with_file(data: bytes) -> bytes:
    sender, amara = Address("ace@funder.example"), Address("amara@trust.example")
    envelope = mime.Envelope(
        sender=sender,
        to=[amara],
        cc=[],
        subject=letter().subject,
        date=AT,
        message_id=letter().message_id,
        in_reply_to=None,
        references=[],
        auto_submitted="auto-generated",
    )
    files = [mime.File("large.txt", "application/octet-stream", data)]
    return mime.build(envelope, "Hello\n", "<p>Hello</p>", files, letter().token)
