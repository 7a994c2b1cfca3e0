"""Bytes to a Message: headers, text, files and limits; nothing makes it raise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import Address, Message, Nature, RawMessage
from tests.unit.reading.conftest import RECEIVED, SAMPLES, Reader

TOKEN = "k7m2pq4dxabz"


def parse(config: Config, data: bytes) -> Message:
    return reading.read(RawMessage("1", data, RECEIVED), config)


def test_the_id_is_the_beginning_of_the_hash(config: Config) -> None:
    message = parse(config, b"From: a@trust.example\r\n\r\nHello")
    assert message.id == "M-CB6ZK3"
    assert message.sha256.startswith("107d956f")
    assert message.size == 30


def test_headers_are_decoded_whatever_their_charset(config: Config) -> None:
    data = (
        b"From: =?utf-8?Q?Zo=C3?= =?utf-8?Q?=AB?= Mueller <ZOE@Charity.example>\r\n"
        b"To: ace@funder.example, Team: bob@trust.example;\r\n"
        b'Cc: "Hall, Denise" <denise@trust.example>\r\n'
        b"Subject: Falls \xe2\x80\x93 caf\xc3\xa9\r\n =?nonsense?B?SGk=?=\r\n"
        b"Date: Tue, 6 Jul 2021 09:12:26 +0100\r\n"
        b"Reply-To: other@trust.example\r\n\r\nHello"
    )
    message = parse(config, data)
    assert message.sender == Address("zoe@charity.example", "Zoë Mueller")
    assert message.to == (Address("ace@funder.example"), Address("bob@trust.example"))
    assert message.cc == (Address("denise@trust.example", "Denise Hall"),)
    assert message.subject == "Falls – café Hi"
    assert message.sent_at == datetime(2021, 7, 6, 8, 12, 26, tzinfo=UTC)
    assert message.reply_to == Address("other@trust.example")


def test_several_senders_are_counted(config: Config) -> None:
    message = parse(config, b"From: a@trust.example, b@trust.example\r\n\r\nHello")
    assert (message.senders, message.sender) == (2, Address("a@trust.example"))


def test_an_unknown_charset_and_a_wrong_one_still_give_text(config: Config) -> None:
    for charset in (b"x-unknown", b"utf-8", b"punycode", b"base64"):
        data = b"From: a@trust.example\r\nContent-Type: text/plain; charset=" + charset
        message = parse(config, data + b"\r\n\r\nna\xefve words")
        assert (message.text, message.defects) == ("naïve words", ())


def test_soft_line_breaks_are_joined(config: Config) -> None:
    data = (
        b"From: a@trust.example\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
        b"One line that \r\nruns on.\r\n> quoted \r\n> text\r\nAnother.\r\n"
    )
    assert parse(config, data).text == "One line that runs on.\n> quoted text\nAnother."


def test_tokens_come_from_address_message_id_and_text_in_that_order(config: Config) -> None:
    data = (
        "From: a@trust.example\r\nTo: ace+aaaabbbbcccc@funder.example\r\n"
        f"In-Reply-To: <ace-003.{TOKEN}@funder.example>\r\n"
        "References: <x@trust.example> <ace-004.bbbbccccdddd@funder.example>\r\n\r\n"
        "> ACE-005/ccccddddeeee is no token\r\n> ACE-005/cccc-dddd-eeee\r\n"
    ).encode()
    message = parse(config, data)
    assert message.tokens == ("aaaabbbbcccc", TOKEN, "bbbbccccdddd", "ccccddddeeee")
    assert message.reference == "ACE-003"


def test_the_reference_is_the_subjects_before_the_texts(config: Config) -> None:
    data = b"From: a@trust.example\r\nSubject: Re: [ACE-007] x\r\n\r\nabout ACE-009, not PACE-001"
    assert parse(config, data).reference == "ACE-007"


@pytest.mark.parametrize(
    ("data", "defect"),
    [
        (b"", "It has no headers: this is not an email."),
        (b"\x00\xff\xfe garbage", "It has no headers: this is not an email."),
        (b"X: y\r\n\r\nHello", "It has none of an email's headers."),
        (b"From: a@trust.example\r\n\r\n \r\n", "It is empty: no text and no attachment."),
        (
            b"From: a@trust.example\r\nTo: " + b"x@trust.example, " * 1000 + b"\r\n\r\nHello",
            "It is addressed to 1000 people.",
        ),
        (
            b"From: a@trust.example\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nHello",
            "Its Subject header is larger than 256 kB.",
        ),
        (
            b"From: a@trust.example\r\n\r\n" + b"x" * (36 * 1024 * 1024),
            "The message is larger than 35 MB.",
        ),
    ],
    ids=["nothing", "garbage", "no mail", "empty", "a thousand people", "header", "40 MB"],
)
def test_what_cannot_be_handled_is_unreadable(config: Config, data: bytes, defect: str) -> None:
    message = parse(config, data)
    assert defect in message.defects
    assert message.nature is Nature.UNREADABLE


def test_nesting_without_end_is_a_defect(config: Config) -> None:
    data = b"From: a@trust.example\r\n"
    for depth in range(60):
        data += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
    message = parse(config, data + b"\r\nHello")
    assert message.defects == ("Its parts are nested more than 20 deep.",)


def test_thousands_of_parts_are_a_defect(config: Config) -> None:
    head = b'From: a@trust.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    message = parse(config, head + b"--b\r\n\r\nHello\r\n" * 1000 + b"--b--\r\n")
    assert message.defects == ("It has more than 400 parts.",)


def test_a_path_in_a_file_name_is_cut_off(config: Config) -> None:
    data = (
        b"From: a@trust.example\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Fform%20%E2%82%AC.pdf"
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8\r\n"
    )
    (attachment,) = parse(config, data).attachments
    assert (attachment.filename, attachment.data) == ("form €.pdf", b"Hello")


@given(st.binary(max_size=2000))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_make_it_raise(config: Config, read: Reader, data: bytes) -> None:
    parse(config, data)
    read(b"From: a@trust.example\r\nSubject: EOI\r\n" + data)


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_mangled_mail_makes_it_raise(read: Reader, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(SAMPLES.glob("*.eml"))))
    mail = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(mail) - 1))
        length = data.draw(st.integers(0, 200))
        mail[place : place + length] = data.draw(st.binary(max_size=30))
        if not mail:
            break
    read(bytes(mail))
