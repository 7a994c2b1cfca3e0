"""All that is held on somebody: what `person` shows and `erase` forgets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.intake import understood
from ace_mailbot.model import Attachment, Change, Message, RawMessage
from ace_mailbot.reading import read
from ace_mailbot.rules import redaction
from ace_mailbot.store import Store
from ace_mailbot.store.forgetting import StoredMessage
from ace_mailbot.store.rows import OutboxEntry


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A mail from them, to them or with them in it (*role* says which), as it was understood."""

    stored: StoredMessage
    message: Message
    role: str  # from, to, mentions


@dataclass(frozen=True, slots=True)
class HeldLetter:
    entry: OutboxEntry
    text: str
    role: str  # to, copy, mentions


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything on the person at *email*, who is also known by the other *words*."""

    email: str
    words: tuple[str, ...]
    nouns: tuple[Change, ...]
    messages: tuple[HeldMessage, ...]
    letters: tuple[HeldLetter, ...]

    def __bool__(self) -> bool:
        return bool(self.nouns or self.messages or self.letters)


def held_on(email: str, config: Config, store: Store, fence: Fence) -> Holding:
    """Look through the nouns, the raw mail with its attachments, and the letters."""
    words = redaction.words_of(email, store.state)
    return Holding(
        email,
        words,
        tuple(n for n in redaction.nouns(store.state) if redaction.noun_mentions(n, words)),
        tuple(_messages(email, words, config, store, fence)),
        tuple(_letters(email, words, config, store)),
    )


def _messages(
    email: str, words: Sequence[str], config: Config, store: Store, fence: Fence
) -> Iterator[HeldMessage]:
    for stored in store.messages():
        message = understood(stored.raw, config, fence)
        if message.sender_email == email:
            yield HeldMessage(stored, message, "from")
        elif any(a.email == email for a in (*message.to, *message.cc)):
            yield HeldMessage(stored, message, "to")
        elif redaction.mentions(_all_text(message), words):
            yield HeldMessage(stored, message, "mentions")


def _all_text(message: Message) -> str:
    opened = [a.contents for a in message.attachments if a.contents]
    said = (text for values in message.headers.values() for text in values)
    filled = (text for contents in opened for text in contents.answers.values())
    return "\n".join((message.subject, message.text, *said, *(c.text for c in opened), *filled))


def _letters(
    email: str, words: Sequence[str], config: Config, store: Store
) -> Iterator[HeldLetter]:
    for entry in store.outbox():
        letter = entry.letter
        text = read(RawMessage("", letter.mime, entry.queued_at), config).text
        if letter.party == email:
            yield HeldLetter(entry, text, "to")
        elif email in letter.recipients:
            yield HeldLetter(entry, text, "copy")
        elif redaction.mentions(f"{letter.subject}\n{text}", words):
            yield HeldLetter(entry, text, "mentions")


# --- for whoever asks ----------------------------------------------------------------------------


def as_json(holding: Holding) -> dict[str, Any]:
    """Plain values, by where they stand; times are ISO 8601 in UTC."""
    return {
        "address": holding.email,
        "known_as": holding.words[1:],
        "records": [
            {"kind": type(noun).__name__.lower(), **msgspec.to_builtins(noun)}
            for noun in holding.nouns
        ],
        "messages": [_message_json(held) for held in holding.messages],
        "letters": [
            {
                "role": held.role,
                "subject": held.entry.letter.subject,
                "message_id": held.entry.letter.message_id,
                "state": held.entry.state,
                "at": held.entry.changed_at.isoformat(),
                "text": held.text,
            }
            for held in holding.letters
        ],
    }


def _message_json(held: HeldMessage) -> dict[str, Any]:
    message = held.message
    return {
        "role": held.role,
        "id": message.id,
        "message_id": message.message_id,
        "received_at": message.received_at.isoformat(),
        "from": message.sender_email,
        "subject": message.subject,
        "text": message.text,
        "attachments": [
            {
                "filename": a.name,
                "bytes": len(a.data),
                "text": a.contents.text if a.contents else "",
                "answers": dict(a.contents.answers) if a.contents else {},
            }
            for a in message.attachments
        ],
    }


def as_text(holding: Holding) -> str:
    """The same for a person to read."""
    if not holding:
        return f"Nothing is held on {holding.email}."
    lines = [f"What is held on {', '.join(holding.words)}", ""]
    for noun in holding.nouns:
        lines.append(f"{type(noun).__name__}:")
        lines += [f"  {line}" for line in _readable(msgspec.to_builtins(noun))]
    for held in holding.messages:
        message = held.message
        lines.append(f"Message {message.id} ({held.role}), {_day(message.received_at)}:")
        lines.append(f"  From {message.sender_email or 'nobody'}: {message.subject}")
        lines += [f"  | {line}" for line in message.text.splitlines()]
        lines += [f"  attached: {_file(a)}" for a in message.attachments]
    for letter in holding.letters:
        lines.append(f"Letter ({letter.role}), {letter.entry.state}:")
        lines.append(f"  {_day(letter.entry.changed_at)}: {letter.entry.letter.subject}")
        lines += [f"  | {line}" for line in letter.text.splitlines()]
    return "\n".join(lines)


def _file(attachment: Attachment) -> str:
    # Of a file within another only the words are kept; its bytes are the other's.
    return attachment.name + ("" if attachment.within else f", {len(attachment.data)} bytes")


def write_out(holding: Holding, folder: Path) -> None:
    """person.json in *folder*, and beside it every mail and letter whole, as .eml files."""
    for name in ("mail", "letters"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(holding), ensure_ascii=False, indent=1)
    (folder / "person.json").write_text(text + "\n", encoding="utf-8")
    for held in holding.messages:
        (folder / "mail" / f"{held.message.id}.eml").write_bytes(held.stored.raw.data)
    for letter in holding.letters:
        sent = letter.entry.letter
        (folder / "letters" / f"{sent.token}.eml").write_bytes(sent.mime)


def _readable(plain: Any, path: str = "") -> Iterator[str]:
    """A line for each value that says something: `lead.name: Amara Okafor`."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _readable(value, f"{path}.{key}" if path else str(key))
    elif isinstance(plain, list):
        for number, value in enumerate(plain, 1):
            yield from _readable(value, f"{path}.{number}")
    elif plain not in (None, "", False):
        yield f"{path}: " + " ".join(str(plain).split())


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
