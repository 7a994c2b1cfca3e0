"""The mail of the measurements: people's thanks, some with files; expressions of interest.

The same each time. Sizes are those of whole messages, as they lie on the server.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from docx import Document

from ace_mailbot.model import Address
from ace_mailbot.rehearsal.mailmaker import File, Mail, Postmark, Writer, make

TO = "ace@funder.example"
_SMALL, _WITH_WORD, _WITH_PDF = 4_000, 180_000, 2_700_000
_AT = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)
_POSTMARK = Postmark(_AT, TO, "mx.funder.example")
_NUMBER = b"nnnnnn"  # replaced in ready-made bytes by a message's own number
_PROGRAMS = ("bare", "outlook", "gmail", "iphone")
_WORDS = (
    "Many thanks for your help. We have all that we need.",
    "Thank you so much, that is very clear.",
    "Noted with thanks. See you in September.",
    "Brilliant, thank you. I have passed it on to the team.",
    "Thanks for the quick answer, much appreciated.",
)
# Their programs ask for no automatic answer, so files that nobody can place owe no letter either.
_NO_ANSWER = {"X-Auto-Response-Suppress": "All"}
_PER_BASE64 = 57 / 78  # bytes of a file for each byte of its lines in a mail


def small() -> Callable[[int], bytes]:
    """Makes thanks of 4 kB, by number."""
    ready = [_padded(_thanks(program, words)) for program in _PROGRAMS for words in _WORDS]
    return lambda number: _numbered(ready[number % len(ready)], number)


def mixed() -> Callable[[int], bytes]:
    """Makes 80 % thanks of 4 kB, 15 % with a Word file, 5 % with a PDF, by number."""
    thanks = small()
    with_word = _thanks("outlook", _WORDS[0], File("Minutes.docx", _word(_WITH_WORD)))
    with_pdf = _thanks("gmail", _WORDS[1], File("Report.pdf", _pdf(_WITH_PDF)))

    def message(number: int) -> bytes:
        place = number % 20
        if place in (3, 10, 17):
            return _numbered(with_word, number)
        return _numbered(with_pdf, number) if place == 13 else thanks(number)

    return message


def large() -> bytes:
    """One message of 25 MB."""
    return _thanks("outlook", _WORDS[0], File("Photographs.pdf", _pdf(25_000_000)))


def eoi(number: int) -> bytes:
    """An expression of interest, each by somebody else."""
    writer = Writer(
        Address(f"lead{number}@agency{number}.example", f"Amara Okafor{_letters(number)}")
    )
    text = (
        "Dear team,\n\nWe would like to express our interest in ACE. In Brent people who fall at "
        f"home wait too long between services, on {number} streets we know well, and nobody joins "
        "them up. We want to change that together with the council and two charities.\n\n"
        f"Kind regards,\nAmara Okafor{_letters(number)}\nBrent Community Trust\n"
        f"07700 900{number % 1000:03d}"
    )
    return make(writer, Mail(text, f"Expression of interest: falls {number}"), _POSTMARK)


def tiny(number: int) -> bytes:
    return (
        f"From: a{number}@agency.example\r\nTo: {TO}\r\nSubject: Thanks\r\n"
        f"Message-ID: <{number}@agency.example>\r\n\r\nThank you!\r\n"
    ).encode()


def many(make_one: Callable[[int], bytes], count: int) -> Iterator[bytes]:
    return (make_one(number) for number in range(count))


def _thanks(program: str, words: str, *files: File) -> bytes:
    number = _NUMBER.decode()
    writer = Writer(Address(f"lead{number}@agency.example", "Amara Okafor"), program)
    headers = {"Message-ID": f"<{number}@mail.agency.example>", **(_NO_ANSWER if files else {})}
    mail = Mail(words, "Re: Your application", headers=headers, answers=_letter(), files=files)
    return make(writer, mail, _POSTMARK)


def _letter() -> bytes:
    lines = "\r\n\r\n".join(
        "We have received your expression of interest and will write to you again soon."
        for _ in "123"
    )
    return (
        f"From: ACE team <{TO}>\r\nTo: lead@agency.example\r\nSubject: Your application\r\n"
        f"Date: Mon, 05 Jul 2021 09:00:00 +0100\r\nMessage-ID: <1@funder.example>\r\n\r\n{lines}"
    ).encode()


def _padded(message: bytes) -> bytes:
    """*message* made as long as it should be by what servers on the way write into it."""
    missing = max(0, _SMALL - len(message) - len("X-Antispam-Info: \r\n"))
    noise = random.Random(len(message)).randbytes(missing).hex()[:missing]
    folded = "\r\n ".join(
        noise[at : at + 70] for at in range(0, max(1, missing - missing // 24), 70)
    )
    return f"X-Antispam-Info: {folded}\r\n".encode() + message


def _numbered(message: bytes, number: int) -> bytes:
    return message.replace(_NUMBER, b"%06d" % number)


def _letters(number: int) -> str:
    """*number* as letters, for names hold no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _word(size: int) -> bytes:
    """A real .docx with a page of text and a picture that fills it up to *size* in a mail."""
    document = Document()
    for number in range(30):
        document.add_paragraph(f"Item {number} of the minutes was agreed by all who were there.")
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        missing = int(size * _PER_BASE64) - len(file.getvalue()) - 4_000
        archive.writestr("word/media/picture.png", random.Random(1).randbytes(missing))
    return file.getvalue()


def _pdf(size: int) -> bytes:
    return b"%PDF-1.7\n" + random.Random(2).randbytes(int(size * _PER_BASE64) - 4_000)
