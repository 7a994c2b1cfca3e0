"""The Microsoft 365 mailbox, through Microsoft Graph as an app of its own (client credentials).

News comes by delta queries. Ids are asked for that outlast a move, and never trusted to: a message
counts as in the inbox only while its folder says so. Sending stands in `graph_sending`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from threading import Event
from typing import get_args
from urllib.parse import quote

from ace_mailbot.config import Config
from ace_mailbot.mailboxes import graph_sending
from ace_mailbot.mailboxes.graph_client import GraphClient, Json, Rejected
from ace_mailbot.mailboxes.protocol import Folder, Kept, Listed, Place, plain_id
from ace_mailbot.model import Outgoing, RawMessage, Unreachable

_SIZE = "Integer 0x0E08"  # PR_MESSAGE_SIZE: messages have no such property of their own
_LISTED = {
    "$select": "id,receivedDateTime",
    "$expand": f"singleValueExtendedProperties($filter=id eq '{_SIZE}')",
}
_PAGE = "odata.maxpagesize=500"
_IN_A_BATCH = 20
_ATTEMPTS = 3
_FOLDERS: tuple[Folder, ...] = get_args(Folder)

log = logging.getLogger(__name__)


class GraphMailbox:
    """The mailbox `mailbox.address`. Processed and Parked are made when first needed.

    *wait* and *clock* are seconds; tests bring their own.
    """

    def __init__(
        self,
        config: Config,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        graph = config.mailbox.graph
        assert graph, "the config has no [mailbox.graph]"
        self._config = config
        self._client = GraphClient(graph, wait, clock)
        self._user = f"/users/{quote(config.mailbox.address)}"
        self._folders: dict[str, str] = {}  # name -> id; "inbox" among them
        self._link = ""  # asks what changed since the last time; "" before the first listing
        self._known: set[str] = set()  # uids that the inbox holds, as far as we were told
        self._fresh: dict[str, Listed] = {}  # told of as news and not fetched yet
        self._uncounted = 0  # what the inbox counted beyond what it listed

    def listing(self) -> Sequence[Listed]:
        there, _, link = self._changes(f"{self._user}/mailFolders/inbox/messages/delta", _LISTED)
        self._uncounted = self._count("inbox") - len(there)
        self._link, self._known, self._fresh = link, set(there), {}
        return _oldest_first(there.values())

    def news(self) -> Sequence[Listed]:
        if not self._link:
            return self.listing()
        try:
            changed, gone, link = self._changes(self._link, {})
        except Rejected as e:
            # 410 is how it says that it forgot where we were; any other no is no better.
            log.info("delta_lost", extra={"status": e.status})
            return self.listing()
        self._link = link
        self._fresh |= {uid: m for uid, m in changed.items() if uid not in self._known}
        self._known.update(changed)
        self._known.difference_update(gone)
        self._fresh = {uid: m for uid, m in self._fresh.items() if uid not in gone}
        if self._count("inbox") - len(self._known) != self._uncounted:
            # A message moved out and back again, for one, is never told as news.
            return self.listing()
        return _oldest_first(self._fresh.values())

    def fetch(self, uid: str) -> RawMessage | None:
        path = f"{self._user}/messages/{quote(uid, safe='')}"
        raw = None
        try:
            # A lasting id would give us the message wherever it went.
            row = self._client.get(path, {"$select": "receivedDateTime,parentFolderId"})
            if row["parentFolderId"] == self._folder("inbox"):
                data = self._client.ask("GET", f"{path}/$value").content
                raw = RawMessage(uid, data, datetime.fromisoformat(row["receivedDateTime"]))
        except Rejected as e:
            if e.status != 404:
                raise
        self._fresh.pop(uid, None)
        if raw is None:
            log.info("message_left_inbox")
        return raw

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        wanted = {"$select": "id,receivedDateTime,internetMessageId"}
        if since:
            wanted["$filter"] = f"receivedDateTime ge {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        folder = "sentitems" if place == "Sent" else self._folder(place)
        path = f"{self._user}/mailFolders/{quote(folder, safe='')}/messages"
        kept = [
            Kept(
                row["id"],
                datetime.fromisoformat(row["receivedDateTime"]),
                plain_id(row.get("internetMessageId") or ""),
            )
            for page in self._client.pages(path, wanted, _PAGE)
            for row in page["value"]
        ]
        return sorted(kept, key=lambda m: (m.received_at, m.uid))

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        for uid in uids:
            try:
                row = self._client.get(self._message(uid), {"$select": "receivedDateTime"})
                data = self._client.ask("GET", f"{self._message(uid)}/$value").content
            except Rejected as e:
                if e.status != 404:
                    raise
                continue
            yield RawMessage(uid, data, datetime.fromisoformat(row["receivedDateTime"]))

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        for start in range(0, len(uids), _IN_A_BATCH):
            self._move(uids[start : start + _IN_A_BATCH], folder)

    def send(self, letter: Outgoing) -> str:
        return graph_sending.send(self._client, self._user, letter)

    def keep(self, data: bytes) -> None:
        graph_sending.keep(self._client, self._user, data, self._folder("Processed"))

    def in_sent(self, letter: Outgoing) -> bool:
        return graph_sending.find_sent(self._client, self._user, letter) is not None

    def held(self) -> int:
        return self._count("inbox") + sum(self._count(self._folder(f)) for f in _FOLDERS)

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        """Return at once: Microsoft 365 calls only addresses that the whole internet reaches."""

    def describe(self) -> Iterator[str]:
        seconds, roles = self._client.token()
        yield f"Microsoft 365: signed in at {self._client.sign_in_at}"
        yield f"token: lasts {seconds / 60:.0f} more minutes and is renewed by itself"
        wide = sorted(role for role in roles if role.startswith("Mail."))
        if wide:
            yield (
                f"warning: the app holds {', '.join(wide)} for every mailbox of the tenant, unless "
                "an application access policy narrows it; see docs/mailboxes.md"
            )
        yield f"{self._config.mailbox.address}: the inbox holds {self._count('inbox')}"
        for folder in _FOLDERS:
            found = self._found_folder(folder)
            holds = f"holds {self._count(found)}" if found else "made when first needed"
            yield f"{folder}: {holds}"
        yield f"Sent Items: holds {self._count('sentitems')}; each letter's copy is put there"
        yield f"the server's clock: {self._client.server_date}"
        yield f"no push: the inbox is asked every {self._config.schedule.poll_seconds} seconds"
        yield "note: an app is told neither when its client secret ends nor whether it may send"

    def close(self) -> None:
        self._client.close()

    def _changes(
        self, path: str, params: dict[str, str]
    ) -> tuple[dict[str, Listed], set[str], str]:
        """What came or changed, what went, and the link that asks for what follows.

        Nothing of ours is changed before the last page is here, so a round that breaks off is
        asked for again.
        """
        there: dict[str, Listed] = {}
        gone: set[str] = set()
        page: Json = {}
        for page in self._client.pages(path, params, _PAGE):
            for row in page["value"]:
                uid = row["id"]
                if "@removed" in row:
                    gone.add(uid)
                    there.pop(uid, None)
                else:
                    gone.discard(uid)
                    there[uid] = _listed(row)
        if not (link := page.get("@odata.deltaLink", "")):
            raise Unreachable("Microsoft 365 broke off its list of the inbox")
        return there, gone, link

    def _move(self, uids: Sequence[str], folder: Folder) -> None:
        """Move up to 20, those alone that lie in the inbox.

        By a lasting id Microsoft 365 would also move what staff have put elsewhere meanwhile.
        """
        for _ in range(_ATTEMPTS):
            uids = self._in_inbox(uids)
            if not uids:
                return
            target = {"destinationId": self._folder(folder)}
            replies = self._client.batch(
                [("POST", f"{self._message(uid)}/move", target) for uid in uids]
            )
            moved = [uid for uid, r in zip(uids, replies, strict=True) if r.status < 300]
            self._known.difference_update(moved)
            if len(moved) == len(uids):
                return
            self._folders.clear()  # somebody may have deleted Processed
            self._client.pause(max(r.retry_after for r in replies))
        raise Unreachable(f"Microsoft 365 doesn't move {len(uids)} messages to {folder}")

    def _in_inbox(self, uids: Sequence[str]) -> list[str]:
        inbox = self._folder("inbox")
        asked = [("GET", f"{self._message(uid)}?$select=parentFolderId", None) for uid in uids]
        for _ in range(_ATTEMPTS):
            replies = self._client.batch(asked)
            if all(r.status in (200, 404) for r in replies):
                return [
                    uid
                    for uid, r in zip(uids, replies, strict=True)
                    if r.status == 200 and r.body.get("parentFolderId") == inbox
                ]
            self._client.pause(max(r.retry_after for r in replies))
        raise Unreachable("Microsoft 365 doesn't tell where our messages are")

    def _message(self, uid: str) -> str:
        return f"{self._user}/messages/{quote(uid, safe='')}"

    def _count(self, folder: str) -> int:
        path = f"{self._user}/mailFolders/{quote(folder, safe='')}"
        return int(self._client.get(path, {"$select": "totalItemCount"})["totalItemCount"])

    def _folder(self, name: str) -> str:
        """The id of the inbox, or of Processed or Parked, which are made when missing."""
        if name not in self._folders:
            self._folders[name] = self._found_folder(name) or self._made_folder(name)
        return self._folders[name]

    def _found_folder(self, name: str) -> str | None:
        """Beside the inbox or in it, wherever staff put it."""
        if name == "inbox":
            return str(self._client.get(f"{self._user}/mailFolders/inbox", {"$select": "id"})["id"])
        wanted = {"$filter": f"displayName eq '{name}'", "$select": "id"}
        for place in ("mailFolders", "mailFolders/inbox/childFolders"):
            for row in self._client.get(f"{self._user}/{place}", wanted)["value"]:
                return str(row["id"])
        return None

    def _made_folder(self, name: str) -> str:
        made = self._client.ask("POST", f"{self._user}/mailFolders", json={"displayName": name})
        return str(made.json()["id"])


def _listed(row: Json) -> Listed:
    sizes = [p["value"] for p in row.get("singleValueExtendedProperties", ()) if p["value"]]
    size = int(sizes[0]) if sizes else 0
    return Listed(row["id"], size, datetime.fromisoformat(row["receivedDateTime"]))


def _oldest_first(messages: Iterable[Listed]) -> list[Listed]:
    return sorted(messages, key=lambda m: (m.received_at, m.uid))
