"""What Processed, Parked and Sent hold, read from whichever of them is selected.

Apart from the INBOX, for nothing here is remembered between calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from typing import Any

from imapclient import IMAPClient

from ace_mailbot.mailboxes.imap_connection import command, searched, sequence_sets
from ace_mailbot.mailboxes.imap_inbox import DATE, LARGE, SIZE, UID, in_pieces, moment
from ace_mailbot.mailboxes.protocol import Kept, plain_id
from ace_mailbot.model import RawMessage

_LISTED = "(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def kept(client: IMAPClient, validity: int, since: datetime | None) -> Sequence[Kept]:
    found = [
        Kept(f"{validity}:{uid}", at, _message_id(header))
        for uid, at, header in _listed(client, searched(client, _criteria(since)))
    ]
    return sorted(found, key=lambda m: (m.received_at, int(m.uid.partition(":")[2])))


def read(client: IMAPClient, validity: int, uids: Sequence[str]) -> Iterator[RawMessage]:
    for uid in uids:
        of, _, number = uid.partition(":")
        if of == str(validity) and (raw := _message(client, uid, int(number))):
            yield raw


def _criteria(since: datetime | None) -> str:
    """A server counts days in a zone of its own."""
    if since is None:
        return "ALL"
    day = since - timedelta(days=1)
    return f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _listed(client: IMAPClient, uids: Sequence[int]) -> Iterator[tuple[int, datetime, bytes]]:
    for uid_set in sequence_sets(uids):
        for answer, after in _literals(command(client, "FETCH", uid_set, _LISTED)):
            told = answer[0] + b" " + after
            uid, date = UID.search(told), DATE.search(told)
            if uid and date:
                yield int(uid[1]), moment(date), answer[1]


def _literals(answers: Sequence[Any]) -> Iterator[tuple[tuple[bytes, bytes], bytes]]:
    """Each answer with a literal, and what follows it on the line."""
    for place, answer in enumerate(answers):
        if isinstance(answer, tuple):
            following = answers[place + 1] if place + 1 < len(answers) else b""
            yield answer, following if isinstance(following, bytes) else b""


def _message_id(header: bytes) -> str:
    return plain_id(str(BytesHeaderParser().parsebytes(header)["Message-ID"] or ""))


def _message(client: IMAPClient, uid: str, number: int) -> RawMessage | None:
    told = b" ".join(
        line
        for line in command(client, "FETCH", str(number), "(UID INTERNALDATE RFC822.SIZE)")
        if isinstance(line, bytes)
    )
    date, size = DATE.search(told), SIZE.search(told)
    if not date or not size:
        return None
    if int(size[1]) > LARGE:
        data = in_pieces(client, number)
    else:
        data = client.fetch([number], ["BODY.PEEK[]"]).get(number, {}).get(b"BODY[]")
    return RawMessage(uid, data, moment(date)) if data is not None else None
