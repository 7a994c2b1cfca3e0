"""Incoming mail as people's programs really produce it: whole messages, in bytes, with CRLF.

The rehearsal and the tests write to the programme with this. The same call gives the same bytes:
boundaries and Message-IDs come from the content. What a program does to a body is `programs`'.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr, parsedate_to_datetime

from ace_mailbot.model import Address
from ace_mailbot.rehearsal import opening, programs


@dataclass(frozen=True)
class File:
    """Something attached."""

    filename: str
    data: bytes

    @property
    def content_type(self) -> str:
        return _OFFICE_TYPES.get(
            self.filename.rpartition(".")[2].lower(),
            mimetypes.guess_type(self.filename)[0] or "application/octet-stream",
        )


@dataclass(frozen=True)
class Writer:
    """Somebody who writes to us, and the program (a key of `programs.PROGRAMS`) they use."""

    address: Address
    program: str = "bare"
    signature: str = ""


@dataclass(frozen=True)
class Postmark:
    """How a mail came over the net: when, to whom, and what the receiving server made of it.

    *at* is aware; its zone is the writer's. *authserv_id* is config's; "" leaves the header out.
    """

    at: datetime
    to: str
    authserv_id: str = ""
    authenticated: bool = True


@dataclass(frozen=True)
class Mail:
    """What somebody sends: a new mail, or a reply when *answers* holds a letter's bytes."""

    text: str
    subject: str = ""
    answers: bytes = b""
    cc: tuple[str, ...] = ()
    files: Sequence[File] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def make(writer: Writer, mail: Mail, postmark: Postmark) -> bytes:
    """The bytes of *mail* as *writer*'s program sends it and as the server hands it over."""
    letter = _letter(mail.answers, postmark.at.tzinfo)
    typed = programs.Typed(mail.text, writer.signature, letter.quoted if letter else None)
    bodies = programs.dress(writer.program, typed)
    message = EmailMessage(policy=policy.SMTP)
    _travel(message, writer.address.email, postmark, writer.address.email)
    _set(message, "From", formataddr((writer.address.name, writer.address.email)))
    _set(message, "To", postmark.to)
    if mail.cc:
        _set(message, "Cc", ", ".join(mail.cc))
    _set(message, "Subject", mail.subject or (letter.reply_subject if letter else ""))
    if letter:
        _set(message, "In-Reply-To", letter.message_id)
        _set(message, "References", letter.references)
    for name, value in {**bodies.headers, **mail.headers}.items():
        _set(message, name, value)
    _set_bodies(message, bodies)
    for file in mail.files:
        _attach(message, file)
    return _finish(message, writer.address.email, postmark)


def out_of_office(writer: Writer, letter: bytes, text: str, postmark: Postmark) -> bytes:
    """What Exchange answers by itself while its owner is away."""
    original = _letter(letter, postmark.at.tzinfo)
    if original is None:
        raise ValueError("an automatic reply needs a letter to reply to")
    message = EmailMessage(policy=policy.SMTP)
    _travel(message, "", postmark, writer.address.email)
    _set(message, "From", formataddr((writer.address.name, writer.address.email)))
    _set(message, "To", postmark.to)
    _set(message, "Subject", f"Automatic reply: {original.quoted.subject}")
    _set(message, "In-Reply-To", original.message_id)
    _set(message, "References", original.references)
    _set(message, "Auto-Submitted", "auto-generated")
    _set(message, "X-Auto-Response-Suppress", "All")
    _set(message, "X-MS-Exchange-Inbox-Rules-Loop", writer.address.email)
    message.set_content(text + "\n", cte="quoted-printable")
    return _finish(message, writer.address.email, postmark)


def bounce(recipient: str, letter: bytes, postmark: Postmark) -> bytes:
    """The report of *recipient*'s server that *letter* could not be delivered (RFC 3464)."""
    domain = recipient.rpartition("@")[2]
    message = EmailMessage(policy=policy.SMTP)
    _travel(message, "", postmark, f"MAILER-DAEMON@mail.{domain}")
    _set(message, "From", f"Mail Delivery System <MAILER-DAEMON@mail.{domain}>")
    _set(message, "To", postmark.to)
    _set(message, "Subject", "Undelivered Mail Returned to Sender")
    _set(message, "Auto-Submitted", "auto-replied")
    message.set_content(
        f"This is the mail system at host mail.{domain}.\n\nI'm sorry to have to inform you that "
        "your message could not\nbe delivered to one or more recipients. It's attached below.\n\n"
        f"<{recipient}>: host mail.{domain} said: 550 5.1.1 <{recipient}>:\n    Recipient address "
        "rejected: User unknown in virtual mailbox table\n"
    )
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    message.attach(_delivery_status(recipient, domain))
    message.attach(_returned_headers(letter))
    return _finish(message, f"MAILER-DAEMON@mail.{domain}", postmark)


# --- the letter replied to -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Letter:
    message_id: str  # with angle brackets
    references: str
    reply_subject: str
    quoted: programs.Quoted


def _letter(data: bytes, zone: tzinfo | None) -> _Letter | None:
    """What a program needs of the letter in *data*; None where there is none."""
    if not data:
        return None
    message = opening.opened(data)
    subject = opening.header(message, "Subject")
    name, email = parseaddr(opening.header(message, "From"))
    message_id = opening.header(message, "Message-ID")
    quoted = programs.Quoted(
        sender=Address(email.lower(), name or email),
        to=opening.header(message, "To"),
        subject=subject,
        at=parsedate_to_datetime(opening.header(message, "Date")).astimezone(zone),
        text=opening.body(message, "plain"),
        html=opening.body(message, "html"),
    )
    return _Letter(
        message_id=message_id,
        references=f"{opening.header(message, 'References')} {message_id}".strip(),
        reply_subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
        quoted=quoted,
    )


# --- bytes ---------------------------------------------------------------------------------------

_OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "ics": "text/calendar",
}


def _set(message: EmailMessage, name: str, value: str) -> None:
    """Set a header once; a caller's own value comes last and wins."""
    del message[name]
    message[name] = value


def _travel(message: EmailMessage, envelope: str, postmark: Postmark, sender: str) -> None:
    """The headers that servers on the way put on top; *envelope* is "" for automatic mail."""
    domain = sender.rpartition("@")[2]
    server = postmark.authserv_id or "mx.example"
    message["Return-Path"] = f"<{envelope}>"
    message["Received"] = (
        f"from mail.{domain} (mail.{domain} [203.0.113.25]) by {server} with ESMTPS; "
        f"{format_datetime(postmark.at)}"
    )
    if postmark.authserv_id:
        message["Authentication-Results"] = _results(domain, postmark)


def _results(domain: str, postmark: Postmark) -> str:
    if postmark.authenticated:
        return (
            f"{postmark.authserv_id}; dkim=pass header.d={domain}; "
            f"spf=pass smtp.mailfrom={domain}; dmarc=pass header.from={domain}"
        )
    return (
        f"{postmark.authserv_id}; dkim=none; "
        f"spf=softfail smtp.mailfrom={domain}; dmarc=fail header.from={domain}"
    )


def _set_bodies(message: EmailMessage, bodies: programs.Bodies) -> None:
    flowed = {"format": "flowed", "delsp": "no"} if bodies.flowed else {}
    if bodies.plain:
        message.set_content(
            bodies.plain, charset=bodies.charset, cte="quoted-printable", params=flowed
        )
    if bodies.html:
        put = message.add_alternative if bodies.plain else message.set_content
        put(bodies.html, subtype="html", charset=bodies.charset, cte="quoted-printable")


def _attach(message: EmailMessage, file: File) -> None:
    main, _, sub = file.content_type.partition("/")
    message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.filename)


def _delivery_status(recipient: str, domain: str) -> EmailMessage:
    part = EmailMessage(policy=policy.SMTP)
    part["Content-Type"] = "message/delivery-status"
    reporting, failed = EmailMessage(policy=policy.SMTP), EmailMessage(policy=policy.SMTP)
    reporting["Reporting-MTA"] = f"dns; mail.{domain}"
    failed["Final-Recipient"] = f"rfc822; {recipient}"
    failed["Action"] = "failed"
    failed["Status"] = "5.1.1"
    failed["Diagnostic-Code"] = "smtp; 550 5.1.1 User unknown in virtual mailbox table"
    part.set_payload([reporting, failed])
    return part


def _returned_headers(letter: bytes) -> EmailMessage:
    part = EmailMessage(policy=policy.SMTP)
    head = letter.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("ascii", "replace")
    part.set_content(head + "\n", subtype="rfc822-headers", cte="7bit")
    return part


def _finish(message: EmailMessage, sender: str, postmark: Postmark) -> bytes:
    """Date, Message-ID and boundaries, all from what is there already."""
    print_of = hashlib.sha256(_outline(message, postmark)).hexdigest()
    if "Date" not in message:
        message["Date"] = format_datetime(postmark.at)
    if "Message-ID" not in message:
        message["Message-ID"] = f"<{print_of[:24]}@{sender.rpartition('@')[2]}>"
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"_{number:03}_{print_of[24:48]}_")
    if "MIME-Version" not in message:
        message["MIME-Version"] = "1.0"
    return message.as_bytes()


def _outline(message: EmailMessage, postmark: Postmark) -> bytes:
    pieces = [postmark.at.isoformat(), *(f"{n}: {v}" for n, v in message.items())]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            pieces.append(hashlib.sha256(payload).hexdigest())
    return "\n".join(pieces).encode("utf-8", "surrogateescape")
