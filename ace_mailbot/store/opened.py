"""The database, opened: its lock, its schema, its transactions, and the state in memory."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ace_mailbot.model import (
    ConfigError,
    Disposition,
    SentLetter,
    Stage,
    State,
    evolve,
)
from ace_mailbot.store import audit, backups, nouns, rows
from ace_mailbot.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from sqlite_utils import Database


# How a transaction begins, ends and is undone; and one inside another.
_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT inside", "RELEASE inside", ("ROLLBACK TO inside", "RELEASE inside"))


class Opened:
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
        if self._refuse_newer(path) < len(MIGRATIONS):
            raise ConfigError(
                f"store.database {path} was made by an older ace-mailbot;"
                " `run` or `once` brings it up to date, and keeps a copy"
            )

    def _open_to_write(self, path: Path, moves: Mapping[Stage | None, frozenset[Stage]]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(path.with_name(path.name + ".lock"))
        except (FileNotFoundError, NotADirectoryError, FileExistsError, PermissionError) as e:
            raise ConfigError(
                f"store.database is {path}, which can't be written: {e.strerror};"
                " expected a file in a folder that ace-mailbot may write to"
            ) from e
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        # Autocommit: transactions begin and end only in `transaction`.
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._tables = _tables(self._db)
        # Of a new database. A mail with a large file is written in half the time on large pages.
        self._db.execute("PRAGMA page_size = 16384")
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
