"""The embedded mailbox from outside: mail is dropped in, and the letters that went out picked up.

Whoever holds a `Post` plays the world around the bot. It reads nothing but the Maildir, so what it
hands out is what people really get.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path

from ace_mailbot import tokens
from ace_mailbot.rehearsal import opening
from ace_mailbot.rehearsal.mailmaker import File


@dataclass(frozen=True)
class Posted:
    """A letter that was sent, as those who get it see it; opened only when somebody looks."""

    data: bytes
    at: datetime
    recipients: tuple[str, ...]  # To and Cc, in lower case
    subject: str
    message_id: str  # without angle brackets
    obligation: str  # "" where nobody knows

    @cached_property
    def text(self) -> str:
        return opening.body(self._opened, "plain")

    @cached_property
    def html(self) -> str:
        return opening.body(self._opened, "html")

    @cached_property
    def files(self) -> tuple[File, ...]:
        return tuple(File(*file) for file in opening.files(self._opened))

    @cached_property
    def _opened(self) -> Message:
        return opening.opened(self.data)

    def file(self, ending: str) -> File | None:
        """The attached file whose name ends so."""
        return next((f for f in self.files if f.filename.endswith(ending)), None)

    def says(self, words: str) -> bool:
        """Whether subject or text holds *words*; line ends and capitals don't matter."""
        return _flat(words) in _flat(f"{self.subject}\n{self.text}")


class Post:
    """The post office for the Maildir at *path*."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._delivered = 0
        self._collected: set[Path] = set()

    def deliver(self, data: bytes, at: datetime) -> None:
        """Put a mail into the inbox; it arrived *at* (aware)."""
        self._delivered += 1
        name = f"{self._delivered:05d}.post"
        folder = self._path / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        (self._path / "new").mkdir(exist_ok=True)
        file = folder / name
        file.write_bytes(data)
        os.utime(file, (at.timestamp(), at.timestamp()))
        file.rename(self._path / "new" / name)

    def collect(self, obligation_of: Callable[[str], str] = lambda token: "") -> list[Posted]:
        """The letters sent since the last time; *obligation_of* knows one by its token.

        Letters of one cycle bear the same time; they come in an order that is always the same.
        """
        folder = self._path / ".Sent" / "cur"
        new = set(folder.iterdir() if folder.exists() else ()) - self._collected
        self._collected |= new
        letters = [read(path.read_bytes(), obligation_of) for path in new]
        return sorted(letters, key=lambda p: (p.at, p.recipients, p.subject, p.message_id))


def read(data: bytes, obligation_of: Callable[[str], str] = lambda token: "") -> Posted:
    """The letter in *data*, which must be one of ours."""
    head = opening.opened(data.replace(b"\r\n", b"\n").partition(b"\n\n")[0])
    message_id = opening.header(head, "Message-ID").strip("<> ")
    token = next(iter(tokens.in_message_ids((message_id,))), "")
    return Posted(
        data=data,
        at=parsedate_to_datetime(opening.header(head, "Date")),
        recipients=opening.addresses(head, "To", "Cc"),
        subject=opening.header(head, "Subject"),
        message_id=message_id,
        obligation=obligation_of(token),
    )


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
