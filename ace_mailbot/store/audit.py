"""The audit log: a chain in which each line holds a hash over itself and the line before.

SQLite refuses to change or delete a line; the chain shows what was done to the file behind its
back. Lines cut off at the very end leave no trace in it, but
in our letters: each bears the name of the last line by then.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

_SHOWN = 16  # digits of a hash, in a line's name


def link(previous: str, at: str, message: str, reference: str | None, what: str) -> str:
    """The hash of a line that follows the one whose hash is *previous* ("" for the first)."""
    held = json.dumps([previous, at, message, reference, what], ensure_ascii=False)
    return hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()


def add(db: sqlite3.Connection, at: str, message: str, reference: str | None, what: str) -> None:
    """Write a line, inside the caller's transaction."""
    last = db.execute("SELECT hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    db.execute(
        "INSERT INTO audit (at, message, reference, what, hash) VALUES (?, ?, ?, ?, ?)",
        [at, message, reference, what, link(last[0] if last else "", at, message, reference, what)],
    )


def last(db: sqlite3.Connection) -> str:
    """The name of the last line: its number, a point, and how its hash begins; "" for none."""
    row = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    return f"{row[0]}.{row[1][:_SHOWN]}" if row else ""


def holds(db: sqlite3.Connection, line: str) -> bool:
    """Whether the log still has the line with that name."""
    number, _, hash = line.partition(".")
    row = db.execute("SELECT hash FROM audit WHERE number = ?", [number]).fetchone()
    return bool(row and hash and row[0].startswith(hash))


def first_altered(db: sqlite3.Connection) -> tuple[int, str] | None:
    """Number and time of the first line that doesn't follow from those before it; None if all do.

    A database that no start has brought up to date yet holds no chain.
    """
    if not db.execute("SELECT 1 FROM pragma_table_info('audit') WHERE name = 'hash'").fetchone():
        return None
    previous = ""
    columns = "number, at, message, reference, what, hash"
    lines = db.execute(f"SELECT {columns} FROM audit ORDER BY number")  # noqa: S608 - our own names
    for number, at, message, reference, what, found in lines:
        if found != link(previous, at, message, reference, what):
            return number, at
        previous = found
    return None
