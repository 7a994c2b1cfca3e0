"""What the INBOX holds, as far as we know it: found by UID, kept over lost connections.

A UID's receipt time and size never change while UIDVALIDITY stays, so they are asked for once.
No flag is read or set here: staff may open what they like.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from imapclient import IMAPClient

from ace_mailbot.mailboxes.imap_connection import (
    INBOX,
    CommandRefused,
    command,
    searched,
    sequence_sets,
)
from ace_mailbot.mailboxes.protocol import Listed
from ace_mailbot.model import RawMessage

LARGE = 2 * 2**20  # above this a message comes in pieces, which keeps memory small
_PIECE = 2**20
_BATCH_MESSAGES = 50
_BATCH_BYTES = 4 * 2**20
_TRIES = 3

UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
DATE = re.compile(
    rb'\bINTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_MONTHS = {
    name: number
    for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}

log = logging.getLogger(__name__)


class Inbox:
    """The messages of the INBOX. Each call is given the connection of the moment."""

    def __init__(self) -> None:
        self._validity = 0
        self._known: dict[int, Listed] = {}
        self._sorted: Sequence[Listed] | None = None  # _known, oldest first; None: sort anew
        self._order: list[int] = []  # the same, as the server knows them
        self._count = 0  # messages there, by what we last heard
        self._next = 1  # the least UID that we have not heard of
        self._doubtful = True  # only a whole listing will do
        self._selected = False
        self._reader = _Reader()

    def disconnected(self) -> None:
        """The connection is another one from here on."""
        self._doubtful = True
        self._selected = False

    def left(self) -> None:
        """Another folder was selected on this connection."""
        self.disconnected()

    def listing(self, client: IMAPClient) -> Sequence[Listed]:
        uids = self._all_uids(client)
        held = set(uids)
        for gone in [uid for uid in self._known if uid not in held]:
            del self._known[gone]
            self._sorted = None
        self._doubtful = False
        self._learn(client, [uid for uid in uids if uid not in self._known])
        return self._in_order()

    def news(self, client: IMAPClient) -> Sequence[Listed]:
        if self._doubtful:
            return self.listing(client)
        client._imap.noop()
        if not (count := _exists(client)):
            return ()
        self._count = count
        found = searched(client, f"UID {self._next}:*")
        # `n:*` names the last message when nothing is new.
        fresh = [uid for uid in found if uid >= self._next]
        if not fresh:
            return self.listing(client)
        learnt = self._learn(client, fresh)
        self._reader.order = [self._number(m.uid) for m in learnt]
        return learnt

    def fetch(self, client: IMAPClient, uid: str) -> RawMessage | None:
        """The message called *uid*; None when the INBOX doesn't hold it, or not under that name."""
        self._select(client)
        number = self._number(uid)
        if number not in self._known and number:
            self._learn(client, [number])
        if not (listed := self._known.get(number)):
            return None
        data = self._reader.read(client, number, self._known)
        if data is None:
            # Gone, or a server that for now shows nothing of what it lists: look again.
            self._doubtful = True
            return None
        return RawMessage(uid, data, listed.received_at)

    def numbers(self, client: IMAPClient, uids: Sequence[str]) -> list[int]:
        """Those of *uids* that may still be here, as the server knows them."""
        self._select(client)
        return [number for uid in uids if (number := self._number(uid))]

    def moved(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._count -= self._known.pop(number, None) is not None
        self._sorted = None

    def _number(self, uid: str) -> int:
        """0 for a name from before UIDVALIDITY changed, or from another mailbox."""
        validity, _, number = uid.partition(":")
        return int(number) if validity == str(self._validity) and number.isdigit() else 0

    def _in_order(self) -> Sequence[Listed]:
        if self._sorted is None:
            items = sorted(self._known.items(), key=lambda item: (item[1].received_at, item[0]))
            self._sorted = [listed for _, listed in items]
            self._order = [number for number, _ in items]
        self._reader.order = self._order
        return self._sorted

    def _select(self, client: IMAPClient) -> None:
        """Select the INBOX where it isn't; learn how many messages it holds, and its names."""
        if self._selected:
            return
        answer = client.select_folder(INBOX)
        _exists(client)
        self._selected = True
        if (validity := int(answer[b"UIDVALIDITY"])) != self._validity:
            if self._validity:
                log.warning("uidvalidity_changed")
            self._validity = validity
            self._known.clear()
            self._reader = _Reader()
            self._sorted, self._next = None, 1
        self._count = int(answer[b"EXISTS"])

    def _all_uids(self, client: IMAPClient) -> list[int]:
        """Every UID, counted against EXISTS: some servers answer a SEARCH with less than they hold.

        Where the counts disagree the INBOX is selected anew, which tells for certain. Not each
        time: after a STATUS of any folder, Dovecot takes 0.4 s to select one of 100,000 messages.
        """
        for attempt in range(_TRIES):
            self._selected = self._selected and attempt == 0
            if self._selected:
                client._imap.noop()
                self._count = _exists(client) or self._count
            else:
                self._select(client)
            uids = searched(client, "ALL", self._count)
            self._count = _exists(client) or self._count
            if len(uids) == self._count:
                return uids
        raise CommandRefused(f"SEARCH found {len(uids)} messages where {self._count} should be")

    def _learn(self, client: IMAPClient, uids: Sequence[int]) -> list[Listed]:
        """Ask for time and size of *uids*; what the server keeps to itself is asked for again."""
        if not uids:
            return []
        found = self._metadata(client, uids)
        if missing := [uid for uid in uids if uid not in found]:
            found |= self._metadata(client, missing)
        self._known |= found
        self._next = max(self._next, max(uids) + 1)
        self._sorted = None
        if len(found) < len(uids):
            # Expunged meanwhile, or a gap: never stepped over, the next look is a whole one.
            self._doubtful = True
            log.info("messages_not_shown", extra={"count": len(uids) - len(found)})
        return [m for _, m in sorted(found.items(), key=lambda i: (i[1].received_at, i[0]))]

    def _metadata(self, client: IMAPClient, uids: Sequence[int]) -> dict[int, Listed]:
        found = {}
        for uid_set in sequence_sets(uids):
            for line in command(client, "FETCH", uid_set, "(UID INTERNALDATE RFC822.SIZE)"):
                uid, size, date = UID.search(line), SIZE.search(line), DATE.search(line)
                if uid and size and date:
                    number = int(uid[1])
                    name = f"{self._validity}:{number}"
                    found[number] = Listed(name, int(size[1]), moment(date))
        return found


class _Reader:
    """Reads messages whole, several in one go while they are asked for in order."""

    def __init__(self) -> None:
        self.order: list[int] = []  # as the engine will ask for them
        self._ahead: dict[int, bytes] = {}
        self._places: dict[int, int] = {}
        self._placed: list[int] | None = None
        self._last = -2  # place of the last one asked for
        self._stride = 1  # how many to read at once: more, the longer the order is kept to

    def read(self, client: IMAPClient, uid: int, known: dict[int, Listed]) -> bytes | None:
        place = self._place(uid)
        self._stride = min(self._stride * 2, _BATCH_MESSAGES) if place == self._last + 1 else 1
        self._last = place
        if (data := self._ahead.pop(uid, None)) is not None:
            return data
        if known[uid].size > LARGE:
            return in_pieces(client, uid)
        self._ahead = _bodies(client, list(self._batch(uid, place, known)))
        if uid not in self._ahead:
            self._ahead |= _bodies(client, [uid])
        return self._ahead.pop(uid, None)

    def _place(self, uid: int) -> int:
        if self._placed is not self.order:
            self._placed = self.order
            self._places = {uid: place for place, uid in enumerate(self.order)}
            self._last = -2
        return self._places.get(uid, -2)

    def _batch(self, uid: int, place: int, known: dict[int, Listed]) -> Iterator[int]:
        yield uid
        room = _BATCH_BYTES - known[uid].size
        following = self.order[place + 1 : place + self._stride] if place >= 0 else ()
        for other in following:
            if other not in known or (room := room - known[other].size) < 0:
                return
            yield other


def _exists(client: IMAPClient) -> int | None:
    """The last EXISTS that came with any answer since this was asked; None if there was none."""
    told = client._imap.untagged_responses
    counts = told.get("EXISTS")
    told.clear()  # imaplib keeps every EXPUNGE and FLAGS for ever otherwise
    return int(counts[-1]) if counts else None


def _bodies(client: IMAPClient, uids: Sequence[int]) -> dict[int, bytes]:
    """Whole messages. BODY.PEEK leaves them unread."""
    found: dict[int, bytes] = {}
    for uid_set in sequence_sets(uids):
        answers = command(client, "FETCH", uid_set, "(UID BODY.PEEK[])")
        for answer, following in pairwise([*answers, b""]):
            if isinstance(answer, tuple):
                # Courier, among others, names the UID after the body.
                after = following if isinstance(following, bytes) else b""
                if uid := UID.search(answer[0]) or UID.search(after):
                    found[int(uid[1])] = answer[1]
    if missing := [uid for uid in uids if uid not in found]:
        # A short body may come as a quoted string, which imapclient's parser knows.
        for number, parts in client.fetch(missing, ["BODY.PEEK[]"]).items():
            if (body := parts.get(b"BODY[]")) is not None:
                found[int(number)] = body
    return found


def in_pieces(client: IMAPClient, uid: int) -> bytes | None:
    whole = io.BytesIO()
    while True:
        # The size that a server tells is not always what it sends, so the last piece is the one
        # that isn't full.
        piece = _piece(client, uid, whole.tell())
        if piece is None:
            return None
        whole.write(piece)
        if len(piece) < _PIECE:
            return whole.getvalue()


def _piece(client: IMAPClient, uid: int, start: int) -> bytes | None:
    """Up to a mebibyte from *start*, b"" after the end; None when the message isn't there."""
    answers: list[Any] = command(client, "FETCH", str(uid), f"(UID BODY.PEEK[]<{start}.{_PIECE}>)")
    for answer in answers:
        if isinstance(answer, tuple) and b"BODY[]" in answer[0].upper():
            return bytes(answer[1])
    # Past the end Dovecot sends an empty string, and others say NIL.
    return b"" if any(b"BODY[]" in a.upper() for a in answers if isinstance(a, bytes)) else None


def moment(date: re.Match[bytes]) -> datetime:
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = date.groups()
    offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    zone = timezone(-offset if sign == b"-" else offset)
    at = datetime(
        int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=zone
    )
    return at.astimezone(UTC)
