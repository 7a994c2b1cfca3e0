"""What the Exchange Web Services server of the tests holds: folders, messages, and what changed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

ARRIVAL = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Folder:
    id: str
    name: str
    parent: str
    distinguished: str = ""


@dataclass
class Item:
    id: str
    folder: str
    mime: bytes
    received: datetime
    message_id: str
    is_read: bool = False
    changes: int = 1
    broken: str = ""  # the error that GetItem answers with when asked for its MIME

    @property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.mime, policy=policy.default)

    @property
    def text(self) -> str:
        body = self.parsed.get_body(("plain", "html"))
        return body.get_content() if body else ""

    def people(self, header: str) -> list[tuple[str, str]]:
        return getaddresses([str(h) for h in self.parsed.get_all(header, [])])


@dataclass(frozen=True)
class Submission:
    """A letter as it left: to whom, and what."""

    recipients: tuple[str, ...]
    mime: bytes


_FOLDERS = (
    Folder("F-root", "Root", "F-root", "root"),
    Folder("F-top", "Top of Information Store", "F-root", "msgfolderroot"),
    Folder("F-inbox", "Inbox", "F-top", "inbox"),
    Folder("F-sent", "Sent Items", "F-top", "sentitems"),
    Folder("F-drafts", "Drafts", "F-top", "drafts"),
)


@dataclass
class Store:
    """A mailbox. *sync_page* and *find_page* are how much the server gives at a time."""

    sync_page: int = 512
    find_page: int = 1000
    rewrites_message_ids: bool = False  # as Exchange may, on the way out
    folders: dict[str, Folder] = field(default_factory=lambda: {f.id: f for f in _FOLDERS})
    items: dict[str, Item] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)  # what, item, folder
    left: list[Submission] = field(default_factory=list)  # every letter that went out
    arrived: threading.Condition = field(default_factory=threading.Condition)
    subscribed_at: int = 0  # how long the log was then
    ended: threading.Event = field(default_factory=threading.Event)
    _number: int = 0

    def folder(self, name: str) -> Folder | None:
        """By its id, its distinguished id or its name."""
        return next(
            (f for f in self.folders.values() if name in (f.id, f.distinguished, f.name)), None
        )

    def children(self, parent: str) -> list[Folder]:
        return [f for f in self.folders.values() if f.parent == parent != f.id]

    def make_folder(self, name: str, parent: str) -> Folder:
        self._number += 1
        made = Folder(f"F-{self._number}", name, parent)
        self.folders[made.id] = made
        return made

    def held_in(self, folder: str) -> list[Item]:
        """The items of a folder, oldest arrival first."""
        found = self.folder(folder)
        held = [i for i in list(self.items.values()) if found and i.folder == found.id]
        return sorted(held, key=lambda i: (i.received, i.id))

    def deliver(self, mime: bytes, received: datetime = ARRIVAL, folder: str = "inbox") -> Item:
        """Put a message in *folder* under a new id."""
        self._number += 1
        place = self.folder(folder)
        assert place
        own = _headers(mime).get("Message-ID", "").strip()
        item = Item(f"AAMk{self._number:04}=", place.id, mime, received, own)
        self.items[item.id] = item
        with self.arrived:
            self.log.append(("Create", item.id, place.id))
            self.arrived.notify_all()
        return item

    def read(self, item: Item) -> None:
        item.is_read, item.changes = True, item.changes + 1
        self.log.append(("ReadFlagChange", item.id, item.folder))

    def touch(self, item: Item) -> None:
        item.changes += 1
        self.log.append(("Update", item.id, item.folder))

    def move(self, item: Item, to: str) -> Item:
        """Into another folder, where it has another id."""
        del self.items[item.id]
        self.log.append(("Delete", item.id, item.folder))
        moved = self.deliver(item.mime, item.received, to)
        moved.is_read, moved.message_id = item.is_read, item.message_id
        return moved

    def submit(self, mime: bytes, hidden: Iterable[str], folder: str | None) -> None:
        """Send *mime* to whom its headers name, and to *hidden*; keep a copy in *folder*."""
        headers = _headers(mime)
        named = getaddresses([str(h) for n in ("To", "Cc", "Bcc") for h in headers.get_all(n, [])])
        self.left.append(Submission(tuple(dict.fromkeys([*(a for _, a in named), *hidden])), mime))
        if folder:
            copy = self.deliver(mime, ARRIVAL, folder)
            copy.is_read = True
            if self.rewrites_message_ids:
                copy.message_id = f"<{copy.id}@exchange.example>"

    def changes_since(self, position: int, folder: str) -> Iterator[tuple[str, str]]:
        for what, item, place in self.log[position : position + self.sync_page]:
            if place == folder:
                yield what, item


def _headers(mime: bytes) -> Message:
    return message_from_bytes(mime.partition(b"\r\n\r\n")[0])
