"""Letters as MIME bytes, the same bytes for the same letter.

Written out by hand because the standard library picks random boundaries and wraps a long
Message-ID in encoded words, which breaks the thread. It knows nothing of templates or programmes:
strings go in, from whomever they come, and no string can add a header.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from ace_mailbot.model import Address
from ace_mailbot.writing.mark import HEADER

NEWLINE = b"\r\n"
_LINE = 76  # a header line's length that every server keeps as it is
_MOST_THREAD = 20
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ID = re.compile(r"[!-;=?-~]{3,900}")  # printable ASCII with neither blanks nor angle brackets


@dataclass(frozen=True, slots=True)
class File:
    """A file to attach. *content_type* may carry parameters (`text/calendar; method=PUBLISH`)."""

    filename: str
    content_type: str
    data: bytes
    invites: bool = False  # an invitation: mail programs look for it beside the text too


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers say. Message-IDs come without angle brackets; *date* is aware."""

    sender: Address
    to: Sequence[Address]
    cc: Sequence[Address]
    subject: str
    date: datetime
    message_id: str
    in_reply_to: str | None
    references: Sequence[str]
    auto_submitted: str
    reply_to: Address | None = None
    mark: Sequence[str] = ()  # words of the header that `writing.mark` reads back


def build(envelope: Envelope, text: str, html: str, files: Sequence[File], seed: str) -> bytes:
    """The whole letter; *seed* makes its boundaries (no two letters share one)."""
    alternative = _multipart(
        "alternative",
        f"=_{seed}_alternative",
        [
            _text_part("plain", text),
            _text_part("html", html),
            *(_invitation_part(file) for file in files if file.invites),
        ],
    )
    body = alternative
    if files:
        parts = [alternative, *(_file_part(file) for file in files)]
        body = _multipart("mixed", f"=_{seed}_mixed", parts)
    return NEWLINE.join((*_headers(envelope), body))


def readdressed(
    data: bytes, to: Address, date: datetime, old_token: str, new_token: str, mark: Sequence[str]
) -> bytes:
    """A letter that `build` made, word for word, to *to* alone, with a token of its own."""
    head, blank, body = data.partition(NEWLINE * 2)
    lines = re.split(rb"\r\n(?![ \t])", head)
    ours = HEADER.encode()
    kept = [x for x in lines if not re.match(rb"(?:Date|To|Cc|" + ours + rb"):", x)]
    fresh = [
        _header("Date", [format_datetime(date)]),
        _header("To", [_mailbox(to)]),
        _header(HEADER, mark),
    ]
    whole = NEWLINE.join((*fresh, *kept)) + blank + body
    whole = whole.replace(old_token.encode(), new_token.encode())
    # Where it stands to be read, a soft line break may have fallen into it.
    visible = "-".join((old_token[:4], old_token[4:8], old_token[8:])).encode()
    pattern = rb"(=\r\n)?".join(re.escape(bytes([c])) for c in visible)
    shown = "-".join((new_token[:4], new_token[4:8], new_token[8:])).encode()

    def exchanged(match: re.Match[bytes]) -> bytes:
        breaks = (b"", *(gap or b"" for gap in match.groups()))
        return b"".join(gap + bytes([c]) for gap, c in zip(breaks, shown, strict=True))

    return re.sub(pattern, exchanged, whole)


def clean(text: str) -> str:
    """*text* as a header may hold it: one line, no control characters, no direction marks."""
    # Direction marks could make a name read as an address that it isn't.
    kept = (
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in text
    )
    return " ".join("".join(kept).split())


def _headers(envelope: Envelope) -> Iterable[bytes]:
    yield _header("Date", [format_datetime(envelope.date)])
    yield _header("From", [_mailbox(envelope.sender)])
    yield _header("To", _mailboxes(envelope.to))
    if envelope.cc:
        yield _header("Cc", _mailboxes(envelope.cc))
    if envelope.reply_to:
        yield _header("Reply-To", [_mailbox(envelope.reply_to)])
    yield _header("Subject", _words(clean(envelope.subject), first=len("Subject: ")))
    yield _header("Message-ID", [f"<{envelope.message_id}>"])
    if envelope.in_reply_to and _ID.fullmatch(envelope.in_reply_to):
        yield _header("In-Reply-To", [f"<{envelope.in_reply_to}>"])
    if thread := _thread(envelope.references):
        yield _header("References", thread)
    yield _header("Auto-Submitted", [envelope.auto_submitted])
    yield _header("X-Auto-Response-Suppress", ["All"])
    if envelope.mark:
        yield _header(HEADER, envelope.mark)
    yield _header("MIME-Version", ["1.0"])


def _header(name: str, words: Sequence[str]) -> bytes:
    """One header, folded between *words* so that lines stay short."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode()


def _words(text: str, first: int) -> list[str]:
    """*text* as words of a header: as it stands, or RFC 2047 encoded where it must be."""
    if text.isascii() and "=?" not in text and all(len(w) < _LINE - first for w in text.split(" ")):
        return text.split(" ")
    return Header(text, "utf-8", maxlinelen=_LINE - 1).encode(splitchars="").split("\n ")


def _mailboxes(addresses: Sequence[Address]) -> list[str]:
    written = [_mailbox(a) for a in addresses]
    return [f"{w}," for w in written[:-1]] + written[-1:]


def _mailbox(address: Address) -> str:
    email, name = _email(address.email), clean(address.name)
    if not name or name == email:
        return email
    return f"{_display_name(name)} <{email}>"


def _display_name(name: str) -> str:
    if not name.isascii() or "=?" in name or len(name) > _LINE:
        return Header(name, "utf-8", maxlinelen=_LINE - 1).encode(splitchars="", linesep="\r\n")
    if _ATOMS.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _email(email: str) -> str:
    """An address with nothing in it that could end it, and its domain in ASCII."""
    bare = re.sub(r'[\s<>,;:"()\[\]\\]', "", clean(email))
    local, at, domain = bare.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError:
        return bare


def _thread(ids: Sequence[str]) -> list[str]:
    """The first and the latest Message-IDs of a conversation; RFC 5322 lets the middle go."""
    known = [f"<{i}>" for i in dict.fromkeys(ids) if _ID.fullmatch(i)]
    return known if len(known) <= _MOST_THREAD else known[:1] + known[1 - _MOST_THREAD :]


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """A multipart body with its own header. "=_" never stands in base64 or quoted-printable."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    body = b"".join(mark + NEWLINE + part + NEWLINE for part in parts)
    return head + body + mark + b"--" + NEWLINE


def _text_part(kind: str, text: str) -> bytes:
    data = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\n", "\r\n")
        .encode("utf-8", errors="replace")
    )
    head = (
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    )
    return head.encode() + NEWLINE * 2 + binascii.b2a_qp(data, istext=True)


def _invitation_part(file: File) -> bytes:
    """Last of the alternatives, as Outlook, Gmail and Thunderbird want it (RFC 6047, 2.4)."""
    head = f"Content-Type: {file.content_type}\r\nContent-Transfer-Encoding: base64"
    return head.encode() + NEWLINE * 2 + _base64(file.data)


def _file_part(file: File) -> bytes:
    # An invitation counts once: attached it is only a file to keep.
    content_type = "application/ics" if file.invites else file.content_type
    head = (
        f"Content-Type: {content_type};\r\n{_parameter('name', file.filename)}\r\n"
        f"Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n{_parameter('filename', file.filename)}"
    )
    return head.encode() + NEWLINE * 2 + _base64(file.data)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).rstrip(b"\n").replace(b"\n", NEWLINE)


def _parameter(name: str, value: str) -> str:
    """A parameter on lines of its own, after RFC 2231 where it is long or not ASCII."""
    value = clean(value)
    plain = value.replace("\\", "_").replace('"', "'")
    if plain.isascii() and len(plain) < _LINE - len(name) - 5:
        return f' {name}="{plain}"'
    coded = "utf-8''" + quote(value, safe="")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|.){1,50}", coded)
    return ";\r\n".join(f" {name}*{n}*={piece}" for n, piece in enumerate(pieces))
