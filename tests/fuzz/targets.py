"""What is fuzzed: each takes bytes, and whatever they are nothing may be raised.

`Unreadable` is an answer, not an accident; memory and time are the fence's to limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ace_mailbot import reading
from ace_mailbot.config import Config, load
from ace_mailbot.model import RawMessage, Unreadable
from ace_mailbot.reading import signed
from ace_mailbot.reading.attachments import open_attachment
from ace_mailbot.reading.enclosed import packed_rtf, winmail
from ace_mailbot.reading.forms import doc, ole, rtf
from ace_mailbot.reading.opening import opened
from ace_mailbot.rules import classify
from tests.made import compound, zipped

ROOT = Path(__file__).parents[2]
RECEIVED = datetime(2021, 7, 6, 8, 12, 31, tzinfo=UTC)
_ODT = b"application/vnd.oasis.opendocument.text"


class Raised(AssertionError):
    """A message that could not be taken apart: `read` caught what was raised."""


@cache
def config() -> Config:
    return load(ROOT / "config.toml", {})


def mail(data: bytes) -> None:
    """The whole way of a message, its files opened without the fence."""
    message = reading.read(RawMessage("1", data, RECEIVED), config())
    if any("could not be taken apart" in d for d in message.defects):
        raise Raised(message.defects[0])
    for file in message.attachments:
        if reading.worth_opening(file):
            open_attachment(file.filename, file.content_type, file.data, config().form, "ACE")
    classify(reading.understand(message, config()), config())


def file(data: bytes) -> None:
    open_attachment("form", "application/octet-stream", data, config().form, "ACE")


def docx(data: bytes) -> None:
    open_attachment("form.docx", "", zipped({"word/document.xml": data}), config().form, "ACE")


def odt(data: bytes) -> None:
    packed = zipped({"mimetype": _ODT, "content.xml": data})
    open_attachment("form.odt", "", packed, config().form, "ACE")


def rich_text(data: bytes) -> None:
    _calm(lambda: rtf.read(b"{\\rtf1" + data))


def word_97(data: bytes) -> None:
    """The streams that a .doc is read from: two bytes say how long its text is, then it comes."""
    length = int.from_bytes(data[:2], "little")
    text, table = data[2 : 2 + length], data[2 + length :]
    tree = {"WordDocument": text, "1Table": table, "0Table": table, "Data": text}
    _calm(lambda: doc.read(ole.Ole(compound(tree))))


def pdf(data: bytes) -> None:
    _calm(lambda: opened("form.pdf", "", b"%PDF-1.4\n" + data))


def compound_file(data: bytes) -> None:
    _calm(lambda: opened("form.msg", "", ole.BEGINS + data))


def winmail_dat(data: bytes) -> None:
    _calm(lambda: winmail.read(winmail.BEGINS + data))


def outlooks_rtf(data: bytes) -> None:
    _calm(lambda: packed_rtf.unpacked(data))


def signed_message(data: bytes) -> None:
    signed.inside(data)


def _calm(read: Callable[[], object]) -> None:
    try:
        read()
    except Unreadable:
        return


# By name: the target, and its share of the time.
TARGETS: Mapping[str, tuple[Callable[[bytes], None], int]] = {
    "mail": (mail, 6),
    "file": (file, 2),
    "docx": (docx, 2),
    "odt": (odt, 2),
    "rtf": (rich_text, 2),
    "doc": (word_97, 2),
    "pdf": (pdf, 3),
    "ole": (compound_file, 1),
    "winmail": (winmail_dat, 1),
    "outlook-rtf": (outlooks_rtf, 1),
    "signed": (signed_message, 1),
}
