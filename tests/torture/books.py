"""Balances the books of a torture run: what arrived, what was made of it, what was sent.

Independent of the bot: it imports nothing of it, and reads only the mailbox on disk, the letters
that the SMTP server accepted, the database with plain `sqlite3`, and the journal of what was done
to the bot. Every sentence it returns is something that doesn't balance.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.torture import year

FOLDERS = {"INBOX": "", "Processed": ".Processed", "Parked": ".Parked", "Staff": ".Staff"}
_NEAR_SECONDS = 2.0  # how far a loss on the wire may lie from the letter whose answer it took
_DYING_SECONDS = 0.5  # a letter on its way when the bot dies is accepted so much later, at most


@dataclass(frozen=True)
class Accepted:
    """A letter that the SMTP server took."""

    at: float
    to: tuple[str, ...]
    message_id: str
    sha256: str


@dataclass(frozen=True)
class Duplicate:
    """A letter that was accepted twice, and the loss that explains it."""

    message_id: str
    obligation: str
    first: float
    second: float
    loss: str


@dataclass
class Books:
    """*folder* holds `journal.jsonl` and `sink`; *maildir* is the mailbox's on disk."""

    folder: Path
    maildir: Path
    database: Path
    wrong: list[str] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    def balance(self) -> Sequence[str]:
        self._database_is_whole()
        self._nothing_was_lost()
        self._everything_was_handled()
        self._all_that_was_owed_was_sent()
        self._nothing_was_sent_beside_the_books()
        self._each_duplicate_has_its_loss()
        self._nobody_was_answered_twice()
        self._every_applicant_has_one_pack()
        self._every_doubt_is_shown()
        self.wrong += year.unbalanced(self)
        return self.wrong

    # --- what is read ---------------------------------------------------------------------------

    @cached_property
    def journal(self) -> list[dict[str, Any]]:
        lines = (self.folder / "journal.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def noted(self, what: str) -> list[dict[str, Any]]:
        return [line for line in self.journal if line["what"] == what]

    @cached_property
    def held(self) -> Mapping[str, Counter[str]]:
        """How often each message (by its bytes) lies in each folder."""
        found = {}
        for name, folder in FOLDERS.items():
            files = [
                file
                for part in ("new", "cur")
                if (self.maildir / folder / part).exists()
                for file in (self.maildir / folder / part).iterdir()
            ]
            found[name] = Counter(sha256(file.read_bytes()) for file in files)
        return found

    @cached_property
    def accepted(self) -> list[Accepted]:
        return [_accepted(f.read_bytes()) for f in sorted((self.folder / "sink").glob("*.eml"))]

    @cached_property
    def letters(self) -> list[dict[str, Any]]:
        return list(self.rows("SELECT * FROM letters ORDER BY number"))

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        return list(
            self.rows(
                "SELECT messages.*, bytes.raw AS raw FROM messages"
                " JOIN bytes ON bytes.number = messages.number ORDER BY messages.number"
            )
        )

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The bytes of each message in the database, by its name there."""
        return {row["id"]: sha256(row["raw"]) for row in self.messages}

    @cached_property
    def taken(self) -> frozenset[str]:
        """What staff took out of our folders themselves."""
        by_staff = (line for line in self.journal if line["what"].endswith(" by staff"))
        return frozenset(line["sha256"] for line in by_staff)

    def texts(self) -> Iterator[tuple[Accepted, str]]:
        """Each accepted letter and its plain text."""
        files = sorted((self.folder / "sink").glob("*.eml"))
        for accepted, file in zip(self.accepted, files, strict=True):
            yield accepted, _text_of(file.read_bytes(), {accepted.message_id})

    def rows(self, sql: str) -> Iterator[dict[str, Any]]:
        connection = sqlite3.connect(self.database)
        connection.row_factory = sqlite3.Row
        try:
            for row in connection.execute(sql):
                yield dict(row)
        finally:
            connection.close()

    # --- what must hold -------------------------------------------------------------------------

    def _database_is_whole(self) -> None:
        for pragma, good in (("integrity_check", ["ok"]), ("foreign_key_check", [])):
            found = [next(iter(row.values())) for row in self.rows(f"PRAGMA {pragma}")]
            if found != good:
                self.wrong.append(f"the database fails its {pragma}: {found[:3]}")

    def _nothing_was_lost(self) -> None:
        """What was delivered lies in the mailbox, less what staff deleted themselves."""
        came = Counter(line["sha256"] for line in self.noted("delivered"))
        came.subtract(line["sha256"] for line in self.noted("deleted by staff"))
        there: Counter[str] = Counter()
        for counted in self.held.values():
            there += counted
        for sha, count in came.items():
            if there[sha] != count:
                self.wrong.append(f"{self._name(sha)}: {there[sha]} in the mailbox, not {count}")
        for sha in there.keys() - came.keys():
            self.wrong.append(f"a message that nobody delivered lies in the mailbox ({sha[:8]})")
        if self.held["INBOX"]:
            self.wrong.append(f"{self.held['INBOX'].total()} messages are left in the INBOX")

    def _everything_was_handled(self) -> None:
        """Each message is stored byte for byte and decided, unless staff took it away before."""
        came = Counter(line["sha256"] for line in self.noted("delivered"))
        taken = Counter(
            line["sha256"] for line in self.journal if line["what"].endswith(" by staff")
        )
        stored = Counter(sha256(row["raw"]) for row in self.messages)
        renumbered = bool(self.noted("UIDVALIDITY changed"))
        for sha in stored.keys() - came.keys():
            self.wrong.append(f"the database holds bytes that never came ({sha[:8]})")
        for sha, count in came.items():
            if stored[sha] < count - taken[sha]:
                self.wrong.append(f"{self._name(sha)} was not read")
            if stored[sha] > count and not renumbered:
                self.wrong.append(f"{self._name(sha)} was stored {stored[sha]} times")
        open_ = [row["id"] for row in self.messages if row["disposition"] is None]
        if open_:
            self.wrong.append(f"not decided: {', '.join(open_)}")
        failed = [row for row in self.messages if row["reason"].startswith("Our own error")]
        for row in failed:
            self.wrong.append(f"{row['id']} was parked for an error of the bot: {row['reason']}")

    def _all_that_was_owed_was_sent(self) -> None:
        counts = Counter(a.message_id for a in self.accepted)
        for letter in self.letters:
            state, times = letter["state"], counts[_bare(letter["message_id"])]
            if state in ("queued", "sending"):
                self.wrong.append(f"{letter['key']} is still {state}")
            if state == "sent" and not times:
                self.wrong.append(f"{letter['key']} is called sent, and was not")
            if state == "cancelled" and times and not letter["resends"]:
                self.wrong.append(f"{letter['key']} was cancelled, and sent")

    def _nothing_was_sent_beside_the_books(self) -> None:
        by_id = {_bare(letter["message_id"]): letter for letter in self.letters}
        for accepted in self.accepted:
            if accepted.message_id.startswith("alarm."):
                continue  # what operations are told stands in no book
            letter = by_id.get(accepted.message_id)
            if letter is None:
                self.wrong.append(f"{accepted.message_id} was sent, and is not in the books")
            elif sha256(letter["mime"]) != accepted.sha256:
                self.wrong.append(f"{letter['key']} was sent other than it stands in the books")
            elif tuple(sorted(json.loads(letter["recipients"]))) != accepted.to:
                self.wrong.append(f"{letter['key']} went to {accepted.to}")

    def _each_duplicate_has_its_loss(self) -> None:
        by_id = {_bare(letter["message_id"]): letter for letter in self.letters}
        times = defaultdict(list)
        for accepted in self.accepted:
            times[accepted.message_id].append(accepted.at)
        used: set[int] = set()
        for message_id, ats in times.items():
            if len(ats) == 1:
                continue
            letter = by_id.get(message_id, {"key": message_id, "resends": 0, "obligation": "?"})
            loss = self._loss_after(ats[0], ats[1], used)
            # Of several tries to send it again all but one never reached the server.
            if len(ats) > 2 or letter["resends"] < 1 or not loss:
                why = (
                    f"sent {len(ats)} times, {letter['resends']} by the books, {loss or 'no loss'}"
                )
                self.wrong.append(f"{letter['key']}: {why}")
                continue
            self.duplicates.append(
                Duplicate(message_id, letter["obligation"], ats[0], ats[1], loss)
            )

    def _loss_after(self, first: float, second: float, used: set[int]) -> str:
        """The loss that took the answer of the letter accepted at *first*; "" if there is none.

        A loss explains one letter: of those accepted before the bot died, the last.
        """
        for number, line in enumerate(self.journal):
            if number in used or line["what"] not in ("death", "answer lost"):
                continue
            at = line["at"]
            if line["what"] == "death":
                until = at + _DYING_SECONDS
                last = max((a.at for a in self.accepted if a.at <= until), default=0.0)
                fits = line["began"] <= first == last < second
            else:
                fits = abs(first - at) < _NEAR_SECONDS and at < second
            if fits:
                used.add(number)
                return f"{line['how']} (journal line {number + 1})"
        return ""

    def _nobody_was_answered_twice(self) -> None:
        """No message brought the same letter about twice, under whatever key."""
        answers = Counter(
            (row["cause"], row["obligation"], row["party"], row["reference"])
            for row in self.letters
            if row["cause"] not in ("", "time") and row["state"] != "cancelled"
        )
        for (cause, obligation, party, _), count in answers.items():
            if count > 1:
                self.wrong.append(f"{cause} was answered by {count} {obligation} to {party}")

    def _every_applicant_has_one_pack(self) -> None:
        """Read off the letters themselves: an attached form, once for each who asked."""
        wanted = {
            line["who"]
            for line in self.noted("delivered")
            if line["kind"] == "eoi" and line["sha256"] not in self.taken
        }
        packs = {
            _bare(row["message_id"]): row["party"]
            for row in self.letters
            if row["obligation"] == "pack"
        }
        had = Counter(packs[a] for a in {a.message_id for a in self.accepted} & packs.keys())
        excused = {row["party"] for row in self.letters if row["state"] in year.UNSENT}
        excused |= self._with_a_form_before_all()
        # Who withdrew and asked again has applied a second time.
        left = {line["who"] for line in self.noted("delivered") if line["kind"] == "withdrawal"}
        for who in sorted(wanted):
            if had[who] > 1 + (who in left) or (had[who] < 1 and who not in excused):
                self.wrong.append(f"{who} had {had[who]} packs")

    def _with_a_form_before_all(self) -> set[str]:
        """Whose form arrived before their first mail, by a clock that was set meanwhile: they have
        the form already."""
        received = {self.ids[row["id"]]: row["received_at"] for row in self.messages}
        first: dict[tuple[str, str], str] = {}
        for line in self.noted("delivered"):
            if at := received.get(line["sha256"]):
                key = line["who"], line["kind"]
                first[key] = min(at, first.get(key, at))
        forms = {who: at for (who, kind), at in first.items() if kind == "form"}
        return {who for who, at in forms.items() if at < first.get((who, "eoi"), at)}

    def _every_doubt_is_shown(self) -> None:
        """The last digest names each letter that may or may not have left, or was refused."""
        digests = {
            _bare(row["message_id"]) for row in self.letters if row["obligation"] == "digest"
        }
        files = sorted((self.folder / "sink").glob("*.eml"), reverse=True)
        text = next((t for f in files if (t := _text_of(f.read_bytes(), digests))), "")
        for row in self.letters:
            doubtful = row["state"] in ("unknown", "failed") and row["obligation"] != "digest"
            if doubtful and row["party"] not in text:
                self.wrong.append(f"{row['key']} is {row['state']}, and the digest is silent")

    def _name(self, sha: str) -> str:
        line = next(line for line in self.noted("delivered") if line["sha256"] == sha)
        return f"{line['kind']} of {line['who']} (number {line['number']})"


def sha256(data: bytes) -> str:
    """Of the bytes with plain line ends: servers write one kind or the other."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()


def _accepted(data: bytes) -> Accepted:
    head, _, letter = data.partition(b"\n")
    told = json.loads(head)
    found = re.search(rb"(?im)^message-id:\s*(\S+)", letter)
    message_id = _bare(found[1].decode()) if found else ""
    return Accepted(told["at"], tuple(told["to"]), message_id, sha256(letter))


def _bare(message_id: str) -> str:
    return message_id.strip("<>")


def _text_of(data: bytes, wanted: set[str]) -> str:
    """The plain text of a letter whose Message-ID is *wanted*; "" for any other."""
    letter = message_from_bytes(data.partition(b"\n")[2], policy=default)
    if _bare(str(letter["Message-ID"] or "")) not in wanted:
        return ""
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""
