"""The database made again from the mailbox, and compared with the one that it should be.

Compared is all that the programme depends on. Left out is what the mailbox can't tell:

- `messages.number` and `uid`: the order of storing, and names in a folder that mail has left;
- `messages.moved`: what is in Processed or Parked has been moved;
- `letters.number` of what never left, `changed_at`, `answer`, `resends` and `cleared`: how the
  sending went. A letter that isn't in Sent is "not sent", whether it was queued, in doubt or
  refused; which of these it was is told by nothing;
- of such a letter also when it was composed, and its token, which the new database makes anew;
- a digest that isn't in Sent: it is not owed again, for the next tells all;
- `pack_at` while the pack itself isn't in Sent: the receipt of what asked for it stands there;
- the audit log: it says when the database was written, and a new one was.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# Of a letter in doubt a rebuild may know that it was cancelled later: nobody could, back then.
_STANDING = {
    "sent": "sent",
    "cancelled": "cancelled",
    "queued": "not sent",
    "sending": "in doubt",
    "unknown": "in doubt",
    "failed": "in doubt",
}

NOUNS = (
    "applications",
    "questions",
    "pending",
    "season",
    "reviewers",
    "assessments",
    "undelivered",
    "awards",
    "gatherings",
)
KEYS = {
    "applications": "reference",
    "awards": "reference",
    "reviewers": "email",
    "gatherings": "key",
}
_MESSAGES = (
    "id, sha256, received_at, size, sender, subject, kind, disposition, reason, reference, why,"
    " rescued, dismissed, forgotten"
)
_PACKS_UNSENT = (
    "SELECT reference FROM letters WHERE obligation = 'pack' GROUP BY 1"
    " HAVING sum(state = 'sent') = 0"
)
_LETTERS = "key, party, obligation, reference, recipients, subject, automatic, decision, internal"
_SENT = "key, number, token, message_id, mime, cause, likeness, queued_at"


def differences(original: Path, rebuilt: Path) -> Sequence[str]:
    """A line for each thing that the two databases don't agree on."""
    before, after = _contents(original), _contents(rebuilt)
    return list(_compared(before, after))


def _contents(path: Path) -> Mapping[str, Mapping[str, Any]]:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found: dict[str, Mapping[str, Any]] = {
            name: {key: json.loads(data) for key, data in _rows(db, name)} for name in NOUNS
        }
        messages = db.execute(
            f"SELECT {_MESSAGES} FROM messages WHERE disposition IS NOT NULL"
            " ORDER BY received_at, sha256, rescued, number"
        ).fetchall()
        found["messages"] = dict(enumerate(messages))  # type: ignore[arg-type]
        for (reference,) in db.execute(_PACKS_UNSENT):
            found["applications"][reference].pop("pack_at")
        owed = "FROM letters WHERE state = 'sent' OR obligation <> 'digest'"
        letters = db.execute(f"SELECT {_LETTERS} {owed}").fetchall()
        found["letters"] = {row[0]: row for row in letters}
        sent = f"SELECT {_SENT} FROM letters WHERE state = 'sent'"
        found["sent"] = {row[0]: row for row in db.execute(sent)}
        states = db.execute(f"SELECT key, state {owed}").fetchall()
        found["states"] = {key: _STANDING[state] for key, state in states}
        bytes_kept = "SELECT sha256 FROM messages JOIN bytes USING (number)"
        found["bytes"] = {row[0]: row for row in db.execute(bytes_kept)}
        return found
    finally:
        db.close()


def _rows(db: sqlite3.Connection, table: str) -> Sequence[tuple[str, str]]:
    key = KEYS.get(table, "id")
    return db.execute(f"SELECT {key}, data FROM {table}").fetchall()


def _compared(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for table, held in before.items():
        for key in held.keys() | after[table].keys():
            one, other = held.get(key), after[table].get(key)
            if one != other and not (table == "states" and _may_become(one, other)):
                yield f"{table} {key}: {_short(one, other)}"


def _may_become(one: str | None, other: str | None) -> bool:
    unsent = {"not sent", "in doubt"}
    return (one in unsent and other in unsent) or (one, other) == ("in doubt", "cancelled")


def _short(one: Any, other: Any) -> str:
    """What differs between two values, less what doesn't."""
    if isinstance(one, dict) and isinstance(other, dict):
        changed = {k for k in one.keys() | other.keys() if one.get(k) != other.get(k)}
        return "; ".join(f"{k}: {one.get(k)!r} became {other.get(k)!r}" for k in sorted(changed))
    if isinstance(one, tuple) and isinstance(other, tuple):
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return "; ".join(f"{str(a)[:300]!r} became {str(b)[:300]!r}" for a, b in pairs)
    return f"{str(one)[:300]} became {str(other)[:300]}"
