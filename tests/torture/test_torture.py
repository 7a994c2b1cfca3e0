"""A short torture run, and that the checker sees what it is there to see.

`make torture` is the long one. Where Dovecot isn't installed only the checker is tested.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ace_mailbot.rules.stages import MOVES
from ace_mailbot.store import Store
from tests.servers.dovecot import program
from tests.torture.__main__ import play
from tests.torture.books import Books, sha256
from tests.torture.run import Size

SIZES = [Size(kills=4, faults=2, applicants=3, seed=8)] if program() else []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"seed {size.seed}")
def test_the_books_balance_after_deaths_and_faults(size: Size) -> None:
    # Dovecot has users of its own, which pytest's folder would keep out.
    folder = Path(tempfile.mkdtemp(prefix="ace-torture-"))
    folder.chmod(0o755)
    run, books = play(size, folder, lambda line: print(line))
    assert not books.wrong, f"seed {size.seed}, all kept in {folder}: {books.wrong}"
    assert run.kills.total() == size.kills
    assert len(books.accepted) >= size.applicants
    shutil.rmtree(folder)


MAIL = b"From: lead@trust.example\nSubject: interest\n\nHello\n"
LETTER = b"Message-ID: <ace-001.token@funder.example>\nTo: lead@trust.example\n\nYour pack\n"


class Ledger:
    """Books written by hand: one mail came and was handled, one letter was owed and sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent = 0
        for name in ("sink", "mail/cur", "mail/.Processed/cur"):
            (folder / name).mkdir(parents=True)
        self.journal(what="delivered", number=1, kind="eoi", who="lead@trust.example")
        self.mail = folder / "mail/.Processed/cur/1:2,"
        self.mail.write_bytes(MAIL)
        Store(folder / "ace.db", MOVES).close()
        self.write(
            "INSERT INTO messages (number, uid, id, sha256, received_at, size, disposition)"
            " VALUES (1, '7:1', 'M-AAAAAA', '', '2021-07-06', 9, 'acted on')"
        )
        self.write("INSERT INTO bytes VALUES (1, ?)", MAIL)
        self.write(
            "INSERT INTO letters (key, token, message_id, party, obligation, recipients, subject,"
            " mime, automatic, decision, internal, cause, state, queued_at, changed_at) VALUES ("
            "'key', 'token', '<ace-001.token@funder.example>', 'lead@trust.example', 'pack',"
            " '[\"lead@trust.example\"]', '', ?, 0, 0, 0, 'M-AAAAAA', 'sent', '', '')",
            LETTER,
        )
        self.accept(at=100.0)

    def journal(self, mail: bytes = MAIL, **line: object) -> None:
        with (self.folder / "journal.jsonl").open("a") as file:
            file.write(json.dumps({"at": 0.0, "sha256": sha256(mail), **line}) + "\n")

    def stores(self, number: int, mail: bytes, received_at: str = "2021-07-06") -> str:
        """A mail that was read and put away. Returns its name."""
        (self.folder / f"mail/.Processed/cur/{number}:2,").write_bytes(mail)
        self.write(
            "INSERT INTO messages (number, uid, id, sha256, received_at, size, disposition)"
            " VALUES (?, ?, ?, '', ?, 9, 'acted on')",
            number,
            f"7:{number}",
            f"M-{number}",
            received_at,
        )
        self.write("INSERT INTO bytes VALUES (?, ?)", number, mail)
        return f"M-{number}"

    def write(self, sql: str, *values: object) -> None:
        with sqlite3.connect(self.folder / "ace.db") as connection:
            connection.execute(sql, values)
        connection.close()

    def accept(self, at: float, letter: bytes = LETTER, to: str = "lead@trust.example") -> None:
        self.sent += 1
        head = json.dumps({"at": at, "to": [to]}).encode()
        (self.folder / "sink" / f"{self.sent:06d}.eml").write_bytes(head + b"\n" + letter)

    def sent_again(self) -> None:
        self.accept(at=110.0)
        self.write("UPDATE letters SET resends = 1")

    def balance(self) -> Books:
        books = Books(self.folder, self.folder / "mail", self.folder / "ace.db")
        books.balance()
        return books


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def test_books_in_order_balance(ledger: Ledger) -> None:
    assert ledger.balance().wrong == []


def test_a_letter_sent_again_after_a_death_over_it_is_explained_by_that_death(
    ledger: Ledger,
) -> None:
    ledger.journal(what="death", at=101.0, began=99.0, how="at: letter gone")
    ledger.sent_again()
    books = ledger.balance()
    assert books.wrong == []
    assert [d.loss for d in books.duplicates] == ["at: letter gone (journal line 2)"]


def test_who_sent_a_form_before_all_else_needs_no_pack(ledger: Ledger) -> None:
    ledger.write("UPDATE letters SET obligation = 'receipt'")
    form = MAIL + b"Our form\n"
    ledger.journal(form, what="delivered", number=2, kind="form", who="lead@trust.example")
    ledger.stores(2, form, "2021-07-05")
    assert ledger.balance().wrong == []


Harm = Callable[[Ledger], None]
HARMS: dict[str, tuple[Harm, str]] = {
    "a mail is gone from the mailbox": (lambda x: x.mail.unlink(), "0 in the mailbox, not 1"),
    "a mail was stored cut short": (
        lambda x: x.write("UPDATE bytes SET raw = ?", MAIL[:20]),
        "eoi of lead@trust.example (number 1) was not read",
    ),
    "a mail was not decided": (
        lambda x: x.write("UPDATE messages SET disposition = NULL"),
        "not decided: M-AAAAAA",
    ),
    "a letter never left": (
        lambda x: (x.folder / "sink" / "000001.eml").unlink(),
        "key is called sent, and was not",
    ),
    "a letter waits": (lambda x: x.write("UPDATE letters SET state = 'queued'"), "is still queued"),
    "a letter went that nobody owed": (
        lambda x: x.accept(101.0, LETTER.replace(b"token", b"other")),
        "ace-001.other@funder.example was sent, and is not in the books",
    ),
    "a letter went twice, and nothing was lost": (
        lambda x: x.sent_again(),
        "key: sent 2 times, 1 by the books, no loss",
    ),
    "a doubt is hidden": (
        lambda x: x.write("UPDATE letters SET state = 'unknown'"),
        "key is unknown, and the digest is silent",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_the_checker_sees_what_is_wrong(ledger: Ledger, harm: str) -> None:
    do, sentence = HARMS[harm]
    do(ledger)
    assert any(sentence in line for line in ledger.balance().wrong), ledger.balance().wrong
