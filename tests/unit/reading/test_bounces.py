"""Delivery reports as mail systems write them, without the fields of RFC 3464 to go by."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ace_mailbot.model import Delivery, Nature
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]

SAID = tomllib.loads(Path(__file__).with_name("notes.toml").read_text("utf-8"))


@pytest.mark.parametrize(("sender", "subject", "text", "delivery"), SAID["reports"])
def test_a_report_in_words_names_who_was_not_reached(
    read: Reader, write: Write, sender: str, subject: str, text: str, delivery: str
) -> None:
    message = read(write(text, subject=subject, sender=sender))
    assert (message.nature, message.failed_recipients, message.delivery) == (
        Nature.BOUNCE,
        ("gone@trust.example",),
        delivery,
    )


def report(*parts: tuple[str, str], kind: str = "delivery-status") -> bytes:
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.trust.example>",
        "To: ace@funder.example",
        "Subject: Undelivered Mail Returned to Sender",
        f"Content-Type: multipart/report; report-type={kind}; boundary=b",
        "",
    ]
    for part, text in parts:
        lines += ["--b", f"Content-Type: {part}", "", *text.split("\n")]
    return "\r\n".join([*lines, "--b--", ""]).encode()


@pytest.mark.parametrize(
    ("action", "delivery"),
    [
        ("failed", Delivery.FAILED),
        ("delayed", Delivery.DELAYED),
        ("relayed", Delivery.DELIVERED),
        ("delivered", Delivery.DELIVERED),
    ],
)
def test_a_report_says_what_became_of_the_letter(
    read: Reader, action: str, delivery: Delivery
) -> None:
    fields = (
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; jo@trust.example\nAction: {action}"
    )
    message = read(report(("text/plain", "About your mail."), ("message/delivery-status", fields)))
    failed = () if delivery is Delivery.DELIVERED else ("jo@trust.example",)
    assert (message.delivery, message.failed_recipients) == (delivery, failed)


def test_a_report_names_the_address_we_wrote_to_and_the_one_it_led_to(read: Reader) -> None:
    fields = (
        "Reporting-MTA: dns; mx\n\nOriginal-Recipient: rfc822;team@trust.example\n"
        "Final-Recipient: rfc822; jo@home.example\nAction: failed"
    )
    message = read(report(("text/plain", "Sorry."), ("message/delivery-status", fields)))
    assert message.failed_recipients == ("team@trust.example", "jo@home.example")


@pytest.mark.parametrize(
    "returned",
    [
        ("message/rfc822", "Message-ID: <ace-003.k7m2pq4dxabz@funder.example>\n\nDear Jo"),
        ("text/rfc822-headers", "Message-ID: <ace-003.k7m2pq4dxabz@funder.example>"),
        (
            "text/plain",
            "--- Below is your mail.\n\nMessage-ID: <ace-003.k7m2pq4dxabz@funder.example>",
        ),
    ],
)
def test_a_report_tells_which_letter_came_back(read: Reader, returned: tuple[str, str]) -> None:
    message = read(report(("text/plain", "Sorry."), returned))
    assert (message.tokens, message.reference) == (("k7m2pq4dxabz",), "ACE-003")


def test_a_report_inside_a_report_is_read(read: Reader) -> None:
    inner = report(
        ("text/plain", "Sorry."),
        ("message/delivery-status", "Final-Recipient: rfc822; jo@trust.example\nAction: failed"),
    )
    outer = report(("message/rfc822", inner.decode().replace("=b", "=c").replace("--b", "--c")))
    assert read(outer).failed_recipients == ("jo@trust.example",)


def test_a_report_whose_boundary_is_lost_shows_its_text(read: Reader) -> None:
    data = report(("text/plain", "Your mail was not delivered to <jo@trust.example>: unknown user"))
    message = read(data.replace(b"; boundary=b", b""))
    assert (message.nature, message.failed_recipients) == (Nature.BOUNCE, ("jo@trust.example",))
    assert "unknown user" in message.text


def test_a_complaint_is_no_failure(read: Reader) -> None:
    fields = (
        "Feedback-Type: abuse\nUser-Agent: Reports/1\nVersion: 1\n"
        "Original-Rcpt-To: <jo@trust.example>"
    )
    message = read(
        report(
            ("text/plain", "This is an abuse report."),
            ("message/feedback-report", fields),
            ("message/rfc822", "Message-ID: <ace-003.k7m2pq4dxabz@funder.example>\n\nDear Jo"),
            kind="feedback-report",
        )
    )
    assert (message.nature, message.delivery) == (Nature.BOUNCE, Delivery.COMPLAINT)
    assert (message.failed_recipients, message.reference) == (("jo@trust.example",), "ACE-003")


def test_a_letter_that_a_mailbox_rejected_failed(read: Reader) -> None:
    data = report(
        ("text/plain", "Your message to <jo@trust.example> was automatically rejected:\nQuota"),
        ("message/disposition-notification", "Final-Recipient: rfc822; jo@trust.example"),
        kind="disposition-notification",
    )
    data = b"Auto-Submitted: auto-replied (rejected)\r\n" + data
    message = read(data)
    assert (message.nature, message.delivery) == (Nature.BOUNCE, Delivery.FAILED)
    assert message.failed_recipients == ("jo@trust.example",)
