"""The SQL of forgetting: rows stay, so that nothing is taken in or sent twice; words go."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ace_mailbot.model import Change, RawMessage
from ace_mailbot.store import rows


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One stored message with its bytes; *number* is the store's own name for it."""

    number: int
    id: str
    sha256: str
    reference: str | None
    kind: str  # "" while it is not decided
    raw: RawMessage


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a person's or an application's records are reduced to.

    *changes* are the nouns as they are kept. *messages* are numbers, whose bytes go, and of *own*
    all words; *letters* are keys. *alias* stands for each address in *parties* from now on.
    """

    changes: Sequence[Change]
    messages: Collection[int]
    own: Collection[int]
    letters: Collection[str]
    parties: Collection[str]
    alias: str


def messages(db: sqlite3.Connection) -> Iterator[StoredMessage]:
    """Every message whose bytes are kept, oldest first."""
    found = db.execute(
        "SELECT number, id, sha256, reference, coalesce(kind, ''), uid, received_at, raw"
        " FROM messages JOIN bytes USING (number) ORDER BY received_at, number"
    )
    for number, id, sha256, reference, kind, uid, received_at, data in found:
        raw = RawMessage(uid, data, rows.time_of(received_at))
        yield StoredMessage(number, id, sha256, reference, kind, raw)


def unsettled(db: sqlite3.Connection) -> int:
    """How many messages are not decided, and letters not through."""
    waiting = db.execute(
        "SELECT (SELECT count(*) FROM messages WHERE disposition IS NULL)"
        " + (SELECT count(*) FROM letters WHERE state IN ('queued', 'sending', 'unknown'))"
    )
    return int(waiting.fetchone()[0])


def forget(db: sqlite3.Connection, forgotten: Forgotten) -> None:
    """Take the words out, inside the caller's transaction."""
    for number in forgotten.messages:
        db.execute("DELETE FROM bytes WHERE number = ?", [number])
        db.execute("UPDATE messages SET forgotten = 1 WHERE number = ?", [number])
    for number in forgotten.own:
        db.execute(
            "UPDATE messages SET sender = '', subject = '', reason = 'Forgotten.', why = '[]',"
            " dismissed = 1 WHERE number = ?",
            [number],
        )
    for key in forgotten.letters:
        _forget_letter(db, key, forgotten)


def _forget_letter(db: sqlite3.Connection, key: str, forgotten: Forgotten) -> None:
    party, recipients, subject = db.execute(
        "SELECT party, recipients, subject FROM letters WHERE key = ?", [key]
    ).fetchone()
    programme, _, rest = key.split("/", 2)
    gone = party in forgotten.parties
    db.execute(
        "UPDATE letters SET key = ?, party = ?, recipients = ?, subject = ?, mime = x''"
        " WHERE key = ?",
        [
            f"{programme}/{forgotten.alias}/{rest}" if gone else key,
            forgotten.alias if gone else party,
            json.dumps([r for r in json.loads(recipients) if r not in forgotten.parties]),
            "" if gone else subject,
            key,
        ],
    )
