"""Copies of the database: whole, as of one moment, taken beside whoever is at work."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

_MAGIC = b"SQLite format 3\x00"


def copy(database: sqlite3.Connection, path: Path) -> None:
    """Put a copy of *database* at *path*, for its owner alone, in the place of what stood there.

    It appears whole or not at all. Raises OSError, or sqlite3.Error when there is no room.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        target = sqlite3.connect(unfinished)
        try:
            database.backup(target)
        finally:
            target.close()
        os.fsync(handle)
        os.close(handle)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def is_copy(path: Path, database: Path) -> bool:
    """Whether *path* holds a database, and another than *database*, which is at work."""
    if database.exists() and path.samefile(database):
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
