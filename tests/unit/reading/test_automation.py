"""Persons are told from machines, lists, bounces and ourselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ace_mailbot.model import Nature
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]


@pytest.mark.parametrize(
    ("headers", "nature", "may_answer"),
    [
        ({"Auto_Submitted": "auto-replied"}, Nature.AUTO_REPLY, False),
        ({"Auto_Submitted": "no"}, Nature.PERSON, True),
        ({"X_Autoreply": "yes"}, Nature.AUTO_REPLY, False),
        ({"Precedence": "auto_reply"}, Nature.AUTO_REPLY, False),
        ({"X_Auto_Response_Suppress": "All"}, Nature.PERSON, False),
        ({"List_Id": "<team.trust.example>"}, Nature.LIST, False),
        ({"List_Unsubscribe": "<https://x.example/u>"}, Nature.LIST, False),
        ({"Precedence": "bulk"}, Nature.LIST, False),
        ({"Return_Path": "<>"}, Nature.PERSON, False),
        ({"sender": "noreply@trust.example"}, Nature.PERSON, False),
        ({"sender": "ace@funder.example"}, Nature.OWN, False),
        ({"Message_ID": "<ace-003.k7m2pq4dxabz@funder.example>"}, Nature.OWN, False),
        ({"subject": "Automatic reply: your pack"}, Nature.AUTO_REPLY, False),
        ({"subject": "Abwesenheitsnotiz: Ihre Nachricht"}, Nature.AUTO_REPLY, False),
        ({"subject": "Réponse automatique : votre message"}, Nature.AUTO_REPLY, False),
        ({"subject": "Re: out of office hours clinic"}, Nature.PERSON, True),
    ],
)
def test_headers_and_subjects_tell_what_wrote(
    read: Reader, write: Write, headers: dict[str, str], nature: Nature, may_answer: bool
) -> None:
    message = read(write("Thank you for your email.", **headers))
    assert (message.nature, message.may_answer) == (nature, may_answer)
    assert bool(message.signs) is not (nature is Nature.PERSON and may_answer)


def test_a_person_who_speaks_of_leave_is_a_person(read: Reader, write: Write) -> None:
    text = "I am on annual leave until Monday, so may I send the form on Tuesday?"
    message = read(write(text, subject="Re: [ACE-003] Reminder"))
    assert (message.nature, message.may_answer) == (Nature.PERSON, True)


def test_an_eoi_through_a_list_is_work_but_gets_no_answer(read: Reader, write: Write) -> None:
    text = (
        "We would like to express an interest.\n\nIn Sutton, carers and the hospital want to try "
        "a shared plan for people with dementia who are admitted, and learn what gets in the way."
    )
    message = read(write(text, subject="EOI", List_Id="<carers.sutton.example>"))
    assert message.may_answer is False
    assert message.eoi is not None


def test_a_delivery_report_names_who_failed(read: Reader) -> None:
    data = (
        b"From: Mail Delivery System <MAILER-DAEMON@mx.trust.example>\r\n"
        b"To: ace@funder.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\n\r\nI'm sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.trust.example\r\n\r\n"
        b"Final-Recipient: rfc822; Gone@Trust.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"Final-Recipient: rfc822; fine@trust.example\r\nAction: delivered\r\n\r\n--b--\r\n"
    )
    message = read(data)
    assert (message.nature, message.failed_recipients) == (Nature.BOUNCE, ("gone@trust.example",))


def test_a_report_in_plain_words_names_who_failed(read: Reader, write: Write) -> None:
    text = (
        "Your message did not reach some or all of the intended recipients.\n\n"
        "      Subject:  Your application pack\n\n"
        "The following recipient(s) cannot be reached:\n\n"
        "      gone@trust.example on 06/07/2021 09:12\n"
        "            The e-mail account does not exist at the organization it was sent to."
    )
    message = read(
        write(
            text, subject="Undeliverable: Your pack", sender="Postmaster <postmaster@trust.example>"
        )
    )
    assert (message.nature, message.failed_recipients) == (Nature.BOUNCE, ("gone@trust.example",))


def test_a_person_who_reports_a_bounce_is_a_person(read: Reader, write: Write) -> None:
    text = "My email to Sam was undeliverable, do you have another address for him?"
    assert read(write(text, subject="Sam's address")).nature is Nature.PERSON
