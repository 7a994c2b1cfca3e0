"""The embedded mailbox from outside: mail is dropped in, and the letters that went out picked up.

Whoever holds a `Post` plays the world around the bot. It reads nothing but the Maildir, so what it
hands out is what people really get.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from ace_mailbot import tokens
from ace_mailbot.rehearsal.mailmaker import File, body_of


@dataclass(frozen=True)
class Posted:
    """A letter that was sent, as those who get it see it."""

    data: bytes
    at: datetime
    recipients: tuple[str, ...]  # To and Cc, in lower case
    subject: str
    text: str
    html: str
    files: tuple[File, ...]
    message_id: str  # without angle brackets
    obligation: str  # "" where nobody knows

    @property
    def token(self) -> str:
        return next(iter(tokens.in_message_ids((self.message_id,))), "")

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
    message = message_from_bytes(data, policy=policy.default)
    message_id = str(message["Message-ID"] or "").strip("<> ")
    token = next(iter(tokens.in_message_ids((message_id,))), "")
    pairs = getaddresses([str(message[h]) for h in ("To", "Cc") if message[h]])
    return Posted(
        data=data,
        at=parsedate_to_datetime(str(message["Date"])),
        recipients=tuple(email.lower() for _, email in pairs),
        subject=str(message["Subject"] or ""),
        text=body_of(message, "plain"),
        html=body_of(message, "html"),
        files=files_of(message),
        message_id=message_id,
        obligation=obligation_of(token),
    )


def files_of(message: EmailMessage) -> tuple[File, ...]:
    """What is attached to *message*."""
    return tuple(
        File(part.get_filename() or "unnamed", payload)
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
        and isinstance(payload := part.get_payload(decode=True), bytes)
    )


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
