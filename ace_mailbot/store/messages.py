"""The messages that came: their bytes, and what became of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import (
    Decision,
    Disposition,
    Filed,
    Kind,
    Message,
    RawMessage,
)
from ace_mailbot.store import rows
from ace_mailbot.store.opened import Opened

# Up to here bytes go through a statement: Python remembers each blob that it opened until the
# database is closed, which a daemon would notice after months.
_SMALL = 256 * 1024


class Messages(Opened):
    """What the database knows of incoming mail."""

    def stored(self, uids: Iterable[str]) -> set[str]:
        """Which of *uids* are stored already."""
        known: set[str] = set()
        wanted = list(uids)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            sql = f"SELECT uid FROM messages WHERE uid IN ({marks})"  # noqa: S608 - only marks
            known.update(row[0] for row in self._db.execute(sql, some))
        return known

    def keep(self, raw: RawMessage, bare: Message, number: int | None = None) -> None:
        """Store the bytes and their arrival time, before anything is made of them.

        *number* is its place among those that arrived at the same moment; None for the next.
        """
        number = self._insert(
            "messages",
            {
                "number": number,
                "uid": raw.uid,
                "id": bare.id,
                "sha256": bare.sha256,
                "received_at": rows.iso(raw.received_at),
                "size": len(raw.data),
            },
        )
        size = len(raw.data)
        if size <= _SMALL:
            self._db.execute("INSERT INTO bytes VALUES (?, ?)", [number, raw.data])
            return
        # In place: a statement would copy the bytes twice, and keep one copy until its next use.
        self._db.execute("INSERT INTO bytes VALUES (?, zeroblob(?))", [number, size])
        with self._db.blobopen("bytes", "raw", number) as blob:
            blob.write(raw.data)

    def next_message(self) -> int:
        """The number that the next message stored will have."""
        sql = "SELECT coalesce(max(number), 0) + 1 FROM messages"
        return int(self._db.execute(sql).fetchone()[0])

    def next_undecided(self) -> int | None:
        """The number of the oldest message not yet decided."""
        row = self._db.execute(
            "SELECT number FROM messages"
            " WHERE disposition IS NULL ORDER BY received_at, number LIMIT 1"
        ).fetchone()
        return row and int(row[0])

    def undecided(self) -> Sequence[tuple[datetime, int, str]]:
        """Every message not yet decided, oldest first: its receipt, its number, its Message.id."""
        found = self._db.execute(
            "SELECT received_at, number, id FROM messages"
            " WHERE disposition IS NULL ORDER BY received_at, number"
        )
        return [(rows.time_of(at), number, id) for at, number, id in found]

    def raw(self, number: int) -> RawMessage:
        """The bytes of a message, and when and as what they came."""
        uid, received_at, sha256, data = self._db.execute(
            "SELECT uid, received_at, sha256, CASE WHEN size <= ? THEN raw END"
            " FROM messages JOIN bytes USING (number) WHERE number = ?",
            [_SMALL, number],
        ).fetchone()
        if data is None:
            with self._db.blobopen("bytes", "raw", number, readonly=True) as blob:
                data = blob.read()
        return RawMessage(uid, data, rows.time_of(received_at), sha256)

    def is_rescued(self, number: int) -> bool:
        """Whether the organiser said that a person wrote it."""
        sql = "SELECT rescued FROM messages WHERE number = ?"
        return bool(self._db.execute(sql, [number]).fetchone()[0])

    def file(self, number: int, message: Message, decision: Decision) -> None:
        """Write down what became of a message."""
        self._db.execute(
            "UPDATE messages SET sender = ?, subject = ?, kind = ?, disposition = ?, reason = ?,"
            " reference = ?, why = ? WHERE number = ?",
            [
                message.sender.email if message.sender else "",
                message.subject,
                decision.kind or Kind.UNCLEAR,
                decision.disposition,
                decision.reason,
                decision.reference,
                json.dumps(decision.why, ensure_ascii=False),
                number,
            ],
        )
        parked = dict(self.state.parked)
        parked.pop(message.id, None)
        if decision.disposition is Disposition.PARKED:
            parked[message.id] = rows.filed(message, decision)
        self.state = replace(self.state, parked=parked)

    def unmoved(self) -> Sequence[tuple[str, bool]]:
        """Messages decided but not yet put away: uid, and whether it goes to Parked."""
        found = self._db.execute(
            "SELECT uid, disposition = ? FROM messages"
            " WHERE moved = 0 AND disposition IS NOT NULL ORDER BY number",
            [Disposition.PARKED],
        )
        return [(uid, bool(parked)) for uid, parked in found]

    def moved(self, uids: Iterable[str]) -> None:
        with self.transaction():
            self._db.executemany(
                "UPDATE messages SET moved = 1 WHERE uid = ?", [(u,) for u in uids]
            )

    def decided_twin(self, sha256: str) -> str | None:
        """The Message.id of a message with the same bytes that was decided already."""
        row = self._db.execute(
            "SELECT id FROM messages WHERE sha256 = ? AND disposition IS NOT NULL LIMIT 1", [sha256]
        ).fetchone()
        return row and str(row[0])

    def filed(self) -> Sequence[Filed]:
        """Every decided message, oldest first."""
        found = self._db.execute(
            "SELECT id, sender, subject, received_at, kind, disposition, reason, reference"
            " FROM messages WHERE disposition IS NOT NULL ORDER BY received_at, number"
        )
        return [rows.filed_row(row) for row in found]

    def counts(self) -> Mapping[str, int]:
        """How many messages are stored, by disposition; "" for those not yet decided."""
        found = self._db.execute(
            "SELECT coalesce(disposition, ''), count(*) FROM messages GROUP BY 1 ORDER BY 1"
        )
        return dict(found.fetchall())

    def receipts(self, since: datetime | None) -> Counter[datetime]:
        """How many messages are stored for each moment of receipt, from *since* on."""
        found = self._db.execute(
            "SELECT received_at, count(*) FROM messages WHERE received_at >= ? GROUP BY 1",
            [rows.iso(since) if since else ""],
        )
        return Counter({rows.time_of(at): count for at, count in found})

    def stored_times(self, sha256: str) -> int:
        """How many messages with these bytes are stored."""
        sql = "SELECT count(*) FROM messages WHERE sha256 = ?"
        return int(self._db.execute(sql, [sha256]).fetchone()[0])

    def last_times(self) -> tuple[datetime | None, datetime | None]:
        """When the latest message was received, and when a letter last moved on."""
        received, changed = self._db.execute(
            "SELECT (SELECT max(received_at) FROM messages), (SELECT max(changed_at) FROM letters)"
        ).fetchone()
        return received and rows.time_of(received), changed and rows.time_of(changed)
