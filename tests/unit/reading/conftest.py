"""A config, and a way to read a mail whole, attachments included, without the fence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot import reading
from ace_mailbot.config import Config, load
from ace_mailbot.model import Attachment, Message, RawMessage
from ace_mailbot.reading import attachments

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "ace_mailbot" / "rehearsal" / "mail"
RECEIVED = datetime(2021, 7, 6, 8, 12, 31, tzinfo=UTC)

Reader = Callable[[bytes], Message]


@pytest.fixture(scope="session")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.fixture(scope="session")
def read(config: Config) -> Reader:
    """Reads bytes as the engine does: taken apart, files opened, understood."""

    def whole(data: bytes) -> Message:
        message = reading.read(RawMessage("1", data, RECEIVED), config)
        files = tuple(_opened(a, config) for a in message.attachments)
        return reading.understand(reading.opened(message, files), config)

    return whole


def _opened(attachment: Attachment, config: Config) -> Attachment:
    if not reading.worth_opening(attachment):
        return attachment
    contents = attachments.open_attachment(
        attachment.filename,
        attachment.content_type,
        attachment.data,
        config.form,
        config.programme.key,
    )
    return replace(attachment, contents=contents)


@pytest.fixture(scope="session")
def sample(read: Reader) -> Callable[[str], Message]:
    """Reads one of the shipped sample messages by the beginning of its name."""

    def by_name(start: str) -> Message:
        (path,) = SAMPLES.glob(f"{start}*.eml")
        return read(path.read_bytes())

    return by_name


@pytest.fixture(scope="session")
def write() -> Callable[..., bytes]:
    """A small plain mail, in bytes with CRLF; keyword arguments become headers."""

    def mail(text: str, subject: str = "", sender: str = "", **more: str) -> bytes:
        head = {
            "From": sender or "Amara Okafor <amara.okafor@trust.example>",
            "To": "ace@funder.example",
            "Subject": subject,
            "Date": "Tue, 6 Jul 2021 09:12:26 +0100",
            "Message-ID": "<one@trust.example>",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
        } | {name.replace("_", "-"): value for name, value in more.items()}
        lines = [f"{name}: {value}" for name, value in head.items()]
        return "\r\n".join((*lines, "", *text.split("\n"), "")).encode()

    return mail
