"""The database made again from the mailbox alone, and compared with what went through it all.

Beforehand staff put back what they took out of our folders, for what is gone nobody can tell.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.ledger import differences
from tests.servers.dovecot import PASSWORD
from tests.torture.books import sha256
from tests.torture.ground import ROOT, Ground


def unlike(ground: Ground) -> Iterator[str]:
    """What a rebuild makes other than it was."""
    with closing(sqlite3.connect(ground.disk.folder / "ace.db")) as original:
        _give_back(ground, original)
    rebuilt = _rebuild(ground)
    if not rebuilt.exists():
        yield "the database could not be rebuilt"
        return
    for line in differences(_without_repeats(ground), rebuilt):
        yield f"rebuilt otherwise: {line}"


def _give_back(ground: Ground, original: sqlite3.Connection) -> None:
    held = _held(ground)
    for raw, received_at, disposition in original.execute(
        "SELECT raw, received_at, disposition FROM messages JOIN bytes USING (number)"
        " ORDER BY number"
    ):
        if not held[sha256(raw)]:
            held[sha256(raw)] += 1
            folder = "Parked" if disposition == "parked" else "Processed"
            ground.staff.deliver("", raw, datetime.fromisoformat(received_at), folder)


def _rebuild(ground: Ground) -> Path:
    into = ground.disk.folder / "rebuilt.db"
    command = [sys.executable, "-m", "ace_mailbot", "--config", str(ground.plain)]
    secrets = {"ACE_IMAP_PASSWORD": PASSWORD}
    with (ground.folder / "log").open("a") as log:
        subprocess.run(
            [*command, "rebuild", "--into", str(into)],
            cwd=ROOT,
            env={**os.environ, **ground.clock.environment(), **secrets},
            stdout=log,
            stderr=log,
        )
    return into


def _without_repeats(ground: Ground) -> Path:
    """A copy of the database without the messages that it met again when UIDVALIDITY changed: the
    mailbox holds them once."""
    copy = ground.disk.folder / "once.db"
    shutil.copy(ground.disk.folder / "ace.db", copy)
    held = _held(ground)
    with closing(sqlite3.connect(copy)) as database, database:
        rows = database.execute(
            "SELECT number, raw, disposition FROM messages JOIN bytes USING (number)"
            " ORDER BY number"
        ).fetchall()
        for number, raw, disposition in rows:
            held[sha256(raw)] -= 1
            if held[sha256(raw)] < 0 and disposition == "left alone":
                database.execute("DELETE FROM bytes WHERE number = ?", (number,))
                database.execute("DELETE FROM messages WHERE number = ?", (number,))
    return copy


def _held(ground: Ground) -> Counter[str]:
    """How often our folders hold each message, by its bytes."""
    folders = (ground.maildir / name / part for name in _OURS for part in ("new", "cur"))
    files = (file for folder in folders if folder.exists() for file in folder.iterdir())
    return Counter(sha256(file.read_bytes()) for file in files)


_OURS = (".Processed", ".Parked")
