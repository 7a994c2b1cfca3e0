"""Mail as people's programs produce it: whole, in CRLF, the same each time."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from ace_mailbot.model import Address
from ace_mailbot.rehearsal import opening
from ace_mailbot.rehearsal.mailmaker import (
    File,
    Mail,
    Postmark,
    Writer,
    bounce,
    make,
    out_of_office,
)
from ace_mailbot.rehearsal.programs import PROGRAMS

ZOE = Address("zoe@charity.example", "Zoë Müller-Nuñez")
POSTMARK = Postmark(
    datetime(2021, 7, 6, 9, 12, tzinfo=ZoneInfo("Europe/London")),
    "ace@funder.example",
    "mx.funder.example",
)
LETTER = make(
    Writer(Address("ace@funder.example", "ACE programme team")),
    Mail("Thank you for your email.", "[ACE-001] Your application pack"),
    Postmark(POSTMARK.at, "zoe@charity.example"),
)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def bodies(message: EmailMessage) -> str:
    return opening.body(message, "plain") + opening.body(message, "html")


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_sends_what_was_typed(program: str) -> None:
    data = make(Writer(ZOE, program), Mail("It’s for Southwark.", "Interest"), POSTMARK)
    message = parsed(data)
    assert "It’s for Southwark." in bodies(message)
    assert str(message["From"]) == "Zoë Müller-Nuñez <zoe@charity.example>"
    assert not message.defects


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_quotes_and_threads_what_it_answers(program: str) -> None:
    data = make(Writer(ZOE, program), Mail("Yes.", answers=LETTER), POSTMARK)
    message, letter = parsed(data), parsed(LETTER)
    assert message["In-Reply-To"] == letter["Message-ID"]
    assert message["References"] == letter["Message-ID"]
    assert message["Subject"] == "Re: [ACE-001] Your application pack"
    assert "Thank you for your email." in opening.body(message, "plain") + opening.body(
        message, "html"
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_same_call_gives_the_same_bytes_with_crlf(program: str) -> None:
    mail = Mail("Yes.", answers=LETTER, files=[File("a form.docx", b"PK")])
    data = make(Writer(ZOE, program), mail, POSTMARK)
    assert data == make(Writer(ZOE, program), mail, POSTMARK)
    assert data.count(b"\n") == data.count(b"\r\n")


def test_different_mails_have_different_message_ids() -> None:
    first = make(Writer(ZOE), Mail("One.", "Interest"), POSTMARK)
    second = make(Writer(ZOE), Mail("Two.", "Interest"), POSTMARK)
    assert parsed(first)["Message-ID"] != parsed(second)["Message-ID"]


def test_our_server_says_whether_the_sender_is_aligned() -> None:
    sure = parsed(make(Writer(ZOE), Mail("Yes.", "Re"), POSTMARK))
    forged = Postmark(POSTMARK.at, POSTMARK.to, POSTMARK.authserv_id, authenticated=False)
    unsure = parsed(make(Writer(ZOE), Mail("Yes.", "Re"), forged))
    assert "dmarc=pass header.from=charity.example" in str(sure["Authentication-Results"])
    assert "dmarc=fail" in str(unsure["Authentication-Results"])


def test_a_callers_own_header_wins() -> None:
    mail = Mail("Yes.", "Re", headers={"Message-ID": "<mine@charity.example>"})
    assert parsed(make(Writer(ZOE), mail, POSTMARK))["Message-ID"] == "<mine@charity.example>"


def test_an_automatic_reply_says_that_it_is_one() -> None:
    message = parsed(out_of_office(Writer(ZOE), LETTER, "I am away.", POSTMARK))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Automatic reply: [ACE-001] Your application pack"
    assert message["Return-Path"] == "<>"


def test_a_bounce_is_a_delivery_report_for_the_lost_address() -> None:
    message = parsed(bounce("nobody@charity.example", LETTER, POSTMARK))
    assert message.get_content_type() == "multipart/report"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "message/delivery-status", "text/rfc822-headers"]
    assert b"Final-Recipient: rfc822; nobody@charity.example" in message.as_bytes()
