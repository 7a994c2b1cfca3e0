"""A mailbox on any IMAP server; its letters leave by SMTP where [mailbox.smtp] is set.

One connection, dropped at any error and made anew by the next call. A message's name is its
UIDVALIDITY and its UID; its arrival is INTERNALDATE. Messages are only ever moved.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from ace_mailbot.config import Config
from ace_mailbot.mailboxes import imap_kept, imap_watch
from ace_mailbot.mailboxes.imap_connection import (
    INBOX,
    Folders,
    command,
    connect,
    find_folders,
    hang_up,
    has,
    reaching,
    searched,
    sequence_sets,
)
from ace_mailbot.mailboxes.imap_inbox import Inbox
from ace_mailbot.mailboxes.oauth import Tokens
from ace_mailbot.mailboxes.protocol import Folder, Kept, Listed, Place
from ace_mailbot.mailboxes.smtp import AnswerLost, sender
from ace_mailbot.model import Outgoing, RawMessage, Refused, Unreachable
from ace_mailbot.tokens import visible

_CAPABILITIES = ("IDLE", "MOVE", "UIDPLUS", "ESEARCH", "CONDSTORE", "SPECIAL-USE", "NAMESPACE")

log = logging.getLogger(__name__)


class ImapMailbox:
    """The account in [mailbox.imap]. Nothing is reached before the first call."""

    def __init__(self, config: Config) -> None:
        imap = config.mailbox.imap
        assert imap, "the config asks for [mailbox.imap] where it is the backend"
        self._imap = imap
        cache = config.database.with_name("imap-token.json")
        self._tokens = Tokens(imap.oauth, cache) if imap.oauth else None
        self._smtp = sender(config, self._tokens)
        self._key = config.programme.key
        self._inbox = Inbox()
        self._client: IMAPClient | None = None
        self._folders = Folders("", "Sent", {})
        self._folders_known = False
        self._unfiled: list[Outgoing] = []  # sent, and not yet in Sent

    # --- the inbox -----------------------------------------------------------------------------

    def listing(self) -> Sequence[Listed]:
        with self._connected() as client:
            return self._inbox.listing(client)

    def news(self) -> Sequence[Listed]:
        with self._connected() as client:
            return self._inbox.news(client)

    def fetch(self, uid: str) -> RawMessage | None:
        with self._connected() as client:
            return self._inbox.fetch(client, uid)

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        with self._connected() as client:
            numbers = self._inbox.numbers(client, uids)
            for uid_set in sequence_sets(numbers):
                _move(client, uid_set, self._folders.ours[folder])
            self._inbox.moved(numbers)

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        with self._connected() as client:
            return imap_kept.kept(client, self._entered(client, place), since)

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        with self._connected() as client:
            yield from imap_kept.read(client, self._entered(client, place), uids)

    def _entered(self, client: IMAPClient, place: Place) -> int:
        """Select one of our folders; its UIDVALIDITY."""
        self._inbox.left()
        name = self._folders.sent if place == "Sent" else self._folders.ours[place]
        return int(client.select_folder(name, readonly=True)[b"UIDVALIDITY"])

    def held(self) -> int:
        with self._connected() as client:
            names = (INBOX, *self._folders.ours.values())
            return sum(client.folder_status(name, ["MESSAGES"])[b"MESSAGES"] for name in names)

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        imap_watch.watch(lambda: connect(self._imap, self._tokens), self._imap.host, wake, stop)

    # --- letters -------------------------------------------------------------------------------

    def send(self, letter: Outgoing) -> str:
        if self._smtp is None:
            with self._connected() as client:
                self._file(client, letter)
            return f"put in {self._folders.sent}"
        answer = self._smtp.send(letter)
        if self._smtp.smtp.save_sent == "append":
            self._unfiled.append(letter)
            self._file_what_waits()
        return answer

    def keep(self, data: bytes) -> None:
        with self._connected() as client:
            client.append(self._folders.ours["Processed"], data, (b"\\Seen",))

    def in_sent(self, letter: Outgoing) -> bool:
        self._file_what_waits()
        with self._connected() as client:
            self._inbox.left()
            client.select_folder(self._folders.sent, readonly=True)
            if client.search(["HEADER", "Message-ID", letter.message_id]):
                return True
            return self._rewrites_ids() and self._by_its_words(client, letter)

    def _rewrites_ids(self) -> bool:
        """What we file ourselves stays as it is; what the server files it may have changed."""
        return self._smtp is not None and self._smtp.smtp.save_sent == "server"

    def _by_its_words(self, client: IMAPClient, letter: Outgoing) -> bool:
        words = visible(letter.token, letter.reference or self._key)
        return any(
            client.search(["TO", recipient, "TEXT", words]) for recipient in letter.recipients
        )

    def _file(self, client: IMAPClient, letter: Outgoing) -> None:
        """Put *letter* in Sent. Raises Refused, or AnswerLost where nobody knows whether it is."""
        try:
            client.append(self._folders.sent, letter.mime, (b"\\Seen",))
        except (IMAPClientAbortError, OSError) as error:
            raise AnswerLost(f"{self._imap.host} hung up: {error}") from error
        except IMAPClientError as error:
            raise Refused(f"{self._imap.host} won't file the letter: {error}") from error

    def _file_what_waits(self) -> None:
        """Put copies of letters sent in Sent. One that can't be put there is tried again later.

        It has left: that its copy is missing must not make anyone doubt that.
        """
        while self._unfiled:
            try:
                with self._connected() as client:
                    self._file(client, self._unfiled[0])
            except (Unreachable, AnswerLost) as error:
                log.warning("copy_waits", extra=_told(self._unfiled[0], error))
                return
            except Refused as error:
                log.warning("copy_refused", extra=_told(self._unfiled[0], error))
            del self._unfiled[0]

    # --- for the operator ----------------------------------------------------------------------

    def describe(self) -> Iterator[str]:
        if self._tokens:
            yield from self._tokens.describe()
        with self._connected() as client:
            lines = list(self._described(client))
        yield from lines
        if self._smtp:
            yield from self._smtp.describe()

    def _described(self, client: IMAPClient) -> Iterator[str]:
        imap, folders = self._imap, self._folders
        sock = client.socket()
        protection = sock.version() if isinstance(sock, ssl.SSLSocket) else "no TLS"
        yield f"IMAP {imap.host}:{imap.port}: signed in as {imap.user}, {protection}"
        found = [name for name in _CAPABILITIES if _offers(client, name)]
        yield f"IMAP offers: {', '.join(found) or 'nothing beyond the basics'}"
        for name, without in _WITHOUT.items():
            if name not in found:
                yield f"note: without {name} {without}"
        named = (INBOX, folders.ours["Processed"], folders.ours["Parked"], folders.sent)
        counts = [client.folder_status(name, ["MESSAGES"])[b"MESSAGES"] for name in named]
        pairs = (f"{name} {count}" for name, count in zip(named, counts, strict=True))
        yield f"folders: {', '.join(pairs)}"
        yield f"IMAP takes copies of {_append_limit(client)}"
        if waiting := self._inbox.listing(client):
            yield (
                f"clock: by the server, the newest message came at "
                f"{waiting[-1].received_at:%Y-%m-%d %H:%M:%S} UTC; deadlines go by that clock"
            )
        else:
            yield "clock: nothing in the inbox tells the server's time"

    def close(self) -> None:
        if self._smtp:
            self._smtp.close()
        if self._client is not None:
            try:
                self._client.logout()
            except (OSError, IMAPClientError):
                hang_up(self._client)
            self._client = None

    # --- the connection ------------------------------------------------------------------------

    @contextmanager
    def _connected(self) -> Iterator[IMAPClient]:
        """The connection. Any error inside drops it, for who knows what is still on the wire."""
        try:
            with reaching(self._imap.host):
                if self._client is None:
                    self._client = connect(self._imap, self._tokens)
                    self._inbox.disconnected()
                if not self._folders_known:
                    self._folders = find_folders(self._client)
                    self._folders_known = True
                yield self._client
        except BaseException as error:
            # Unless only the wire broke, the folders may not be what they were.
            lost = (IMAPClientAbortError, OSError)
            self._folders_known = self._folders_known and isinstance(error.__cause__, lost)
            if self._client is not None:
                hang_up(self._client)
                self._client = None
            raise


_WITHOUT = {
    "IDLE": "nothing wakes us: mail is read at the next poll",
    "MOVE": "messages are copied, and the originals then removed",
}


def _move(client: IMAPClient, uid_set: str, folder: str) -> None:
    target = client._normalise_folder(folder)
    if has(client, "MOVE"):
        command(client, "MOVE", uid_set, target)
        return
    # Of what was copied before and could not be removed, no second copy.
    there = searched(client, f"UID {uid_set} UNDELETED")
    for copied in sequence_sets(there):
        command(client, "COPY", copied, target)
        command(client, "STORE", copied, "+FLAGS.SILENT", r"(\Deleted)")
    if has(client, "UIDPLUS"):
        command(client, "EXPUNGE", uid_set)
    else:
        _expunge_only(client, uid_set)


def _expunge_only(client: IMAPClient, uid_set: str) -> None:
    """EXPUNGE removes all that is marked: so only when nobody else has marked anything."""
    marked = set(searched(client, "DELETED"))
    if others := marked - set(searched(client, f"UID {uid_set}")):
        log.warning("not_expunged", extra={"count": len(others)})
        return
    client.expunge()


def _offers(client: IMAPClient, name: str) -> bool:
    return any(
        c == name.encode() or c.startswith(f"{name}=".encode()) for c in client.capabilities()
    )


def _append_limit(client: IMAPClient) -> str:
    for capability in client.capabilities():
        name, _, limit = capability.decode().partition("=")
        if name == "APPENDLIMIT" and limit.isdigit():
            return f"up to {int(limit) / 2**20:.0f} MB"
    return "any size, as far as it tells"


def _told(letter: Outgoing, error: Exception) -> dict[str, str]:
    return {"message_id": letter.message_id, "why": str(error)}
