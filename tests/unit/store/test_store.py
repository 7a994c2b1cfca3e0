"""The store keeps its promises by itself: legal moves only, all or nothing, one writer."""

from __future__ import annotations

import sqlite3
import stat
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot.model import (
    Application,
    ConfigError,
    Decision,
    Disposition,
    Eoi,
    Kind,
    Message,
    Outgoing,
    Person,
    RawMessage,
    Stage,
)
from ace_mailbot.rules.stages import MOVES, legal
from ace_mailbot.store import Store
from ace_mailbot.store.schema import MIGRATIONS

NOW = datetime(2021, 7, 6, 8, 12, tzinfo=UTC)
AMARA = Person("Amara Okafor", "amara.okafor@trust.example", phone="07700 900123")
APPLICATION = Application(
    reference="ACE-001",
    stage=Stage.INVITED,
    eoi=Eoi(AMARA, "People in Brent fall."),
    eoi_message="M-ABCDEF",
    received_at=NOW,
    lead=AMARA,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "ace.db", MOVES)
    yield store
    store.close()


def write(store: Store, *changes: Application) -> None:
    with store.transaction():
        store.apply(Decision("A test.", changes=changes), "M-ABCDEF", NOW)


def test_an_application_comes_back_as_it_was_written(store: Store, tmp_path: Path) -> None:
    write(store, APPLICATION)
    store.close()
    again = Store(tmp_path / "ace.db", MOVES)
    assert again.state.applications == {"ACE-001": APPLICATION}
    again.close()


@pytest.mark.parametrize("before", list(Stage))
@pytest.mark.parametrize("after", list(Stage))
def test_a_move_is_written_only_when_the_table_allows_it(
    store: Store, before: Stage, after: Stage
) -> None:
    _place(store, before)
    moved = replace(APPLICATION, stage=after)
    if legal(before, after):
        write(store, moved)
        assert store.state.applications["ACE-001"].stage is after
    else:
        with pytest.raises(sqlite3.IntegrityError, match="cannot move"):
            write(store, moved)
        assert store.state.applications["ACE-001"].stage is before


@pytest.mark.parametrize("stage", list(Stage))
def test_an_application_begins_only_where_the_table_says(store: Store, stage: Stage) -> None:
    if legal(None, stage):
        write(store, replace(APPLICATION, stage=stage))
    else:
        with pytest.raises(sqlite3.IntegrityError, match="cannot begin"):
            write(store, replace(APPLICATION, stage=stage))


def _place(store: Store, stage: Stage) -> None:
    """Bring the application to *stage* over legal moves."""
    paths: dict[Stage, tuple[Stage, ...]] = {s: (s,) for s in MOVES[None]}
    while stage not in paths:
        for last in list(paths):
            for following in MOVES[last]:
                paths.setdefault(following, (*paths[last], following))
    for step in paths[stage]:
        write(store, replace(APPLICATION, stage=step))


def test_a_transaction_that_fails_leaves_neither_rows_nor_state(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.apply(Decision("A test.", changes=(APPLICATION,)), "M-ABCDEF", NOW)
        raise ZeroDivisionError
    assert store.state.applications == {}
    write(store, APPLICATION)


def test_a_second_writer_is_refused_and_a_reader_is_not(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="another ace-mailbot is at work"):
        Store(tmp_path / "ace.db", MOVES)
    write(store, APPLICATION)
    reader = Store(tmp_path / "ace.db")
    assert reader.state.applications == {"ACE-001": APPLICATION}
    reader.close()


def test_there_is_nothing_to_read_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no database at .*ace\.db yet"):
        Store(tmp_path / "ace.db")


def test_a_newer_database_is_refused(store: Store, tmp_path: Path) -> None:
    store.close()
    connection = sqlite3.connect(tmp_path / "ace.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match="made by a newer ace-mailbot"):
        Store(tmp_path / "ace.db", MOVES)


def test_an_older_database_is_read_only_once_it_is_up_to_date(store: Store, tmp_path: Path) -> None:
    store.close()
    connection = sqlite3.connect(tmp_path / "ace.db")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    connection.close()
    with pytest.raises(ConfigError, match="brings it up to date"):
        Store(tmp_path / "ace.db")


def test_only_its_owner_can_read_the_database(store: Store, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "ace.db").stat().st_mode) == 0o600


def test_the_audit_log_only_grows(store: Store, tmp_path: Path) -> None:
    write(store, APPLICATION)
    connection = sqlite3.connect(tmp_path / "ace.db")
    for statement in ("DELETE FROM audit", "UPDATE audit SET what = 'nothing'"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            connection.execute(statement)
    connection.close()


def _without_triggers(path: Path, statement: str) -> None:
    """What somebody with the file in their hands can do to it."""
    connection = sqlite3.connect(path)
    for trigger in ("audit_is_kept", "audit_is_not_rewritten"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE audit SET what = 'Nothing.' WHERE number = 2", 2),
        ("UPDATE audit SET at = '2021-07-01T00:00:00+00:00' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 2", 3),
        ("INSERT INTO audit (number, at, message, what) VALUES (9, '2021-07-06', 'M', 'So.')", 9),
    ],
)
def test_a_line_of_the_audit_log_that_was_altered_is_found(
    statement: str, first: int, store: Store, tmp_path: Path
) -> None:
    for _ in range(4):
        write(store, APPLICATION)
    assert store.audit_altered() is None
    _without_triggers(tmp_path / "ace.db", statement)
    altered = store.audit_altered()
    assert altered is not None
    assert altered[0] == first


def test_the_audit_log_of_an_earlier_version_is_chained(tmp_path: Path) -> None:
    before = sqlite3.connect(tmp_path / "ace.db")
    before.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
    for number in (1, 2, 4):
        row = (number, NOW.isoformat(), "M-ABCDEF", None, f"Line {number}.")
        before.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?)", row)
    before.commit()
    before.close()
    store = Store(tmp_path / "ace.db", MOVES)
    assert store.audit_altered() is None
    write(store, APPLICATION)
    assert store.audit_altered() is None
    _without_triggers(tmp_path / "ace.db", "UPDATE audit SET what = 'Other.' WHERE number = 2")
    assert store.audit_altered() == (2, NOW.isoformat())
    store.close()


def test_messages_are_decided_in_the_order_of_their_arrival(store: Store) -> None:
    for hour in (9, 8):
        raw = RawMessage(f"uid{hour}", b"%d" % hour, NOW.replace(hour=hour))
        with store.transaction():
            store.keep(raw, Message(id=f"M-{hour}", sha256=str(hour), received_at=NOW, size=1))
    assert store.stored(["uid8", "uid9", "uid10"]) == {"uid8", "uid9"}
    number = store.next_undecided()
    assert number is not None
    assert store.raw(number) == RawMessage("uid8", b"8", NOW.replace(hour=8))
    assert not store.is_rescued(number)
    message = Message(id="M-8", sha256="8", received_at=NOW.replace(hour=8), size=1)
    decision = Decision("Parked for a test.", Kind.UNCLEAR, Disposition.PARKED)
    with store.transaction():
        store.file(number, message, decision)
    assert list(store.state.parked) == ["M-8"]
    assert store.unmoved() == [("uid8", True)]
    assert store.decided_twin("8") == "M-8"
    assert store.decided_twin("9") is None


def test_a_transaction_inside_another_fails_alone(store: Store, tmp_path: Path) -> None:
    other = replace(APPLICATION, reference="ACE-002")
    with store.transaction():
        write(store, APPLICATION)
        with pytest.raises(RuntimeError), store.transaction():
            store.apply(Decision("A test.", changes=(other,)), "M-ABCDEF", NOW)
            raise RuntimeError
    assert store.state.applications == {"ACE-001": APPLICATION}
    store.close()
    again = Store(tmp_path / "ace.db", MOVES)
    assert again.state.applications == {"ACE-001": APPLICATION}
    again.close()


def test_a_transaction_inside_another_is_undone_with_it(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        write(store, APPLICATION)
        raise RuntimeError
    assert store.state.applications == {}
    store.close()
    again = Store(tmp_path / "ace.db", MOVES)
    assert again.state.applications == {}
    again.close()


def test_bytes_stored_by_an_earlier_version_are_kept(tmp_path: Path) -> None:
    before = sqlite3.connect(tmp_path / "ace.db")
    before.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
    before.execute(
        "INSERT INTO messages (uid, id, sha256, received_at, size, raw) VALUES (?, ?, ?, ?, ?, ?)",
        ("1:1", "M-ABCDEF", "0" * 64, NOW.isoformat(), 5, b"bytes"),
    )
    before.commit()
    before.close()
    store = Store(tmp_path / "ace.db", MOVES)
    assert store.next_undecided() == 1
    assert store.raw(1) == RawMessage("1:1", b"bytes", NOW)
    store.close()


def test_messages_that_pass_leave_nothing_in_memory(store: Store) -> None:
    def pass_through(numbers: range) -> None:
        for number in numbers:
            raw = RawMessage(f"uid{number}", b"Hello %d" % number, NOW)
            store.keep(raw, Message(id=f"M-{number}", sha256="", received_at=NOW, size=9))
            store.raw(number)

    pass_through(range(1, 100))
    tracemalloc.start()
    pass_through(range(100, 200))
    before, _ = tracemalloc.get_traced_memory()
    pass_through(range(200, 700))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 500 * 40


def _outgoing(name: str) -> Outgoing:
    return Outgoing(
        key=f"ACE/{AMARA.email}/ACE-001/{name}/1",
        token=name.ljust(12, "a"),
        message_id=f"ace-001.{name}@funder.example",
        reference="ACE-001",
        obligation=name,
        party=AMARA.email,
        recipients=(AMARA.email,),
        subject=name,
        mime=name.encode(),
        automatic=False,
        decision=False,
        internal=False,
    )


def test_a_letter_found_in_sent_has_its_old_place_and_what_never_left_makes_room(
    store: Store,
) -> None:
    with store.transaction():
        store.queue(_outgoing("never"), "time", NOW)
        store.adopt(_outgoing("found"), 1, "time", NOW)
        store.adopt(_outgoing("other"), 1, "time", NOW)
    assert [e.letter.obligation for e in store.outbox()] == ["found", "never", "other"]
