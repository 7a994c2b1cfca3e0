"""Where each noun of the state is written: a table each, with the noun itself as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ace_mailbot.model import (
    Application,
    Assessment,
    Award,
    Change,
    Gathering,
    Pending,
    Question,
    Reviewer,
    Season,
    Undelivered,
)


@dataclass(frozen=True, slots=True)
class Table:
    """*columns* gives a noun's columns beside `data`; *key* is the primary one among them."""

    name: str
    key: str
    columns: Callable[[Any], Mapping[str, Any]]


TABLES: Mapping[type[Change], Table] = {
    Application: Table(
        "applications",
        "reference",
        lambda a: {
            "reference": a.reference,
            "stage": a.stage,
            "footprint": a.footprint,
            "lead": a.lead.email,
        },
    ),
    Question: Table("questions", "id", lambda q: {"id": q.id, "stage": q.stage}),
    Pending: Table("pending", "id", lambda p: {"id": p.id}),
    Undelivered: Table("undelivered", "id", lambda u: {"id": u.id, "reference": u.reference}),
    Reviewer: Table("reviewers", "email", lambda r: {"email": r.email}),
    Assessment: Table(
        "assessments",
        "id",
        lambda a: {"id": a.id, "reference": a.reference, "member": a.member},
    ),
    Award: Table("awards", "reference", lambda a: {"reference": a.reference}),
    Gathering: Table("gatherings", "key", lambda g: {"key": g.key}),
    Season: Table("season", "id", lambda _: {"id": 1}),
}


def dump(noun: Change) -> str:
    return msgspec.json.encode(noun).decode()


def stored(db: sqlite3.Connection) -> Iterator[Change]:
    """Every noun in the database, those of a kind in the order in which they came."""
    for kind, table in TABLES.items():
        sql = f"SELECT data FROM {table.name} ORDER BY rowid"  # noqa: S608 - our own names
        for (data,) in db.execute(sql):
            yield msgspec.json.decode(data, type=kind)
