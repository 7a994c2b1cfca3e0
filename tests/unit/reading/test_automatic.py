"""Automatic replies are told from people who write of leave, of absence and of automatic replies.

They stand in notes.toml, in the languages London writes.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ace_mailbot.model import Nature
from tests.unit.reading.batches import PRODUCTS, QUOTED, held
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]

SAID = held("notes.toml")
WHOLE = [held(f"automatic/{name}.toml") for name in ("first", "second")]
ALONE = [held(f"automatic/{name}.toml") for name in ("more", "third", "ordinary")]
ANSWERS = {"In_Reply_To": "<ace-003.k7m2pq4dxabz@funder.example>"}


@pytest.mark.parametrize(("subject", "text"), SAID["notes"])
def test_an_automatic_reply_is_told_by_its_words(
    read: Reader, write: Write, subject: str, text: str
) -> None:
    message = read(write(text, subject=subject))
    assert (message.nature, message.may_answer) == (Nature.AUTO_REPLY, False)


@pytest.mark.parametrize(("subject", "text"), SAID["people"])
def test_a_person_is_no_machine(read: Reader, write: Write, subject: str, text: str) -> None:
    assert read(write(text, subject=subject)).nature is Nature.PERSON


@pytest.mark.parametrize(
    ("product", "subject", "text"), [m for batch in WHOLE for m in batch["machines"]]
)
def test_an_automatic_reply_is_told_as_its_program_sends_it(
    read: Reader, write: Write, product: str, subject: str, text: str
) -> None:
    message = read(write(text, subject=subject, **ANSWERS, **PRODUCTS[product]))
    assert message.nature is Nature.AUTO_REPLY


@pytest.mark.parametrize(
    ("quotes", "subject", "text"), [p for batch in WHOLE for p in batch["people"]]
)
def test_a_person_who_answers_is_none(
    read: Reader, write: Write, quotes: bool, subject: str, text: str
) -> None:
    answers = ANSWERS if subject.lower().startswith("re:") else {}
    message = read(write(text + QUOTED * quotes, subject=subject, **answers))
    assert message.nature is Nature.PERSON


@pytest.mark.parametrize("text", [m for batch in ALONE for m in batch["machines"]])
def test_words_alone_tell_an_automatic_reply(read: Reader, write: Write, text: str) -> None:
    assert read(write(text, subject="Re: Your pack", **ANSWERS)).nature is Nature.AUTO_REPLY


@pytest.mark.parametrize("text", [p for batch in ALONE for p in batch["people"]])
def test_words_like_those_of_one_are_a_persons(read: Reader, write: Write, text: str) -> None:
    assert read(write(text, subject="Re: Your pack", **ANSWERS)).nature is Nature.PERSON


def test_what_told_is_named(read: Reader, write: Write) -> None:
    text = "I am currently out of the office. In my absence please contact Sam."
    (sign,) = read(write(text, subject="Re: Your pack", **ANSWERS)).signs
    assert sign.startswith("Its subject and words are those of an automatic reply: ")
    assert '"my absence"' in sign


def test_what_answers_no_letter_has_to_sound_more_like_one(read: Reader, write: Write) -> None:
    text = "Hello, I am back in the office on Monday."
    asked = read(write(text, subject="Re: Your pack", **ANSWERS))
    unasked = read(write(text, subject="Hello"))
    assert (asked.nature, unasked.nature) == (Nature.AUTO_REPLY, Nature.PERSON)


@pytest.mark.parametrize(
    "header",
    [
        {"X_Auto_Response_Suppress": "All"},
        {"X_MS_Exchange_Inbox_Rules_Loop": "pat@trust.example"},
        {"Return_Path": "<>"},
    ],
)
def test_one_header_hides_nobody(read: Reader, write: Write, header: dict[str, str]) -> None:
    text = "Thank you for your email. Our form is attached, and we have a question about A3."
    assert read(write(text, subject="Our form", **header)).nature is Nature.PERSON


@pytest.mark.parametrize(
    "header",
    [
        {"sender": "Service desk <no-reply@trust.example>"},
        {"List_Unsubscribe": "<https://x.example/u>", "In_Reply_To": "<one@funder.example>"},
    ],
)
def test_a_header_that_hints_adds_to_what_the_words_say(
    read: Reader, write: Write, header: dict[str, str]
) -> None:
    text = "We have received your message. Case 77120."
    assert read(write(text, subject="Your case", **header)).nature is Nature.AUTO_REPLY


def test_a_form_that_comes_with_it_speaks_for_a_person(read: Reader, write: Write) -> None:
    note = "I am on leave until 12 July. For urgent matters call Sam on 020 7946 0123."
    body = (
        f"--b\nContent-Type: text/plain\n\n{note}\n--b\nContent-Type: application/msword\n"
        "Content-Disposition: attachment; filename=form.doc\n\nform\n--b--"
    )
    mixed = write(body, subject="Our form", Content_Type="multipart/mixed; boundary=b")
    assert read(mixed).nature is Nature.PERSON


# The notes arrived on Tuesday 6 July 2021.
@pytest.mark.parametrize(("text", "back"), SAID["returns"])
def test_an_out_of_office_note_says_when_they_are_back(
    read: Reader, write: Write, text: str, back: str
) -> None:
    message = read(write(text, subject="Automatic reply: Your pack"))
    assert (message.back_on.isoformat() if message.back_on else "") == back


def test_a_return_in_the_new_year_is_next_years(read: Reader, write: Write) -> None:
    note = write("I am on leave until 4 January.", subject="Out of office: Pack")
    assert str(read(note).back_on) == "2022-01-04"


def test_a_person_who_is_back_tells_no_return(read: Reader, write: Write) -> None:
    assert read(write("I am back on 12 July. Can I send it then?")).back_on is None


@pytest.mark.parametrize("disposition", ["displayed", "deleted"])
def test_a_read_receipt_names_the_letter_it_is_for(read: Reader, disposition: str) -> None:
    data = (
        b"From: Jo <jo@trust.example>\r\nTo: ace@funder.example\r\nSubject: Read: Pack\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification; "
        b"boundary=b\r\n\r\n"
        b"--b\r\n\r\nYour message was read.\r\n"
        b"--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        b"Final-Recipient: rfc822; jo@trust.example\r\n"
        b"Original-Message-ID: <ace-003.k7m2pq4dxabz@funder.example>\r\n"
        b"Disposition: manual-action/MDN-sent-manually; %s\r\n--b--\r\n" % disposition.encode()
    )
    message = read(data)
    assert (message.nature, message.tokens) == (Nature.AUTO_REPLY, ("k7m2pq4dxabz",))
