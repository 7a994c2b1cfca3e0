"""The only SQL. One transaction takes a message's whole effect, or none of it.

The state that the rules look at is kept in memory beside the database, loaded when it is opened
and again after a transaction that failed; a lock keeps a second instance away.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from ace_mailbot.model import (
    Accounts,
    Change,
    ConfigError,
    Decision,
    Disposition,
    Filed,
    Kind,
    Message,
    Outgoing,
    RawMessage,
    SentLetter,
    Stage,
    State,
    evolve,
)
from ace_mailbot.store import audit, backups, forgetting, nouns, rows
from ace_mailbot.store.forgetting import Forgotten, StoredMessage
from ace_mailbot.store.rows import OutboxEntry
from ace_mailbot.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")

# How a transaction begins, ends and is undone; and one inside another.
_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT inside", "RELEASE inside", ("ROLLBACK TO inside", "RELEASE inside"))


class Store:
    """The database at *path*, made when missing. *moves* are the legal moves between stages.

    One instance at a time may write. Without *moves* it is opened only to be read, beside whoever
    is at work. Raises ConfigError when another instance holds it, a newer version made it, or it
    is to be read and isn't there.
    """

    def __init__(
        self, path: Path, moves: Mapping[Stage | None, frozenset[Stage]] | None = None
    ) -> None:
        self._lock: IO[str] | None = None
        if moves is None:
            self._open_to_read(path)
        else:
            self._open_to_write(path, moves)
        self.state = self._load()

    def _open_to_read(self, path: Path) -> None:
        if not path.exists():
            raise ConfigError(f"there is no database at {path} yet; `run` or `once` makes it")
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        self._refuse_newer(path)

    def _open_to_write(self, path: Path, moves: Mapping[Stage | None, frozenset[Stage]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(path.with_name(path.name + ".lock"))
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        # Autocommit: transactions begin and end only in `transaction`.
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._tables = _tables(self._db)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._migrate(path)
        self._write_moves(moves)

    def close(self) -> None:
        self._db.close()
        if self._lock:
            self._lock.close()

    def back_up(self, path: Path) -> None:
        """Copy the database to *path* as it stands, beside whoever is at work.

        Raises ConfigError when that can't be written.
        """
        try:
            backups.copy(self._db, path)
        except (OSError, sqlite3.OperationalError) as e:
            raise ConfigError(f"the backup {path} can't be written: {e}") from e

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, in the database and in `state` alike.

        One inside another fails alone; it lasts only once the outer one is through.
        """
        before = self.state
        begin, end, undo = _INNER if self._db.in_transaction else _OUTER
        self._db.execute(begin)
        try:
            yield
            self._db.execute(end)
        except BaseException:
            if self._db.in_transaction:
                for statement in undo:
                    self._db.execute(statement)
                self.state = before
            else:
                # SQLite itself gave the whole transaction up: a full disk, say.
                self.state = self._load()
            raise

    # --- messages ---------------------------------------------------------------------------

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

    def keep(self, raw: RawMessage, bare: Message) -> None:
        """Store the bytes and their arrival time, before anything is made of them."""
        number = self._insert(
            "messages",
            {
                "uid": raw.uid,
                "id": bare.id,
                "sha256": bare.sha256,
                "received_at": rows.iso(raw.received_at),
                "size": len(raw.data),
            },
        )
        # In place: a statement would copy the bytes twice, and keep one copy until its next use.
        size = len(raw.data)
        self._db.execute("INSERT INTO bytes VALUES (?, zeroblob(?))", [number, size])
        with self._db.blobopen("bytes", "raw", number) as blob:
            blob.write(raw.data)

    def next_undecided(self) -> tuple[int, RawMessage, bool] | None:
        """The oldest message not yet decided: its number, its bytes, whether it was rescued."""
        row = self._db.execute(
            "SELECT number FROM messages"
            " WHERE disposition IS NULL ORDER BY received_at, number LIMIT 1"
        ).fetchone()
        return (row[0], *self.message(row[0])) if row else None

    def undecided(self) -> Sequence[tuple[datetime, int, str]]:
        """Every message not yet decided, oldest first: its receipt, its number, its Message.id."""
        found = self._db.execute(
            "SELECT received_at, number, id FROM messages"
            " WHERE disposition IS NULL ORDER BY received_at, number"
        )
        return [(rows.time_of(at), number, id) for at, number, id in found]

    def message(self, number: int) -> tuple[RawMessage, bool]:
        """The bytes of a message, and whether it was rescued."""
        uid, received_at, rescued = self._db.execute(
            "SELECT uid, received_at, rescued FROM messages WHERE number = ?", [number]
        ).fetchone()
        with self._db.blobopen("bytes", "raw", number, readonly=True) as blob:
            data = blob.read()
        return RawMessage(uid, data, rows.time_of(received_at)), bool(rescued)

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

    # --- what the mailbox holds of it -------------------------------------------------------

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
            self.state = replace(self.state, parked=_without(self.state.parked, id))
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

    def audit_altered(self) -> tuple[int, str] | None:
        """Number and time of the first line in it that was changed, or that follows a gap."""
        return audit.first_altered(self._db)

    def _write(self, change: Change) -> None:
        """Insert the noun, or change the row that has the same key."""
        table = nouns.TABLES[type(change)]
        row = {**table.columns(change), "data": nouns.dump(change)}
        self._tables.table(table.name).upsert(row, pk=table.key)

    # --- letters ----------------------------------------------------------------------------

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

        *number* is the place that it had in the outbox, where that is free.
        """
        self.queue(letter, cause, at, likeness)
        self._set_letter(letter.key, "sent", at, "found in Sent")
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
        letters = {**_without(self.state.letters, ours.token), **theirs}
        self.state = replace(self.state, letters=letters)
        self._set_letter(copy.key, "sent", now, "found in Sent")

    def doubt(self, key: str, now: datetime) -> None:
        """A letter that isn't in Sent, and that the organiser alone may send again."""
        with self.transaction():
            self._set_letter(key, "unknown", now, "not found in Sent")
            self._db.execute("UPDATE letters SET resends = resends + 1 WHERE key = ?", [key])

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

    def _clear(self, reference: str) -> None:
        """Let queued letters go although all is held: those of *reference*, or "all"."""
        self._db.execute(
            "UPDATE letters SET cleared = 1"
            " WHERE state = 'queued' AND internal = 0 AND (? = 'all' OR reference = ?)",
            [reference, reference],
        )
        # A letter in doubt goes again on the organiser's word: they may have asked its reader.
        self._db.execute(
            "UPDATE letters SET state = 'queued', resends = resends + 1"
            " WHERE state = 'unknown' AND reference = ?",
            [reference],
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

    def _insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert *row*; return its number. In plain SQL, for every message passes here."""
        marks = ",".join("?" * len(row))
        sql = f"INSERT INTO {table} ({','.join(row)}) VALUES ({marks})"  # noqa: S608 - our own names
        return int(self._db.execute(sql, list(row.values())).lastrowid or 0)

    # --- opening ----------------------------------------------------------------------------

    def _refuse_newer(self, path: Path) -> int:
        """The version of the schema, which must be one that we know."""
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise ConfigError(
                f"store.database {path} was made by a newer ace-mailbot; install that version"
            )
        return version

    def _migrate(self, path: Path) -> None:
        self._db.create_function("audit_link", 5, audit.link, deterministic=True)
        version = self._refuse_newer(path)
        if 0 < version < len(MIGRATIONS):
            self.back_up(path.with_name(f"{path.name}.before-{len(MIGRATIONS)}"))
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            self._db.executescript(
                f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;"
            )

    def _write_moves(self, moves: Mapping[Stage | None, frozenset[Stage]]) -> None:
        moved = [(before or "", after) for before, afters in moves.items() for after in afters]
        with self._raw_transaction():
            self._db.execute("DELETE FROM moves")
            self._db.executemany("INSERT INTO moves VALUES (?, ?)", moved)

    @contextmanager
    def _raw_transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        yield
        self._db.execute("COMMIT")

    def _load(self) -> State:
        select = self._db.execute
        letters = [
            SentLetter(r[0], r[1], r[2], r[3], r[4], bool(r[5]))
            for r in select(
                "SELECT key, token, party, obligation, reference, state = 'queued' FROM letters"
            )
        ]
        parked = select(
            "SELECT id, sender, subject, received_at, kind, disposition, reason, reference"
            " FROM messages WHERE disposition = ? AND dismissed = 0 ORDER BY received_at, number",
            [Disposition.PARKED],
        )
        state = State(
            letters={sent.token: sent for sent in letters},
            keys=frozenset(sent.key for sent in letters),
            parked={f.id: f for f in map(rows.filed_row, parked)},
        )
        return evolve(state, nouns.stored(self._db))


def _tables(connection: sqlite3.Connection) -> Database:
    from sqlite_utils import Database  # slow to load, and whoever only reads needs none of it

    return Database(connection)


def _lock(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        file.close()
        raise ConfigError(
            f"another ace-mailbot is at work on this database ({path}); stop it first"
        ) from e
    return file


def _without(named: Mapping[str, T], name: str) -> Mapping[str, T]:
    return {k: v for k, v in named.items() if k != name}
