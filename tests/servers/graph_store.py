"""The mailbox behind our own Graph server: folders, messages, and what changed when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from functools import cached_property
from typing import Any

Json = dict[str, Any]
WELL_KNOWN = ("inbox", "drafts", "sentitems", "deleteditems")


@dataclass
class Message:
    id: str
    folder: str
    mime: bytes
    at: datetime  # received, or sent
    draft: bool = False
    read: bool = False
    files: list[tuple[str, str, bytes]] = field(default_factory=list)

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.mime, policy=policy.default)

    def whole(self) -> bytes:
        """Its MIME with the files that were attached later."""
        if not self.files:
            return self.mime
        message = message_from_bytes(self.mime, policy=policy.default)
        for name, content_type, data in self.files:
            kind, _, subtype = content_type.partition("/")
            message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
        return message.as_bytes(policy=policy.SMTP)


@dataclass(frozen=True)
class Event:
    folder: str
    id: str
    went: bool  # out of that folder; otherwise it came or changed


class GraphStore:
    """One mailbox. *lasting_ids*: an id outlasts a move, where it is asked for."""

    def __init__(self) -> None:
        self.folders: dict[str, tuple[str, str]] = {
            f"AQMk-{name}=": (name, "root") for name in WELL_KNOWN
        }
        self.messages: dict[str, Message] = {}
        self.journal: list[Event] = []
        self.left: list[bytes] = []  # what went out to its recipients
        self.now = datetime(2021, 7, 6, 9, 30, tzinfo=UTC)
        self.rewrites_message_ids = False
        self.drops: tuple[str, ...] = ()  # headers that are lost on the way out
        self._number = 0

    def new_id(self) -> str:
        self._number += 1
        return f"AAkALgAA-{self._number:06}_w=="

    def folder_id(self, name: str) -> str | None:
        """By its id or its well-known name."""
        known = f"AQMk-{name.lower()}="
        return name if name in self.folders else known if known in self.folders else None

    def named(self, name: str) -> str | None:
        return next((i for i, (known, _) in self.folders.items() if known == name), None)

    def make_folder(self, name: str, parent: str = "root") -> str:
        made = f"AQMk-{self.new_id()}"
        self.folders[made] = (name, parent)
        return made

    def inside(self, folder: str) -> list[Message]:
        return [m for m in self.messages.values() if m.folder == folder]

    def put(self, folder: str, mime: bytes, at: datetime, draft: bool = False) -> Message:
        message = Message(self.new_id(), folder, mime, at, draft)
        self.messages[message.id] = message
        self.journal.append(Event(folder, message.id, went=False))
        return message

    def touch(self, message: Message) -> None:
        """Somebody opened it."""
        message.read = True
        self.journal.append(Event(message.folder, message.id, went=False))

    def move(self, message: Message, folder: str, lasting: bool) -> Message:
        been_there = any(e.id == message.id and e.folder == folder for e in self.journal)
        self.journal.append(Event(message.folder, message.id, went=True))
        del self.messages[message.id]
        moved = replace(message, folder=folder, id=message.id if lasting else self.new_id())
        self.messages[moved.id] = moved
        if not (lasting and been_there):  # the real one never tells of such a return
            self.journal.append(Event(folder, moved.id, went=False))
        return moved

    def submit(self, mime: bytes) -> Message:
        """Send it to its recipients, and put the copy in Sent Items."""
        mime = self._as_it_leaves(mime)
        self.left.append(mime)
        return self.put("AQMk-sentitems=", mime, self.now)

    def changes(self, folder: str, since: int) -> Iterator[Json | Message]:
        last = {e.id: e for e in self.journal[since:] if e.folder == folder}
        for event in last.values():
            if event.went:
                yield {"id": event.id, "@removed": {"reason": "deleted"}}
            elif event.id in self.messages:
                yield self.messages[event.id]

    def _as_it_leaves(self, mime: bytes) -> bytes:
        head, blank, body = mime.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        lines = [line for line in lines if not _is_one_of(line, self.drops)]
        if self.rewrites_message_ids:
            lines = [line for line in lines if not _is_one_of(line, ("message-id",))]
            lines.append(f"Message-ID: <{self.new_id()}@prod.outlook.example>".encode())
        return b"\r\n".join(lines) + blank + body


def row_of(message: Message) -> Json:
    """All that our server knows of a message, as Graph names it."""
    parsed = message.parsed
    text = parsed.get_body(("plain",))
    at = f"{message.at:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "id": message.id,
        "receivedDateTime": at,
        "sentDateTime": at,
        "subject": str(parsed["Subject"] or ""),
        "internetMessageId": str(parsed["Message-ID"] or ""),
        "parentFolderId": message.folder,
        "isDraft": message.draft,
        "isRead": message.read,
        "toRecipients": _recipients(parsed.get_all("To", [])),
        "ccRecipients": _recipients(parsed.get_all("Cc", [])),
        "bccRecipients": _recipients(parsed.get_all("Bcc", [])),
        "body": {"contentType": "text", "content": text.get_content() if text else ""},
    }


def _recipients(headers: Iterable[object]) -> list[Json]:
    found = getaddresses([str(h) for h in headers])
    return [{"emailAddress": {"name": name, "address": address}} for name, address in found]


def _is_one_of(line: bytes, names: tuple[str, ...]) -> bool:
    return line.partition(b":")[0].decode("latin-1").lower() in names
