"""What came of a season, so that one with faults can be compared with one without.

Deaths and outages move what we do by minutes, and with it what people quote: so times count to the
day, and a message is known by who wrote it when.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.ledger import KEYS, NOUNS
from tests.simulation.playing import Play

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")


def differences(one: Play, other: Play) -> Sequence[str]:
    """A line for each thing that came out otherwise."""
    before, after = _outcome(one), _outcome(other)
    return [
        f"{key}: {before.get(key)} became {after.get(key)}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _outcome(play: Play) -> Mapping[str, str]:
    database = sqlite3.connect(play.config.database)
    try:
        return dict(_found(database, _names(database, play)))
    finally:
        database.close()


def _found(database: sqlite3.Connection, names: _Names) -> Iterator[tuple[str, str]]:
    for table in NOUNS:
        for key, data in database.execute(f"SELECT {KEYS.get(table, 'id')}, data FROM {table}"):
            for name, value in json.loads(data).items():
                yield f"{table} {names.plain(str(key))} {name}", names.plain(json.dumps(value))
    for id, kind, disposition in database.execute(
        "SELECT id, kind, disposition FROM messages ORDER BY number"
    ):
        if names.plain(id) != _DOUBT:
            yield f"message {names.plain(id)}", f"{kind}, {disposition}"
    for key, cause in database.execute("SELECT key, cause FROM letters WHERE internal = 0"):
        if names.plain(cause) != _DOUBT:
            yield f"letter {names.plain(key)}", names.plain(cause)


@dataclass(frozen=True)
class _Names:
    """*labels* says what the names that we make from bytes stand for."""

    labels: Mapping[str, str]

    def plain(self, text: str) -> str:
        found = _NAME.sub(lambda m: self.labels.get(m[0].upper(), m[0]), text)
        return _TIME.sub(r"\1", _MADE.sub("", found))


def _names(database: sqlite3.Connection, play: Play) -> _Names:
    """Messages by who wrote them, questions by their messages, letters' tokens by their keys."""
    messages = _Names({came.id: came.label for came in play.came})
    labels = dict(messages.labels)
    for id, data in database.execute("SELECT id, data FROM questions"):
        labels[id] = f"question in {messages.plain(json.loads(data)['message'])}"
    for token, key in database.execute("SELECT token, key FROM letters"):
        labels[token.upper()] = messages.plain(key)
    return _Names(labels)


_NAME = re.compile(r"\b(?:[MQ]-[A-Z2-7]{6}|[A-Z2-7]{12})\b", re.IGNORECASE)
_MADE = re.compile(r"\b[0-9a-f]{24}(?=@)")  # of a person's Message-ID, made from all of the mail
_DOUBT = "doubt"
