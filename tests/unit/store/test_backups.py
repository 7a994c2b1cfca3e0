"""Copies of the database: by `backup` beside a writer, and before a migration."""

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot.model import ConfigError
from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from ace_mailbot.store.schema import MIGRATIONS

NOW = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)


def audited(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in connection.execute("SELECT what FROM audit ORDER BY number")]
    finally:
        connection.close()


def test_a_backup_holds_what_is_committed_beside_a_writer_at_work(tmp_path: Path) -> None:
    writer = Store(tmp_path / "ace.db", MOVES)
    with writer.transaction():
        writer.audit(NOW, "time", None, "Committed.")
    copy = tmp_path / "copy.db"
    with writer.transaction():
        writer.audit(NOW, "time", None, "Under way.")
        reader = Store(tmp_path / "ace.db")
        reader.back_up(copy)
        reader.close()
    writer.close()
    assert audited(copy) == ["Committed."]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    Store(copy, MOVES).close()  # it opens like any other


def test_a_backup_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    store = Store(tmp_path / "ace.db", MOVES)
    with pytest.raises(ConfigError, match="can't be written"):
        store.back_up(tmp_path / "nowhere" / "copy.db")
    store.close()
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []


def test_a_database_of_an_earlier_version_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    before = sqlite3.connect(tmp_path / "ace.db")
    before.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
    before.execute("INSERT INTO audit VALUES (1, ?, 'time', NULL, 'Long ago.')", [NOW.isoformat()])
    before.commit()
    before.close()
    Store(tmp_path / "ace.db", MOVES).close()
    copy = tmp_path / f"ace.db.before-{len(MIGRATIONS)}"
    assert audited(copy) == audited(tmp_path / "ace.db") == ["Long ago."]
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    Store(tmp_path / "ace.db", MOVES).close()
    Store(tmp_path / "ace.db", MOVES).close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ace.db", "ace.db.lock"]
