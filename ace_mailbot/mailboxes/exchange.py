"""An Exchange Server's mailbox, by Exchange Web Services (exchangelib).

For Exchange Server: Microsoft 365 has `graph`. Imported only when the backend is in use.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import Header
from email.message import Message as EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from threading import Event
from typing import Any

from exchangelib import EWSDateTime, FolderCollection, ItemId, Message
from exchangelib import Folder as ExchangeFolder
from exchangelib import Mailbox as Recipient
from exchangelib.errors import (
    ErrorCorruptData,
    ErrorInvalidIdMalformed,
    ErrorInvalidSyncStateData,
    ErrorItemCorrupt,
    ErrorItemNotFound,
    ErrorMimeContentConversionFailed,
)
from exchangelib.folders import SingleFolderQuerySet
from exchangelib.items import SEND_AND_SAVE_COPY, SEND_TO_NONE
from exchangelib.services import CreateFolder

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.mailboxes.exchange_account import (
    FAILURES,
    SendOnce,
    access_of,
    not_sent,
    open_account,
    plainly,
    sign_in,
    wait_seconds,
    warnings,
)
from ace_mailbot.mailboxes.pauses import growing_pauses
from ace_mailbot.mailboxes.protocol import Folder, Kept, Listed, Place, plain_id
from ace_mailbot.model import Outgoing, RawMessage, Refused, Unreachable

_PAGE = 1000  # Exchange gives no more at a time
_SYNC_PAGE = 512  # likewise, for a sync
_WATCH_MINUTES = 1  # a watch ends this long after it was told to, at the latest
_BETWEEN_STREAMS_SECONDS = 5
_LEAST_PAUSE_SECONDS = 5
_CLOCKS_APART = timedelta(hours=1)
_LISTED = ("datetime_received", "datetime_created", "size")
_BROKEN = (ErrorMimeContentConversionFailed, ErrorCorruptData, ErrorItemCorrupt)
_STAND_IN = (
    "From: {sender}\r\nSubject: {subject}\r\n\r\n"
    "Exchange could not hand this message over. Open it in the mailbox.\r\n"
)

log = logging.getLogger(__name__)


class ExchangeMailbox:
    """The mailbox of `mailbox.address`; nothing is asked of the server before it is needed.

    Every method but `watch` raises Unreachable at once while the server has asked to be left alone.
    *monotonic* tells how long that is (seconds).
    """

    def __init__(self, config: Config, monotonic: Callable[[], float] = time.monotonic) -> None:
        assert config.mailbox.exchange
        self._config = config
        self._exchange = config.mailbox.exchange
        self._monotonic = monotonic
        self._account = open_account(config)
        self._folders: dict[str, Any] = {}
        self._sync_state: str | None = None
        self._quiet_until = 0.0
        # It logs a whole request, letter and all, that fails in a way it doesn't know.
        logging.getLogger("exchangelib.util").setLevel(logging.CRITICAL)
        for warning in warnings(self._exchange):
            log.warning("exchange_online", extra={"why": warning})

    # --- what came -------------------------------------------------------------------------------

    def listing(self) -> Sequence[Listed]:
        with self._reaching():
            found = self._folder("Inbox").all().only(*_LISTED).order_by("datetime_received")
            found.page_size = _PAGE
            return _oldest_first(found)

    def news(self) -> Sequence[Listed]:
        with self._reaching():
            try:
                changes = self._changes()
            except ErrorInvalidSyncStateData:
                self._sync_state = None
                changes = self._changes()
        return _oldest_first(item for what, item in changes if what in ("create", "update"))

    def _changes(self) -> list[tuple[str, Any]]:
        """What changed in the inbox since the last time; all of it the first time."""
        inbox = self._folder("Inbox")
        inbox.item_sync_state = None  # ours counts, which only moves on once all was heard
        changes = list(
            inbox.sync_items(
                sync_state=self._sync_state, only_fields=_LISTED, max_changes_returned=_SYNC_PAGE
            )
        )
        self._sync_state = inbox.item_sync_state
        return changes

    def fetch(self, uid: str) -> RawMessage | None:
        with self._reaching():
            item = self._item(uid, "mime_content")
            if isinstance(item, ErrorItemNotFound | ErrorInvalidIdMalformed):
                return None
            if isinstance(item, _BROKEN):
                return self._without_mime(uid)
            if isinstance(item, Exception):
                raise item
            if item.parent_folder_id.id != self._folder("Inbox").id:
                return None
            return RawMessage(uid, item.mime_content or b"", _arrival(item))

    def _without_mime(self, uid: str) -> RawMessage:
        """A stand-in for what Exchange can't hand over, so that a person gets to see it."""
        item = self._item(uid, "subject", "author")
        if isinstance(item, Exception):
            raise item
        sender = item.author.email_address if item.author else ""
        stand_in = _STAND_IN.format(
            sender=_header(sender or ""), subject=_header(item.subject or "")
        )
        return RawMessage(uid, stand_in.encode(), _arrival(item))

    def _item(self, uid: str, *fields: str) -> Any:
        """One item with *fields*, or the error that Exchange has instead."""
        wanted = ("parent_folder_id", "datetime_received", "datetime_created", *fields)
        inbox = self._folder("Inbox")
        [item] = self._account.fetch([ItemId(id=uid)], folder=inbox, only_fields=wanted)
        return item

    def kept(self, place: Place, since: datetime | None = None) -> Sequence[Kept]:
        with self._reaching():
            found = self._folder(place).all()
            if since:
                found = found.filter(datetime_received__gte=EWSDateTime.from_datetime(since))
            found = found.only("datetime_received", "datetime_created", "message_id")
            found.page_size = _PAGE
            kept = [Kept(m.id, _arrival(m), plain_id(m.message_id or "")) for m in found]
        return sorted(kept, key=lambda m: (m.received_at, m.uid))

    def read(self, place: Place, uids: Sequence[str]) -> Iterator[RawMessage]:
        shown = ("datetime_received", "datetime_created", "mime_content")
        with self._reaching():
            folder = self._folder(place)
            for uid in uids:
                [item] = self._account.fetch([ItemId(id=uid)], folder=folder, only_fields=shown)
                if isinstance(item, _BROKEN):
                    yield self._without_mime(uid)
                elif not isinstance(item, Exception):
                    yield RawMessage(uid, item.mime_content or b"", _arrival(item))
                elif not isinstance(item, ErrorItemNotFound | ErrorInvalidIdMalformed):
                    raise item

    def move(self, uids: Sequence[str], folder: Folder) -> None:
        with self._reaching():
            ids = [ItemId(id=uid) for uid in uids]
            for result in self._account.bulk_move(ids, to_folder=self._folder(folder)):
                if isinstance(result, Exception) and not isinstance(result, ErrorItemNotFound):
                    raise result

    def held(self) -> int:
        with self._reaching():
            folders = [self._folder(name) for name in ("Inbox", "Processed", "Parked")]
            return sum(f.total_count for f in self._as_they_are(folders))

    # --- what goes -------------------------------------------------------------------------------

    def send(self, letter: Outgoing) -> str:
        hidden = _hidden_recipients(letter)
        with self._reaching():
            sent = self._folder("Sent")
            sign_in(self._account)
        message = Message(
            account=self._account,
            folder=sent,
            mime_content=letter.mime,
            bcc_recipients=[Recipient(email_address=email) for email in hidden] or None,
        )
        try:
            SendOnce(account=self._account).get(
                items=[message],
                folder=sent,
                message_disposition=SEND_AND_SAVE_COPY,
                send_meeting_invitations=SEND_TO_NONE,
            )
        except FAILURES as e:
            self._mind(e)
            if told := not_sent(e):
                raise told from e
            raise  # in doubt: it may have left
        return f"accepted by {self._account.protocol.server}, copy in {sent.name}"

    def keep(self, data: bytes) -> None:
        with self._reaching():
            folder = self._folder("Processed")
            Message(account=self._account, folder=folder, mime_content=data).save()

    def in_sent(self, letter: Outgoing) -> bool:
        with self._reaching():
            sent = self._folder("Sent")
            same = sent.filter(message_id=f"<{letter.message_id}>").only("size")
            return any(True for _ in same) or self._rewritten_in_sent(letter, sent)

    def _rewritten_in_sent(self, letter: Outgoing, sent: Any) -> bool:
        """Whether Sent holds *letter* under another Message-ID, which the platform may give it.

        Known by its reference or subject, its time, a recipient and the token in its text.
        """
        about = letter.reference or letter.subject
        alike = sent.filter(subject__contains=about).only("datetime_sent")
        if composed := _composed(letter):
            alike = alike.filter(
                datetime_sent__gte=EWSDateTime.from_datetime(
                    composed.astimezone(UTC) - _CLOCKS_APART
                )
            )
        ids = [ItemId(id=item.id) for item in alike]
        shown = ("to_recipients", "cc_recipients", "text_body")
        found = self._account.fetch(ids, folder=sent, only_fields=shown)
        return any(_is_copy(item, letter) for item in found)

    # --- the operator's side ---------------------------------------------------------------------

    def watch(self, wake: Callable[[], None], stop: Event) -> None:
        """By streaming notifications; ends at the latest a minute after *stop* was set."""
        pauses = growing_pauses()
        while not stop.is_set():
            try:
                self._watch_once(wake, stop)
                pauses = growing_pauses()
            except FAILURES as e:
                pause = max(_LEAST_PAUSE_SECONDS, next(pauses), wait_seconds(e))
                log.info("watch_lost", extra={"why": plainly(e), "pause_seconds": round(pause)})
                stop.wait(pause)

    def _watch_once(self, wake: Callable[[], None], stop: Event) -> None:
        account = open_account(self._config)
        with (
            closing(account.protocol),
            account.inbox.streaming_subscription(event_types=["NewMailEvent"]) as subscription,
        ):
            wake()  # for what came while nobody listened
            while not stop.is_set():
                for _ in account.inbox.get_streaming_events(
                    subscription, connection_timeout=_WATCH_MINUTES
                ):
                    if stop.is_set():
                        break
                    wake()
                # Some gateways end a stream at once; the subscription keeps what comes meanwhile.
                stop.wait(_BETWEEN_STREAMS_SECONDS)

    def describe(self) -> Iterator[str]:
        with self._reaching():
            names = ("Inbox", "Processed", "Parked")
            folders = self._as_they_are([self._folder(name) for name in names])
            sent, version = self._folder("Sent").name, self._account.version
        how = "OAuth" if self._exchange.oauth else f"{self._exchange.auth}, {self._exchange.user}"
        yield f"Exchange {version.build} at {self._account.protocol.server}"
        yield f"signed in by {how}, with {access_of(self._exchange)}"
        counts = ", ".join(f"{f.name} {f.total_count}" for f in folders)
        yield f"folders: {counts}; letters are kept in {sent}"
        for warning in warnings(self._exchange):
            yield f"WARNING: {warning}"

    def close(self) -> None:
        self._account.protocol.close()

    # --- the connection --------------------------------------------------------------------------

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn what fails on the way into Unreachable."""
        if (wait := self._quiet_until - self._monotonic()) > 0:
            raise Unreachable(f"Exchange asked not to be asked for {wait:.0f} more seconds")
        try:
            yield
        except FAILURES as e:
            self._mind(e)
            where = self._exchange.endpoint
            raise Unreachable(f"Exchange at {where} can't be used: {plainly(e)}") from e

    def _mind(self, error: BaseException) -> None:
        """Keep quiet for as long as the server asks, then begin anew.

        A connection that failed is not used again: exchangelib waits for ever for one that it
        couldn't renew.
        """
        self._quiet_until = self._monotonic() + wait_seconds(error)
        self.close()
        self._account = open_account(self._config)
        self._folders.clear()

    def _folder(self, name: str) -> Any:
        """A folder of the mailbox: looked up, or made, once."""
        if not self._folders:
            self._folders = self._find_folders()
        return self._folders[name]

    def _find_folders(self) -> dict[str, Any]:
        """Ours may lie beside the inbox or in it, where some mail programs put new folders."""
        account = self._account
        top = account.msg_folder_root
        found = {"Inbox": account.inbox, "Sent": account.sent}
        for parent in (account.inbox, top):
            inside = SingleFolderQuerySet(account=account, folder=parent).depth("Shallow")
            for child in inside.all():
                if not isinstance(child, Exception):  # one that is kept from us
                    found.setdefault(child.name.capitalize(), child)
        for name in ("Processed", "Parked"):
            if name not in found:
                found[name] = self._make_folder(name, top)
        return found

    def _make_folder(self, name: str, parent: Any) -> Any:
        new = ExchangeFolder(name=name, folder_class="IPF.Note", parent=parent)
        made = CreateFolder(account=self._account).get(parent_folder=parent, folders=[new])
        new._id = made._id
        return new

    def _as_they_are(self, folders: Sequence[Any]) -> list[Any]:
        """*folders* with their present counts, in one request."""
        known = list(FolderCollection(account=self._account, folders=folders).resolve())
        for folder in known:
            if isinstance(folder, Exception):
                raise folder
        return known


def _oldest_first(items: Iterable[Any]) -> list[Listed]:
    listed = [Listed(item.id, item.size or 0, _arrival(item)) for item in items]
    return sorted(listed, key=lambda m: (m.received_at, m.uid))


def _arrival(item: Any) -> datetime:
    """When the server received it; what staff dragged in was never received, only made there."""
    moment = item.datetime_received or item.datetime_created
    return datetime.fromtimestamp(moment.timestamp(), UTC)


def _header(text: str) -> str:
    return Header(" ".join(text.split()), "us-ascii" if text.isascii() else "utf-8").encode()


def _hidden_recipients(letter: Outgoing) -> list[str]:
    """Whom the letter is for and its headers don't name.

    Exchange sends raw MIME to whom its headers name. Raises Refused where that is somebody else.
    """
    named = {_plain(email) for email in _named(letter)}
    meant = [_plain(email) for email in letter.recipients]
    if strangers := named - set(meant):
        raise Refused(f"the letter's headers name others than its recipients: {sorted(strangers)}")
    return [email for email in meant if email not in named]


def _named(letter: Outgoing) -> list[str]:
    headers = _headers(letter)
    lines = [str(h) for name in ("To", "Cc", "Bcc") for h in headers.get_all(name, [])]
    return [email for _, email in getaddresses(lines) if email]


def _headers(letter: Outgoing) -> EmailMessage:
    # The parser would go through 25 MB of attachment to say what the first lines hold.
    return message_from_bytes(letter.mime.partition(b"\r\n\r\n")[0])


def _plain(email: str) -> str:
    """An address in the form that two spellings of it share."""
    local, _, domain = email.lower().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return email.lower()


def _composed(letter: Outgoing) -> datetime | None:
    date = _headers(letter).get("Date")
    return parsedate_to_datetime(date) if date else None


def _is_copy(item: Any, letter: Outgoing) -> bool:
    if isinstance(item, Exception):
        return False
    people = [*(item.to_recipients or ()), *(item.cc_recipients or ())]
    addressed = {_plain(p.email_address or "") for p in people}
    meant = {_plain(email) for email in letter.recipients}
    return bool(addressed & meant) and letter.token in tokens.in_body(item.text_body or "")
