"""The only SQL. One transaction takes a message's whole effect, or none of it.

The state that the rules look at is kept in memory beside the database, loaded when it is opened
and again after a transaction that failed; a lock keeps a second instance away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import (
    Accounts,
    Change,
    Decision,
    Disposition,
    Kind,
    Message,
    RawMessage,
    evolve,
)
from ace_mailbot.store import audit, forgetting, nouns, rows
from ace_mailbot.store.forgetting import Forgotten, StoredMessage
from ace_mailbot.store.letters import Letters
from ace_mailbot.store.messages import Messages

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


class Store(Messages, Letters):
    """The database: messages, letters, and the state that follows from them."""

    # --- decisions --------------------------------------------------------------------------

    def apply(self, decision: Decision, cause: str, now: datetime) -> None:
        """Write a decision's changes of state. Illegal moves raise sqlite3.IntegrityError."""
        for change in decision.changes:
            self._write(change)
        self.state = evolve(self.state, decision.changes)
        for id in decision.rescues:
            self._db.execute(
                "UPDATE messages SET disposition = NULL, rescued = 1, moved = 0"
                " WHERE id = ? AND forgotten = 0",
                [id],
            )
        for id in (*decision.dismisses, *decision.rescues):
            self._db.execute("UPDATE messages SET dismissed = 1 WHERE id = ?", [id])
            self.state = replace(self.state, parked=rows.without(self.state.parked, id))
        for key in decision.cancels:
            self._set_letter(key, "cancelled", now, "no longer wanted")
        for reference in decision.clears:
            self._clear(reference)
        for what in (decision.reason, *decision.why):
            self.audit(now, cause, decision.reference, what)

    # --- forgetting -------------------------------------------------------------------------

    def messages(self) -> Iterator[StoredMessage]:
        """Every message whose bytes are kept, oldest first."""
        return forgetting.messages(self._db)

    def unsettled(self) -> int:
        """How many messages are not decided, and letters not through."""
        return forgetting.unsettled(self._db)

    def forget(
        self, forgotten: Forgotten, ledger: RawMessage, bare: Message, now: datetime
    ) -> None:
        """Take the words of *forgotten* out; *ledger* is the message that says so.

        They are gone for good once `wipe` was called.
        """
        with self.transaction():
            for change in forgotten.changes:
                self._write(change)
            forgetting.forget(self._db, forgotten)
            self.keep(ledger, bare)
            self._db.execute(
                "UPDATE messages SET kind = ?, disposition = ?, moved = 1,"
                " reason = 'It keeps what was forgotten forgotten.' WHERE uid = ?",
                [Kind.OWN, Disposition.LEFT, ledger.uid],
            )
            what = f"{len(forgotten.messages)} messages were forgotten."
            self.audit(now, bare.id, None, what)
        self.state = self._load()

    def wipe(self) -> None:
        """Write the file anew, so that nothing of what was forgotten stays in unused pages."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def audit(self, at: datetime, message: str, reference: str | None, what: str) -> None:
        """Add a line to the log that only grows. It names nobody's address: it outlasts them."""
        what = _ADDRESS.sub("somebody", what)
        audit.add(self._db, rows.iso(at), message, reference, what)

    def audit_line(self) -> str:
        """The name of the log's last line, for a letter to bear."""
        return audit.last(self._db)

    def audit_holds(self, line: str) -> bool:
        """Whether the log still has the line with that name."""
        return audit.holds(self._db, line)

    def audit_altered(self) -> tuple[int, str] | None:
        """Number and time of the first line in it that was changed, or that follows a gap."""
        return audit.first_altered(self._db)

    def _write(self, change: Change) -> None:
        """Insert the noun, or change the row that has the same key."""
        table = nouns.TABLES[type(change)]
        row = {**table.columns(change), "data": nouns.dump(change)}
        self._tables.table(table.name).upsert(row, pk=table.key)

    def accounts(self, since: datetime, held: int | None) -> Accounts:
        """The books as they stand; letters and bulk mail counted from *since* on."""
        sent = self._db.execute(
            "SELECT obligation, count(*) FROM letters WHERE state = 'sent' AND changed_at > ?"
            " AND internal = 0 GROUP BY 1 ORDER BY 1",
            [rows.iso(since)],
        )
        waiting = self._db.execute(
            "SELECT count(*) FROM letters WHERE state = 'queued' AND internal = 0"
        )
        machines = self._db.execute(
            "SELECT id, sender, subject, received_at, kind, disposition, reason, reference"
            " FROM messages WHERE kind = ? AND disposition = ? AND received_at > ?"
            " ORDER BY received_at, number",
            [Kind.LIST, Disposition.LEFT, rows.iso(since)],
        )
        return Accounts(
            held=held,
            stored=self.counts(),
            waiting=waiting.fetchone()[0],
            doubts=tuple(rows.doubt(e) for e in self.outbox("unknown", "failed")),
            sent=dict(sent.fetchall()),
            machines=tuple(map(rows.filed_row, machines)),
        )
