"""What happens in an IMAP mailbox besides us: mail arrives, staff read it and look into folders."""

from __future__ import annotations

import re
from datetime import datetime

from imapclient import IMAPClient

_APPENDED = re.compile(rb"APPENDUID (\d+) (\d+)")


class Staff:
    """Somebody else who is signed in to the mailbox, by a connection of their own."""

    def __init__(self, port: int, user: str, password: str, prefix: str = "") -> None:
        self.client = IMAPClient("127.0.0.1", port, ssl=False, timeout=10)
        self.client._imap.debug = 0
        self.client.login(user, password)
        self._prefix = prefix
        self._uids: dict[str, int] = {}

    def deliver(self, name: str, data: bytes, at: datetime, folder: str = "INBOX") -> None:
        # imapclient would write CRLF for every lone CR or LF; a message keeps its bytes.
        answer = self.client.append(folder, data, (), at)
        if found := _APPENDED.search(answer):
            self._uids[name] = int(found[2])

    def read(self, name: str) -> None:
        self.client.select_folder("INBOX")
        self.client.fetch([self._uids[name]], ["BODY[]"])
        self.client.add_flags([self._uids[name]], rb"\Seen")

    def flags(self, name: str) -> tuple[bytes, ...]:
        self.client.select_folder("INBOX", readonly=True)
        uid = self._uids[name]
        found: tuple[bytes, ...] = self.client.get_flags([uid])[uid]
        return tuple(flag for flag in found if flag != rb"\Recent")

    def mark_deleted(self, name: str) -> None:
        self.client.select_folder("INBOX")
        self.client.add_flags([self._uids[name]], rb"\Deleted")

    def folder(self, name: str) -> list[bytes]:
        if name != "INBOX":
            name = self._prefix + name
        self.client.select_folder(name, readonly=True)
        uids = self.client.search("ALL")
        return sorted(parts[b"BODY[]"] for parts in self.client.fetch(uids, "BODY.PEEK[]").values())

    def folders(self) -> list[str]:
        return sorted(name for _, _, name in self.client.list_folders())

    def leave(self) -> None:
        self.client.shutdown()
