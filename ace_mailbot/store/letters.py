"""The outbox: letters, how far each has got, and what is counted of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import (
    Outgoing,
    SentLetter,
)
from ace_mailbot.store import rows
from ace_mailbot.store.opened import Opened
from ace_mailbot.store.rows import OutboxEntry

FOUND_IN_SENT = "found in Sent"  # the answer of a letter that we didn't hear of otherwise
_HEAD = 16 * 1024  # bytes


class Letters(Opened):
    """What the database knows of outgoing mail."""

    def queue(self, letter: Outgoing, cause: str, now: datetime, likeness: str = "") -> None:
        """Put a composed letter in the outbox, in the transaction that owes it.

        *likeness* is that of the message that brought it about.
        """
        self._insert(
            "letters",
            {
                "key": letter.key,
                "token": letter.token,
                "message_id": letter.message_id,
                "party": letter.party,
                "obligation": letter.obligation,
                "reference": letter.reference,
                "recipients": json.dumps(letter.recipients),
                "subject": letter.subject,
                "mime": letter.mime,
                "automatic": letter.automatic,
                "decision": letter.decision,
                "internal": letter.internal,
                "cause": cause,
                "likeness": likeness,
                "state": "queued",
                "queued_at": rows.iso(now),
                "changed_at": rows.iso(now),
            },
        )
        sent = SentLetter(
            letter.key, letter.token, letter.party, letter.obligation, letter.reference, True
        )
        letters = {**self.state.letters, letter.token: sent}
        self.state = replace(self.state, letters=letters, keys=self.state.keys | {letter.key})

    def adopt(
        self, letter: Outgoing, number: int, cause: str, at: datetime, likeness: str = ""
    ) -> None:
        """Write down a letter that was found in Sent and owed *at*; it has left.

        *number* is the place that it had in the outbox; what never left makes room for it.
        """
        self.queue(letter, cause, at, likeness)
        self._set_letter(letter.key, "sent", at, FOUND_IN_SENT)
        self._db.execute(
            "UPDATE letters SET number = (SELECT max(number) + 1 FROM letters)"
            " WHERE number = ? AND state <> 'sent'",
            [number],
        )
        self._db.execute(
            "UPDATE OR IGNORE letters SET number = ? WHERE key = ? AND ? > 0",
            [number, letter.key, number],
        )

    def sent_by_other(self, copy: Outgoing, now: datetime) -> None:
        """Where we hold the letter of *copy*'s key and didn't send it: it has left as *copy*.

        Answers to it bear the token of *copy*, for that is what its reader has.
        """
        ours = next((x for x in self.state.letters.values() if x.key == copy.key), None)
        if not ours or not ours.waiting:
            return
        self._db.execute(
            "UPDATE letters SET token = ?, message_id = ?, mime = ? WHERE key = ?",
            [copy.token, copy.message_id, copy.mime, copy.key],
        )
        theirs = {copy.token: replace(ours, token=copy.token)}
        letters = {**rows.without(self.state.letters, ours.token), **theirs}
        self.state = replace(self.state, letters=letters)
        self._set_letter(copy.key, "sent", now, FOUND_IN_SENT)

    def doubt(self, key: str, now: datetime) -> None:
        """A letter that isn't in Sent, and that the organiser alone may send again."""
        with self.transaction():
            self._set_letter(key, "unknown", now, "not found in Sent")
            self._db.execute("UPDATE letters SET resends = resends + 1 WHERE key = ?", [key])

    def at_work_since(self, instance: str, now: datetime) -> datetime:
        """When the bot called *instance* began with this database: *now*, the first time."""
        sql = "SELECT since FROM instances WHERE name = ?"
        if row := self._db.execute(sql, [instance]).fetchone():
            return rows.time_of(row[0])
        self._db.execute("INSERT INTO instances VALUES (?, ?)", [instance, rows.iso(now)])
        return now

    def composed_here(self) -> Mapping[str, bytes]:
        """The beginning, with all headers, of each letter that this database made, by its token.

        Those found in Sent are left out: an older backup may know nothing of how they came about.
        """
        found = self._db.execute(
            "SELECT token, substr(mime, 1, ?) FROM letters WHERE answer <> ? ORDER BY number",
            [_HEAD, FOUND_IN_SENT],
        )
        return dict(found.fetchall())

    def letter_counts(self) -> Mapping[str, int]:
        """How many letters stand in each state."""
        return dict(self._db.execute("SELECT state, count(*) FROM letters GROUP BY state"))

    def next_letter(self) -> int:
        """The number that the next letter queued will have."""
        return int(
            self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM letters").fetchone()[0]
        )

    def outbox(self, *states: str) -> Sequence[OutboxEntry]:
        """Letters in any of *states*, oldest first; all of them when none is named."""
        marks = ",".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        sql = f"SELECT * FROM letters {where} ORDER BY number"  # noqa: S608 - only marks
        cursor = self._db.execute(sql, states)
        names = [column[0] for column in cursor.description]
        return [rows.entry(dict(zip(names, row, strict=True))) for row in cursor]

    def letter(self, token: str) -> Outgoing | None:
        """The letter with *token*; None where there is none."""
        cursor = self._db.execute("SELECT * FROM letters WHERE token = ?", [token])
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
        return rows.entry(dict(zip(names, row, strict=True))).letter if row else None

    def set_letter(self, key: str, state: str, now: datetime, answer: str = "") -> None:
        """Move a letter on, in a transaction of its own."""
        with self.transaction():
            self._set_letter(key, state, now, answer)

    def resend(self, key: str, now: datetime) -> None:
        """Queue a letter in doubt again; its bytes and Message-ID stay the same."""
        with self.transaction():
            self._set_letter(key, "queued", now, "sent again: not found in Sent")
            self._db.execute("UPDATE letters SET resends = resends + 1 WHERE key = ?", [key])

    def _clear(self, which: str) -> None:
        """Let letters go: *which* is "all" that are held, a reference, or an address, whose letters
        in doubt go again that have no reference."""
        self._db.execute(
            "UPDATE letters SET cleared = 1"
            " WHERE state = 'queued' AND internal = 0 AND (? = 'all' OR reference = ?)",
            [which, which],
        )
        # A letter in doubt goes again on the organiser's word: they may have asked its reader.
        self._db.execute(
            "UPDATE letters SET state = 'queued', resends = resends + 1"
            " WHERE state = 'unknown' AND coalesce(reference, party) = ?",
            [which],
        )

    def automatic_since(
        self,
        since: datetime,
        *,
        party: str | None = None,
        domain: str | None = None,
        likeness: str | None = None,
    ) -> int:
        """How many automatic answers were owed after *since*: in all, or to one sort of people."""
        row = self._db.execute(
            "SELECT count(*) FROM letters WHERE automatic = 1 AND queued_at > ?"
            " AND (? IS NULL OR party = ?)"
            " AND (? IS NULL OR substr(party, instr(party, '@') + 1) = ?)"
            " AND (? IS NULL OR likeness = ?)",
            [rows.iso(since), party, party, domain, domain, likeness, likeness],
        ).fetchone()
        return int(row[0])

    def likeness_answered(self, tokens: Sequence[str]) -> str:
        """What the automatic letter that bears one of *tokens* was queued with; "" if none."""
        if not tokens:
            return ""
        marks = ",".join("?" * len(tokens))
        row = self._db.execute(
            f"SELECT likeness FROM letters WHERE token IN ({marks}) AND automatic = 1",  # noqa: S608 - only marks
            list(tokens),
        ).fetchone()
        return str(row[0]) if row else ""

    def waiting_since(self) -> tuple[datetime | None, datetime | None]:
        """When the oldest message not yet decided came, and the oldest queued letter was owed."""
        row = self._db.execute(
            "SELECT (SELECT min(received_at) FROM messages WHERE disposition IS NULL),"
            " (SELECT min(queued_at) FROM letters WHERE state = 'queued')"
        ).fetchone()
        message, letter = (rows.time_of(at) if at else None for at in row)
        return message, letter

    def last_arrival(self) -> datetime | None:
        """When the newest message came; None where none has."""
        (at,) = self._db.execute("SELECT max(received_at) FROM messages").fetchone()
        return rows.time_of(at) if at else None

    def sent_between(self, since: datetime, until: datetime) -> int:
        """How many letters left after *since*, up to *until*: a clock set back leaves others."""
        row = self._db.execute(
            "SELECT count(*) FROM letters WHERE state = 'sent'"
            " AND changed_at > ? AND changed_at <= ?",
            [rows.iso(since), rows.iso(until)],
        ).fetchone()
        return int(row[0])

    def _set_letter(self, key: str, state: str, now: datetime, answer: str) -> None:
        self._db.execute(
            "UPDATE letters SET state = ?, changed_at = ?, answer = ? WHERE key = ?",
            [state, rows.iso(now), answer, key],
        )
        token = self._db.execute("SELECT token FROM letters WHERE key = ?", [key]).fetchone()[0]
        sent = replace(self.state.letters[token], waiting=state == "queued")
        self.state = replace(self.state, letters={**self.state.letters, token: sent})
