"""File names and headers that mail programs find hard."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from ace_mailbot.model import Address
from ace_mailbot.writing.mime import Envelope, File, build, clean

_LONG = "Grundriß " * 12 + ".docx"


def envelope(subject: str = "Hello", references: tuple[str, ...] = ()) -> Envelope:
    return Envelope(
        sender=Address("ace@funder.example", "Team: ACE"),
        to=(Address("zoë@münchen.example"),),
        cc=(),
        subject=subject,
        date=datetime(2021, 7, 5, tzinfo=UTC),
        message_id="ace-001.abc@funder.example",
        in_reply_to=references[-1] if references else None,
        references=references,
        auto_submitted="auto-generated",
    )


def read(mime: bytes) -> EmailMessage:
    message = email.message_from_bytes(mime, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    "name", ["ACE-001 form.docx", "Zoë's form.docx", _LONG, "x" * 300 + ".odt"]
)
def test_file_names_arrive_whole(name: str) -> None:
    message = read(
        build(envelope(), "t", "<p>h</p>", [File(name, "application/pdf", b"%PDF")], "s")
    )
    assert [f.get_filename() for f in message.iter_attachments()] == [name]


def test_a_file_name_cannot_leave_its_quotes() -> None:
    name = 'a"; x="\r\nBcc: victim@other.example'
    mime = build(envelope(), "t", "<p>h</p>", [File(name, "text/plain", b"x")], "s")
    (file,) = read(mime).iter_attachments()
    assert file.get_filename() == "a'; x=' Bcc: victim@other.example"
    assert read(mime)["Bcc"] is None


@pytest.mark.parametrize("subject", ["Zoë’s “form” " * 20, "x" * 1500, "=?utf-8?q?x?= y", "a  b"])
def test_subjects_arrive_as_they_were(subject: str) -> None:
    mime = build(envelope(subject), "t", "<p>h</p>", [], "s")
    assert str(read(mime)["Subject"]) == " ".join(subject.split())
    assert max(map(len, mime.split(b"\r\n"))) <= 998


def test_long_message_ids_are_never_encoded() -> None:
    outlook = "LO2P265MB" + "0123456789" * 8 + "@LO2P265MB0001.GBRP265.PROD.OUTLOOK.example"
    mime = build(envelope(references=(outlook,)), "t", "<p>h</p>", [], "s")
    assert f"In-Reply-To: <{outlook}>\r\n".encode() in mime


def test_an_endless_thread_keeps_its_first_and_latest_letters() -> None:
    thread = tuple(f"{n}@trust.example" for n in range(50))
    kept = str(read(build(envelope(references=thread), "t", "h", [], "s"))["References"]).split()
    assert kept == ["<0@trust.example>", *(f"<{n}@trust.example>" for n in range(31, 50))]


def test_the_bodies_arrive_as_they_were() -> None:
    text = "Zoë\n.\nFrom here \n\n" + "long " * 500 + "\n"
    message = read(
        build(
            envelope(),
            text,
            f"<p>{text}</p>",
            [File("f", "application/pdf", bytes(range(256)))],
            "s",
        )
    )
    plain = message.get_body(("plain",))
    assert plain is not None
    assert str(plain.get_content()).replace("\r\n", "\n") == text
    assert [f.get_content() for f in message.iter_attachments()] == [bytes(range(256))]


def test_direction_marks_and_controls_leave_headers() -> None:
    assert clean("a\u202eb\u200bc\x00d\te\ud800") == "a b c d e"
